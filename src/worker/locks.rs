//! A passphrase tried or set: it takes long on purpose, and much memory.
//!
//! Not here: what is done with the key (`state::lock`).

use batch::lock::{self, DataKey, NONCE_BYTES, SALT_BYTES, UnwrapError, Work, Wrapped};
use batch::seal::Passphrase;
use serde::{Deserialize, Serialize};

/// What is asked about a lock.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub enum Ask {
    Wrap { passphrase: Passphrase, key: DataKey, work: Work, salt: [u8; SALT_BYTES], nonce: [u8; NONCE_BYTES] },
    Unwrap { passphrase: Passphrase, wrapped: Wrapped },
}

/// One for each [`Ask`].
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub enum Told {
    Wrapped(Wrapped),
    Opened(DataKey),
    Refused(UnwrapError),
}

pub fn answer(ask: &Ask) -> Told {
    match ask {
        Ask::Wrap { passphrase, key, work, salt, nonce } => {
            lock::wrap(passphrase, key, *work, *salt, *nonce).map_or_else(Told::Refused, Told::Wrapped)
        }
        Ask::Unwrap { passphrase, wrapped } => {
            lock::unwrap(passphrase, wrapped).map_or_else(Told::Refused, Told::Opened)
        }
    }
}
