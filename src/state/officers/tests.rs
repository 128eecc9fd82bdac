//! What an officer may be taken away with, and what is counted of the others.

use store::settings::{OwnDevice, SecretKey};
use store::{Row, Store, Transaction, Write};

use super::*;

fn officer(name: &str, code: &str) -> Officer {
    Officer::typed(name, code, "").unwrap()
}

fn code(code: &str) -> OfficerId {
    OfficerId::new(code)
}

/// What a database holds after these plans, the later row of a key standing.
fn settings_after(plans: &[Transaction]) -> Settings {
    let mut rows: Vec<Row> = Vec::new();
    for write in plans.iter().flat_map(|plan| plan.writes.clone()) {
        if let Write::Add { store, key, value } | Write::Put { store, key, value } = write {
            rows.retain(|row| row.key != key);
            rows.push(Row { store, key, value });
        }
    }
    assert!(rows.iter().all(|row| row.store == Store::Meta));
    Settings::read(&rows).unwrap().unwrap()
}

/// 甲 fills; 乙 is the other.
fn shared() -> Settings {
    let made_at = "2026-03-01T09:00:00.000+08:00".parse().unwrap();
    let own = OwnDevice { key: SecretKey([7; 32]), label: String::new(), made_at };
    let first = [store::settings::set_up("00ff", &own), store::settings::set_officer(&officer("样例甲", "01"))];
    let second = plan(&settings_after(&first), &[], &Change::Add(officer("样例乙", "02"))).unwrap();
    settings_after(&[first[0].clone(), first[1].clone(), second])
}

fn remove(things: &[(OfficerId, Thing)]) -> Result<Transaction, Refusal> {
    plan(&shared(), things, &Change::Remove(code("02")))
}

#[test]
fn an_officer_with_something_unsent_is_not_taken_away_and_it_is_named() {
    let record = Thing::Record;
    let things = [
        (code("02"), Thing::Draft),
        (code("02"), record(RecordState::Waiting)),
        (code("02"), record(RecordState::Returned)),
        (code("02"), record(RecordState::Exported)),
        (code("02"), record(RecordState::Received)),
        (code("01"), Thing::Draft),
        (code("09"), Thing::Draft),
    ];
    let holdings = Holdings { drafts: 1, waiting: 2, exported: 1, received: 1, binned: 0 };
    assert_eq!(remove(&things), Err(Refusal::Holds(holdings)));
    for thing in &things[..4] {
        assert!(matches!(remove(std::slice::from_ref(thing)), Err(Refusal::Holds(_))), "{thing:?}");
    }
}

#[test]
fn what_arrived_or_lies_in_the_bin_holds_nobody() {
    assert!(remove(&[(code("02"), Thing::Record(RecordState::Received)), (code("02"), Thing::Binned)]).is_ok());
    assert!(remove(&[(code("01"), Thing::Draft)]).is_ok());
}

#[test]
fn what_was_begun_under_a_code_from_before_holds_its_officer_too() {
    let things = [(code("02"), Thing::Draft)];
    let before = shared();
    let corrected = plan(&before, &things, &Change::Correct(code("02"), officer("样例乙", "12"))).unwrap();
    let row = |settings: &Settings| officers::choose(settings, &settings.officer.clone().unwrap().id).unwrap();
    let set_up = store::settings::set_up("00ff", &before.device);
    let after = settings_after(&[set_up, row(&before), corrected]);
    assert_eq!(after.others[0].id, code("12"));
    let refused = plan(&after, &things, &Change::Remove(code("12")));
    assert_eq!(refused, Err(Refusal::Holds(Holdings { drafts: 1, ..Holdings::default() })));
}

#[test]
fn only_the_others_things_are_counted_and_nobodys_are_everybodys() {
    let settings = shared();
    let things = [
        (code("01"), Thing::Draft),
        (code("02"), Thing::Draft),
        (code("02"), Thing::Draft),
        (code("02"), Thing::Record(RecordState::Exported)),
        (code("02"), Thing::Binned),
        (code("老"), Thing::Draft),
    ];
    let counted = counted(&things, |code| settings.other_owner(code).is_some());
    assert_eq!((counted.drafts, counted.records(), counted.binned), (2, 1, 1));
}
