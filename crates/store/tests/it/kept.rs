//! Records, exports, forms, blobs, settings and the rest, as they are kept.

use proptest::prelude::*;
use record::Sha256;
use store::forms::{Form, FormBytes};
use store::memory::Aborted;
use store::outbox::{self, ExportState};
use store::records::{self, RecordState};
use store::server::{self, Automatic, LastRun};
use store::settings::{LastExport, Officer};
use store::{Conflict, RowError, Settings, Standing, Store, Transaction};
use store::{ballast, blobs, devices, forms, layout, log, settings};

use crate::sample::{Device, at, device, export, form, record_no, revision};

#[test]
fn an_export_marks_its_records_and_deletes_nothing() {
    let mut tablet = Device::new();
    let sent = [tablet.finalized(1), tablet.finalized(2)];
    tablet.finalized(3);
    let (standings, _) = records::standings(&tablet.memory.all(Store::States));
    let export = export(1, &sent);
    tablet.run(&outbox::mark_exported(&export, &standings)).unwrap();

    let (standings, _) = records::standings(&tablet.memory.all(Store::States));
    let state = |number| standings[&record_no(number)].state;
    assert_eq!([state(1), state(2), state(3)], [RecordState::Exported, RecordState::Exported, RecordState::Waiting]);
    assert_eq!(standings[&record_no(1)].batch, Some(export.batch));
    assert_eq!(tablet.memory.all(Store::Records).len(), 3);
    assert_eq!(records::unsent(&standings).0, 1);
    let settings = tablet.settings();
    assert_eq!((settings.batch_sequence, settings.previous_batch), (2, Some(export.body_hash)));
    assert_eq!(outbox::list(&tablet.memory.all(Store::Outbox)).0, [export]);
}

#[test]
fn a_record_that_has_arrived_does_not_become_exported_again() {
    let mut tablet = Device::new();
    let sent = [tablet.finalized(1)];
    let received = Standing { state: RecordState::Received, at: at(9), batch: None };
    let standings = [(record_no(1), received)].into();
    tablet.run(&outbox::mark_exported(&export(1, &sent), &standings)).unwrap();
    let (after, _) = records::standings(&tablet.memory.all(Store::States));
    assert_eq!(after[&record_no(1)].state, RecordState::Waiting, "the row was not touched");
}

#[test]
fn two_tabs_cannot_export_under_one_number() {
    let mut tablet = Device::new();
    tablet.run(&outbox::mark_exported(&export(1, &[]), &Default::default())).unwrap();
    let late = outbox::mark_exported(&export(1, &[]), &Default::default());
    assert_eq!(tablet.run(&late), Err(Aborted::Guard(Store::Meta, Some(Conflict::BatchSequenceTaken))));
    let tried = outbox::Export { attempts: 2, state: ExportState::Received, ..export(1, &[]) };
    tablet.run(&outbox::change(&tried)).unwrap();
    assert_eq!(outbox::list(&tablet.memory.all(Store::Outbox)).0, [tried]);
}

#[test]
fn a_damaged_record_is_told_and_holds_up_no_other() {
    let mut tablet = Device::new();
    let whole = tablet.finalized(1);
    let other = tablet.finalized(2);
    let key = layout::revision(record_no(2), other.hash());
    let mut bytes = other.body().as_bytes().to_vec();
    bytes[100] ^= 1;
    tablet.run(&Transaction::new().put(Store::Records, key, bytes.clone())).unwrap();
    let not_text = layout::revision(record_no(3), other.hash());
    tablet.run(&Transaction::new().put(Store::Records, not_text, [0xff])).unwrap();
    let swapped = layout::revision(record_no(4), whole.hash());
    tablet.run(&Transaction::new().put(Store::Records, swapped, whole.body())).unwrap();
    let no_record = layout::revision(record_no(5), Sha256::of(b"{}"));
    tablet.run(&Transaction::new().put(Store::Records, no_record, "{}")).unwrap();

    let (found, damaged) = records::list(&tablet.memory.all(Store::Records));
    assert_eq!(found, [whole]);
    assert_eq!(damaged[0].row.value, bytes);
    assert!(matches!(damaged[0].why, RowError::Checksum));
    assert!(matches!(damaged[1].why, RowError::Text));
    assert!(matches!(damaged[2].why, RowError::Key));
    assert!(matches!(damaged[3].why, RowError::Record(_)));
}

