//! A decision: what somebody at a desk says of what others have said.
//!
//! It is a record of its own, without a form and without answers, and says its word as one change of one entity, based on all
//! heads that the desk knew. So it needs no merge rule of its own: it comes after what it judges, and two that did not know of
//! each other are a conflict like any other. What it has besides is a reason.
//!
//! A *review* is a decision about a record. The verdict on each of a record's revisions is a property of the entity that has
//! the record's id in the list [`REVIEWS`], which no form can write to. In words: `docs/merge.md`, "Decisions".
//!
//! Not here: its text (`revision`), what stands in conflict and how a review counts (`ledger`).

use std::collections::BTreeMap;

use crate::{
    EntityBase, EntityChange, EntityChangeKind, EntityId, ErasedEntity, FormRef, ListName, RecordId, RevisionHash,
    Sha256, Submission,
};

/// The list in which reviews are kept. A form's list cannot be called so.
pub const REVIEWS: &str = "__reviews";
/// What stands for a form in a decision.
pub const DECISION_FORM: &str = "taizhang-decision";

/// Before the hash of the revision that a verdict is on: a property's name begins with a letter.
const JUDGED: &str = "rev_";

/// What a decision says besides its one change.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Decision {
    pub matter: Matter,
    /// In a person's words. Only an approval needs none.
    pub reason: Option<String>,
}

/// What is decided.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Matter {
    /// Which values of an entity stand.
    Values,
    /// Whether a revision of a record is good.
    Review,
}

#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Verdict {
    Approved,
    /// Whoever filled it should look again, for the reason given.
    Returned,
}

/// A verdict on one revision of a record.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Review {
    pub record: RecordId,
    pub revision: RevisionHash,
    pub verdict: Verdict,
}

impl Decision {
    /// What a decision names as its form: there is none, and every record says one.
    pub fn form() -> FormRef {
        let id = DECISION_FORM.to_owned();
        FormRef { hash: Sha256::of(id.as_bytes()), version: "1".to_owned(), id }
    }

    /// Whether a submission with this decision says what it may, and nothing else.
    pub(crate) fn is_sound(&self, submission: &Submission) -> bool {
        let [change] = submission.entities.as_slice() else { return false };
        let is_bare = submission.answers.is_empty()
            && submission.attachments.is_empty()
            && submission.remarks.is_empty()
            && submission.parents.is_empty();
        let has_reason = self.reason.as_ref().is_some_and(|reason| !reason.trim().is_empty());
        let says_it = match self.matter {
            Matter::Values => {
                let is_something = change.label.is_some() || !change.properties.is_empty();
                has_reason && is_something && change.list.as_str() != REVIEWS
            }
            Matter::Review => {
                Review::of(change).is_some_and(|review| has_reason || review.verdict == Verdict::Approved)
            }
        };
        is_bare && says_it && change.kind == EntityChangeKind::Update
    }
}

impl Verdict {
    /// As it stands in a record.
    pub fn name(self) -> &'static str {
        match self {
            Self::Approved => "approved",
            Self::Returned => "returned",
        }
    }

    /// Reads what [`Verdict::name`] gave.
    pub fn named(name: &str) -> Option<Self> {
        [Self::Approved, Self::Returned].into_iter().find(|verdict| verdict.name() == name)
    }
}

impl Review {
    /// The entity under which the verdicts on a record are kept.
    pub fn entity(record: RecordId) -> ErasedEntity {
        ErasedEntity { list: ListName::new(REVIEWS), id: EntityId::new(record.to_string()) }
    }

    /// The property that has the verdict on a revision.
    pub fn property(revision: RevisionHash) -> String {
        format!("{JUDGED}{revision}")
    }

    /// The revision that a property has the verdict on.
    pub fn judged(property: &str) -> Option<RevisionHash> {
        property.strip_prefix(JUDGED)?.parse().ok()
    }

    /// The change that says it, made where `base` was known of the verdicts on the record.
    pub fn change(&self, base: Option<EntityBase>) -> EntityChange {
        let ErasedEntity { list, id } = Self::entity(self.record);
        EntityChange {
            list,
            entity: id,
            kind: EntityChangeKind::Update,
            label: None,
            properties: BTreeMap::from([(Self::property(self.revision), self.verdict.name().to_owned())]),
            base,
        }
    }

    /// What a change says, if it is a verdict and nothing else.
    pub fn of(change: &EntityChange) -> Option<Self> {
        let mut properties = change.properties.iter();
        let (Some((property, verdict)), None, None) = (properties.next(), properties.next(), &change.label) else {
            return None;
        };
        let is_ours = change.list.as_str() == REVIEWS;
        let record = change.entity.as_str().parse().ok().filter(|_| is_ours)?;
        Some(Self { record, revision: Self::judged(property)?, verdict: Verdict::named(verdict)? })
    }
}
