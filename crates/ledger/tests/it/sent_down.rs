//! Which erasures a tablet is told of with a pack.

use std::collections::BTreeSet;

use ledger::sent_down::{MOST_BYTES, Openers, sent_down};
use proptest::prelude::*;
use record::{Erasures, Part, Proof, RecordId, Revision, RevisionHash, Submission};

use crate::world::{Device, create, mixed_world, orders};

fn hashes(told: &[&Revision]) -> BTreeSet<RevisionHash> {
    told.iter().map(|revision| revision.hash()).collect()
}

fn record(revision: &Revision) -> RecordId {
    revision.submission().record
}

fn with_proof(erasure: &Revision) -> Revision {
    let mut submission = erasure.submission().clone();
    let proof = Proof { name: "talent_code".into(), value: "T0000001".into(), label: None, text: None };
    submission.erasure.iter_mut().for_each(|said| said.kept.push(proof.clone()));
    Revision::write(submission).expect("it can be written")
}

fn part(of: &Revision, answer: &str) -> Part {
    Part { answers: vec![answer.to_owned()], ..Part::of(record(of), of.hash()) }
}

#[test]
fn a_tablet_hears_of_what_it_sent_and_of_nobody_else() {
    let (mut one, mut two, mut desk) = (Device::new("one"), Device::new("two"), Device::new("desk"));
    let (ours, others) = (one.write(vec![create("people", "p1", &[])]), two.write(vec![create("people", "p2", &[])]));
    let photo = one.write(Vec::new());
    let all = [
        desk.erase(&[&ours], &[]),
        desk.erase(&[&others], &[]),
        desk.erase_parts(vec![part(&others, "phone"), part(&photo, "phone")]),
        desk.erase_parts(vec![part(&others, "photo")]),
    ];
    let had = BTreeSet::from([record(&ours), record(&photo)]);
    let told = sent_down(&all, &had, Openers::One);
    assert_eq!(hashes(&told), [all[0].hash(), all[2].hash()].into());
    assert_eq!(sent_down(&all, &BTreeSet::new(), Openers::One), Vec::<&Revision>::new());
    // What is no erasure never goes.
    assert_eq!(sent_down([&ours, &photo], &had, Openers::One), Vec::<&Revision>::new());
}

#[test]
fn what_many_can_open_tells_no_proof_and_what_was_left_of_one_goes_nowhere() {
    let (mut tablet, mut desk) = (Device::new("tablet"), Device::new("desk"));
    let made = tablet.write(Vec::new());
    let bare = desk.erase(&[&made], &[]);
    let proven = with_proof(&desk.erase(&[&made], &[]));
    let had = BTreeSet::from([record(&made)]);
    let all = [bare.clone(), proven.clone()];
    assert_eq!(hashes(&sent_down(&all, &had, Openers::One)), [bare.hash(), proven.hash()].into());
    assert_eq!(hashes(&sent_down(&all, &had, Openers::Many)), [bare.hash()].into());
    let over = desk.erase_parts(vec![part(&proven, record::part::PROOFS)]);
    let cut = Erasures::of([&over]).cut(proven.clone());
    assert!(cut.is_cut());
    assert_eq!(hashes(&sent_down([&cut, &over], &had, Openers::One)), [over.hash()].into());
}

#[test]
fn a_pack_does_not_grow_for_ever_and_the_latest_go() {
    let (mut tablet, mut desk) = (Device::new("tablet"), Device::new("desk"));
    let made = tablet.write(Vec::new());
    let had = BTreeSet::from([record(&made)]);
    let long = |desk: &mut Device, second: i64| {
        let erasure = desk.erase_parts(vec![part(&made, &"g/".repeat(250_000))]);
        let finalized_at = record::Timestamp::new(1_772_326_800_000 + second * 1_000, 480);
        Revision::write(Submission { finalized_at, ..erasure.submission().clone() }).expect("it can be written")
    };
    let all: Vec<Revision> = (0..12).map(|second| long(&mut desk, second)).collect();
    let told = sent_down(&all, &had, Openers::One);
    let bytes: usize = told.iter().map(|erasure| erasure.body().len()).sum();
    assert!(bytes <= MOST_BYTES && told.len() > 4 && told.len() < all.len(), "{} of {bytes}", told.len());
    let latest: Vec<RevisionHash> = all.iter().rev().take(told.len()).map(Revision::hash).collect();
    assert_eq!(told.iter().map(|erasure| erasure.hash()).collect::<Vec<_>>(), latest);
}

proptest! {
    #[test]
    fn whoever_sent_a_record_is_told_of_all_that_was_erased_of_it_in_whatever_order_it_lies_there(
        world in mixed_world(), order in orders(), picked in prop::collection::vec(any::<bool>(), 40),
    ) {
        let records: BTreeSet<RecordId> = world.revisions.iter().map(record).collect();
        let had: BTreeSet<RecordId> =
            records.into_iter().zip(picked).filter(|(_, picked)| *picked).map(|(record, _)| record).collect();
        let shuffled = world.shuffled(&order);
        let told = sent_down(&shuffled, &had, Openers::One);
        prop_assert_eq!(&told, &sent_down(&world.revisions, &had, Openers::One));
        // With these alone the tablet has of its records what who knows all erasures has of them, but for what an entity took along.
        let (some, all) = (Erasures::of(told.iter().copied()), Erasures::of(&world.revisions));
        for revision in world.revisions.iter().filter(|revision| had.contains(&record(revision))) {
            prop_assert_eq!(some.cut(revision.clone()), all.cut(revision.clone()));
            prop_assert_eq!(some.is_record_erased(record(revision)), all.is_record_erased(record(revision)));
        }
    }
}
