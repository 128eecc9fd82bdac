//! The archive around a workbook: which parts there are.
//!
//! Not here: their bytes as they inflate (`metered`), what stands in them (`walker`).

use std::collections::BTreeMap;
use std::io::{BufRead, Cursor};

use zip::ZipArchive;

use super::metered::{Metered, Source, damaged, failed, too_large};
use super::walker::Walker;
use crate::Limits;
use crate::error::{Damage, Measure, ReadError};

/// First bytes of the container that Excel 97 to 2003 and locked workbooks are kept in.
const OLE: &[u8] = &[0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1];

/// An open archive and what has been inflated from it so far.
pub struct Package<'a> {
    archive: ZipArchive<Cursor<&'a [u8]>>,
    packed: u64,
    limits: &'a Limits,
    /// Places in the archive by name, as [`canonical`] writes it: part names do not differ by case.
    parts: BTreeMap<String, usize>,
    inflated: u64,
}

impl<'a> Package<'a> {
    pub fn open(bytes: &'a [u8], limits: &'a Limits) -> Result<Self, ReadError> {
        if bytes.len() as u64 > limits.file_bytes {
            return Err(too_large(Measure::FileBytes, limits.file_bytes));
        }
        if bytes.starts_with(OLE) {
            return Err(if holds_encrypted_package(bytes) { ReadError::Encrypted } else { ReadError::OldWorkbook });
        }
        if !bytes.starts_with(b"PK") {
            return Err(ReadError::NotAWorkbook);
        }
        // Takes memory by the central directory as it stands in the file, so by no more than the file's own size asks for.
        let archive = ZipArchive::new(Cursor::new(bytes)).map_err(|error| damaged("zip", error.into()))?;
        if archive.len() > limits.entries as usize {
            return Err(too_large(Measure::Entries, u64::from(limits.entries)));
        }
        let mut parts = BTreeMap::new();
        for index in 0..archive.len() {
            let entry = archive.by_index_data(index).map_err(|error| damaged("zip", error.into()))?;
            let name = canonical(&String::from_utf8_lossy(entry.name_raw()));
            if archive.has_duplicate_names() || parts.insert(name.clone(), index).is_some() {
                return Err(damaged(&name, Damage::Twice));
            }
        }
        Ok(Self { archive, packed: bytes.len() as u64, limits, parts, inflated: 0 })
    }

    pub fn has(&self, part: &str) -> bool {
        self.parts.contains_key(&canonical(part))
    }

    pub fn most_parts(&self) -> usize {
        self.limits.entries as usize
    }

    /// A part as it stands, for whoever passes it on changed. It is XML in UTF-8, as programs write it.
    pub fn text(&mut self, part: &str) -> Result<String, ReadError> {
        let index = self.parts.get(&canonical(part)).copied().ok_or_else(|| damaged(part, Damage::Missing))?;
        let source = self.archive.by_index(index).map_err(|error| damaged(part, error.into()))?;
        let mut metered = Metered::new(source, &mut self.inflated, self.packed, self.limits);
        let mut bytes = Vec::new();
        loop {
            metered.mark();
            let read = match metered.fill_buf() {
                Ok(read) => read,
                Err(error) => return Err(failed(part, error.into())),
            };
            if read.is_empty() {
                break;
            }
            bytes.extend_from_slice(read);
            let length = read.len();
            metered.consume(length);
        }
        let text = String::from_utf8(bytes).map_err(|_| damaged(part, Damage::Encoding))?;
        Ok(text.strip_prefix('\u{feff}').map(str::to_owned).unwrap_or(text))
    }

    /// Reads one part from its beginning, as far as `visit` goes. A part that is read twice counts twice.
    pub fn walk<T>(
        &mut self,
        part: &str,
        visit: impl FnOnce(&mut Walker<'_>) -> Result<T, ReadError>,
    ) -> Result<T, ReadError> {
        let index = self.parts.get(&canonical(part)).copied().ok_or_else(|| damaged(part, Damage::Missing))?;
        let source = self.archive.by_index(index).map_err(|error| damaged(part, error.into()))?;
        let metered = Metered::new(source, &mut self.inflated, self.packed, self.limits);
        visit(&mut Walker::new(part, self.limits, Box::new(metered)))
    }
}

/// Reads an XML file that stands alone, under the same limits as a part of a workbook.
pub fn walk_file<T>(
    name: &str,
    bytes: &[u8],
    limits: &Limits,
    visit: impl FnOnce(&mut Walker<'_>) -> Result<T, ReadError>,
) -> Result<T, ReadError> {
    if bytes.len() as u64 > limits.file_bytes {
        return Err(too_large(Measure::FileBytes, limits.file_bytes));
    }
    let mut inflated = 0;
    let packed = bytes.len() as u64;
    let metered = Metered::new(bytes, &mut inflated, packed, limits);
    visit(&mut Walker::new(name, limits, Box::new(metered)))
}

/// A part name as two of them are compared: without case, without the leading slash, `/` between folders.
fn canonical(name: &str) -> String {
    name.replace('\\', "/").trim_start_matches('/').to_ascii_lowercase()
}

fn holds_encrypted_package(bytes: &[u8]) -> bool {
    let name: Vec<u8> = "EncryptedPackage".encode_utf16().flat_map(u16::to_le_bytes).collect();
    bytes.windows(name.len()).any(|window| window == name)
}
