//! Parts of revisions that are erased while the rest stays: a photo once it was looked at, who the contact was.
//!
//! A part names a revision by its hash and, in it, answers by the place where they stand, attached files, and properties of
//! entities. What a revision reads as is then a function of the revision and of the erasures that there are
//! ([`Erasures::cut`](crate::Erasures::cut)): what was named is blank. Nothing is compared, only left out, so neither the order
//! of erasures nor their repetition matters.
//!
//! A revision's name is the hash of its whole text, and stays its name. What is kept of the text says so itself, in a [`Mark`].
//! Such a text is taken from one's own database and backups; a batch that has one is refused.
//!
//! Not here: what is due to go (`ledger`), rows on the disk (`store`). In words: `docs/merge.md`, "Parts of records".

use std::collections::BTreeSet;

use serde::de::Error;
use serde::{Deserialize, Deserializer, Serialize};
use serde_json::{Map, Value};

use crate::{EntityChange, EntityId, ErasedEntity, ListName, RecordId, RevisionHash, Sha256, Submission};

/// Where the name that a form gave a record stands among its members.
pub const INSTANCE_NAME: &str = "meta/instanceName";
/// Where an erasure keeps what it proves.
pub const PROOFS: &str = "__taizhang/erasure/kept";
/// Before the place of a question (`/data/visits[2]/note`): what was remarked on it, and not its answer.
pub const REMARKS: &str = "__taizhang/remarks";
/// An entity's label, among the names of its properties.
pub const LABEL: &str = "label";

/// What goes of one revision.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Part {
    pub record: RecordId,
    pub revision: RevisionHash,
    /// Names with `/` between them: a question, a group with all in it, a question in every row of a repeat; also
    /// [`INSTANCE_NAME`], [`PROOFS`] and what begins with [`REMARKS`]. What was remarked on a question goes with it.
    #[serde(default)]
    pub answers: Vec<String>,
    /// Attached files, and the answers that name them.
    #[serde(default)]
    pub files: Vec<Sha256>,
    /// Of each of these entities the `properties`, the label as [`LABEL`].
    #[serde(default)]
    pub entities: Vec<ErasedEntity>,
    #[serde(default)]
    pub properties: Vec<String>,
}

/// Says of a kept text which revision it is of, and which erasures cut it.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct Mark {
    /// The revision's name: the hash of the text that was.
    pub was: RevisionHash,
    pub by: BTreeSet<RevisionHash>,
    /// The hash of the text that this stands in, with zeros in the place of these digits. No property of an entity is called so.
    #[serde(rename = "__sum")]
    pub sum: Sha256,
}

impl Part {
    /// Nothing yet.
    pub fn of(record: RecordId, revision: RevisionHash) -> Self {
        let (answers, files) = (Vec::new(), Vec::new());
        Self { record, revision, answers, files, entities: Vec::new(), properties: Vec::new() }
    }

    pub fn is_empty(&self) -> bool {
        self.answers.is_empty() && self.files.is_empty() && (self.entities.is_empty() || self.properties.is_empty())
    }

    /// Takes what it names out of a submission.
    pub(crate) fn leave_out(&self, submission: &mut Submission) {
        for path in &self.answers {
            match path.as_str() {
                INSTANCE_NAME => submission.instance_name = None,
                PROOFS => submission.erasure.iter_mut().for_each(|erasure| erasure.kept.clear()),
                path => blank(&mut submission.answers, path),
            }
        }
        submission.remarks.retain(|remark| !self.is_on(&remark.path) && !self.is_of_remark(&remark.path));
        let files = std::mem::take(&mut submission.attachments).into_iter();
        let (gone, kept) = files.partition::<Vec<_>, _>(|file| self.files.contains(&file.sha256));
        submission.attachments = kept;
        for file in gone {
            submission.answers.values_mut().for_each(|value| blank_text(value, &file.name));
        }
        for change in submission.entities.iter_mut().filter(|change| self.entities.contains(&ErasedEntity::of(change)))
        {
            self.leave_out_of(change);
        }
    }

