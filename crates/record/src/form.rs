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
    let files = files.iter().map(|(name, bytes)| (name.as_str(), Sha256::of(bytes)));
    form_hash_of(Sha256::of(workbook), files.collect())
}

/// [`form_hash`] for whoever has the hashes already.
pub fn form_hash_of(workbook: Sha256, mut files: Vec<(&str, Sha256)>) -> FormHash {
    files.sort_unstable();
    let lines: String = files.into_iter().map(|(name, hash)| format!("{hash}  {name}\n")).collect();
    Sha256::of(format!("{workbook}  -\n{lines}").as_bytes())
}
