//! Rows that offer choices.
//!
//! Start at [`Reader::select`].
//!
//! Not here: the lists (`choices`), what a select becomes (`nodes`).

use crate::problem::{Known, Message, Place};
use crate::xlsform::drafts::{Draft, Raw, RawText, Shape, Source};
use crate::xlsform::names::{mentions, sole_reference};
use crate::xlsform::parameters;
use crate::xlsform::sheets::misspelt;
use crate::xlsform::survey::{Reader, TableList, text};
use crate::xlsform::types::{FILE_ENDINGS, SelectCommand, SelectType, split_file};

impl Reader<'_> {
    /// Appends a select, with the text that follows it under `or_other`.
    pub(super) fn select(&mut self, select: &SelectType, mut draft: Draft) {
        let place = self.place(draft.row, &["type"]);
        let source = self.source(select, &draft, &place);
        if let (SelectCommand::Multiple, Source::List(list)) = (select.command, &source) {
            self.refuse_spaces(list, &place);
        }
        let filter_place = self.place(draft.row, &["choice_filter"]);
        let mut other = None;
        if select.or_other {
            self.survey.has_other = true;
            if draft.choice_filter.is_some() {
                self.findings.error(filter_place.clone(), Message::FilterWithOther);
            }
            if self.lists.get(&select.list).is_none_or(|list| list.choices.is_empty()) {
                self.findings.error(place.clone(), Message::ListEmpty { list: select.list.clone() });
            }
            self.lists.add(&select.list, "other", "Other");
            other = Some(Draft {
                name: format!("{}_other", draft.name),
                row: draft.row,
                shape: Shape::Question(text()),
                label: Some(RawText::added("Specify other.")),
                relevant: Some(Raw::added(format!("selected(../{}, 'other')", draft.name))),
                ..Draft::default()
            });
        }
        let parameters_place = self.place(draft.row, &["parameters"]);
        parameters::check_select(select, &draft.parameters, &parameters_place, self.findings);
        self.check_search(&draft, &source, &place);
        if let Some(table_list) = self.table_list.clone() {
            self.in_table_list(table_list, select, &source, &mut draft, &place);
        }
        draft.shape = Shape::Select { command: select.command, source };
        self.add(draft);
        if let Some(other) = other {
            self.add_generated(other);
        }
    }

    /// Where the choices come from. Checks that they exist.
    fn source(&mut self, select: &SelectType, draft: &Draft, place: &Place) -> Source {
        let list = &select.list;
        let (_, ending) = select.file();
        if select.from_file && (!FILE_ENDINGS.contains(&ending) || !split_file(split_file(list).0).1.is_empty()) {
            self.findings.error(place.clone(), Message::FileNameInvalid { file: list.clone() });
            return Source::File(list.clone());
        }
        if select.command == SelectCommand::OneExternal {
            self.external_list(draft, list, place);
            return Source::List(list.clone());
        }
        if FILE_ENDINGS.contains(&ending) {
            return Source::File(list.clone());
        }
        if mentions(list).iter().any(|mention| mention.name.is_some()) {
            // The field's converter looks for a list of that name when several may be chosen, and fails.
            if select.command == SelectCommand::Multiple {
                self.unknown_list(list, place);
            }
            let name = sole_reference(list).unwrap_or_default();
            return Source::Repeat(name.to_owned());
        }
        if self.lists.get(list).is_none() {
            if self.lists.is_empty() {
                let mut problem = self.findings.error(place.clone(), Message::NoChoicesSheet);
                problem.near(Known::Sheet, "choices", misspelt("choices", self.sheet_names));
            } else {
                self.unknown_list(list, place);
            }
        }
        Source::List(list.clone())
    }

    fn unknown_list(&mut self, list: &str, place: &Place) {
        let mut problem = self.findings.error(place.clone(), Message::ListUnknown { list: list.to_owned() });
        problem.near(Known::List, list, self.lists.names());
    }

    fn external_list(&mut self, draft: &Draft, list: &str, place: &Place) {
        match self.external_lists {
            None => {
                let mut problem = self.findings.error(place.clone(), Message::NoExternalChoicesSheet);
                problem.near(Known::Sheet, "external_choices", misspelt("external_choices", self.sheet_names));
            }
            Some(lists) if lists.get(list).is_none() => {
                let mut problem = self.findings.error(place.clone(), Message::ListUnknown { list: list.to_owned() });
                problem.near(Known::List, list, lists.names());
            }
            Some(_) if draft.choice_filter.is_none() => {
                // Without a filter the converter takes the list from the choices sheet, or fails.
                let message = Message::FilterMissing;
                if self.lists.get(list).is_none() {
                    self.findings.error(place.clone(), message);
                } else {
                    self.findings.warning(place.clone(), message);
                }
            }
            Some(_) => {}
        }
    }

    fn refuse_spaces(&mut self, list: &str, place: &Place) {
        let names = self.lists.choice_names(list).into_iter().flatten();
        let spaced: Vec<String> = names.filter(|name| name.contains(' ')).map(str::to_owned).collect();
        for name in spaced {
            let message = Message::ChoiceNameWithSpace { name, list: list.to_owned() };
            self.findings.error(place.clone(), message);
        }
    }

    fn check_search(&mut self, draft: &Draft, source: &Source, place: &Place) {
        if !is_search(draft) {
            return;
        }
        let name = draft.name.clone();
        if matches!(source, Source::File(_)) {
            self.findings.error(place.clone(), Message::SearchWithFile { name });
        } else {
            self.findings.warning(place.clone(), Message::SearchUnsupported { name });
        }
    }

    fn in_table_list(
        &mut self,
        table_list: TableList,
        select: &SelectType,
        source: &Source,
        draft: &mut Draft,
        place: &Place,
    ) {
        match table_list {
            TableList::Waiting => {
                if !matches!(source, Source::List(_)) {
                    let message = Message::TableListFromElsewhere { name: draft.name.clone() };
                    self.findings.error(place.clone(), message);
                }
                self.table_list = Some(TableList::Of(select.list.clone()));
                if draft.choice_filter.is_some() {
                    let place = self.place(draft.row, &["choice_filter"]);
                    self.findings.error(place, Message::FilterInTableList);
                }
                // The head of the table: the labels of the choices, once.
                self.add_generated(Draft {
                    name: format!("reserved_name_for_field_list_labels_{}", draft.row),
                    row: draft.row,
                    shape: Shape::Select { command: select.command, source: source.clone() },
                    label: Some(RawText::added(" ")),
                    appearance: vec!["label".to_owned()],
                    ..Draft::default()
                });
            }
            TableList::Of(list) if list != select.list => {
                let message = Message::TableListMixed { first: list, second: select.list.clone() };
                self.findings.error(place.clone(), message);
            }
            TableList::Of(_) => {}
        }
        draft.appearance = vec!["list-nolabel".to_owned()];
    }
}

/// Whether a select takes its choices from a search, which only one client runs.
pub(super) fn is_search(draft: &Draft) -> bool {
    draft.appearance.iter().any(|word| word.contains("search(") && word.contains(')'))
}
