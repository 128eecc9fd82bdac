//! Backups: all that is only on one device, put back on any, as often as one likes.

use proptest::prelude::*;
use store::backup::{self, Backup, ReadBackupError};
use store::memory::Memory;
use store::records::{self, RecordState};
use store::{Draft, LedgerVersion, Row, Store, Transaction, blobs, draft, forms, journal, layout};

use crate::sample::{Device, at, device_id, draft_no, entry, form, record_no};

fn everything(memory: &Memory) -> Vec<Row> {
    Store::ALL.into_iter().flat_map(|store| memory.all(store)).collect()
}

fn backup_of(device_: &Device) -> Backup {
    Backup::of(everything(&device_.memory), device_id(), at(9))
}

/// What was told, after it was done: drafts, copies, revisions, known, finished, set aside.
fn put_back(onto: &mut Device, backup: &Backup) -> [usize; 6] {
    let returning = backup.beside(&everything(&onto.memory));
    let told = [
        returning.drafts,
        returning.copies,
        returning.revisions.len(),
        returning.known,
        returning.finished,
        returning.set_aside,
    ];
    let ledger = onto.ledger();
    onto.run(&returning.plan(&[], ledger)).unwrap();
    told
}

fn write_more(tablet: &mut Device, draft: &Draft, seq: u64, action: &str) {
    let entry = store::Entry { action: action.into(), ..entry(seq) };
    tablet.run(&draft::append(draft, &[entry])).unwrap();
}

/// A tablet with two drafts, a record that waits and one that went.
fn tablet() -> Device {
    let mut tablet = Device::new();
    tablet.filled(1, 3);
    tablet.filled(2, 0);
    tablet.finalized(3);
    tablet
}

#[test]
fn a_backup_reads_as_it_was_written() {
    let backup = backup_of(&tablet());
    assert_eq!(Backup::read(&backup.write()).unwrap(), backup);
    assert_eq!(backup.counts(), (2, 1));
    assert!(backup.rows.iter().all(|row| row.store != Store::Meta), "no key of the device leaves it");
}

#[test]
fn everything_unsent_comes_back_on_an_empty_device_and_a_second_time_changes_nothing() {
    let from = tablet();
    let backup = Backup::read(&backup_of(&from).write()).unwrap();
    let mut other = Device::new();
    assert_eq!(put_back(&mut other, &backup), [2, 0, 1, 0, 0, 0]);
    for store in [Store::Drafts, Store::Journal, Store::Records] {
        assert_eq!(other.memory.all(store), from.memory.all(store), "{store:?}");
    }
    let (standings, _) = records::standings(&other.memory.all(Store::States));
    assert_eq!(standings[&record_no(3)].state, RecordState::Waiting);
    let (_, _, replay) = other.draft(draft_no(1).id).unwrap();
    assert_eq!(replay.entries.len(), 3);

    let before = other.memory.clone();
    assert_eq!(put_back(&mut other, &backup), [0, 0, 0, 3, 0, 0]);
    assert_eq!(other.memory, before);
}

#[test]
fn a_draft_that_went_on_here_is_not_set_back() {
    let mut tablet = tablet();
    let backup = backup_of(&tablet);
    let (draft, _, _) = tablet.draft(draft_no(1).id).unwrap();
    write_more(&mut tablet, &draft, 4, "{\"later\":1}");
    let before = tablet.memory.clone();
    assert_eq!(put_back(&mut tablet, &backup), [0, 0, 0, 3, 0, 0]);
    assert_eq!(tablet.memory, before);
}

