//! Tablets whose clocks are ten years off: what they made is told by its name, taken in, and merged as anything else.

use super::*;
use crate::state::inbox::{Action, Caveat, Desk as Lines, Line, Origin};

/// A clock that is so many years off.
fn off(moment: Timestamp, years: i64) -> Timestamp {
    Timestamp::new(moment.unix_ms() + years * 365 * 86_400_000, moment.offset_minutes())
}

fn finished(revision: &Revision, at: Timestamp, entities: Vec<EntityChange>) -> Revision {
    Revision::write(Submission { finalized_at: at, entities, ..revision.submission().clone() }).unwrap()
}

/// An update by device 2 in sight of what was made, with a clock that is so many years off.
fn update(made: &Revision, years: i64) -> Revision {
    let row = ledger::histories([made]).into_values().next().unwrap();
    let change = EntityChange {
        kind: EntityChangeKind::Update,
        base: Some(ledger::base(&row.state(), &id(2))),
        label: None,
        properties: [("area".to_owned(), "130".to_owned())].into(),
        ..made.submission().entities[0].clone()
    };
    finished(&record(2, 1, "样例一厂", "130"), off(at(3), years), vec![change])
}

/// What is told of a file beside its numbers, at a desk whose clock is right.
fn caveat(file: &[u8], before: &[import::Arrival]) -> Option<Caveat> {
    let facts = batches::open("样例.zip", file, &trusted()).unwrap().0.facts;
    let outcome = Outcome::Ready(ImportCounts::default());
    let origin = Origin::Quarantine(String::new());
    let line = Line { id: 1, name: "样例.zip".to_owned(), origin, facts: Some(facts.into()), outcome };
    let known = crate::state::inbox::Known { arrivals: before.to_vec(), ..Default::default() };
    let lines = [Action::Add(line), Action::Known(known.into())];
    let desk = lines.into_iter().fold(std::rc::Rc::new(Lines::default()), yew::Reducible::reduce);
    desk.caveats(at(5)).remove(&1)
}

#[test]
fn what_a_tablet_ten_years_off_says_of_what_it_saw_counts_and_nothing_is_lost() {
    let made = record(1, 1, "样例一厂", "120");
    for years in [-10, 0, 10] {
        let update = update(&made, years);
        let files = [file(1, 1, std::slice::from_ref(&made)), file_made(off(at(4), years), 2, 1, &[update])];
        for order in [[0, 1], [1, 0]] {
            let mut desk = Desk::new();
            let counts = order.map(|file| desk.take_in(&files[file]).unwrap());
            assert_eq!(counts.map(|counts| (counts.added, counts.conflicts)), [(1, 0), (1, 0)], "{years} {order:?}");
            let key = ledger::entities_of(&made).into_iter().next().unwrap();
            let row = desk.0.get(Store::Entities, &layout::entity(&key.list, &key.entity)).unwrap();
            let state = ledger::EntityHistory::from_bytes(row).unwrap().state();
            assert_eq!((state.text("area"), state.conflicts.len()), ("130", 0), "{years} {order:?}");
        }
    }
}

#[test]
fn two_tablets_that_differ_are_a_conflict_whichever_of_their_clocks_is_ahead() {
    for (one, other) in [(0, 0), (-10, 10), (10, -10)] {
        let said = |secret, area, years| {
            let revision = record(secret, 1, "样例一厂", area);
            finished(&revision, off(at(3), years), revision.submission().entities.clone())
        };
        let files = [
            file_made(off(at(4), one), 1, 1, &[said(1, "120", one)]),
            file_made(off(at(4), other), 2, 1, &[said(2, "130", other)]),
        ];
        let mut desk = Desk::new();
        assert_eq!(desk.take_in(&files[0]).unwrap().conflicts, 0);
        assert_eq!(desk.take_in(&files[1]).unwrap().conflicts, 1, "{one} {other}");
    }
}

#[test]
fn a_file_from_ten_years_ahead_is_told_and_so_is_one_from_before_the_batch_before_it() {
    let made = record(1, 1, "样例一厂", "120");
    let right = file(2, 1, &[update(&made, 0)]);
    assert_eq!(caveat(&right, &[]), None);
    let later = Some(Caveat::Later { now: at(5) });
    assert_eq!(caveat(&file_made(off(at(4), 10), 2, 1, &[update(&made, 10)]), &[]), later);
    // The clock was put right before the file was made: its records say what they say.
    assert_eq!(caveat(&file_made(at(4), 2, 1, &[update(&made, 10)]), &[]), later);

    let mut desk = Desk::new();
    desk.take_in(&right).unwrap();
    let (arrivals, _) = import::list(&desk.0.all(Store::Inbox));
    let back = file_made(off(at(4), -10), 2, 2, &[update(&made, -10)]);
    assert_eq!(caveat(&back, &arrivals), Some(Caveat::Back { before: at(2) }));
    // Of another device, or without the one before it, there is nothing that it could be held against.
    assert_eq!(caveat(&file_made(off(at(4), -10), 3, 2, &[record(3, 1, "样例一厂", "1")]), &arrivals), None);
    assert_eq!(caveat(&back, &[]), None);
    assert_eq!(caveat(&file_made(at(6), 2, 2, &[update(&made, 0)]), &arrivals), None);
}

#[test]
fn an_import_remembers_who_filled_what_with_which_version() {
    let mut submission = record(1, 2, "样例二厂", "130").submission().clone();
    submission.officer = OfficerId::new("样例02");
    let records = [record(1, 1, "样例一厂", "120"), Revision::write(submission).unwrap()];
    let mut desk = Desk::new();
    desk.take_in(&file(1, 1, &records)).unwrap();
    let (arrivals, _) = import::list(&desk.0.all(Store::Inbox));
    let filled = &arrivals[0].filled;
    assert_eq!(filled.officers, [OfficerId::new("样例01"), OfficerId::new("样例02")]);
    assert_eq!(filled.forms, [("样例登记".to_owned(), "1".to_owned())]);
}
