//! What files are called on a store: whose, which one, and the hash of its bytes.
//!
//! `v1/<zone>/<device>/<seq>-<hash>.<kind>.age`, in `a-z 0-9 - . /` alone. A name is never used for other bytes and two devices
//! share no folder, so nobody has to ask anybody before writing. What desks write for tablets lies in the tablets' folders, and each
//! desk's but that of the one that set the zone up bears its mark: `….<kind>.by-<desk>.age`. So none hides another's.

use std::fmt;
use std::str::FromStr;

use record::{DeviceId, Sha256};

/// The first step of every name: what comes after another layout has another one.
const LAYOUT: &str = "v1";

/// So many digits of a hash tell folders apart and tell nothing of a key.
const FOLDER_DIGITS: usize = 32;

/// What stands before the mark of the desk that wrote a file.
const BY: &str = ".by-";

/// Figures of a number in a name: names stand in the order of their numbers.
const NUMBER_DIGITS: usize = 8;

/// Where one device of a zone writes.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Folder {
    zone: String,
    device: String,
}

/// What a file is, as far as it can be told from outside.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Kind {
    /// Records of a tablet.
    Batch,
    /// Forms and lists of a desk.
    Pack,
    /// What changed in them since the pack that the desk made at this number.
    Since(u64),
    /// What a desk took in.
    Receipt,
    /// A file that a batch names: its number is that of the first batch that does.
    Blob,
}

/// Which desk wrote a file. It can be compared, and no key be read out of it.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Mark(String);

/// A file on a store.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Name {
    pub folder: Folder,
    /// Counts a device's files from 1.
    pub number: u64,
    /// Of the bytes as they lie there.
    pub hash: Sha256,
    pub kind: Kind,
    /// The desk that wrote it. `None`: a tablet, or the desk that set the zone up.
    pub by: Option<Mark>,
}

/// Something that lies there and is none of ours. It is left alone.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
#[error("not the name of a file of a device")]
pub struct ParseNameError;

impl Folder {
    /// The folder of a device, under the zone's public word. Neither can be read out of it.
    pub fn of(zone: &str, device: &DeviceId) -> Self {
        Self { zone: digits("zone", zone), device: digits("device", device.as_str()) }
    }

    /// Where the desk of a zone writes what is for one tablet. Not among the folders of devices, so that a desk that looks for what
    /// tablets sent does not walk through what it sent itself.
    pub fn down(zone: &str, tablet: &DeviceId) -> Self {
        Self { zone: digits("zone-down", zone), device: digits("device", tablet.as_str()) }
    }

    /// Where the desk of a zone writes what is for all its tablets.
    pub fn down_to_all(zone: &str) -> Self {
        Self { zone: digits("zone-down", zone), device: digits("all", zone) }
    }

    /// The folder that all devices of a zone have theirs in.
    pub fn zone_path(zone: &str) -> String {
        format!("{LAYOUT}/{}", digits("zone", zone))
    }

    /// Where a device tries whether it may write, and what it calls the file there. No device has such a folder.
    pub fn of_probes(zone: &str, device: &DeviceId) -> (String, String) {
        (format!("{}/probe", Self::zone_path(zone)), digits("device", device.as_str()))
    }

    pub fn path(&self) -> String {
        format!("{LAYOUT}/{}/{}", self.zone, self.device)
    }

    /// The folder with this path, as [`Folder::path`] wrote it. `None`: it is none.
    pub fn at(path: &str) -> Option<Self> {
        let (zone, device) = path.strip_prefix(LAYOUT)?.strip_prefix('/')?.split_once('/')?;
        let are_digits = is_digits(zone, FOLDER_DIGITS) && is_digits(device, FOLDER_DIGITS);
        are_digits.then(|| Self { zone: zone.to_owned(), device: device.to_owned() })
    }

    /// A folder that stands in a listing of a zone.
    ///
    /// # Errors
    /// [`ParseNameError`]
    pub fn listed(zone: &str, step: &str) -> Result<Self, ParseNameError> {
        if !is_digits(step, FOLDER_DIGITS) {
            return Err(ParseNameError);
        }
        Ok(Self { zone: digits("zone", zone), device: step.to_owned() })
    }
}

impl Kind {
    fn read(word: &str) -> Option<Self> {
        match word {
            "batch" => Some(Self::Batch),
            "pack" => Some(Self::Pack),
            "receipt" => Some(Self::Receipt),
            "blob" => Some(Self::Blob),
            _ => word.strip_prefix("since-")?.parse().ok().map(Self::Since),
        }
    }
}

impl Mark {
    pub fn of(desk: &DeviceId) -> Self {
        Self(digits("device", desk.as_str()))
    }

    fn read(word: &str) -> Option<Self> {
        is_digits(word, FOLDER_DIGITS).then(|| Self(word.to_owned()))
    }
}

impl fmt::Display for Mark {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Batch => f.write_str("batch"),
            Self::Pack => f.write_str("pack"),
            Self::Since(number) => write!(f, "since-{number:0NUMBER_DIGITS$}"),
            Self::Receipt => f.write_str("receipt"),
            Self::Blob => f.write_str("blob"),
        }
    }
}

impl Name {
    /// The last step of the name.
    pub fn file(&self) -> String {
        let Self { number, hash, kind, by, .. } = self;
        let by = by.as_ref().map(|mark| format!("{BY}{mark}")).unwrap_or_default();
        format!("{}-{hash}.{kind}{by}.age", number_text(*number))
    }

    pub fn path(&self) -> String {
        format!("{}/{}", self.folder.path(), self.file())
    }

    /// A name in a listing of a folder.
    ///
    /// # Errors
    /// [`ParseNameError`]
    pub fn listed(folder: &Folder, file: &str) -> Result<Self, ParseNameError> {
        let (number, hash, kind, by) = parts(file).ok_or(ParseNameError)?;
        let name = Self { folder: folder.clone(), number, hash, kind, by };
        // One name has one way to be written.
        if name.file() == file { Ok(name) } else { Err(ParseNameError) }
    }

    /// The hash of the bytes of a file that is called so, as it was where it came from.
    pub fn hash_in(file: &str) -> Option<Sha256> {
        parts(file).map(|(_, hash, ..)| hash)
    }
}

/// A number as names begin with it: a text before all names of it, and behind all of the one before.
pub(crate) fn number_text(number: u64) -> String {
    format!("{number:0NUMBER_DIGITS$}")
}

fn parts(file: &str) -> Option<(u64, Sha256, Kind, Option<Mark>)> {
    let (number, rest) = file.split_once('-')?;
    let (hash, kind) = rest.split_once('.')?;
    let is_number = number.len() >= NUMBER_DIGITS && number.bytes().all(|digit| digit.is_ascii_digit());
    let word = kind.strip_suffix(".age")?;
    let (word, by) = match word.split_once(BY) {
        Some((word, mark)) => (word, Some(Mark::read(mark)?)),
        None => (word, None),
    };
    Some((number.parse().ok().filter(|_| is_number)?, Sha256::from_str(hash).ok()?, Kind::read(word)?, by))
}

impl fmt::Display for Name {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.path())
    }
}

/// The digits of a hash over what it is of and the text itself.
fn digits(what: &str, text: &str) -> String {
    let hash = Sha256::of(format!("taizhang-store-{what}\n{text}").as_bytes()).to_string();
    hash.chars().take(FOLDER_DIGITS).collect()
}

fn is_digits(text: &str, length: usize) -> bool {
    text.len() == length && text.bytes().all(|digit| digit.is_ascii_digit() || (b'a'..=b'f').contains(&digit))
}
