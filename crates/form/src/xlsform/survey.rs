//! The survey sheet: rows to nested drafts.
//!
//! Start at [`Survey::read`]. It keeps the rows' order and nesting, checks names and types, and adds the rows that
//! XLSForm adds by itself: the count of a repeat, the text after `or_other`, the label row of a table-list.
//!
//! Not here: what the cells of a row are (`fields`), selects (`selects`), what drafts become (`nodes`).

use std::collections::{BTreeMap, BTreeSet};

use crate::limits::GROUP_DEPTH;
use crate::problem::{Known, Message, Place};
use crate::xlsform::appearances;
use crate::xlsform::choices::{Lists, Tag};
use crate::xlsform::drafts::{Draft, Raw, Shape};
use crate::xlsform::fields::{Cells, Fields};
use crate::xlsform::findings::{self, Findings};
use crate::xlsform::grid::{Grid, Row};
use crate::xlsform::lex;
use crate::xlsform::names::{has_mention, is_name, mentions, sole_reference};
use crate::xlsform::parameters;
use crate::xlsform::settings::{Settings, is_yes};
use crate::xlsform::types::{Ask, Container, Kind, OUTDATED, RowType};

/// A survey as read.
pub(super) struct Survey {
    pub children: Vec<Draft>,
    /// The audit, which stands in the record's metadata.
    pub audit: Option<Draft>,
    /// How many rows have a name. A name that stands twice may not be mentioned.
    pub named: BTreeMap<String, usize>,
    /// `reference-geometry` of questions that take places from elsewhere, with where it says so.
    pub geometries: Vec<(String, Place)>,
    /// A select with `or_other` exists.
    pub has_other: bool,
}

/// What the survey is read with.
pub(super) struct Reader<'a> {
    pub grid: &'a Grid,
    pub fields: &'a Fields,
    pub lists: &'a mut Lists,
    /// The lists of the sheet `external_choices`, where there is one.
    pub external_lists: Option<&'a Lists>,
    /// Names of sheets that may have been meant as `choices` or `external_choices`.
    pub sheet_names: &'a [String],
    pub settings: &'a mut Settings,
    pub findings: &'a mut Findings,
    pub survey: Survey,
    open: Vec<Open>,
    repeat_names: BTreeSet<String>,
    questions: BTreeSet<String>,
    triggers: Vec<(String, Place)>,
    pub table_list: Option<TableList>,
}

/// A group whose selects are drawn as one table.
#[derive(Clone)]
pub(super) enum TableList {
    /// Its first select decides on the list.
    Waiting,
    Of(String),
}

/// A group that is not closed yet, or the survey itself.
struct Open {
    container: Option<Container>,
    draft: Draft,
    names: BTreeSet<String>,
    lower_names: BTreeSet<String>,
}

impl Open {
    fn new(container: Option<Container>, draft: Draft) -> Self {
        Self { container, draft, names: BTreeSet::new(), lower_names: BTreeSet::new() }
    }
}

impl<'a> Reader<'a> {
    pub fn new(
        grid: &'a Grid,
        fields: &'a Fields,
        lists: &'a mut Lists,
        external_lists: Option<&'a Lists>,
        sheet_names: &'a [String],
        settings: &'a mut Settings,
        findings: &'a mut Findings,
    ) -> Self {
        let survey = Survey {
            children: Vec::new(),
            audit: None,
            named: BTreeMap::new(),
            geometries: Vec::new(),
            has_other: false,
        };
        Self {
            grid,
            fields,
            lists,
            external_lists,
            sheet_names,
            settings,
            findings,
            survey,
            open: vec![Open::new(None, Draft::default())],
            repeat_names: BTreeSet::new(),
            questions: BTreeSet::new(),
            triggers: Vec::new(),
            table_list: None,
        }
    }

    /// `tags`: the lists of the sheet `osm`, where there is one.
    pub fn read(mut self, tags: Option<&[Tag]>) -> Survey {
        let grid = self.grid;
        for row in &grid.rows {
            self.row(row, tags);
        }
        while self.open.len() > 1 {
            if let Some(open) = self.open.last() {
                let kind = open.container.map_or("group", Container::word).to_owned();
                let message = Message::BeginWithoutEnd { kind, name: open.draft.name.clone() };
                let place = self.place(open.draft.row, &["type"]);
                self.findings.error(place, message);
            }
            self.close();
        }
        for (name, place) in std::mem::take(&mut self.triggers) {
            if !self.questions.contains(&name) {
                let mut problem = self.findings.error(place, Message::ReferenceUnknown { name: name.clone() });
                problem.near(Known::Name, &name, self.questions.iter().map(String::as_str));
            }
        }
        if let Some(root) = self.open.pop() {
            self.survey.children = root.draft.children;
        }
        self.survey
    }

