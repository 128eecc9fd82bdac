//! The zone and its keys: what a tablet learns, what a desk holds, and that two tabs cannot disagree.

use record::DeviceId;
use store::memory::Aborted;
use store::outbox::{self, Seal};
use store::settings::SecretKey;
use store::zone::{self, Coming, Zone};
use store::{Conflict, Row, Store, layout};

use crate::sample::{Device, at, export, record_no, revision};

pub fn zone_of(id: &str, edition: u64) -> Zone {
    Zone {
        id: id.to_owned(),
        edition,
        name: "样例园区".to_owned(),
        recipients: vec![format!("age1desk{edition}"), "age1paper".to_owned()],
        said_by: DeviceId::new("ab".repeat(32)),
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
    let coming = |zone: Zone| Zone::coming(Some(&known), &zone);
    assert_eq!(Zone::coming(None, &known), Coming::Newer);
    assert_eq!(coming(zone_of("a", 3)), Coming::Newer);
    assert_eq!(coming(zone_of("a", 2)), Coming::Known);
    assert_eq!(coming(zone_of("a", 1)), Coming::Known);
    assert_eq!(coming(zone_of("b", 9)), Coming::Other);
    // Anybody who has a pack knows what the zone is called: newer keys count by the word of who said the first.
    let by_another = |edition| Zone { said_by: DeviceId::new("cd".repeat(32)), ..zone_of("a", edition) };
    assert_eq!(coming(by_another(3)), Coming::Other);
    assert_eq!(coming(by_another(2)), Coming::Known);
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
