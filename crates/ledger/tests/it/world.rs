//! Devices that work, lose touch and hear of each other: how tests come by revisions.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use ledger::{Answers, EntityHistory, EntityKey, LABEL, Ruling, base, disputes, joined, review_base, ruled};
use proptest::prelude::*;
use record::{
    Decision, DeviceId, EntityBase, EntityChange, EntityChangeKind, EntityId, ErasedEntity, Erasure, FormRef, Join,
    ListName, Matter, OfficerId, Pair, Part, RecordId, Review, Revision, RevisionHash, Sameness, Sha256, Submission,
    Timestamp, Verdict,
};

pub fn key(list: &str, entity: &str) -> EntityKey {
    EntityKey { list: ListName::new(list), entity: EntityId::new(entity) }
}

/// What a set of revisions adds up to for one entity.
pub fn history<'a>(key: &EntityKey, revisions: impl IntoIterator<Item = &'a Revision>) -> EntityHistory {
    let mut history = EntityHistory::new(key.clone());
    revisions.into_iter().for_each(|revision| history.insert_from(revision));
    history
}

/// A change without a base.
pub fn create(list: &str, entity: &str, properties: &[(&str, &str)]) -> EntityChange {
    let label = properties.iter().find(|(name, _)| *name == LABEL).map(|(_, text)| (*text).to_owned());
    let others = properties.iter().filter(|(name, _)| *name != LABEL);
    EntityChange {
        label,
        properties: others.map(|(name, text)| ((*name).to_owned(), (*text).to_owned())).collect(),
        ..EntityChange::create(ListName::new(list), EntityId::new(entity))
    }
}

/// A change made on a device that has `seen` these revisions.
pub fn update(list: &str, entity: &str, properties: &[(&str, &str)], seen: &[&Revision]) -> EntityChange {
    let state = history(&key(list, entity), seen.iter().copied()).state();
    // On which device is of no account to the ledger.
    let base = base(&state, &DeviceId::new("device"));
    let is_shown = |(name, text): &&(&str, &str)| {
        state.conflict(name).is_none() && state.property(name).is_some_and(|said| said.value == *text)
    };
    EntityChange {
        kind: EntityChangeKind::Update,
        base: Some(base),
        unchanged: properties.iter().filter(is_shown).map(|(name, _)| (*name).to_owned()).collect(),
        ..create(list, entity, properties)
    }
}

/// One device's pen: writes submissions with its own counter.
#[derive(Clone, Debug)]
pub struct Device {
    pub name: String,
    pub sequence: u64,
}

impl Device {
    pub fn new(name: &str) -> Self {
        Self { name: name.to_owned(), sequence: 0 }
    }

    /// A first revision of a new record.
    pub fn write(&mut self, entities: Vec<EntityChange>) -> Revision {
        self.revise(None, &[], entities)
    }

    /// A revision that edits others of one record.
    pub fn edit(&mut self, edited: &[&Revision], entities: Vec<EntityChange>) -> Revision {
        let parents: Vec<RevisionHash> = edited.iter().map(|revision| revision.hash()).collect();
        self.revise(edited.first().map(|revision| revision.submission().record), &parents, entities)
    }

    /// Takes away a record that these are revisions of, and entities with it.
    pub fn erase(&mut self, erased: &[&Revision], entities: &[EntityKey]) -> Revision {
        let named = |key: &EntityKey| ErasedEntity { list: key.list.clone(), id: key.entity.clone() };
        let mut submission = self.edit(erased, Vec::new()).submission().clone();
        let erasure = Erasure { entities: entities.iter().map(named).collect(), ..Erasure::default() };
        submission.erasure = Some(erasure);
        Revision::write(submission).expect("an erasure can be written")
    }

    /// Takes parts of revisions away, which stay.
    pub fn erase_parts(&mut self, parts: Vec<Part>) -> Revision {
        let mut submission = self.write(Vec::new()).submission().clone();
        submission.form = Decision::form();
        submission.erasure = Some(Erasure { parts, ..Erasure::default() });
        Revision::write(submission).expect("an erasure can be written")
    }

    /// Decides some conflicts of an entity, as they stand to one who has `seen` these revisions. `None`: there is nothing to
    /// decide.
    pub fn decide(&mut self, key: &EntityKey, seen: &[&Revision], takes: &[Take]) -> Option<Revision> {
        let history = history(key, seen.iter().copied());
        let mut rulings = BTreeMap::new();
        for (dispute, take) in disputes(&history).into_iter().zip(takes.iter().cycle()) {
            let value = match take {
                Take::Leave => continue,
                Take::Shown => dispute.voices[0].said.value.clone(),
                Take::Other => dispute.voices[1].said.value.clone(),
                Take::Typed(text) => text.clone(),
            };
            rulings.insert(dispute.property.clone(), Ruling { value, seen: dispute.seen() });
        }
        let change = ruled(&history.state(), &rulings, &DeviceId::new(self.name.clone())).ok()?;
        Some(self.judge(change, Matter::Values, Some("样例理由")))
    }

