//! The zone and its keys: what a tablet learns, what a desk holds, and that two tabs cannot disagree.

use record::{Charter, DeviceId};
use store::memory::Aborted;
use store::outbox::{self, Seal};
use store::settings::SecretKey;
use store::zone::{self, Coming, Sent, Zone};
use store::{Conflict, Row, Store, layout};

use crate::sample::{Device, at, export, record_no, revision};

fn head() -> DeviceId {
    DeviceId::new("ab".repeat(32))
}

fn other() -> DeviceId {
    DeviceId::new("cd".repeat(32))
}

pub fn zone_of(id: &str, edition: u64) -> Zone {
    Zone {
        id: id.to_owned(),
        edition,
        name: "样例园区".to_owned(),
        recipients: vec![format!("age1desk{edition}"), "age1paper".to_owned()],
        charter: Charter::of(head()),
        words: Vec::new(),
        known_at: at(3),
    }
}

pub fn key(byte: u8) -> SecretKey {
    SecretKey([byte; 32])
}

fn meta(device: &Device) -> Vec<Row> {
    device.memory.all(Store::Meta)
}

#[test]
fn a_tablet_that_knows_no_zone_says_so_and_one_that_does_reads_what_was_written() {
    let mut tablet = Device::new();
    assert_eq!(zone::known(&meta(&tablet)).unwrap(), None);
    tablet.run(&zone::learn(&meta(&tablet), &zone_of("a", 1))).unwrap();
    assert_eq!(zone::known(&meta(&tablet)).unwrap(), Some(zone_of("a", 1)));
    assert!(zone::keys(&meta(&tablet)).is_empty());
}

#[test]
fn a_zone_that_cannot_be_read_is_not_taken_for_none() {
    let row = Row::new(Store::Meta, layout::meta::ZONE, *b"{");
    assert!(zone::known(&[row]).is_err());
}

#[test]
fn newer_keys_are_taken_older_ones_are_known_and_another_zone_is_told_as_such() {
    let known = zone_of("a", 2);
    let coming = |zone: Zone| {
        Zone::coming(Some(&known), &Sent { zone, from: head(), heard: Some((known.charter.clone(), vec![])) })
    };
    assert_eq!(Zone::coming(None, &sent(known.clone(), head(), &known.charter)), (Coming::Newer, known.clone()));
    assert_eq!(coming(zone_of("a", 3)), (Coming::Newer, zone_of("a", 3)));
    assert_eq!(coming(zone_of("a", 2)), (Coming::Known, known.clone()));
    assert_eq!(coming(zone_of("a", 1)), (Coming::Known, known.clone()));
    let elsewhere = Sent { zone: zone_of("b", 9), from: head(), heard: None };
    assert_eq!(Zone::coming(Some(&known), &elsewhere), (Coming::Other, zone_of("b", 9)));
    // Anybody who has a pack knows what the zone is called: newer keys count by the word of who said the first.
    let by_another = |edition| Zone { charter: Charter::of(other()), ..zone_of("a", edition) };
    let coming = |zone: Zone| {
        Zone::coming(Some(&known), &Sent { zone, from: other(), heard: Some((known.charter.clone(), vec![])) })
    };
    assert_eq!(coming(by_another(3)), (Coming::Other, by_another(3)));
    assert_eq!(coming(by_another(2)), (Coming::Known, known.clone()));
}

fn sent(zone: Zone, from: DeviceId, heard: &Charter) -> Sent {
    Sent { zone, from, heard: Some((heard.clone(), vec!["a word".to_owned()])) }
}

#[test]
fn a_desk_that_was_appointed_brings_news_of_desks_and_changes_no_key() {
    let known = zone_of("a", 2);
    let appointed = known.charter.appointing(&other(), 7).unwrap();
    let of_appointed = Zone { charter: appointed.clone(), words: vec!["a word".to_owned()], ..zone_of("a", 9) };
    let (coming, next) = Zone::coming(Some(&known), &sent(of_appointed.clone(), other(), &appointed));
    assert_eq!(coming, Coming::Newer);
    assert_eq!((&next.charter, &next.recipients, next.edition), (&appointed, &known.recipients, 2));
    assert_eq!(next.words, ["a word"]);
    // Known by then, and still no keys of its own.
    let (coming, again) = Zone::coming(Some(&next), &sent(of_appointed, other(), &appointed));
    assert_eq!((coming, again), (Coming::Known, next.clone()));
    // It says that it is at the head: whoever carries the file here is asked.
    let claims = Zone { charter: Charter::of(other()), words: vec!["own word".to_owned()], ..zone_of("a", 9) };
    assert_eq!(Zone::coming(Some(&next), &sent(claims.clone(), other(), &appointed)), (Coming::Other, claims));
    // Newer keys by the head of which other desks' packs told.
    let after = appointed.succeeded_by(other(), 20);
    let (coming, now) = Zone::coming(Some(&next), &sent(zone_of("a", 3), other(), &after));
    assert_eq!((coming, now.edition, now.charter), (Coming::Newer, 3, after));
}

