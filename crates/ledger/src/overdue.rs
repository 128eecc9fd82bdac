//! What of records that stay is kept too long: photos, who a contact was, what was corrected of a person, remarks, what an erasure
//! proves.
//!
//! Nothing goes by itself. This says what is due and when, with the parts that an erasure has to name; a person reads it and says
//! yes. The names of properties and questions are those of the shipped forms; a form may say itself how long a file is kept.
//! Start at [`Files`], [`Remarks`], [`contact`], [`corrected`] and [`proof`].
//!
//! A part is named by the revision that says it. What comes later, from a device that had not heard of it, is due anew: it is
//! told by its first day, so on the day that it comes.
//!
//! Source: privacy rules P41, P50, P51 and P52. Not here: registrations of people, which go whole (`retention`), what a part is
//! (`record`), erasing (`erasure`).

mod remarks;

use std::collections::{BTreeMap, BTreeSet};

use form::personal::Rule;
use record::part::{INSTANCE_NAME, PROOFS};
use record::{Day, ErasedEntity, Erasures, Part, RecordId, Revision, RevisionHash, Sha256, Timestamp};
use serde::{Deserialize, Serialize};
use serde_json::Value as Json;

use crate::matching::TALENTS;
use crate::personal::is_personal;
use crate::{EntityHistory, EntityKey, LABEL, Value};

/// Of what a licence looks like: needed until somebody has checked it.
pub const LICENCE: &str = "licence_photo";
pub use form::personal::{CONTACT, WITH_CONTACTS};
pub use remarks::Remarks;

/// Before the name of a property: the answer that holds what it was when the form was opened.
const KEPT: &str = "kept_";
const STATUS: &str = "reg_status";
/// Whoever is this has no contact any more.
const GONE: [&str; 3] = ["deregistered", "revoked", "moved_out"];
/// The ending of the notes that a form has its device take. No answer names them.
const AUDIT: &str = ".audit.csv";

/// For how many days what is kept.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Periods {
    /// A licence's picture, where nobody has checked it before.
    pub licence: i64,
    pub file: i64,
    /// A contact, from the day on which the enterprise is gone or another contact was named.
    pub contact: i64,
    /// What an erasure proves.
    pub proof: i64,
}

impl Default for Periods {
    /// What the rules propose.
    fn default() -> Self {
        Self { licence: 90, file: 365, contact: 30, proof: 3 * 365 + 1 }
    }
}

impl Periods {
    /// No period is longer: ten years.
    pub const MOST: i64 = 3650;

    /// By the names under which a zone sets them.
    pub fn named(&self) -> [(&'static str, i64); 4] {
        [("licence", self.licence), ("file", self.file), ("contact", self.contact), ("proof", self.proof)]
    }

    /// The same with one of another length. `None`: there is none of this name, or nobody keeps anything for so long.
    #[must_use]
    pub fn with(self, name: &str, days: i64) -> Option<Self> {
        let mut periods = self;
        let period = match name {
            "licence" => &mut periods.licence,
            "file" => &mut periods.file,
            "contact" => &mut periods.contact,
            "proof" => &mut periods.proof,
            _ => return None,
        };
        *period = Some(days).filter(|days| (1..=Self::MOST).contains(days))?;
        Some(periods)
    }
}

/// Why something is to go.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
pub enum What {
    /// The record that it came with was approved.
    CheckedLicence,
    Licence,
    File,
    /// Of an enterprise that is gone.
    Contact,
    /// Another one took the place of this.
    FormerContact,
    /// Something else of a person, in whose place something else stands.
    Corrected,
    Remark,
    Proof,
}

/// Something that is kept until a day.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Overdue {
    pub what: What,
    /// From this day on it is to go.
    pub due_on: Day,
    pub title: String,
    /// The record that it stands in, or the entity whose it is.
    pub of: Of,
    /// What goes, without the answers that only their records know ([`with_answers`]).
    pub parts: Vec<Part>,
}

