//! Forms as this device keeps them: the workbook and its files byte for byte, and the parsed form as a cache. What a form
//! came as, a workbook or an XForm document, is kept in the same place; its first bytes tell them apart.
//!
//! The bytes are what counts. A cache lies under its version, and any program that does not know that version throws
//! it away and compiles again.

use record::{FormHash, FormRef, Listing, Sha256, Timestamp};
use serde::{Deserialize, Serialize};

use crate::layout::{self, Row};
use crate::{Damaged, RowError, Store, Transaction, disk};

/// The part of the key under which a parsed form lies.
pub const CACHE: &str = "cache";

/// A form in the list of forms.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Form {
    pub form: FormRef,
    pub title: String,
    pub listing: Listing,
    pub added_at: Timestamp,
    /// Attached files, by name.
    pub files: Vec<String>,
    /// Old versions are kept while a draft or a record names them, but no longer offered.
    pub offered: bool,
}

/// A form with its bytes.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct FormBytes {
    pub form: Form,
    pub workbook: Vec<u8>,
    /// Name and bytes of each attached file, in the order of [`Form::files`].
    pub files: Vec<(String, Vec<u8>)>,
}

/// Names a form: the SHA-256 over a list of its workbook and attached files, in the form that `sha256sum` prints.
///
/// The workbook stands first, as `-`; the files follow in the order of their names.
pub fn hash(workbook: &[u8], files: &[(String, Vec<u8>)]) -> FormHash {
    record::form_hash(workbook, files)
}

/// Takes a form in. Taking it in again changes nothing but the head.
pub fn keep(bytes: &FormBytes) -> Transaction {
    change(&bytes.form).and(keep_source(bytes.form.form.hash, &bytes.workbook, &bytes.files))
}

/// The workbook and the files that a form was read from. Until they follow its head, a form can be filled from its cache,
/// and not be handed on.
pub fn keep_source(hash: FormHash, workbook: &[u8], files: &[(String, Vec<u8>)]) -> Transaction {
    let plan = Transaction::new().put(Store::Forms, layout::form_workbook(hash), workbook.to_vec());
    let file = |plan: Transaction, (name, bytes): &(String, Vec<u8>)| {
        plan.put(Store::Forms, layout::form_file(hash, name), bytes.clone())
    };
    files.iter().fold(plan, file)
}

/// Keeps the parsed form as `cache_version` writes it, and throws caches of other versions away.
pub fn cache(hash: FormHash, cache_version: u32, bytes: Vec<u8>) -> Transaction {
    Transaction::new().delete_under(Store::Forms, layout::form(hash).then(CACHE)).put(
        Store::Forms,
        layout::form_cache(hash, cache_version),
        bytes,
    )
}

/// Writes the head only: of a form whose source will follow, or that is no longer offered.
pub fn change(form: &Form) -> Transaction {
    Transaction::new().put(Store::Forms, layout::form(form.form.hash), disk::encode(&v1::Form::from(form)))
}

/// The head as it lies in the row.
///
/// # Errors
/// [`RowError`] if the bytes are not a head.
pub fn read(value: &[u8]) -> Result<Form, RowError> {
    disk::decode::<v1::Form>(value).map(v1::Form::read)
}

/// A form with its bytes, from all rows under its hash, checked against it.
///
/// # Errors
/// [`RowError::Missing`] without head or workbook, [`RowError::Checksum`] if the bytes are not those that the hash names.
pub fn read_bytes(hash: FormHash, rows: &[Row]) -> Result<FormBytes, RowError> {
    let at = |key| rows.iter().find(|row| row.key == key).map(|row| &row.value);
    let form = read(at(layout::form(hash)).ok_or(RowError::Missing("form"))?)?;
    let workbook = at(layout::form_workbook(hash)).ok_or(RowError::Missing("workbook"))?.clone();
    let file = |name: &String| {
        let bytes = at(layout::form_file(hash, name)).ok_or(RowError::Missing("file of the form"))?;
        Ok((name.clone(), bytes.clone()))
    };
    let files = form.files.iter().map(file).collect::<Result<Vec<_>, RowError>>()?;
    if self::hash(&workbook, &files) != hash {
        return Err(RowError::Checksum);
    }
    Ok(FormBytes { form, workbook, files })
}

/// All heads among the rows of `forms`, and what cannot be read.
pub fn list(rows: &[Row]) -> (Vec<Form>, Vec<Damaged>) {
    let (mut forms, mut damaged) = (Vec::new(), Vec::new());
    for row in rows.iter().filter(|row| row.store == Store::Forms && row.key.0.len() == 1) {
        match read(&row.value) {
            Ok(form) => forms.push(form),
            Err(why) => damaged.push(Damaged { row: row.clone(), why }),
        }
    }
    (forms, damaged)
}

mod v1 {
    use super::*;

    #[derive(Serialize, Deserialize)]
    pub struct Form {
        id: String,
        version: String,
        hash: Sha256,
        title: String,
        /// What came before said nothing of it.
        #[serde(default, skip_serializing_if = "String::is_empty")]
        listing: String,
        added_at: Timestamp,
        files: Vec<String>,
        offered: bool,
    }

    impl From<&super::Form> for Form {
        fn from(form: &super::Form) -> Self {
            Self {
                id: form.form.id.clone(),
                version: form.form.version.clone(),
                hash: form.form.hash,
                title: form.title.clone(),
                listing: form.listing.0.clone(),
                added_at: form.added_at,
                files: form.files.clone(),
                offered: form.offered,
            }
        }
    }

    impl Form {
        pub fn read(self) -> super::Form {
            super::Form {
                form: FormRef { id: self.id, version: self.version, hash: self.hash },
                title: self.title,
                listing: Listing(self.listing),
                added_at: self.added_at,
                files: self.files,
                offered: self.offered,
            }
        }
    }
}
