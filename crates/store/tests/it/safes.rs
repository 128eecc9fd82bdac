//! The whole of a desk as an archive, and what it becomes on another computer: everything, and nothing of what is there less.

use std::collections::BTreeSet;

use proptest::prelude::*;
use record::{DeviceId, Erasures, LedgerHash, ListName, OfficerId, Revision, Sha256};
use store::devices::{self, DeviceStanding};
use store::forms::{Form, FormBytes};
use store::import::Load;
use store::log::{self, Event, Step};
use store::records::{self, RecordState, Standing};
use store::requests::{self, Request, Wants};
use store::safe::{self, Due, End, Head, Joining, Kept, Part, Piece, ReadSafeError, Reader, Writer};
use store::views::{self, View};
use store::zone;
use store::{Key, LedgerVersion, Row, Store, Transaction, blobs, forms, import, layout, quarantine};

use crate::sample::{Device, arrival, at, device_id, form, record_no, revision};
use crate::zones::{key, zone_of};

fn head() -> Head {
    let (label, officer) = ("样例办公电脑".to_owned(), OfficerId::new("样例01"));
    Head { made_at: at(60), device: device_id(), label, officer, schema: store::SCHEMA_VERSION }
}

fn tablet(standing: DeviceStanding, minute: i64) -> devices::Device {
    let label = "样例平板".to_owned();
    devices::Device { id: DeviceId::new("cd".repeat(32)), label, standing, decided_at: at(minute), officers: None }
}

/// A desk: an import with a photo, a decision of its own that waits, a draft, a form, a trusted tablet, a view, a file aside.
fn desk() -> Device {
    let mut desk = Device::new();
    desk.take_in(1, &[revision(record_no(11), 1, "样例一"), revision(record_no(12), 2, "样例二\n两行")]).unwrap();
    desk.finalized(3);
    desk.filled(4, 2);
    desk.run(&devices::decide(&tablet(DeviceStanding::Trusted, 1))).unwrap();
    desk.run(&views::save(&ListName::new("enterprises"), "样例视图", &View::default())).unwrap();
    let form = Form {
        form: form(),
        title: "样例走访".into(),
        listing: record::Listing::default(),
        added_at: at(0),
        files: Vec::new(),
        offered: true,
    };
    desk.run(&forms::keep(&FormBytes { form, workbook: b"workbook".to_vec(), files: Vec::new() })).unwrap();
    let thing = quarantine::Quarantined::of_file("样例.json", b"bytes", "unknown_device", at(2));
    desk.run(&quarantine::keep(&thing, b"\xff\x00bytes")).unwrap();
    desk.run(&log::note(&device_id(), &event(3), None)).unwrap();
    desk
}

fn event(minute: i64) -> Event {
    Event { at: at(minute), who: OfficerId::new("样例01"), step: Step::Imported, what: "batch".into(), count: 2 }
}

fn archive(desk: &Device) -> (Vec<Piece>, End) {
    let mut writer = Writer::default();
    let mut pieces = writer.head(&head(), &Erasures::default());
    for row in desk.memory.all(Store::Records) {
        pieces.extend(writer.records(&[row]));
    }
    for store in safe::STORES.into_iter().filter(|store| *store != Store::Records) {
        pieces.extend(writer.rows(store, &desk.memory.all(store)));
    }
    pieces.extend(writer.form(form().hash, &desk.memory.all(Store::Forms)));
    pieces.push(writer.blob(Sha256::of(b"photo"), b"photo".to_vec()));
    let (piece, end) = writer.end();
    pieces.push(piece);
    (pieces, end)
}

fn read(pieces: &[Piece]) -> Result<(Vec<Row>, End), ReadSafeError> {
    let mut reader = Reader::default();
    let mut rows = Vec::new();
    for (name, bytes) in pieces {
        match reader.read(name, bytes.clone())? {
            Part::Rows(came) => rows.extend(came),
            Part::Blob(hash, bytes) => assert_eq!(Sha256::of(&bytes), hash),
            Part::Words | Part::Head(_) | Part::End(_) => {}
        }
    }
    Ok((rows, reader.finish()?.1))
}

