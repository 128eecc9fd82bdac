//! Attached files apart from their batch: the batch says what is to come, and each file is known again by that, whichever comes first.

use std::process::Command;
use std::sync::LazyLock;

use batch::apart::{self, ApartError};
use batch::limits::{MAX_FILE_BYTES, MAX_SEALED_BYTES};
use batch::seal::{Identity, OpenSealedError, PublicKey, SecretKey, Seed};
use batch::{Batch, Blobs, Contents, File, OpenError, Opened, Sender, Unverified, Verified, sealed};
use proptest::prelude::*;
use record::Sha256;

use crate::sample::*;
use crate::sealed::{Folder, is_here};

fn zone() -> SecretKey {
    SecretKey::from_bytes([1; 32])
}

fn seed() -> Seed {
    Seed::from_bytes([9; 32])
}

fn photo(bytes: &[u8]) -> File {
    apart::seal(bytes, &[zone().public()], &seed()).unwrap()
}

fn facts(bytes: &[u8]) -> (Sha256, u64) {
    (Sha256::of(bytes), bytes.len() as u64)
}

fn named() -> (Batch, Blobs) {
    let (mut batch, blobs) = with_photo(batch_of(vec![visit(2)]));
    batch.recipients = vec![zone().public().to_string()];
    (batch, blobs)
}

fn sealed_alone() -> File {
    let file = batch::pack_alone(&named().0, &key()).unwrap();
    sealed::seal(&file, &[zone().public()], &seed().part("alone")).unwrap()
}

fn opened(bytes: &[u8]) -> Result<Verified, OpenError> {
    match batch::open(Unverified::read_sealed(bytes, &[zone()], None)?, &|_| Sender::Trusted)? {
        Opened::Trusted(verified) => Ok(verified),
        Opened::Aside(_) => panic!("everybody is trusted"),
    }
}

#[test]
fn a_batch_alone_is_the_same_batch_and_says_what_is_to_come() {
    let (batch, blobs) = named();
    let zip = batch::pack(&batch, &blobs, &key()).unwrap();
    let alone = opened(&sealed_alone().bytes).unwrap();
    assert_eq!(alone.body_hash, zip.body_hash, "signed alike");
    assert_eq!((alone.summary().attachments, alone.summary().to_come), (1, 1));
    let Contents::Batch { batch: came, blobs: none, .. } = alone.contents else { panic!("a batch") };
    assert_eq!((&came.records, came.id, none), (&batch.records, batch.id, Blobs::new()));
    assert_eq!(came.to_come(&Blobs::new()).collect::<Vec<_>>(), batch.attachments.iter().collect::<Vec<_>>());
    assert_eq!(came.to_come(&blobs).count(), 0);
    let whole = open(&zip.bytes).unwrap();
    assert_eq!((whole.summary().attachments, whole.summary().to_come), (1, 0));
}

#[test]
fn without_a_seal_or_in_a_zip_nothing_that_is_named_may_be_missing() {
    let (batch, _) = named();
    let alone = batch::pack_alone(&batch, &key()).unwrap();
    assert!(matches!(open(&alone.bytes), Err(OpenError::BlobMissing(hash)) if hash == Sha256::of(PHOTO)));
    let parts = Unverified::read_parts(&alone.bytes, Blobs::new()).unwrap();
    assert!(matches!(batch::open(parts, &|_| Sender::Trusted), Err(OpenError::BlobMissing(_))));
}

#[test]
fn without_attachments_a_batch_alone_is_the_batch() {
    let batch = batch_of(vec![plain(1)]);
    assert_eq!(batch::pack_alone(&batch, &key()).unwrap(), batch::pack(&batch, &Blobs::new(), &key()).unwrap());
}

