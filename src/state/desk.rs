//! The ledger as the desk shows it: enterprises, one of them, and the words that forms have for their properties.
//!
//! Not here: how changes add up (`ledger`), how they came in (`inbox`).

use std::collections::BTreeMap;

use form::FormDefinition;
use form::definition::{ChoiceSource, Control, NodeKind, Part, Text};
use form::markup;
use ledger::{DueItem, EnterprisePage, EnterpriseRow, EntityHistory, EntityKey, EntityState};
use record::{EntityId, ListName, OfficerId, RecordId, Remark};
use sheet::Table;
use store::{Settings, Store, layout};

use super::calendar::calendar;
use super::device::{Device, LoadError};
use super::{library, projection, refill};
use crate::platform::clock;

pub const ENTERPRISES: &str = "enterprises";
pub const VISITS: &str = "visits";
pub const NEEDS: &str = "needs";

/// The list of enterprises, with the words for their choices.
pub struct Enterprises {
    pub rows: Vec<EnterpriseRow>,
    pub words: Words,
}

/// One enterprise, with the words for all that is shown of it.
pub struct Enterprise {
    pub page: EnterprisePage,
    /// What was said beside the answers of its records.
    pub said: BTreeMap<RecordId, Vec<Remark>>,
    pub words: Words,
}

/// Every enterprise that a record here speaks of.
///
/// # Errors
/// [`LoadError`]
pub async fn enterprises(device: &Device, language: &str) -> Result<Enterprises, LoadError> {
    let (enterprises, visits, needs) =
        (states(device, ENTERPRISES).await?, states(device, VISITS).await?, states(device, NEEDS).await?);
    let rows = ledger::rows(&enterprises, &visits, &needs);
    Ok(Enterprises { rows, words: words(device, language).await? })
}

/// One enterprise with its visits and needs. `None`: nothing here speaks of it.
///
/// # Errors
/// [`LoadError`]
pub async fn enterprise(
    device: &Device,
    list: &str,
    entity: &str,
    language: &str,
) -> Result<Option<Enterprise>, LoadError> {
    let key = EntityKey { list: ListName::new(list), entity: EntityId::new(entity) };
    let row = device.database.get(Store::Entities, &layout::entity(&key.list, &key.entity)).await?;
    let read = row.and_then(|bytes| EntityHistory::from_bytes(&bytes).ok());
    let Some(history) = read.filter(EntityHistory::is_shown) else { return Ok(None) };
    let (visits, needs) = (histories(device, VISITS).await?, histories(device, NEEDS).await?);
    let page = ledger::page(&history, &visits, &needs);
    let mut said = BTreeMap::new();
    for source in &page.records {
        let remarks =
            refill::latest(device, source.record).await?.map(|revision| revision.submission().remarks.clone());
        said.insert(source.record, remarks.unwrap_or_default());
    }
    Ok(Some(Enterprise { page, said, words: words(device, language).await? }))
}

/// What is due until the end of this week for who fills, as this device's clock has it.
///
/// # Errors
/// [`LoadError`]
pub async fn due(device: &Device, settings: &Settings) -> Result<Vec<DueItem>, LoadError> {
    let Ok(today) = clock::now().date().parse() else { return Ok(Vec::new()) };
    let (enterprises, visits, mut needs) =
        (states(device, ENTERPRISES).await?, states(device, VISITS).await?, states(device, NEEDS).await?);
    // Needs that another officer of this tablet raised are that officer's; those from elsewhere are everybody's.
    needs.retain(|need| need.created.as_ref().is_none_or(|origin| settings.other_owner(&origin.officer).is_none()));
    let officer = settings.officer.iter().flat_map(|officer| officer.former.iter().chain([&officer.id]));
    let codes: Vec<OfficerId> = officer.cloned().collect();
    Ok(ledger::due_items(&enterprises, &visits, &needs, &codes, today, &calendar()))
}

/// All entities of a list, as they stand.
///
/// # Errors
/// [`LoadError`]
pub async fn states(device: &Device, list: &str) -> Result<Vec<EntityState>, LoadError> {
    Ok(histories(device, list).await?.iter().map(EntityHistory::state).collect())
}

