//! The lock over what a device keeps: each value sealed under one data key, which a passphrase opens.
//!
//! ```text
//! passphrase --argon2id--> --HKDF--> key that wraps --XChaCha20-Poly1305--> data key --XChaCha20-Poly1305--> each value
//! ```
//!
//! The data key stays when the passphrase changes, so nothing else is written anew then. A value is sealed for its place: moved to
//! another it does not open.
//!
//! Not here: where values lie (`store`), when the device is locked (the app).

use std::fmt;

use argon2::{Algorithm, Argon2, Params, Version};
use chacha20poly1305::aead::{Aead, Payload};
use chacha20poly1305::{KeyInit, XChaCha20Poly1305};
use hkdf::Hkdf;
use serde::{Deserialize, Serialize};
use sha2::Sha256;
use zeroize::Zeroizing;

use crate::seal::Passphrase;

pub const KEY_BYTES: usize = 32;
pub const NONCE_BYTES: usize = 24;
pub const SALT_BYTES: usize = 16;

/// What the wrapping key is for, so that no other use of the same passphrase makes the same key.
const PURPOSE: &[u8] = b"taizhang-lock-v1";

/// What every value is sealed under. Shown nowhere, not even in a log, and wiped from memory when it is let go.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct DataKey(Zeroizing<[u8; KEY_BYTES]>);

impl fmt::Debug for DataKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("DataKey(..)")
    }
}

/// How much work a passphrase takes to be tried: for its owner once, for a finder each time.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Work {
    pub memory_kib: u32,
    pub passes: u32,
}

impl Work {
    /// The least that is used, whatever the device can do.
    pub const LEAST: Self = Self { memory_kib: 19 * 1024, passes: 2 };

    /// So many passes that trying takes about `wanted_ms`, if `self` took `took_ms`.
    #[must_use]
    pub fn taking(self, took_ms: u32, wanted_ms: u32) -> Self {
        let passes = u64::from(self.passes) * u64::from(wanted_ms) / u64::from(took_ms.max(1));
        let passes = u32::try_from(passes).unwrap_or(MOST_PASSES);
        Self { memory_kib: self.memory_kib, passes: passes.clamp(Self::LEAST.passes, MOST_PASSES) }
    }
}

/// A row that says more was not written by this program, and would hold it up for minutes.
const MOST_PASSES: u32 = 64;
const MOST_MEMORY_KIB: u32 = 256 * 1024;

/// The data key as a passphrase keeps it.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Wrapped {
    pub work: Work,
    pub salt: [u8; SALT_BYTES],
    pub nonce: [u8; NONCE_BYTES],
    /// The key, and what tells that it is whole.
    pub sealed: Vec<u8>,
}

/// Why a data key does not come out.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error, Serialize, Deserialize)]
pub enum UnwrapError {
    #[error("the passphrase is another one")]
    Wrong,
    /// Not as this program wraps: damaged, or by a newer one.
    #[error("the wrapped key cannot be read")]
    Unreadable,
}

/// A value was sealed under another key or for another place, or was changed.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
#[error("the value does not open")]
pub struct NotOurs;

impl DataKey {
    /// From chance.
    pub fn from_bytes(bytes: [u8; KEY_BYTES]) -> Self {
        Self(Zeroizing::new(bytes))
    }

    fn cipher(&self) -> XChaCha20Poly1305 {
        XChaCha20Poly1305::new(&(*self.0).into())
    }

    /// A value sealed for its place. A nonce is used once: from chance, it is.
    pub fn seal(&self, place: &[u8], nonce: [u8; NONCE_BYTES], value: &[u8]) -> Vec<u8> {
        let payload = Payload { msg: value, aad: place };
        let mut sealed = nonce.to_vec();
        // It fails for values of 256 GB alone.
        sealed.extend(self.cipher().encrypt(&nonce.into(), payload).unwrap_or_default());
        sealed
    }

    /// The value that lies sealed at its place.
    ///
    /// # Errors
    /// [`NotOurs`]
    pub fn open(&self, place: &[u8], sealed: &[u8]) -> Result<Vec<u8>, NotOurs> {
        let (nonce, sealed) = sealed.split_first_chunk::<NONCE_BYTES>().ok_or(NotOurs)?;
        let payload = Payload { msg: sealed, aad: place };
        self.cipher().decrypt(&(*nonce).into(), payload).map_err(|_| NotOurs)
    }
}