    fn row(&mut self, row: &Row, tags: Option<&[Tag]>) {
        let mut draft = Draft { row: row.number, ..Draft::default() };
        let cells = self.fields.fill(self.grid, row, &mut draft, self.findings);
        if let Some(disabled) = cells.disabled {
            self.findings.warning(self.place(row.number, &["disabled"]), Message::DisabledOutdated);
            if is_yes(disabled) {
                return;
            }
        }
        if !cells.any {
            return;
        }
        let place = self.place(row.number, &["type"]);
        let Some(kind) = &cells.kind else {
            if cells.name.is_some() || draft.label.is_some() {
                self.findings.error(place, Message::TypeMissing);
            } else {
                self.findings.warning(place, Message::RowSkipped);
            }
            return;
        };
        let Some(row_type) = RowType::read(&kind.text) else {
            let mut problem = self.findings.error(place, Message::TypeUnknown { kind: kind.text.clone() });
            problem.near(Known::Type, &kind.text, RowType::known());
            self.name(&cells, &mut draft);
            self.add(draft);
            return;
        };
        if let (Some(list), Some(tags)) = (kind.text.strip_prefix("osm "), tags) {
            self.tags(list, tags, &place);
        }
        if OUTDATED.contains(&kind.text.as_str()) {
            self.findings.warning(place.clone(), Message::TypeOutdated { kind: kind.text.clone() });
        }
        if let Some(trigger) = &cells.trigger {
            draft.trigger = self.trigger(row.number, trigger);
        }
        if let Some(raw) = &cells.parameters {
            draft.parameters_column = raw.column;
            match parameters::read(&raw.text) {
                Some(parameters) => draft.parameters = parameters,
                None => {
                    let place = self.place(row.number, &["parameters"]);
                    self.findings.error(place, Message::ParametersInvalid { text: raw.text.clone() });
                }
            }
        }
        let place_of_look = self.place(row.number, &["control", "appearance"]);
        appearances::check(&draft.appearance, &place_of_look, self.findings);
        match row_type {
            RowType::Audit => self.audit(draft, &cells),
            RowType::Setting(setting) => self.settings.set(setting, cells.name.unwrap_or_default()),
            RowType::End(container) => self.end(container, &draft, &place),
            RowType::Begin(container, list) => {
                self.name(&cells, &mut draft);
                self.begin(container, list, draft);
            }
            RowType::Empty(container) => {
                self.name(&cells, &mut draft);
                draft.shape = if container == Container::Repeat { Shape::Repeat } else { Shape::Group };
                self.add(draft);
            }
            RowType::External(ending) => {
                self.name(&cells, &mut draft);
                self.questions.insert(draft.name.clone());
                if self.open.last().is_some_and(|open| open.container == Some(Container::Repeat)) {
                    self.findings.error(place, Message::ExternalInRepeat { name: draft.name.clone() });
                }
                draft.shape = Shape::External { ending };
                self.add(draft);
            }
            RowType::Select(select) => {
                self.name(&cells, &mut draft);
                self.questions.insert(draft.name.clone());
                self.select(&select, draft);
            }
            RowType::Question(kind) => {
                if cells.name.is_none() && kind.name == "note" {
                    draft.name = format!("generated_note_name_{}", row.number);
                    self.survey.named.insert(draft.name.clone(), 1);
                } else {
                    self.name(&cells, &mut draft);
                }
                self.questions.insert(draft.name.clone());
                self.question(kind, draft);
            }
        }
    }

    /// Takes the name of a row, and checks it among those of its group.
    fn name(&mut self, cells: &Cells, draft: &mut Draft) {
        let place = self.place(draft.row, &["name"]);
        let Some(name) = cells.name else {
            self.findings.error(place, Message::NameMissing);
            return;
        };
        draft.name = name.to_owned();
        if !is_name(name) {
            self.findings.error(place, Message::NameInvalid { name: name.to_owned() });
            return;
        }
        *self.survey.named.entry(name.to_owned()).or_default() += 1;
        if name == "meta" {
            self.findings.error(place, Message::NameReserved { name: name.to_owned() });
            return;
        }
        self.unique(name, place);
    }

    /// Refuses a name that its group has already.
    fn unique(&mut self, name: &str, place: Place) {
        let Some(open) = self.open.last_mut() else { return };
        if !open.names.insert(name.to_owned()) {
            self.findings.error(place, Message::NameTwice { name: name.to_owned() });
        } else if !open.lower_names.insert(name.to_lowercase()) {
            self.findings.warning(place, Message::NameTwiceButForCase { name: name.to_owned() });
        }
    }