fn restored(onto: &mut Device, pieces: &[Piece]) -> safe::Joined {
    let (rows, _) = read(pieces).unwrap();
    let (taken, came): (Vec<Row>, Vec<Row>) =
        rows.into_iter().partition(|row| records::read(row).is_ok() && row.store == Store::Records);
    let known = onto.memory.all(Store::Records);
    let new: Vec<Revision> =
        taken.iter().filter(|row| !known.contains(row)).map(|row| records::read(row).unwrap()).collect();
    let added: BTreeSet<_> = new.iter().map(|revision| revision.submission().record).collect();
    let here: Vec<Row> = Store::ALL.into_iter().flat_map(|store| onto.memory.all(store)).collect();
    let own = DeviceId::new("ee".repeat(32));
    let joining = Joining { head: &head(), came, here: &here, own: &own, erasures: &Erasures::of(&new), added: &added };
    let joined = safe::joined(&joining);
    let taken = if new.is_empty() { Transaction::new() } else { import::take_in(&[], Load::of(&new), onto.ledger()) };
    onto.run(&taken.and(joined.plan.clone())).unwrap();
    joined
}

fn ledger(of: &Device) -> LedgerHash {
    LedgerHash::of(records::list(&of.memory.all(Store::Records)).0.iter().map(Revision::hash))
}

const KEPT: [Store; 8] = [
    Store::Records,
    Store::States,
    Store::Inbox,
    Store::Drafts,
    Store::Journal,
    Store::Quarantine,
    Store::Forms,
    Store::Log,
];

#[test]
fn a_desk_comes_back_on_an_empty_computer_with_the_same_ledger_and_a_second_time_changes_nothing() {
    let from = desk();
    let (pieces, end) = archive(&from);
    let mut onto = Device::new();
    let joined = restored(&mut onto, &pieces);
    assert_eq!((joined.drafts, joined.batches, joined.forms, joined.set_aside), (1, 1, 1, 0));
    assert_eq!(ledger(&onto), ledger(&from));
    assert_eq!((end.ledger, end.revisions, end.blobs), (ledger(&from), 3, 1));
    for store in KEPT {
        assert_eq!(onto.memory.all(store), from.memory.all(store), "{}", store.name());
    }
    assert_eq!(views::list(&onto.memory.all(Store::Meta), &ListName::new("enterprises")).0.len(), 1);
    // The tablet that was trusted, and the computer that the backup is from.
    assert_eq!(devices::list(&onto.memory.all(Store::Devices)).0.len(), 2);
    let once = onto.memory.clone();
    restored(&mut onto, &pieces);
    assert_eq!(onto.memory, once);
}

#[test]
fn nothing_of_the_computer_itself_goes_along() {
    let (pieces, _) = archive(&desk());
    for (name, bytes) in &pieces {
        let text = String::from_utf8_lossy(bytes);
        assert!(!text.contains(&"07".repeat(32)), "the key stands in {name}");
        assert!(!text.contains("00ff"), "what names the database stands in {name}");
    }
}

#[test]
fn a_person_can_read_it() {
    let (pieces, _) = archive(&desk());
    let names: Vec<&str> = pieces.iter().map(|(name, _)| name.as_str()).collect();
    assert_eq!(names[..2], ["README.txt", "desk.json"]);
    assert_eq!(names.last(), Some(&"end.json"));
    let records: Vec<&Piece> = pieces.iter().filter(|(name, _)| name.starts_with("records/")).collect();
    let lines: Vec<&str> = records.iter().flat_map(|(_, bytes)| std::str::from_utf8(bytes).unwrap().lines()).collect();
    assert_eq!(lines.len(), 3);
    assert!(lines.iter().all(|line| serde_json::from_str::<serde_json::Value>(line).unwrap().is_object()));
    assert!(pieces.iter().all(|(name, _)| name.is_ascii() && name.len() <= 100));
}

#[test]
fn what_is_here_already_stays_and_what_both_have_is_there_once() {
    let from = desk();
    let (pieces, _) = archive(&from);
    let mut onto = Device::new();
    onto.take_in(9, &[revision(record_no(11), 1, "样例一"), revision(record_no(21), 7, "只在这里")]).unwrap();
    onto.filled(5, 1);
    let view = View { search: "别的".into(), ..View::default() };
    onto.run(&views::save(&ListName::new("enterprises"), "样例视图", &view)).unwrap();
    let before = onto.memory.clone();
    restored(&mut onto, &pieces);
    for row in before.all(Store::Records).iter().chain(&before.all(Store::Drafts)).chain(&before.all(Store::Inbox)) {
        assert_eq!(onto.memory.get(row.store, &row.key), Some(row.value.as_slice()));
    }
    let both: BTreeSet<Key> =
        from.memory.all(Store::Records).into_iter().chain(before.all(Store::Records)).map(|row| row.key).collect();
    assert_eq!(onto.memory.all(Store::Records).into_iter().map(|row| row.key).collect::<BTreeSet<_>>(), both);
    // Two views of one name: neither is lost.
    let mut views = views::list(&onto.memory.all(Store::Meta), &ListName::new("enterprises")).0;
    views.sort_by(|a, b| a.0.cmp(&b.0));
    assert_eq!(views, [("样例视图".to_owned(), view), ("样例视图 2".to_owned(), View::default())]);
}

