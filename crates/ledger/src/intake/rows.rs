//! One row of a foreign table, filled into the form as an officer would.
//!
//! The form says everything: what is wrong, and whether the ledger knows the enterprise already. It does so as to an officer,
//! by offering itself to be begun anew as an update (`bind::taizhang:offers`), and what it then begins with names the entity.
//! Two rows that come to the same entity are told, and the second is not taken in: nothing is joined silently.
//!
//! A form finds an entity by a text that is equal to one that the entity has. So each row's form sees of an entity list only
//! the entities that share a text with it, which makes ten thousand rows beside ten thousand enterprises cost their sum.
//!
//! Start at [`Filler::row`].

use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use form::definition::{ChoiceSource, Control, DataType, FormDefinition, NodeDef, NodeKind};
use form::private_number::{covered, is_free_text};
use form::view::{NodeId, Violation};
use form::{Action, Begun, Fact, Finished, Host, Instance, Moment, Shown, markup};
use record::{DeviceId, EntityChange, EntityChangeKind, EntityId, ErasedEntity, ListName, OfficerId};
use sheet::{CellValue, Table};

use super::asked::Asked;
use super::cells::{self, CellProblem, Units};
use super::choices::Names;
use super::found::{Found, Problem, Standing};
use super::words::Words;
use crate::{EntityKey, EntityState};

/// What a row says of one question.
pub struct Said<'a> {
    pub column: u16,
    pub path: &'a str,
    pub units: Units,
    pub value: &'a CellValue,
}

/// The entity that a row says it is of, and where it says so.
#[derive(Clone, Copy)]
pub struct Named<'a> {
    pub column: u16,
    pub id: &'a str,
}

/// What a form is begun with.
#[derive(Clone, Copy)]
enum Start<'a> {
    Anew,
    With(&'a [(String, String)]),
    About(&'a EntityKey),
}

/// A row that was filled.
pub struct Filled {
    pub standing: Standing,
    pub found: Vec<Found>,
    /// What would become a record: where nothing is wrong, and something is new.
    pub finished: Option<Finished>,
}

/// All that rows are filled with.
pub struct Filler {
    form: Rc<FormDefinition>,
    /// Which all others are made from.
    first: Instance,
    officer: OfficerId,
    /// Files that came with the form.
    files: Rc<BTreeMap<String, Rc<Table>>>,
    lists: BTreeMap<String, List>,
    states: BTreeMap<(String, String), EntityState>,
    same: BTreeMap<EntityKey, EntityKey>,
    erased: BTreeSet<ErasedEntity>,
    list: Option<ListName>,
    device: DeviceId,
    names: BTreeMap<String, Names>,
    /// By path: what is saved as a text, and may say which entity is meant.
    telling: Vec<(String, String)>,
    constants: BTreeMap<String, String>,
    order: Vec<String>,
    reason: Option<String>,
    /// Entities that rows before have changed or made, with the row.
    taken: BTreeMap<String, u32>,
}

/// An entity list as forms see it, and where its texts stand.
struct List {
    file: String,
    columns: Vec<String>,
    rows: Vec<Vec<String>>,
    /// By text: the rows that have it in any column.
    index: BTreeMap<String, Vec<usize>>,
    /// The row of each id.
    ids: BTreeMap<String, usize>,
}

/// Texts that more entities share say nothing about which of them is meant.
const SHARED_BY: usize = 20;

/// What rows are checked with, beside the form.
pub struct Beside<'a> {
    pub officer: OfficerId,
    pub device: DeviceId,
    pub files: BTreeMap<String, Rc<Table>>,
    pub states: Vec<EntityState>,
    pub same: BTreeMap<EntityKey, EntityKey>,
    pub erased: BTreeSet<ErasedEntity>,
    /// The list that rows are of.
    pub list: Option<String>,
    pub words: &'a Words,
    pub constants: BTreeMap<String, String>,
    /// Why doubtful answers are right, where a person has said so for all of them.
    pub reason: Option<String>,
}

