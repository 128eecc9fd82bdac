//! The ledger as the desk shows it: one entity, what is due, and the words that forms have for properties.
//!
//! Not here: whole lists (`lists`), how changes add up (`ledger`), how they came in (`inbox`).

use std::collections::BTreeMap;

use form::FormDefinition;
use form::definition::{ChoiceSource, Control, DataType, NodeDef, NodeKind, Part, Text};
use form::markup;
use ledger::{DueItem, EnterprisePage, EnterpriseRow, EntityHistory, EntityKey, EntityState};
use record::{EntityId, ListName, OfficerId, RecordId, Remark};
use sheet::Table;
use store::{Settings, Store, layout};

use super::calendar::calendar;
use super::device::{Device, LoadError};
use super::lists::ListError;
use super::{library, lists, projection, refill};
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

/// One entity of a list with what other lists have of it. `None`: nothing here speaks of it.
///
/// # Errors
/// [`ListError`]
pub async fn entity(
    device: &Device,
    list: &str,
    entity: &str,
    language: &str,
) -> Result<Option<Enterprise>, ListError> {
    let key = EntityKey { list: ListName::new(list), entity: EntityId::new(entity) };
    let Some(history) = history(device, &key).await? else { return Ok(None) };
    let mut related = Vec::new();
    for key in lists::naming(&key.entity).await? {
        related.extend(self::history(device, &key).await?);
    }
    let page = ledger::page(&history, &related);
    let mut said = BTreeMap::new();
    for source in &page.records {
        let remarks =
            refill::latest(device, source.record).await?.map(|revision| revision.submission().remarks.clone());
        said.insert(source.record, remarks.unwrap_or_default());
    }
    Ok(Some(Enterprise { page, said, words: words(device, language).await? }))
}

/// What is known of an entity, if there is anything to show.
async fn history(device: &Device, key: &EntityKey) -> Result<Option<EntityHistory>, LoadError> {
    let row = device.database.get(Store::Entities, &layout::entity(&key.list, &key.entity)).await?;
    let read = row.and_then(|bytes| EntityHistory::from_bytes(&bytes).ok());
    Ok(read.filter(EntityHistory::is_shown))
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

/// What the forms on offer call the properties of lists.
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
    /// Titles of the forms that begin entities, by their list.
    lists: BTreeMap<String, String>,
    /// Labels of questions, by their form's id and their path without positions.
    questions: BTreeMap<(String, String), String>,
}

#[derive(Clone, PartialEq, Eq, Debug, Default)]
struct Word {
    /// Where the form asks for it: properties are shown in that order.
    place: usize,
    label: Option<String>,
    /// The label of the group that it is asked in.
    section: Option<String>,
    /// What a figure counts, as its question has it behind its name.
    unit: Option<String>,
    choices: Choices,
}

/// The choices of a question, in the order in which its form has them.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
struct Choices {
    names: Vec<String>,
    labels: BTreeMap<String, String>,
}