#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
pub enum Of {
    Record(RecordId),
    Entity(EntityKey),
}

/// How long a file is kept that a question asks for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Keeping {
    /// Until it was checked, at most so many days.
    Check(i64),
    Days(i64),
}

/// The attached files of records.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Files(BTreeMap<(RecordId, Sha256), File>);

/// One attached file of one record.
#[derive(Clone, PartialEq, Eq, Debug)]
struct File {
    keeping: Keeping,
    /// When the record first had it.
    since: Day,
    title: String,
    revisions: BTreeSet<RevisionHash>,
}

impl Files {
    /// Takes note of a revision's files. `keeping` is what its form says of a question; else it goes by the question's name.
    /// Files that no answer names are passed over.
    pub fn learn(&mut self, revision: &Revision, periods: &Periods, keeping: impl Fn(&str) -> Option<Keeping>) {
        let submission = revision.submission();
        if submission.attachments.is_empty() {
            return;
        }
        let mut named: BTreeMap<String, String> = BTreeMap::new();
        for_each_text(&submission.answers, &mut |path, text| drop(named.insert(text.to_owned(), path.to_owned())));
        for attachment in &submission.attachments {
            let Some(path) = named.get(&attachment.name) else { continue };
            let question = path.rsplit('/').next().unwrap_or(path);
            let by_name =
                || if question == LICENCE { Keeping::Check(periods.licence) } else { Keeping::Days(periods.file) };
            let keeping = keeping(path).unwrap_or_else(by_name);
            let since = day(submission.finalized_at);
            let file = self.0.entry((submission.record, attachment.sha256)).or_insert_with(|| File {
                keeping,
                since,
                title: submission.name().to_owned(),
                revisions: BTreeSet::new(),
            });
            file.since = file.since.min(since);
            file.revisions.insert(revision.hash());
            // In two places: the shorter time counts.
            file.keeping = if keeping.days() < file.keeping.days() { keeping } else { file.keeping };
        }
    }

    /// The records that have any.
    pub fn records(&self) -> BTreeSet<RecordId> {
        self.0.keys().map(|(record, _)| *record).collect()
    }

    /// When each is to go. `checked`: on which day somebody approved a revision. What `erasures` took from the record before, and
    /// who had not heard of it brought again, is due as it comes.
    pub fn overdue(self, erasures: &Erasures, checked: impl Fn(RecordId, RevisionHash) -> Option<Day>) -> Vec<Overdue> {
        let parts = erasures.named().flat_map(|named| named.parts.values().flatten());
        let erased: BTreeSet<(RecordId, Sha256)> =
            parts.flat_map(|part| part.files.iter().map(|file| (part.record, *file))).collect();
        let due = |((record, sha256), file): ((RecordId, Sha256), File)| {
            let part = |revision: &RevisionHash| Part { files: vec![sha256], ..Part::of(record, *revision) };
            let days = if erased.contains(&(record, sha256)) { 0 } else { file.keeping.days() };
            let by_time = file.since.after(days);
            let (what, due_on) = match file.keeping {
                Keeping::Days(_) => (What::File, by_time),
                Keeping::Check(_) => match file.revisions.iter().filter_map(|hash| checked(record, *hash)).min() {
                    Some(day) if day <= by_time => (What::CheckedLicence, day),
                    _ => (What::Licence, by_time),
                },
            };
            let (title, parts) = (file.title, file.revisions.iter().map(part).collect());
            Overdue { what, due_on, title, of: Of::Record(record), parts }
        };
        self.0.into_iter().map(due).collect()
    }
}

impl Keeping {
    fn days(self) -> i64 {
        match self {
            Self::Check(days) | Self::Days(days) => days,
        }
    }

