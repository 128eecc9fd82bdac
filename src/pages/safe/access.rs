//! The access log as a table: who did what with what, when; narrowed by step, exported, and never changed.

use std::collections::BTreeMap;
use std::rc::Rc;

use sheet::{CsvWriter, Guard};
use store::log::{Fault, Line, Step};
use web_sys::HtmlSelectElement;
use yew::prelude::*;

use super::super::today::minute;
use crate::platform::{clock, files};
use crate::route::Route;
use crate::state::access::{self, Log, Of, Subject};
use crate::state::device::{Device, use_device};
use crate::state::remote::{Remote, use_remote};
use crate::t;
use crate::text::{Key, Text, use_text};
use crate::widgets::questions::typing::{Typing, use_typing};
use crate::widgets::{Banner, Tone};

/// So many lines are shown until somebody asks for more, and so many more then.
const SHOWN: usize = 50;

#[derive(PartialEq, Properties)]
pub struct AccessLogProps {
    /// Another number: read it anew.
    pub round: u32,
}

#[component]
pub fn AccessLog(props: &AccessLogProps) -> Html {
    let text = use_text();
    let device = use_device();
    let is_open = use_state_eq(|| false);
    let open = {
        let is_open = is_open.setter();
        move |_: MouseEvent| is_open.set(true)
    };
    html! {
        <section class="section safe" data-section="access-log">
            <h2 class="section__title">{ t!(text, AccessTitle) }</h2>
            <p class="field__hint">{ t!(text, AccessHint) }</p>
            if let (true, Some(device)) = (*is_open, device) {
                <Lines device={device} round={props.round} />
            } else {
                <div class="section__actions">
                    <button type="button" class="button" data-action="open-access" onclick={open}>{ t!(text, AccessOpen) }</button>
                </div>
            }
        </section>
    }
}

#[derive(PartialEq, Properties)]
struct LinesProps {
    device: Rc<Device>,
    round: u32,
}

#[component]
fn Lines(props: &LinesProps) -> Html {
    let text = use_text();
    let step = use_state_eq(|| None::<Step>);
    let sought = use_state_eq(String::new);
    let shown = use_state_eq(|| SHOWN);
    let (log, again) =
        use_remote((props.device.clone(), props.round), |(device, _)| Some(async move { access::read(&device).await }));
    let Typing { node, oninput } = {
        let sought = sought.setter();
        use_typing(Callback::from(move |typed: String| sought.set(typed.trim().to_lowercase())))
    };
    let onchange = {
        let step = step.setter();
        move |event: Event| {
            let select: HtmlSelectElement = event.target_unchecked_into();
            step.set(
                usize::try_from(select.selected_index())
                    .ok()
                    .and_then(|place| Step::ALL.get(place.wrapping_sub(1)).copied()),
            );
        }
    };
    let listed: Vec<(Step, String)> = {
        let lines = log.ready().map(|log| matching(&log.lines, *step, &sought)).unwrap_or_default();
        lines.iter().take(*shown).map(|line| (line.event.step, line.event.what.clone())).collect()
    };
    let (subjects, _) = use_remote((props.device.clone(), listed), |(device, listed)| {
        Some(async move { access::subjects(&device, &listed).await })
    });
    let none = BTreeMap::new();
    let subjects = subjects.ready().unwrap_or(&none);
    let log = match &log {
        Remote::Loading => return html! { <p class="lead" role="status">{ t!(text, StateOpening) }</p> },
        Remote::Failed => {
            return html! {
                <Banner tone={Tone::Danger}>
                    <p>{ t!(text, ReadFailed) }</p>
                    <button type="button" class="button" data-action="retry" onclick={again.reform(|_: MouseEvent| ())}>{ t!(text, TryAgain) }</button>
                </Banner>
            };
        }
        Remote::Ready(log) => log,
    };
    let words = words(&text);
    let lines = matching(&log.lines, *step, &sought);
    let export = {
        let (lines, device, text) =
            (lines.iter().map(|line| (*line).clone()).collect::<Vec<Line>>(), props.device.clone(), text.clone());
        move |_: MouseEvent| {
            let bytes = table(&lines, &text);
            if files::download(&format!("access-log_{}.csv", clock::now().date()), "text/csv", &bytes).is_ok() {
                access::note_beside(device.clone(), Step::LogExported, String::new(), lines.len() as u64);
            }
        }
    };
    let more = {
        let shown = shown.clone();
        move |_: MouseEvent| shown.set(*shown + SHOWN)
    };
    html! {
        <>
            { whole(log, &text) }
            <div class="field-row">
                <label class="field">
                    <span class="field__label">{ t!(text, AccessStep) }</span>
                    <select class="field__input" data-input="access-step" {onchange}>
                        <option value="" selected={step.is_none()}>{ t!(text, AccessAll) }</option>
                        { for Step::ALL.iter().zip(&words).map(|(own, word)| html! {
                            <option value={own.word()} selected={*step == Some(*own)}>{ word }</option>
                        }) }
                    </select>
                </label>
                <label class="field">
                    <span class="field__label">{ t!(text, AccessSearch) }</span>
                    <input class="field__input" type="search" data-input="access-search" autocomplete="off" ref={node} {oninput} />
                </label>
            </div>
            <p class="field__hint" role="status" data-lines={lines.len().to_string()}>{ t!(text, AccessCount, count = lines.len()) }</p>
            <div class="table-frame">
                <table class="table">
                    <thead>
                        <tr>{ for heads(&text).into_iter().map(|head| html! { <th scope="col">{ head }</th> }) }</tr>
                    </thead>
                    <tbody>{ for lines.iter().take(*shown).map(|line| row(line, log, &words, subjects)) }</tbody>
                </table>
            </div>
            <div class="section__actions">
                if lines.len() > *shown {
                    <button type="button" class="button" data-action="more-access" onclick={more}>{ t!(text, AccessMore) }</button>
                }
                <button type="button" class="button" data-action="export-access" disabled={lines.is_empty()} onclick={export}>
                    { t!(text, AccessExport) }
                </button>
            </div>
        </>
    }
}

