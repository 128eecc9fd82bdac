//! What was on a device that was lost, as far as its desk knows: how much, and whose data, for the notice to those people.
//!
//! What came from it was on it. What packs gave it was, as the rows are now: an older state of them is nowhere kept. What was erased
//! since is of nobody any more, and not told. Nothing here has a telephone number or a name of a person who was registered.
//! Start at [`Lost`].
//!
//! Source: privacy rule P62. Not here: what was never sent, which nobody knows; what of people has which rule (`form::personal`).

use std::collections::{BTreeMap, BTreeSet};

use form::personal::{self, Rule, WITH_CONTACTS};
use record::{
    ChangeId, Day, DeviceId, EntityId, ListName, OfficerId, RecordId, Revision, RevisionHash, Sha256, Timestamp,
};
use serde::{Deserialize, Serialize};

use crate::enterprise::CODE;
use crate::overdue::day;
use crate::{Change, EntityHistory, EntityKey, EntityState, LABEL, Origin, STAFF_CODE, SUBJECT};

/// How somebody who was registered is called in lists that others may see.
const TALENT_CODE: &str = "talent_code";

/// What the desk's packs gave a device, as far as the desk remembers.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Given {
    /// The rows of the last pack that was for it alone.
    pub part: BTreeSet<EntityKey>,
    /// The rows of the last pack that was for all devices.
    pub all: BTreeSet<EntityKey>,
    /// That one was made when this device was none of them any more: what there was before this time is taken to have been in the
    /// one before it.
    pub before: Option<Timestamp>,
}

/// Why something is taken to have been there, the surest first.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize, Deserialize)]
pub enum Because {
    /// It came from there.
    Came,
    Part,
    All,
}

/// Whose data were there.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize, Deserialize)]
pub enum Whose {
    /// Who is spoken to at an enterprise or organisation, or stands in another row: by what that is called, and its code.
    Contact { list: ListName, title: String, code: String, entity: EntityId },
    /// Who was registered, by the code alone.
    Registered { list: ListName, code: String },
    /// Who works for the zone.
    Staff(OfficerId),
}

/// Data of one person, or of those of one organisation.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct OfPerson {
    pub whose: Whose,
    /// Lists and their properties. None of who works for the zone but the staff code.
    pub kinds: BTreeSet<(ListName, String)>,
    /// When the first of it was said.
    pub since: Day,
    pub because: Because,
}

#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct WasThere {
    /// How many came from there, by the ids of their forms.
    pub records: BTreeMap<String, usize>,
    /// How many files were attached to them.
    pub files: usize,
    /// How many rows of each list.
    pub rows: BTreeMap<ListName, usize>,
    pub people: Vec<OfPerson>,
}

/// A device that was lost, while the desk is read.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Lost {
    device: DeviceId,
    given: Given,
    of_people: BTreeSet<ListName>,
    sent: BTreeSet<RevisionHash>,
    records: BTreeMap<RecordId, String>,
    files: BTreeSet<(RecordId, Sha256)>,
    rows: BTreeMap<ListName, usize>,
    found: BTreeMap<Found, Known>,
    named: BTreeMap<EntityId, (ListName, String, String)>,
}

/// Whose data something is, before it is known what everybody is called.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
enum Found {
    Of(EntityId),
    Registered(ListName, String),
    Staff(OfficerId),
}

#[derive(Clone, PartialEq, Eq, Debug)]
struct Known {
    kinds: BTreeSet<(ListName, String)>,
    since: Timestamp,
    because: Because,
}

/// One property of a row that was there: its name, its text, when that was said.
type Said<'a> = (&'a str, &'a str, Timestamp);

impl Lost {
    /// `sent`: what came in batches of the device's, whoever filled it. `of_people`: the lists whose rows are people by a zone's own forms.
    pub fn new(device: DeviceId, sent: BTreeSet<RevisionHash>, given: Given, of_people: BTreeSet<ListName>) -> Self {
        Self {
            device,
            given,
            of_people,
            sent,
            records: BTreeMap::new(),
            files: BTreeSet::new(),
            rows: BTreeMap::new(),
            found: BTreeMap::new(),
            named: BTreeMap::new(),
        }
    }

    /// Takes note of a revision that is at the desk.
    pub fn learn(&mut self, revision: &Revision) {
        let submission = revision.submission();
        let came = self.came(&submission.device, revision.hash());
        if !came || revision.erasure().is_some() || revision.decision().is_some() {
            return;
        }
        self.records.insert(submission.record, submission.form.id.clone());
        self.files.extend(submission.attachments.iter().map(|file| (submission.record, file.sha256)));
        self.find(Found::Staff(submission.officer.clone()), None, submission.finalized_at, Because::Came);
    }

    /// Takes note of a row that is at the desk.
    pub fn learn_row(&mut self, history: &EntityHistory) {
        if !history.is_shown() {
            return;
        }
        let is_from_there = |(id, change): &(&ChangeId, &Change)| self.came(&change.origin.device, id.revision);
        let came: Vec<&Change> = history.changes.iter().filter(is_from_there).map(|(_, change)| change).collect();
        let given = self.given_as(history);
        let Some(because) = (!came.is_empty()).then_some(Because::Came).or(given) else { return };
        *self.rows.entry(history.list.clone()).or_default() += 1;
        let state = history.state();
        // What it said itself it still has, whatever stands by now.
        let own = came.iter().flat_map(|change| {
            let texts = change.values.iter().filter_map(|(name, value)| Some((name.as_str(), value.text()?)));
            texts.map(|(name, text)| (name, text, change.origin.finalized_at))
        });
        let stands = given.iter().flat_map(|_| standing(&state));
        for (name, text, at) in own.chain(stands).filter(|(_, text, _)| !text.is_empty()) {
            self.learn_said(&state, name, text, at, because);
        }
        let whole = history.changes.values().filter(|_| given.is_some());
        for change in came.iter().copied().chain(whole) {
            let Origin { officer, finalized_at, .. } = &change.origin;
            self.find(Found::Staff(officer.clone()), None, *finalized_at, because);
        }
    }

