//! Tables for other programs: what there can be, and one that was asked for, made by the desk worker.
//!
//! Not here: what they look like (`ledger::report`), how they are made (`worker::desk::report`).

use std::collections::BTreeMap;

use ledger::report::{Captions, Class, Mark, Order};
use ledger::{NEEDS, VISITS};

use super::access::{self, Step};
use super::desk::ENTERPRISES;
use super::device::Device;
use super::tasks;
use crate::platform::idb::ReadError;
use crate::platform::{clock, entropy};
use crate::text::{Key, Text};
use crate::worker::desk::report::{Contents, MadeReport, ReportOrder, Stock};
use crate::worker::desk::{Done, Failure, Task};

pub use super::tasks::stop;

/// What can be exported, with titles in a language.
///
/// # Errors
/// [`Failure`]
pub async fn stock(language: &str) -> Result<Stock, Failure> {
    match tasks::done(Task::Stock(language.to_owned()), &[], |_| ()).await? {
        Done::Stock(stock) => Ok(stock),
        _ => Err(Failure::Worker),
    }
}

/// Makes a file. `on_progress` hears of so many of so many steps.
///
/// # Errors
/// [`Failure`]; nothing has changed either way.
pub async fn make(
    contents: Contents,
    order: Order,
    mark: Option<Mark>,
    text: &Text,
    on_progress: impl Fn(usize, usize) + 'static,
) -> Result<MadeReport, Failure> {
    let captions = Captions::read(&text.get(Key::ExportCaptions));
    let order = Order { offset_minutes: clock::now().offset_minutes(), ..order };
    let wanted = ReportOrder { contents, order, captions, lists: list_names(text), mark };
    match tasks::counted(Task::Report(Box::new(wanted)), on_progress).await? {
        Done::Reported(made) => Ok(*made),
        _ => Err(Failure::Worker),
    }
}

/// What an export bears that is made now for a purpose. `None`: no purpose is said, or the browser has no chance to give.
///
/// # Errors
/// [`ReadError`]
pub async fn mark(device: &Device, purpose: &str) -> Result<Option<Mark>, ReadError> {
    let purpose = purpose.trim().to_owned();
    let Some(chance) = entropy::bytes::<3>().ok().filter(|_| !purpose.is_empty()) else { return Ok(None) };
    let now = clock::now();
    let day: String = now.date().chars().filter(char::is_ascii_digit).collect();
    let officer = device.settings().await?.and_then(|settings| settings.officer);
    let made_by = officer.map_or_else(String::new, |officer| format!("{} ({})", officer.name, officer.id));
    let made_at = now.to_string().chars().take("2026-01-15T10:30".len()).collect::<String>().replace('T', " ");
    let serial = format!("D{day}-{:02X}{:02X}{:02X}", chance[0], chance[1], chance[2]);
    Ok(Some(Mark { purpose, made_by, made_at, serial }))
}

/// What a class is called.
pub fn class(class: Class, text: &Text) -> String {
    Captions::read(&text.get(Key::ExportCaptions)).class(class).to_owned()
}

/// The same with what it is before it.
pub fn classed(class: Class, text: &Text) -> String {
    Captions::read(&text.get(Key::ExportCaptions)).classed(class)
}

/// Notes an export in the access log, with its mark.
pub async fn note(device: &Device, what: &str, mark: Option<&Mark>, rows: u64) {
    note_as(device, Step::Exported, what, mark, rows).await;
}

/// The same of what leaves the desk in another way, such as on paper.
pub async fn note_as(device: &Device, step: Step, what: &str, mark: Option<&Mark>, rows: u64) {
    let said = mark.map(|mark| format!(" {} {}", mark.serial, mark.purpose));
    access::note(device, step, &[what, said.as_deref().unwrap_or_default()].concat(), rows).await;
}

/// What the lists of the shipped forms are called; any other goes by its own name.
pub fn list_names(text: &Text) -> BTreeMap<String, String> {
    let words = text.get(Key::ExportLists);
    let names = words.split('|').map(|name| name.trim().to_owned());
    [ENTERPRISES, VISITS, NEEDS].map(str::to_owned).into_iter().zip(names).collect()
}

#[cfg(test)]
mod tests {
    use ledger::report::Caption;

    use super::*;
    use crate::text::Language;

    #[test]
    fn each_language_has_a_word_for_each_column_and_for_each_list() {
        let english = Text::read(Language::English, include_str!(concat!(env!("OUT_DIR"), "/en.later.ftl"))).unwrap();
        for text in [Text::default(), english] {
            let words = text.get(Key::ExportCaptions);
            assert_eq!(words.split('|').count(), Caption::ALL.len());
            let captions = Captions::read(&words);
            assert!(Caption::ALL.iter().all(|caption| !captions.get(*caption).is_empty()));
            assert_eq!(list_names(&text).len(), 3);
        }
    }
}