/// All that is known of the entities of a list.
///
/// # Errors
/// [`LoadError`]
pub async fn histories(device: &Device, list: &str) -> Result<Vec<EntityHistory>, LoadError> {
    Ok(projection::histories(&device.entities(&ListName::new(list)).await?))
}

/// What forms call things.
///
/// # Errors
/// [`LoadError`]
pub async fn words(device: &Device, language: &str) -> Result<Words, LoadError> {
    let mut words = Words::default();
    for form in library::offered(device).await? {
        words.forms.insert(form.form.id.clone(), form.title.clone());
        if let Some(package) = device.package(form.form.hash).await? {
            words.learn(&package.definition, &package.files, language);
        }
    }
    Ok(words)
}

/// What forms call the properties of entity lists, and their choices.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Words {
    properties: BTreeMap<(String, String), Word>,
    /// Titles of forms, by their ids.
    forms: BTreeMap<String, String>,
    /// Labels of questions, by their form's id and their path without positions.
    questions: BTreeMap<(String, String), String>,
}

#[derive(Clone, PartialEq, Eq, Debug, Default)]
struct Word {
    /// Where the form asks for it: properties are shown in that order.
    place: usize,
    label: Option<String>,
    choices: BTreeMap<String, String>,
}

impl Words {
    /// Adds what a form says, in the language whose code is `language` or else in the form's first.
    pub fn learn(&mut self, form: &FormDefinition, files: &BTreeMap<String, Table>, language: &str) {
        let index = form.languages.iter().position(|name| name.contains(&format!("({language}"))).unwrap_or_default();
        for (place, node) in form.nodes.iter().enumerate() {
            if let Some(label) = node.label.as_ref().and_then(|label| plain(label, index)) {
                self.questions.insert((form.id.clone(), node.path.clone()), label);
            }
            let Some(save_to) = &node.save_to else { continue };
            let Some(entity) = form.entities.get(save_to.entity) else { continue };
            let name = (entity.list.clone(), save_to.property.clone());
            let word = self.properties.entry(name).or_insert_with(|| Word { place, ..Word::default() });
            if word.label.is_none() {
                word.label = node.label.as_ref().and_then(|label| plain(label, index));
            }
            if let NodeKind::Question { control: Control::Select { choices }, .. } = &node.kind {
                match choices.source {
                    ChoiceSource::List(list) => {
                        let Some(list) = form.lists.get(list) else { continue };
                        for row in 0..list.len() {
                            let name = list.name(row).to_owned();
                            let label = list.label(row).and_then(|label| plain(&label, index));
                            word.choices.insert(name.clone(), label.unwrap_or(name));
                        }
                    }
                    ChoiceSource::External(external) => {
                        let table = form.externals.get(external).and_then(|external| files.get(&external.file));
                        for row in 0..table.map_or(0, |table| table.rows.len()) {
                            let cell = |column: &str| table.and_then(|table| table.get(row, column));
                            if let (Some(value), Some(label)) = (cell(&choices.value_ref), cell(&choices.label_ref)) {
                                word.choices.insert(value.to_owned(), label.to_owned());
                            }
                        }
                    }
                    ChoiceSource::Repeat(_) => {}
                }
            }
        }
    }

    /// What a property is called; its own name where no form here has a word for it.
    pub fn property<'a>(&'a self, list: &str, property: &'a str) -> &'a str {
        self.word(list, property).and_then(|word| word.label.as_deref()).unwrap_or(property)
    }

    /// What a value reads as: the labels of its choices, or the value itself. `separator` stands between several.
    pub fn value(&self, list: &str, property: &str, value: &str, separator: &str) -> String {
        let Some(word) = self.word(list, property).filter(|word| !word.choices.is_empty()) else {
            return value.to_owned();
        };
        let label = |name: &str| word.choices.get(name).map_or(name, String::as_str).to_owned();
        value.split_whitespace().map(label).collect::<Vec<_>>().join(separator)
    }

