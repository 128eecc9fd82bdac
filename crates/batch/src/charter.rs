//! Words on who speaks for a zone: signed by whoever may say so, carried by anybody.
//!
//! A pack and a receipt bring them along ([`Word::read`]), so that a tablet that hears of a new desk by that desk itself need not
//! believe it. [`heard`] is all that changes what is known:
//!
//! - the desk at the zone's head appoints and withdraws, each time under a greater edition;
//! - the key on paper puts another desk at the head, each time under a greater turn. It outranks every desk, so whoever has the paper
//!   goes on where a computer died, and takes the word of one that was stolen.
//!
//! A word that none of the two signed, that comes again or that is older changes nothing. So all that were ever said give the same,
//! in whatever order they come.
//!
//! Not here: what is known as plain data (`record::Charter`), where it is kept (`store`).

use hkdf::Hkdf;
use record::{Charter, DeviceId};
use serde::{Deserialize, Serialize};
use zeroize::Zeroizing;

use crate::bounded::Bounded;
use crate::envelope::{self, Envelope, Format};
use crate::limits::{MAX_DESKS, MAX_WITHDRAWN, MAX_WORDS};
use crate::seal::SecretKey;
use crate::{DeviceKey, OpenError};

/// What the signer's key is for, so that no other use of the paper makes the same.
const PURPOSE: &[u8] = b"taizhang-paper-signer-v1";

/// One word, as whoever it names signed it. Whether they may say so, [`heard`] tells.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Word {
    text: String,
    by: DeviceId,
    zone: String,
    says: Says,
}

#[derive(Clone, PartialEq, Eq, Debug)]
enum Says {
    /// Who speaks beside its signer.
    Desks { turn: u64, edition: u64, desks: Vec<DeviceId>, withdrawn: Vec<DeviceId>, paper: Option<DeviceId> },
    /// Who is at the head from this turn on.
    Succession { turn: u64, head: DeviceId },
}

/// What there is known of a zone once words were heard.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Heard {
    pub charter: Charter,
    /// The words that prove it to whoever knows as little as was known before.
    pub words: Vec<String>,
}

impl Word {
    /// Reads a word and looks whether whoever it names signed it.
    ///
    /// # Errors
    /// [`OpenError`]
    pub fn read(text: &str) -> Result<Self, OpenError> {
        let Envelope { format, device, body, is_signed, .. } = Envelope::read(text.as_bytes(), None)?;
        if !is_signed {
            return Err(OpenError::Signature);
        }
        let (zone, says) = match format {
            Format::Desks => {
                let v1::Desks { zone, turn, edition, desks, withdrawn, paper } =
                    serde_json::from_str(&body).map_err(OpenError::Body)?;
                let (desks, withdrawn) = (desks.all("desks")?, withdrawn.all("withdrawn desks")?);
                (zone, Says::Desks { turn, edition, desks, withdrawn, paper })
            }
            Format::Succession => {
                let v1::Succession { zone, turn, head } = serde_json::from_str(&body).map_err(OpenError::Body)?;
                (zone, Says::Succession { turn, head })
            }
            Format::Batch | Format::Pack | Format::Receipt | Format::Card => return Err(OpenError::Charter),
        };
        Ok(Self { text: text.to_owned(), by: device, zone, says })
    }

    /// All of them, as a file brings them.
    ///
    /// # Errors
    /// [`OpenError`] of the first that is none.
    pub fn read_all(texts: &[String]) -> Result<Vec<Self>, OpenError> {
        texts.iter().map(|text| Self::read(text)).collect()
    }

    /// As it was signed, to be carried on.
    pub fn text(&self) -> &str {
        &self.text
    }

    fn turn(&self) -> u64 {
        match self.says {
            Says::Desks { turn, .. } | Says::Succession { turn, .. } => turn,
        }
    }
}

/// What the desk at the head says: all of the charter but itself.
pub fn say_desks(zone: &str, charter: &Charter, head: &DeviceKey) -> Result<Word, OpenError> {
    let Charter { turn, edition, desks, withdrawn, paper, .. } = charter.clone();
    let (desks, withdrawn) = (desks.into_iter().collect(), withdrawn.into_iter().collect());
    let body = v1::Desks { zone: zone.to_owned(), turn, edition, desks, withdrawn, paper };
    let body = serde_json::to_string(&body).map_err(OpenError::Body)?;
    Word::read(&envelope::write(Format::Desks, 1, &body, head))
}

/// What whoever has the paper says: which desk is at the head from a turn on.
pub fn say_succession(zone: &str, turn: u64, head: &DeviceId, paper: &SecretKey) -> Result<Word, OpenError> {
    let body = v1::Succession { zone: zone.to_owned(), turn, head: head.clone() };
    let body = serde_json::to_string(&body).map_err(OpenError::Body)?;
    Word::read(&envelope::write(Format::Succession, 1, &body, &signer(paper)))
}

