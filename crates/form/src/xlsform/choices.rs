//! The choices sheet, and its twin `external_choices`: lists of choices by name.
//!
//! Start at [`Lists::read`]. Labels stay raw here, because they may mention questions that are not read yet.
//!
//! Not here: which question offers which list (`survey`, `nodes`).

use std::collections::hash_map::DefaultHasher;
use std::collections::{BTreeMap, HashMap};
use std::hash::{Hash, Hasher};

use crate::problem::Message;
use crate::xlsform::drafts::{Raw, RawText};
use crate::xlsform::findings::{self, Findings};
use crate::xlsform::grid::{Grid, Row};
use crate::xlsform::languages::{Languages, translated};
use crate::xlsform::names::has_mention;

/// Choice lists in the order in which they first appear.
#[derive(Default)]
pub(super) struct Lists {
    pub lists: Vec<List>,
    by_name: BTreeMap<String, usize>,
    /// Names of the further columns, the same for all lists of a sheet.
    pub columns: Vec<String>,
}

pub(super) struct List {
    pub name: String,
    pub choices: Vec<RawChoice>,
}

/// One row of the sheet.
pub(super) struct RawChoice {
    /// 0 for one that XLSForm added.
    pub row: u32,
    pub name: String,
    pub label: Option<RawText>,
    pub media: Vec<(String, RawText)>,
    /// As long as [`Lists::columns`].
    pub columns: Vec<String>,
}

/// What a column of a choices sheet holds.
enum Field {
    List,
    Name,
    Label(Option<usize>),
    Media(String, Option<usize>),
    Further(usize),
    /// Cannot be kept; reported with its first cell.
    Refused,
    Ignored,
}

/// A row of the sheet `osm`, whose tags only an editor of maps asks for.
pub(super) struct Tag {
    pub list: String,
    pub row: u32,
    pub has_name: bool,
}

/// Reads the sheet `osm` as far as its lists must be right.
pub(super) fn read_tags(grid: &Grid, findings: &mut Findings) -> Vec<Tag> {
    findings.warning(findings::sheet(grid.sheet), Message::SheetUnread { sheet: grid.sheet.to_owned() });
    let tag = |row: &Row| {
        let cell = |word: &str| row.cells.iter().find(|cell| grid.headings[cell.heading].words == [word]);
        let list = cell("list name")?.text.clone();
        Some(Tag { list, row: row.number, has_name: cell("name").is_some() })
    };
    grid.rows.iter().filter_map(tag).collect()
}

impl Lists {
    /// Takes the lists out of a sheet; texts with references stay in it too, for whoever checks those. `allow_twice`: the
    /// same name may stand twice in a list.
    pub fn read(grid: &mut Grid, languages: &Languages, allow_twice: bool, findings: &mut Findings) -> Self {
        let mut lists = Self::default();
        let fields = lists.fields(grid, languages, findings);
        let external = grid.sheet == "external_choices";
        if !external && !grid.rows.is_empty() && !grid.has_column(&["name"]) {
            findings.error(findings::sheet(grid.sheet), Message::ColumnMissing { column: "name".to_owned() });
            return lists;
        }
        let mut seen: Vec<HashMap<u64, usize>> = Vec::new();
        let sheet = grid.sheet;
        let mut last = 0;
        for row in &mut grid.rows {
            let Some((list, choice)) = lists.choice(row, &fields) else { continue };
            // Rows of one list mostly stand together.
            let at = match lists.lists.get(last).filter(|last| last.name == list) {
                Some(_) => last,
                None => lists.by_name.get(&list).copied().unwrap_or_else(|| {
                    lists.by_name.insert(list.clone(), lists.lists.len());
                    lists.lists.push(List { name: list, choices: Vec::new() });
                    seen.push(HashMap::new());
                    lists.lists.len() - 1
                }),
            };
            last = at;
            if !external {
                let place = || findings::sheet(sheet).row(row.number);
                if choice.name.is_empty() {
                    findings.error(place().column("name"), Message::ChoiceNameMissing);
                    continue;
                }
                if choice.label.is_none() {
                    findings.warning(place().column("label"), Message::ChoiceLabelMissing);
                }
                if !allow_twice && is_twice(&choice.name, &lists.lists[at].choices, &mut seen[at]) {
                    findings.error(place().column("name"), Message::ChoiceTwice { name: choice.name.clone() });
                }
            }
            lists.lists[at].choices.push(choice);
        }
        lists
    }

