//! The journal and the tail: what is put together again, and what damage does not do.

use proptest::prelude::*;
use store::journal::{self, EntryPlace, replay};
use store::layout::{self, Row};
use store::{Entry, RowError, Store, tail};

use crate::sample::{draft_no, entry};

fn row(entry: &Entry) -> Row {
    Row::new(Store::Journal, layout::entry(draft_no(1).id, entry.seq), entry.line())
}

#[test]
fn an_entry_reads_as_it_was_written() {
    let entry = Entry { seed: u64::MAX, action: "\"\n样例\u{0}\"".into(), ..entry(7) };
    assert!(!entry.line().contains('\n'));
    assert_eq!(Entry::read(entry.line().as_bytes()).unwrap(), entry);
}

#[test]
fn no_flipped_bit_of_an_entry_reads_as_another_entry() {
    let line = entry(7).line().into_bytes();
    for bit in 0..line.len() * 8 {
        let mut damaged = line.clone();
        damaged[bit / 8] ^= 1 << (bit % 8);
        assert!(Entry::read(&damaged).is_err(), "bit {bit}");
    }
    for end in 0..line.len() {
        assert!(Entry::read(&line[..end]).is_err(), "cut at {end}");
    }
}

#[test]
fn a_damaged_entry_is_skipped_told_and_kept() {
    let mut rows: Vec<Row> = (1..=3).map(|seq| row(&entry(seq))).collect();
    rows[1].value[20] ^= 1;
    let replay = replay(0, 1, &rows, "");
    assert_eq!(replay.entries, [entry(1), entry(3)]);
    assert!(replay.missing.is_empty(), "it is told once");
    let [damaged] = replay.damaged.as_slice() else { panic!("one is damaged") };
    assert_eq!((damaged.place, &damaged.bytes), (EntryPlace::Journal(Some(2)), &rows[1].value));
    assert!(matches!(damaged.why, RowError::Checksum));
}

#[test]
fn an_entry_under_another_number_is_damaged() {
    let moved = Row { key: layout::entry(draft_no(1).id, 9), ..row(&entry(1)) };
    let replay = replay(0, 1, &[moved], "");
    assert!(replay.entries.is_empty());
    assert!(matches!(replay.damaged[0].why, RowError::Key));
}

#[test]
fn the_tail_fills_what_the_journal_lost() {
    let rows = [row(&entry(1)), row(&entry(3))];
    let text = tail::append(&tail::append("", &entry(2)), &entry(3));
    let replay = replay(0, 1, &rows, &text);
    assert_eq!(replay.entries, [entry(1), entry(2), entry(3)]);
    assert_eq!(replay.recovered, [entry(2)]);
    assert!(replay.missing.is_empty());
}

#[test]
fn what_a_stale_tab_typed_is_told_and_not_done() {
    let ours = Entry { epoch: 2, ..entry(2) };
    let text = tail::append(&tail::append("", &entry(2)), &entry(3));
    let replay = replay(0, 2, &[row(&entry(1)), row(&ours)], &text);
    assert_eq!(replay.entries, [entry(1), ours]);
    assert_eq!(replay.stale, [entry(2), entry(3)]);
}

#[test]
fn a_tail_that_is_behind_the_journal_is_no_stale_tab() {
    let typed = |text: &str| Entry { action: text.to_owned(), ..entry(2) };
    let text = ["a", "ab"].into_iter().fold(String::new(), |text, answer| tail::append(&text, &typed(answer)));
    let rows = [row(&entry(1)), row(&typed("abc"))];
    for epoch in [1, 2] {
        let replay = replay(0, epoch, &rows, &text);
        assert_eq!(replay.entries, [entry(1), typed("abc")]);
        assert!(replay.stale.is_empty() && replay.recovered.is_empty());
    }
    assert_eq!(replay(0, 1, &rows[..1], &text).recovered, [typed("ab")], "the last of what was typed");
}

#[test]
fn a_write_that_gave_no_answer_is_sent_again_without_what_arrived() {
    let entries = [entry(1), entry(2), entry(3)];
    assert_eq!(journal::lacking(&entries, &[row(&entry(2)), row(&entry(1))]), [entry(3)]);
    assert_eq!(journal::lacking(&entries, &[]), entries);
}

#[test]
fn the_tail_forgets_what_the_database_has() {
    let text = (1..=4).fold(String::new(), |text, seq| tail::append(&text, &entry(seq)));
    assert_eq!(tail::acknowledge(&text, 4), "");
    let left = tail::acknowledge(&text, 3);
    assert_eq!(left, format!("{}\n", entry(4).line()));
    assert_eq!(tail::acknowledge(&format!("{left}1234"), 9), "1234\n");
}

#[test]
fn the_tail_stays_within_its_room_and_keeps_the_newest() {
    let long = |seq| Entry { action: "样".repeat(5_000), ..entry(seq) };
    let text = (1..=20).fold(String::new(), |text, seq| tail::append(&text, &long(seq)));
    assert!(text.len() <= tail::MAX_BYTES);
    let kept: Vec<u64> = tail::lines(&text).map(|line| Entry::read(line.as_bytes()).unwrap().seq).collect();
    assert_eq!(kept, [17, 18, 19, 20]);
    assert_eq!(tail::append("", &Entry { action: "x".repeat(tail::MAX_BYTES), ..entry(1) }), "");
    assert_eq!(tail::name(draft_no(1).id), format!("tail:{}", draft_no(1).id));
}

