//! Erasures that come from elsewhere: they are here as records, what they name is not, and what waits to be sent goes on being
//! counted as it is.

use std::collections::BTreeSet;

use proptest::prelude::*;
use record::{Decision, Erasure, Erasures, Part, RecordId, Revision, RevisionHash, Submission};
use store::backup::Backup;
use store::outbox::{Export, ExportState, mark_exported};
use store::records::{self, RecordState};
use store::{Purge, Row, Store, Transaction, draft, erasure, layout};

use crate::sample::{Device, at, device_id, export, record_no, revision};

const PHONE: &str = "400-000-0417";

fn everything(device: &Device) -> Vec<Row> {
    Store::ALL.into_iter().flat_map(|store| device.memory.all(store)).collect()
}

fn part(of: &Revision) -> Part {
    Part { answers: vec!["note".into()], ..Part::of(of.submission().record, of.hash()) }
}

/// By another device's pen: of parts, or of a record whole.
fn erasure_of(number: u8, erasure: Erasure, record: Option<&Revision>) -> Revision {
    let bare = Submission {
        record: record.map_or_else(|| record_no(number), |erased| erased.submission().record),
        parents: record.map(Revision::hash).into_iter().collect(),
        form: record.map_or_else(Decision::form, |erased| erased.submission().form.clone()),
        instance_name: None,
        answers: serde_json::Map::new(),
        erasure: Some(erasure),
        ..revision(record_no(number), u64::from(number), "").submission().clone()
    };
    Revision::write(bare).unwrap()
}

fn of_parts(number: u8, of: &[&Revision]) -> Revision {
    erasure_of(number, Erasure { parts: of.iter().map(|of| part(of)).collect(), ..Erasure::default() }, None)
}

/// A tablet on which these records were finished.
fn tablet(count: u8) -> (Device, Vec<Revision>) {
    let mut tablet = Device::new();
    let mut made = Vec::new();
    for number in 1..=count {
        let draft = tablet.filled(number, 1);
        let finished = revision(record_no(number), tablet.settings().sequence, PHONE);
        tablet.run(&draft::finalize(&draft, &finished, tablet.ledger(), &[])).unwrap();
        made.push(finished);
    }
    (tablet, made)
}

/// The same record filled once more.
fn edited(tablet: &mut Device, number: u8, before: &Revision) -> Revision {
    let draft = tablet.filled(number, 2);
    let submission = revision(record_no(number), tablet.settings().sequence, "样例").submission().clone();
    let next = Revision::write(Submission { parents: vec![before.hash()], ..submission }).unwrap();
    tablet.run(&draft::finalize(&draft, &next, tablet.ledger(), &[])).unwrap();
    next
}

fn sent(tablet: &mut Device, seq: u64, revisions: &[Revision], state: ExportState) {
    let export = Export { state, ..export(seq, revisions) };
    let standings = records::standings(&tablet.memory.all(Store::States)).0;
    tablet.run(&mark_exported(&export, &standings)).unwrap();
}

/// What goes of whole records.
fn doomed(tablet: &Device, erasures: &Erasures) -> BTreeSet<(RecordId, RevisionHash)> {
    let here = records::list(&tablet.memory.all(Store::Records)).0;
    let gone = here.iter().filter(|revision| erasures.erases(revision));
    gone.map(|revision| (revision.submission().record, revision.hash())).collect()
}

/// As a pack that has these does it: what is here of them already is passed over.
fn told(tablet: &Device, erasures: &[Revision]) -> Transaction {
    let rows = everything(tablet);
    let is_here = |it: &&Revision| {
        tablet.memory.under(Store::Records, &layout::revision(it.submission().record, it.hash())).is_empty()
    };
    let came: Vec<Revision> = erasures.iter().filter(is_here).cloned().collect();
    let new = Erasures::of(&came);
    let purge = Purge::of(doomed(tablet, &new), &new, &rows).told_by_others(&rows);
    erasure::learnt(&came, &purge, &new)
}

fn state(tablet: &Device, number: u8) -> Option<RecordState> {
    Some(records::standings(&tablet.memory.all(Store::States)).0.get(&record_no(number))?.state)
}

fn says_it(tablet: &Device) -> usize {
    everything(tablet).iter().filter(|row| String::from_utf8_lossy(&row.value).contains(PHONE)).count()
}

#[test]
fn a_record_that_was_sent_loses_the_part_and_the_erasure_is_here_as_a_record_that_waits_for_nobody() {
    let (mut tablet, made) = tablet(1);
    sent(&mut tablet, 1, &made, ExportState::Handed);
    let erasure = of_parts(90, &[&made[0]]);
    tablet.run(&told(&tablet, std::slice::from_ref(&erasure))).unwrap();
    assert_eq!(says_it(&tablet), 0);
    assert_eq!((state(&tablet, 1), state(&tablet, 90)), (Some(RecordState::Exported), None));
    let kept = records::list(&tablet.memory.under(Store::Records, &layout::record(record_no(90)))).0;
    assert_eq!(kept, std::slice::from_ref(&erasure));
    assert_eq!(erasure::known(&tablet.memory.all(Store::Meta)), Erasures::of([&erasure]));
    // Once more nothing changes.
    let before = everything(&tablet);
    tablet.run(&told(&tablet, &[erasure])).unwrap();
    assert_eq!(everything(&tablet), before);
}