/// Wraps a data key. Salt and nonce come from chance.
///
/// # Errors
/// [`UnwrapError::Unreadable`] for work that nobody could do.
pub fn wrap(
    passphrase: &Passphrase,
    key: &DataKey,
    work: Work,
    salt: [u8; SALT_BYTES],
    nonce: [u8; NONCE_BYTES],
) -> Result<Wrapped, UnwrapError> {
    let cipher = wrapping(passphrase, work, &salt)?;
    let sealed = cipher.encrypt(&nonce.into(), key.0.as_slice()).map_err(|_| UnwrapError::Unreadable)?;
    Ok(Wrapped { work, salt, nonce, sealed })
}

/// # Errors
/// [`UnwrapError`]
pub fn unwrap(passphrase: &Passphrase, wrapped: &Wrapped) -> Result<DataKey, UnwrapError> {
    let cipher = wrapping(passphrase, wrapped.work, &wrapped.salt)?;
    let opened = cipher.decrypt(&wrapped.nonce.into(), wrapped.sealed.as_slice()).map_err(|_| UnwrapError::Wrong)?;
    let opened = Zeroizing::new(opened);
    Ok(DataKey::from_bytes(opened.as_slice().try_into().map_err(|_| UnwrapError::Unreadable)?))
}

fn wrapping(passphrase: &Passphrase, work: Work, salt: &[u8]) -> Result<XChaCha20Poly1305, UnwrapError> {
    let Work { memory_kib, passes } = work;
    if memory_kib > MOST_MEMORY_KIB || passes > MOST_PASSES {
        return Err(UnwrapError::Unreadable);
    }
    let unreadable = |_| UnwrapError::Unreadable;
    let params = Params::new(memory_kib, passes, 1, Some(KEY_BYTES)).map_err(unreadable)?;
    let mut stretched = Zeroizing::new([0; KEY_BYTES]);
    let argon = Argon2::new(Algorithm::Argon2id, Version::V0x13, params);
    argon.hash_password_into(passphrase.expose().as_bytes(), salt, &mut *stretched).map_err(unreadable)?;
    let mut key = Zeroizing::new([0; KEY_BYTES]);
    let expanded = Hkdf::<Sha256>::new(Some(salt), &*stretched).expand(PURPOSE, &mut *key);
    expanded.map_err(|_| UnwrapError::Unreadable)?;
    Ok(XChaCha20Poly1305::new(&(*key).into()))
}

/// What a passphrase of a lock is worth to somebody who has the device and what lies on its disk.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Worth {
    /// Not taken: fewer than [`LEAST_SIGNS`], one sign over and over, a row of keys.
    None,
    /// Minutes to hours.
    Hours,
    /// It depends on who tries: a word with something beside it, a few signs.
    Weeks,
    /// Longer than anybody tries.
    Years,
}

pub const LEAST_SIGNS: usize = 6;
/// Digits alone hold out for hours up to this many, and then for weeks.
const MOST_PIN_DIGITS: usize = 9;

