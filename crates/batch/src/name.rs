//! Names of files: for people. Nothing depends on them, because people rename files.

use record::{DeviceId, Sha256};

/// How many digits of the hash stand in the name.
const HASH_DIGITS: usize = 12;

/// `taizhang-1f3a9c02-7-0123456789ab.json`: the device, its count where it has one, and the bytes.
pub(crate) fn of(kind: &str, device: &DeviceId, seq: Option<u64>, file: Sha256, ending: &str) -> String {
    let device: String = device.as_str().chars().take(8).collect();
    let seq = seq.map_or(String::new(), |seq| format!("-{seq}"));
    let hash: String = file.to_string().chars().take(HASH_DIGITS).collect();
    format!("{kind}-{device}{seq}-{hash}.{ending}")
}

/// The name of the same file once it is sealed.
pub(crate) fn sealed(name: &str, file: Sha256) -> String {
    let (before, after) = name.rsplit_once('-').unwrap_or(("taizhang", name));
    let ending = after.split_once('.').map_or("", |(_, ending)| ending);
    let hash: String = file.to_string().chars().take(HASH_DIGITS).collect();
    format!("{before}-{hash}.{ending}.age")
}

/// Whether the bytes are those that the name was made for. `None` if the name does not say: then it proves nothing.
///
/// With a refused file it tells damage on the way (`Some(false)`) from a file that was wrong when it was made.
/// ```
/// let bytes = b"any bytes";
/// let hash = record::Sha256::of(bytes).to_string();
/// assert_eq!(batch::name::agrees(&format!("taizhang-1f3a9c02-7-{} (2).json", &hash[..12]), bytes), Some(true));
/// assert_eq!(batch::name::agrees("样例.json", bytes), None);
/// ```
pub fn agrees(name: &str, bytes: &[u8]) -> Option<bool> {
    let after = name.rsplit('-').next()?;
    let is_digit = |c: char| c.is_ascii_digit() || ('a'..='f').contains(&c);
    let digits: String = after.chars().take_while(|c| is_digit(*c)).collect();
    let named = name.starts_with("taizhang-") && digits.len() == HASH_DIGITS;
    named.then(|| Sha256::of(bytes).to_string().starts_with(&digits))
}
