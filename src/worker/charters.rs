//! Words on who speaks for a zone, signed: by the desk at its head, or with the key on paper by another one that takes its place.
//!
//! Not here: whose words count (`batch::charter`), the rows (`store::zone`).

use batch::DeviceKey;
use batch::charter::{Heard, carried, paper_signer, say_desks, say_succession};
use batch::seal::SecretKey;
use record::{Charter, DeviceId};
use serde::{Deserialize, Serialize};

use super::batches::Secret;

/// Something to be said of a zone's desks.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct CharterOrder {
    /// Of this device.
    pub secret: Secret,
    pub zone: String,
    /// What is known here, and the words that prove it.
    pub known: Heard,
    pub say: Say,
    /// Since 1970.
    pub now_seconds: u64,
}

#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum Say {
    Appoint(DeviceId),
    Withdraw(DeviceId),
    /// The zone's keys are new: this is what lies on paper now.
    Paper(SecretKey),
    /// With what lies on paper this device takes the place of the desk at the head.
    TakeOver(SecretKey),
}

/// Why nothing was said.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum CharterRefusal {
    /// Only the desk at the head appoints and withdraws.
    NotHead,
    TooMany,
    /// What lies on paper is from before it could say anything.
    NoPaper,
    /// The key is not the one that lies on paper now.
    OtherPaper,
    /// This device is at the head already.
    IsHead,
    /// It could not be written.
    Failed,
}

/// What is known once it was said.
pub fn say(order: &CharterOrder) -> Result<Heard, CharterRefusal> {
    let CharterOrder { secret, zone, known: Heard { charter: known, words }, say, now_seconds } = order;
    let key = DeviceKey::from_bytes(secret.0);
    let own = key.device();
    let is_head = known.head == own;
    let mut words = words.clone();
    let charter = match say {
        Say::Appoint(_) | Say::Withdraw(_) if !is_head => return Err(CharterRefusal::NotHead),
        Say::Appoint(device) => known.appointing(device, *now_seconds).ok_or(CharterRefusal::TooMany)?,
        Say::Withdraw(device) => known.withdrawing(device, *now_seconds),
        Say::Paper(paper) if is_head => known.with_paper(paper_signer(paper), *now_seconds),
        // Nobody has put it at the head: whoever takes its word does so because a person said yes.
        Say::Paper(paper) => {
            words.clear();
            Charter::of(own).with_paper(paper_signer(paper), *now_seconds)
        }
        Say::TakeOver(_) if is_head => return Err(CharterRefusal::IsHead),
        Say::TakeOver(paper) => {
            let signer = known.paper.as_ref().ok_or(CharterRefusal::NoPaper)?;
            if paper_signer(paper) != *signer {
                return Err(CharterRefusal::OtherPaper);
            }
            let next = known.succeeded_by(own.clone(), *now_seconds);
            let word = say_succession(zone, next.turn, &own, paper).map_err(|_| CharterRefusal::Failed)?;
            words.push(word.text().to_owned());
            next
        }
    };
    let word = say_desks(zone, &charter, &key).map_err(|_| CharterRefusal::Failed)?;
    words.push(word.text().to_owned());
    Ok(Heard { charter, words: carried(&words) })
}

#[cfg(test)]
mod tests {
    use batch::charter::{Word, heard};

    use super::*;

    fn device(number: u8) -> DeviceId {
        DeviceKey::from_bytes([number; 32]).device()
    }

    fn paper(number: u8) -> SecretKey {
        SecretKey::from_bytes([number; 32])
    }

    fn said(by: u8, known: &Heard, say: Say) -> Result<Heard, CharterRefusal> {
        let (secret, zone) = (Secret([by; 32]), "a1".to_owned());
        super::say(&CharterOrder { secret, zone, known: known.clone(), say, now_seconds: 1_767_200_000 })
    }

    fn set_up() -> Heard {
        said(1, &Heard { charter: Charter::of(device(1)), words: vec![] }, Say::Paper(paper(9))).unwrap()
    }

    /// What a tablet knows that heard of the first desk alone, and then these words.
    fn tablet(words: &[String]) -> Charter {
        heard(&Charter::of(device(1)), "a1", &Word::read_all(words).unwrap()).charter
    }

    #[test]
    fn the_desk_at_the_head_appoints_and_withdraws_and_tablets_follow() {
        let appointed = said(1, &set_up(), Say::Appoint(device(2))).unwrap();
        assert_eq!(tablet(&appointed.words), appointed.charter);
        assert!(appointed.charter.speaks(&device(2)));
        let withdrawn = said(1, &appointed, Say::Withdraw(device(2))).unwrap();
        assert_eq!(tablet(&withdrawn.words), withdrawn.charter);
        assert!(withdrawn.charter.was_withdrawn(&device(2)));
        assert_eq!(withdrawn.words.len(), 1, "what was said before it is carried no more");
    }

    #[test]
    fn a_desk_that_was_appointed_appoints_and_withdraws_nobody() {
        let appointed = said(1, &set_up(), Say::Appoint(device(2))).unwrap();
        for say in [Say::Appoint(device(3)), Say::Withdraw(device(1)), Say::Withdraw(device(2))] {
            assert_eq!(said(2, &appointed, say), Err(CharterRefusal::NotHead));
        }
    }

    #[test]
    fn whoever_has_the_paper_takes_the_place_of_the_first_desk_and_nobody_else_does() {
        let appointed = said(1, &set_up(), Say::Appoint(device(2))).unwrap();
        let taken = said(3, &appointed, Say::TakeOver(paper(9))).unwrap();
        assert_eq!((&taken.charter.head, tablet(&taken.words)), (&device(3), taken.charter.clone()));
        assert!(taken.charter.was_withdrawn(&device(1)) && taken.charter.speaks(&device(2)));
        assert_eq!(said(3, &appointed, Say::TakeOver(paper(8))), Err(CharterRefusal::OtherPaper));
        assert_eq!(said(3, &taken, Say::TakeOver(paper(9))), Err(CharterRefusal::IsHead));
        let old = Heard { charter: Charter::of(device(1)), words: vec![] };
        assert_eq!(said(3, &old, Say::TakeOver(paper(9))), Err(CharterRefusal::NoPaper));
    }

    #[test]
    fn there_are_only_so_many_desks() {
        let mut known = set_up();
        for number in 0..Charter::MOST_DESKS {
            known = said(1, &known, Say::Appoint(device(100 + u8::try_from(number).unwrap()))).unwrap();
        }
        assert_eq!(said(1, &known, Say::Appoint(device(2))), Err(CharterRefusal::TooMany));
    }

    #[test]
    fn a_zone_made_anew_by_another_desk_has_words_of_its_own_alone() {
        let renewed = said(3, &set_up(), Say::Paper(paper(8))).unwrap();
        assert_eq!((renewed.words.len(), &renewed.charter.head), (1, &device(3)));
        assert_eq!(tablet(&renewed.words), Charter::of(device(1)), "tablets are not moved by it");
    }
}
