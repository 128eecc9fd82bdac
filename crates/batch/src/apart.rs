//! An attached file that goes apart from its batch: sealed for the same people, and known again by what the batch says of it.
//!
//! Inside are its bytes as they are, filled up with spaces as every sealed file is, so that `age -d` gives a picture that opens.
//! Nobody signed it and nobody needs to: a signed batch names its hash.
//!
//! ```
//! # use batch::{apart, seal::{SecretKey, Seed}};
//! # let zone = SecretKey::from_bytes([1; 32]);
//! let photo = b"\xff\xd8\xff the bytes of a picture";
//! let file = apart::seal(photo, &[zone.public()], &Seed::from_bytes([9; 32]))?;
//! let awaited = [(record::Sha256::of(photo), photo.len() as u64)];
//! assert_eq!(apart::open(&file.bytes, &[zone], awaited)?, (awaited[0].0, photo.to_vec()));
//! # Ok::<(), apart::ApartError>(())
//! ```

use std::collections::{BTreeMap, BTreeSet};

use record::Sha256;

use crate::envelope::PADDED_TO;
use crate::limits::{MAX_FILE_BYTES, MAX_SEALED_BYTES};
use crate::pack::File;
use crate::seal::{Identity, OpenSealedError, PublicKey, SealError, SecretKey, Seed};
use crate::sealed;

/// Why an attached file does not go apart, or what came is none.
#[derive(Debug, thiserror::Error)]
pub enum ApartError {
    #[error("file of {bytes} bytes is over the limit of {most}")]
    TooLarge { bytes: u64, most: u64 },
    #[error("it cannot be sealed")]
    Seal(#[from] SealError),
    #[error("what is sealed cannot be opened")]
    Sealed(#[from] OpenSealedError),
    /// Whole, and none of those that somebody waits for.
    #[error("nobody waits for it")]
    NotAwaited,
}

/// Seals an attached file. `seed` is that of the batch that it goes with; each file draws from another part of it.
///
/// # Errors
/// [`ApartError::TooLarge`], [`ApartError::Seal`]
pub fn seal(bytes: &[u8], recipients: &[PublicKey], seed: &Seed) -> Result<File, ApartError> {
    if bytes.len() > MAX_FILE_BYTES {
        return Err(too_large(bytes, MAX_FILE_BYTES));
    }
    let hash = Sha256::of(bytes);
    // Whatever it is: of an attached zip, too, the end stays as it is.
    let mut filled = bytes.to_vec();
    filled.resize(bytes.len().next_multiple_of(PADDED_TO), b' ');
    Ok(sealed::filled(&filled, &format!("taizhang-{hash}.file"), hash, recipients, &seed.part(&hash.to_string()))?)
}

/// Which of the files that are awaited (their hashes and lengths) this is, and its bytes.
///
/// # Errors
/// [`ApartError::TooLarge`], [`ApartError::Sealed`], [`ApartError::NotAwaited`]
pub fn open(
    bytes: &[u8],
    keys: &[SecretKey],
    awaited: impl IntoIterator<Item = (Sha256, u64)>,
) -> Result<(Sha256, Vec<u8>), ApartError> {
    if bytes.len() > MAX_SEALED_BYTES {
        return Err(too_large(bytes, MAX_SEALED_BYTES));
    }
    let identities: Vec<Identity> = keys.iter().cloned().map(Identity::Key).collect();
    let mut opened = sealed::unseal(bytes, &identities)?;
    // However many are awaited, each length is looked at once.
    let mut by_length: BTreeMap<usize, BTreeSet<Sha256>> = BTreeMap::new();
    for (hash, length) in awaited {
        let length = usize::try_from(length).unwrap_or(usize::MAX);
        if length <= opened.len() && length.next_multiple_of(PADDED_TO) == opened.len() {
            by_length.entry(length).or_default().insert(hash);
        }
    }
    for (length, hashes) in by_length {
        let (content, filling) = opened.split_at(length);
        let hash = Sha256::of(content);
        if filling.iter().all(|byte| *byte == b' ') && hashes.contains(&hash) {
            opened.truncate(length);
            return Ok((hash, opened));
        }
    }
    Err(ApartError::NotAwaited)
}

fn too_large(bytes: &[u8], most: usize) -> ApartError {
    ApartError::TooLarge { bytes: bytes.len() as u64, most: most as u64 }
}