#[test]
fn a_tail_that_was_cut_gives_its_whole_lines() {
    let text = tail::append(&tail::append("", &entry(1)), &entry(2));
    let ends = [entry(1).line().len(), text.len() - 1];
    for cut in (0..text.len()).filter(|cut| text.is_char_boundary(*cut)) {
        let left = &text[..cut];
        let replay = replay(0, 1, &[], left);
        // A line that lacks only its break is whole; any other rest is told.
        let whole = ends.iter().filter(|end| **end <= cut).count();
        assert_eq!(replay.entries.len(), whole, "cut at {cut}");
        let is_clean = left.is_empty() || left.ends_with('\n') || ends.contains(&cut);
        assert_eq!(replay.damaged.len(), usize::from(!is_clean), "cut at {cut}");
    }
}

proptest! {
    /// However the entries lie (in the journal, in the tail, in both, twice, in any order, with the tail cut), they come
    /// back as they were made.
    #[test]
    fn a_journal_comes_back_as_it_was_made(
        count in 0_u64..30,
        snapshot in 0_u64..30,
        journalled in 0_u64..30,
        tail_from in 0_u64..30,
        swaps in proptest::collection::vec((0_usize..30, 0_usize..30), 0..20),
        repeated in proptest::collection::vec(0_usize..30, 0..5),
        cut in 0_usize..200,
    ) {
        let (snapshot, journalled) = (snapshot.min(count), journalled.min(count));
        let tail_from = tail_from.min(journalled);
        let mut rows: Vec<Row> = (1..=journalled).map(|seq| row(&entry(seq))).collect();
        for index in repeated {
            if let Some(row) = rows.get(index).cloned() {
                rows.push(row);
            }
        }
        for (a, b) in swaps {
            if a < rows.len() && b < rows.len() {
                rows.swap(a, b);
            }
        }
        let (mut text, mut ends) = (String::new(), Vec::new());
        for seq in tail_from + 1..=count {
            text = tail::append(&text, &entry(seq));
            ends.push((seq, text.len() - 1));
        }
        let text = text.get(..text.len().saturating_sub(cut)).unwrap_or(&text);

        let replay = replay(snapshot, 1, &rows, text);
        let in_tail = ends.into_iter().filter(|(_, end)| *end <= text.len()).map(|(seq, _)| seq).max().unwrap_or(0);
        let last = snapshot.max(journalled).max(in_tail);
        prop_assert_eq!(replay.entries, (snapshot + 1..=last).map(entry).collect::<Vec<_>>());
        prop_assert_eq!(replay.recovered, (snapshot.max(journalled) + 1..=last).map(entry).collect::<Vec<_>>());
        prop_assert!(replay.missing.is_empty());
        prop_assert!(replay.stale.is_empty());
        prop_assert!(replay.damaged.len() <= 1);
    }
}

#[test]
fn an_entry_far_behind_all_others_is_told_and_not_counted_up_to() {
    let far = store::Entry { seq: u64::MAX, ..entry(1) };
    let row = |entry: &store::Entry| {
        store::Row::new(Store::Journal, store::layout::entry(draft_no(1).id, entry.seq), entry.line())
    };
    let replay = journal::replay(0, 1, &[row(&entry(1)), row(&far)], "");
    assert_eq!(replay.entries, [entry(1)]);
    assert_eq!((replay.missing.len(), replay.damaged.len()), (0, 1));
    let tail = format!("{}\n", far.line());
    let replay = journal::replay(u64::MAX - 1, 1, &[], &tail);
    assert_eq!(replay.entries.len(), 1, "the next one is the next one");
}

#[test]
fn what_a_replay_cannot_use_lies_aside_once() {
    let mut tablet = crate::sample::Device::new();
    let line = entry(1).line();
    let rows = [store::Row::new(Store::Journal, store::layout::entry(draft_no(1).id, 1), line.replace("31", "32"))];
    let stale = store::Entry { epoch: 9, ..entry(2) };
    let replay = journal::replay(0, 1, &rows, &format!("broken\n{}\n", stale.line()));
    for _ in 0..2 {
        tablet.run(&store::quarantine::keep_entries(draft_no(1).id, &replay, &[entry(3)])).unwrap();
    }
    let (things, _) = store::quarantine::list(&tablet.memory.all(Store::Quarantine));
    let mut reasons: Vec<&str> = things.iter().map(|thing| thing.reason.as_str()).collect();
    reasons.sort_unstable();
    assert_eq!(reasons, ["damaged_entry", "damaged_entry", "stale_entry", "undone_entry"]);
    let kept = tablet.memory.all(Store::Quarantine).into_iter().any(|row| row.value == stale.line().as_bytes());
    assert!(kept, "byte for byte");
}
