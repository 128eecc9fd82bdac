//! Sealed batches: open for those whom they name, refused by name for anybody else, and the same to the `age` command.

use std::process::Command;

use batch::seal::{OpenSealedError, PublicKey, SealError, SecretKey, Seed};
use batch::{Batch, Blobs, Contents, File, OpenError, Opened, Sender, Unverified, sealed};
use proptest::prelude::*;
use record::{Sha256, Timestamp};

use crate::sample::*;
use crate::sealed::{Folder, is_here};

fn secret(number: u8) -> SecretKey {
    SecretKey::from_bytes([number; 32])
}

fn publics(keys: &[SecretKey]) -> Vec<PublicKey> {
    keys.iter().map(SecretKey::public).collect()
}

fn seed() -> Seed {
    Seed::from_bytes([9; 32])
}

/// Made for these, and sealed for those.
fn sealed_for(mut batch: Batch, blobs: &Blobs, named: &[SecretKey], sealed_to: &[SecretKey]) -> File {
    batch.recipients = publics(named).iter().map(PublicKey::to_string).collect();
    let file = batch::pack(&batch, blobs, &key()).unwrap();
    sealed::seal(&file, &publics(sealed_to), &seed()).unwrap()
}

fn opened_by(bytes: &[u8], keys: &[SecretKey]) -> Result<(Batch, Blobs), OpenError> {
    let unverified = Unverified::read_sealed(bytes, keys, None)?;
    assert_eq!(unverified.file_hash(), Sha256::of(bytes));
    let Opened::Trusted(verified) = batch::open(unverified, &|_| Sender::Trusted)? else { panic!("trusted") };
    let Contents::Batch { batch, blobs, .. } = verified.contents else { panic!("a batch") };
    Ok((batch, blobs))
}

#[test]
fn each_of_those_it_is_for_opens_it_and_nobody_else() {
    let zone = [secret(1), secret(2)];
    let file = sealed_for(batch_of(vec![visit(2), plain(1)]), &Blobs::new(), &zone, &zone);
    for own in &zone {
        let (batch, _) = opened_by(&file.bytes, &[secret(3), own.clone()]).unwrap();
        assert_eq!(batch.records, [visit(2), plain(1)]);
    }
    let refused = opened_by(&file.bytes, &[secret(3)]);
    assert!(matches!(refused, Err(OpenError::Sealed(OpenSealedError::NotForUs))), "{refused:?}");
    assert!(matches!(opened_by(&file.bytes, &[]), Err(OpenError::Sealed(OpenSealedError::NotForUs))));
}

#[test]
fn nothing_that_was_filled_in_can_be_read_in_it() {
    let zone = [secret(1)];
    let file = sealed_for(batch_of(vec![visit(2)]), &Blobs::new(), &zone, &zone);
    let has = |text: &str| file.bytes.windows(text.len()).any(|window| window == text.as_bytes());
    for text in ["样例", "taizhang-batch", "liaison_visit", key().device().as_str()] {
        assert!(!has(text), "{text}");
    }
    assert!(file.name.starts_with("taizhang-") && file.name.ends_with(".json.age"), "{}", file.name);
    assert_eq!(batch::name::agrees(&file.name, &file.bytes), Some(true));
}

#[test]
fn made_again_with_its_seed_it_is_the_same_file() {
    let zone = [secret(1), secret(2)];
    let make = || sealed_for(batch_of(vec![visit(2)]), &Blobs::new(), &zone, &zone);
    assert_eq!(make(), make());
    let file = batch::pack(&batch_of(vec![visit(2)]), &Blobs::new(), &key()).unwrap();
    let with = |seed| sealed::seal(&file, &publics(&zone), &Seed::from_bytes(seed)).unwrap();
    assert_ne!(with([1; 32]).bytes, with([2; 32]).bytes);
}

#[test]
fn what_somebody_sealed_anew_for_others_is_refused_as_aimed() {
    let file = sealed_for(batch_of(vec![plain(1)]), &Blobs::new(), &[secret(1)], &[secret(2)]);
    assert!(matches!(opened_by(&file.bytes, &[secret(2)]), Err(OpenError::Aimed)));
    let clear = sealed_for(batch_of(vec![plain(1)]), &Blobs::new(), &[], &[secret(2)]);
    assert!(matches!(opened_by(&clear.bytes, &[secret(2)]), Err(OpenError::Aimed)));
}