#[test]
fn a_state_that_cannot_be_read_is_told() {
    let rows = [
        store::Row::new(Store::States, layout::state(record_no(1)), "{}"),
        store::Row::new(Store::States, "not a uuid", "{}"),
    ];
    let (standings, damaged) = records::standings(&rows);
    assert!(standings.is_empty());
    assert!(matches!(damaged[0].why, RowError::Json(_)));
    assert!(matches!(damaged[1].why, RowError::Key));
    assert_eq!(damaged[0].to_string(), "a row of states cannot be read");
}

#[test]
fn a_form_is_kept_byte_for_byte_with_its_cache_apart() {
    let mut tablet = Device::new();
    let files = vec![("list.csv".to_owned(), b"name,label\n".to_vec())];
    let mut reference = form();
    reference.hash = record::form_hash(&[0, 159], &files);
    let head = Form {
        form: reference.clone(),
        title: "样例表".into(),
        listing: record::Listing("group=样例组\n".to_owned()),
        added_at: at(1),
        files: vec!["list.csv".into()],
        offered: true,
    };
    let bytes = FormBytes { form: head.clone(), workbook: vec![0, 159], files };
    tablet.run(&forms::keep(&bytes)).unwrap();
    tablet.run(&forms::cache(reference.hash, 1, vec![1])).unwrap();
    tablet.run(&forms::cache(reference.hash, 2, vec![2])).unwrap();

    let rows = tablet.memory.under(Store::Forms, &layout::form(reference.hash));
    assert_eq!(forms::read_bytes(reference.hash, &rows).unwrap(), bytes);
    assert_eq!(tablet.memory.get(Store::Forms, &layout::form_cache(reference.hash, 1)), None);
    assert_eq!(tablet.memory.get(Store::Forms, &layout::form_cache(reference.hash, 2)), Some([2].as_slice()));

    let retired = Form { offered: false, ..head };
    tablet.run(&forms::change(&retired)).unwrap();
    assert_eq!(forms::list(&tablet.memory.all(Store::Forms)).0, [retired]);
}

#[test]
fn a_form_from_before_forms_said_how_they_are_listed_is_read() {
    let hash = form().hash;
    let old = format!(
        r#"{{"id":"f","version":"1","hash":"{hash}","title":"样例表","added_at":"2026-01-01T00:00:00.000+08:00","files":[],"offered":true}}"#
    );
    let read = forms::read(old.as_bytes()).unwrap();
    assert_eq!((read.title.as_str(), read.listing), ("样例表", record::Listing::default()));
}

#[test]
fn a_form_whose_bytes_changed_is_refused() {
    let mut tablet = Device::new();
    let head = Form {
        form: form(),
        title: "样例表".into(),
        listing: record::Listing::default(),
        added_at: at(1),
        files: Vec::new(),
        offered: true,
    };
    let hash = head.form.hash;
    tablet.run(&forms::keep(&FormBytes { form: head, workbook: b"workbook".to_vec(), files: Vec::new() })).unwrap();
    let read = |tablet: &Device| forms::read_bytes(hash, &tablet.memory.all(Store::Forms));
    assert!(read(&tablet).is_ok());
    tablet.run(&Transaction::new().put(Store::Forms, layout::form_workbook(hash), "work book")).unwrap();
    assert!(matches!(read(&tablet), Err(RowError::Checksum)));
    tablet.run(&Transaction::new().delete(Store::Forms, layout::form_workbook(hash))).unwrap();
    assert!(matches!(read(&tablet), Err(RowError::Missing("workbook"))));
}

