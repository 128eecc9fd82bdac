//! What a tablet gets, and that it makes no difference.

use ledger::LABEL;
use proptest::prelude::*;
use record::Revision;

use crate::world::{Device, create, history, key, keys, picks, update, world};

#[test]
fn a_snapshot_carries_no_text_that_was_overwritten() {
    let mut tablet = Device::new("tablet");
    let made =
        tablet.write(vec![create("enterprises", "样例", &[(LABEL, "样例厂"), ("contact_phone", "0996-2012345")])]);
    let gone = tablet.write(vec![update("enterprises", "样例", &[("contact_phone", "")], &[&made])]);
    let whole = history(&key("enterprises", "样例"), [&made, &gone]);

    let snapshot = whole.snapshot();
    assert_eq!(snapshot.state(), whole.state());
    let bytes = snapshot.to_bytes().expect("it can be written");
    assert!(!String::from_utf8_lossy(&bytes).contains("2012345"));
    let timeline = snapshot.timeline();
    assert!(timeline[0].thinned && !timeline[1].thinned);
    assert_eq!(timeline.len(), 2);
}

#[test]
fn own_changes_on_an_old_snapshot_converge_with_a_newer_one() {
    let (mut one, mut two) = (Device::new("one"), Device::new("two"));
    let key = key("enterprises", "样例");
    let made = one.write(vec![create("enterprises", "样例", &[("area", "area_1"), ("size", "small")])]);
    let desk = history(&key, [&made]);
    let mut tablet = desk.snapshot();

    // Offline, the tablet sends all that it prefilled; meanwhile the desk hears of a move.
    let own = two.write(vec![update("enterprises", "样例", &[("area", "area_1"), ("size", "large")], &[&made])]);
    tablet.insert_from(&own);
    let moved = one.write(vec![update("enterprises", "样例", &[("area", "area_2")], &[&made])]);

    let mut desk = history(&key, [&made, &moved]);
    tablet.union(&desk.snapshot());
    desk.insert_from(&own);
    assert_eq!(tablet.state(), desk.state());
    assert_eq!((desk.state().text("area"), desk.state().text("size")), ("area_2", "large"));
    assert!(desk.state().conflicts.is_empty());

    tablet.union(&desk.snapshot());
    assert_eq!(tablet.state(), desk.state());
}

#[test]
fn nothing_is_left_out_while_an_ancestor_is_missing() {
    let mut tablet = Device::new("tablet");
    let made = tablet.write(vec![create("enterprises", "样例", &[("area", "area_1")])]);
    let moved = tablet.write(vec![update("enterprises", "样例", &[("area", "area_2")], &[&made])]);
    let again = tablet.write(vec![update("enterprises", "样例", &[("area", "area_3")], &[&made, &moved])]);
    let partial = history(&key("enterprises", "样例"), [&moved, &again]);
    assert_eq!(partial.snapshot(), partial);

    let edited = tablet.edit(&[&made], vec![create("enterprises", "样例", &[("area", "area_2")])]);
    let later = tablet.write(vec![update("enterprises", "样例", &[("area", "area_3")], &[&edited])]);
    let partial = history(&key("enterprises", "样例"), [&edited, &later]);
    assert_eq!(partial.snapshot(), partial, "what the edited revision said may still arrive");
}

proptest! {
    #[test]
    fn a_snapshot_with_whatever_is_added_shows_what_the_whole_would(
        world in world(), device in 0..4_usize, picked in picks(), some in picks(),
    ) {
        for key in keys() {
            for seen in [world.known_to(device).collect(), world.picked(&some), world.revisions.iter().collect::<Vec<&Revision>>()] {
                let mut whole = history(&key, seen);
                let mut snapshot = whole.snapshot();
                prop_assert_eq!(snapshot.state(), whole.state());
                prop_assert_eq!(&snapshot.snapshot(), &snapshot);
                for revision in world.picked(&picked) {
                    whole.insert_from(revision);
                    snapshot.insert_from(revision);
                }
                prop_assert_eq!(snapshot.state(), whole.state());
            }
        }
    }

    #[test]
    fn snapshots_of_different_age_join_as_their_wholes_would(
        world in world(), one in 0..4_usize, other in 0..4_usize, own in picks(),
    ) {
        for key in keys() {
            let mut whole = history(&key, world.known_to(one));
            let mut thinned = whole.snapshot();
            let later = history(&key, world.known_to(other));
            for revision in world.picked(&own) {
                whole.insert_from(revision);
                thinned.insert_from(revision);
            }
            whole.union(&later);
            thinned.union(&later.snapshot());
            prop_assert_eq!(thinned.state(), whole.state());
            thinned.union(&whole);
            prop_assert_eq!(thinned, whole);
        }
    }
}
