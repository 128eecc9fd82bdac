//! For how many days a zone has what kept: the same at every desk that heard of it, and of two at one time the shorter.

use ledger::overdue::Periods;
use ledger::periods::{change, key, sets, standing};
use ledger::{Refusal, plan};
use proptest::prelude::*;
use record::{DeviceId, EntityChange, ListName, Matter, Revision};

use crate::import::import;
use crate::world::{Device, history, orders};

fn with(name: &str, days: i64) -> Periods {
    Periods::default().with(name, days).expect("days")
}

/// Says it at a desk that has `seen` these.
fn set(desk: &mut Device, periods: Option<Periods>, seen: &[&Revision]) -> Revision {
    let said = history(&key(), seen.iter().copied());
    let change = change(Some(&said), periods, &DeviceId::new(desk.name.clone()));
    desk.judge(change, Matter::Values, Some("园区规定"))
}

fn stands(revisions: &[&Revision]) -> Periods {
    standing(Some(&history(&key(), revisions.iter().copied())))
}

#[test]
fn what_one_desk_says_another_reckons_by_and_nobody_is_asked_about_it() {
    let (mut one, mut two) = (Device::new("one"), Device::new("two"));
    let said = set(&mut one, Some(with("file", 200)), &[]);
    assert!(sets(&said));
    let desk = import(&[std::slice::from_ref(&said)]);
    assert_eq!(standing(desk.entities.get(&key())), with("file", 200));
    assert_eq!(standing(None), Periods::default());
    // In parallel, and no conflict is counted.
    let other = set(&mut two, Some(with("file", 90)), &[]);
    let told = plan(&desk, &[other]);
    assert_eq!((told.report.added, told.report.conflicts.len(), told.entities.len()), (1, 0, 1));
}

#[test]
fn a_decision_that_says_anything_but_the_days_is_no_such_one() {
    let mut desk = Device::new("one");
    let days = change(None, Some(with("file", 200)), &DeviceId::new("one".to_owned()));
    let mut other = days.clone();
    other.properties.insert("remark".to_owned(), "1".to_owned());
    let labelled = EntityChange { label: Some("x".to_owned()), ..days.clone() };
    for (change, is_such) in [(days, true), (other, false), (labelled, false)] {
        assert_eq!(sets(&desk.judge(change, Matter::Values, None)), is_such);
    }
}

#[test]
fn who_knew_of_the_other_counts_whatever_the_clocks_say_and_one_can_go_back_to_what_is_proposed() {
    let mut desks = [Device::new("one"), Device::new("two"), Device::new("three")];
    let mut seen: Vec<Revision> = Vec::new();
    // Clocks of these devices agree with nothing.
    for (days, desk) in [200, 400, 30, 3_000].into_iter().zip([0, 1, 2, 0]) {
        let known: Vec<&Revision> = seen.iter().collect();
        let said = set(&mut desks[desk], Some(with("contact", days)), &known);
        seen.push(said);
        assert_eq!(stands(&seen.iter().collect::<Vec<_>>()).contact, days);
    }
    let back = set(&mut desks[1], None, &seen.iter().collect::<Vec<_>>());
    seen.push(back);
    assert_eq!(stands(&seen.iter().collect::<Vec<_>>()), Periods::default());
}

#[test]
fn of_what_was_said_in_parallel_the_shorter_counts_figure_by_figure_until_somebody_knows_both() {
    let (mut one, mut two) = (Device::new("one"), Device::new("two"));
    let mine = with("file", 200).with("licence", 120).expect("days");
    let yours = with("file", 400).with("licence", 60).expect("days");
    let (mine, yours) = (set(&mut one, Some(mine), &[]), set(&mut two, Some(yours), &[]));
    let both = with("file", 200).with("licence", 60).expect("days");
    assert_eq!(stands(&[&mine, &yours]), both);
    let longer = with("file", 400).with("licence", 120).expect("days");
    let settled = set(&mut two, Some(longer), &[&mine, &yours]);
    assert_eq!(stands(&[&mine, &yours, &settled]), longer);
    // Whoever went back to what is proposed says that.
    let back = set(&mut two, None, &[&mine]);
    let set_again = set(&mut one, Some(with("file", 500)), &[&mine]);
    assert_eq!(stands(&[&mine, &back, &set_again]), Periods::default());
}

#[test]
fn what_is_no_number_of_days_counts_as_what_is_proposed_and_other_lists_of_the_desks_own_are_refused() {
    let mut desk = Device::new("one");
    let sound = set(&mut desk, Some(with("file", 200)), &[]).submission().entities[0].clone();
    for wrong in ["0", "-5", "soon", "99999", ""] {
        let mut change = sound.clone();
        change.properties.insert("file".into(), wrong.into());
        let said = desk.judge(change, Matter::Values, Some("园区规定"));
        assert_eq!(stands(&[&said]), Periods::default(), "{wrong}");
    }
    let foreign = EntityChange { list: ListName::new("__other"), ..sound.clone() };
    let refused = plan(&import(&[]), &[desk.judge(foreign, Matter::Values, Some("园区规定"))]);
    let is_told = matches!(&refused.report.outcomes[0].outcome, ledger::Outcome::Refused(Refusal::ListName { .. }));
    assert!(is_told && refused.is_refused());
    // A form cannot say them either.
    assert!(plan(&import(&[]), &[desk.write(vec![sound])]).is_refused());
}

proptest! {
    #[test]
    fn desks_that_have_the_same_decisions_reckon_alike_in_whatever_order_they_came(
        says in prop::collection::vec((0..3_usize, 1..400_i64, prop::collection::vec(any::<bool>(), 8)), 1..8),
        order in orders(), size in 1..5_usize,
    ) {
        let mut desks = [Device::new("one"), Device::new("two"), Device::new("three")];
        let mut said: Vec<Revision> = Vec::new();
        for (desk, days, heard) in says {
            let seen: Vec<&Revision> =
                said.iter().zip(heard.iter().cycle()).filter(|(_, heard)| **heard).map(|(said, _)| said).collect();
            let next = set(&mut desks[desk], Some(with("file", days)), &seen);
            said.push(next);
        }
        let mut shuffled: Vec<Revision> = order.iter().filter_map(|at| said.get(usize::try_from(*at % said.len() as u64).ok()?)).cloned().collect();
        shuffled.extend(said.iter().rev().cloned());
        let batches: Vec<&[Revision]> = shuffled.chunks(size).collect();
        let (one, other) = (import(&batches), import(&[&said]));
        prop_assert_eq!(standing(one.entities.get(&key())), standing(other.entities.get(&key())));
        // Nothing that is not said stands.
        let days = standing(other.entities.get(&key())).file;
        prop_assert!(said.iter().any(|it| it.submission().entities[0].properties["file"] == days.to_string()));
    }
}
