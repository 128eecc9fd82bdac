//! What packs make a tablet hold, whole or as differences.

use std::collections::{BTreeMap, BTreeSet};

use ledger::holding::{Held, Print};
use ledger::portion::{Divided, Portion};
use ledger::{EntityHistory, EntityKey, entities_of, histories};
use proptest::prelude::*;
use record::Revision;

use crate::world::{Device, World, create, erasing_world, key, update};

/// A pack as a desk made it: its rows as they lie there, by which it sees what changed, and as they travel.
struct Pack {
    print: Print,
    rows: BTreeMap<EntityKey, Vec<u8>>,
}

impl Pack {
    /// Of all that is known, or of one area.
    fn of<'a>(revisions: impl IntoIterator<Item = &'a Revision>, area: Option<&str>) -> Self {
        let histories = histories(revisions);
        let part = match area {
            Some(area) => Divided::of(histories.values().cloned()).part(&Portion::one("area", area)),
            None => histories.keys().cloned().collect(),
        };
        let lying = |history: &EntityHistory| history.to_bytes().expect("it can be written");
        let sent = |history: &EntityHistory| history.snapshot().to_pack_bytes().expect("it can be written");
        let goes: Vec<_> = histories.iter().filter(|(key, _)| part.contains(key)).collect();
        let lying: Vec<_> = goes.iter().map(|(key, history)| ((*key).clone(), lying(history))).collect();
        Self {
            print: Print::of(lying.iter().map(|(key, row)| (key.clone(), row.as_slice()))),
            rows: goes.into_iter().map(|(key, history)| (key.clone(), sent(history))).collect(),
        }
    }
}

#[derive(Clone, Default)]
struct Tablet {
    rows: BTreeMap<EntityKey, EntityHistory>,
    held: Held,
    own: Vec<Revision>,
}

impl Tablet {
    /// A record that is made here.
    fn write(&mut self, revision: &Revision) {
        for key in entities_of(revision) {
            self.rows.entry(key.clone()).or_insert_with(|| EntityHistory::new(key)).insert_from(revision);
        }
        self.own.push(revision.clone());
    }

    fn join<'a>(&mut self, rows: impl IntoIterator<Item = (&'a EntityKey, &'a Vec<u8>)>) {
        for (key, bytes) in rows {
            let came = EntityHistory::from_bytes(bytes).expect("a row is read as it was written");
            self.rows.entry(key.clone()).or_insert_with(|| EntityHistory::new(key.clone())).union(&came);
        }
    }

    fn whole(&mut self, pack: &Pack, received: &[&Revision]) {
        self.join(&pack.rows);
        self.settle(|held| held.with_whole(pack.rows.keys().cloned().collect()), received);
    }

    fn difference(&mut self, before: &Pack, pack: &Pack, received: &[&Revision]) {
        let since = pack.print.since(&before.print);
        self.join(pack.rows.iter().filter(|(key, _)| since.changed.contains(key)));
        self.settle(|held| held.with_difference(since), received);
    }

    /// What its own records speak of stays while the desk has not received all of them.
    fn settle(&mut self, held: impl FnOnce(Held) -> Held, received: &[&Revision]) {
        let waits = |revision: &&Revision| !received.contains(revision);
        let needed: BTreeSet<EntityKey> = self.own.iter().filter(waits).flat_map(entities_of).collect();
        let (gone, held) = held(std::mem::take(&mut self.held)).let_go(|key| needed.contains(key));
        self.rows.retain(|key, _| !gone.contains(key));
        self.held = held;
    }

    fn states(&self) -> Vec<ledger::EntityState> {
        self.rows.values().map(EntityHistory::state).collect()
    }
}

fn firm(id: &str) -> EntityKey {
    key("enterprises", id)
}

#[test]
fn what_leaves_the_part_leaves_the_tablet_but_for_what_was_not_received() {
    let (mut desk, mut officer) = (Device::new("desk"), Device::new("officer"));
    let made = ["甲", "乙", "丙"].map(|id| desk.write(vec![create("enterprises", id, &[("area", "area_1")])]));
    let first = Pack::of(&made, Some("area_1"));
    let mut tablet = Tablet::default();
    tablet.whole(&first, &[]);
    assert_eq!(tablet.rows.len(), 3);

    // Two move away; the officer has said something of one of them that nobody has received.
    let own = officer.write(vec![update("enterprises", "乙", &[("employees", "35")], &[&made[1]])]);
    tablet.write(&own);
    let gone =
        [0, 1].map(|at| desk.write(vec![update("enterprises", ["甲", "乙"][at], &[("area", "area_2")], &[&made[at]])]));
    let second = Pack::of(made.iter().chain(&gone), Some("area_1"));
    let since = second.print.since(&first.print);
    assert_eq!((since.changed.len(), since.gone.len()), (0, 2));
    tablet.difference(&first, &second, &[]);
    assert!(tablet.rows.keys().eq(&BTreeSet::from([firm("乙"), firm("丙")])));

    // Once it was received, the next pack of whatever else takes it along.
    let third = Pack::of(made.iter().chain(&gone).chain([&own]), Some("area_1"));
    tablet.difference(&second, &third, &[&own]);
    assert!(tablet.rows.keys().eq([&firm("丙")]));

    // What comes back comes whole.
    let back = desk.write(vec![update("enterprises", "甲", &[("area", "area_1")], &[&made[0], &gone[0]])]);
    let fourth = Pack::of(made.iter().chain(&gone).chain([&own, &back]), Some("area_1"));
    tablet.difference(&third, &fourth, &[&own]);
    assert_eq!(tablet.rows[&firm("甲")].state().text("area"), "area_1");
}

