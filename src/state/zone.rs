//! The zone: its keys made and brought at a desk, learnt by a tablet from a pack, used by what leaves.
//!
//! Until a zone is known everything leaves in clear, after a question. Start at [`standing`].
//!
//! Not here: rows (`store::zone`), sealing (`worker::batches`), the pages.

use std::rc::Rc;

use batch::seal::{PublicKey, SecretKey, Seed};
use record::DeviceId;
use store::log::Step;
use store::outbox::Seal;
use store::zone::{self, Coming, Zone};
use store::{Row, RowError, Store, Transaction};

use super::access;
use super::device::{Device, Failure, device_id};
use super::packs::TakeError;
use crate::platform::clock;
use crate::platform::entropy::{self, NoEntropy};
use crate::platform::idb::ReadError;
use crate::worker::batches::SealOrder;
use crate::worker::packs::SentZone;

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
    let zone = Zone { id, edition, name: name.to_owned(), recipients, said_by: own(&rows)?, known_at: clock::now() };
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

/// What the zone of a pack is beside the one that is known here.
///
/// # Errors
/// [`TakeError`]
pub async fn coming(device: &Device, sent: &SentZone, from: &DeviceId) -> Result<(Coming, Option<Zone>), TakeError> {
    let known = zone::known(&device.database.all(Store::Meta).await?)?;
    Ok((Zone::coming(known.as_ref(), &learnt(sent, from)), known))
}

/// What has to be written for a pack's zone: nothing where it is known.
///
/// # Errors
/// [`RowError`]
pub fn learn(rows: &[Row], sent: &SentZone, from: &DeviceId) -> Result<Transaction, RowError> {
    let zone = learnt(sent, from);
    Ok(match Zone::coming(zone::known(rows)?.as_ref(), &zone) {
        Coming::Known => Transaction::new(),
        Coming::Newer | Coming::Other => zone::learn(rows, &zone),
    })
}

fn learnt(sent: &SentZone, from: &DeviceId) -> Zone {
    Zone {
        id: sent.id.clone(),
        edition: sent.edition,
        name: sent.name.clone(),
        recipients: sent.recipients.iter().map(PublicKey::to_string).collect(),
        said_by: from.clone(),
        known_at: clock::now(),
    }
}
