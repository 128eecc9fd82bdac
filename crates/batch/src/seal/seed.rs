//! Chance that can be had again: a sealed file that is made anew is the same, byte for byte.

use std::fmt;

use hkdf::Hkdf;
use serde::{Deserialize, Serialize};
use sha2::Sha256;
use zeroize::Zeroizing;

/// 32 bytes of chance, from which one file draws all that it needs. Of two files with one seed everybody who opens one may open both.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Seed(Zeroizing<[u8; 32]>);

impl fmt::Debug for Seed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Seed(..)")
    }
}

impl Seed {
    pub fn from_bytes(bytes: [u8; 32]) -> Self {
        Self(Zeroizing::new(bytes))
    }

    pub fn as_bytes(&self) -> &[u8; 32] {
        &self.0
    }

    /// What one file draws, in its order.
    pub fn chance(&self) -> impl FnMut(&mut [u8]) + use<> {
        let source = Hkdf::<Sha256>::new(None, &self.0[..]);
        let mut draw = 0_u32;
        move |bytes| {
            draw += 1;
            let drawn = source.expand(&draw.to_be_bytes(), bytes);
            debug_assert!(drawn.is_ok(), "a file draws some tens of bytes at a time");
        }
    }
}