#[test]
fn what_waits_and_lost_all_that_could_go_has_arrived_and_what_was_edited_since_goes_on_waiting() {
    let (mut tablet, made) = tablet(3);
    sent(&mut tablet, 1, &made[..2], ExportState::Handed);
    let next = edited(&mut tablet, 2, &made[1]);
    // The third waits here, and somebody else has it all the same: it came from a backup.
    tablet.run(&told(&tablet, &[of_parts(90, &[&made[1], &made[2]])])).unwrap();
    assert_eq!(state(&tablet, 1), Some(RecordState::Exported));
    assert_eq!((state(&tablet, 2), state(&tablet, 3)), (Some(RecordState::Waiting), Some(RecordState::Received)));
    let standings = records::standings(&tablet.memory.all(Store::States)).0;
    assert_eq!(records::unsent(&standings).0, 1);
    let left = records::list(&tablet.memory.under(Store::Records, &layout::record(record_no(2)))).0;
    let can_go: Vec<&Revision> = left.iter().filter(|revision| !revision.is_cut()).collect();
    assert_eq!((left.len(), can_go), (2, vec![&next]));
}

#[test]
fn of_a_batch_that_is_not_out_and_cannot_be_made_again_the_others_wait_once_more() {
    for (is_out, others) in [(ExportState::Waiting, RecordState::Waiting), (ExportState::Handed, RecordState::Exported)]
    {
        let (mut tablet, made) = tablet(3);
        sent(&mut tablet, 1, &made[..2], is_out);
        sent(&mut tablet, 2, &made[2..], ExportState::Waiting);
        tablet.run(&told(&tablet, &[of_parts(90, &[&made[0]])])).unwrap();
        assert_eq!(state(&tablet, 1), Some(RecordState::Exported), "nothing of it can go");
        assert_eq!(state(&tablet, 2), Some(others));
        assert_eq!(state(&tablet, 3), Some(RecordState::Exported), "its own batch is whole");
    }
}

#[test]
fn a_record_that_was_erased_while_it_waited_is_no_longer_counted() {
    let (mut tablet, made) = tablet(2);
    let erasure = erasure_of(1, Erasure::default(), Some(&made[0]));
    tablet.run(&told(&tablet, std::slice::from_ref(&erasure))).unwrap();
    assert_eq!((state(&tablet, 1), state(&tablet, 2)), (Some(RecordState::Received), Some(RecordState::Waiting)));
    let left = records::list(&tablet.memory.under(Store::Records, &layout::record(record_no(1)))).0;
    assert_eq!(left, [erasure]);
}

#[test]
fn a_backup_of_the_tablet_from_before_brings_nothing_back() {
    let (mut tablet, made) = tablet(1);
    let backup = Backup::of(tablet.memory.all(Store::Records), device_id(), at(9));
    sent(&mut tablet, 1, &made, ExportState::Handed);
    tablet.run(&told(&tablet, &[of_parts(90, &[&made[0]])])).unwrap();
    tablet.run(&backup.beside(&everything(&tablet)).plan(&[], tablet.ledger())).unwrap();
    assert_eq!(says_it(&tablet), 0);
}

proptest! {
    #[test]
    fn erasures_leave_the_same_in_whatever_order_they_come_and_however_often(
        order in Just((0..4_usize).collect::<Vec<_>>()).prop_shuffle(), again in 0..4_usize, size in 1..5_usize,
    ) {
        let (mut before, made) = tablet(3);
        sent(&mut before, 1, &made, ExportState::Handed);
        let all = [
            of_parts(90, &[&made[0], &made[1]]),
            of_parts(91, &[&made[1]]),
            erasure_of(3, Erasure::default(), Some(&made[2])),
            of_parts(92, &[&made[2]]),
        ];
        let mut order = order;
        order.push(again);
        let (mut one, mut other) = (before.clone(), before);
        for portion in order.chunks(size) {
            let portion: BTreeSet<usize> = portion.iter().copied().collect(); // as a pack is read: each once
            let came: Vec<Revision> = portion.iter().map(|at| all[*at].clone()).collect();
            let plan = told(&one, &came);
            prop_assert!(one.run(&plan).is_ok());
        }
        let plan = told(&other, &all);
        prop_assert!(other.run(&plan).is_ok());
        prop_assert_eq!(says_it(&one), 0);
        prop_assert_eq!(everything(&one), everything(&other));
    }
}
