//! Reviews: how a record stands with those who review it.

use ledger::{EntityHistory, EntityKey, Reviewed, Spoken, judged, plan};
use record::{REVIEWS, RecordId, Review, Revision, Verdict};

use crate::import::import;
use crate::world::{Device, create, history, key};

fn verdicts<'a>(record: RecordId, revisions: impl IntoIterator<Item = &'a Revision>) -> EntityHistory {
    history(&EntityKey::from(&Review::entity(record)), revisions)
}

fn said(spoken: &Spoken) -> (Verdict, &str, &str) {
    (spoken.verdict, spoken.origin.officer.as_str(), spoken.origin.decided.as_deref().unwrap_or_default())
}

#[test]
fn a_record_waits_is_returned_with_a_reason_and_waits_again_once_it_was_mended() {
    let (mut tablet, mut desk) = (Device::new("tablet"), Device::new("desk"));
    let made = tablet.write(vec![create("visits", "v1", &[("note", "一")])]);
    let record = made.submission().record;
    assert_eq!(judged(None, made.hash()), Reviewed::Pending { earlier: None });

    let back = desk.review(&made, Verdict::Returned, Some("日期不对"), &[&made]);
    let Reviewed::Returned(spoken) = judged(Some(&verdicts(record, [&back])), made.hash()) else { panic!("returned") };
    assert_eq!(said(&spoken), (Verdict::Returned, "样例-desk", "日期不对"));

    let mended = tablet.edit(&[&made], vec![create("visits", "v1", &[("note", "二")])]);
    let known = verdicts(record, [&back]);
    let Reviewed::Pending { earlier: Some(earlier) } = judged(Some(&known), mended.hash()) else { panic!("it waits") };
    assert_eq!(said(&earlier), (Verdict::Returned, "样例-desk", "日期不对"));

    let good = desk.review(&mended, Verdict::Approved, None, &[&made, &back, &mended]);
    for order in [[&back, &good], [&good, &back]] {
        let known = verdicts(record, order);
        let Reviewed::Approved(spoken) = judged(Some(&known), mended.hash()) else { panic!("approved") };
        assert_eq!(said(&spoken), (Verdict::Approved, "样例-desk", ""));
        assert!(matches!(judged(Some(&known), made.hash()), Reviewed::Returned(_)), "the old one stands as it stood");
    }
}

#[test]
fn a_later_verdict_takes_the_place_of_the_one_it_knew_and_two_apart_are_both_told() {
    let (mut tablet, mut one, mut two) = (Device::new("tablet"), Device::new("one"), Device::new("two"));
    let made = tablet.write(vec![create("visits", "v1", &[("note", "一")])]);
    let record = made.submission().record;
    let good = one.review(&made, Verdict::Approved, None, &[&made]);
    let bad = two.review(&made, Verdict::Returned, Some("缺照片"), &[&made]);
    let known = verdicts(record, [&good, &bad]);
    let Reviewed::Disputed(voices) = judged(Some(&known), made.hash()) else { panic!("they differ") };
    assert_eq!(voices.len(), 2);
    let after = one.review(&made, Verdict::Returned, Some("同意退回"), &[&made, &good, &bad]);
    let known = verdicts(record, [&after, &bad, &good]);
    assert!(matches!(judged(Some(&known), made.hash()), Reviewed::Returned(spoken) if said(&spoken).2 == "同意退回"));
}

#[test]
fn a_return_without_a_reason_and_a_form_that_writes_to_the_reviews_are_not_taken_in() {
    let (mut tablet, mut desk) = (Device::new("tablet"), Device::new("desk"));
    let made = tablet.write(vec![create("visits", "v1", &[("note", "一")])]);
    let bare = desk.review(&made, Verdict::Returned, None, &[&made]);
    assert!(matches!(Revision::read(bare.body()), Err(record::ReadRevisionError::Decision)));
    let forged = tablet.write(vec![create(REVIEWS, &made.submission().record.to_string(), &[("verdict", "approved")])]);
    assert_eq!(plan(&import(&[]), &[forged]).report.refused, 1);
    assert_eq!(plan(&import(&[]), &[desk.review(&made, Verdict::Approved, None, &[&made])]).report.added, 1);
}

#[test]
fn the_verdict_on_a_record_goes_with_it_whichever_comes_first() {
    let (mut tablet, mut desk) = (Device::new("tablet"), Device::new("desk"));
    let made = tablet.write(vec![create("people", "p1", &[("phone", "400-000-0417")])]);
    let other = tablet.write(vec![create("visits", "v1", &[("person", "p1")])]);
    let back = desk.review(&made, Verdict::Returned, Some("电话 400-000-0417 不通"), &[&made]);
    let stays = desk.review(&other, Verdict::Approved, None, &[&other]);
    let erasure = tablet.erase(&[&made], &[key("people", "p1")]);
    let all = [made, back.clone(), other, stays];
    let first = import(&[&all, std::slice::from_ref(&erasure)]);
    let last = import(&[std::slice::from_ref(&erasure), &all]);
    assert_eq!(first, last);
    for row in first.entities.values() {
        let bytes = row.to_bytes().expect("it can be written");
        assert!(!String::from_utf8_lossy(&bytes).contains("400-000-0417"));
    }
    assert!(!first.records.contains_key(&back.submission().record));
}