/// B3, of what is sealed: each has a name, and who is not trusted is believed nothing.
#[test]
fn whoever_sealed_it_and_for_whomever_it_has_a_named_outcome() {
    let zone = [secret(1), secret(2)];
    let file = sealed_for(batch_of(vec![plain(1)]), &Blobs::new(), &zone, &zone);
    for sender in [Sender::Unknown, Sender::Revoked] {
        let unverified = Unverified::read_sealed(&file.bytes, &zone, None).unwrap();
        let Opened::Aside(aside) = batch::open(unverified, &|_| sender).unwrap() else { panic!("not trusted") };
        assert_eq!((aside.sender(), aside.device(), aside.summary().records), (sender, &key().device(), 1));
    }

    // Of another zone: nothing of it is read, whatever its sender is.
    let refused = opened_by(&file.bytes, &[secret(8), secret(9)]);
    assert!(matches!(refused, Err(OpenError::Sealed(OpenSealedError::NotForUs))), "{refused:?}");

    // Signed by a key that is not the one it names.
    let clear = {
        let mut batch = batch_of(vec![plain(1)]);
        batch.recipients = publics(&zone).iter().map(PublicKey::to_string).collect();
        batch::pack(&batch, &Blobs::new(), &key()).unwrap()
    };
    let text = String::from_utf8(clear.bytes.clone()).unwrap();
    let anew = |text: String| {
        let changed = File { bytes: text.into_bytes(), ..clear.clone() };
        opened_by(&sealed::seal(&changed, &publics(&zone), &seed()).unwrap().bytes, &zone)
    };
    assert!(anew(text.clone()).is_ok());
    let other = batch::DeviceKey::from_bytes([8; 32]).device();
    let wrong_key = anew(text.replacen(key().device().as_str(), other.as_str(), 1));
    assert!(matches!(wrong_key, Err(OpenError::Signature)), "{wrong_key:?}");
    let newer = anew(text.replacen("\"version\":1", "\"version\":99", 1));
    assert!(matches!(newer, Err(OpenError::Newer { version: 99, .. })), "{newer:?}");

    // A gap and a clock that is ten years off hold up nothing: they are told by who takes it in.
    let ten_years_ms = 10 * 365 * 86_400_000;
    for (seq, off_ms) in [(99, 0), (7, ten_years_ms), (7, -ten_years_ms)] {
        let mut batch = batch_of(vec![plain(1)]);
        (batch.seq, batch.created_at) = (seq, Timestamp::new(at(1).unix_ms() + off_ms, 480));
        let opened = opened_by(&sealed_for(batch.clone(), &Blobs::new(), &zone, &zone).bytes, &zone).unwrap().0;
        assert_eq!((opened.seq, opened.created_at, opened.records), (seq, batch.created_at, batch.records));
    }
}

#[test]
fn its_length_tells_steps_of_four_kib() {
    let zone = [secret(1)];
    let lengths: Vec<usize> =
        [1, 2].map(|number| sealed_for(batch_of(vec![plain(number)]), &Blobs::new(), &zone, &zone).bytes.len()).into();
    assert_eq!(lengths[0], lengths[1]);
    let (batch, blobs) = with_photo(batch_of(vec![visit(2)]));
    let file = sealed_for(batch, &blobs, &zone, &zone);
    let inside = sealed::unseal(&file.bytes, &[batch::seal::Identity::Key(secret(1))]).unwrap();
    assert!(inside.len().is_multiple_of(4096), "{}", inside.len());
    assert!(file.name.ends_with(".zip.age"), "{}", file.name);
    let (opened, photos) = opened_by(&file.bytes, &zone).unwrap();
    assert_eq!((opened.records, photos), (vec![visit(2)], blobs));
}

