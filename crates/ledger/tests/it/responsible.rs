//! An enterprise that goes from one officer to another.

use ledger::{EntityState, RuleError, STAFF_CODE, STAFF_FROM, handed_over};
use record::{Day, DeviceId, Matter, Revision};

use crate::world::{Device, create, history, key, update};

const FIRM: &str = "e1";

fn day(text: &str) -> Day {
    text.parse().expect("a day")
}

fn state(revisions: &[&Revision]) -> EntityState {
    history(&key("enterprises", FIRM), revisions.iter().copied()).state()
}

fn hand(desk: &mut Device, seen: &[&Revision], from: &str, to: &str, since: &str) -> Revision {
    let own = DeviceId::new(desk.name.clone());
    let change = handed_over(&state(seen), from, to, day(since), &own).expect("nothing moved");
    desk.judge(change, Matter::Values, Some("轮岗"))
}

#[test]
fn an_enterprise_goes_from_nobody_to_one_officer_to_another_and_back_and_all_of_it_is_remembered() {
    let (mut tablet, mut desk) = (Device::new("tablet"), Device::new("desk"));
    let made = tablet.write(vec![create("enterprises", FIRM, &[("ent_name", "样例一厂")])]);
    let first = hand(&mut desk, &[&made], "", "XT01", "2026-01-01");
    let second = hand(&mut desk, &[&made, &first], "XT01", "XT02", "2026-03-01");
    assert_eq!(state(&[&made, &first, &second]).text(STAFF_CODE), "XT02");
    let back = hand(&mut desk, &[&made, &first, &second], "XT02", "XT01", "2026-03-02");
    let all = [&made, &first, &second, &back];
    assert_eq!([STAFF_CODE, STAFF_FROM].map(|name| state(&all).text(name).to_owned()), ["XT01", "2026-03-02"]);
    let told: Vec<String> =
        history(&key("enterprises", FIRM), all).history_of(STAFF_CODE).into_iter().map(|said| said.value).collect();
    assert_eq!(told, ["XT01", "XT02", "XT01"]);
    let reason = state(&all).property(STAFF_CODE).and_then(|said| said.origin.decided.clone());
    assert!(reason.is_some(), "why stands beside it");
}

#[test]
fn what_an_officer_says_meanwhile_takes_nothing_of_it_away() {
    let (mut tablet, mut desk) = (Device::new("tablet"), Device::new("desk"));
    let made = tablet.write(vec![create("enterprises", FIRM, &[("ent_name", "样例一厂")])]);
    let handed = hand(&mut desk, &[&made], "", "XT02", "2026-03-01");
    // The tablet has not heard of it.
    let later = tablet.write(vec![update("enterprises", FIRM, &[("employees", "12")], &[&made])]);
    for order in [[&made, &handed, &later], [&later, &handed, &made]] {
        let state = state(&order);
        assert_eq!((state.text(STAFF_CODE), state.text("employees")), ("XT02", "12"));
        assert!(state.conflicts.is_empty());
    }
}

#[test]
fn two_desks_that_hand_it_to_different_officers_are_a_conflict_for_somebody_to_decide() {
    let (mut one, mut other) = (Device::new("one"), Device::new("other"));
    let made = Device::new("tablet").write(vec![create("enterprises", FIRM, &[("ent_name", "样例一厂")])]);
    let here = hand(&mut one, &[&made], "", "XT01", "2026-03-01");
    let there = hand(&mut other, &[&made], "", "XT02", "2026-03-01");
    let both = state(&[&made, &here, &there]);
    assert!(both.conflict(STAFF_CODE).is_some());
    let shown = both.text(STAFF_CODE).to_owned();
    let own = DeviceId::new("one");
    assert_eq!(handed_over(&both, &shown, "XT03", day("2026-03-02"), &own), Err(RuleError::Moved));
}

#[test]
fn nothing_is_handed_over_that_somebody_else_has_by_now_or_that_would_stay_where_it_is() {
    let mut desk = Device::new("desk");
    let made = desk.write(vec![create("enterprises", FIRM, &[("ent_name", "样例一厂"), (STAFF_CODE, "XT02")])]);
    let (state, own) = (state(&[&made]), DeviceId::new("desk"));
    assert_eq!(handed_over(&state, "XT01", "XT03", day("2026-03-01"), &own), Err(RuleError::Moved));
    assert_eq!(handed_over(&state, "XT02", " XT02 ", day("2026-03-01"), &own), Err(RuleError::Nothing));
}