impl Choices {
    fn insert(&mut self, name: &str, label: String) {
        if self.labels.insert(name.to_owned(), label).is_none() {
            self.names.push(name.to_owned());
        }
    }
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
                word.section = section(form, node, index);
                word.unit = word.label.as_deref().filter(|_| is_figure(node)).and_then(unit).map(str::to_owned);
            }
            if let NodeKind::Question { control: Control::Select { choices }, .. } = &node.kind {
                match choices.source {
                    ChoiceSource::List(list) => {
                        let Some(list) = form.lists.get(list) else { continue };
                        for row in 0..list.len() {
                            let name = list.name(row);
                            let label = list.label(row).and_then(|label| plain(&label, index));
                            word.choices.insert(name, label.unwrap_or_else(|| name.to_owned()));
                        }
                    }
                    ChoiceSource::External(external) => {
                        let table = form.externals.get(external).and_then(|external| files.get(&external.file));
                        for row in 0..table.map_or(0, |table| table.rows.len()) {
                            let cell = |column: &str| table.and_then(|table| table.get(row, column));
                            if let (Some(value), Some(label)) = (cell(&choices.value_ref), cell(&choices.label_ref)) {
                                word.choices.insert(value, label.to_owned());
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
        let Some(word) = self.word(list, property).filter(|word| !word.choices.names.is_empty()) else {
            return value.to_owned();
        };
        let label = |name: &str| word.choices.labels.get(name).map_or(name, String::as_str).to_owned();
        value.split_whitespace().map(label).collect::<Vec<_>>().join(separator)
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

    /// The properties of a list that forms have a word for, in their order.
    pub fn properties(&self, list: &str) -> Vec<&str> {
        let of_list = self.properties.iter().filter(|((name, _), _)| name == list);
        let mut named: Vec<(usize, &str)> = of_list.map(|((_, name), word)| (word.place, name.as_str())).collect();
        named.sort_unstable();
        named.into_iter().map(|(_, name)| name).collect()
    }

    /// The group of questions that a property stands in; `None` where no form here has one.
    pub fn section(&self, list: &str, property: &str) -> Option<&str> {
        self.word(list, property).and_then(|word| word.section.as_deref())
    }

    /// What a figure counts: `万元`. `None`: it is no figure, or its question says nothing.
    pub fn unit(&self, list: &str, property: &str) -> Option<&str> {
        self.word(list, property).and_then(|word| word.unit.as_deref())
    }

    /// The choices of a property with their labels, in the order of the form. None where it is open.
    pub fn choices(&self, list: &str, property: &str) -> impl Iterator<Item = (&str, &str)> {
        let choices = self.word(list, property).map(|word| &word.choices);
        choices.into_iter().flat_map(|choices| {
            let label = |name: &String| choices.labels.get(name).map(String::as_str);
            choices.names.iter().filter_map(move |name| Some((name.as_str(), label(name)?)))
        })
    }

    /// The title of the form that begins the entities of a list; `None` where no form here does.
    pub fn list(&self, list: &str) -> Option<&str> {
        self.lists.get(list).map(String::as_str)
    }

    fn word(&self, list: &str, property: &str) -> Option<&Word> {
        self.properties.get(&(list.to_owned(), property.to_owned()))
    }
}

/// The label of the nearest group around a question that has one.
fn section(form: &FormDefinition, node: &NodeDef, language: usize) -> Option<String> {
    let mut around = node.parent;
    while let Some(group) = around.and_then(|id| form.nodes.get(id.0 as usize)) {
        if let Some(label) = group.label.as_ref().and_then(|label| plain(label, language)) {
            return Some(label);
        }
        around = group.parent;
    }
    None
}

fn is_figure(node: &NodeDef) -> bool {
    let types = [DataType::Integer, DataType::Decimal];
    matches!(&node.kind, NodeKind::Question { data_type, .. } if types.contains(data_type))
}

/// `万元` of `资产总计（万元）`.
fn unit(label: &str) -> Option<&str> {
    let inside = label.trim_end().strip_suffix(['）', ')'])?;
    let (_, unit) = inside.rsplit_once(['（', '('])?;
    Some(unit).filter(|unit| !unit.is_empty())
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
    fn a_property_stands_in_its_group_with_its_unit_and_its_choices_as_the_form_has_them() {
        let words = words("zh");
        assert_eq!(words.section(ENTERPRISES, "revenue_wan"), Some("四、规模（上年末）"));
        assert_eq!(words.section(ENTERPRISES, "remarks"), None);
        let unit = |property: &str| words.unit(ENTERPRISES, property);
        assert_eq!([unit("revenue_wan"), unit("employees"), unit("ent_size")], [Some("万元"), Some("人"), None]);
        let sizes: Vec<&str> = words.choices(ENTERPRISES, "ent_size").map(|(name, _)| name).collect();
        assert_eq!(sizes.iter().position(|name| *name == "large"), Some(0), "{sizes:?}");
        assert_eq!(words.list(ENTERPRISES), Some("企业登记"));
        assert_eq!(words.properties(ENTERPRISES).first(), Some(&"ent_name"));
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