impl Filler {
    pub fn new(first: Instance, asked: &[Asked], beside: Beside<'_>) -> Self {
        let form = Rc::clone(first.form());
        let Beside { officer, device, files, states, same, erased, list, words, constants, reason } = beside;
        let saved: Vec<&str> =
            form.nodes.iter().filter_map(|node| Some(node.save_to.as_ref()?.property.as_str())).collect();
        let mut tables = files.clone();
        let mut lists = BTreeMap::new();
        for external in form.externals.iter().filter(|external| !files.contains_key(&external.file)) {
            let of_list = states.iter().filter(|state| state.list.as_str() == external.instance);
            let table = crate::table(of_list);
            lists.insert(external.instance.clone(), List::new(&external.file, &table, &saved));
            tables.insert(external.file.clone(), Rc::new(table));
        }
        let names = asked.iter().filter_map(|question| {
            let node = form.question_named(&question.name)?;
            Some((question.path.clone(), Names::of(&form, node, &tables, words)?))
        });
        let telling = form.nodes.iter().filter_map(|node| {
            let NodeKind::Question { data_type: DataType::Text | DataType::Barcode, .. } = node.kind else {
                return None;
            };
            let list = form.entities.get(node.save_to.as_ref()?.entity)?.list.clone();
            Some((node.path.clone(), list))
        });
        let states = states.into_iter().map(|state| ((state.list.to_string(), state.id.to_string()), state));
        Self {
            names: names.collect(),
            telling: telling.collect(),
            officer,
            device,
            files: Rc::new(files),
            lists,
            states: states.collect(),
            same,
            erased,
            list: list.map(ListName::new),
            constants,
            order: asked.iter().map(|question| question.path.clone()).collect(),
            reason,
            taken: BTreeMap::new(),
            first,
            form,
        }
    }

