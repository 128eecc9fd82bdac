//! The zone: its keys made and brought at a desk, learnt by a tablet from a pack, used by what leaves; and the desks that speak for it.
//!
//! Until a zone is known everything leaves in clear, after a question. Start at [`standing`].
//! The desk at the head [appoints](appoint) others; with the key on paper another one [takes its place](take_over).
//!
//! Not here: rows (`store::zone`), sealing (`worker::batches`), the pages.

use std::rc::Rc;

use batch::charter::Heard;
use batch::seal::{PublicKey, SecretKey, Seed};
use record::{Charter, DeviceId};
use store::log::Step;
use store::outbox::Seal;
use store::zone::{self, Coming, Sent, Zone};
use store::{Row, RowError, Store, Transaction};

use super::access;
use super::device::{Device, Failure, device_id};
use crate::platform::clock;
use crate::platform::entropy::{self, NoEntropy};
use crate::platform::idb::ReadError;
use crate::platform::worker::{self, WorkerError};
use crate::worker::batches::{SealOrder, Secret};
use crate::worker::charters::{CharterOrder, CharterRefusal, Say};
use crate::worker::packs::{PackSeen, SentZone};
use crate::worker::{Answer, Question};

const TIMEOUT_MS: u32 = 20_000;

/// How long the name of a zone may be.
pub const MOST_CHARACTERS: usize = 60;

