//! The canary: a first run is told from a database that somebody wiped.

use store::canary::{self, Canary, Finding};

use crate::sample::at;

fn canary() -> Canary {
    Canary { generation: "00ff".into(), unsent: 3, newest_unsent: Some(at(7)), drafts: 1, exported_at: Some(at(5)) }
}

#[test]
fn a_first_run_has_neither() {
    assert_eq!(canary::compare(None, None), Finding::FirstRun);
}

#[test]
fn a_wiped_database_is_told_with_what_it_held() {
    assert_eq!(canary::compare(Some(&canary()), None), Finding::Wiped(canary()));
    assert_eq!(canary::compare(Some(&canary()), Some("another")), Finding::Wiped(canary()));
}

#[test]
fn the_database_that_the_canary_knows_is_fine() {
    assert_eq!(canary::compare(Some(&canary()), Some("00ff")), Finding::Fine);
    assert_eq!(canary::compare(None, Some("00ff")), Finding::Fine, "preferences were cleared, the database was not");
}

#[test]
fn the_canary_reads_as_it_was_written() {
    assert_eq!(Canary::read(&canary().text()), Some(canary()));
    let text = canary().text();
    for cut in 0..text.len() {
        assert_eq!(Canary::read(&text[..cut]), None);
    }
}

#[test]
fn each_database_has_a_name_of_its_own() {
    assert_ne!(canary::generation([1; 16]), canary::generation([2; 16]));
    assert_eq!(canary::generation([1; 16]).len(), 32);
}
