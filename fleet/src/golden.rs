//! The sample zone, whose figures are known, as six tablets would have sent it that did not get everything right at once.
//!
//! Every fifth entity begins with something wrong in it and is put right by what comes after: an update, two that do not know of each other,
//! two that say different things, an edit of its record; or its record comes twice; or it was somebody else's and is erased. A reader that adds them up by another rule than the
//! ledger's gets other figures.

use std::path::Path;

use batch::{Blobs, DeviceKey};
use record::{
    ChangeId, DeviceId, EntityBase, EntityChange, EntityChangeKind, EntityId, ErasedEntity, Erasure, RecordId,
    Revision, RevisionHash, Submission, Timestamp,
};
use rules::Calendar;
use sample::OFFICERS;
use serde_json::{Map, Value, json};

use crate::month::{Made, MakeError, Maker, write_key};

/// One entity of so many has a story.
const EACH: usize = 5;
/// Records of one file.
const PORTION: usize = 60;
const WRONG: &str = "样例错";
const MINUTE_MS: i64 = 60_000;
const DAY_MS: i64 = 24 * 60 * MINUTE_MS;

/// What six tablets have finished, each in its order.
struct Zone {
    devices: [DeviceId; OFFICERS],
    finished: [Vec<Revision>; OFFICERS],
    made: u32,
}

/// An entity, right and wrong, and whose it is.
struct Story<'a> {
    right: &'a Submission,
    change: &'a EntityChange,
    officer: usize,
    /// Properties that are wrong at first, and what they should say.
    first: (String, String),
    second: (String, String),
}

/// Makes all files of the zone; without stories each record is right at once.
pub fn golden(with_stories: bool, calendar: &Calendar, into: &Path) -> Result<Value, MakeError> {
    write_key(into)?;
    let devices: [DeviceId; OFFICERS] = sample::keys().map(|key: DeviceKey| key.device());
    let rows = sample::revisions(&sample::zone(calendar), &devices);
    let mut zone = Zone { devices, finished: Default::default(), made: 0 };
    for (place, row) in rows.iter().enumerate() {
        let story = Story::of(&row.revision, row.officer).filter(|_| with_stories && place.is_multiple_of(EACH));
        match story {
            Some(story) => zone.tell(&story, place / EACH)?,
            None => zone.finished[row.officer].push(row.revision.clone()),
        }
    }
    let mut made = Made::default();
    for (officer, (key, records)) in (0_u32..).zip(sample::keys().into_iter().zip(zone.finished)) {
        let mut maker = Maker::new(officer, key);
        for portion in records.chunks(PORTION) {
            let at = portion.first().map(|first| first.submission().finalized_at);
            made.add(maker.keep(into, at.unwrap_or(Timestamp::new(0, 0)), portion.to_vec(), Blobs::new())?);
        }
    }
    Ok(json!({ "files": made.files, "records": made.records, "bytes": made.bytes }))
}

impl Story<'_> {
    /// `None`: it has not two properties to be wrong.
    fn of(revision: &Revision, officer: usize) -> Option<Story<'_>> {
        let right = revision.submission();
        let change = right.entities.first()?;
        let place = right.sequence as usize;
        let at = |place: usize| change.properties.iter().nth(place % change.properties.len().max(1));
        let [first, second] = [at(place)?, at(place + 1)?].map(|(name, text)| (name.clone(), text.clone()));
        (first.0 != second.0).then_some(Story { right, change, officer, first, second })
    }
}