    /// Settles where a record's revisions differ, as one who has `seen` these. `None`: they do not.
    pub fn settle(&mut self, record: RecordId, seen: &[&Revision], takes: &[Take]) -> Option<Revision> {
        let answers = Answers::of(record, seen.iter().copied())?;
        let mut rulings = BTreeMap::new();
        for (dispute, take) in answers.disputes().into_iter().zip(takes.iter().cycle()) {
            let value = match take {
                Take::Leave | Take::Shown => dispute.voices[0].said.value.clone(),
                Take::Other => dispute.voices[1].said.value.clone(),
                Take::Typed(text) => text.clone(),
            };
            rulings.insert(dispute.property.clone(), Ruling { value, seen: dispute.seen() });
        }
        let settled = answers.settled(&rulings).ok()?;
        let own = self.write(Vec::new()).submission().clone();
        let submission = Submission {
            device: own.device,
            officer: own.officer,
            finalized_at: own.finalized_at,
            sequence: own.sequence,
            decision: Some(Decision { matter: Matter::Answers, reason: Some("样例理由".to_owned()) }),
            ..settled
        };
        // As it travels: what cannot be read would be no settlement.
        let written = Revision::write(submission).expect("a settlement can be written");
        Some(Revision::read(written.body()).expect("a settlement can be read"))
    }

    /// Gives a verdict on a revision, as one who has `seen` these.
    pub fn review(
        &mut self,
        judged: &Revision,
        verdict: Verdict,
        reason: Option<&str>,
        seen: &[&Revision],
    ) -> Revision {
        let submission = judged.submission();
        let review = Review { record: submission.record, revision: judged.hash(), verdict };
        let known = history(&EntityKey::from(&Review::entity(review.record)), seen.iter().copied());
        let base = review_base(Some(&known.state()), &DeviceId::new(self.name.clone()));
        self.judge(review.change(Some(base)), Matter::Review, reason)
    }

    /// Says of two entities whether they are one, as one who has `seen` these.
    pub fn join(
        &mut self,
        one: &EntityKey,
        other: &EntityKey,
        kept: Option<&EntityKey>,
        seen: &[&Revision],
    ) -> Revision {
        let pair = Pair::new(one.list.clone(), one.entity.clone(), other.entity.clone()).expect("they are two ids");
        let sameness = kept.map_or(Sameness::Two, |key| Sameness::One { kept: key.entity.clone() });
        let row = history(&EntityKey::from(&pair.entity()), seen.iter().copied());
        let both = [one, other].map(|key| history(key, seen.iter().copied()));
        let join = Join { pair, sameness };
        let device = DeviceId::new(self.name.clone());
        let change = joined(&join, Some(&row), [Some(&both[0]), Some(&both[1])], None, &device).expect("nothing moved");
        self.judge(change, Matter::Join, Some("样例理由"))
    }

    pub fn judge(&mut self, change: EntityChange, matter: Matter, reason: Option<&str>) -> Revision {
        let mut submission = self.write(vec![change]).submission().clone();
        submission.form = Decision::form();
        submission.answers = serde_json::Map::new();
        submission.decision = Some(Decision { matter, reason: reason.map(str::to_owned) });
        Revision::write(submission).expect("a decision can be written")
    }

    fn revise(&mut self, record: Option<RecordId>, parents: &[RevisionHash], entities: Vec<EntityChange>) -> Revision {
        self.sequence += 1;
        let seed = Sha256::of(format!("{} {}", self.name, self.sequence).as_bytes());
        // Clocks that agree with nothing, so that a rule that looked at one would fail here.
        let now = Timestamp::new(1_700_000_000_000 + i64::from(seed.as_bytes()[0]) * 86_400_000, 480);
        let random = std::array::from_fn(|index| seed.as_bytes()[index + 1]);
        let mut answers = serde_json::Map::new();
        for change in &entities {
            for (name, text) in &change.properties {
                answers.insert(name.clone(), text.clone().into());
            }
        }
        let submission = Submission {
            record: record.unwrap_or_else(|| RecordId::new(now, random)),
            parents: parents.to_vec(),
            form: FormRef { id: "sample".to_owned(), version: "1".to_owned(), hash: Sha256::of(b"sample") },
            device: DeviceId::new(self.name.clone()),
            officer: OfficerId::new(format!("样例-{}", self.name)),
            finalized_at: now,
            sequence: self.sequence,
            instance_name: None,
            answers,
            entities,
            attachments: Vec::new(),
            remarks: Vec::new(),
            erasure: None,
            decision: None,
        };
        Revision::write(submission).expect("a submission can be written")
    }
}