#[test]
fn a_pack_that_was_looked_at_before_a_desk_was_withdrawn_brings_it_not_back() {
    let appointed = Charter::of(head()).appointing(&other(), 5).unwrap();
    let withdrawn = appointed.withdrawing(&other(), 6);
    let known = Zone { charter: withdrawn.clone(), ..zone_of("a", 2) };
    for from in [head(), other()] {
        let (_, then) = Zone::coming(Some(&known), &sent(zone_of("a", 2), from.clone(), &appointed));
        assert_eq!(then.charter, withdrawn, "{from:?}");
    }
}

#[test]
fn who_speaks_for_a_zone_is_read_as_it_was_written_and_a_row_from_before_names_one_desk() {
    let charter = Charter::of(head()).appointing(&other(), 7).unwrap().with_paper(DeviceId::new("ef".repeat(32)), 8);
    let zone = Zone { charter: charter.succeeded_by(other(), 9), words: vec!["a word".to_owned()], ..zone_of("a", 1) };
    let mut desk = Device::new();
    desk.run(&zone::learn(&meta(&desk), &zone)).unwrap();
    assert_eq!(zone::known(&meta(&desk)).unwrap(), Some(zone));
    let before = format!(
        r#"{{"id":"a","edition":1,"name":"样例园区","recipients":["age1desk1","age1paper"],"said_by":"{}","known_at":"{}"}}"#,
        head(),
        at(3)
    );
    assert_eq!(Zone::read(before.as_bytes()).unwrap(), zone_of("a", 1));
    // And one where nobody was appointed is written as before.
    let mut desk = Device::new();
    desk.run(&zone::learn(&meta(&desk), &zone_of("a", 1))).unwrap();
    let row = meta(&desk).into_iter().find(|row| row.key == layout::meta::ZONE.into()).unwrap();
    assert_eq!(String::from_utf8(row.value).unwrap(), before);
}

#[test]
fn what_another_tab_said_meanwhile_is_not_written_over() {
    let mut desk = Device::new();
    let before = meta(&desk);
    desk.run(&zone::learn(&before, &zone_of("a", 1)).and(zone::add_key(&before, &key(1)))).unwrap();
    for plan in [zone::learn(&before, &zone_of("b", 1)), zone::add_key(&before, &key(2))] {
        assert_eq!(desk.run(&plan).unwrap_err(), Aborted::Guard(Store::Meta, Some(Conflict::ZoneChanged)));
    }
    assert_eq!(zone::known(&meta(&desk)).unwrap(), Some(zone_of("a", 1)));
    assert_eq!(zone::keys(&meta(&desk)), [key(1)]);
}

#[test]
fn old_keys_go_on_opening_and_one_that_is_brought_twice_is_there_once() {
    let mut desk = Device::new();
    for brought in [key(1), key(2), key(1)] {
        desk.run(&zone::add_key(&meta(&desk), &brought)).unwrap();
    }
    assert_eq!(zone::keys(&meta(&desk)), [key(1), key(2)]);
}

#[test]
fn a_batch_remembers_how_it_was_sealed_and_one_from_before_was_not() {
    let revisions = [revision(record_no(1), 1, "样例")];
    let seal = Seal { recipients: vec!["age1desk".to_owned()], seed: key(7) };
    for seal in [None, Some(seal)] {
        let export = outbox::Export { seal, ..export(1, &revisions) };
        let mut tablet = Device::new();
        tablet.run(&outbox::change(&export)).unwrap();
        let row = tablet.memory.all(Store::Outbox).remove(0);
        assert_eq!(String::from_utf8_lossy(&row.value).contains("seal"), export.seal.is_some());
        assert_eq!(outbox::read(&row.value).unwrap(), export);
    }
    assert_eq!(format!("{:?}", key(7)), "SecretKey(..)");
}