/// What lies in a sealed zip is a zip to others, too; cut anywhere it is refused, sealed or opened.
#[test]
fn a_filled_up_zip_is_whole_or_refused() {
    let zone = [secret(1)];
    let (batch, blobs) = with_photo(batch_of(vec![visit(2)]));
    let file = sealed_for(batch, &blobs, &zone, &zone);
    let inside = sealed::unseal(&file.bytes, &[batch::seal::Identity::Key(secret(1))]).unwrap();
    let mut others = zip::ZipArchive::new(std::io::Cursor::new(&inside)).unwrap();
    assert!(others.by_name("batch.json").is_ok());
    for length in (0..inside.len()).step_by(7) {
        assert!(Unverified::read(&inside[..length]).is_err(), "{length} of {}", inside.len());
    }
    for (at, sign) in [(inside.len() - 1, b'x'), (inside.len() - 1, b'\n')] {
        let mut changed = inside.clone();
        changed[at] = sign;
        assert!(matches!(Unverified::read(&changed), Err(OpenError::Repacked)));
    }
    assert!(Unverified::read(&[inside.as_slice(), &[b' '; 4096]].concat()).is_err());
}

#[test]
fn a_sealed_batch_cut_anywhere_or_with_any_bit_flipped_is_refused() {
    let zone = [secret(1)];
    let file = sealed_for(batch_of(vec![plain(1)]), &Blobs::new(), &zone, &zone);
    for length in 0..file.bytes.len() {
        let refused = opened_by(&file.bytes[..length], &zone);
        assert!(matches!(refused, Err(OpenError::Sealed(_))), "{length}: {refused:?}");
    }
    for at in 0..8 * file.bytes.len() {
        let mut changed = file.bytes.clone();
        changed[at / 8] ^= 1 << (at % 8);
        assert!(opened_by(&changed, &zone).is_err(), "bit {at}");
    }
}

#[test]
fn a_sealed_file_over_the_limit_is_refused_before_it_is_looked_at() {
    let large = [b"age-encryption.org/v1\n".as_slice(), &vec![b' '; batch::limits::MAX_SEALED_BYTES]].concat();
    let most = batch::limits::MAX_SEALED_BYTES;
    assert!(matches!(opened_by(&large, &[secret(1)]), Err(OpenError::TooLarge { .. })));
    assert!(matches!(opened_by(&large[..most], &[secret(1)]), Err(OpenError::Sealed(_))));
}

#[test]
fn it_is_for_somebody_and_for_a_key_that_seals() {
    let file = batch::pack(&batch_of(vec![plain(1)]), &Blobs::new(), &key()).unwrap();
    assert!(matches!(sealed::seal(&file, &[], &seed()), Err(SealError::NoRecipient)));
    // The point that everybody comes to the same with.
    let nobody: PublicKey = serde_json::from_value(serde_json::json!(vec![0; 32])).unwrap();
    assert!(matches!(sealed::seal(&file, &[nobody], &seed()), Err(SealError::Recipient)));
}

#[test]
fn keys_are_read_as_people_write_them_and_nothing_else_is_one() {
    let own = secret(7);
    let written = own.written_out().to_string();
    assert!(written.starts_with("AGE-SECRET-KEY-1") && written.len() == 74, "{written}");
    let grouped: String = written
        .chars()
        .enumerate()
        .flat_map(|(at, sign)| (at % 4 == 0).then_some(' ').into_iter().chain([sign]))
        .collect();
    for typed in [written.clone(), written.to_lowercase(), grouped, format!(" {written}\n")] {
        assert_eq!(SecretKey::read(&typed), Some(own.clone()), "{typed}");
    }
    let public = own.public().to_string();
    assert_eq!(public.parse(), Ok(own.public()));
    let mut mistyped = written.clone();
    mistyped.replace_range(20..21, if &written[20..21] == "Q" { "P" } else { "Q" });
    for other in [mistyped.as_str(), public.as_str(), "", "AGE-SECRET-KEY-1", &written[..70]] {
        assert_eq!(SecretKey::read(other), None, "{other}");
    }
    for other in [written.as_str(), &public.to_uppercase(), "age1", &public[..40], &format!("{public} ")] {
        assert!(other.parse::<PublicKey>().is_err(), "{other}");
    }
    assert_eq!(format!("{own:?} {:?}", seed()), "SecretKey(..) Seed(..)");
}

