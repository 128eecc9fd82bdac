//! A pair of keys: what is sealed with the one, which anybody may know, only the other opens.
//!
//! ```
//! # use batch::seal::SecretKey;
//! let secret = SecretKey::from_bytes([7; 32]);
//! assert!(secret.public().to_string().starts_with("age1"));
//! // Written down in groups, and typed from the paper.
//! let typed = secret.written_out().to_lowercase().replace("1", "1 ");
//! assert_eq!(SecretKey::read(&typed), Some(secret));
//! ```
//!
//! Both are written as the `age` command writes them, so that its key files and ours are one.

use std::fmt;
use std::str::FromStr;

use bech32::primitives::decode::CheckedHrpstring;
use bech32::{Bech32, Hrp};
use serde::{Deserialize, Serialize};
use x25519_dalek::{X25519_BASEPOINT_BYTES, x25519};
use zeroize::Zeroizing;

const PUBLIC: Hrp = Hrp::parse_unchecked("age");
const SECRET: Hrp = Hrp::parse_unchecked("age-secret-key-");

/// Whoever has it seals for whoever has its [`SecretKey`].
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
pub struct PublicKey([u8; 32]);

/// A text that is no public key.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
#[error("not a public key of the form age1…")]
pub struct NotAKey;

/// What opens. Shown nowhere but where it is written down, not even in a log, and wiped from memory when it is let go.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SecretKey(Zeroizing<[u8; 32]>);

impl fmt::Display for PublicKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&bech32::encode_lower::<Bech32>(PUBLIC, &self.0).unwrap_or_default())
    }
}

impl FromStr for PublicKey {
    type Err = NotAKey;

    fn from_str(text: &str) -> Result<Self, NotAKey> {
        let is_plain = text.bytes().all(|byte| byte.is_ascii_digit() || byte.is_ascii_lowercase());
        read(text, PUBLIC).filter(|_| is_plain).map(|bytes| Self(*bytes)).ok_or(NotAKey)
    }
}

impl fmt::Debug for SecretKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SecretKey(..)")
    }
}

impl SecretKey {
    /// Of 32 bytes of chance.
    pub fn from_bytes(bytes: [u8; 32]) -> Self {
        Self(Zeroizing::new(bytes))
    }

    /// For the row that it lies in.
    pub fn as_bytes(&self) -> &[u8; 32] {
        &self.0
    }

    /// As somebody typed it: in groups or not, in either case.
    pub fn read(typed: &str) -> Option<Self> {
        let mut text = Zeroizing::new(String::with_capacity(typed.len()));
        text.extend(typed.chars().filter(|sign| !sign.is_whitespace()).map(|sign| sign.to_ascii_uppercase()));
        read(&text, SECRET).map(Self)
    }

    /// For the few places where it is written down.
    pub fn written_out(&self) -> Zeroizing<String> {
        Zeroizing::new(bech32::encode_upper::<Bech32>(SECRET, &self.0[..]).unwrap_or_default())
    }

    pub fn public(&self) -> PublicKey {
        PublicKey(x25519(*self.0, X25519_BASEPOINT_BYTES))
    }

    /// What both sides come to. `None`: the other half is one of the few that everybody comes to the same with.
    pub(super) fn shared(&self, other: &PublicKey) -> Option<Zeroizing<[u8; 32]>> {
        let shared = Zeroizing::new(x25519(*self.0, other.0));
        shared.iter().any(|byte| *byte != 0).then_some(shared)
    }
}

impl PublicKey {
    pub(crate) fn from_bytes(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }

    pub(super) fn as_bytes(&self) -> &[u8; 32] {
        &self.0
    }
}

fn read(text: &str, kind: Hrp) -> Option<Zeroizing<[u8; 32]>> {
    let checked = CheckedHrpstring::new::<Bech32>(text).ok().filter(|checked| checked.hrp() == kind)?;
    let mut bytes = Zeroizing::new([0; 32]);
    let mut signs = checked.byte_iter();
    bytes.iter_mut().try_for_each(|byte| {
        *byte = signs.next()?;
        Some(())
    })?;
    signs.next().is_none().then_some(bytes)
}