#[test]
fn a_draft_that_went_on_in_two_places_is_kept_twice_and_only_twice() {
    let mut tablet = tablet();
    let (draft, _, _) = tablet.draft(draft_no(1).id).unwrap();
    let mut elsewhere = tablet.clone();
    write_more(&mut elsewhere, &draft, 4, "{\"there\":1}");
    write_more(&mut tablet, &draft, 4, "{\"here\":1}");
    let backup = backup_of(&elsewhere);
    assert_eq!(put_back(&mut tablet, &backup), [1, 1, 0, 2, 0, 0]);
    let (drafts, _) = draft::list(&tablet.memory.all(Store::Drafts));
    assert_eq!(drafts.len(), 3);
    let actions: std::collections::BTreeSet<String> = drafts
        .iter()
        .filter_map(|draft| tablet.draft(draft.id).unwrap().2.entries.last().map(|entry| entry.action.clone()))
        .collect();
    assert!(actions.contains("{\"here\":1}") && actions.contains("{\"there\":1}"), "{actions:?}");
    assert_eq!(put_back(&mut tablet, &backup), [0, 0, 0, 3, 0, 0], "the copy is known the second time");
}

#[test]
fn a_draft_that_was_finished_since_does_not_rise_again() {
    let mut tablet = Device::new();
    let draft = tablet.filled(4, 2);
    let backup = backup_of(&tablet);
    let revision = crate::sample::revision(draft.id.record(), tablet.settings().sequence, "样例");
    tablet.run(&draft::finalize(&draft, &revision, tablet.ledger(), &[])).unwrap();
    assert_eq!(put_back(&mut tablet, &backup), [0, 0, 0, 0, 1, 0]);
    assert_eq!(draft::list(&tablet.memory.all(Store::Drafts)).0.len(), 0);

    // One that changed after its record was finished says something that the record does not.
    let mut late = backup;
    for row in late.rows.iter_mut().filter(|row| row.store == Store::Drafts && row.key.0.len() == 1) {
        let head = draft::read(&row.value).unwrap();
        let changed = Draft { changed_at: at(100_000), ..head };
        let begun = draft::begin(&changed, &crate::sample::first());
        row.value = begun
            .writes
            .iter()
            .find_map(|write| match write {
                store::Write::Add { key, value, .. } if *key == row.key => Some(value.clone()),
                _ => None,
            })
            .unwrap();
    }
    assert_eq!(put_back(&mut tablet, &late), [1, 1, 0, 0, 0, 0]);
}

#[test]
fn a_revision_that_was_not_sent_makes_its_record_wait_again() {
    let from = tablet();
    let mut there = Device::new();
    let exported = store::Standing { state: RecordState::Exported, at: at(1), batch: None };
    let states = from.memory.all(Store::States);
    let mut text = String::from_utf8(states[0].value.clone()).unwrap();
    text = text.replace("waiting", "exported");
    assert_eq!(store::Standing::read(text.as_bytes()).unwrap().state, exported.state);
    there.run(&Transaction::new().put(Store::States, states[0].key.clone(), text)).unwrap();
    put_back(&mut there, &backup_of(&from));
    let (standings, _) = records::standings(&there.memory.all(Store::States));
    assert_eq!(standings[&record_no(3)].state, RecordState::Waiting);
}

#[test]
fn a_form_comes_along_by_its_bytes_and_a_cache_never_does() {
    let mut from = Device::new();
    let mut reference = form();
    reference.hash = record::form_hash(b"workbook", &[]);
    let head = forms::Form {
        form: reference.clone(),
        title: "样例".into(),
        listing: record::Listing::default(),
        added_at: at(1),
        files: Vec::new(),
        offered: true,
    };
    from.run(&forms::keep(&forms::FormBytes { form: head, workbook: b"workbook".to_vec(), files: Vec::new() }))
        .unwrap();
    from.run(&forms::cache(reference.hash, 1, vec![1])).unwrap();
    from.filled(1, 1);
    let backup = backup_of(&from);
    let mut other = Device::new();
    assert!(backup.beside(&everything(&other.memory)).forms_wanted.is_empty());
    put_back(&mut other, &backup);
    let rows = other.memory.all(Store::Forms);
    assert_eq!(forms::read_bytes(reference.hash, &rows).unwrap().workbook, b"workbook");
    assert_eq!(rows.len(), 2, "nobody has checked what a cache says");

    let mut changed = backup;
    for row in changed.rows.iter_mut().filter(|row| row.value == b"workbook") {
        row.value = b"another!".to_vec();
    }
    let returning = changed.beside(&everything(&Device::new().memory));
    assert_eq!(returning.forms_wanted, [reference.hash].into());
}