    fn fields(&mut self, grid: &Grid, languages: &Languages, findings: &mut Findings) -> Vec<Field> {
        let external = grid.sheet == "external_choices";
        let mut fields = Vec::with_capacity(grid.headings.len());
        for heading in &grid.headings {
            let words: Vec<&str> = heading.words.iter().map(String::as_str).collect();
            let tongue = translated(heading).and_then(|(_, language)| language).and_then(|name| languages.find(name));
            fields.push(match words.as_slice() {
                ["list name"] => Field::List,
                ["name"] => Field::Name,
                ["label", ..] => Field::Label(tongue),
                ["media", kind] | ["media", kind, _] => Field::Media((*kind).to_owned(), tongue),
                [first, ..] if first.is_empty() || (first.contains(' ') && *first != "list name") => {
                    let place = findings::sheet(grid.sheet).row(1).column(&heading.header);
                    findings.warning(place, Message::ColumnNameInvalid { column: heading.header.clone() });
                    Field::Ignored
                }
                [only] if *only != "media" || external => {
                    self.columns.push((*only).to_owned());
                    Field::Further(self.columns.len() - 1)
                }
                ["sms_option", ..] => Field::Ignored,
                [first, ..] if external && *first != "list name" => Field::Ignored,
                _ => Field::Refused,
            });
            if matches!(fields.last(), Some(Field::Refused)) {
                // Rows without a list belong to none.
                let listed =
                    |row: &Row| row.cells.iter().any(|cell| grid.headings[cell.heading].words[0] == "list name");
                grid.refuse(fields.len() - 1, listed, findings);
            }
        }
        fields
    }

    /// The list that a row belongs to, and its choice. A row without a list belongs to none.
    fn choice(&self, row: &mut Row, fields: &[Field]) -> Option<(String, RawChoice)> {
        let mut list = None;
        let mut choice = RawChoice {
            row: row.number,
            name: String::new(),
            label: None,
            media: Vec::new(),
            columns: vec![String::new(); self.columns.len()],
        };
        for cell in &mut row.cells {
            let column = Some(cell.heading);
            let has_references = has_mention(&cell.text);
            let mut text = || if has_references { cell.text.clone() } else { std::mem::take(&mut cell.text) };
            let mut raw = || Raw { text: text(), column };
            match &fields[cell.heading] {
                Field::List => list = Some(text()),
                Field::Name => choice.name = text(),
                Field::Label(language) => choice.label.get_or_insert_default().0.push((*language, raw())),
                Field::Media(kind, language) => {
                    match choice.media.iter_mut().find(|(known, _)| known == kind) {
                        Some((_, text)) => text.0.push((*language, raw())),
                        None => choice.media.push((kind.clone(), RawText(vec![(*language, raw())]))),
                    };
                }
                Field::Further(at) => choice.columns[*at] = text(),
                Field::Refused | Field::Ignored => {}
            }
        }
        list.map(|list| (list, choice))
    }

    pub fn find(&self, name: &str) -> Option<usize> {
        self.by_name.get(name).copied()
    }

    pub fn get(&self, name: &str) -> Option<&List> {
        self.find(name).and_then(|at| self.lists.get(at))
    }

    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.lists.iter().map(|list| list.name.as_str())
    }

    pub fn choice_names(&self, name: &str) -> Option<impl Iterator<Item = &str>> {
        self.get(name).map(|list| list.choices.iter().map(|choice| choice.name.as_str()))
    }

    pub fn is_empty(&self) -> bool {
        self.lists.is_empty()
    }

    /// Adds a choice that XLSForm brings itself, unless the list has one of that name.
    pub fn add(&mut self, list: &str, name: &str, label: &str) {
        let columns = vec![String::new(); self.columns.len()];
        let Some(list) = self.find(list).and_then(|at| self.lists.get_mut(at)) else { return };
        if list.choices.iter().all(|choice| choice.name != name) {
            let label = Some(RawText::added(label));
            list.choices.push(RawChoice { row: 0, name: name.to_owned(), label, media: Vec::new(), columns });
        }
    }
}

/// Whether the choices have this name already. `seen` has the place of the first choice by the hash of its name, so that
/// no name is kept twice.
fn is_twice(name: &str, choices: &[RawChoice], seen: &mut HashMap<u64, usize>) -> bool {
    let mut hasher = DefaultHasher::new();
    name.hash(&mut hasher);
    let first = *seen.entry(hasher.finish()).or_insert(choices.len());
    let is_same = |choice: &RawChoice| choice.name == name;
    // Two names of one hash are next to impossible, and still are two names.
    choices.get(first).is_some_and(is_same) || (first < choices.len() && choices.iter().any(is_same))
}
