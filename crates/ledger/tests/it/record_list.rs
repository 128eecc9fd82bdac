//! Records and verdicts as lists: whatever came in which order, they are what the set of revisions adds up to.

use std::collections::{BTreeMap, BTreeSet};

use ledger::register::{Line, RECORDS, Register, Sums};
use ledger::{Answers, Asked, EntityKey, RecordHistory, Reviewed, histories, judged};
use proptest::prelude::*;
use record::{EntityId, Erasures, ListName, REVIEWS, RecordId, Review, Revision, Verdict};

use crate::world::{Device, World, create, editing_world, erasing_world, history};

/// What stands of some revisions, by record.
fn by_record<'a>(revisions: impl IntoIterator<Item = &'a Revision> + Clone) -> BTreeMap<RecordId, Vec<Revision>> {
    let erasures = Erasures::of(revisions.clone());
    let mut records: BTreeMap<RecordId, BTreeMap<_, Revision>> = BTreeMap::new();
    for revision in revisions.into_iter().filter(|revision| !erasures.erases(revision)) {
        records.entry(revision.submission().record).or_default().insert(revision.hash(), revision.clone());
    }
    records.into_iter().map(|(record, revisions)| (record, revisions.into_values().collect())).collect()
}

fn empty(list: &str) -> Register {
    Register::from_shards(ListName::new(list), [])
}

fn list_of(records: &BTreeMap<RecordId, Vec<Revision>>) -> Register {
    let mut list = empty(RECORDS);
    let lines = records.iter().filter_map(|(record, revisions)| Line::of_record(*record, revisions));
    list.take(lines, &[], &Sums::default());
    list
}

fn verdicts_of(revisions: &[Revision]) -> Register {
    let mut list = empty(REVIEWS);
    let all = histories(revisions);
    let verdicts = all.values().filter(|history| history.list.as_str() == REVIEWS && history.is_shown());
    list.take(verdicts.map(Line::of_verdicts), &[], &Sums::default());
    list
}

fn rows(list: &Register) -> Vec<String> {
    (0..list.len()).map(|row| format!("{:?}", list.record(row))).collect()
}

/// The list as it comes to be where a few revisions arrive at once, and only the records are looked at that they are of, or that
/// they take away.
fn arrived(revisions: &[Revision], step: usize) -> Register {
    let mut list = empty(RECORDS);
    let mut before: BTreeMap<RecordId, Vec<Revision>> = BTreeMap::new();
    for end in (0..revisions.len()).step_by(step).map(|begin| (begin + step).min(revisions.len())) {
        let now = by_record(&revisions[..end]);
        let all: BTreeSet<RecordId> = before.keys().chain(now.keys()).copied().collect();
        let touched = all.into_iter().filter(|record| before.get(record) != now.get(record));
        let (mut lines, mut gone) = (Vec::new(), Vec::new());
        for record in touched {
            match now.get(&record).and_then(|revisions| Line::of_record(record, revisions)) {
                Some(line) => lines.push(line),
                None => gone.push(EntityId::new(record.to_string())),
            }
        }
        list.take(lines, &gone, &Sums::default());
        before = now;
    }
    list
}

#[test]
fn a_record_stands_with_the_revision_that_was_finished_last_and_waits_where_two_edits_differ() {
    let (mut one, mut other) = (Device::new("one"), Device::new("two"));
    let first = one.write(vec![create("enterprises", "e", &[("area", "east"), ("size", "small")])]);
    let record = first.submission().record;
    let list = list_of(&by_record([&first]));
    assert_eq!(list.record(0).expect("a row").revision, first.hash());
    assert_eq!(list.in_conflict(), []);
    let east = one.edit(&[&first], vec![create("enterprises", "e", &[("area", "north"), ("size", "small")])]);
    let west = other.edit(&[&first], vec![create("enterprises", "e", &[("area", "west"), ("size", "small")])]);
    let list = list_of(&by_record([&first, &east, &west]));
    assert_eq!(list.in_conflict(), [EntityId::new(record.to_string())]);
    let latest = [&east, &west].into_iter().max_by_key(|it| (it.submission().finalized_at, it.hash())).expect("two");
    assert_eq!(list.record(0).expect("a row").revision, latest.hash());
    let erased = one.erase(&[&first, &east, &west], &[]);
    assert!(list_of(&by_record([&first, &east, &west, &erased])).is_empty());
}

#[test]
fn a_verdict_is_on_one_revision_and_two_that_differ_are_none() {
    let (mut one, mut other) = (Device::new("one"), Device::new("two"));
    let first = one.write(vec![create("enterprises", "e", &[("area", "east")])]);
    let record = first.submission().record;
    let approved = one.review(&first, Verdict::Approved, None, &[&first]);
    let of = |revisions: &[Revision]| verdicts_of(revisions).verdict(record, first.hash());
    assert_eq!(of(std::slice::from_ref(&first)), None);
    assert_eq!(of(&[first.clone(), approved.clone()]), Some(Verdict::Approved));
    let edited = one.edit(&[&first], Vec::new());
    let all = [first.clone(), approved.clone(), edited.clone()];
    assert_eq!(verdicts_of(&all).verdict(record, edited.hash()), None);
    let returned = other.review(&first, Verdict::Returned, Some("样例理由"), &[&first]);
    assert_eq!(of(&[first.clone(), approved, returned]), None);
}

fn check(world: &World, step: usize) -> Result<(), TestCaseError> {
    let records = by_record(&world.revisions);
    let list = list_of(&records);
    prop_assert_eq!(rows(&arrived(&world.revisions, step)), rows(&list));
    let mut backwards = world.revisions.clone();
    backwards.reverse();
    let backwards = arrived(&backwards, step);
    prop_assert_eq!(rows(&backwards), rows(&list));
    prop_assert_eq!(backwards.in_conflict(), list.in_conflict());
    let verdicts = verdicts_of(&world.revisions);
    let mut waiting = Vec::new();
    for row in 0..list.len() {
        let row = list.record(row).expect("a row of a record");
        let revisions = &records[&row.record];
        prop_assert!(RecordHistory::of(row.record, revisions).heads.contains(&row.revision));
        let disputes = Answers::of(row.record, revisions).map(|answers| answers.disputes()).unwrap_or_default();
        if disputes.iter().any(|dispute| dispute.asked != Asked::Noted) {
            waiting.push(EntityId::new(row.record.to_string()));
        }
        let said = history(&EntityKey::from(&Review::entity(row.record)), &world.revisions);
        let expected = match judged(Some(&said), row.revision) {
            Reviewed::Approved(_) => Some(Verdict::Approved),
            Reviewed::Returned(_) => Some(Verdict::Returned),
            Reviewed::Pending { .. } | Reviewed::Disputed(_) => None,
        };
        prop_assert_eq!(verdicts.verdict(row.record, row.revision), expected);
    }
    prop_assert_eq!(list.in_conflict(), waiting);
    Ok(())
}

proptest! {
    #[test]
    fn the_list_of_records_is_what_the_set_of_revisions_adds_up_to(world in erasing_world(), step in 1..6_usize) {
        check(&world, step)?;
    }

    #[test]
    fn it_is_so_too_where_records_are_edited_again_and_again(world in editing_world(), step in 1..6_usize) {
        check(&world, step)?;
    }
}