/// The lines of a step that have some words in them.
fn matching<'a>(lines: &'a [Line], step: Option<Step>, sought: &str) -> Vec<&'a Line> {
    let is_meant = |line: &&Line| {
        let Line { event, .. } = line;
        step.is_none_or(|step| event.step == step)
            && [event.what.as_str(), event.who.as_str(), &event.at.to_string()]
                .iter()
                .any(|told| told.to_lowercase().contains(sought))
    };
    lines.iter().filter(is_meant).collect()
}

/// Whether the rows are what they were.
fn whole(log: &Log, text: &Text) -> Html {
    match log.faults.first() {
        None => html! { <p class="field__hint" data-access="whole">{ t!(text, AccessWhole) }</p> },
        Some(Fault::Changed { number, .. } | Fault::Missing { number, .. }) => html! {
            <Banner tone={Tone::Danger} title={t!(text, AccessBroken)}>
                <p data-access="broken" data-number={number.to_string()}>{ t!(text, AccessBrokenMeaning, number = *number) }</p>
            </Banner>
        },
    }
}

fn words(text: &Text) -> Vec<AttrValue> {
    text.get(Key::AccessSteps).split('|').map(|word| word.trim().to_owned().into()).collect()
}

fn word(step: Step, words: &[AttrValue]) -> AttrValue {
    let place = Step::ALL.iter().position(|own| *own == step).unwrap_or_default();
    words.get(place).cloned().unwrap_or_default()
}

fn heads(text: &Text) -> Vec<AttrValue> {
    text.get(Key::AccessHeads).split('|').map(|word| word.trim().to_owned().into()).collect()
}

fn page_of(of: &Of) -> Route {
    match of {
        Of::Entity(key) => Route::Enterprise { list: key.list.to_string(), entity: key.entity.to_string() },
        Of::Record(record) => Route::Record(record.to_string()),
    }
}

/// `subjects` are what lines are about, by what they say; the id stands where it is not here any more.
fn row(line: &Line, log: &Log, words: &[AttrValue], subjects: &BTreeMap<String, Subject>) -> Html {
    let Line { device, number, event } = line;
    let what = match subjects.get(&event.what) {
        Some(Subject { title, of, rest }) => html! {
            <td>
                <a href={page_of(of).href()} data-action="open">{ title }</a>
                if !rest.is_empty() {
                    <span class="rows__detail">{ rest }</span>
                }
            </td>
        },
        None => html! { <td class="table__code">{ &event.what }</td> },
    };
    html! {
        <tr key={format!("{device}-{number}")} data-step={event.step.word()} data-what={event.what.clone()}>
            <td>{ minute(&event.at.to_string()) }</td>
            <td>{ event.who.to_string() }</td>
            <td>{ word(event.step, words) }</td>
            { what }
            <td>{ event.count }</td>
            <td>{ if *device == log.own { String::new() } else { device.fingerprint() } }</td>
        </tr>
    }
}

/// The lines as a delimited text.
fn table(lines: &[Line], text: &Text) -> Vec<u8> {
    let words = words(text);
    let mut csv = CsvWriter::new(Guard::Apostrophe);
    csv.row(heads(text).iter().map(AsRef::<str>::as_ref));
    for Line { device, event, .. } in lines {
        let step = word(event.step, &words);
        let cells = [
            event.at.to_string(),
            event.who.to_string(),
            step.to_string(),
            event.what.clone(),
            event.count.to_string(),
            device.fingerprint(),
        ];
        csv.row(cells.iter().map(String::as_str));
    }
    csv.take()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::Language;

    #[test]
    fn each_language_has_a_word_for_each_step_and_each_head() {
        let english = Text::read(Language::English, include_str!(concat!(env!("OUT_DIR"), "/en.later.ftl"))).unwrap();
        for text in [Text::default(), english] {
            assert_eq!(words(&text).len(), Step::ALL.len());
            assert_eq!(heads(&text).len(), 6);
        }
    }
}