    fn leave_out_of(&self, change: &mut EntityChange) {
        change.properties.retain(|name, _| !self.properties.contains(name));
        if self.properties.iter().any(|name| name == LABEL) {
            change.label = None;
        }
    }

    /// Whether what was remarked on this very question goes by itself.
    fn is_of_remark(&self, path: &str) -> bool {
        self.answers.iter().any(|answer| answer.strip_prefix(REMARKS) == Some(path))
    }

    /// Whether a remark is on an answer that goes, or on one below it. `path` has positions and the form's own name first.
    fn is_on(&self, path: &str) -> bool {
        let steps = path.split('/').skip(2).map(|step| step.split('[').next().unwrap_or(step));
        let steps: Vec<&str> = steps.collect();
        self.answers.iter().any(|answer| answer.split('/').enumerate().all(|(at, name)| steps.get(at) == Some(&name)))
    }
}

/// By hand, as what is derived for JSON is thrice as large, in the part of the page that loads first.
///
/// # Errors
/// The text is not JSON, or not such parts.
pub(crate) fn parts_of_json<'de, D: Deserializer<'de>>(json: D) -> Result<Vec<Part>, D::Error> {
    let parts: Option<Vec<Part>> = Vec::<Value>::deserialize(json)?.iter().map(part_of).collect();
    parts.ok_or_else(|| D::Error::custom("parts that cannot be read"))
}

/// # Errors
/// As for [`parts_of_json`].
pub(crate) fn mark_of_json<'de, D: Deserializer<'de>>(json: D) -> Result<Option<Mark>, D::Error> {
    let read = Value::deserialize(json)?;
    let mark = || {
        let by = texts(&read, "by")?.iter().map(|hash| hash.parse().ok()).collect::<Option<_>>()?;
        Some(Mark { was: text(&read, "was")?.parse().ok()?, by, sum: text(&read, "__sum")?.parse().ok()? })
    };
    mark().map(Some).ok_or_else(|| D::Error::custom("a mark that cannot be read"))
}

fn part_of(json: &Value) -> Option<Part> {
    let entity = |json: &Value| {
        Some(ErasedEntity { list: ListName::new(text(json, "list")?), id: EntityId::new(text(json, "id")?) })
    };
    let entities = match json.get("entities") {
        None => Vec::new(),
        Some(entities) => entities.as_array()?.iter().map(entity).collect::<Option<_>>()?,
    };
    Some(Part {
        record: text(json, "record")?.parse().ok()?,
        revision: text(json, "revision")?.parse().ok()?,
        answers: texts(json, "answers")?,
        files: texts(json, "files")?.iter().map(|hash| hash.parse().ok()).collect::<Option<_>>()?,
        entities,
        properties: texts(json, "properties")?,
    })
}

fn text<'j>(json: &'j Value, name: &str) -> Option<&'j str> {
    json.get(name)?.as_str()
}

/// None where there are none.
fn texts(json: &Value, name: &str) -> Option<Vec<String>> {
    let Some(texts) = json.get(name) else { return Some(Vec::new()) };
    texts.as_array()?.iter().map(|text| Some(text.as_str()?.to_owned())).collect()
}

/// An answer that is there becomes one that was not given.
fn blank(answers: &mut Map<String, Value>, path: &str) {
    let (name, below) = path.split_once('/').map_or((path, None), |(name, below)| (name, Some(below)));
    match (answers.get_mut(name), below) {
        (None, _) => {}
        (Some(answer), None) => *answer = Value::Null,
        (Some(Value::Object(group)), Some(below)) => blank(group, below),
        (Some(Value::Array(rows)), Some(below)) => {
            rows.iter_mut().filter_map(Value::as_object_mut).for_each(|row| blank(row, below));
        }
        (Some(_), Some(_)) => {}
    }
}

fn blank_text(value: &mut Value, name: &str) {
    match value {
        Value::String(text) if text == name => *value = Value::Null,
        Value::Array(values) => values.iter_mut().for_each(|value| blank_text(value, name)),
        Value::Object(values) => values.values_mut().for_each(|value| blank_text(value, name)),
        _ => {}
    }
}
