//! What hinders records from going as if they had never been, and that without a hindrance the ledger is as it was.

use ledger::{BuildsHow, EntityHistory, Going, LABEL, histories};
use proptest::prelude::*;
use record::{Revision, Verdict};

use crate::world::{Device, World, create, key, update, world};

/// What builds upon some revisions, as the rows of all revisions have it.
fn hindrances(going: &[&Revision], all: &[&Revision]) -> Vec<(BuildsHow, String)> {
    let rows = histories(all.iter().copied());
    let revisions: Vec<Revision> = going.iter().map(|revision| (*revision).clone()).collect();
    let spoken: Vec<EntityHistory> =
        revisions.iter().flat_map(ledger::entities_of).filter_map(|key| rows.get(&key).cloned()).collect();
    let going = Going::new(&revisions, &spoken);
    let found = rows.values().filter_map(|row| going.builds(row));
    found.map(|building| (building.how, format!("{}/{}", building.entity.list, building.entity.entity))).collect()
}

fn firm(id: &str) -> Vec<record::EntityChange> {
    vec![create("enterprises", id, &[(LABEL, "样例纺织"), ("employees", "66")])]
}

#[test]
fn an_update_in_sight_of_what_a_table_said_hinders_it_and_one_that_knew_nothing_of_it_does_not() {
    let (mut desk, mut tablet) = (Device::new("desk"), Device::new("tablet"));
    let before = tablet.write(firm("firm-1"));
    let table = desk.write(vec![update("enterprises", "firm-1", &[("employees", "70")], &[&before])]);
    let apart = tablet.write(vec![update("enterprises", "firm-1", &[("phone", "1")], &[&before])]);
    assert_eq!(hindrances(&[&table], &[&before, &table, &apart]), []);
    let after = tablet.write(vec![update("enterprises", "firm-1", &[("phone", "2")], &[&before, &table])]);
    let told = hindrances(&[&table], &[&before, &table, &apart, &after]);
    assert_eq!(told, [(BuildsHow::Updates, "enterprises/firm-1".to_owned())]);
}

#[test]
fn a_visit_at_an_enterprise_that_only_the_table_made_hinders_it_until_the_visit_goes_too() {
    let mut desk = Device::new("desk");
    let table = desk.write(firm("firm-1"));
    let visit = desk.write(vec![create("visits", "visit-1", &[("subject_id", "firm-1")])]);
    let told = hindrances(&[&table], &[&table, &visit]);
    assert_eq!(told, [(BuildsHow::Names, "visits/visit-1".to_owned())]);
    assert_eq!(hindrances(&[&table, &visit], &[&table, &visit]), []);
    // Made by somebody else too, the enterprise stays, and so may the visit.
    let other = Device::new("tablet").write(firm("firm-1"));
    assert_eq!(hindrances(&[&table], &[&table, &visit, &other]), []);
}

#[test]
fn what_was_decided_of_two_that_are_one_and_a_verdict_on_a_record_hinder_it() {
    let mut desk = Device::new("desk");
    let (table, other) = (desk.write(firm("firm-1")), desk.write(firm("firm-2")));
    let seen = [&table, &other];
    let join = desk.join(
        &key("enterprises", "firm-1"),
        &key("enterprises", "firm-2"),
        Some(&key("enterprises", "firm-2")),
        &seen,
    );
    let told = hindrances(&[&table], &[&table, &other, &join]);
    assert!(told.len() == 1 && told[0].1.starts_with("__joins/"), "{told:?}");
    let review = desk.review(&table, Verdict::Approved, None, &seen);
    let told = hindrances(&[&table], &[&table, &other, &review]);
    assert!(told.len() == 1 && told[0].1.starts_with("__reviews/"), "{told:?}");
}

#[test]
fn an_update_that_does_not_say_what_it_saw_hinders_where_nobody_else_made_the_entity() {
    let mut desk = Device::new("desk");
    let table = desk.write(firm("firm-1"));
    let blind = desk.write(vec![update("enterprises", "firm-1", &[("phone", "1")], &[])]);
    let told = hindrances(&[&table], &[&table, &blind]);
    assert_eq!(told, [(BuildsHow::Updates, "enterprises/firm-1".to_owned())]);
}

proptest! {
    /// Whatever else there is and in whichever order it came: without what goes, rows are as if it had never been.
    #[test]
    fn without_them_the_rows_are_as_if_they_had_never_come(world in world(), picked in any::<u64>()) {
        let World { revisions, .. } = world;
        let goes = |place: usize| picked >> (place % 64) & 1 == 1;
        let (going, staying): (Vec<_>, Vec<_>) = revisions.iter().enumerate().partition(|(place, _)| goes(*place));
        let going: Vec<Revision> = going.into_iter().map(|(_, revision)| revision.clone()).collect();
        let hashes = going.iter().map(Revision::hash).collect();
        let mut rows = histories(&revisions);
        for row in rows.values_mut() {
            row.take_out(&hashes);
        }
        rows.retain(|_, row| row.is_shown());
        prop_assert_eq!(rows, histories(staying.into_iter().map(|(_, revision)| revision)));
    }
}
