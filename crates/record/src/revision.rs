//! Submissions, and the revisions they are kept as.
//!
//! A [`Submission`] is what a device finalised. A [`Revision`] is that submission frozen as one JSON text
//! whose SHA-256 is its name, so the text is kept as it stands and is never written anew: what was hashed
//! and signed is what is stored, sent and read. The text has the shape that ODK Central gives submissions
//! over OData, and keeps what only this product needs under the one key `__taizhang`
//! (`docs/formats/record.md`).

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use crate::{
    DECISION_FORM, Decision, DeviceId, EntityBase, EntityChange, EntityChangeKind, EntityId, Erasure, FormHash, Join,
    ListName, Matter, OfficerId, Part, RecordId, Review, RevisionHash, Sha256, Timestamp, json, part, part::Mark,
};

/// Which version of which form was filled.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct FormRef {
    pub id: String,
    pub version: String,
    pub hash: FormHash,
}

/// A file that an answer names. Its bytes are kept and sent beside the record.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Attachment {
    /// The answer's own text, such as `1700000000000.jpg`.
    pub name: String,
    pub sha256: Sha256,
    pub bytes: u64,
    pub media_type: String,
}

/// A finalised instance with its metadata.
#[derive(Clone, PartialEq, Debug)]
pub struct Submission {
    pub record: RecordId,
    /// The revisions that this one edits; empty for a first one.
    pub parents: Vec<RevisionHash>,
    pub form: FormRef,
    pub device: DeviceId,
    pub officer: OfficerId,
    pub finalized_at: Timestamp,
    /// The device's own counter: the order of what one device made, whatever its clock said.
    pub sequence: u64,
    pub instance_name: Option<String>,
    /// The answers in form order: groups as objects, repeats as arrays, without `meta`.
    pub answers: Map<String, Value>,
    pub entities: Vec<EntityChange>,
    pub attachments: Vec<Attachment>,
    /// What was said about questions beside their answers, in form order.
    pub remarks: Vec<Remark>,
    /// This is no submission but the erasure of one: then answers, entities, attachments, remarks and name are empty.
    pub erasure: Option<Erasure>,
    /// This is no submission but what somebody decided about others: then it has one entity change and no answers. Or it is
    /// one, made at a desk of several revisions of its record that differed.
    pub decision: Option<Decision>,
}

impl Submission {
    /// The verdict on a record that this is, if it is one.
    pub fn review(&self) -> Option<Review> {
        self.is_about(Matter::Review).then(|| self.entities.first().and_then(Review::of))?
    }

    /// What it says of two entities, if it says whether they are one.
    pub fn join(&self) -> Option<Join> {
        self.is_about(Matter::Join).then(|| self.entities.first().and_then(Join::of))?
    }

    fn is_about(&self, matter: Matter) -> bool {
        self.decision.as_ref().is_some_and(|decision| decision.matter == matter)
    }

    /// What people call it: its own name, that of an entity that it made, or its form's id.
    pub fn name(&self) -> &str {
        let label = || self.entities.iter().find_map(|change| change.label.as_deref());
        self.instance_name.as_deref().or_else(label).unwrap_or(&self.form.id)
    }
}

/// Words about one question, that it was left to be answered later, or why a doubtful answer is right.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Remark {
    /// With positions: `/data/visits[2]/note`.
    pub path: String,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub text: String,
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub later: bool,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub confirmed: Option<Confirmation>,
    /// When the record was finished that had these words first. `None`: it is this one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub since: Option<Timestamp>,
}

/// An answer that the form warned of, confirmed by who filled the form.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Confirmation {
    pub reason: String,
    /// What the form said, as it was read.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub warning: Option<String>,
}

/// One state of one record: a submission and the exact text that names it. Never changed, but parts of it may be erased: then
/// the text says what it was.
#[derive(Clone, PartialEq, Debug)]
pub struct Revision {
    hash: RevisionHash,
    body: String,
    submission: Submission,
    /// The erasures that took parts of it away.
    cut_by: BTreeSet<RevisionHash>,
}

