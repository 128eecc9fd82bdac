//! Sealing: a file that only those it is for can read, in the age v1 format, so that the ordinary `age` command opens it.
//!
//! ```
//! # use batch::seal::{Identity, Opener, Passphrase, Recipient, Sealer};
//! # let mut chance = |bytes: &mut [u8]| bytes.fill(7); // a real one comes from the browser
//! let passphrase = Passphrase::new("k7mf-p2xq-9rtw-hd4n");
//! let mut sealer = Sealer::new(Vec::new(), &[Recipient::Passphrase { passphrase: passphrase.clone(), work: 10 }], &mut chance)?;
//! sealer.write(b"all that is in it")?;
//! let sealed = sealer.finish()?;
//!
//! let mut opener = Opener::new(sealed.as_slice(), &[Identity::Passphrase(passphrase)])?;
//! assert_eq!(opener.next()?.as_deref(), Some(&b"all that is in it"[..]));
//! assert_eq!(opener.next()?, None);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! Sealing takes a list of [`Recipient`]s and opening a list of [`Identity`]s: another kind of either is one more arm in `head`.
//! Both go through a file piece by piece, so that no size of it is a size of memory.
//!
//! It is written here on the ciphers' own crates, and not with the crate `age`, for its size and because that draws its own
//! chance and reads a clock, which no crate of this house does. What keeps it right are the format's own test vectors
//! (`conformance/age`), the `age` command, and the reference author's second implementation in the journeys.
//!
//! Format: `https://c2sp.org/age`. Not here: what is sealed (`store::safe`), who is a recipient (the app).

mod archive;
mod head;
mod key_pair;
mod passphrase;
mod seed;
mod stream;
#[cfg(test)]
mod tests;

use std::io;

pub use archive::{ArchiveReader, ArchiveWriter, Entry, ReadArchiveError};
pub use key_pair::{NotAKey, PublicKey, SecretKey};
pub use passphrase::{LEAST_SIGNS, Passphrase, Weakness, generated};
pub use seed::Seed;
pub use stream::{Opener, Sealer};

/// Whom a file is for.
pub enum Recipient {
    /// Whoever knows this. By the format's rule it is the only recipient of its file. `work` is the logarithm of what each guess
    /// costs, see [`WORK`].
    Passphrase { passphrase: Passphrase, work: u8 },
    /// Whoever has the other half of this. Up to [`MAX_RECIPIENTS`](crate::limits::MAX_RECIPIENTS) of them stand beside each other.
    Key(PublicKey),
}

/// Who opens.
pub enum Identity {
    Passphrase(Passphrase),
    Key(SecretKey),
}

/// What a guess at a passphrase costs: 2 to this power rounds of scrypt, 64 MB of memory.
pub const WORK: u8 = 16;
/// The most that is done to open a file: what the `age` command uses, 256 MB. More is a file made to harm.
pub const MOST_WORK: u8 = 18;

/// Why nothing was sealed.
#[derive(Debug, thiserror::Error)]
pub enum SealError {
    #[error("it is for nobody")]
    NoRecipient,
    #[error("one of those it is for has no key that seals")]
    Recipient,
    #[error("a passphrase cannot stand beside another recipient")]
    PassphraseWithOthers,
    #[error("work of {0} is none that opens again")]
    Work(u8),
    #[error("what was sealed could not be written")]
    Write(#[from] io::Error),
}

/// Why a sealed file was not opened. What came of it before must not be used.
#[derive(Debug, thiserror::Error)]
pub enum OpenSealedError {
    #[error("not a sealed file")]
    NotSealed,
    #[error("sealed in a format that is newer than this program")]
    Newer,
    #[error("the file ends too early")]
    Truncated,
    #[error("the head of the file is not what it was")]
    Head,
    #[error("the content of the file is not what it was")]
    Damaged,
    /// The passphrase is another one, or the few bytes that tell were changed.
    #[error("the passphrase does not open it")]
    Passphrase,
    #[error("it is sealed for somebody else")]
    NotForUs,
    #[error("opening it costs 2 to {0}, which is more than is done")]
    TooMuchWork(u8),
    #[error("the file cannot be read")]
    Read(#[from] io::Error),
}

/// Fills bytes with chance.
pub type Chance<'a> = &'a mut dyn FnMut(&mut [u8]);
