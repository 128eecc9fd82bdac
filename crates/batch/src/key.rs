//! The key that a device signs with, and the check of what another signed. Ed25519, by the strict rules.

use std::fmt;

use ed25519_dalek::{Signature, Signer, SigningKey, VerifyingKey};
use record::DeviceId;

use crate::hex;
use crate::seal::{PublicKey, SecretKey};

/// A device's signing key. Wiped from memory when it goes; shown nowhere.
pub struct DeviceKey(SigningKey);

impl DeviceKey {
    /// The key of 32 bytes, which come from chance once and are kept by the device.
    pub fn from_bytes(secret: [u8; 32]) -> Self {
        Self(SigningKey::from_bytes(&secret))
    }

    /// The name of the device that has this key.
    pub fn device(&self) -> DeviceId {
        DeviceId::new(hex::write(self.0.verifying_key().as_bytes()))
    }

    /// What opens what is sealed for the device. It follows from the signing key by the birational map between the two curves, as
    /// `age` does it with keys of SSH, so nobody has to be told another key. Source: `https://eprint.iacr.org/2021/509`.
    pub fn opener(&self) -> SecretKey {
        SecretKey::from_bytes(self.0.to_scalar_bytes())
    }

    pub(crate) fn sign(&self, message: &[u8]) -> [u8; 64] {
        self.0.sign(message).to_bytes()
    }
}

impl fmt::Debug for DeviceKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "DeviceKey({})", self.device().fingerprint())
    }
}

/// What to seal for a device with: the other half of its [`DeviceKey::opener`]. `None`: its name is no key, or one of the few that
/// everybody can open with.
pub fn sealing_key(device: &DeviceId) -> Option<PublicKey> {
    let key = hex::read::<32>(device.as_str()).and_then(|bytes| VerifyingKey::from_bytes(&bytes).ok())?;
    (!key.is_weak()).then(|| PublicKey::from_bytes(key.to_montgomery().to_bytes()))
}

/// Whether the device signed the message. A name that is no key has signed nothing.
pub(crate) fn is_signed(device: &DeviceId, message: &[u8], signature: &[u8; 64]) -> bool {
    let key = hex::read::<32>(device.as_str()).and_then(|bytes| VerifyingKey::from_bytes(&bytes).ok());
    key.is_some_and(|key| key.verify_strict(message, &Signature::from_bytes(signature)).is_ok())
}