impl Zone {
    fn tell(&mut self, story: &Story<'_>, number: usize) -> Result<(), MakeError> {
        let Story { right, change, officer, first, second } = story;
        let (own, other) = (*officer, (officer + 1) % OFFICERS);
        let wrong = |(name, _): &(String, String)| (name.clone(), WRONG.to_owned());
        match number % 7 {
            // Put right later.
            0 => {
                let created = self.created(story, [wrong(first)])?;
                self.update(own, change, (1, created), [first.clone()], 0)?;
            }
            // Two officers, each right in one thing, each saying again what it had before it of the other.
            1 => {
                let created = self.created(story, [wrong(first), wrong(second)])?;
                self.update(own, change, (1, created), [first.clone(), wrong(second)], 0)?;
                self.update(other, change, (1, created), [wrong(first), second.clone()], 0)?;
            }
            // Two say different things; who knew more is right.
            2 => {
                let created = self.created(story, [])?;
                let once = self.update(own, change, (1, created), [wrong(first)], 0)?;
                self.update(own, change, (2, once), [first.clone()], 0)?;
                self.update(other, change, (1, created), [(first.0.clone(), "0".to_owned())], 0)?;
            }
            // Two say different things and knew as much: the smaller hash is shown.
            3 => {
                let created = self.created(story, [wrong(second)])?;
                let fine = self.update(own, change, (1, created), [second.clone()], 0)?;
                let mut try_at = 0;
                loop {
                    let revision = self.write_update(other, change, (1, created), &[wrong(second)], try_at)?;
                    if revision.hash() > fine {
                        self.finished[other].push(revision);
                        break;
                    }
                    try_at += 1;
                }
            }
            // The record is edited.
            4 => {
                let created = self.created(story, [wrong(first)])?;
                let sequence = self.sequence();
                let edited = Submission { parents: vec![created], sequence, ..(*right).clone() };
                self.finished[own].push(Revision::write(edited)?);
            }
            // Another one that was the same was registered, updated elsewhere, and erased.
            5 => {
                self.finished[own].push(Revision::write((*right).clone())?);
                let another =
                    EntityChange { entity: EntityId::new(format!("{}-erased", change.entity)), ..(*change).clone() };
                let sequence = self.sequence();
                let of =
                    Submission { record: self.record(), sequence, entities: vec![another.clone()], ..(*right).clone() };
                let created = Revision::write(of.clone())?;
                self.update(other, &another, (1, created.hash()), [first.clone()], 0)?;
                let erasure = Erasure { entities: vec![ErasedEntity::of(&another)], ..Erasure::default() };
                let sequence = self.sequence();
                let (parents, erasure) = (vec![created.hash()], Some(erasure));
                let (answers, entities, instance_name) = (Map::new(), Vec::new(), None);
                let erased = Submission { parents, erasure, sequence, answers, entities, instance_name, ..of };
                self.finished[own].extend([created, Revision::write(erased)?]);
            }
            // It comes twice.
            _ => {
                let revision = Revision::write((*right).clone())?;
                self.finished[own].extend([revision.clone(), revision]);
            }
        }
        Ok(())
    }

    /// The entity as it was made, these properties wrong.
    fn created<const N: usize>(
        &mut self,
        story: &Story<'_>,
        wrong: [(String, String); N],
    ) -> Result<RevisionHash, MakeError> {
        let mut change = story.change.clone();
        change.properties.extend(wrong);
        let revision = Revision::write(Submission { entities: vec![change], ..story.right.clone() })?;
        let hash = revision.hash();
        self.finished[story.officer].push(revision);
        Ok(hash)
    }

    fn update<const N: usize>(
        &mut self,
        officer: usize,
        change: &EntityChange,
        base: (u32, RevisionHash),
        says: [(String, String); N],
        try_at: u32,
    ) -> Result<RevisionHash, MakeError> {
        let revision = self.write_update(officer, change, base, &says, try_at)?;
        let hash = revision.hash();
        self.finished[officer].push(revision);
        Ok(hash)
    }

    fn write_update(
        &mut self,
        officer: usize,
        change: &EntityChange,
        (version, head): (u32, RevisionHash),
        says: &[(String, String)],
        try_at: u32,
    ) -> Result<Revision, MakeError> {
        let sequence = self.sequence();
        let base = EntityBase { version, heads: vec![ChangeId { revision: head, index: 0 }], ..EntityBase::default() };
        let update = EntityChange {
            kind: EntityChangeKind::Update,
            label: None,
            properties: says.iter().cloned().collect(),
            base: Some(base),
            ..change.clone()
        };
        let form = format!("{}_update", change.list);
        Ok(Revision::write(Submission {
            record: self.record(),
            parents: Vec::new(),
            form: record::FormRef { hash: record::Sha256::of(form.as_bytes()), id: form, version: "sample".to_owned() },
            device: self.devices[officer].clone(),
            officer: sample::officer_code(officer),
            finalized_at: self.time(),
            sequence,
            instance_name: None,
            answers: [("try".to_owned(), json!(try_at))].into_iter().collect(),
            entities: vec![update],
            attachments: Vec::new(),
            remarks: Vec::new(),
            erasure: None,
            decision: None,
        })?)
    }

    /// Of what was counted last.
    fn record(&self) -> RecordId {
        let mut chance = [1; 10];
        chance[..4].copy_from_slice(&self.made.to_be_bytes());
        RecordId::new(self.time(), chance)
    }

    fn time(&self) -> Timestamp {
        Timestamp::new(sample::AS_OF.0 * DAY_MS + i64::from(self.made) * MINUTE_MS, 480)
    }

    /// Behind all that the zone's rows have.
    fn sequence(&mut self) -> u64 {
        self.made += 1;
        100_000 + u64::from(self.made)
    }
}
