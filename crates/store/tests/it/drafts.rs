//! A draft from its first answer to a record, with tabs and kills in between.

use proptest::prelude::*;
use store::memory::Aborted;
use store::records::{self, RecordState};
use store::{Conflict, Entry, Snapshot, Store, bin, draft, layout};

use crate::sample::{Device, at, draft_no, entity, entry, first, form, record_no, revision};

const STALE: Aborted = Aborted::Guard(Store::Meta, Some(Conflict::StaleWriter));

#[test]
fn a_draft_is_resumed_where_it_was_left() {
    let mut device = Device::new();
    let id = device.filled(1, 3).id;
    let (draft, snapshot, replay) = device.draft(id).unwrap();
    assert_eq!((draft.answered, draft.at_path.as_deref()), (3, Some("/data/note")));
    assert_eq!(draft.form, form());
    assert_eq!(snapshot, first());
    assert_eq!(replay.entries, [entry(1), entry(2), entry(3)]);
    assert!(replay.damaged.is_empty() && replay.missing.is_empty());
}

#[test]
fn a_checkpoint_takes_what_it_contains_out_of_the_journal() {
    let mut device = Device::new();
    let draft = device.filled(1, 70);
    let snapshot = Snapshot { seq: 64, instance: r#"{"note":"样例64"}"#.into() };
    device.run(&draft::checkpoint(&draft, 0, &snapshot)).unwrap();
    let (_, found, replay) = device.draft(draft.id).unwrap();
    assert_eq!(found, snapshot);
    assert_eq!(replay.entries, (65..=70).map(entry).collect::<Vec<_>>());
    assert_eq!(device.memory.all(Store::Journal).len(), 6);
}

#[test]
fn a_tab_that_was_taken_over_from_writes_nothing_more() {
    let mut device = Device::new();
    let old = device.filled(1, 2);
    let (new, plan) = draft::take_over(&old, &[]);
    device.run(&plan).unwrap();

    assert_eq!(device.run(&draft::append(&old, &[entry(3)])), Err(STALE));
    assert_eq!(device.run(&draft::checkpoint(&old, 0, &Snapshot { seq: 2, instance: "{}".into() })), Err(STALE));
    let late = revision(old.id.record(), 1, "样例");
    assert_eq!(device.run(&draft::finalize(&old, &late, device.ledger(), &[])), Err(STALE));
    assert_eq!(device.run(&bin::discard(&old, &[], "", at(9))), Err(STALE));
    assert_eq!(device.run(&draft::take_over(&old, &[]).1), Err(STALE));

    let third = Entry { epoch: 2, ..entry(3) };
    assert_eq!(device.run(&draft::append(&new, std::slice::from_ref(&third))), Ok(()));
    assert_eq!(device.draft(old.id).unwrap().2.entries, [entry(1), entry(2), third]);
}

#[test]
fn an_answer_that_only_the_tail_had_is_journalled_by_taking_over() {
    let mut device = Device::new();
    let draft = device.filled(1, 2);
    let (_, plan) = draft::take_over(&draft, &[entry(3)]);
    device.run(&plan).unwrap();
    let (draft, _, replay) = device.draft(draft.id).unwrap();
    assert_eq!(draft.epoch, 2);
    assert_eq!(replay.entries, [entry(1), entry(2), entry(3)]);
}

#[test]
fn one_sequence_number_cannot_be_journalled_twice() {
    let mut device = Device::new();
    let draft = device.filled(1, 2);
    assert!(matches!(device.run(&draft::append(&draft, &[entry(2)])), Err(Aborted::Taken(Store::Journal, _))));
}

#[test]
fn a_finished_draft_becomes_a_record_in_one_transaction() {
    let mut device = Device::new();
    let draft = device.filled(1, 2);
    let revision = revision(draft.id.record(), 1, "样例");
    let rows = [entity("e1", r#"{"name":"样例企业"}"#)];
    device.run(&draft::finalize(&draft, &revision, device.ledger(), &rows)).unwrap();

    assert!(device.draft(draft.id).is_none());
    assert!(device.memory.all(Store::Journal).is_empty());
    assert!(device.memory.get(Store::Meta, &layout::epoch(draft.id)).is_none());
    let (found, damaged) = records::list(&device.memory.all(Store::Records));
    assert_eq!((found, damaged.len()), (vec![revision], 0));
    let (standings, _) = records::standings(&device.memory.all(Store::States));
    assert_eq!(standings[&record_no(1)].state, RecordState::Waiting);
    assert_eq!(records::unsent(&standings), (1, Some(at(1))));
    assert_eq!(device.memory.all(Store::Entities).len(), 1);
    assert_eq!(device.settings().sequence, 2);
}

#[test]
fn two_tabs_cannot_finalize_under_one_number() {
    let mut device = Device::new();
    let (one, two) = (device.filled(1, 1), device.filled(2, 1));
    let ledger = device.ledger();
    device.run(&draft::finalize(&one, &revision(one.id.record(), 1, "样例"), ledger, &[])).unwrap();

    let late = draft::finalize(&two, &revision(two.id.record(), 1, "样例"), ledger, &[]);
    assert_eq!(device.run(&late), Err(Aborted::Guard(Store::Meta, Some(Conflict::SequenceTaken))));
    let stale = draft::finalize(&two, &revision(two.id.record(), 2, "样例"), ledger, &[]);
    assert_eq!(device.run(&stale), Err(Aborted::Guard(Store::Meta, Some(Conflict::LedgerMoved))));
    let again = draft::finalize(&two, &revision(two.id.record(), 2, "样例"), device.ledger(), &[]);
    assert_eq!(device.run(&again), Ok(()));
}

#[test]
fn a_discarded_draft_lies_in_the_bin_and_comes_back_as_it_was() {
    let mut device = Device::new();
    let draft = device.filled(1, 3);
    let before = device.memory.clone();
    let mut rows = device.memory.under(Store::Drafts, &layout::draft(draft.id));
    rows.extend(device.memory.under(Store::Journal, &layout::draft(draft.id)));
    let tail = format!("{}\n", entry(4).line());
    device.run(&bin::discard(&draft, &rows, &tail, at(9))).unwrap();
    assert!(device.draft(draft.id).is_none());
    let (items, _) = bin::list(&device.memory.all(Store::Bin));
    assert_eq!(items[0].officer.as_ref(), Some(&draft.officer), "whose it is");
    assert_eq!((items[0].draft, items[0].title.as_str()), (draft.id, "样例走访1"));

    let (restored, plan, found) = bin::restore(&device.memory.all(Store::Bin)).unwrap();
    device.run(&plan).unwrap();
    assert_eq!((restored, found), (draft, tail));
    assert_eq!(device.memory, before);
}

#[test]
fn the_bin_keeps_a_draft_for_fourteen_days_whatever_the_clock_says() {
    const DAY: i64 = 24 * 60;
    let mut device = Device::new();
    let draft = device.filled(1, 1);
    let rows = device.memory.under(Store::Drafts, &layout::draft(draft.id));
    device.run(&bin::discard(&draft, &rows, "", at(0))).unwrap();
    let (items, _) = bin::list(&device.memory.all(Store::Bin));

    for day in [-4000, 0, 13] {
        assert!(bin::purge(&items, at(day * DAY)).is_empty());
    }
    device.run(&bin::purge(&items, at(14 * DAY))).unwrap();
    assert!(device.memory.all(Store::Bin).is_empty());
}

#[test]
fn drafts_are_listed_by_their_last_change_and_a_damaged_head_hides_none() {
    let mut device = Device::new();
    for number in 1..=3 {
        let draft = store::Draft { changed_at: at(i64::from(number % 3)), ..draft_no(number) };
        device.run(&draft::begin(&draft, &first())).unwrap();
    }
    let broken = store::Transaction::new().put(Store::Drafts, layout::draft(draft_no(9).id), "{");
    device.run(&broken).unwrap();
    let (drafts, damaged) = draft::list(&device.memory.all(Store::Drafts));
    let titles: Vec<_> = drafts.iter().map(|draft| draft.title.as_str()).collect();
    assert_eq!(titles, ["样例走访2", "样例走访1", "样例走访3"]);
    assert_eq!(damaged.len(), 1);
}

/// What a person and the world may do to one draft.
#[derive(Clone, Copy, Debug)]
enum Step {
    Answer,
    Checkpoint,
    Reopen,
    Finalize,
    Discard,
    Restore,
}

proptest! {
    /// The browser is killed before any transaction: it happened whole or not at all, and the person goes on from what
    /// the database then says. At every moment the draft is in exactly one place, with every answer that was saved.
    #[test]
    fn a_kill_at_any_point_leaves_the_old_state_or_the_new(
        steps in proptest::collection::vec(
            (prop_oneof![
                6 => Just(Step::Answer),
                2 => Just(Step::Checkpoint),
                2 => Just(Step::Reopen),
                1 => Just(Step::Finalize),
                1 => Just(Step::Discard),
                2 => Just(Step::Restore),
            ], any::<bool>()),
            1..40,
        )
    ) {
        let mut device = Device::new();
        let id = device.filled(1, 0).id;
        let mut saved: Vec<String> = Vec::new();
        for (step, killed) in steps {
            let before = device.memory.clone();
            let Some(plan) = plan(&device, step, saved.len() as u64) else { continue };
            if !killed {
                device.run(&plan).unwrap();
                if matches!(step, Step::Answer) {
                    saved.push(entry(saved.len() as u64 + 1).action);
                }
            }
            prop_assert!(!killed || device.memory == before);
            let is_record = !device.memory.all(Store::Records).is_empty();
            let is_binned = !device.memory.all(Store::Bin).is_empty();
            let draft = device.draft(id);
            prop_assert_eq!(usize::from(is_record) + usize::from(is_binned) + usize::from(draft.is_some()), 1);
            prop_assert_eq!(is_record, device.memory.get(Store::States, &layout::state(id.record())).is_some());
            prop_assert_eq!(device.settings().sequence, 1 + u64::from(is_record));
            match draft {
                Some((_, snapshot, replay)) => prop_assert_eq!(answers(&snapshot, &replay.entries), saved.clone()),
                None => prop_assert!(device.memory.all(Store::Journal).is_empty()),
            }
        }
    }
}

/// The step as a transaction, or nothing where it makes no sense.
fn plan(device: &Device, step: Step, answered: u64) -> Option<store::Transaction> {
    let id = draft_no(1).id;
    if let Step::Restore = step {
        let rows = device.memory.all(Store::Bin);
        return (!rows.is_empty()).then(|| bin::restore(&rows).unwrap().1);
    }
    let (draft, snapshot, replay) = device.draft(id)?;
    Some(match step {
        Step::Answer => draft::append(&draft, &[Entry { epoch: draft.epoch, ..entry(answered + 1) }]),
        Step::Checkpoint => {
            let instance = answers(&snapshot, &replay.entries).join("\n");
            draft::checkpoint(&draft, snapshot.seq, &Snapshot { seq: answered, instance })
        }
        Step::Reopen => draft::take_over(&draft, &replay.recovered).1,
        Step::Finalize => draft::finalize(&draft, &revision(id.record(), 1, "样例"), device.ledger(), &[]),
        Step::Discard => {
            let mut rows = device.memory.under(Store::Drafts, &layout::draft(id));
            rows.extend(device.memory.under(Store::Journal, &layout::draft(id)));
            bin::discard(&draft, &rows, "", at(9))
        }
        Step::Restore => return None,
    })
}

/// The test's own engine: an instance is the list of its actions.
fn answers(snapshot: &Snapshot, entries: &[Entry]) -> Vec<String> {
    let kept = snapshot.instance.lines().filter(|line| *line != "{}").map(str::to_owned);
    kept.chain(entries.iter().map(|entry| entry.action.clone())).collect()
}
