//! One record's life.

use ledger::RecordHistory;
use proptest::prelude::*;
use record::Revision;

use crate::world::{Device, create, orders, world};

#[test]
fn an_edit_follows_what_it_edits() {
    let mut tablet = Device::new("tablet");
    let first = tablet.write(vec![create("visits", "样例", &[("summary", "一")])]);
    let second = tablet.edit(&[&first], vec![create("visits", "样例", &[("summary", "二")])]);
    let history = RecordHistory::of(first.submission().record, [&second, &first]);
    assert_eq!(
        history.revisions.iter().map(|revision| (revision.hash, revision.version)).collect::<Vec<_>>(),
        [(first.hash(), 1), (second.hash(), 2),]
    );
    assert_eq!((history.heads.as_slice(), history.current), ([second.hash()].as_slice(), Some(second.hash())));
}

proptest! {
    #[test]
    fn a_records_life_does_not_depend_on_arrival(world in world(), order in orders()) {
        let shuffled: Vec<Revision> = world.shuffled(&order);
        for revision in &world.revisions {
            let record = revision.submission().record;
            let life = RecordHistory::of(record, &world.revisions);
            prop_assert_eq!(&RecordHistory::of(record, &shuffled), &life);
            prop_assert!(life.revisions.iter().any(|known| known.hash == revision.hash()));
            prop_assert!(life.current.is_some());
        }
    }
}
