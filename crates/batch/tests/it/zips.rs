//! Batches with attachments: a zip that every program opens and that nobody can change unseen.

use std::io::{Cursor, Read, Write};

use batch::{OpenError, Unverified};

use crate::sample::{PHOTO, batch_of, key, open, plain, with_photo};

fn zipped() -> Vec<u8> {
    let (batch, blobs) = with_photo(batch_of(vec![plain(1)]));
    batch::pack(&batch, &blobs, &key()).unwrap().bytes
}

/// The files of a zip, as another program reads them.
fn files(bytes: &[u8]) -> Vec<(String, Vec<u8>)> {
    let mut zip = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    let read = |index| {
        let mut file = zip.by_index(index).unwrap();
        let mut bytes = Vec::new();
        file.read_to_end(&mut bytes).unwrap();
        (file.name().unwrap().into_owned(), bytes)
    };
    (0..zip::ZipArchive::new(Cursor::new(bytes)).unwrap().len()).map(read).collect()
}

fn written_anew(files: &[(String, Vec<u8>)], method: zip::CompressionMethod) -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    let options = zip::write::SimpleFileOptions::default().compression_method(method);
    for (name, bytes) in files {
        zip.start_file(name.as_str(), options).unwrap();
        zip.write_all(bytes).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

#[test]
fn any_program_opens_the_zip() {
    let files = files(&zipped());
    let names: Vec<_> = files.iter().map(|(name, _)| name.as_str()).collect();
    assert_eq!(names, ["batch.json", &format!("blobs/{}", record::Sha256::of(PHOTO))]);
    assert_eq!(files[1].1, PHOTO);
}

/// B1: 0 accepted.
#[test]
fn a_zip_cut_at_any_byte_is_refused_with_the_place() {
    let bytes = zipped();
    let mut told = 0;
    for end in 0..bytes.len() {
        match Unverified::read(&bytes[..end]) {
            Err(OpenError::Truncated { have, want }) => {
                assert_eq!(have, end as u64);
                assert!(want.is_none_or(|want| want == bytes.len() as u64));
                told += usize::from(want.is_some());
            }
            other => panic!("cut at {end}: {other:?}"),
        }
    }
    assert!(told > 100, "within the directory the length is known: {told}");
    let cut = Unverified::read(&bytes[..bytes.len() - 1]).unwrap_err();
    assert_eq!(cut.to_string(), format!("file ends at byte {} of {}", bytes.len() - 1, bytes.len()));
}

/// B1: 0 accepted.
#[test]
fn a_zip_with_any_bit_flipped_is_refused() {
    let bytes = zipped();
    for bit in 0..bytes.len() * 8 {
        let mut flipped = bytes.clone();
        flipped[bit / 8] ^= 1 << (bit % 8);
        assert!(open(&flipped).is_err(), "bit {bit} flipped and accepted");
    }
}

#[test]
fn a_changed_photo_does_not_match_its_checksum() {
    let mut bytes = zipped();
    let at = bytes.windows(PHOTO.len()).position(|window| window == PHOTO).unwrap();
    bytes[at] ^= 1;
    let error = Unverified::read(&bytes).unwrap_err();
    assert!(matches!(&error, OpenError::Checksum { name } if name.starts_with("blobs/")), "{error}");
}

#[test]
fn a_zip_that_went_through_another_program_is_told_as_such() {
    let files = files(&zipped());
    for method in [zip::CompressionMethod::Stored, zip::CompressionMethod::Deflated] {
        assert!(matches!(Unverified::read(&written_anew(&files, method)), Err(OpenError::Repacked)));
    }
    // What is in it is still whole, and opens from its parts.
    let blobs = [(record::Sha256::of(PHOTO), files[1].1.clone())].into();
    let parts = Unverified::read_parts(&files[0].1, blobs).unwrap();
    assert!(batch::open(parts, &|_| batch::Sender::Trusted).is_ok());
}

#[test]
fn another_zip_is_not_ours() {
    let workbook = [("xl/workbook.xml".to_owned(), b"<workbook/>".to_vec())];
    let bytes = written_anew(&workbook, zip::CompressionMethod::Stored);
    assert!(matches!(Unverified::read(&bytes), Err(OpenError::NotOurs)));
}
