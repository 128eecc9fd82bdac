//! Cards: who a device is, for the code on its screen; and what a code that was read turns out to be.
//!
//! Not here: how a code is drawn (`widgets::qr`) and read (`codes`), what a desk's word on a device is (`state::devices`).

use batch::{Card, Contents, DeviceKey, Format, OpenError, Opened, Sender, Unverified, pack_card};
use record::{DeviceId, Timestamp};
use serde::{Deserialize, Serialize};

use super::Answer;
use super::batches::{Secret, leaving};

/// A card to be made.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct CardOrder {
    pub secret: Secret,
    pub created_at: Timestamp,
    pub label: String,
}

/// What is held before this device.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum Shown {
    Card {
        device: DeviceId,
        fingerprint: String,
        label: String,
    },
    /// What a pack holds, its page tells.
    Pack,
    /// A file of ours that introduces nobody.
    Other,
    /// None of ours.
    Foreign,
    /// Not as it was written, or not by whom it names.
    Damaged,
    Newer,
}

pub fn make(order: &CardOrder) -> Answer {
    let card = Card { created_at: order.created_at, label: order.label.clone() };
    leaving(pack_card(&card, &DeviceKey::from_bytes(order.secret.0)), None)
}

pub fn look(bytes: &[u8]) -> Shown {
    let unverified = match Unverified::read(bytes) {
        Ok(unverified) => unverified,
        Err(OpenError::NotOurs) => return Shown::Foreign,
        Err(OpenError::Newer { .. }) => return Shown::Newer,
        Err(_) => return Shown::Damaged,
    };
    match unverified.format() {
        Format::Pack => return Shown::Pack,
        Format::Batch | Format::Receipt | Format::Desks | Format::Succession => return Shown::Other,
        Format::Card => {}
    }
    match batch::open(unverified, &|_| Sender::Trusted) {
        Ok(Opened::Trusted(verified)) => match verified.contents {
            Contents::Card(card) => {
                Shown::Card { fingerprint: verified.device.fingerprint(), device: verified.device, label: card.label }
            }
            _ => Shown::Other,
        },
        _ => Shown::Damaged,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn made(label: &str) -> (DeviceId, Vec<u8>) {
        let order = CardOrder { secret: Secret([7; 32]), created_at: Timestamp::new(0, 480), label: label.to_owned() };
        let Answer::Packed(made) = make(&order) else { panic!("no card") };
        (DeviceKey::from_bytes([7; 32]).device(), made.bytes.0)
    }

    #[test]
    fn a_card_says_whose_it_is() {
        let (device, bytes) = made("样例");
        let fingerprint = device.fingerprint();
        assert_eq!(look(&bytes), Shown::Card { device, fingerprint, label: "样例".to_owned() });
    }

    #[test]
    fn whatever_else_is_held_before_it_is_told_by_name() {
        let (_, bytes) = made("样例");
        let text = String::from_utf8(bytes).unwrap();
        assert_eq!(look(text.replace("样例", "别的").as_bytes()), Shown::Damaged);
        assert_eq!(look(text.get(..100).unwrap().as_bytes()), Shown::Damaged);
        assert_eq!(look(text.replace("\"version\":1", "\"version\":9").as_bytes()), Shown::Newer);
        assert_eq!(look(b"https://example.org/licence"), Shown::Foreign);
        let pack = batch::Pack {
            created_at: Timestamp::new(0, 480),
            officer: record::OfficerId::new("900"),
            recipients: Vec::new(),
            forms: Vec::new(),
            lists: Vec::new(),
            zone: None,
            tables: Vec::new(),
            difference: None,
            erasures: Vec::new(),
            charter: Vec::new(),
        };
        assert_eq!(look(&batch::pack_forms(&pack, &DeviceKey::from_bytes([7; 32])).unwrap().bytes), Shown::Pack);
    }
}