    /// Appends a draft to the group that is open.
    pub fn add(&mut self, draft: Draft) {
        if let Some(open) = self.open.last_mut() {
            open.draft.children.push(draft);
        }
    }

    /// Appends a draft that no row stands for.
    pub fn add_generated(&mut self, draft: Draft) {
        let place = self.place(draft.row, &["name"]);
        self.unique(&draft.name, place);
        self.add(draft);
    }

    fn begin(&mut self, container: Container, list: Option<String>, mut draft: Draft) {
        let place = self.place(draft.row, &["name"]);
        match container {
            Container::Group => {}
            Container::Repeat => self.begin_repeat(&mut draft, place),
            Container::Loop => {
                let place = self.place(draft.row, &["type"]);
                match list {
                    Some(list) if self.lists.get(&list).is_some() => draft.shape = Shape::Loop { list },
                    Some(list) => {
                        let mut problem = self.findings.error(place, Message::ListUnknown { list: list.clone() });
                        problem.near(Known::List, &list, self.lists.names());
                    }
                    None => _ = self.findings.error(place, Message::LoopWithoutList),
                }
            }
        }
        if draft.appearance.iter().any(|word| word == "table-list") {
            self.begin_table_list(&mut draft);
        }
        if self.open.len() == GROUP_DEPTH + 1 {
            let place = self.place(draft.row, &["type"]);
            self.findings.error(place, Message::GroupsTooDeep { limit: GROUP_DEPTH });
        }
        self.open.push(Open::new(Some(container), draft));
    }

    fn begin_repeat(&mut self, draft: &mut Draft, place: Place) {
        draft.shape = Shape::Repeat;
        let name = draft.name.clone();
        if name == self.settings.get("name").unwrap_or("data") {
            self.findings.error(place.clone(), Message::RepeatNamedAsRoot { name: name.clone() });
        } else if !name.is_empty() && !self.repeat_names.insert(name.clone()) {
            self.findings.error(place.clone(), Message::RepeatNameTwice { name: name.clone() });
        }
        if draft.label.is_none() && draft.media.is_empty() {
            self.findings.warning(place, Message::RepeatWithoutLabel { name: name.clone() });
        }
        // A count that is more than a reference is computed by a node of its own, before the repeat.
        if let Some(count) = draft.count.take_if(|count| sole_reference(&count.text).is_none()) {
            let count_name = format!("{name}_count");
            let readonly = Some(Raw::added("true()"));
            draft.count = Some(Raw::added(format!("${{{count_name}}}")));
            self.add_generated(Draft {
                name: count_name,
                row: draft.row,
                shape: Shape::Question(hidden()),
                calculate: Some(count),
                readonly,
                ..Draft::default()
            });
        }
    }

    /// A table-list is drawn on one page, and its label becomes a note above the table.
    fn begin_table_list(&mut self, draft: &mut Draft) {
        self.table_list = Some(TableList::Waiting);
        draft.appearance.retain(|word| word != "table-list");
        draft.appearance.insert(0, "field-list".to_owned());
        if draft.has_label_or_hint() {
            draft.children.push(Draft {
                name: format!("generated_table_list_label_{}", draft.row),
                row: draft.row,
                shape: Shape::Question(note()),
                label: draft.label.take(),
                hint: draft.hint.take(),
                ..Draft::default()
            });
        }
    }

    fn end(&mut self, container: Container, draft: &Draft, place: &Place) {
        if draft.save_to.is_some() {
            self.findings.error(self.place(draft.row, &["bind", "entities:saveto"]), Message::SaveToOnGroup);
        }
        self.table_list = None;
        let open = self.open.last().and_then(|open| open.container);
        if open == Some(container) {
            self.close();
            return;
        }
        self.findings.error(place.clone(), Message::EndWithoutBegin { kind: container.word().to_owned() });
        // Where the matching row is further out, what was left open in between ends here too.
        if let Some(at) = self.open.iter().rposition(|open| open.container == Some(container)) {
            while self.open.len() > at {
                self.close();
            }
        }
    }

    fn close(&mut self) {
        // The survey itself stays open.
        if let Some(open) = self.open.pop_if(|open| open.container.is_some()) {
            // What is too deep has been reported, and drafts in drafts without end could not even be dropped.
            if self.open.len() <= GROUP_DEPTH {
                self.add(open.draft);
            }
        }
    }