/// The ordinary command opens what a tablet sent, with the key as it is written on paper; without it, this says so.
#[test]
fn the_age_command_opens_a_sealed_batch() {
    if !is_here("age") {
        return println!("left out: the age command is not on this machine");
    }
    let zone = [secret(1), secret(2)];
    let file = sealed_for(batch_of(vec![visit(2)]), &Blobs::new(), &zone, &zone);
    let folder = Folder::new("aimed");
    let sealed_file = folder.0.join("batch.age");
    std::fs::write(&sealed_file, &file.bytes).unwrap();
    for own in &zone {
        let told = age_opens(&folder, own, &sealed_file);
        assert!(told.status.success(), "{}", String::from_utf8_lossy(&told.stderr));
        assert_eq!(batch_in(open(&told.stdout).unwrap()).0.records, [visit(2)]);
    }
    let told = age_opens(&folder, &secret(3), &sealed_file);
    assert!(!told.status.success() && told.stdout.is_empty(), "it is for nobody else");
}

/// What somebody seals with the ordinary command for the zone's public keys is opened here like a tablet's own; without it, this says so.
#[test]
fn what_the_age_command_sealed_for_our_keys_is_opened() {
    if !is_here("age") {
        return println!("left out: the age command is not on this machine");
    }
    let zone = [secret(1), secret(2)];
    let folder = Folder::new("aimed-by-age");
    let (clear_file, sealed_file) = (folder.0.join("batch.json"), folder.0.join("batch.age"));
    let mut batch = batch_of(vec![visit(2)]);
    batch.recipients = publics(&zone).iter().map(PublicKey::to_string).collect();
    std::fs::write(&clear_file, batch::pack(&batch, &Blobs::new(), &key()).unwrap().bytes).unwrap();
    let mut age = Command::new("age");
    for public in publics(&zone) {
        age.arg("-r").arg(public.to_string());
    }
    let told = age.arg("-o").arg(&sealed_file).arg(&clear_file).output().unwrap();
    assert!(told.status.success(), "{}", String::from_utf8_lossy(&told.stderr));
    let sealed = std::fs::read(&sealed_file).unwrap();
    for own in &zone {
        assert_eq!(opened_by(&sealed, std::slice::from_ref(own)).unwrap().0, batch);
    }
    let refused = opened_by(&sealed, &[secret(3)]);
    assert!(matches!(refused, Err(OpenError::Sealed(OpenSealedError::NotForUs))), "{refused:?}");
    let mut changed = sealed.clone();
    *changed.last_mut().unwrap() ^= 1;
    assert!(matches!(opened_by(&changed, &zone), Err(OpenError::Sealed(_))));
}

fn age_opens(folder: &Folder, key: &SecretKey, file: &std::path::Path) -> std::process::Output {
    let key_file = folder.0.join("key.txt");
    std::fs::write(&key_file, format!("{}\n", key.written_out().as_str())).unwrap();
    Command::new("age").arg("-d").arg("-i").arg(&key_file).arg(file).output().unwrap()
}

proptest! {
    #[test]
    fn whoever_it_is_for_gets_the_same_batch(
        holders in proptest::collection::btree_set(1_u8..200, 1..8),
        opener in 0_usize..8,
        stranger in 200_u8..255,
        seed in any::<[u8; 32]>(),
    ) {
        let keys: Vec<SecretKey> = holders.iter().map(|number| secret(*number)).collect();
        let mut batch = batch_of(vec![plain(3)]);
        batch.recipients = publics(&keys).iter().map(PublicKey::to_string).collect();
        let file = batch::pack(&batch, &Blobs::new(), &key()).unwrap();
        let file = sealed::seal(&file, &publics(&keys), &Seed::from_bytes(seed)).unwrap();
        let own = keys[opener % keys.len()].clone();
        prop_assert_eq!(opened_by(&file.bytes, &[own]).unwrap().0, batch);
        prop_assert!(opened_by(&file.bytes, &[secret(stranger)]).is_err());
    }
}
