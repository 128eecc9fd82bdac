//! A device's card: who it is, signed by itself, and small enough for a code that a camera reads.
//!
//! Not here: who believes it. A card says nothing that a person has not compared aloud.

use record::{Sha256, Timestamp};
use serde::{Deserialize, Serialize};

use crate::envelope::{self, Format};
use crate::{DeviceKey, File, OpenError, PackError, name, pack};

/// What a device calls itself may be so long.
const LABEL_CHARS: usize = 60;

/// What a device says of itself.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Card {
    pub created_at: Timestamp,
    /// What people call it, or who fills on it. May be empty.
    pub label: String,
}

/// The card as a signed file.
///
/// # Errors
/// [`PackError`] if nobody could open the result.
pub fn pack_card(card: &Card, key: &DeviceKey) -> Result<File, PackError> {
    let label = card.label.chars().take(LABEL_CHARS).collect();
    let body = serde_json::to_string(&v1::Card { created_at: card.created_at, label })?;
    let text = envelope::write(Format::Card, 1, &body, key);
    pack::finished(text.into_bytes(), Sha256::of(body.as_bytes()), |hash| {
        name::of("taizhang-device", &key.device(), None, hash, "json")
    })
}

/// Reads a signed body.
pub(crate) fn read(body: &str) -> Result<Card, OpenError> {
    let v1::Card { created_at, label } = serde_json::from_str(body).map_err(OpenError::Body)?;
    match label.chars().count() {
        have if have > LABEL_CHARS => {
            Err(OpenError::TooMany { what: "characters of a label", have, most: LABEL_CHARS })
        }
        _ => Ok(Card { created_at, label }),
    }
}

/// The body's first shape.
mod v1 {
    use super::*;

    #[derive(Serialize, Deserialize)]
    #[serde(deny_unknown_fields)]
    pub struct Card {
        pub created_at: Timestamp,
        pub label: String,
    }
}
