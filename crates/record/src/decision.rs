//! A decision: what somebody at a desk says of what others have said.
//!
//! It is a record of its own, without a form and without answers, and says its word as one change of one entity, based on all
//! heads that the desk knew. So it needs no merge rule of its own: it comes after what it judges, and two that did not know of
//! each other are a conflict like any other. What it has besides is a reason.
//!
//! A *review* is a decision about a record. The verdict on each of a record's revisions is a property of the entity that has
//! the record's id in the list [`REVIEWS`], which no form can write to.
//!
//! A *join* is a decision about two entities: that they are one, or that they are two. What was said of a pair is kept as an
//! entity of the list [`JOINS`]. In words: `docs/merge.md`, "Decisions".
//!
//! A *settlement* is a decision about a record that was edited in two places ([`Matter::Answers`]). It is no record of its own
//! but that record's next revision, with form, answers and all, which edits what stood against each other.
//!
//! Not here: its text (`revision`), what stands in conflict, how a review counts and what a join does (`ledger`).

use std::collections::BTreeMap;

use crate::{
    EntityBase, EntityChange, EntityChangeKind, EntityId, ErasedEntity, FormRef, ListName, RecordId, RevisionHash,
    Sha256, Submission,
};

/// The list in which reviews are kept. A form's list cannot be called so.
pub const REVIEWS: &str = "__reviews";
/// The list in which it is kept which entities are one. A form's list cannot be called so.
pub const JOINS: &str = "__joins";
/// What stands for a form in a decision.
pub const DECISION_FORM: &str = "taizhang-decision";

/// Before the hash of the revision that a verdict is on: a property's name begins with a letter.
const JUDGED: &str = "rev_";

/// What is said of a pair: its list, its entities by id, and which of them is kept. They are two where none is.
const LIST: &str = "of_list";
const FIRST: &str = "first";
const SECOND: &str = "second";
const KEPT: &str = "kept";

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
    /// Whether two entities are one.
    Join,
    /// Which answers of a record stand that was edited in several places.
    Answers,
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

/// What was said of two entities of one list.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Join {
    pub pair: Pair,
    pub sameness: Sameness,
}

/// Two entities of one list, whichever was named first.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Pair {
    list: ListName,
    first: EntityId,
    second: EntityId,
}

#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Sameness {
    /// They are one, and go on under this one's id.
    One {
        kept: EntityId,
    },
    Two,
}

impl Decision {
    /// What a decision names as its form: there is none, and every record says one.
    pub fn form() -> FormRef {
        let id = DECISION_FORM.to_owned();
        FormRef { hash: Sha256::of(id.as_bytes()), version: "1".to_owned(), id }
    }

    /// Whether a submission with this decision says what it may, and nothing else.
    pub(crate) fn is_sound(&self, submission: &Submission) -> bool {
        let has_reason = self.reason.as_ref().is_some_and(|reason| !reason.trim().is_empty());
        if self.matter == Matter::Answers {
            return has_reason && submission.parents.len() > 1 && submission.form.id != DECISION_FORM;
        }
        let [change] = submission.entities.as_slice() else { return false };
        let is_bare = submission.answers.is_empty()
            && submission.attachments.is_empty()
            && submission.remarks.is_empty()
            && submission.parents.is_empty();
        let says_it = match self.matter {
            Matter::Values => {
                let is_something = change.label.is_some() || !change.properties.is_empty();
                has_reason && is_something && ![REVIEWS, JOINS].contains(&change.list.as_str())
            }
            Matter::Review => {
                Review::of(change).is_some_and(|review| has_reason || review.verdict == Verdict::Approved)
            }
            Matter::Join => has_reason && Join::of(change).is_some(),
            Matter::Answers => false,
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
            properties: BTreeMap::from([(Self::property(self.revision), self.verdict.name().to_owned())]),
            ..EntityChange::update(list, id, base)
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

impl Pair {
    /// `None`: it is one entity and itself.
    pub fn new(list: ListName, one: EntityId, other: EntityId) -> Option<Self> {
        let (first, second) = if one < other { (one, other) } else { (other, one) };
        (first != second).then_some(Self { list, first, second })
    }

    pub fn list(&self) -> &ListName {
        &self.list
    }

    /// In the order of their ids.
    pub fn ids(&self) -> [&EntityId; 2] {
        [&self.first, &self.second]
    }

    /// The two, as an erasure would name them.
    pub fn named(&self) -> [ErasedEntity; 2] {
        self.ids().map(|id| ErasedEntity { list: self.list.clone(), id: id.clone() })
    }

    /// The entity under which it is kept what was said of them. Its id says nothing: two long ones would be too long together.
    pub fn entity(&self) -> ErasedEntity {
        let words = [self.list.as_str(), self.first.as_str(), self.second.as_str()].join("\n");
        ErasedEntity { list: ListName::new(JOINS), id: EntityId::new(Sha256::of(words.as_bytes()).to_string()) }
    }

    /// The pair that an entity of [`JOINS`] is about, by what was said of each of its properties.
    pub fn of<'a>(entity: &EntityId, said: impl Fn(&str) -> Option<&'a str>) -> Option<Self> {
        let id = |name: &str| said(name).map(EntityId::new);
        let pair = Self::new(ListName::new(said(LIST)?), id(FIRST)?, id(SECOND)?)?;
        (pair.entity().id == *entity).then_some(pair)
    }
}

impl Sameness {
    /// The property of an entity of [`JOINS`] that says it.
    pub const PROPERTY: &str = KEPT;

    /// Reads what that property says of a pair.
    pub fn read(pair: &Pair, text: &str) -> Option<Self> {
        if text.is_empty() {
            return Some(Self::Two);
        }
        let kept = pair.ids().into_iter().find(|id| id.as_str() == text)?;
        Some(Self::One { kept: kept.clone() })
    }

    fn text(&self) -> &str {
        match self {
            Self::One { kept } => kept.as_str(),
            Self::Two => "",
        }
    }
}

impl Join {
    /// The change that says it, made where `base` was known of the pair.
    pub fn change(&self, base: Option<EntityBase>) -> EntityChange {
        let ErasedEntity { list, id } = self.pair.entity();
        let Pair { list: of, first, second } = &self.pair;
        let said =
            [(LIST, of.as_str()), (FIRST, first.as_str()), (SECOND, second.as_str()), (KEPT, self.sameness.text())];
        EntityChange {
            properties: said.into_iter().map(|(name, text)| (name.to_owned(), text.to_owned())).collect(),
            ..EntityChange::update(list, id, base)
        }
    }

    /// What a change says, if it says of two entities whether they are one, and nothing else.
    pub fn of(change: &EntityChange) -> Option<Self> {
        let said = |name: &str| change.properties.get(name).map(String::as_str);
        let is_ours = change.list.as_str() == JOINS && change.label.is_none() && change.properties.len() == 4;
        let pair = Pair::of(&change.entity, said).filter(|_| is_ours)?;
        let sameness = Sameness::read(&pair, said(KEPT)?)?;
        Some(Self { pair, sameness })
    }
}