#[test]
fn what_people_asked_for_comes_along_and_what_one_of_two_desks_has_done_is_done() {
    let person = record::ErasedEntity { list: ListName::new("talents"), id: record::EntityId::new("person-1") };
    let asked = Request { person, wants: Wants::Erasure, asked_at: at(5), taken_by: OfficerId::new("900"), done: None };
    let (mut from, mut onto) = (desk(), Device::new());
    for device in [&mut from, &mut onto] {
        device.run(&requests::asked(&asked)).unwrap();
    }
    from.run(&requests::done(&asked, at(7), &OfficerId::new("901"))).unwrap();
    restored(&mut onto, &archive(&from).0);
    let done = Some((at(7), OfficerId::new("901")));
    assert_eq!(requests::list(&onto.memory.all(Store::Meta)), [Request { done, ..asked }]);
}

/// Who restores a desk can open what was sealed for it, with the keys of both.
#[test]
fn the_zone_comes_along_and_the_keys_of_both_open_then() {
    let mut from = desk();
    let rows = from.memory.all(Store::Meta);
    from.run(&zone::learn(&rows, &zone_of("a", 2)).and(zone::add_key(&rows, &key(1)))).unwrap();
    let (pieces, _) = archive(&from);
    let zone = |of: &Device| zone::known(&of.memory.all(Store::Meta)).unwrap();
    let keys = |of: &Device| zone::keys(&of.memory.all(Store::Meta));
    let mut empty = Device::new();
    restored(&mut empty, &pieces);
    assert_eq!((zone(&empty), keys(&empty)), (Some(zone_of("a", 2)), vec![key(1)]));
    for (own, kept) in
        [(zone_of("a", 1), zone_of("a", 2)), (zone_of("a", 3), zone_of("a", 3)), (zone_of("b", 1), zone_of("b", 1))]
    {
        let mut onto = Device::new();
        let rows = onto.memory.all(Store::Meta);
        onto.run(&zone::learn(&rows, &own).and(zone::add_key(&rows, &key(2)))).unwrap();
        restored(&mut onto, &pieces);
        assert_eq!((zone(&onto), keys(&onto)), (Some(kept), vec![key(2), key(1)]));
        let once = onto.memory.clone();
        restored(&mut onto, &pieces);
        assert_eq!(onto.memory, once);
    }
}

#[test]
fn what_waited_to_be_sent_waits_and_what_waits_here_is_not_called_sent() {
    let from = desk();
    let (pieces, _) = archive(&from);
    let mut onto = Device::new();
    restored(&mut onto, &pieces);
    let standings = records::standings(&onto.memory.all(Store::States)).0;
    assert_eq!(standings[&record_no(3)].state, RecordState::Waiting);
    assert!(!standings.contains_key(&record_no(11)), "what came from elsewhere has no state");

    let sent = Standing { state: RecordState::Exported, at: at(5), batch: None };
    let mut other = from.clone();
    other
        .run(&Transaction::new().put(
            Store::States,
            layout::state(record_no(3)),
            br#"{"state":"exported","at":"2026-03-01T09:05:00.000+08:00","batch":null}"#.to_vec(),
        ))
        .unwrap();
    assert_eq!(records::standings(&other.memory.all(Store::States)).0[&record_no(3)].state, sent.state);
    let mut here = Device::new();
    here.finalized(3);
    restored(&mut here, &archive(&other).0);
    assert_eq!(records::standings(&here.memory.all(Store::States)).0[&record_no(3)].state, RecordState::Waiting);
}