#[test]
fn what_cannot_be_read_goes_to_quarantine_and_holds_up_nothing() {
    let mut from = tablet();
    let (hash, plan) = blobs::write(b"photo");
    from.run(&plan).unwrap();
    let mut backup = backup_of(&from);
    for row in &mut backup.rows {
        match row.store {
            Store::Records | Store::Blobs => row.value[3] ^= 1,
            Store::Drafts if row.key == layout::draft(draft_no(2).id) => row.value.truncate(5),
            _ => {}
        }
    }
    let mut other = Device::new();
    let told = put_back(&mut other, &backup);
    assert_eq!(told, [1, 0, 0, 0, 0, 4], "the other draft came; record, photo and both rows of a draft lie aside");
    assert_eq!(store::quarantine::list(&other.memory.all(Store::Quarantine)).0.len(), 4);
    assert!(blobs::read(hash, &other.memory.all(Store::Blobs)).is_err());
}

#[test]
fn what_only_the_tail_has_is_in_the_backup() {
    let tablet = tablet();
    let (draft, snapshot, _) = tablet.draft(draft_no(1).id).unwrap();
    let rows = tablet.memory.under(Store::Journal, &layout::draft(draft.id));
    let tail = store::tail::append("", &store::Entry { epoch: draft.epoch, ..entry(4) });
    let with = backup::with_tail(&draft, snapshot.seq, &rows, &tail);
    assert_eq!(journal::replay(snapshot.seq, draft.epoch, &with, "").entries.len(), 4);
}

#[test]
fn a_draft_from_memory_can_be_put_back() {
    let draft = draft_no(5);
    let snapshot = store::Snapshot { seq: 7, instance: "{}".into() };
    let backup = Backup::of(backup::from_memory(&draft, &snapshot), device_id(), at(1));
    let mut other = Device::new();
    assert_eq!(put_back(&mut other, &backup), [1, 0, 0, 0, 0, 0]);
    assert_eq!(other.draft(draft.id).unwrap().1, snapshot);
}

#[test]
fn hashes_are_found_in_answers() {
    let hash = record::Sha256::of(b"photo");
    assert_eq!(backup::hashes_in(&format!("{{\"answer\":[\"/data/p\",\"{hash}.jpg\"]}} 00ff")), [hash].into());
}

#[test]
fn a_backup_cut_anywhere_or_with_any_bit_changed_is_refused() {
    let mut small = Device::new();
    small.filled(1, 1);
    let bytes = backup_of(&small).write();
    for cut in 0..bytes.len() {
        assert!(Backup::read(&bytes[..cut]).is_err(), "cut at {cut}");
    }
    for at in 0..bytes.len() {
        for bit in 0..8 {
            let mut changed = bytes.clone();
            changed[at] ^= 1 << bit;
            assert!(Backup::read(&changed).is_err(), "byte {at}, bit {bit}");
        }
    }
}

/// A file as somebody might forge it: everything in order but for one thing.
fn forged(head: &str, content: &[u8]) -> Vec<u8> {
    let mut bytes = format!("taizhang-backup 1\n{}\n{head}\n", head.len()).into_bytes();
    bytes.extend(content);
    let sum = record::Sha256::of(&bytes);
    bytes.extend(format!("{sum}\n").bytes());
    bytes
}