/// The public half of the key that follows from the one on paper. Whoever knows it learns nothing of what the paper opens.
pub fn paper_signer(paper: &SecretKey) -> DeviceId {
    signer(paper).device()
}

fn signer(paper: &SecretKey) -> DeviceKey {
    let mut secret = Zeroizing::new([0; 32]);
    let drawn = Hkdf::<sha2::Sha256>::new(None, paper.as_bytes()).expand(PURPOSE, &mut secret[..]);
    debug_assert!(drawn.is_ok(), "32 bytes can be drawn");
    DeviceKey::from_bytes(*secret)
}

/// What is known once words were heard by somebody who knew `known`.
pub fn heard(known: &Charter, zone: &str, words: &[Word]) -> Heard {
    let mut charter = known.clone();
    let mut used = Vec::new();
    for word in words.iter().filter(|word| word.zone == zone) {
        let next = match &word.says {
            Says::Desks { turn, edition, desks, withdrawn, paper } => {
                let is_later = (*turn, word.by == charter.head) == (charter.turn, true) && *edition > charter.edition;
                is_later.then(|| Charter {
                    head: charter.head.clone(),
                    turn: *turn,
                    edition: *edition,
                    desks: desks.clone(),
                    withdrawn: withdrawn.clone(),
                    paper: paper.clone(),
                })
            }
            Says::Succession { turn, head } => {
                let may = charter.paper.as_ref() == Some(&word.by) && *turn > charter.turn;
                // Whom the one before had appointed goes on until the new head says otherwise; the one before does not.
                may.then(|| Charter { turn: *turn, edition: 0, ..charter.succeeded_by(head.clone(), 0) })
            }
        };
        if let Some(next) = next {
            charter = next;
            used.push(word.text.clone());
        }
    }
    Heard { charter, words: used }
}

impl Heard {
    /// What is known with what was heard since, and all the words that prove it.
    #[must_use]
    pub fn then(&self, next: Self) -> Self {
        if next.words.is_empty() {
            return self.clone();
        }
        let all: Vec<String> = self.words.iter().cloned().chain(next.words).collect();
        Self { charter: next.charter, words: carried(&all) }
    }
}

/// What is known by these words alone to somebody who knows nothing of the zone, and to whom `by` brought them: that is believed
/// because a person compared who it is. Where the words do not bear out that it speaks, it is a zone of its own.
pub fn founded(by: &DeviceId, zone: &str, words: &[Word]) -> Heard {
    let first = words.first().and_then(|word| match word.says {
        Says::Desks { turn, .. } => Some(Charter { turn, ..Charter::of(word.by.clone()) }),
        Says::Succession { .. } => None,
    });
    let borne_out = first.map(|first| heard(&first, zone, words)).filter(|heard| heard.charter.speaks(by));
    borne_out.unwrap_or_else(|| Heard { charter: Charter::of(by.clone()), words: Vec::new() })
}

/// The words that are to be carried on, of those that were and those that came: of each head the last it said, and what put it there.
pub fn carried(words: &[String]) -> Vec<String> {
    let mut read: Vec<Word> = words.iter().filter_map(|text| Word::read(text).ok()).collect();
    let rank = |word: &Word| match word.says {
        Says::Succession { .. } => (word.turn(), 0, 0),
        Says::Desks { edition, .. } => (word.turn(), 1, edition),
    };
    read.sort_by_key(rank);
    let mut carried: Vec<Word> = Vec::new();
    for word in read {
        let is_replaced =
            carried.last().is_some_and(|last| (rank(last).0, rank(last).1) == (rank(&word).0, rank(&word).1));
        if is_replaced {
            carried.pop();
        }
        carried.push(word);
    }
    let surplus = carried.len().saturating_sub(MAX_WORDS);
    carried.into_iter().skip(surplus).map(|word| word.text).collect()
}

/// The bodies' first shapes.
mod v1 {
    use super::*;

    #[derive(Serialize, Deserialize)]
    #[serde(deny_unknown_fields)]
    pub struct Desks {
        pub zone: String,
        pub turn: u64,
        pub edition: u64,
        pub desks: Bounded<DeviceId, MAX_DESKS>,
        pub withdrawn: Bounded<DeviceId, MAX_WITHDRAWN>,
        pub paper: Option<DeviceId>,
    }

    #[derive(Serialize, Deserialize)]
    #[serde(deny_unknown_fields)]
    pub struct Succession {
        pub zone: String,
        pub turn: u64,
        pub head: DeviceId,
    }
}