/// Why the zone is not what somebody wanted. Nothing has changed.
#[derive(Debug, thiserror::Error)]
pub enum ZoneError {
    /// Not a key, or a sign of it is wrong.
    #[error("the text is no key")]
    NotAKey,
    #[error("the key is here already")]
    HereAlready,
    #[error("the zone has no name, or one of over 60 characters")]
    Name,
    #[error("no zone is known")]
    NoZone,
    #[error("nothing is said of the zone's desks")]
    Refused(CharterRefusal),
    #[error("the worker did not answer")]
    Worker(#[from] WorkerError),
    #[error("the row of the zone cannot be read")]
    Damaged(#[from] RowError),
    #[error(transparent)]
    Entropy(#[from] NoEntropy),
    #[error("the database cannot be read")]
    Read(#[from] ReadError),
    #[error("the database cannot be written")]
    Write(#[from] Failure),
}

/// What is known here.
#[derive(Clone, PartialEq, Debug)]
pub struct Standing {
    pub zone: Option<Zone>,
    /// The other halves of the keys that open here.
    pub opens: Vec<PublicKey>,
    pub own: DeviceId,
}

impl Standing {
    /// Whether this desk opens what its zone's tablets seal.
    pub fn opens_zone(&self) -> bool {
        let zone = self.zone.iter().flat_map(|zone| &zone.recipients);
        zone.into_iter().any(|recipient| self.opens.iter().any(|own| own.to_string() == *recipient))
    }

    /// Whether tablets take this device's word.
    pub fn speaks(&self) -> bool {
        self.zone.as_ref().is_some_and(|zone| zone.charter.speaks(&self.own))
    }

    /// Whether this is the desk at the zone's head.
    pub fn is_head(&self) -> bool {
        self.zone.as_ref().is_some_and(|zone| zone.charter.head == self.own)
    }
}

/// The zone that files are sealed for. `None`: they leave in clear.
///
/// # Errors
/// [`ReadError`]
pub async fn known(device: &Device) -> Result<Option<Zone>, ReadError> {
    let row = device.database.get(Store::Meta, &store::layout::meta::ZONE.into()).await?;
    Ok(row.and_then(|row| Zone::read(&row).ok()))
}

/// # Errors
/// [`ZoneError`]
pub async fn standing(device: Rc<Device>) -> Result<Standing, ZoneError> {
    let rows = device.database.all(Store::Meta).await?;
    let opens = zone::keys(&rows).iter().map(|key| SecretKey::from_bytes(key.0).public()).collect();
    let own = own(&rows)?;
    Ok(Standing { zone: zone::known(&rows)?, opens, own })
}

fn own(rows: &[Row]) -> Result<DeviceId, RowError> {
    let settings = store::Settings::read(rows)?.ok_or(RowError::Missing("device"))?;
    Ok(device_id(&settings.device.key))
}

/// The key that is to lie on paper. It is kept nowhere.
///
/// # Errors
/// [`NoEntropy`]
pub fn recovery_key() -> Result<SecretKey, NoEntropy> {
    Ok(SecretKey::from_bytes(entropy::bytes()?))
}

/// Makes a key for this desk and sets the zone up with it and with the one on paper; where there is a zone, these are its keys from
/// now on. What was sealed before goes on opening here.
///
/// # Errors
/// [`ZoneError`]
pub async fn set_up(device: &Device, name: &str, paper: &SecretKey) -> Result<(), ZoneError> {
    let name = name.trim();
    if name.is_empty() || name.chars().count() > MOST_CHARACTERS {
        return Err(ZoneError::Name);
    }
    let rows = device.database.all(Store::Meta).await?;
    let before = zone::known(&rows)?;
    let key = store::settings::SecretKey(entropy::bytes()?);
    let recipients = [SecretKey::from_bytes(key.0).public(), paper.public()].map(|key| key.to_string()).to_vec();
    let (id, edition) = match before {
        Some(zone) => (zone.id, zone.edition + 1),
        None => (entropy::bytes::<8>()?.map(|byte| format!("{byte:02x}")).concat(), 1),
    };
    let known = Heard { charter: Charter::of(own(&rows)?), words: Vec::new() };
    let known = zone::known(&rows)?.map_or(known, |zone| heard_of(&zone));
    let Heard { charter, words } = said(&rows, &id, known, Say::Paper(paper.clone())).await?;
    let zone = Zone { id, edition, name: name.to_owned(), recipients, charter, words, known_at: clock::now() };
    device.run(zone::learn(&rows, &zone).and(zone::add_key(&rows, &key))).await?;
    access::note(device, Step::ZoneSetUp, name, zone.edition).await;
    Ok(())
}

/// Brings a key to this desk: the one on paper, or another desk's.
///
/// # Errors
/// [`ZoneError`]
pub async fn bring(device: &Device, typed: &str) -> Result<(), ZoneError> {
    let key = SecretKey::read(typed).ok_or(ZoneError::NotAKey)?;
    let rows = device.database.all(Store::Meta).await?;
    let row = store::settings::SecretKey(*key.as_bytes());
    if zone::keys(&rows).contains(&row) {
        return Err(ZoneError::HereAlready);
    }
    device.run(zone::add_key(&rows, &row)).await?;
    access::note(device, Step::KeyAdded, &key.public().to_string(), 1).await;
    Ok(())
}

/// Who speaks for a zone that is known, for the worker.
pub fn heard_of(zone: &Zone) -> Heard {
    Heard { charter: zone.charter.clone(), words: zone.words.clone() }
}

/// What is known once it was said. Nothing is written.
async fn said(rows: &[Row], zone: &str, known: Heard, say: Say) -> Result<Heard, ZoneError> {
    let settings = store::Settings::read(rows)?.ok_or(RowError::Missing("device"))?;
    let (secret, zone) = (Secret(settings.device.key.0), zone.to_owned());
    let order = CharterOrder { secret, zone, known, say, now_seconds: store::packs::seconds(clock::now()) };
    match worker::ask(&Question::SayCharter(Box::new(order)), TIMEOUT_MS).await? {
        Answer::Charter(Ok(heard)) => Ok(*heard),
        Answer::Charter(Err(refusal)) => Err(ZoneError::Refused(refusal)),
        _ => Err(WorkerError::Trapped.into()),
    }
}

async fn say(device: &Device, say: Say) -> Result<Charter, ZoneError> {
    let rows = device.database.all(Store::Meta).await?;
    let zone = zone::known(&rows)?.ok_or(ZoneError::NoZone)?;
    let Heard { charter, words } = said(&rows, &zone.id, heard_of(&zone), say).await?;
    device.run(zone::learn(&rows, &Zone { charter: charter.clone(), words, ..zone })).await?;
    Ok(charter)
}

/// Makes another device a desk of the zone: from the next receipt or pack on tablets take its word, too.
///
/// # Errors
/// [`ZoneError`]
pub async fn appoint(device: &Device, desk: &DeviceId) -> Result<(), ZoneError> {
    say(device, Say::Appoint(desk.clone())).await?;
    access::note(device, Step::DeskAppointed, &desk.fingerprint(), 1).await;
    Ok(())
}

/// Tablets that hear of it take the word of that desk no more.
///
/// # Errors
/// [`ZoneError`]
pub async fn withdraw(device: &Device, desk: &DeviceId) -> Result<(), ZoneError> {
    say(device, Say::Withdraw(desk.clone())).await?;
    access::note(device, Step::DeskWithdrawn, &desk.fingerprint(), 1).await;
    Ok(())
}

/// Puts this device at the zone's head, with the key on paper. That is not kept.
///
/// # Errors
/// [`ZoneError`]
pub async fn take_over(device: &Device, typed: &str) -> Result<(), ZoneError> {
    let paper = SecretKey::read(typed).ok_or(ZoneError::NotAKey)?;
    let charter = say(device, Say::TakeOver(paper)).await?;
    access::note(device, Step::ZoneTakenOver, &charter.turn.to_string(), 1).await;
    Ok(())
}

/// How a new batch is to be sealed. `None`: no zone is known.
///
/// # Errors
/// [`ZoneError`] also where it cannot be told: then nothing leaves as if there were no zone.
pub async fn new_seal(device: &Device) -> Result<Option<Seal>, ZoneError> {
    let rows = device.database.all(Store::Meta).await?;
    let Some(zone) = zone::known(&rows)? else { return Ok(None) };
    Ok(Some(Seal { recipients: zone.recipients, seed: store::settings::SecretKey(entropy::bytes()?) }))
}

/// For the worker. `None`: a recipient is no key.
pub fn seal_order(seal: &Seal) -> Option<SealOrder> {
    let recipients = seal.recipients.iter().map(|key| key.parse()).collect::<Result<_, _>>().ok()?;
    Some(SealOrder { recipients, seed: Seed::from_bytes(seal.seed.0) })
}

/// The zone as a pack carries it.
///
/// # Errors
/// [`RowError`]
pub fn to_send(rows: &[Row]) -> Result<Option<SentZone>, RowError> {
    let Some(zone) = zone::known(rows)? else { return Ok(None) };
    let recipients = zone.recipients.iter().map(|key| key.parse());
    let recipients = recipients.collect::<Result<_, _>>().map_err(|_| RowError::Missing("recipients"))?;
    Ok(Some(SentZone { id: zone.id, edition: zone.edition, name: zone.name, recipients }))
}

/// The words on who speaks for the zone, as packs and receipts carry them.
///
/// # Errors
/// [`RowError`]
pub fn words_to_send(rows: &[Row]) -> Result<Vec<String>, RowError> {
    Ok(zone::known(rows)?.map(|zone| zone.words).unwrap_or_default())
}

/// What the zone of a pack is beside the one that is known here, and how that is known then. `None`: the pack names none.
///
/// # Errors
/// [`RowError`]
pub fn coming(rows: &[Row], seen: &PackSeen) -> Result<Option<(Coming, Zone)>, RowError> {
    let Some(sent) = &seen.zone else { return Ok(None) };
    let Heard { charter, words } = seen.founded.clone();
    let zone = Zone {
        id: sent.id.clone(),
        edition: sent.edition,
        name: sent.name.clone(),
        recipients: sent.recipients.iter().map(PublicKey::to_string).collect(),
        charter,
        words,
        known_at: clock::now(),
    };
    let heard = seen.heard.clone().map(|Heard { charter, words }| (charter, words));
    let sent = Sent { zone, from: seen.device.clone(), heard };
    Ok(Some(Zone::coming(zone::known(rows)?.as_ref(), &sent)))
}

/// What has to be written for a pack's zone: nothing where it is known.
///
/// # Errors
/// [`RowError`]
pub fn learn(rows: &[Row], seen: &PackSeen) -> Result<Transaction, RowError> {
    Ok(match coming(rows, seen)? {
        None | Some((Coming::Known, _)) => Transaction::new(),
        Some((Coming::Newer | Coming::Other, zone)) => zone::learn(rows, &zone),
    })
}

/// Whether a pack is the word of a desk of the zone that is known here; where none is known yet, whoever takes it in believes it.
///
/// # Errors
/// [`RowError`]
pub fn is_word(rows: &[Row], seen: &PackSeen) -> Result<bool, RowError> {
    let Some(known) = zone::known(rows)? else { return Ok(true) };
    Ok(match coming(rows, seen)? {
        None => known.charter.speaks(&seen.device),
        Some((Coming::Other, _)) => false,
        Some((Coming::Known | Coming::Newer, zone)) => zone.charter.speaks(&seen.device),
    })
}