/// In the place of a text's own sum while that is taken.
const NO_SUM: Sha256 = Sha256::from_bytes([0; 32]);

/// Why a text is not a revision.
#[derive(Debug, thiserror::Error)]
pub enum ReadRevisionError {
    #[error("not valid JSON of a record")]
    Json(#[from] serde_json::Error),
    #[error("record format {0} is newer than this program")]
    Newer(u32),
    #[error("record id is not a uuid")]
    Id,
    #[error("the entity id {0:?} is empty or unusable")]
    Entity(String),
    #[error("an erasure that carries what it should take away, or a format that does not say what it is")]
    Erasure,
    #[error("a decision that says anything but one thing, or lacks its reason")]
    Decision,
    #[error("what was left of a record of which parts were erased")]
    Cut,
}

impl Revision {
    /// Freezes a submission: writes its text once and hashes it.
    ///
    /// # Errors
    /// Only if an answer cannot be written as JSON, which no answer of the engine does.
    pub fn write(submission: Submission) -> Result<Self, serde_json::Error> {
        let body = serde_json::to_string(&v1::Body::from(&submission))?;
        Ok(Self { hash: Sha256::of(body.as_bytes()), body, submission, cut_by: BTreeSet::new() })
    }

    /// Reads a record's text. The text is kept as it is.
    ///
    /// # Errors
    /// [`ReadRevisionError`] says what the text is not.
    pub fn read(body: impl Into<String>) -> Result<Self, ReadRevisionError> {
        match Self::read_kept(body)? {
            whole if whole.cut_by.is_empty() => Ok(whole),
            _ => Err(ReadRevisionError::Cut),
        }
    }

    /// Reads a text of one's own database or backup: a record's, or what was left of one when parts of it were erased.
    ///
    /// # Errors
    /// [`ReadRevisionError`] says what the text is not; [`ReadRevisionError::Cut`] of what was left that its mark does not fit.
    pub fn read_kept(body: impl Into<String>) -> Result<Self, ReadRevisionError> {
        let body = body.into();
        json::no_key_twice(&body)?;
        let read = serde_json::from_str::<v1::Body>(&body)?;
        let Some(mark) = read.mark().cloned() else {
            return Ok(Self {
                hash: Sha256::of(body.as_bytes()),
                submission: read.read()?,
                body,
                cut_by: BTreeSet::new(),
            });
        };
        let submission = read.read()?;
        if mark.by.is_empty() || mark.sum != Sha256::of(with_sum(&body, mark.sum, NO_SUM).as_bytes()) {
            return Err(ReadRevisionError::Cut);
        }
        Ok(Self { hash: mark.was, body, submission, cut_by: mark.by })
    }

    /// It without some parts, each with the erasure that takes it away.
    pub(crate) fn without<'a>(self, parts: impl Iterator<Item = (RevisionHash, &'a [Part])>) -> Self {
        let (mut submission, mut by) = (self.submission.clone(), self.cut_by.clone());
        for (erasure, parts) in parts {
            parts.iter().for_each(|part| part.leave_out(&mut submission));
            by.insert(erasure);
        }
        if by == self.cut_by && submission == self.submission {
            return self;
        }
        let mark = Mark { was: self.hash, by: by.clone(), sum: NO_SUM };
        let text = serde_json::to_string(&v1::Body::from(&submission).with(mark)).unwrap_or_default();
        debug_assert!(!text.is_empty(), "what was read as JSON can be written as JSON");
        let body = with_sum(&text, NO_SUM, Sha256::of(text.as_bytes()));
        Self { hash: self.hash, body, submission, cut_by: by }
    }

    /// Whether parts of it were erased. Then its text is not the one that its name is the hash of, and goes nowhere.
    pub fn is_cut(&self) -> bool {
        !self.cut_by.is_empty()
    }

    /// The erasures that took parts of it away.
    pub fn cut_by(&self) -> &BTreeSet<RevisionHash> {
        &self.cut_by
    }

    pub fn hash(&self) -> RevisionHash {
        self.hash
    }

    /// The exact JSON text that [`Revision::hash`] is the hash of.
    pub fn body(&self) -> &str {
        &self.body
    }

    /// The text alone, where nothing else is needed any more.
    pub fn into_body(self) -> String {
        self.body
    }

    pub fn submission(&self) -> &Submission {
        &self.submission
    }

    /// What it erases. `None`: it is a submission.
    pub fn erasure(&self) -> Option<&Erasure> {
        self.submission.erasure.as_ref()
    }

    /// What it decides of others. `None`: it is a submission, or an erasure.
    pub fn decision(&self) -> Option<&Decision> {
        self.submission.decision.as_ref().filter(|decision| decision.matter != Matter::Answers)
    }

    /// Why this stands and not what it edits, where that differed and somebody decided.
    pub fn settled(&self) -> Option<&str> {
        let decision = self.submission.decision.as_ref().filter(|decision| decision.matter == Matter::Answers)?;
        Some(decision.reason.as_deref().unwrap_or_default())
    }
}