const ENTITIES: [&str; 2] = ["样例-甲", "样例-乙"];
const PROPERTIES: [&str; 4] = ["area", "remarks", "size", LABEL];
const TEXTS: [&str; 4] = ["", "一", "二", "三"];
const DEVICES: usize = 4;

pub fn keys() -> [EntityKey; 2] {
    ENTITIES.map(|entity| key("enterprises", entity))
}

/// What is done about one conflict.
#[derive(Clone, Debug)]
pub enum Take {
    Leave,
    Shown,
    Other,
    Typed(String),
}

/// What one device does next.
#[derive(Clone, Debug)]
pub enum Act {
    /// Sends a new record.
    Write { device: usize, says: Vec<Says> },
    /// Edits a record that it knows.
    Edit { device: usize, record: usize, says: Vec<Says> },
    /// Decides conflicts that it knows of.
    Decide { device: usize, entity: usize, takes: Vec<Take> },
    /// Settles a record that it knows, where that was edited in several places.
    Settle { device: usize, record: usize, takes: Vec<Take> },
    /// Gives a verdict on a record that it knows.
    Judge { device: usize, record: usize, verdict: Verdict },
    /// Hears all that another device knows.
    Learn { device: usize, from: usize },
    /// Hears of one revision, and perhaps of nothing before it.
    Glimpse { device: usize, revision: usize },
}

/// One entity change: the entity, and texts by property.
#[derive(Clone, Debug)]
pub struct Says {
    entity: usize,
    creates: bool,
    /// Names no base heads, as a file from another system would.
    is_foreign: bool,
    properties: BTreeMap<usize, usize>,
}

/// What came of it: every revision, and what each device knows.
#[derive(Clone, Debug)]
pub struct World {
    pub revisions: Vec<Revision>,
    pub known: Vec<BTreeSet<usize>>,
}

pub fn world() -> impl Strategy<Value = World> {
    world_of(DEVICES, 1..24)
}

/// A world of so many devices in which so much happens.
pub fn world_of(devices: usize, acts: Range<usize>) -> impl Strategy<Value = World> {
    prop::collection::vec(act(devices), acts).prop_map(move |acts| World::play(devices, &acts))
}

/// A world of few records that are edited again and again, in parallel, and settled.
pub fn editing_world() -> impl Strategy<Value = World> {
    let says = || prop::collection::vec(says(), 1..2);
    let act = prop_oneof![
        1 => (0..DEVICES, says()).prop_map(|(device, says)| Act::Write { device, says }),
        5 => (0..DEVICES, 0..64_usize, says()).prop_map(|(device, record, says)| Act::Edit { device, record, says }),
        3 => (0..DEVICES, 0..64_usize, prop::collection::vec(take(), 1..4))
            .prop_map(|(device, record, takes)| Act::Settle { device, record, takes }),
        4 => (0..DEVICES, 0..DEVICES).prop_map(|(device, from)| Act::Learn { device, from }),
        1 => (0..DEVICES, 0..64_usize).prop_map(|(device, revision)| Act::Glimpse { device, revision }),
    ];
    let begun = says().prop_map(|says| {
        let hears = (1..DEVICES).map(|device| Act::Learn { device, from: 0 });
        std::iter::once(Act::Write { device: 0, says }).chain(hears).collect::<Vec<_>>()
    });
    (begun, prop::collection::vec(act, 1..24)).prop_map(|(begun, acts)| World::play(DEVICES, &[begun, acts].concat()))
}

/// A world in which some of its records are erased, by devices that know of the others what they happen to know.
pub fn erasing_world() -> impl Strategy<Value = World> {
    (world(), erased()).prop_map(|(world, erased)| world.erased(&erased))
}

/// A world in which parts of some of its revisions are erased.
pub fn parting_world() -> impl Strategy<Value = World> {
    (world(), parts()).prop_map(|(world, parts)| world.parted(&parts))
}

/// A world in which both are.
pub fn mixed_world() -> impl Strategy<Value = World> {
    mixed(world())
}

/// A world with whole erasures and such of parts in it besides.
pub fn mixed(world: impl Strategy<Value = World>) -> impl Strategy<Value = World> {
    (world, parts(), erased()).prop_map(|(world, parts, erased)| world.parted(&parts).erased(&erased))
}

