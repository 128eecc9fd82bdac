//! Who is due to be erased.

use ledger::retention::{Ends, Kept, Retention, retention};
use ledger::{EntityState, LABEL};

use crate::world::{Device, create, history, key, update};

fn person(id: &str, said: &[(&str, &str)]) -> EntityState {
    let all: Vec<(&str, &str)> = said.iter().copied().chain([(LABEL, id)]).collect();
    let made = Device::new(id).write(vec![create("talents", id, &all)]);
    history(&key("talents", id), [&made]).state()
}

fn on(today: &str, people: &[EntityState]) -> Retention {
    retention(people, today.parse().expect("a day"), 30)
}

fn ids(kept: &[Kept]) -> Vec<&str> {
    kept.iter().map(|kept| kept.id.as_str()).collect()
}

#[test]
fn a_registration_is_due_on_the_day_after_its_last_one_and_told_of_thirty_days_before() {
    let people = [person("p", &[("consent", "granted"), ("keep_until", "2026-06-30")])];
    let told = |today: &str| {
        let found = on(today, &people);
        (found.due.len(), found.soon.len())
    };
    assert_eq!(told("2026-05-30"), (0, 0));
    assert_eq!(told("2026-05-31"), (0, 1));
    assert_eq!(told("2026-06-30"), (0, 1));
    assert_eq!(told("2026-07-01"), (1, 0));
}

#[test]
fn what_was_registered_is_due_after_730_days_as_the_form_reckons_and_not_before() {
    // Updated on 2024-06-01; the form wrote 730 days later.
    let people = [person("p", &[("consent", "granted"), ("keep_until", "2026-06-01")])];
    assert!(on("2026-06-01", &people).due.is_empty());
    assert_eq!(ids(&on("2026-06-02", &people).due), ["p"]);
}

#[test]
fn who_withdrew_in_a_form_is_due_at_once_whatever_the_day_says() {
    let people = [
        person("left", &[("consent", "granted"), ("talent_status", "withdrawn"), ("keep_until", "2028-01-01")]),
        person("refused", &[("consent", "refused"), ("keep_until", "")]),
        person("stays", &[("consent", "granted"), ("keep_until", "2028-01-01")]),
    ];
    let found = on("2026-06-01", &people);
    assert_eq!(ids(&found.due), ["left", "refused"]);
    assert!(found.due.iter().all(|kept| kept.ends == Ends::Withdrawn));
    assert!(found.soon.is_empty() && found.unknown.is_empty());
}

#[test]
fn a_withdrawal_that_another_form_did_not_know_of_counts() {
    let made =
        Device::new("one").write(vec![create("talents", "p", &[("consent", "granted"), ("talent_status", "x")])]);
    let said = |device: &str, value: &str| {
        Device::new(device).write(vec![update("talents", "p", &[("talent_status", value)], &[&made])])
    };
    let (withdrawn, serving) = (said("two", "withdrawn"), said("three", "serving"));
    let state = history(&key("talents", "p"), [&made, &withdrawn, &serving]).state();
    assert_eq!(ids(&on("2026-06-01", &[state]).due), ["p"]);
}

#[test]
fn where_no_day_can_be_read_nothing_is_due_and_somebody_is_told() {
    let people = [person("blank", &[("consent", "granted")]), person("odd", &[("keep_until", "明年")])];
    let found = on("2026-06-01", &people);
    assert_eq!((ids(&found.unknown), found.due.len()), (vec!["blank", "odd"], 0));
}

#[test]
fn the_longest_due_comes_first() {
    let people = [
        person("b", &[("keep_until", "2026-03-01")]),
        person("a", &[("keep_until", "2026-02-01")]),
        person("c", &[("consent", "refused")]),
    ];
    assert_eq!(ids(&on("2026-06-01", &people).due), ["c", "a", "b"]);
}