/// A kept text with another sum in its mark.
fn with_sum(body: &str, is: Sha256, becomes: Sha256) -> String {
    let said = |sum: Sha256| format!(r#""__sum":"{sum}""#);
    body.replacen(&said(is), &said(becomes), 1)
}

/// The text's shape. Submissions are written in the first format; an erasure in the second, a decision in the third, a
/// join in the fourth, a settlement in the fifth and an erasure of parts in the sixth, which differ from it by one member each, so that a program that does
/// not know them says "newer" and takes in nothing beside them. The seventh is what was left of one of the others. What a program does not know stands in a member of its own, or it could not even read as far.
mod v1 {
    use std::fmt;

    use serde::de::{Deserializer, Error, MapAccess, Visitor};

    use super::*;
    use crate::{ErasedEntity, Proof};

    const SUBMISSION: u32 = 1;
    const ERASURE: u32 = 2;
    const ERASURE_VERSION: u32 = 1;
    const DECISION: u32 = 3;
    const DECISION_VERSION: u32 = 1;
    const JOIN: u32 = 4;
    const JOIN_VERSION: u32 = 1;
    const SETTLEMENT: u32 = 5;
    const SETTLEMENT_VERSION: u32 = 1;
    const PARTS: u32 = 6;
    const CUT: u32 = 7;

    #[derive(Serialize)]
    pub struct Body {
        #[serde(rename = "__id")]
        id: String,
        #[serde(rename = "__system")]
        system: System,
        #[serde(rename = "__taizhang")]
        own: Own,
        meta: Meta,
        #[serde(flatten)]
        answers: Map<String, Value>,
    }

    /// The columns that ODK Central serves; those that only a server can know are null.
    #[derive(Serialize, Deserialize)]
    #[serde(rename_all = "camelCase")]
    struct System {
        submission_date: Timestamp,
        updated_at: Option<Timestamp>,
        submitter_id: OfficerId,
        submitter_name: OfficerId,
        attachments_present: usize,
        attachments_expected: usize,
        status: Option<String>,
        review_state: Option<String>,
        device_id: DeviceId,
        edits: usize,
        form_version: String,
    }

    #[derive(Serialize, Deserialize)]
    #[serde(rename_all = "camelCase")]
    struct Own {
        format: u32,
        form_id: String,
        form_hash: FormHash,
        parents: Vec<RevisionHash>,
        sequence: u64,
        entities: Vec<Entity>,
        attachments: Vec<Attachment>,
        #[serde(skip_serializing_if = "Vec::is_empty", default)]
        remarks: Vec<Remark>,
        #[serde(skip_serializing_if = "Option::is_none", default)]
        erasure: Option<Erased>,
        #[serde(skip_serializing_if = "Option::is_none", default)]
        decision: Option<Decided>,
        #[serde(skip_serializing_if = "Option::is_none", default)]
        join: Option<Reasoned>,
        #[serde(skip_serializing_if = "Option::is_none", default)]
        settlement: Option<Reasoned>,
        #[serde(skip_serializing_if = "Option::is_none", default, deserialize_with = "part::mark_of_json")]
        cut: Option<Mark>,
    }

    /// Of what is decided by all the rest of the record.
    #[derive(Serialize, Deserialize)]
    struct Reasoned {
        version: u32,
        reason: String,
    }

    #[derive(Serialize, Deserialize)]
    struct Decided {
        version: u32,
        about: About,
        #[serde(skip_serializing_if = "Option::is_none", default)]
        reason: Option<String>,
    }

    #[derive(Serialize, Deserialize)]
    #[serde(rename_all = "lowercase")]
    enum About {
        Values,
        Review,
    }

    #[derive(Serialize, Deserialize)]
    struct Erased {
        version: u32,
        entities: Vec<ErasedEntity>,
        #[serde(skip_serializing_if = "Option::is_none", default)]
        reason: Option<String>,
        kept: Vec<Proof>,
        #[serde(skip_serializing_if = "Vec::is_empty", default, deserialize_with = "part::parts_of_json")]
        parts: Vec<Part>,
    }

    #[derive(Serialize, Deserialize)]
    struct Entity {
        list: ListName,
        id: EntityId,
        kind: EntityChangeKind,
        #[serde(skip_serializing_if = "Option::is_none", default)]
        label: Option<String>,
        properties: std::collections::BTreeMap<String, String>,
        #[serde(skip_serializing_if = "Option::is_none", default)]
        base: Option<EntityBase>,
        #[serde(skip_serializing_if = "Vec::is_empty", default)]
        unchanged: Vec<String>,
    }

    #[derive(Serialize, Deserialize)]
    struct Meta {
        #[serde(rename = "instanceID")]
        instance_id: String,
        #[serde(rename = "instanceName", skip_serializing_if = "Option::is_none", default)]
        instance_name: Option<String>,
    }

    /// By hand: what derives this reads every answer into a form of its own first, and then once more.
    impl<'de> Deserialize<'de> for Body {
        fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
            struct Members;
            impl<'de> Visitor<'de> for Members {
                type Value = Body;

                fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                    f.write_str("a record")
                }

                fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Body, A::Error> {
                    let (mut id, mut system, mut own, mut meta) = (None, None, None, None);
                    let mut answers = Map::new();
                    while let Some(name) = map.next_key::<String>()? {
                        match name.as_str() {
                            "__id" => id = Some(map.next_value()?),
                            "__system" => system = Some(map.next_value()?),
                            "__taizhang" => own = Some(map.next_value()?),
                            "meta" => meta = Some(map.next_value()?),
                            _ => drop(answers.insert(name, map.next_value()?)),
                        }
                    }
                    Ok(Body {
                        id: id.ok_or_else(|| A::Error::missing_field("__id"))?,
                        system: system.ok_or_else(|| A::Error::missing_field("__system"))?,
                        own: own.ok_or_else(|| A::Error::missing_field("__taizhang"))?,
                        meta: meta.ok_or_else(|| A::Error::missing_field("meta"))?,
                        answers,
                    })
                }
            }
            deserializer.deserialize_map(Members)
        }
    }

    impl From<&Submission> for Body {
        fn from(submission: &Submission) -> Self {
            let instance_id = submission.record.instance_id();
            let entities = submission.entities.iter().cloned().map(Entity::from).collect();
            Self {
                id: instance_id.clone(),
                system: System {
                    submission_date: submission.finalized_at,
                    updated_at: None,
                    submitter_id: submission.officer.clone(),
                    submitter_name: submission.officer.clone(),
                    attachments_present: submission.attachments.len(),
                    attachments_expected: submission.attachments.len(),
                    status: None,
                    review_state: None,
                    device_id: submission.device.clone(),
                    edits: submission.parents.len(),
                    form_version: submission.form.version.clone(),
                },
                own: Own {
                    format: match (&submission.erasure, &submission.decision) {
                        (Some(erasure), _) if !erasure.parts.is_empty() => PARTS,
                        (Some(_), _) => ERASURE,
                        (None, Some(Decision { matter: Matter::Join, .. })) => JOIN,
                        (None, Some(Decision { matter: Matter::Answers, .. })) => SETTLEMENT,
                        (None, Some(_)) => DECISION,
                        (None, None) => SUBMISSION,
                    },
                    form_id: submission.form.id.clone(),
                    form_hash: submission.form.hash,
                    parents: submission.parents.clone(),
                    sequence: submission.sequence,
                    entities,
                    attachments: submission.attachments.clone(),
                    remarks: submission.remarks.clone(),
                    erasure: submission.erasure.clone().map(Erased::from),
                    decision: submission.decision.clone().and_then(Decided::of),
                    join: submission.decision.clone().and_then(|it| Reasoned::of(it, Matter::Join, JOIN_VERSION)),
                    settlement: (submission.decision.clone())
                        .and_then(|it| Reasoned::of(it, Matter::Answers, SETTLEMENT_VERSION)),
                    cut: None,
                },
                meta: Meta { instance_id, instance_name: submission.instance_name.clone() },
                answers: submission.answers.clone(),
            }
        }
    }

    impl Body {
        /// The same as what was left when parts were erased.
        pub fn with(mut self, mark: Mark) -> Self {
            self.own.format = CUT;
            self.own.cut = Some(mark);
            self
        }

        pub fn mark(&self) -> Option<&Mark> {
            self.own.cut.as_ref()
        }

        pub fn read(self) -> Result<Submission, ReadRevisionError> {
            if self.own.format > CUT {
                return Err(ReadRevisionError::Newer(self.own.format));
            }
            let is_cut = self.own.cut.is_some();
            if is_cut != (self.own.format == CUT) {
                return Err(ReadRevisionError::Cut);
            }
            let has_parts = self.own.erasure.as_ref().is_some_and(|erasure| !erasure.parts.is_empty());
            if !is_cut {
                let is_erasure = self.own.erasure.is_some() == matches!(self.own.format, ERASURE | PARTS);
                if !is_erasure || has_parts != (self.own.format == PARTS) {
                    return Err(ReadRevisionError::Erasure);
                }
                let is_decided = self.own.decision.is_some() == (self.own.format == DECISION);
                let is_settled = self.own.settlement.is_some() == (self.own.format == SETTLEMENT);
                if !is_decided || !is_settled || self.own.join.is_some() != (self.own.format == JOIN) {
                    return Err(ReadRevisionError::Decision);
                }
            }
            let is_bare = self.own.entities.is_empty()
                && self.own.attachments.is_empty()
                && self.own.remarks.is_empty()
                && self.meta.instance_name.is_none()
                && self.answers.is_empty();
            // One of parts is of no record, and takes nothing whole.
            let is_apart = self.own.parents.is_empty()
                && self.own.form_id == DECISION_FORM
                && self.own.erasure.as_ref().is_none_or(|it| it.entities.is_empty() && it.kept.is_empty());
            if self.own.erasure.is_some() && !is_bare || has_parts && !is_apart {
                return Err(ReadRevisionError::Erasure);
            }
            let record = RecordId::from_instance_id(&self.id).map_err(|_| ReadRevisionError::Id)?;
            let entities = self.own.entities.into_iter().map(Entity::read).collect::<Result<_, _>>()?;
            let decision = self.own.decision.map(Decided::read).transpose()?;
            let join = self.own.join.map(|it| it.read(Matter::Join, JOIN_VERSION, JOIN)).transpose()?;
            let settlement = self.own.settlement;
            let settlement =
                settlement.map(|it| it.read(Matter::Answers, SETTLEMENT_VERSION, SETTLEMENT)).transpose()?;
            let submission = Submission {
                record,
                parents: self.own.parents,
                form: FormRef { id: self.own.form_id, version: self.system.form_version, hash: self.own.form_hash },
                device: self.system.device_id,
                officer: self.system.submitter_id,
                finalized_at: self.system.submission_date,
                sequence: self.own.sequence,
                instance_name: self.meta.instance_name,
                answers: self.answers,
                entities,
                attachments: self.own.attachments,
                remarks: self.own.remarks,
                erasure: self.own.erasure.map(Erased::read).transpose()?,
                decision: decision.or(join).or(settlement),
            };
            match &submission.decision {
                // Of what was left of a decision it may be all that it said which is gone.
                Some(decision) if !is_cut && !decision.is_sound(&submission) => Err(ReadRevisionError::Decision),
                _ => Ok(submission),
            }
        }
    }

    impl From<Erasure> for Erased {
        fn from(erasure: Erasure) -> Self {
            let Erasure { entities, reason, kept, parts } = erasure;
            Self { version: ERASURE_VERSION, entities, reason, kept, parts }
        }
    }

    impl Erased {
        fn read(self) -> Result<Erasure, ReadRevisionError> {
            if self.version > ERASURE_VERSION {
                return Err(ReadRevisionError::Newer(ERASURE));
            }
            let is_empty = |entity: &&ErasedEntity| entity.id.as_str().trim().is_empty();
            let in_parts = self.parts.iter().flat_map(|part| &part.entities);
            if let Some(entity) = self.entities.iter().chain(in_parts).find(is_empty) {
                return Err(ReadRevisionError::Entity(entity.id.to_string()));
            }
            if self.parts.iter().any(Part::is_empty) {
                return Err(ReadRevisionError::Erasure);
            }
            Ok(Erasure { entities: self.entities, reason: self.reason, kept: self.kept, parts: self.parts })
        }
    }

    impl Reasoned {
        /// `None`: it is a decision of another kind.
        fn of(decision: Decision, matter: Matter, version: u32) -> Option<Self> {
            let reason = decision.reason.unwrap_or_default();
            (decision.matter == matter).then_some(Self { version, reason })
        }

        fn read(self, matter: Matter, newest: u32, format: u32) -> Result<Decision, ReadRevisionError> {
            if self.version > newest {
                return Err(ReadRevisionError::Newer(format));
            }
            Ok(Decision { matter, reason: Some(self.reason) })
        }
    }

    impl Decided {
        /// `None`: it has a format of its own.
        fn of(decision: Decision) -> Option<Self> {
            let Decision { matter, reason } = decision;
            let about = match matter {
                Matter::Values => About::Values,
                Matter::Review => About::Review,
                Matter::Join | Matter::Answers => return None,
            };
            Some(Self { version: DECISION_VERSION, about, reason })
        }

        fn read(self) -> Result<Decision, ReadRevisionError> {
            if self.version > DECISION_VERSION {
                return Err(ReadRevisionError::Newer(DECISION));
            }
            let matter = match self.about {
                About::Values => Matter::Values,
                About::Review => Matter::Review,
            };
            Ok(Decision { matter, reason: self.reason })
        }
    }

    impl From<EntityChange> for Entity {
        fn from(change: EntityChange) -> Self {
            Self {
                list: change.list,
                id: change.entity,
                kind: change.kind,
                label: change.label,
                properties: change.properties,
                base: change.base,
                unchanged: change.unchanged.into_iter().collect(),
            }
        }
    }

    impl Entity {
        fn read(self) -> Result<EntityChange, ReadRevisionError> {
            if self.id.as_str().trim().is_empty() {
                return Err(ReadRevisionError::Entity(self.id.to_string()));
            }
            Ok(EntityChange {
                list: self.list,
                entity: self.id,
                kind: self.kind,
                label: self.label,
                properties: self.properties,
                base: self.base,
                unchanged: self.unchanged.into_iter().collect(),
            })
        }
    }
}