    /// The choices of a property, each with its label; none where it is not chosen from a list.
    pub fn choices(&self, list: &str, property: &str) -> impl Iterator<Item = (&str, &str)> {
        let choices = self.word(list, property).into_iter().flat_map(|word| &word.choices);
        choices.map(|(name, label)| (name.as_str(), label.as_str()))
    }

    /// What a form is called; its id where this device does not have it.
    pub fn form<'a>(&'a self, id: &'a str) -> &'a str {
        self.forms.get(id).map_or(id, String::as_str)
    }

    /// What a form calls the question at a path with positions, as a remark has it; the path where no form here has a word.
    pub fn question<'a>(&'a self, form: &str, path: &'a str) -> &'a str {
        let bare = without_positions(path);
        self.questions.get(&(form.to_owned(), bare)).map_or(path, String::as_str)
    }

    /// Where a property stands among the others; those that no form asks for come last.
    pub fn place(&self, list: &str, property: &str) -> usize {
        self.word(list, property).map_or(usize::MAX, |word| word.place)
    }

    fn word(&self, list: &str, property: &str) -> Option<&Word> {
        self.properties.get(&(list.to_owned(), property.to_owned()))
    }
}

/// `/data/visits/note` of `/data/visits[2]/note`.
fn without_positions(path: &str) -> String {
    path.split('/').map(|step| step.split('[').next().unwrap_or_default()).collect::<Vec<_>>().join("/")
}

/// A text without the values and the marks in it.
fn plain(text: &Text, language: usize) -> Option<String> {
    let template = text.0.get(language).or_else(|| text.0.first())?.as_ref()?;
    let part = |part: &Part| match part {
        Part::Plain(text) => text.clone(),
        Part::Output(_) => String::new(),
    };
    let marked: String = template.0.iter().map(part).collect();
    Some(markup::plain(&marked).into_owned())
}

#[cfg(test)]
mod tests {
    use sheet::Limits;

    use super::*;

    const WORKBOOKS: [&[u8]; 2] =
        [include_bytes!("../../pack/enterprise_registration.xlsx"), include_bytes!("../../pack/need_report.xlsx")];

    fn words(language: &str) -> Words {
        let mut words = Words::default();
        for bytes in WORKBOOKS {
            let workbook = sheet::read_xlsx(bytes, &Limits::default()).unwrap();
            let form = form::compile(&workbook, &BTreeMap::new()).form.unwrap();
            words.learn(&form, &BTreeMap::new(), language);
        }
        words
    }

    #[test]
    fn what_a_form_has_worked_out_is_told_in_words_of_the_page() {
        let told = |language: &str| {
            let words = words(language);
            let value = |property: &str, value: &str| words.value(ENTERPRISES, property, value, "");
            let size = value("ent_size", "medium");
            [size, value("three_haves", "yes"), value("non_public", "no"), value("size_category", "retail")]
        };
        assert_eq!(told("zh"), ["中型", "是", "否", "零售业"]);
        assert_eq!(told("en"), ["Medium", "Yes", "No", "Retail"]);
        assert_eq!(words("zh").value(NEEDS, "need_status", "open", ""), "待受理");
    }

    #[test]
    fn a_question_goes_by_its_label_also_inside_a_repeat_and_by_its_path_where_no_form_here_has_it() {
        let words = words("zh");
        assert_eq!(words.question("enterprise_registration", "/data/g_size/employees"), "从业人员期末人数（人）");
        assert_eq!(words.question("enterprise_registration", "/data/g_size[1]/employees"), "从业人员期末人数（人）");
        assert_eq!(words.question("elsewhere", "/data/a[2]/b"), "/data/a[2]/b");
    }

    #[test]
    fn a_property_goes_by_its_name_and_by_its_code_where_no_form_here_has_one() {
        let words = words("zh");
        assert_eq!(words.property(ENTERPRISES, "ent_size"), "规模（自动划分）");
        assert_eq!(words.property(ENTERPRISES, "uscc"), "统一社会信用代码");
        assert_eq!(words.property(ENTERPRISES, "elsewhere"), "elsewhere");
        assert_eq!(words.value(ENTERPRISES, "ent_size", "huge", ""), "huge");
    }
}