#[test]
fn a_blob_lies_in_parts_and_a_lost_part_is_noticed() {
    let mut tablet = Device::new();
    let photo: Vec<u8> = (0..layout::BLOB_PART_BYTES * 2 + 1).map(|at| (at % 251) as u8).collect();
    let (hash, plan) = blobs::write(&photo);
    tablet.run(&plan).unwrap();
    tablet.run(&blobs::write(b"").1).unwrap();
    let rows = tablet.memory.all(Store::Blobs);
    assert_eq!(rows.len(), 4);
    assert_eq!(blobs::read(hash, &rows).unwrap(), photo);
    assert_eq!(blobs::read(Sha256::of(b""), &rows).unwrap(), b"");
    tablet.run(&Transaction::new().delete(Store::Blobs, layout::blob_part(hash, 1))).unwrap();
    assert!(matches!(blobs::read(hash, &tablet.memory.all(Store::Blobs)), Err(RowError::Checksum)));
    assert!(matches!(blobs::read(Sha256::of(b"x"), &rows), Err(RowError::Missing("blob"))));
}

#[test]
fn a_device_is_set_up_once() {
    let mut tablet = Device::new();
    let settings = tablet.settings();
    assert_eq!(settings.device, device());
    assert_eq!((settings.sequence, settings.batch_sequence, settings.previous_batch), (1, 1, None));
    assert_eq!((settings.schema, settings.officer, settings.last_export), (store::SCHEMA_VERSION, None, None));
    let second = settings::set_up("11ff", &device());
    assert_eq!(tablet.run(&second), Err(Aborted::Guard(Store::Meta, Some(Conflict::AlreadySetUp))));
    assert_eq!(tablet.settings().generation, "00ff");
    assert!(!format!("{:?}", tablet.settings()).contains("0707"), "no key in a log");
}

#[test]
fn the_officer_and_the_last_export_are_remembered() {
    let mut tablet = Device::new();
    let officer = Officer {
        id: record::OfficerId::new("样例01"),
        name: "样例甲".into(),
        unit: "样例街道".into(),
        former: Vec::new(),
    };
    let last = LastExport { at: at(3), records: 2, file_name: "样例.json".into() };
    tablet.run(&settings::set_officer(&officer)).unwrap();
    tablet.run(&settings::set_last_export(&last)).unwrap();
    let settings = tablet.settings();
    assert_eq!((settings.officer, settings.last_export), (Some(officer), Some(last)));
}

#[test]
fn settings_that_cannot_be_read_are_an_error_and_not_a_first_run() {
    let tablet = Device::new();
    assert_eq!(Settings::read(&[]).unwrap(), None);
    for row in tablet.memory.all(Store::Meta) {
        let name = row.key.text(0).unwrap().to_owned();
        let others: Vec<_> = tablet.memory.all(Store::Meta).into_iter().filter(|other| *other != row).collect();
        if name != layout::meta::GENERATION {
            assert!(matches!(Settings::read(&others), Err(RowError::Missing(_))), "{name}");
        }
        let broken = store::Row { value: vec![b'x'], ..row };
        let rows: Vec<_> = std::iter::once(broken).chain(others).collect();
        assert!(name == layout::meta::GENERATION || Settings::read(&rows).is_err(), "{name}");
    }
}

#[test]
fn a_revoked_device_stays_known() {
    let mut desk = Device::new();
    let tablet = devices::Device {
        id: record::DeviceId::new("cd".repeat(32)),
        label: "样例平板".into(),
        standing: devices::DeviceStanding::Trusted,
        decided_at: at(1),
        officers: Some(vec![record::OfficerId::new("样例01")]),
    };
    desk.run(&devices::decide(&tablet)).unwrap();
    let revoked = devices::Device { standing: devices::DeviceStanding::Revoked, ..tablet };
    desk.run(&devices::decide(&revoked)).unwrap();
    assert_eq!(devices::list(&desk.memory.all(Store::Devices)).0, [revoked]);
}

#[test]
fn ballast_makes_room_and_is_filled_again() {
    let mut tablet = Device::new();
    let before = tablet.memory.clone();
    tablet.run(&ballast::fill(vec![1; ballast::BYTES])).unwrap();
    tablet.run(&ballast::free()).unwrap();
    assert_eq!(tablet.memory, before);
}

