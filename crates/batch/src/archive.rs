//! A zip of the plainest kind: files as they are, one after the other. Any program opens it.
//!
//! It is written and read here rather than by a library, because a file must have one exact form: every byte is a
//! function of the names and the contents, so that no bit can change without notice, in whichever version of whichever
//! library. Names are ASCII, nothing is compressed, the time is 1980-01-01. Layout: `APPNOTE.TXT` 6.3.

use crate::OpenError;
use crate::envelope::PADDED_TO;

const LOCAL: [u8; 4] = *b"PK\x03\x04";
const CENTRAL: [u8; 4] = *b"PK\x01\x02";
const END: [u8; 4] = *b"PK\x05\x06";
/// Version 1.0, no flags, stored, midnight of 1980-01-01.
const STORED: [u8; 10] = [10, 0, 0, 0, 0, 0, 0, 0, 0x21, 0];
const LOCAL_BYTES: usize = 30;
/// How long the remark at the end is: there is none.
const REMARK_LENGTH: [u8; 2] = [0, 0];

/// The name of the first file.
pub const FIRST: &str = "batch.json";

/// A file in the archive.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Entry<'a> {
    pub name: &'a str,
    pub bytes: &'a [u8],
}

/// Whether bytes begin as a zip does, as far as they go.
pub fn is_zip(bytes: &[u8]) -> bool {
    !bytes.is_empty() && bytes.iter().zip(LOCAL).all(|(a, b)| *a == b)
}

/// The archive of these files. The caller keeps it under 4 GiB and 65,535 files.
pub fn write(entries: &[Entry<'_>]) -> Vec<u8> {
    let mut bytes = Vec::new();
    for entry in entries {
        bytes.extend(LOCAL);
        bytes.extend(facts(entry));
        bytes.extend(entry.name.as_bytes());
        bytes.extend(entry.bytes);
    }
    let directory = directory(entries, bytes.len());
    bytes.extend(directory);
    bytes
}

/// The same archive with spaces as its remark, so that its length is a multiple of [`PADDED_TO`].
pub fn padded(archive: &[u8]) -> Vec<u8> {
    filled_up(archive, archive.len())
}

/// The files of an archive that [`write`] wrote or [`padded`], in its order.
///
/// # Errors
/// [`OpenError::Truncated`], [`OpenError::Checksum`] for a file whose bytes changed, [`OpenError::Repacked`] for any other
/// difference, [`OpenError::NotOurs`] if it does not even hold what one of ours does.
pub fn read(bytes: &[u8], most: usize) -> Result<Vec<Entry<'_>>, OpenError> {
    let truncated = |want| OpenError::Truncated { have: bytes.len() as u64, want };
    let mut entries: Vec<Entry<'_>> = Vec::new();
    let mut at = 0;
    while bytes.get(at..at + 4) == Some(&LOCAL) {
        if entries.len() == most {
            return Err(OpenError::TooMany { what: "files", have: entries.len() + 1, most });
        }
        let header = bytes.get(at..at + LOCAL_BYTES).ok_or_else(|| truncated(None))?;
        if header[4..14] != STORED || header[28..30] != [0, 0] {
            return Err(foreign(bytes));
        }
        let size = usize::try_from(number(&header[18..22])).map_err(|_| foreign(bytes))?;
        let name_at = at + LOCAL_BYTES;
        let bytes_at = name_at + usize::from(header[26]) + (usize::from(header[27]) << 8);
        let end = bytes_at.checked_add(size).ok_or_else(|| foreign(bytes))?;
        let content = bytes.get(bytes_at..end).ok_or_else(|| truncated(None))?;
        let name = bytes.get(name_at..bytes_at).ok_or_else(|| truncated(None))?;
        let name = std::str::from_utf8(name).ok().filter(|name| name.is_ascii()).ok_or_else(|| foreign(bytes))?;
        let entry = Entry { name, bytes: content };
        if header[4..] != facts(&entry) {
            let is_size = header[18..26] != facts(&entry)[14..22];
            return Err(if is_size { foreign(bytes) } else { OpenError::Checksum { name: name.to_owned() } });
        }
        entries.push(entry);
        at = end;
    }
    let rest = bytes.get(at..).unwrap_or_default();
    let expected = directory(&entries, at);
    let padded = filled_up(&expected, at + expected.len());
    if rest == expected || rest == padded {
        Ok(entries)
    } else if expected.starts_with(rest) || padded.starts_with(rest) {
        // Cut inside a later local header, the bytes also begin as the directory does; then more was to come.
        Err(truncated((rest.len() > 2).then_some((at + expected.len()) as u64)))
    } else if rest.len() < 4 && LOCAL.starts_with(rest) {
        Err(truncated(None))
    } else {
        Err(foreign(bytes))
    }
}

/// A zip that is not as we write it: one of ours that was changed or went through another program, or any other.
fn foreign(bytes: &[u8]) -> OpenError {
    let name = FIRST.as_bytes();
    let has_ours = bytes.windows(name.len()).any(|window| window == name);
    if has_ours { OpenError::Repacked } else { OpenError::NotOurs }
}

/// What a local header and the directory both say of a file, after their marks.
fn facts(entry: &Entry<'_>) -> [u8; LOCAL_BYTES - 4] {
    let mut facts = [0; LOCAL_BYTES - 4];
    let size = u32::try_from(entry.bytes.len()).unwrap_or(u32::MAX).to_le_bytes();
    facts[..10].copy_from_slice(&STORED);
    facts[10..14].copy_from_slice(&record::crc32(entry.bytes).to_le_bytes());
    facts[14..18].copy_from_slice(&size);
    facts[18..22].copy_from_slice(&size);
    facts[22..24].copy_from_slice(&u16::try_from(entry.name.len()).unwrap_or(u16::MAX).to_le_bytes());
    facts
}

/// What stands after the files.
fn directory(entries: &[Entry<'_>], at: usize) -> Vec<u8> {
    let mut directory = Vec::new();
    let mut offset = 0_usize;
    for entry in entries {
        directory.extend(CENTRAL);
        directory.extend([10, 0]); // made by version 1.0, for no system in particular
        directory.extend(facts(entry));
        directory.extend([0; 10]); // no comment, disk 0, no attributes
        directory.extend(four(offset));
        directory.extend(entry.name.as_bytes());
        offset += LOCAL_BYTES + entry.name.len() + entry.bytes.len();
    }
    let count = u16::try_from(entries.len()).unwrap_or(u16::MAX).to_le_bytes();
    let size = directory.len();
    directory.extend(END);
    directory.extend([0; 4]); // disk 0
    directory.extend(count);
    directory.extend(count);
    directory.extend(four(size));
    directory.extend(four(at));
    directory.extend(REMARK_LENGTH);
    directory
}

/// The end of an archive of this length, filled up.
fn filled_up(end: &[u8], length: usize) -> Vec<u8> {
    let spaces = length.next_multiple_of(PADDED_TO) - length;
    let mut bytes = end[..end.len().saturating_sub(REMARK_LENGTH.len())].to_vec();
    bytes.extend(u16::try_from(spaces).unwrap_or_default().to_le_bytes());
    bytes.resize(bytes.len() + spaces, b' ');
    bytes
}

fn four(number: usize) -> [u8; 4] {
    u32::try_from(number).unwrap_or(u32::MAX).to_le_bytes()
}

fn number(bytes: &[u8]) -> u32 {
    bytes.iter().rev().fold(0, |number, byte| number << 8 | u32::from(*byte))
}