    /// As a form says it: `90` days, or `check 90`. `None`: neither.
    pub fn said(text: &str) -> Option<Self> {
        let (is_check, days) = text.trim().strip_prefix("check").map_or((false, text), |days| (true, days));
        let days = days.trim().parse::<u16>().ok()?.into();
        Some(if is_check { Self::Check(days) } else { Self::Days(days) })
    }
}

/// What is said of contacts of an enterprise or organisation that are none any more, by the day on which it is to go: all of it
/// where it is gone, else what other texts took the place of.
pub fn contact(history: &EntityHistory, periods: &Periods) -> Vec<Overdue> {
    let said = |name: &str| history.changes.values().any(|change| change.values.contains_key(name));
    if !CONTACT.into_iter().any(said) {
        return Vec::new();
    }
    let state = history.state();
    let gone = state.property(STATUS).filter(|status| GONE.contains(&status.value.as_str()));
    let since = |name: &str, text: &str, said_on: Day| {
        let since = match gone {
            Some(status) => Some(day(status.origin.finalized_at)),
            None => replaced(history, name, text, said_on),
        };
        since.map(|since| since.after(periods.contact))
    };
    let what = if gone.is_some() { What::Contact } else { What::FormerContact };
    over(history, what, &CONTACT, since)
}

/// Whether [`corrected`] has to look at the entities of a list.
pub fn has_corrections(list: &str) -> bool {
    list == TALENTS || form::personal::INVENTORY.iter().any(|known| known.list == list && may_be_corrected(known.rule))
}

/// Contacts have a time of their own.
fn may_be_corrected(rule: Rule) -> bool {
    matches!(rule, Rule::Registration | Rule::Record)
}

/// What was said of a person and corrected since, by the day on which it was. That is kept no longer: it is due at once.
pub fn corrected(history: &EntityHistory) -> Vec<Overdue> {
    let list = history.list.as_str();
    let is_meant = |name: &&str| {
        let has_rule = form::personal::rule(list, name).is_some_and(may_be_corrected);
        is_personal(list, name) && (has_rule || *name == LABEL)
    };
    let said = history.changes.values().flat_map(|change| change.values.keys()).map(String::as_str);
    let names: BTreeSet<&str> = said.filter(is_meant).collect();
    let names: Vec<&str> = names.into_iter().collect();
    over(history, What::Corrected, &names, |name, text, said_on| replaced(history, name, text, said_on))
}

/// What is said under some names and is over on a day, by that day.
fn over(
    history: &EntityHistory,
    what: What,
    names: &[&str],
    since: impl Fn(&str, &str, Day) -> Option<Day>,
) -> Vec<Overdue> {
    let mut days: BTreeMap<Day, Vec<Part>> = BTreeMap::new();
    for (id, change) in &history.changes {
        let mut going: BTreeMap<Day, Vec<String>> = BTreeMap::new();
        for name in names {
            let Some(Value::Text(text)) = change.values.get(*name).filter(|said| said.text() != Some("")) else {
                continue;
            };
            if let Some(due_on) = since(name, text, day(change.origin.finalized_at)) {
                going.entry(due_on).or_default().push((*name).to_owned());
            }
        }
        for (due_on, properties) in going {
            let entities = vec![ErasedEntity { list: history.list.clone(), id: history.entity.clone() }];
            let part = Part { entities, properties, ..Part::of(change.origin.record, id.revision) };
            days.entry(due_on).or_default().push(part);
        }
    }
    if days.is_empty() {
        return Vec::new();
    }
    let title = history.state().title().to_owned();
    let due = |(due_on, parts)| Overdue { what, due_on, title: title.clone(), of: Of::Entity(history.key()), parts };
    days.into_iter().map(due).collect()
}