    fn audit(&mut self, mut draft: Draft, cells: &Cells) {
        let place = self.place(draft.row, &["name"]);
        if cells.name.is_some_and(|name| name != "audit") {
            self.findings.error(place.clone(), Message::AuditName);
        }
        let parameters_place = self.place(draft.row, &["parameters"]);
        parameters::check_audit(&draft.parameters, &parameters_place, self.findings);
        draft.name = "audit".to_owned();
        draft.save_to = None;
        if self.survey.audit.replace(draft).is_some() {
            self.findings.error(place, Message::NameTwice { name: "audit".to_owned() });
        }
    }

    /// Checks the tags that a row of type `osm` asks for.
    fn tags(&mut self, list: &str, tags: &[Tag], place: &Place) {
        if !tags.iter().any(|tag| tag.list == list) {
            let mut problem = self.findings.error(place.clone(), Message::ListUnknown { list: list.to_owned() });
            problem.near(Known::List, list, tags.iter().map(|tag| tag.list.as_str()));
        }
        for tag in tags.iter().filter(|tag| tag.list == list && !tag.has_name) {
            self.findings.error(findings::sheet("osm").row(tag.row).column("name"), Message::ChoiceNameMissing);
        }
    }

    fn question(&mut self, kind: &'static Kind, mut draft: Draft) {
        let dated = is_dated(kind.name);
        if kind.name == "calculate" {
            let computed = draft.default.as_ref().is_some_and(|default| lex::is_dynamic(&default.text, dated));
            if draft.calculate.is_none() && !computed {
                let place = self.place(draft.row, &["bind", "calculate"]);
                self.findings.error(place, Message::CalculationMissing { name: draft.name.clone() });
            }
        }
        if kind.name == "background-geopoint" {
            let name = &draft.name;
            if draft.trigger.is_empty() {
                self.findings
                    .error(self.place(draft.row, &["trigger"]), Message::TriggerMissing { name: name.clone() });
            }
            if draft.calculate.is_some() {
                let place = self.place(draft.row, &["bind", "calculate"]);
                self.findings.error(place, Message::CalculationNotAllowed { name: name.clone() });
            }
        }
        let place = self.place(draft.row, &["parameters"]);
        parameters::check(kind, &draft.parameters, &draft.appearance, &place, self.findings);
        let is_geo = matches!(kind.name, "geopoint" | "geotrace" | "geoshape");
        if let Some(geometry) = draft.parameters.get("reference-geometry").filter(|_| is_geo) {
            self.survey.geometries.push((geometry.clone(), place));
        }
        draft.shape = Shape::Question(kind);
        self.add(draft);
    }

    /// Reads `${a}, ${b}`.
    fn trigger(&mut self, row: u32, raw: &Raw) -> Vec<Raw> {
        let place = self.place(row, &["trigger"]);
        let mut found = Vec::new();
        let well_formed = has_mention(&raw.text)
            && raw.text.split(',').all(|part| {
                let mentions = mentions(part);
                found.extend(mentions.iter().filter_map(|mention| mention.name).map(str::to_owned));
                mentions.len() <= 1 && mentions.iter().all(|mention| mention.name.is_some())
            });
        if !well_formed {
            self.findings.error(place, Message::TriggerInvalid { text: raw.text.clone() });
            return Vec::new();
        }
        self.triggers.extend(found.iter().map(|name| (name.clone(), place.clone())));
        found.into_iter().map(|text| Raw { text, column: raw.column }).collect()
    }

    /// Where a row's column stands; the row alone where the sheet has no such column.
    pub fn place(&self, row: u32, words: &[&str]) -> Place {
        let heading = self.grid.headings.iter().position(|heading| heading.words == words);
        self.grid.place(row, heading.unwrap_or(usize::MAX))
    }
}

/// Whether values of a type are written with hyphens, so that one does not make a default an expression.
pub(super) fn is_dated(kind: &str) -> bool {
    matches!(kind, "date" | "dateTime" | "geopoint" | "geotrace" | "geoshape")
}

const HIDDEN: Kind =
    Kind { name: "calculate", data: crate::definition::DataType::Text, ask: Ask::Hidden, constraint: None };
const NOTE: Kind = Kind { name: "note", data: crate::definition::DataType::Text, ask: Ask::Note, constraint: None };
const TEXT: Kind = Kind { name: "text", data: crate::definition::DataType::Text, ask: Ask::Input, constraint: None };

/// The kinds of rows that XLSForm adds.
pub(super) fn hidden() -> &'static Kind {
    const { &HIDDEN }
}

pub(super) fn note() -> &'static Kind {
    const { &NOTE }
}

pub(super) fn text() -> &'static Kind {
    const { &TEXT }
}