    /// The rows of which it is not known yet what they are called, though somebody is spoken to there.
    pub fn nameless(&self) -> impl Iterator<Item = EntityKey> {
        let of = |found: &Found| match found {
            Found::Of(entity) => Some(entity.clone()),
            Found::Registered(..) | Found::Staff(_) => None,
        };
        let nameless = self.found.keys().filter_map(of).filter(|entity| !self.named.contains_key(entity));
        nameless.flat_map(|entity| {
            WITH_CONTACTS.map(|list| EntityKey { list: ListName::new(list), entity: entity.clone() })
        })
    }

    /// Takes note of what a row is called.
    pub fn learn_name(&mut self, state: &EntityState) {
        let name = (state.list.clone(), state.title().to_owned(), state.text(CODE).to_owned());
        self.named.insert(state.id.clone(), name);
    }

    pub fn told(mut self) -> WasThere {
        let mut records: BTreeMap<String, usize> = BTreeMap::new();
        self.records.into_values().for_each(|form| *records.entry(form).or_default() += 1);
        let person = |(found, Known { kinds, since, because }): (Found, Known)| {
            let whose = match found {
                Found::Registered(list, code) => Whose::Registered { list, code },
                Found::Staff(officer) => Whose::Staff(officer),
                Found::Of(entity) => {
                    let nameless = || (ListName::new(WITH_CONTACTS[0]), entity.to_string(), String::new());
                    let (list, title, code) = self.named.remove(&entity).unwrap_or_else(nameless);
                    Whose::Contact { list, title, code, entity }
                }
            };
            OfPerson { whose, kinds, since: day(since), because }
        };
        let mut people: Vec<OfPerson> = self.found.into_iter().map(person).collect();
        people.sort_by(|one, other| one.whose.cmp(&other.whose));
        WasThere { records, files: self.files.len(), rows: self.rows, people }
    }

    /// Whether a revision of a device's came from there.
    fn came(&self, device: &DeviceId, revision: RevisionHash) -> bool {
        *device == self.device || self.sent.contains(&revision)
    }

    fn given_as(&self, history: &EntityHistory) -> Option<Because> {
        let key = history.key();
        // No pack has them.
        if self.is_of_people(&key.list) {
            return None;
        }
        let Given { part, all, before } = &self.given;
        let was_there = || {
            let mut said = history.changes.values().map(|change| change.origin.finalized_at.unix_ms());
            before.is_none_or(|before| said.any(|at| at < before.unix_ms()))
        };
        let by_all = || (all.contains(&key) && was_there()).then_some(Because::All);
        part.contains(&key).then_some(Because::Part).or_else(by_all)
    }

    /// Whether the rows of a list are people.
    fn is_of_people(&self, list: &ListName) -> bool {
        self.of_people.contains(list) || personal::goes_by_rule(list.as_str(), LABEL)
    }

    /// Something that a row says, if it is of a person: of who was registered, of who works for the zone, or of somebody at what the
    /// row is about.
    fn learn_said(&mut self, state: &EntityState, name: &str, text: &str, at: Timestamp, because: Because) {
        let list = state.list.as_str();
        let rule = personal::rule(list, name);
        if name == LABEL || (rule.is_none() && name != STAFF_CODE && !personal::is_personal(name)) {
            return;
        }
        let kind = Some((state.list.clone(), name.to_owned()));
        if self.is_of_people(&state.list) {
            let code = Some(state.text(TALENT_CODE)).filter(|code| !code.is_empty()).unwrap_or(state.id.as_str());
            self.find(Found::Registered(state.list.clone(), code.to_owned()), kind, at, because);
        } else if rule == Some(Rule::Duty) || name == STAFF_CODE {
            for code in text.split_whitespace() {
                self.find(Found::Staff(OfficerId::new(code)), None, at, because);
            }
        } else {
            let subject = state.text(SUBJECT);
            if subject.is_empty() {
                self.learn_name(state);
            }
            let of = if subject.is_empty() { state.id.clone() } else { EntityId::new(subject) };
            self.find(Found::Of(of), kind, at, because);
        }
    }

    fn find(&mut self, found: Found, kind: Option<(ListName, String)>, at: Timestamp, because: Because) {
        if found == Found::Staff(OfficerId::new("")) {
            return;
        }
        let known = self.found.entry(found).or_insert_with(|| Known { kinds: BTreeSet::new(), since: at, because });
        known.kinds.extend(kind);
        known.since = known.since.min(at);
        known.because = known.because.min(because);
    }
}

/// What a row says, also where that is still to be decided.
fn standing(state: &EntityState) -> impl Iterator<Item = Said<'_>> {
    let shown = state.properties.iter();
    let others = state
        .conflicts
        .iter()
        .flat_map(|conflict| conflict.others.iter().map(|other| (&conflict.property, &other.property)));
    shown.chain(others).map(|(name, said)| (name.as_str(), said.value.as_str(), said.origin.finalized_at))
}