/// Since when a text of a property, said on a day, has another one in its place. `None`: it stands, or is still to be decided about.
fn replaced(history: &EntityHistory, name: &str, text: &str, said_on: Day) -> Option<Day> {
    let state = history.state();
    // Without what went before, what is still to be decided could be decided by itself.
    if state.conflict(name).is_some() || state.property(name).is_some_and(|property| property.value == text) {
        return None;
    }
    let said = history.history_of(name);
    let next = match said.iter().rposition(|property| property.value == text) {
        Some(last) => said.get(last + 1),
        // Where it was said first it is erased; this says it again, and had not heard of what took its place.
        None => said.last(),
    };
    // What took its place may be erased, too.
    Some(next.map_or(said_on, |next| day(next.origin.finalized_at)))
}

/// What an erasure proves that is old enough. `None`: it proves nothing, or is none of a record.
pub fn proof(revision: &Revision, periods: &Periods) -> Option<Overdue> {
    let erasure = revision.erasure().filter(|erasure| !erasure.kept.is_empty())?;
    let submission = revision.submission();
    let part = Part { answers: vec![PROOFS.to_owned()], ..Part::of(submission.record, revision.hash()) };
    Some(Overdue {
        what: What::Proof,
        due_on: day(submission.finalized_at).after(periods.proof),
        title: erasure.kept.first().map(|proof| proof.value.clone()).unwrap_or_default(),
        of: Of::Record(submission.record),
        parts: vec![part],
    })
}

/// A part with the answers in which its record says what it names of entities: those that are called so, and those that say
/// the very same. Notes of the device go along: they may have it too.
pub fn with_answers(mut part: Part, revision: &Revision) -> Part {
    if part.properties.is_empty() {
        return part;
    }
    let submission = revision.submission();
    let named = submission.entities.iter().filter(|change| part.entities.contains(&ErasedEntity::of(change)));
    let said = named.clone().flat_map(|change| &change.properties).filter(|(name, _)| part.properties.contains(name));
    let label = named
        .clone()
        .filter_map(|change| change.label.as_ref())
        .filter(|_| part.properties.iter().any(|name| name == LABEL));
    let texts = said.map(|(_, text)| text).chain(label).map(String::as_str);
    // What stands under another name may be the same word.
    let stands =
        named.clone().flat_map(|change| &change.properties).filter(|(name, _)| !part.properties.contains(name));
    let stands: BTreeSet<&str> = stands.map(|(_, text)| text.as_str()).collect();
    let texts: BTreeSet<&str> = texts.filter(|text| !text.is_empty() && !stands.contains(text)).collect();
    let mut answers = BTreeSet::new();
    for_each_text(&submission.answers, &mut |path, text| {
        let question = path.rsplit('/').next().unwrap_or(path);
        let asked = question.strip_prefix(KEPT).unwrap_or(question);
        if texts.contains(text) || part.properties.iter().any(|name| name == asked) {
            answers.insert(path.to_owned());
        }
    });
    if submission.instance_name.as_deref().is_some_and(|name| texts.contains(name)) {
        answers.insert(INSTANCE_NAME.to_owned());
    }
    let notes = submission.attachments.iter().filter(|file| file.name.ends_with(AUDIT)).map(|file| file.sha256);
    part.files.extend(notes);
    part.answers.extend(answers);
    part
}

/// Every answer that is a text or a number, with its path of names.
fn for_each_text(answers: &serde_json::Map<String, Json>, tell: &mut impl FnMut(&str, &str)) {
    fn walk(path: &str, value: &Json, tell: &mut impl FnMut(&str, &str)) {
        match value {
            Json::String(text) => tell(path, text),
            Json::Number(number) => tell(path, &number.to_string()),
            Json::Array(rows) => rows.iter().for_each(|row| walk(path, row, tell)),
            Json::Object(group) => group.iter().for_each(|(name, value)| walk(&format!("{path}/{name}"), value, tell)),
            Json::Null | Json::Bool(_) => {}
        }
    }
    answers.iter().for_each(|(name, value)| walk(name, value, tell));
}

/// The day on the clock of the device.
pub(crate) fn day(at: Timestamp) -> Day {
    at.date().parse().unwrap_or(Day(0))
}