#[test]
fn what_a_pack_that_was_carried_here_brought_too_stays_as_long_as_the_newest_has_it() {
    let mut desk = Device::new("desk");
    let made = ["甲", "乙"].map(|id| desk.write(vec![create("enterprises", id, &[("area", "area_1")])]));
    let moved = desk.write(vec![update("enterprises", "乙", &[("area", "area_2")], &[&made[1]])]);
    let first = Pack::of([&made[0]], Some("area_1"));
    // It has both, and the next one of this part changes neither.
    let carried = Pack::of(&made, None);
    let second = Pack::of(made.iter().chain([&moved]), Some("area_1"));
    let since = second.print.since(&first.print);
    assert!(since.changed.is_empty() && since.gone.is_empty());
    for is_whole in [false, true] {
        let mut tablet = Tablet::default();
        tablet.whole(&first, &[]);
        tablet.join(&carried.rows);
        tablet.held.beside.extend(carried.rows.keys().cloned());
        if is_whole {
            tablet.whole(&second, &[]);
        } else {
            tablet.difference(&first, &second, &[]);
        }
        assert!(tablet.rows.keys().eq([&firm("甲")]), "{is_whole}");
    }
}

#[test]
fn what_was_made_here_and_never_came_by_a_pack_stays() {
    let mut officer = Device::new("officer");
    let mut tablet = Tablet::default();
    let own = officer.write(vec![create("enterprises", "甲", &[("area", "area_1")])]);
    tablet.write(&own);
    // The desk has received it, and the pack is from before.
    let pack = Pack::of([], None);
    tablet.whole(&pack, &[&own]);
    tablet.difference(&pack, &pack, &[&own]);
    assert_eq!(tablet.rows.len(), 1);
}

/// What happens at a desk before it gives the next pack, and what the tablet does meanwhile.
#[derive(Clone, Debug)]
struct Turn {
    /// So much of all that there is has come to the desk.
    has: usize,
    area: Option<usize>,
    /// A record that the tablet makes.
    own: Option<usize>,
    /// What a tablet that does not take each pack does.
    takes: Takes,
}

#[derive(Clone, Copy, Debug)]
enum Takes {
    Nothing,
    Whole,
    /// All differences since what it holds.
    Differences,
}

const AREAS: [&str; 3] = ["", "一", "二"];

fn turns() -> impl Strategy<Value = Vec<Turn>> {
    let takes = prop_oneof![Just(Takes::Nothing), Just(Takes::Whole), Just(Takes::Differences)];
    let turn = (0..8_usize, prop::option::weighted(0.7, 0..AREAS.len()), prop::option::of(0..64_usize), takes)
        .prop_map(|(has, area, own, takes)| Turn { has, area, own, takes });
    prop::collection::vec(turn, 1..8)
}

/// The packs that a desk gives, one after the other, and what it had received by then.
fn packs<'a>(world: &'a World, turns: &[Turn]) -> Vec<(Pack, Vec<&'a Revision>)> {
    let mut has = 0;
    let given = turns.iter().map(|turn| {
        has = (has + turn.has).min(world.revisions.len());
        let received: Vec<&Revision> = world.revisions[..has].iter().collect();
        (Pack::of(received.iter().copied(), turn.area.map(|area| AREAS[area])), received)
    });
    given.collect()
}

proptest! {
    /// Byte for byte: who takes each difference has what one has who takes each whole pack, whatever changes, leaves, comes
    /// back or is erased, and whatever is made on the tablet meanwhile.
    #[test]
    fn a_pack_and_the_difference_are_the_whole(world in erasing_world(), turns in turns()) {
        let packs = packs(&world, &turns);
        let (mut by_whole, mut by_difference) = (Tablet::default(), Tablet::default());
        for (at, turn) in turns.iter().enumerate() {
            let (pack, received) = &packs[at];
            if let Some(own) = turn.own.filter(|_| !world.revisions.is_empty()) {
                let own = &world.revisions[own % world.revisions.len()];
                if own.erasure().is_none() {
                    by_whole.write(own);
                    by_difference.write(own);
                }
            }
            by_whole.whole(pack, received);
            match at {
                0 => by_difference.whole(pack, received),
                _ => by_difference.difference(&packs[at - 1].0, pack, received),
            }
            prop_assert_eq!(&by_difference.rows, &by_whole.rows);
            prop_assert_eq!(&by_difference.held, &by_whole.held);
            // Once more changes nothing.
            let mut again = by_difference.clone();
            again.whole(pack, received);
            prop_assert_eq!((&again.rows, &again.held), (&by_difference.rows, &by_difference.held));
            // Nothing is here that neither the pack has nor this tablet made.
            let own: BTreeSet<EntityKey> = by_whole.own.iter().flat_map(entities_of).collect();
            prop_assert!(by_whole.rows.keys().all(|key| pack.rows.contains_key(key) || own.contains(key)));
        }
    }

    /// Who misses some and catches up, by the differences one after the other or by a whole pack, shows the same as who takes
    /// the newest whole pack at those times.
    #[test]
    fn who_misses_packs_catches_up_either_way(world in erasing_world(), turns in turns()) {
        let packs = packs(&world, &turns);
        let (mut one, mut other, mut holds) = (Tablet::default(), Tablet::default(), None);
        for (at, turn) in turns.iter().enumerate() {
            let (pack, received) = &packs[at];
            match (turn.takes, holds) {
                (Takes::Nothing, _) => continue,
                (Takes::Differences, Some(from)) => {
                    for link in from + 1..=at {
                        other.difference(&packs[link - 1].0, &packs[link].0, received);
                    }
                }
                (Takes::Whole, _) | (Takes::Differences, None) => other.whole(pack, received),
            }
            one.whole(pack, received);
            holds = Some(at);
            prop_assert_eq!(other.states(), one.states());
            prop_assert_eq!(&other.held, &one.held);
        }
    }
}
