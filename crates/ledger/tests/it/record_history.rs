//! One record's life.

use ledger::RecordHistory;
use proptest::prelude::*;
use record::Revision;

use crate::world::{Device, config, create, orders, world};

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
    assert!(!history.is_conflict());
}

#[test]
fn two_edits_that_differ_are_both_kept_with_the_answer_named() {
    let (mut one, mut two) = (Device::new("one"), Device::new("two"));
    let first = one.write(vec![create("visits", "样例", &[("summary", "一"), ("met_role", "厂长")])]);
    let left = one.edit(&[&first], vec![create("visits", "样例", &[("summary", "二"), ("met_role", "厂长")])]);
    let right = two.edit(&[&first], vec![create("visits", "样例", &[("met_role", "厂长")])]);
    let further = two.edit(&[&right], vec![create("visits", "样例", &[("met_role", "厂长"), ("note", "样例")])]);

    let history = RecordHistory::of(first.submission().record, [&further, &left, &right, &first]);
    assert_eq!(history.heads.len(), 2);
    assert_eq!(history.current, Some(further.hash()), "the longer chain of edits is shown");
    let named: Vec<&str> = history.differences.iter().map(|difference| difference.path.as_str()).collect();
    assert_eq!(named, ["note", "summary"]);
    let at = history.heads.iter().position(|head| *head == left.hash()).expect("it is a head");
    assert_eq!(history.differences[1].answers[at].as_deref(), Some("二"));
    assert_eq!(history.differences[1].answers[1 - at], None);

    let joined = one.edit(&[&left, &further], vec![create("visits", "样例", &[("summary", "二")])]);
    let settled = RecordHistory::of(first.submission().record, [&first, &left, &right, &further, &joined]);
    assert_eq!(settled.current, Some(joined.hash()));
    assert!(!settled.is_conflict());
}

proptest! {
    #![proptest_config(config())]

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