#[test]
fn a_photo_is_known_by_what_is_awaited_and_left_where_nobody_waits_for_it() {
    let file = photo(PHOTO);
    let other = facts(b"another photo");
    assert_eq!(apart::open(&file.bytes, &[zone()], [other, facts(PHOTO)]).unwrap(), (Sha256::of(PHOTO), PHOTO.into()));
    assert!(matches!(apart::open(&file.bytes, &[zone()], [other]), Err(ApartError::NotAwaited)));
    let wrong_length = (Sha256::of(PHOTO), PHOTO.len() as u64 + 1);
    assert!(matches!(apart::open(&file.bytes, &[zone()], [wrong_length]), Err(ApartError::NotAwaited)));
    let refused = apart::open(&file.bytes, &[SecretKey::from_bytes([2; 32])], [facts(PHOTO)]);
    assert!(matches!(refused, Err(ApartError::Sealed(OpenSealedError::NotForUs))), "{refused:?}");
    let batch = sealed_alone();
    assert!(matches!(apart::open(&batch.bytes, &[zone()], [facts(PHOTO)]), Err(ApartError::NotAwaited)));
    assert!(opened(&file.bytes).is_err(), "and it is no batch");
}

#[test]
fn made_again_it_is_the_same_file_and_no_two_draw_the_same() {
    assert_eq!(photo(PHOTO), photo(PHOTO));
    // Of two files of one length with one key every bit that differs would show.
    let [left, right] = [photo(&[7; 10]), photo(&[8; 10])];
    let same = left.bytes.iter().zip(&right.bytes).rev().take(4096 + 16).filter(|(left, right)| left == right);
    assert!(same.count() < 100);
    let own = sealed::seal(&batch::pack_alone(&named().0, &key()).unwrap(), &[zone().public()], &seed()).unwrap();
    assert_ne!(own.bytes, sealed_alone().bytes, "the zip of the same seed is another text");
    assert_eq!(seed().part("a"), seed().part("a"));
    assert_ne!(seed().part("a"), seed().part("b"));
}

#[test]
fn its_length_tells_steps_of_four_kib_and_what_it_is_cannot_be_read_in_it() {
    let [short, long] = [photo(&[7; 1]), photo(&[7; 4096])];
    assert_eq!(short.bytes.len(), long.bytes.len());
    assert!(long.bytes.len() < photo(&[7; 4097]).bytes.len());
    assert!(!long.bytes.windows(64).any(|window| window == [7; 64]));
}

#[test]
fn a_file_over_the_limit_is_refused_before_anything_is_done_with_it() {
    let large = vec![0; MAX_FILE_BYTES + 1];
    let refused = apart::seal(&large, &[zone().public()], &seed());
    assert!(matches!(refused, Err(ApartError::TooLarge { most, .. }) if most == MAX_FILE_BYTES as u64));
    let larger = vec![0; MAX_SEALED_BYTES + 1];
    let refused = apart::open(&larger, &[zone()], []);
    assert!(matches!(refused, Err(ApartError::TooLarge { most, .. }) if most == MAX_SEALED_BYTES as u64));
    assert!(matches!(apart::seal(PHOTO, &[], &seed()), Err(ApartError::Seal(_))));
}

#[test]
fn cut_anywhere_or_with_a_bit_flipped_it_is_refused() {
    let file = photo(PHOTO);
    for end in (0..file.bytes.len()).step_by(3) {
        let cut = apart::open(&file.bytes[..end], &[zone()], [facts(PHOTO)]);
        assert!(matches!(cut, Err(ApartError::Sealed(_))), "cut at {end}: {cut:?}");
    }
    for bit in (0..file.bytes.len() * 8).step_by(29) {
        let mut flipped = file.bytes.clone();
        flipped[bit / 8] ^= 1 << (bit % 8);
        assert!(apart::open(&flipped, &[zone()], [facts(PHOTO)]).is_err(), "bit {bit} flipped and accepted");
    }
}