/// Which records are erased, and which of the entities with them.
type Erased = Vec<(usize, [bool; 2])>;
/// By erasure: parts of which revisions, of which entities, which properties.
type Parts = Vec<Vec<(usize, [bool; 2], usize)>>;

fn erased() -> impl Strategy<Value = Erased> {
    prop::collection::vec((0..64_usize, any::<[bool; 2]>()), 0..3)
}

fn parts() -> impl Strategy<Value = Parts> {
    let parts = prop::collection::vec((0..64_usize, any::<[bool; 2]>(), 0..16_usize), 1..3);
    prop::collection::vec(parts, 0..3)
}

fn act(devices: usize) -> impl Strategy<Value = Act> {
    let says = || prop::collection::vec(says(), 1..3);
    prop_oneof![
        5 => (0..devices, says()).prop_map(|(device, says)| Act::Write { device, says }),
        2 => (0..devices, 0..64_usize, says()).prop_map(|(device, record, says)| Act::Edit { device, record, says }),
        3 => (0..devices, 0..ENTITIES.len(), prop::collection::vec(take(), 1..4))
            .prop_map(|(device, entity, takes)| Act::Decide { device, entity, takes }),
        2 => (0..devices, 0..64_usize, prop::collection::vec(take(), 1..4))
            .prop_map(|(device, record, takes)| Act::Settle { device, record, takes }),
        1 => (0..devices, 0..64_usize, prop_oneof![Just(Verdict::Approved), Just(Verdict::Returned)])
            .prop_map(|(device, record, verdict)| Act::Judge { device, record, verdict }),
        3 => (0..devices, 0..devices).prop_map(|(device, from)| Act::Learn { device, from }),
        1 => (0..devices, 0..64_usize).prop_map(|(device, revision)| Act::Glimpse { device, revision }),
    ]
}

pub fn take() -> impl Strategy<Value = Take> {
    prop_oneof![
        1 => Just(Take::Leave),
        2 => Just(Take::Shown),
        2 => Just(Take::Other),
        2 => (0..TEXTS.len()).prop_map(|text| Take::Typed(TEXTS[text].to_owned())),
    ]
}

fn says() -> impl Strategy<Value = Says> {
    let properties = prop::collection::btree_map(0..PROPERTIES.len(), 0..TEXTS.len(), 0..4);
    (0..ENTITIES.len(), prop::bool::weighted(0.2), prop::bool::weighted(0.1), properties)
        .prop_map(|(entity, creates, is_foreign, properties)| Says { entity, creates, is_foreign, properties })
}

impl World {
    fn erased(mut self, erased: &Erased) -> Self {
        let mut device = Device::new("withdrawing");
        for (record, names) in erased.iter().filter(|_| !self.revisions.is_empty()).collect::<Vec<_>>() {
            let named = self.revisions[record % self.revisions.len()].clone();
            let known: Vec<&Revision> = self.known_to(0).collect();
            let record = named.submission().record;
            let mut ours: Vec<&Revision> =
                known.into_iter().filter(|known| known.submission().record == record).collect();
            ours.push(&named);
            let entities: Vec<EntityKey> =
                keys().into_iter().zip(names).filter_map(|(key, is_named)| is_named.then_some(key)).collect();
            let erasure = device.erase(&ours, &entities);
            self.revisions.push(erasure);
        }
        self
    }

    fn parted(mut self, erasures: &Parts) -> Self {
        let mut device = Device::new("retaining");
        let filled = self.revisions.len();
        for parts in erasures.iter().filter(|_| filled > 0) {
            let part = |(revision, names, properties): &(usize, [bool; 2], usize)| {
                let revision = &self.revisions[revision % filled];
                let entities = keys().into_iter().zip(names).filter(|(_, is_named)| **is_named);
                let named = PROPERTIES.iter().enumerate().filter(|(bit, _)| properties >> bit & 1 == 1);
                let properties: Vec<String> = named.map(|(_, name)| (*name).to_owned()).collect();
                Part {
                    answers: properties.clone(),
                    entities: entities.map(|(key, _)| ErasedEntity { list: key.list, id: key.entity }).collect(),
                    properties,
                    ..Part::of(revision.submission().record, revision.hash())
                }
            };
            // One that names nothing is no part, and nobody could send it.
            let parts: Vec<Part> = parts.iter().map(part).filter(|part| !part.is_empty()).collect();
            if !parts.is_empty() {
                let erasure = device.erase_parts(parts);
                self.revisions.push(erasure);
            }
        }
        self
    }