#[test]
fn every_way_of_not_being_a_backup_has_its_name() {
    let head = |schema: u32, rows: &str| {
        format!(r#"{{"made_at":"{}","device":"{}","schema":{schema},"rows":[{rows}]}}"#, at(1), device_id())
    };
    assert!(Backup::read(&forged(&head(1, r#"["drafts",["x"],1]"#), b"a")).is_ok());
    let cases: [(Vec<u8>, &str); 10] = [
        (b"PK".to_vec(), "not a backup"),
        (b"taizhang-backup 2\n".to_vec(), "a backup of format 2, which is newer than this program"),
        (forged("{}", b""), "the head is not the JSON of a backup"),
        (forged(&head(1, r#"["meta",["device"],1]"#), b"a"), "rows of meta cannot be in a backup"),
        (
            forged(&head(1, r#"["drafts",["x"],1],["drafts",["x"],1]"#), b"ab"),
            "the rows are not in order, or one is there twice",
        ),
        (forged(&head(1, r#"["drafts",["x"],1]"#), b"ab"), "the lengths of the rows are not those of the file"),
        (
            forged(&head(1, &format!(r#"["drafts",["x"],{}]"#, u64::MAX)), b"a"),
            "the lengths of the rows are not those of the file",
        ),
        (forged(&head(99, r#"["drafts",["x"],1]"#), b"a"), "database of version 99 is newer than this program"),
        (forged(&head(1, r#"["drafts",["x"],9]"#), b"a")[..200].to_vec(), "file ends at byte 200 of"),
        (
            forged(&head(1, r#"["drafts",["x"],1]"#), b"a")
                .iter()
                .map(|byte| if *byte == b'a' { b'b' } else { *byte })
                .collect(),
            "not a backup",
        ),
    ];
    for (bytes, words) in cases {
        let error = Backup::read(&bytes).unwrap_err();
        assert!(error.to_string().starts_with(words), "{error} instead of {words}");
    }
    let mut changed = forged(&head(1, r#"["drafts",["x"],1]"#), b"a");
    let place = changed.len() - 66;
    changed[place] = b'z';
    assert!(matches!(Backup::read(&changed), Err(ReadBackupError::Checksum)));
    let many = (0..=backup::MAX_ROWS).map(|row| format!(r#"["drafts",[{row}],0]"#)).collect::<Vec<_>>().join(",");
    assert!(matches!(Backup::read(&forged(&head(1, &many), b"")), Err(ReadBackupError::TooMany { .. })));
    let vast = vec![0; backup::MAX_BYTES + 1];
    assert!(matches!(Backup::read(&vast), Err(ReadBackupError::TooLarge { .. })));
}

proptest! {
    /// Whatever lies in its rows, putting a backup back gives a plan that runs, and a second time brings nothing new.
    #[test]
    fn no_rows_of_a_backup_stop_the_program(values: Vec<Vec<u8>>, deep: bool) {
        let ids = [draft_no(1).id.to_string(), "x".to_owned()];
        let stores = [Store::Drafts, Store::Journal, Store::Records, Store::States, Store::Blobs, Store::Forms];
        let rows = values.into_iter().enumerate().map(|(at, value)| {
            let key = store::Key::from(ids[at % 2].as_str());
            Row { store: stores[at % 6], key: if deep { key.then(at as u64) } else { key }, value }
        });
        let backup = Backup::of(rows.collect(), device_id(), at(1));
        let mut other = Device::new();
        put_back(&mut other, &backup);
        let [drafts, _, revisions, ..] = put_back(&mut other, &backup);
        prop_assert_eq!((drafts, revisions), (0, 0));
        let _ = LedgerVersion(0);
    }
}

#[test]
fn what_comes_back_is_still_its_officers() {
    let mut from = tablet();
    let others = Draft { officer: record::OfficerId::new("样例02"), ..draft_no(4) };
    from.run(&draft::begin(&others, &crate::sample::first())).unwrap();
    let backup = Backup::read(&backup_of(&from).write()).unwrap();
    let mut onto = Device::new();
    put_back(&mut onto, &backup);
    let of = |tablet: &Device| {
        let drafts = draft::list(&tablet.memory.all(Store::Drafts)).0.into_iter();
        let records = records::list(&tablet.memory.all(Store::Records)).0.into_iter();
        let drafts = drafts.map(|draft| (draft.id.record(), draft.officer));
        let records = records.map(|revision| (revision.submission().record, revision.submission().officer.clone()));
        drafts.chain(records).collect::<std::collections::BTreeMap<_, _>>()
    };
    assert_eq!(of(&onto), of(&from));
    assert_eq!(of(&onto)[&others.id.record()], others.officer);
}
