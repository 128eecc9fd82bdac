//! Whom the fleet seals for. Everybody knows the key: what it opens is made up.

use batch::seal::{PublicKey, SecretKey, Seed};
use record::Sha256;

/// The zone's public word, which its folders on a store follow from.
pub const ZONE: &str = "fleet";

/// The desk's key.
pub fn key() -> SecretKey {
    SecretKey::from_bytes(*Sha256::of(b"the desk of a fleet").as_bytes())
}

/// The desk, and the key that a zone has on paper.
pub fn recipients() -> [PublicKey; 2] {
    let paper = SecretKey::from_bytes(*Sha256::of(b"the paper of a fleet").as_bytes());
    [key().public(), paper.public()]
}

/// What one file draws its chance from, so that it is the same whenever it is made.
pub fn seed(body: Sha256) -> Seed {
    Seed::from_bytes(*Sha256::of(format!("fleet {body}").as_bytes()).as_bytes())
}
