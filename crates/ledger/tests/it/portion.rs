//! What of a ledger goes to one area or one officer.

use std::collections::BTreeSet;

use ledger::portion::{Divided, Portion};
use ledger::{EntityHistory, EntityState, histories};
use record::Revision;

use crate::world::{Device, create, key, update};

/// List, id and what is said.
type Row<'a> = (&'a str, &'a str, &'a [(&'a str, &'a str)]);

fn zone() -> Vec<EntityState> {
    let mut desk = Device::new("desk");
    let firm = |desk: &mut Device, id: &str, area: &str, officer: &str| {
        let said = [("area", area), ("staff_code", officer), ("contact_phone", "13800000001")];
        desk.write(vec![create("enterprises", id, &said)])
    };
    let rows: [Row<'_>; 7] = [
        ("needs", "need_a", &[("subject_id", "a")]),
        ("needs", "need_b", &[("subject_id", "b")]),
        ("party_orgs", "org_b", &[("subject_id", "b")]),
        ("party_reports", "report_b", &[("party_org_id", "org_b")]),
        ("platforms", "station", &[("kind", "center")]),
        ("trainings", "lecture", &[("attendance", "60")]),
        ("visits", "visit_of_nobody", &[("subject_id", "gone")]),
    ];
    let mut all: Vec<Revision> = [("a", "area_1", "017"), ("b", "area_2", "018"), ("c", "area_1", "")]
        .map(|(id, area, officer)| firm(&mut desk, id, area, officer))
        .to_vec();
    all.extend(rows.map(|(list, id, said)| desk.write(vec![create(list, id, said)])));
    histories(&all).values().map(EntityHistory::state).collect()
}

fn ids(property: &str, value: &str) -> BTreeSet<String> {
    Portion::one(property, value).of(&zone()).into_iter().map(|key| key.entity.to_string()).collect()
}

fn set(names: &[&str]) -> BTreeSet<String> {
    names.iter().map(|name| (*name).to_owned()).collect()
}

#[test]
fn an_officer_gets_no_contact_of_another_officers_enterprises_nor_of_those_that_nobody_has() {
    assert_eq!(ids("staff_code", "017"), set(&["a", "need_a", "station", "lecture"]));
    assert_eq!(ids("staff_code", "018"), set(&["b", "need_b", "org_b", "report_b", "station", "lecture"]));
}

#[test]
fn an_area_gets_all_of_its_enterprises_whoever_has_them() {
    assert_eq!(ids("area", "area_1"), set(&["a", "c", "need_a", "station", "lecture"]));
    assert_eq!(ids("area", "area_9"), set(&["station", "lecture"]));
}

#[test]
fn what_two_say_differently_goes_to_both() {
    let (mut one, mut two) = (Device::new("one"), Device::new("two"));
    let made = one.write(vec![create("enterprises", "a", &[("area", "area_1")])]);
    let moved = one.write(vec![update("enterprises", "a", &[("area", "area_2")], &[&made])]);
    let other = two.write(vec![update("enterprises", "a", &[("area", "area_3")], &[&made])]);
    let states: Vec<EntityState> = histories(&[made, moved, other]).values().map(EntityHistory::state).collect();
    for (area, goes) in [("area_1", 0), ("area_2", 1), ("area_3", 1)] {
        assert_eq!(Portion::one("area", area).of(&states).len(), goes, "{area}");
    }
}

#[test]
fn a_shared_tablet_gets_what_any_of_its_officers_has_and_one_of_nobody_gets_what_is_everybodys() {
    let of = |codes: &[&str]| {
        let portion = Portion { property: "staff_code".to_owned(), values: set(codes) };
        portion.of(&zone()).into_iter().map(|key| key.entity.to_string()).collect::<BTreeSet<_>>()
    };
    assert_eq!(of(&["017", "018"]), set(&["a", "need_a", "b", "need_b", "org_b", "report_b", "station", "lecture"]));
    assert_eq!(of(&[]), set(&["station", "lecture"]));
}

#[test]
fn that_something_was_erased_goes_to_everybody() {
    let mut desk = Device::new("desk");
    let firms =
        ["017", "018"].map(|officer| desk.write(vec![create("enterprises", officer, &[("staff_code", officer)])]));
    let erased = desk.erase(&[&firms[1]], &[key("enterprises", "018")]);
    let divided = Divided::of(histories(firms.iter().chain([&erased])).into_values());
    assert_eq!(divided.part(&Portion::one("staff_code", "017")).len(), 2);
    assert_eq!(divided.part(&Portion::one("staff_code", "018")), BTreeSet::from([key("enterprises", "018")]));
    assert!(divided.says("staff_code") && !divided.says("area"));
}