    fn play(devices: usize, acts: &[Act]) -> Self {
        let mut world = Self { revisions: Vec::new(), known: vec![BTreeSet::new(); devices] };
        let mut devices: Vec<Device> = (0..devices).map(|index| Device::new(&format!("device-{index}"))).collect();
        for act in acts {
            match act {
                Act::Write { device, says } => {
                    let revision = devices[*device].write(world.changes(*device, says));
                    world.add(*device, revision);
                }
                Act::Edit { device, record, says } => {
                    let known: Vec<usize> = world.known[*device].iter().copied().collect();
                    if known.is_empty() {
                        continue;
                    }
                    let edited = world.revisions[known[record % known.len()]].clone();
                    let revision = devices[*device].edit(&[&edited], world.changes(*device, says));
                    world.add(*device, revision);
                }
                Act::Decide { device, entity, takes } => {
                    let seen: Vec<&Revision> = world.known_to(*device).collect();
                    let decision = devices[*device].decide(&keys()[*entity], &seen, takes);
                    if let Some(decision) = decision {
                        world.add(*device, decision);
                    }
                }
                Act::Settle { device, record, takes } => {
                    let seen: Vec<&Revision> = world.known_to(*device).collect();
                    let records: BTreeSet<RecordId> = seen.iter().map(|known| known.submission().record).collect();
                    let mut records: Vec<RecordId> = records.into_iter().collect();
                    let begin = record % records.len().max(1);
                    records.rotate_left(begin);
                    let settled = records.into_iter().find_map(|record| devices[*device].settle(record, &seen, takes));
                    if let Some(settled) = settled {
                        world.add(*device, settled);
                    }
                }
                Act::Judge { device, record, verdict } => {
                    let seen: Vec<&Revision> = world.known_to(*device).collect();
                    let filled: Vec<&&Revision> = seen.iter().filter(|known| known.decision().is_none()).collect();
                    if filled.is_empty() {
                        continue;
                    }
                    let judged = filled[record % filled.len()];
                    let review = devices[*device].review(judged, *verdict, Some("样例理由"), &seen);
                    world.add(*device, review);
                }
                Act::Learn { device, from } => {
                    let news = world.known[*from].clone();
                    world.known[*device].extend(news);
                }
                Act::Glimpse { device, revision } if !world.revisions.is_empty() => {
                    let revision = revision % world.revisions.len();
                    world.known[*device].insert(revision);
                }
                Act::Glimpse { .. } => {}
            }
        }
        world
    }

    fn add(&mut self, device: usize, revision: Revision) {
        self.known[device].insert(self.revisions.len());
        self.revisions.push(revision);
    }

    fn changes(&self, device: usize, says: &[Says]) -> Vec<EntityChange> {
        let seen: Vec<&Revision> = self.known_to(device).collect();
        let change = |says: &Says| {
            let properties: Vec<(&str, &str)> =
                says.properties.iter().map(|(name, text)| (PROPERTIES[*name], TEXTS[*text])).collect();
            let entity = ENTITIES[says.entity];
            if says.creates {
                return create("enterprises", entity, &properties);
            }
            let mut change = update("enterprises", entity, &properties, &seen);
            if says.is_foreign {
                change.base = Some(EntityBase { version: 2, ..EntityBase::default() });
            }
            change
        };
        says.iter().map(change).collect()
    }

    pub fn known_to(&self, device: usize) -> impl Iterator<Item = &Revision> {
        self.known[device].iter().map(|index| &self.revisions[*index])
    }

    /// Those revisions whose place in `picked` is true.
    pub fn picked(&self, picked: &[bool]) -> Vec<&Revision> {
        self.revisions
            .iter()
            .zip(picked.iter().cycle())
            .filter_map(|(revision, picked)| picked.then_some(revision))
            .collect()
    }

    /// All revisions, some of them more than once, in an order that `keys` gives.
    pub fn shuffled(&self, keys: &[u64]) -> Vec<Revision> {
        let mut order: Vec<(u64, &Revision)> = Vec::new();
        for (key, revision) in keys.iter().zip(self.revisions.iter().cycle()) {
            order.push((*key, revision));
        }
        order.sort_by_key(|(key, _)| *key);
        order.into_iter().map(|(_, revision)| revision.clone()).collect()
    }
}

/// Which of up to 64 revisions.
pub fn picks() -> impl Strategy<Value = Vec<bool>> {
    prop::collection::vec(any::<bool>(), 64)
}

/// An order for up to 64 revisions, those of small worlds coming more than once.
pub fn orders() -> impl Strategy<Value = Vec<u64>> {
    prop::collection::vec(any::<u64>(), 64)
}
