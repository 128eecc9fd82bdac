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

    /// Of another file that goes with the same export: nothing of the one can be told from the other, and no two files ever draw the same.
    #[must_use]
    pub fn part(&self, name: &str) -> Self {
        let mut part = Zeroizing::new([0; 32]);
        let source = Hkdf::<Sha256>::new(None, &self.0[..]);
        // What a file draws for itself is named by four bytes: never by so many.
        let drawn = source.expand(format!("taizhang-part {name}").as_bytes(), &mut part[..]);
        debug_assert!(drawn.is_ok(), "32 bytes can be drawn");
        Self(part)
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