    /// Fills one row, and remembers what it made for the rows that come after it. `source` says where the row is from.
    pub fn row(
        &mut self,
        number: u32,
        named: Option<Named<'_>>,
        said: &[Said<'_>],
        source: &str,
        moment: Moment,
    ) -> Filled {
        let (given, mut found) = self.read(said);
        let named = named
            .and_then(|named| Some((named, EntityKey { list: self.list.clone()?, entity: EntityId::new(named.id) })));
        if let Some((Named { column, .. }, key)) = &named {
            if let Some(problem) = self.unusable(key) {
                found.push(Found { column: Some(*column), path: String::new(), problem });
                return Filled { standing: Standing::New, found, finished: None };
            }
            if let Some(key) = self.known(key) {
                return self.known_row(number, (*column, &key), (&given, found), source, moment);
            }
        }
        let own = named.map(|(_, key)| key);
        let mut near = BTreeMap::new();
        let mut last = self.filled(&given, &near, Start::Anew, source, moment);
        self.add_near(&last.instance, &given, &mut near);
        let mut entity = None;
        if near.values().any(|rows| !rows.is_empty()) {
            last = self.filled(&given, &near, Start::Anew, source, moment);
            let offers = last.instance.follow_ups();
            if let Some(offer) =
                offers.into_iter().find(|offer| offer.begun == Begun::OnDemand && offer.form == self.form.id)
            {
                entity = offer.answers.iter().map(|(_, value)| value).find(|value| self.is_entity(value)).cloned();
                if let Some(row) = entity.as_ref().and_then(|entity| self.taken.get(entity)) {
                    found.push(Found { column: None, path: String::new(), problem: Problem::SameAsRow { row: *row } });
                    let standing = self.standing_of(entity.as_deref());
                    return Filled { standing, found, finished: None };
                }
                last = self.filled(&given, &near, Start::With(&offer.answers), source, moment);
            }
        }
        let standing = self.standing_of(entity.as_deref());
        let finished = self.finish(&mut last, &given, &mut found, moment);
        if found.iter().any(|found| found.problem.stops()) {
            return Filled { standing, found, finished: None };
        }
        let Some(mut finished) = finished else { return Filled { standing, found, finished: None } };
        if let Some(own) = own {
            call(&mut finished, &own);
        }
        self.done(number, standing, found, finished)
    }

    /// What becomes of a row that was filled, and that nothing is wrong with.
    fn done(&mut self, number: u32, standing: Standing, mut found: Vec<Found>, finished: Finished) -> Filled {
        for change in &finished.entities {
            if let Some(row) = self.taken.get(change.entity.as_str()) {
                found.push(Found { column: None, path: String::new(), problem: Problem::SameAsRow { row: *row } });
                return Filled { standing, found, finished: None };
            }
        }
        for change in &finished.entities {
            self.remember(change, number);
        }
        let changes_nothing =
            !finished.entities.is_empty() && finished.entities.iter().all(|change| self.is_known(change));
        if changes_nothing {
            return Filled { standing: Standing::Same, found, finished: None };
        }
        Filled { standing, found, finished: Some(finished) }
    }

    /// Why an id can be that of no entity here.
    fn unusable(&self, key: &EntityKey) -> Option<Problem> {
        let erased = |key: &EntityKey| ErasedEntity { list: key.list.clone(), id: key.entity.clone() };
        match crate::check::check_key(&key.list, &key.entity) {
            Err(_) => Some(Problem::Cell(CellProblem::NotAnId)),
            Ok(()) => self.erased.contains(&erased(key)).then_some(Problem::Erased),
        }
    }

    /// The entity of an id, if the ledger has it: also one that is one with another.
    fn known(&self, key: &EntityKey) -> Option<EntityKey> {
        let has = |key: &EntityKey| self.states.contains_key(&(key.list.to_string(), key.entity.to_string()));
        [Some(key), self.same.get(key)].into_iter().flatten().find(|key| has(key)).cloned()
    }

    /// Fills a row of an entity that the ledger has, as an officer would who has chosen it.
    fn known_row(
        &mut self,
        number: u32,
        (column, key): (u16, &EntityKey),
        (given, mut found): (&BTreeMap<String, Given>, Vec<Found>),
        source: &str,
        moment: Moment,
    ) -> Filled {
        let id = key.entity.as_str();
        let standing = self.standing_of(Some(id));
        let mut stop = |problem, standing| {
            found.push(Found { column: Some(column), path: String::new(), problem });
            Filled { standing, found: std::mem::take(&mut found), finished: None }
        };
        if let Some(row) = self.taken.get(id) {
            return stop(Problem::SameAsRow { row: *row }, standing);
        }
        let list = key.list.as_str();
        if self.form.asks_about(list).is_none() || !self.form.updates(list) {
            return match self.says_the_same(key, given) {
                true => Filled { standing: Standing::Same, found, finished: None },
                false => stop(Problem::OnlyBegins, standing),
            };
        }
        let its_row = self.lists.get(list).and_then(|list| list.ids.get(id)).copied();
        let mut near = BTreeMap::from([(list.to_owned(), its_row.into_iter().collect())]);
        let first = self.filled(given, &near, Start::About(key), source, moment);
        self.add_near(&first.instance, given, &mut near);
        let mut last = self.filled(given, &near, Start::About(key), source, moment);
        let finished = self.finish(&mut last, given, &mut found, moment);
        if found.iter().any(|found| found.problem.stops()) {
            return Filled { standing, found, finished: None };
        }
        match finished.filter(|finished| finished.entities.iter().any(|change| change.entity == key.entity)) {
            Some(finished) => self.done(number, standing, found, finished),
            None => {
                found.push(Found { column: Some(column), path: String::new(), problem: Problem::OnlyBegins });
                Filled { standing, found, finished: None }
            }
        }
    }

    /// Whether the ledger says all that a row says, as far as its questions are kept.
    fn says_the_same(&self, key: &EntityKey, given: &BTreeMap<String, Given>) -> bool {
        let Some(state) = self.states.get(&(key.list.to_string(), key.entity.to_string())) else { return false };
        given.iter().all(|(path, given)| {
            let node = self.form.nodes.iter().find(|node| node.path == *path);
            let property = node.and_then(|node| node.save_to.as_ref()).map(|save_to| save_to.property.as_str());
            property.is_none_or(|property| given.texts.iter().any(|text| text == state.text(property)))
        })
    }

    /// What the cells answer, by path: one text, or several that only the form can tell apart.
    fn read(&self, said: &[Said<'_>]) -> (BTreeMap<String, Given>, Vec<Found>) {
        let (mut given, mut found) = (BTreeMap::new(), Vec::new());
        for cell in said {
            let names = self.names.get(cell.path);
            let data_type = self.type_at(cell.path);
            let read = match (cells::answer(cell.value, data_type, cell.units), names) {
                (Ok(Some(text)), Some(names)) => names.find(&text).map(Some),
                (Ok(Some(text)), None) => {
                    let covered = self.takes_free_text(cell.path).then(|| covered(&text)).flatten();
                    if covered.is_some() {
                        let (column, path) = (Some(cell.column), cell.path.to_owned());
                        found.push(Found { column, path, problem: Problem::Covered });
                    }
                    Ok(Some(vec![covered.unwrap_or(text)]))
                }
                (Ok(None), _) => Ok(None),
                (Err(problem), _) => Err(problem),
            };
            match read {
                Ok(Some(texts)) => drop(given.insert(cell.path.to_owned(), Given { column: cell.column, texts })),
                Ok(None) => {}
                Err(problem) => {
                    let problem = Problem::Cell(problem);
                    found.push(Found { column: Some(cell.column), path: cell.path.to_owned(), problem });
                }
            }
        }
        (given, found)
    }

    fn node_at(&self, path: &str) -> Option<&NodeDef> {
        self.form.nodes.iter().find(|node| node.path == path)
    }

    fn type_at(&self, path: &str) -> DataType {
        match self.node_at(path).map(|node| &node.kind) {
            Some(NodeKind::Question { data_type, .. }) => *data_type,
            _ => DataType::Text,
        }
    }

    fn takes_free_text(&self, path: &str) -> bool {
        self.node_at(path).is_some_and(|node| is_free_text(self.type_at(path), &node.appearance))
    }

    /// A form filled with what a row gives, on a device that knows of the entities in `near`.
    fn filled(
        &self,
        given: &BTreeMap<String, Given>,
        near: &BTreeMap<String, Vec<usize>>,
        start: Start<'_>,
        source: &str,
        moment: Moment,
    ) -> Filling {
        let mut instance = self.first.another(Rc::new(self.host(near)), moment);
        instance.set_language(self.first.language());
        match start {
            Start::Anew => {}
            Start::With(answers) => instance.begin_with(answers, moment),
            Start::About(key) => {
                let _not_asked = !instance.begin_about(key.list.as_str(), key.entity.as_str(), moment);
            }
        }
        let mut several = Vec::new();
        let mut is_told = false;
        for path in &self.order {
            let Some(node) = instance.node_at(path) else { continue };
            match (given.get(path), self.constants.get(path)) {
                (Some(given), _) => {
                    if !self.answer(&mut instance, path, &given.texts, moment) {
                        several.push(path.clone());
                    }
                    if !is_told {
                        let remark = Action::Remark { path: path.clone(), text: source.to_owned() };
                        is_told = instance.apply(&remark, moment).is_ok();
                    }
                }
                (None, Some(constant)) => {
                    let is_blank = instance.saved_text(node).is_none_or(|text| text.is_empty());
                    if matches!(start, Start::Anew) || is_blank {
                        let _not_taken = instance.answer(node, constant, moment).is_err();
                    }
                }
                (None, None) => {}
            }
        }
        Filling { instance, several }
    }

    /// Answers a question with the one text that the form takes. `false`: it takes several.
    fn answer(&self, instance: &mut Instance, path: &str, texts: &[String], moment: Moment) -> bool {
        let Some(node) = instance.node_at(path) else { return true };
        if let ([text], false) = (texts, self.names.contains_key(path)) {
            let _readonly = instance.answer(node, text, moment).is_err();
            return true;
        }
        let mut takes =
            |text: &String| is_taken(instance, node, text, moment) || self.implies(instance, path, text, moment);
        let taken: Vec<&String> = texts.iter().filter(|text| takes(text)).collect();
        match taken.as_slice() {
            // Answered last with another one that it may be.
            [only] if texts.len() > 1 => {
                let _as_before = takes(only);
            }
            [] | [_] => {}
            _ => {
                let _several = instance.answer(node, "", moment).is_err();
            }
        }
        taken.len() <= 1
    }

    /// A division of industry is on offer only below its section, which a table seldom has. Where the list itself says of the
    /// choice which one it is below, and only one answer to an open question before puts it on offer, that is the answer.
    fn implies(&self, instance: &mut Instance, path: &str, text: &str, moment: Moment) -> bool {
        let Some((list, value_ref, table)) = self.list_of(path) else { return false };
        let Some(row) = (0..table.rows.len()).find(|row| table.get(*row, value_ref) == Some(text)) else {
            return false;
        };
        let values: BTreeSet<&str> = table.rows.row(row).filter(|cell| !cell.is_empty()).collect();
        let before = self.order.iter().take_while(|before| *before != path);
        let open: Vec<&String> = before.filter(|before| self.list_of(before).is_some_and(|of| of.0 == list)).collect();
        let Some(node) = instance.node_at(path) else { return false };
        for above in open.into_iter().filter_map(|question| instance.node_at(question)).collect::<Vec<_>>() {
            if instance.saved_text(above).is_none_or(|text| !text.is_empty()) {
                continue;
            }
            let mut opens =
                |value: &str| is_taken(instance, above, value, moment) && is_taken(instance, node, text, moment);
            let right: Vec<&str> = values.iter().copied().filter(|value| opens(value)).collect();
            if let [only] = right.as_slice() {
                return opens(only);
            }
            let _readonly = instance.answer(above, "", moment).is_err();
        }
        false
    }

    /// The file that a question chooses from, and the column that it stores.
    fn list_of(&self, path: &str) -> Option<(usize, &str, &Rc<Table>)> {
        let node = self.form.nodes.iter().find(|node| node.path == path)?;
        let NodeKind::Question { control: Control::Select { choices }, .. } = &node.kind else { return None };
        let ChoiceSource::External(external) = choices.source else { return None };
        let table = self.files.get(&self.form.externals.get(external)?.file)?;
        Some((external, &choices.value_ref, table))
    }

    fn host(&self, near: &BTreeMap<String, Vec<usize>>) -> RowHost {
        let table = |(name, list): (&String, &List)| {
            let rows = near.get(name).into_iter().flatten().filter_map(|row| list.rows.get(*row));
            (list.file.clone(), Rc::new(Table::new(list.columns.clone(), rows)))
        };
        let mut shown = BTreeMap::new();
        for (name, rows) in near {
            let Some(list) = self.lists.get(name) else { continue };
            for entity in rows.iter().filter_map(|row| list.rows.get(*row)?.first()) {
                if let Some(state) = self.states.get(&(name.clone(), entity.clone())) {
                    shown.insert((name.clone(), entity.clone()), crate::shown(state, &self.device));
                }
            }
        }
        RowHost {
            officer: self.officer.to_string(),
            files: Rc::clone(&self.files),
            lists: self.lists.iter().map(table).collect(),
            shown,
        }
    }

    /// The entities that share a telling text with a filled form, or that it names.
    fn add_near(&self, instance: &Instance, given: &BTreeMap<String, Given>, near: &mut BTreeMap<String, Vec<usize>>) {
        for (path, list) in &self.telling {
            let text = instance.node_at(path).and_then(|node| instance.saved_text(node)).unwrap_or_default();
            self.add_sharing(list, &text, near);
        }
        for text in given.values().flat_map(|given| &given.texts) {
            for list in self.lists.keys() {
                self.add_sharing(list, text, near);
            }
        }
        near.values_mut().for_each(|rows| {
            rows.sort_unstable();
            rows.dedup();
        });
    }

    fn add_sharing(&self, list: &str, text: &str, near: &mut BTreeMap<String, Vec<usize>>) {
        let rows = self.lists.get(list).and_then(|list| list.index.get(text));
        if let Some(rows) = rows.filter(|rows| !text.is_empty() && rows.len() <= SHARED_BY) {
            near.entry(list.to_owned()).or_default().extend(rows);
        }
    }

    fn is_entity(&self, text: &str) -> bool {
        let is_one = |list: &List| {
            let rows = list.index.get(text).into_iter().flatten();
            rows.filter_map(|row| list.rows.get(*row)).any(|row| row.first().is_some_and(|id| id == text))
        };
        self.lists.values().any(is_one)
    }

    fn standing_of(&self, entity: Option<&str>) -> Standing {
        let Some(entity) = entity else { return Standing::New };
        let state = self.states.iter().find(|((_, id), _)| id == entity);
        Standing::Update { label: state.map_or(entity, |(_, state)| state.title()).to_owned() }
    }

    /// Makes a record's content of a filled form, and tells what is wrong.
    fn finish(
        &self,
        filling: &mut Filling,
        given: &BTreeMap<String, Given>,
        found: &mut Vec<Found>,
        moment: Moment,
    ) -> Option<Finished> {
        let instance = &mut filling.instance;
        let mut finished = instance.finalize(moment);
        if let (Err(invalid), Some(reason)) = (&finished, &self.reason)
            && invalid.iter().all(|invalid| matches!(invalid.violation, Violation::Unconfirmed(_)))
        {
            for invalid in invalid.clone() {
                let confirm = Action::Confirm { path: invalid.path, reason: reason.clone() };
                let _nothing_to_confirm = instance.apply(&confirm, moment).is_err();
            }
            finished = instance.finalize(moment);
        }
        let column = |path: &str| given.get(path).map(|given| given.column);
        if let Err(invalid) = &finished {
            for invalid in invalid {
                // What was told of the cell says more than that its question has no answer.
                if found.iter().any(|found| found.path == invalid.path) {
                    continue;
                }
                let problem = match (&invalid.violation, given.get(&invalid.path)) {
                    _ if filling.several.contains(&invalid.path) => Problem::Cell(CellProblem::SeveralChoices),
                    // The form has let go of a choice that it does not offer with these other answers.
                    (Violation::Required(_), Some(_)) => Problem::NotOffered,
                    (violation, _) => problem(violation),
                };
                found.push(Found { column: column(&invalid.path), path: invalid.path.clone(), problem });
            }
        }
        for (path, given) in given.iter().filter(|(path, _)| !filling.several.contains(*path)) {
            let is_asked = instance.node_at(path).is_some_and(|node| instance.is_relevant(node));
            if !is_asked {
                found.push(Found { column: Some(given.column), path: path.clone(), problem: Problem::NotAsked });
            }
        }
        found.sort_by_key(|found| (found.column, self.order.iter().position(|path| *path == found.path)));
        finished.ok()
    }

    fn remember(&mut self, change: &EntityChange, number: u32) {
        self.taken.insert(change.entity.to_string(), number);
        if change.kind == EntityChangeKind::Create
            && let Some(list) = self.lists.get_mut(change.list.as_str())
        {
            list.add(change);
        }
    }

    /// Whether the ledger says all of this already.
    fn is_known(&self, change: &EntityChange) -> bool {
        let state = self.states.get(&(change.list.to_string(), change.entity.to_string()));
        let Some(state) = state.filter(|_| change.kind == EntityChangeKind::Update) else { return false };
        change.properties.iter().all(|(name, value)| state.text(name) == value)
            && change.label.as_deref().is_none_or(|label| label == state.title())
    }
}

/// Answers with a choice, and says whether it is on offer: one that is not leaves the question blank or wrong.
fn is_taken(instance: &mut Instance, node: NodeId, text: &str, moment: Moment) -> bool {
    let _readonly = instance.answer(node, text, moment).is_err();
    let is_kept = instance.saved_text(node).is_none_or(|kept| kept == text);
    is_kept && instance.violation(node) != Some(Violation::Choice)
}

/// Has the entity that a record begins in a list go by an id of its own, wherever the record says it.
fn call(finished: &mut Finished, own: &EntityKey) {
    let begun = |change: &&EntityChange| change.kind == EntityChangeKind::Create && change.list == own.list;
    let Some(made) = finished.entities.iter().find(begun).map(|change| change.entity.to_string()) else { return };
    let is_it = |text: &String| *text == made;
    for change in &mut finished.entities {
        if is_it(&change.entity.to_string()) {
            change.entity = own.entity.clone();
        }
        change.properties.values_mut().filter(|text| is_it(text)).for_each(|text| *text = own.entity.to_string());
    }
    finished.answers.values_mut().for_each(|answer| put_in_place(answer, &made, own.entity.as_str()));
}

fn put_in_place(answer: &mut serde_json::Value, made: &str, own: &str) {
    match answer {
        serde_json::Value::String(text) if text == made => own.clone_into(text),
        serde_json::Value::Array(answers) => answers.iter_mut().for_each(|answer| put_in_place(answer, made, own)),
        serde_json::Value::Object(answers) => answers.values_mut().for_each(|answer| put_in_place(answer, made, own)),
        _ => {}
    }
}

struct Given {
    column: u16,
    texts: Vec<String>,
}

struct Filling {
    instance: Instance,
    /// Questions for which the form takes several of the choices that the cell may mean.
    several: Vec<String>,
}

fn problem(violation: &Violation) -> Problem {
    let plain = |text: &Option<String>| text.as_deref().map(|text| markup::plain(text).into_owned());
    match violation {
        Violation::Required(said) => Problem::Required(plain(said)),
        Violation::Constraint(said) => Problem::Constraint(plain(said)),
        Violation::Type(data_type) => Problem::Type(*data_type),
        Violation::Choice => Problem::NotOffered,
        Violation::Nameless => Problem::Nameless,
        Violation::Unconfirmed(warning) => Problem::Doubtful(plain(&warning.0)),
    }
}

impl List {
    /// `saved` are further columns that entities will have once this table is in.
    fn new(file: &str, table: &Table, saved: &[&str]) -> Self {
        let mut columns = table.columns.clone();
        for property in saved {
            if columns.iter().all(|column| column != property) {
                columns.push((*property).to_owned());
            }
        }
        let mut list =
            Self { file: file.to_owned(), columns, rows: Vec::new(), index: BTreeMap::new(), ids: BTreeMap::new() };
        for row in table.rows.iter() {
            list.push(row.map(str::to_owned).collect());
        }
        list
    }

    fn push(&mut self, row: Vec<String>) {
        let at = self.rows.len();
        self.ids.extend(row.first().map(|id| (id.clone(), at)));
        for cell in row.iter().filter(|cell| cell.chars().count() >= TELLING) {
            let rows = self.index.entry(cell.clone()).or_default();
            if rows.last() != Some(&at) && rows.len() <= SHARED_BY {
                rows.push(at);
            }
        }
        self.rows.push(row);
    }

    fn add(&mut self, change: &EntityChange) {
        let cell = |column: &String| match column.as_str() {
            "name" => change.entity.to_string(),
            "label" => change.label.clone().unwrap_or_default(),
            other => change.properties.get(other).cloned().unwrap_or_default(),
        };
        self.push(self.columns.iter().map(cell).collect());
    }
}

/// Shorter texts are codes of choices and small figures, which tell no entity.
const TELLING: usize = 2;

/// What the form of one row sees of the device.
struct RowHost {
    officer: String,
    files: Rc<BTreeMap<String, Rc<Table>>>,
    lists: BTreeMap<String, Rc<Table>>,
    shown: BTreeMap<(String, String), Shown>,
}

impl Host for RowHost {
    fn fact(&self, fact: Fact) -> String {
        if fact == Fact::Username { self.officer.clone() } else { String::new() }
    }

    fn table(&self, file: &str) -> Option<Rc<Table>> {
        self.files.get(file).or_else(|| self.lists.get(file)).cloned()
    }

    fn entity(&self, list: &str, entity: &str) -> Option<Shown> {
        self.shown.get(&(list.to_owned(), entity.to_owned())).cloned()
    }
}
