//! The name of one version of a form.

use crate::{FormHash, Sha256};

/// The SHA-256 over a list of the workbook and the attached files, as `sha256sum` prints such a list: the workbook
/// first, under the name `-`, then the files in the order of their names.
///
/// ```
/// let list = format!("{}  -\n{}  choices.csv\n", record::Sha256::of(b"workbook"), record::Sha256::of(b"rows"));
/// let files = [("choices.csv".to_owned(), b"rows".to_vec())];
/// assert_eq!(record::form_hash(b"workbook", &files), record::Sha256::of(list.as_bytes()));
/// ```
pub fn form_hash(workbook: &[u8], files: &[(String, Vec<u8>)]) -> FormHash {
    let mut files: Vec<&(String, Vec<u8>)> = files.iter().collect();
    files.sort();
    let lines: String = files.into_iter().map(|(name, bytes)| format!("{}  {name}\n", Sha256::of(bytes))).collect();
    Sha256::of(format!("{}  -\n{lines}", Sha256::of(workbook)).as_bytes())
}