#[test]
fn every_guard_of_the_house_says_what_it_means() {
    let cases = [
        (Conflict::StaleWriter, "another tab writes this draft now"),
        (Conflict::SequenceTaken, "the sequence was taken by another record"),
        (Conflict::BatchSequenceTaken, "the batch sequence was taken by another batch"),
        (Conflict::LedgerMoved, "the ledger changed meanwhile"),
        (Conflict::AlreadyImported, "the batch was taken in already"),
        (Conflict::AlreadySetUp, "the database was set up already"),
    ];
    for (conflict, words) in cases {
        assert_eq!(conflict.to_string(), words);
    }
    let foreign = Transaction::new().guard_free(Store::Views, "x".into());
    assert_eq!(Conflict::of(&foreign.guards[0]), None);
}

proptest! {
    /// Whatever lies in a row, reading it gives a value or an error.
    #[test]
    fn no_bytes_of_a_row_stop_the_program(value: Vec<u8>, text in "[0-9a-f]{8} \\{.*\\}|\\{.*\\}") {
        for value in [value, text.into_bytes()] {
            let row = |store, key: store::Key| store::Row { store, key, value: value.clone() };
            let (id, hash) = (record_no(1), Sha256::of(&value));
            let rows: Vec<_> = Store::ALL.into_iter().map(|store| row(store, layout::revision(id, hash))).collect();
            let _ = store::draft::list(&[row(Store::Drafts, layout::record(id))]);
            let _ = store::draft::read_snapshot(&value);
            let _ = store::journal::replay(0, 1, &rows, &String::from_utf8_lossy(&value));
            let _ = records::list(&rows);
            let _ = records::standings(&rows);
            let _ = (store::import::list(&rows), outbox::list(&rows), devices::list(&rows), log::list(&rows));
            let _ = (forms::list(&rows), store::packs::list(&rows), store::quarantine::list(&rows));
            let _ = (store::bin::list(&rows), store::bin::restore(&rows));
            let _ = store::canary::Canary::read(&String::from_utf8_lossy(&value));
            let meta: Vec<_> = [layout::meta::GENERATION, layout::meta::SCHEMA, layout::meta::DEVICE]
                .map(|name| row(Store::Meta, name.into())).into();
            let _ = Settings::read(&meta);
        }
    }

    /// A record comes back as the very bytes it was finalised as.
    #[test]
    fn a_record_comes_back_as_it_was_finalized(note: String) {
        let mut tablet = Device::new();
        let draft = tablet.filled(1, 1);
        let revision = revision(draft.id.record(), 1, &note);
        tablet.run(&store::draft::finalize(&draft, &revision, tablet.ledger(), &[])).unwrap();
        let (found, _) = records::list(&tablet.memory.all(Store::Records));
        prop_assert_eq!(found[0].body(), revision.body());
        prop_assert_eq!(found[0].hash(), revision.hash());
    }
}

#[test]
fn sending_by_itself_is_off_until_it_is_wanted_and_says_how_it_went() {
    let mut tablet = Device::new();
    let rows = |tablet: &Device| tablet.memory.all(Store::Meta);
    assert_eq!((server::automatic(&rows(&tablet)), server::last_run(&rows(&tablet))), (Automatic::default(), None));
    let (wanted, last) = (Automatic { is_on: true, may_cost: false }, LastRun { at: at(3), files: 2, trouble: None });
    tablet.run(&server::set_automatic(wanted).and(server::ran(&last))).unwrap();
    assert_eq!((server::automatic(&rows(&tablet)), server::last_run(&rows(&tablet))), (wanted, Some(last)));
    let refused = LastRun { at: at(4), files: 0, trouble: Some("refused".to_owned()) };
    tablet.run(&server::ran(&refused)).unwrap();
    assert_eq!(server::last_run(&rows(&tablet)), Some(refused));
    tablet.run(&Transaction::new().put(Store::Meta, layout::meta::AUTOMATIC.into(), "?")).unwrap();
    assert_eq!(server::automatic(&rows(&tablet)), Automatic::default(), "what cannot be read turns nothing on");
}