#[test]
fn the_age_command_opens_it_and_the_picture_comes_first() {
    if !is_here("age") {
        return;
    }
    let folder = Folder::new("apart");
    std::fs::write(folder.0.join("key.txt"), format!("{}\n", zone().written_out().as_str())).unwrap();
    std::fs::write(folder.0.join("photo.age"), photo(PHOTO).bytes).unwrap();
    let out = Command::new("age")
        .args(["-d", "-i"])
        .arg(folder.0.join("key.txt"))
        .arg(folder.0.join("photo.age"))
        .output()
        .unwrap();
    assert!(out.status.success(), "{}", String::from_utf8_lossy(&out.stderr));
    assert_eq!((&out.stdout[..PHOTO.len()], out.stdout.len()), (PHOTO, 4096));
    assert!(out.stdout[PHOTO.len()..].iter().all(|byte| *byte == b' '));
}

/// A batch alone, all of it as one file, and its photo.
static FILES: LazyLock<[File; 3]> = LazyLock::new(|| {
    let (batch, blobs) = named();
    let zip = sealed::seal(&batch::pack(&batch, &blobs, &key()).unwrap(), &[zone().public()], &seed()).unwrap();
    [sealed_alone(), zip, photo(PHOTO)]
});

/// What a desk has after files came in some order, any of them more than once: records, photos, and what is still to come.
fn taken_in(files: &[&File]) -> (Vec<record::Revision>, Blobs, Vec<Sha256>) {
    let (mut records, mut here, mut awaited) = (Vec::new(), Blobs::new(), Vec::new());
    for file in files {
        match opened(&file.bytes) {
            Ok(verified) => {
                let (batch, _, blobs) = batch_in(verified);
                if records.is_empty() {
                    records.clone_from(&batch.records);
                    awaited.extend(batch.attachments.iter().map(|named| (named.sha256, named.bytes)));
                }
                here.extend(blobs);
            }
            // One that comes before the batch is left where it lies, and fetched again.
            Err(_) => here.extend(apart::open(&file.bytes, &[zone()], awaited.iter().copied()).ok()),
        }
        awaited.retain(|(hash, _)| !here.contains_key(hash));
    }
    (records, here, awaited.into_iter().map(|(hash, _)| hash).collect())
}

proptest! {
    #[test]
    fn whatever_photo_opens_as_it_was(bytes in prop::collection::vec(any::<u8>(), 0..9_000), spaces in 0_usize..50) {
        let bytes = [bytes, vec![b' '; spaces]].concat();
        let keys: Vec<PublicKey> = vec![zone().public()];
        let file = apart::seal(&bytes, &keys, &seed()).unwrap();
        let inside = sealed::unseal(&file.bytes, &[Identity::Key(zone())]).unwrap();
        prop_assert!(inside.starts_with(&bytes) && inside.len().is_multiple_of(4096));
        prop_assert_eq!(apart::open(&file.bytes, &[zone()], [facts(&bytes)]).unwrap(), (Sha256::of(&bytes), bytes));
    }

    #[test]
    fn in_whatever_order_and_however_often_they_come_the_same_is_here(order in prop::collection::vec(0_usize..3, 0..8)) {
        let (batch, blobs) = named();
        let all = &*FILES;
        let came: Vec<&File> = order.iter().map(|place| &all[*place]).collect();
        let (records, here, awaited) = taken_in(&came);
        let has = |place| order.contains(&place);
        prop_assert_eq!(records.is_empty(), !has(0) && !has(1));
        let first = order.iter().position(|place| *place == 0);
        let is_here = has(1) || first.is_some_and(|first| order[first..].contains(&2));
        prop_assert_eq!(here.contains_key(&Sha256::of(PHOTO)), is_here);
        prop_assert_eq!(awaited.is_empty(), is_here || records.is_empty());
        // What was left is fetched once more.
        let again: Vec<&File> = came.iter().copied().chain([&all[0], &all[2]]).collect();
        prop_assert_eq!(taken_in(&again), (batch.records, blobs, Vec::new()));
    }
}
