//! Several officers on one tablet: one row, whose a thing is, and what may be changed.

use std::collections::BTreeSet;

use record::OfficerId;
use store::memory::Aborted;
use store::officers::{self, MOST_CHARACTERS, OfficerProblem};
use store::settings::Officer;
use store::{Conflict, Store, layout, settings};

use crate::sample::Device;

fn officer(name: &str, code: &str) -> Officer {
    Officer::typed(name, code, "").unwrap()
}

fn code(code: &str) -> OfficerId {
    OfficerId::new(code)
}

fn names(tablet: &Device) -> Vec<String> {
    tablet.settings().officers().map(|officer| officer.name.clone()).collect()
}

/// A tablet that two share; the first one fills.
fn shared() -> Device {
    let mut tablet = Device::new();
    tablet.run(&settings::set_officer(&officer("样例甲", "01"))).unwrap();
    let plan = officers::add(&tablet.settings(), &officer("样例乙", "02"), &BTreeSet::new()).unwrap();
    tablet.run(&plan).unwrap();
    tablet
}

fn row(tablet: &Device) -> String {
    String::from_utf8(tablet.memory.get(Store::Meta, &layout::meta::OFFICER.into()).unwrap().to_vec()).unwrap()
}

#[test]
fn the_officer_of_an_earlier_version_is_the_first_profile_and_her_row_stays_as_it_was() {
    let before = r#"{"id":"01","name":"样例甲","unit":"样例街道"}"#;
    let mut tablet = Device::new();
    tablet.run(&store::Transaction::new().put(Store::Meta, layout::meta::OFFICER.into(), before)).unwrap();
    let settings = tablet.settings();
    assert_eq!(settings.officer.as_ref().map(|officer| officer.name.as_str()), Some("样例甲"));
    assert_eq!(settings.others, []);
    // The first change is guarded by that very row.
    tablet.run(&officers::choose(&settings, &code("01")).unwrap()).unwrap();
    assert_eq!(row(&tablet), before);
}

#[test]
fn a_second_officer_is_added_without_taking_over_and_an_earlier_version_still_reads_who_fills() {
    let tablet = shared();
    assert_eq!(names(&tablet), ["样例甲", "样例乙"]);
    let row: serde_json::Value = serde_json::from_str(&row(&tablet)).unwrap();
    assert_eq!((&row["id"], &row["name"], &row["unit"]), (&"01".into(), &"样例甲".into(), &"".into()));
}

#[test]
fn the_chosen_one_sees_what_is_hers_and_what_is_nobodys() {
    let mut tablet = shared();
    let hidden = |tablet: &Device, of: &str| tablet.settings().other_owner(&code(of)).is_some();
    assert_eq!([hidden(&tablet, "01"), hidden(&tablet, "02"), hidden(&tablet, "old")], [false, true, false]);
    tablet.run(&officers::choose(&tablet.settings(), &code("02")).unwrap()).unwrap();
    assert_eq!(names(&tablet), ["样例乙", "样例甲"]);
    assert_eq!([hidden(&tablet, "01"), hidden(&tablet, "02"), hidden(&tablet, "old")], [true, false, false]);
}

#[test]
fn what_carries_a_corrected_code_stays_its_officers_and_a_code_that_nothing_carries_is_free() {
    let mut tablet = shared();
    let held = BTreeSet::from([code("02")]);
    let corrected = officer("样例乙", "12");
    tablet.run(&officers::correct(&tablet.settings(), &code("02"), &corrected, &held).unwrap()).unwrap();
    let settings = tablet.settings();
    assert_eq!(settings.owner(&code("02")).map(|owner| owner.id.as_str()), Some("12"));
    let third = officer("样例丙", "02");
    let taken = OfficerProblem::CodeTaken { by: "样例乙".to_owned() };
    assert_eq!(officers::add(&settings, &third, &held), Err(taken));
    // Once her last draft under it is gone, whoever really has the code can be written down.
    tablet.run(&officers::add(&settings, &third, &BTreeSet::new()).unwrap()).unwrap();
    assert_eq!(tablet.settings().owner(&code("02")).map(|owner| owner.name.as_str()), Some("样例丙"));
}

#[test]
fn a_code_corrected_back_is_one_code_again() {
    let mut tablet = shared();
    let held = BTreeSet::from([code("02"), code("12")]);
    for (from, to) in [("02", "12"), ("12", "02"), ("02", "12")] {
        let corrected = officer("样例乙", to);
        tablet.run(&officers::correct(&tablet.settings(), &code(from), &corrected, &held).unwrap()).unwrap();
    }
    assert_eq!(tablet.settings().others[0].former, [code("02")]);
}

#[test]
fn bad_input_is_refused_by_name() {
    let long = "长".repeat(MOST_CHARACTERS + 1);
    assert_eq!(Officer::typed(" ", "01", ""), Err(OfficerProblem::NoName));
    assert_eq!(Officer::typed("样例", "\u{3000}", ""), Err(OfficerProblem::NoCode));
    assert_eq!(Officer::typed(&long, "01", ""), Err(OfficerProblem::TooLong));
    assert_eq!(Officer::typed("样例", "01", &long), Err(OfficerProblem::TooLong));
    assert!(Officer::typed(&"长".repeat(MOST_CHARACTERS), "01", "").is_ok());

    let settings = shared().settings();
    let add = |name: &str, code: &str| officers::add(&settings, &officer(name, code), &BTreeSet::new()).err();
    assert_eq!(add("样例乙", "02"), Some(OfficerProblem::SameTwice));
    assert_eq!(add("样例丁", "02"), Some(OfficerProblem::CodeTaken { by: "样例乙".to_owned() }));
    assert_eq!(add("样例乙", "03"), None, "two people may have one name");
    let correct = officers::correct(&settings, &code("02"), &officer("样例乙", "01"), &BTreeSet::new());
    assert_eq!(correct, Err(OfficerProblem::CodeTaken { by: "样例甲".to_owned() }));
    assert_eq!(officers::choose(&settings, &code("09")), Err(OfficerProblem::Gone));
}

#[test]
fn one_who_fills_is_not_taken_away_and_what_a_removed_one_left_is_nobodys() {
    let mut tablet = shared();
    assert_eq!(officers::remove(&tablet.settings(), &code("01")), Err(OfficerProblem::Chosen));
    tablet.run(&officers::remove(&tablet.settings(), &code("02")).unwrap()).unwrap();
    assert_eq!(names(&tablet), ["样例甲"]);
    assert_eq!(tablet.settings().other_owner(&code("02")), None);
}

#[test]
fn of_two_tabs_that_change_the_officers_the_later_one_looks_again() {
    let mut tablet = shared();
    let seen = tablet.settings();
    tablet.run(&officers::choose(&seen, &code("02")).unwrap()).unwrap();
    let late = officers::add(&seen, &officer("样例丙", "03"), &BTreeSet::new()).unwrap();
    assert_eq!(tablet.run(&late), Err(Aborted::Guard(Store::Meta, Some(Conflict::OfficersChanged))));
    let first = settings::set_officer(&officer("样例丙", "03"));
    assert_eq!(tablet.run(&first), Err(Aborted::Guard(Store::Meta, Some(Conflict::OfficersChanged))));
    assert_eq!(names(&tablet), ["样例乙", "样例甲"]);
}
