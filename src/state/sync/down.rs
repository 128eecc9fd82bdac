//! What goes down by a server: a desk puts each tablet's receipt into that tablet's folder, and a tablet looks into its own.
//!
//! Not here: what is in a receipt and what it changes (`state::receipts`).

use batch::File;
use store::receipts::{Brought, Coming};
use transport::{Download, Fetched, Folder, Kind, Listing, Name, Parcel, Seen, Sent, Trouble, Upload};

use super::packs::{self as handed, Offered};
use super::{Course, MOST_NAMES, SyncError, begun, begun_to_put, done};
use crate::state::device::{Device, device_id};
use crate::state::outbox::ExportError;
use crate::state::receipts::{self, Audience, Due, ReceiptFailure};
use crate::worker::receipts::ReceiptRefusal;

/// So many files are looked at for one that is good: whoever may write there may put anything there.
const MOST_LOOKED_AT: usize = 8;

/// What a desk told its tablets.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Told {
    /// Receipts that lie on the server now and did not before.
    pub tablets: usize,
}

/// What a tablet was told.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Heard {
    /// `None`: nothing is new.
    pub brought: Option<Brought>,
    /// What lay there and is no receipt for this tablet.
    pub refused: Vec<ReceiptRefusal>,
    /// Files that are under way or were cut.
    pub damaged: usize,
    /// A pack that this tablet does not have.
    pub offered: Option<Offered>,
}

/// Tells each tablet what it has not been told there yet.
///
/// # Errors
/// [`SyncError`]; whom it was told before it knows it.
pub async fn tell(device: &Device, on_told: impl Fn(Course)) -> Result<Told, SyncError> {
    let (place, remote, zone) = begun_to_put(device).await?;
    let due = match receipts::due(device).await? {
        Audience::Ours(due) => due,
        Audience::OtherDesk => return Err(SyncError::OtherDesk),
        Audience::Nobody => Vec::new(),
    };
    let due: Vec<Due> = due.into_iter().filter(|due| due.is_new(Some(&place))).collect();
    let mut told = Told::default();
    let of = due.len();
    for (at, due) in due.iter().enumerate() {
        let on_told = |waits| on_told(Course { done: at, of, waits, ..Course::default() });
        on_told(None);
        let made = receipts::make(device, due).await?;
        let file = File {
            bytes: made.bytes.0,
            name: made.name,
            media_type: batch::sealed::MEDIA_TYPE,
            body_hash: made.body_hash,
            file_hash: made.file_hash,
        };
        let folder = Folder::down(&zone.id, &due.receipt.device);
        let number = due.receipt.number;
        let mut is_stored = false;
        for number in number..number.saturating_add(MOST_NAMES) {
            let Some(parcel) = Parcel::of(&file, folder.clone(), number, Kind::Receipt) else { break };
            is_stored = done(&mut Upload::new(parcel), &remote, &file.bytes, &on_told).await? == Sent::Stored;
            if is_stored {
                break;
            }
        }
        if !is_stored {
            return Err(SyncError::Store(Trouble::NotKept));
        }
        receipts::tell(device, due, Some(place.clone())).await?;
        told.tablets += 1;
    }
    Ok(told)
}

/// Looks for the newest receipt and takes it in, and whether there is a newer pack. What is known is not fetched again.
///
/// # Errors
/// [`SyncError`]; nothing has changed by it.
pub async fn hear(device: &Device, on_told: impl Fn(Course)) -> Result<Heard, SyncError> {
    let (_, remote, zone) = begun(device).await?;
    let settings = device.settings().await?.ok_or(ExportError::Damaged)?;
    let known = receipts::known(device).await?;
    let known = known.filter(|known| (&known.desk, &known.receipt.zone) == (&zone.said_by, &zone.id));
    let asking = |waits| on_told(Course { waits, ..Course::default() });
    asking(None);
    let own = Folder::down(&zone.id, &device_id(&settings.device.key));
    let listed = done(&mut Listing::of_folder(own, None), &remote, &[], &asking).await?;
    let (receipts, packs): (Vec<Seen>, Vec<Seen>) =
        listed.files.into_iter().partition(|seen| seen.name.kind == Kind::Receipt);
    let names: Vec<Name> = receipts.into_iter().map(|seen| seen.name).collect();
    let mut heard = Heard::default();
    for name in names.into_iter().rev().take(MOST_LOOKED_AT) {
        let is_known =
            |known: &store::receipts::Taken| known.file_hash == name.hash || name.number <= known.receipt.number;
        if known.as_ref().is_some_and(is_known) {
            break;
        }
        let file = name.file();
        let bytes = match done(&mut Download::new(name), &remote, &[], &asking).await? {
            Fetched::Whole(bytes) => bytes,
            Fetched::Damaged => {
                heard.damaged += 1;
                continue;
            }
            Fetched::Gone => continue,
        };
        match receipts::look(device, &file, bytes).await {
            Ok(looked) => {
                if looked.coming == Coming::Newer {
                    heard.brought = Some(receipts::take_in(device, &looked.taken).await?);
                }
                break;
            }
            Err(ReceiptFailure::Refused(refusal)) => heard.refused.push(refusal),
            Err(failure) => return Err(failure.into()),
        }
    }
    heard.offered = handed::offered(device, &remote, &zone, packs, &asking).await?;
    Ok(heard)
}
