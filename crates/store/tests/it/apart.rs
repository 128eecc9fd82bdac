//! Attached files apart from their batch: what a tablet still has to send, and what a desk still waits for.

use std::collections::BTreeSet;

use proptest::prelude::*;
use record::{BatchId, Revision, Sha256};
use store::awaited::{self, Awaited};
use store::import::{self, Load};
use store::memory::Aborted;
use store::outbox::{self, Apart, Export, ExportState, Seal};
use store::settings::SecretKey;
use store::{Row, Store, blobs, layout};

use crate::sample::{Device, arrival, export, record_no, revision};

const PLACE: &str = "https://dav.example/sync";

fn photo(number: u8) -> Sha256 {
    Sha256::of(&[number])
}

fn with(seq: u64, people: &[&str], photos: &[u8]) -> Export {
    let recipients = people.iter().map(|one| (*one).to_owned()).collect();
    let apart = photos.iter().map(|number| Apart { sha256: photo(*number), stored: None }).collect();
    let stored = Some(PLACE.to_owned());
    Export { seal: Some(Seal { recipients, seed: SecretKey([7; 32]) }), apart, stored, ..export(seq, &[]) }
}

fn waiting(exports: &[Export], place: &str) -> Vec<(u64, Sha256)> {
    outbox::to_send(exports, place).into_iter().map(|(export, sha256)| (export.seq, sha256)).collect()
}

#[test]
fn a_photo_goes_once_with_the_first_batch_that_names_it() {
    let first = with(1, &["age1desk"], &[1]);
    let later = with(2, &["age1desk"], &[1, 2]);
    let exports = [later.clone(), first.clone()];
    assert_eq!(waiting(&exports, PLACE), [(1, photo(1)), (2, photo(2))]);
    let stored = first.clone().with_stored(photo(1), PLACE);
    assert_eq!(waiting(&[later.clone(), stored.clone()], PLACE), [(2, photo(2))]);
    assert_eq!(waiting(&exports, "https://other.example"), [], "no batch lies there");
    let held_up = Export { stored: None, ..first };
    assert_eq!(waiting(&[later.clone(), held_up], PLACE), [(2, photo(1)), (2, photo(2))]);
    let all = [later.with_stored(photo(2), PLACE), stored];
    assert_eq!(waiting(&all, PLACE), []);
}

#[test]
fn a_record_is_on_its_way_until_its_batch_and_all_its_photos_are_out() {
    let records = [1, 2, 3].map(|number| revision(record_no(number), 1, "样例"));
    let of = |seq: u64, at: usize| export(seq, &records[at..=at]);
    let on_way = |exports: &[Export]| outbox::on_their_way(exports);
    let handed = |export: Export| Export { state: ExportState::Handed, ..export };
    let made = Export { state: ExportState::Waiting, ..of(1, 0) };
    let half = handed(Export { revisions: of(2, 1).revisions, ..with(2, &["age1desk"], &[1]) });
    let out = handed(of(3, 2));
    let exports = [out.clone(), half.clone(), made.clone()];
    assert_eq!(on_way(&exports), [0, 1].map(|at: usize| records[at].submission().record).into());
    assert_eq!(on_way(&[out, half.with_stored(photo(1), PLACE), handed(made)]), BTreeSet::new());
}

#[test]
fn for_other_people_it_is_sealed_anew_and_what_was_erased_here_nobody_waits_for() {
    let first = with(1, &["age1desk"], &[1]).with_stored(photo(1), PLACE);
    let later = with(2, &["age1desk2"], &[1]);
    assert_eq!(waiting(&[first.clone(), later.clone()], PLACE), [(2, photo(1))]);
    assert_eq!(waiting(&[first, later.without(photo(1))], PLACE), []);
}

#[test]
fn an_export_remembers_what_went_apart_and_one_from_before_sent_it_all_in_its_file() {
    for made in [with(1, &["age1desk"], &[1, 2]).with_stored(photo(2), PLACE), export(1, &[])] {
        let mut tablet = Device::new();
        tablet.run(&outbox::change(&made)).unwrap();
        let row = tablet.memory.all(Store::Outbox).remove(0);
        assert_eq!(String::from_utf8_lossy(&row.value).contains("apart"), !made.apart.is_empty());
        assert_eq!(outbox::read(&row.value).unwrap(), made);
    }
}