#[test]
fn the_later_word_on_a_device_counts_and_of_two_at_once_the_one_against_it() {
    let standing = |here: devices::Device, came: devices::Device| {
        let (mut from, mut onto) = (desk(), Device::new());
        from.run(&devices::decide(&came)).unwrap();
        onto.run(&devices::decide(&here)).unwrap();
        restored(&mut onto, &archive(&from).0);
        let devices = devices::list(&onto.memory.all(Store::Devices)).0;
        devices.into_iter().find(|device| device.id == came.id).unwrap().standing
    };
    let (trusted, revoked) = (DeviceStanding::Trusted, DeviceStanding::Revoked);
    assert_eq!(standing(tablet(trusted, 1), tablet(revoked, 2)), revoked);
    assert_eq!(standing(tablet(revoked, 1), tablet(trusted, 2)), trusted);
    assert_eq!(standing(tablet(trusted, 3), tablet(revoked, 2)), trusted);
    assert_eq!(standing(tablet(trusted, 2), tablet(revoked, 2)), revoked);
    assert_eq!(standing(tablet(revoked, 2), tablet(trusted, 2)), revoked);
}

#[test]
fn a_file_that_is_missing_added_moved_or_changed_is_told() {
    let (pieces, _) = archive(&desk());
    assert!(read(&pieces).is_ok());
    for place in 1..pieces.len() {
        let mut without = pieces.clone();
        without.remove(place);
        let refused = read(&without);
        assert!(refused.is_err(), "without {}: {refused:?}", pieces[place].0);
    }
    let without_forms: Vec<Piece> = pieces.iter().filter(|(name, _)| !name.starts_with("forms/")).cloned().collect();
    assert!(matches!(read(&without_forms), Err(ReadSafeError::Count)));
    let mut twice = pieces.clone();
    twice.push(twice[2].clone());
    assert!(matches!(read(&twice), Err(ReadSafeError::Place(_))));
    let mut other = pieces.clone();
    other.insert(2, ("../etc/passwd".to_owned(), Vec::new()));
    assert!(matches!(read(&other), Err(ReadSafeError::Place(_))));
    let changed = |name: &str, from: &str, to: &str| {
        let mut changed = pieces.clone();
        let piece = changed.iter_mut().find(|(other, _)| other.contains(name)).unwrap();
        let text = String::from_utf8(piece.1.clone()).unwrap().replace(from, to);
        assert_ne!(text.as_bytes(), piece.1, "{name} has no {from}");
        piece.1 = text.into_bytes();
        read(&changed).unwrap_err()
    };
    assert!(matches!(changed("records/", "样例", "样品"), ReadSafeError::Ledger));
    assert!(matches!(changed("records/", "{", "("), ReadSafeError::Line(_)));
    assert!(matches!(changed("blobs/", "photo", "PHOTO"), ReadSafeError::Checksum(_)));
    assert!(matches!(changed("/workbook", "workbook", "Workbook"), ReadSafeError::Checksum(_)));
    assert!(matches!(changed("end.json", "\"blobs\": 1", "\"blobs\": 2"), ReadSafeError::Count));
    assert!(matches!(changed("desk.json", "\"version\": 1", "\"version\": 3"), ReadSafeError::Newer(3)));
    assert!(matches!(changed("desk.json", "taizhang-desk", "other"), ReadSafeError::NotOurs));
    assert!(matches!(
        changed("desk.json", &format!("\"schema\": {}", store::SCHEMA_VERSION), "\"schema\": 99"),
        ReadSafeError::Migrate(_)
    ));
    assert!(matches!(read(&[]), Err(ReadSafeError::NotOurs)));
}

#[test]
fn a_backup_is_due_where_a_desk_has_changes_and_none_was_made_checked_or_is_young() {
    let day = 24 * 60;
    let kept = |checked_at: Option<i64>| Kept {
        made_at: at(0),
        file_name: "样例.age".into(),
        ledger: LedgerHash::of([]),
        version: 5,
        checked_at: checked_at.map(at),
    };
    let due = |kept: Option<&Kept>, version: u64, is_desk: bool, minute: i64| {
        safe::due(kept, LedgerVersion(version), is_desk, at(minute))
    };
    assert_eq!(due(None, 3, true, 0), Some(Due::Never));
    assert_eq!(due(None, 3, false, 0), None);
    assert_eq!(due(Some(&kept(None)), 5, true, 1), Some(Due::Unchecked));
    let checked = kept(Some(0));
    assert_eq!(due(Some(&checked), 6, true, 7 * day - 1), None);
    assert_eq!(due(Some(&checked), 6, true, 7 * day), Some(Due::Old { days: 7 }));
    assert_eq!(due(Some(&checked), 5, true, 70 * day), None, "nothing has changed since");
}

