//! A signed file as it travels: sealed for those whom it names, and as long as many others.
//!
//! Inside are the same bytes as without a seal, filled up to a multiple of 4 KiB, because a length tells. Whom it is sealed
//! for stands in what is signed, so that nobody can take it out and send it on to somebody else.

use record::Sha256;

use crate::envelope::PADDED_TO;
use crate::pack::File;
use crate::seal::{Identity, OpenSealedError, Opener, PublicKey, Recipient, SealError, Sealer, Seed};
use crate::{archive, name};

/// What its bytes are called.
pub const MEDIA_TYPE: &str = "application/age-encryption";
const BEGINS: &[u8] = b"age-encryption.org/";

/// Whether bytes begin as a sealed file does.
pub fn is_sealed(bytes: &[u8]) -> bool {
    bytes.starts_with(BEGINS)
}

/// Seals a file. With the same seed it is the same file again.
///
/// # Errors
/// [`SealError`] if nobody could open it.
pub fn seal(file: &File, recipients: &[PublicKey], seed: &Seed) -> Result<File, SealError> {
    filled(&padded(&file.bytes), &file.name, file.body_hash, recipients, seed)
}

/// The same for what was filled up already.
pub(crate) fn filled(
    filled: &[u8],
    name: &str,
    body_hash: Sha256,
    recipients: &[PublicKey],
    seed: &Seed,
) -> Result<File, SealError> {
    let recipients: Vec<Recipient> = recipients.iter().copied().map(Recipient::Key).collect();
    let mut sealer = Sealer::new(Vec::with_capacity(filled.len() + (64 << 10)), &recipients, &mut seed.chance())?;
    sealer.write(filled)?;
    let bytes = sealer.finish()?;
    let file_hash = Sha256::of(&bytes);
    let name = name::sealed(name, file_hash);
    Ok(File { bytes, name, media_type: MEDIA_TYPE, body_hash, file_hash })
}

fn padded(bytes: &[u8]) -> Vec<u8> {
    if archive::is_zip(bytes) {
        return archive::padded(bytes);
    }
    let mut padded = bytes.to_vec();
    padded.resize(bytes.len().next_multiple_of(PADDED_TO), b' ');
    padded
}

/// What lies in a sealed file, to be read like any other.
///
/// # Errors
/// [`OpenSealedError`]
pub fn unseal(bytes: &[u8], identities: &[Identity]) -> Result<Vec<u8>, OpenSealedError> {
    let mut opener = Opener::new(bytes, identities)?;
    let mut opened = Vec::with_capacity(bytes.len());
    while let Some(piece) = opener.next()? {
        opened.extend(piece);
    }
    Ok(opened)
}