proptest! {
    #[test]
    fn sent_one_after_the_other_and_stopped_anywhere_each_photo_goes_once(
        batches in prop::collection::vec(prop::collection::btree_set(0_u8..6, 0..4), 1..5), stops in 0_usize..12,
    ) {
        let mut exports: Vec<Export> = Vec::new();
        let mut sent = Vec::new();
        for (photos, seq) in batches.iter().zip(1..) {
            exports.push(with(seq, &["age1desk"], &photos.iter().copied().collect::<Vec<_>>()));
            // A run that is cut after some files.
            for _ in 0..stops {
                let Some((export, sha256)) = outbox::to_send(&exports, PLACE).first().map(|(export, hash)| ((*export).clone(), *hash)) else { break };
                sent.push(sha256);
                let place = exports.iter().position(|one| one.seq == export.seq).unwrap();
                exports[place] = export.with_stored(sha256, PLACE);
            }
        }
        while let Some((export, sha256)) = outbox::to_send(&exports, PLACE).first().map(|(export, hash)| ((*export).clone(), *hash)) {
            sent.push(sha256);
            let place = exports.iter().position(|one| one.seq == export.seq).unwrap();
            exports[place] = export.with_stored(sha256, PLACE);
        }
        let all: BTreeSet<Sha256> = batches.iter().flatten().map(|number| photo(*number)).collect();
        prop_assert_eq!(sent.len(), all.len(), "none twice");
        prop_assert_eq!(sent.into_iter().collect::<BTreeSet<_>>(), all);
    }
}

fn revisions() -> Vec<Revision> {
    vec![revision(record_no(1), 1, "样例")]
}

fn awaited_of(batch: BatchId, number: u8) -> Awaited {
    Awaited { batch, sha256: photo(number), bytes: 1, records: vec![record_no(1)] }
}

/// A desk with a batch that awaits two photos.
fn desk() -> (Device, Vec<Awaited>) {
    let mut desk = Device::new();
    let arrival = arrival(1, &revisions());
    let awaited: Vec<Awaited> = [1, 2].map(|number| awaited_of(arrival.batch, number)).into();
    let load = Load { awaited: awaited.clone(), ..Load::of(&revisions()) };
    desk.run(&import::take_in(&[arrival], load, desk.ledger())).unwrap();
    (desk, awaited)
}

fn inbox(desk: &Device) -> Vec<Row> {
    desk.memory.all(Store::Inbox)
}

fn here(desk: &Device) -> Vec<Awaited> {
    awaited::list(&inbox(desk)).0
}

#[test]
fn a_batch_that_came_alone_says_what_is_to_come_and_no_list_of_batches_stumbles_on_it() {
    let (desk, mut awaited) = desk();
    awaited.sort();
    assert_eq!(here(&desk), awaited);
    assert_eq!(import::list(&inbox(&desk)).0.len(), 1);
    assert_eq!(import::revisions(&inbox(&desk)).unwrap().len(), 1);
    let keys: Vec<store::Key> = inbox(&desk).into_iter().map(|row| row.key).collect();
    assert_eq!((awaited::keys(&keys).len(), awaited::files(&keys).count()), (2, 0));
}

#[test]
fn a_photo_that_came_is_here_and_its_file_is_known() {
    let (mut desk, awaited) = desk();
    let file = Sha256::of(b"sealed");
    desk.run(&awaited::came(&awaited[..1], &[1], Some(file), desk.ledger())).unwrap();
    assert_eq!(blobs::read(photo(1), &desk.memory.all(Store::Blobs)).unwrap(), [1]);
    assert_eq!(here(&desk), &awaited[1..]);
    let keys: Vec<store::Key> = inbox(&desk).into_iter().map(|row| row.key).collect();
    assert_eq!(awaited::files(&keys).collect::<Vec<_>>(), [file.to_string()]);
    // Twice is once.
    let before = desk.memory.clone();
    desk.run(&awaited::came(&awaited[..1], &[1], Some(file), desk.ledger())).unwrap();
    assert_eq!(desk.memory, before);
}

#[test]
fn nothing_is_put_there_once_the_ledger_is_another_and_what_is_taken_back_awaits_nothing() {
    let (mut desk, awaited) = desk();
    let before = desk.ledger();
    let batch = awaited[0].batch;
    desk.run(&awaited::also(batch, Sha256::of(b"zip"))).unwrap();
    desk.run(&import::take_back(&[batch], import::Leaving::default(), before)).unwrap();
    assert!(inbox(&desk).is_empty());
    let late = awaited::came(&awaited[..1], &[1], None, before);
    assert!(matches!(desk.run(&late), Err(Aborted::Guard(Store::Meta, _))));
    assert!(desk.memory.all(Store::Blobs).is_empty());
}

#[test]
fn a_row_that_cannot_be_read_is_told_and_holds_up_no_other() {
    let (mut desk, awaited) = desk();
    let key = awaited::of_batch(awaited[0].batch).then(photo(1).to_string());
    desk.run(&store::Transaction::new().put(Store::Inbox, key, "{")).unwrap();
    let odd = layout::batch(awaited[0].batch).then("awaits").then("no hash");
    desk.run(&store::Transaction::new().put(Store::Inbox, odd, r#"{"bytes":1,"records":[]}"#)).unwrap();
    let (whole, damaged) = awaited::list(&inbox(&desk));
    assert_eq!((whole.len(), damaged.len()), (1, 2));
}