#[test]
fn what_was_kept_and_handed_over_is_read_as_it_was_written() {
    let mut desk = Device::new();
    let kept = Kept {
        made_at: at(1),
        file_name: "样例.age".into(),
        ledger: LedgerHash::of([]),
        version: 5,
        checked_at: Some(at(2)),
    };
    let handed = safe::Handed { at: at(3), to: "样例乙".into(), ledger: LedgerHash::of([]) };
    desk.run(&safe::keep(&kept).and(safe::hand_over(&handed))).unwrap();
    let rows = desk.memory.all(Store::Meta);
    assert_eq!((safe::kept(&rows), safe::handed(&rows)), (Some(kept), Some(handed)));
    desk.run(&safe::keep_on()).unwrap();
    assert_eq!(safe::handed(&desk.memory.all(Store::Meta)), None);
}

#[test]
fn a_photo_that_is_put_back_is_whole() {
    let mut desk = Device::new();
    desk.run(&blobs::written(Transaction::new(), Sha256::of(b"photo"), b"photo")).unwrap();
    assert_eq!(blobs::read(Sha256::of(b"photo"), &desk.memory.all(Store::Blobs)).unwrap(), b"photo");
}

proptest! {
    /// Whatever two desks have: each with the other's backup has the same ledger.
    #[test]
    fn two_desks_that_exchange_their_backups_have_one_ledger(
        one in proptest::collection::btree_set(1_u8..30, 0..6),
        two in proptest::collection::btree_set(1_u8..30, 0..6),
    ) {
        let of = |numbers: &BTreeSet<u8>, batch: u8| {
            let mut desk = Device::new();
            let revisions: Vec<Revision> = numbers.iter().map(|number| revision(record_no(*number), u64::from(*number), "样例")).collect();
            if !revisions.is_empty() {
                desk.run(&import::take_in(&[arrival(batch, &revisions)], Load::of(&revisions), desk.ledger())).unwrap();
            }
            desk
        };
        let (mut first, mut second) = (of(&one, 1), of(&two, 2));
        let (from_first, from_second) = (archive(&first).0, archive(&second).0);
        restored(&mut first, &from_second);
        restored(&mut second, &from_first);
        prop_assert_eq!(ledger(&first), ledger(&second));
        prop_assert_eq!(first.memory.all(Store::Inbox), second.memory.all(Store::Inbox));
    }
}

/// The hash of some revision.
fn hash(of: &str) -> record::RevisionHash {
    Sha256::of(of.as_bytes()).to_string().parse().unwrap()
}

#[test]
fn a_backup_from_before_an_erasure_is_to_be_thrown_away_within_thirty_days_of_it_until_somebody_did() {
    use store::made_backups::{gone, made, outdated};
    const DAY: i64 = 24 * 60;
    let mut desk = Device::new();
    let before = made(at(1), "before.age", BTreeSet::new());
    let after = made(at(2 * DAY), "after.age", BTreeSet::from([hash("first")]));
    desk.run(&before.and(after)).unwrap();
    let told = |desk: &Device, erasures: &[(record::RevisionHash, record::Timestamp)]| -> Vec<(String, i64)> {
        let day = |until: record::Timestamp| (until.unix_ms() - at(0).unix_ms()) / 86_400_000;
        let found = outdated(&desk.memory.all(Store::Meta), erasures);
        found.into_iter().map(|backup| (backup.file_name, day(backup.until))).collect()
    };
    assert_eq!(told(&desk, &[]), []);
    let first = (hash("first"), at(DAY));
    assert_eq!(told(&desk, &[first]), [("before.age".to_owned(), 31)]);
    // An erasure that was made earlier elsewhere and only came later: both lack it.
    let late = (hash("late"), at(0));
    assert_eq!(told(&desk, &[first, late]), [("before.age".to_owned(), 30), ("after.age".to_owned(), 32)]);
    desk.run(&gone(at(1))).unwrap();
    assert_eq!(told(&desk, &[first]), []);
    assert_eq!(safe::kept(&desk.memory.all(Store::Meta)), None, "the last one's row is another");
}