impl Worth {
    pub fn of(passphrase: &Passphrase) -> Self {
        let text = passphrase.expose();
        let signs: Vec<char> = text.chars().collect();
        let step = |pair: &[char]| u32::from(pair[1]).wrapping_sub(u32::from(pair[0]));
        let is_row = signs.windows(3).all(|three| step(&three[..2]) == step(&three[1..]));
        if signs.len() < LEAST_SIGNS || is_row {
            return Self::None;
        }
        match passphrase.weakness() {
            None => Self::Years,
            Some(_) if signs.iter().all(char::is_ascii_digit) && signs.len() <= MOST_PIN_DIGITS => Self::Hours,
            Some(_) => Self::Weeks,
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const QUICK: Work = Work { memory_kib: 64, passes: 1 };

    fn key() -> DataKey {
        DataKey::from_bytes([7; KEY_BYTES])
    }

    fn hex(bytes: &[u8]) -> String {
        bytes.iter().map(|byte| format!("{byte:02x}")).collect()
    }

    /// From the tests of the reference implementation of Argon2.
    #[test]
    fn a_passphrase_is_stretched_as_the_reference_does() {
        let argon = Argon2::new(Algorithm::Argon2id, Version::V0x13, Params::new(256, 2, 1, Some(32)).unwrap());
        let mut out = [0; 32];
        argon.hash_password_into(b"password", b"somesalt", &mut out).unwrap();
        assert_eq!(hex(&out), "9dfeb910e80bad0311fee20f9c0e2b12c17987b4cac90c2ef54d5b3021c68bfe");
    }

    #[test]
    fn a_key_comes_out_by_its_passphrase_alone() {
        let passphrase = Passphrase::new("厂区口令 27 号");
        let wrapped = wrap(&passphrase, &key(), QUICK, [1; SALT_BYTES], [2; NONCE_BYTES]).unwrap();
        assert_eq!(unwrap(&passphrase, &wrapped), Ok(key()));
        assert_eq!(unwrap(&Passphrase::new("厂区口令 28 号"), &wrapped), Err(UnwrapError::Wrong));
        for byte in 0..wrapped.sealed.len() {
            let mut changed = wrapped.clone();
            changed.sealed[byte] ^= 1;
            assert_eq!(unwrap(&passphrase, &changed), Err(UnwrapError::Wrong));
        }
        let salted = Wrapped { salt: [3; SALT_BYTES], ..wrapped.clone() };
        assert_eq!(unwrap(&passphrase, &salted), Err(UnwrapError::Wrong));
    }

    #[test]
    fn work_that_would_hold_the_device_up_is_refused() {
        let passphrase = Passphrase::new("123 456");
        let wrapped = wrap(&passphrase, &key(), QUICK, [1; SALT_BYTES], [2; NONCE_BYTES]).unwrap();
        for work in [
            Work { memory_kib: 1 << 30, ..QUICK },
            Work { passes: 1_000_000, ..QUICK },
            Work { memory_kib: 1, ..QUICK },
        ] {
            assert_eq!(unwrap(&passphrase, &Wrapped { work, ..wrapped.clone() }), Err(UnwrapError::Unreadable));
        }
    }

    #[test]
    fn the_work_follows_what_the_device_can_do_and_is_never_less_than_the_least() {
        assert_eq!(Work::LEAST.taking(185, 750).passes, 8);
        assert_eq!(Work::LEAST.taking(5_000, 750), Work::LEAST);
        assert_eq!(Work::LEAST.taking(0, 750).passes, MOST_PASSES);
    }

    /// What was sealed by a release opens with the next.
    #[test]
    fn the_format_stays() {
        let sealed = key().seal("journal\0样例".as_bytes(), [9; NONCE_BYTES], "员工总数 128".as_bytes());
        assert_eq!(hex(&sealed), FORMAT);
        let wrapped = wrap(&Passphrase::new("样例口令"), &key(), QUICK, [1; SALT_BYTES], [2; NONCE_BYTES]).unwrap();
        assert_eq!(hex(&wrapped.sealed), WRAPPED);
    }

    /// Both made by libsodium, the reference Argon2 and OpenSSL.
    const FORMAT: &str = "0909090909090909090909090909090909090909090909095be37a6fcb0f9fe24ff49d8c484235d3c51dde8661c74d8769e247f7accfd8d9";
    const WRAPPED: &str =
        "b4c1513a93b13cf90fab269d5f49f59da8035152d7730e320c7dcfbbef20821b323781b3b24ef2f1c4ba51ebc1a34c63";

    #[test]
    fn what_a_passphrase_is_worth_is_told_plainly() {
        let worth = |typed: &str| Worth::of(&Passphrase::new(typed));
        for typed in ["", "12345", "111111", "123456", "987654", "abcdefgh"] {
            assert_eq!(worth(typed), Worth::None, "{typed}");
        }
        assert_eq!(worth("280419"), Worth::Hours);
        assert_eq!(worth("sun-928"), Worth::Weeks);
        assert_eq!(worth("雨天 走访 三号厂房 的 门卫"), Worth::Years);
    }

    proptest! {
        #[test]
        fn a_value_opens_at_its_place_and_unchanged_alone(
            value in prop::collection::vec(any::<u8>(), 0..300),
            place in "[a-z]{1,8}",
            nonce: [u8; NONCE_BYTES],
            at: prop::sample::Index,
        ) {
            let sealed = key().seal(place.as_bytes(), nonce, &value);
            prop_assert_eq!(key().open(place.as_bytes(), &sealed), Ok(value));
            prop_assert_eq!(key().open(b"", &sealed), Err(NotOurs));
            prop_assert_eq!(DataKey::from_bytes([8; KEY_BYTES]).open(place.as_bytes(), &sealed), Err(NotOurs));
            let mut changed = sealed.clone();
            changed[at.index(sealed.len())] ^= 1;
            prop_assert_eq!(key().open(place.as_bytes(), &changed), Err(NotOurs));
            prop_assert_eq!(key().open(place.as_bytes(), &sealed[..at.index(sealed.len())]), Err(NotOurs));
        }
    }
}
