//! Packs by a server: a desk puts its forms and lists there, sealed for the tablets that it trusts; a tablet asks what is new, and takes
//! it at a tap.
//!
//! A desk gives one pack to all its tablets, or to each the part that its officers look after. Beside each whole pack lies what changed
//! since the one before, so that a tablet fetches the smaller.
//!
//! Not here: what is in a pack and what it changes (`state::packs`), which files make the newest (`transport::Newest`).

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use batch::File;
use ledger::portion::Portion;
use ledger::{EntityKey, STAFF_CODE};
use record::{DeviceId, OfficerId, Timestamp};
use store::devices::Device as KnownDevice;
use store::held::Held;
use store::log::Step as Noted;
use store::packs::{self, Offered as Lies, Pack as KnownPack, SLACK, is_newer, made_at};
use store::zone::Zone;
use store::{Store, layout};
use transport::{Download, Fetched, Folder, Kind, Mark, Name, Newest, Parcel, Remote, Seen, Sent, Trouble, Upload};

use super::down::{by_mark, mark_of};
use super::{Course, MOST_NAMES, SyncError, begun, begun_to_put, done, now};
use crate::platform::idb::ReadError;
use crate::state::access;
use crate::state::device::{Device, device_id};
use crate::state::outbox::ExportError;
use crate::state::packs::{self as state, Stock, TakeError, Taken};
use crate::worker::batches::MadeBatch;
use crate::worker::desk::known;
use crate::worker::packs::PackRefusal;

// A file that finds its number taken must not look like the next pack.
const _: () = assert!(MOST_NAMES == SLACK + 1);

/// So many files are looked at for one that is a desk's: whoever may write there may put anything there.
const MOST_LOOKED_AT: usize = 8;

const DAY_S: u64 = 24 * 60 * 60;

/// Who gets what.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Scope {
    /// All tablets the whole zone.
    #[default]
    Zone,
    /// Each tablet the part that its officers look after, and nobody else can open it.
    Parts,
}

/// What a desk gave its tablets.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Gave {
    /// No tablet is trusted yet: there is nobody to seal it for.
    Nobody,
    /// Nobody is responsible for anything yet: all would get all, and that is no part.
    NobodyResponsible,
    /// What lies there is what would go.
    NothingNew,
    Packs {
        scope: Scope,
        /// Whom there is something new for.
        tablets: usize,
        /// The whole packs together, and the differences.
        bytes: usize,
        since: Option<usize>,
    },
}

/// A tablet that gets packs.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Tablet {
    pub id: DeviceId,
    /// What people call it.
    pub label: String,
    /// Whose part it gets.
    pub officers: Vec<OfficerId>,
    /// Somebody said so; else what came from it does.
    pub is_said: bool,
}

/// A pack that lies there and is newer than what this tablet has.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Offered {
    /// What it is, and what it may be if that turns out to be nobody's who speaks for the zone.
    newest: Vec<Newest>,
    /// When it was made.
    pub at: Timestamp,
    /// How much has to be fetched, and how large the whole is, where the server tells.
    pub bytes: Option<u64>,
    pub whole_bytes: Option<u64>,
    /// How many differences bring this tablet to it; none: it is fetched whole.
    pub differences: usize,
}

/// What a tablet took.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Took {
    pub taken: Taken,
    /// So many differences.
    pub differences: usize,
    /// A difference was no good, and the whole was taken in its place.
    pub fell_back: bool,
}

/// Whom one pack is for.
struct Audience {
    /// `None`: all tablets.
    tablet: Option<DeviceId>,
    to: Vec<DeviceId>,
    part: BTreeSet<EntityKey>,
}

/// Puts the desk's present packs there, those that do not lie there.
///
/// # Errors
/// [`SyncError`]; what was put before it is known.
pub async fn give(device: &Device, scope: Scope, on_told: impl Fn(Course)) -> Result<Gave, SyncError> {
    let (place, remote, zone) = begun_to_put(device).await?;
    let settings = device.settings().await?.ok_or(ExportError::Damaged)?;
    let own = device_id(&settings.device.key);
    if !zone.charter.speaks(&own) {
        return Err(SyncError::OtherDesk);
    }
    let mark = mark_of(&zone, &own);
    on_told(Course { of: 1, ..Course::default() });
    let tablets = state::trusted(device).await?;
    if tablets.is_empty() {
        return Ok(Gave::Nobody);
    }
    let stock = state::stock(device).await?;
    let Some(audiences) = audiences(&stock, &tablets, scope) else { return Ok(Gave::NobodyResponsible) };
    let rows = device.database.range(Store::Receipts, &layout::packs_offered()).await?;
    let before = packs::all_offered(&rows);
    // Two packs that one tablet sees never have one number.
    let (number, at) = made_at(before.values(), now());
    let (mut given, mut bytes, mut since) = (0, 0, None);
    let of = audiences.len();
    for (index, audience) in audiences.into_iter().enumerate() {
        let on_told = |waits| on_told(Course { done: index, of, waits, ..Course::default() });
        on_told(None);
        let Audience { tablet, to, part } = audience;
        let mut print = stock.print(&part, &to, at);
        let contents = stock.contents(&print, &to);
        let lies = before.get(&tablet);
        if lies.is_some_and(|lies| lies.contents == contents && lies.place == place) {
            continue;
        }
        let whole = stock.whole(&part, &to, at).await?;
        print.pack = whole.body_hash;
        let folder = match &tablet {
            Some(tablet) => Folder::down(&zone.id, tablet),
            None => Folder::down_to_all(&zone.id),
        };
        // Whoever finds the whole finds its difference.
        if let Some(before) = known::given(&device.database, tablet.as_ref()).await? {
            let difference = stock.since(&before, &print, &to).await?;
            if difference.bytes.0.len() < whole.bytes.0.len() {
                since = Some(since.unwrap_or_default() + difference.bytes.0.len());
                let kind = Kind::Since(packs::seconds(before.made_at));
                put(&remote, difference, &Place { folder: folder.clone(), number, kind, mark: mark.clone() }, &on_told)
                    .await?;
            }
        }
        bytes += whole.bytes.0.len();
        let name = whole.name.clone();
        put(&remote, whole, &Place { folder, number, kind: Kind::Pack, mark: mark.clone() }, &on_told).await?;
        let lies = Lies { contents, number, place: place.clone() };
        device.run(packs::offered(tablet.as_ref(), &lies, &print)).await?;
        access::note(device, Noted::PackMade, &name, to.len() as u64).await;
        given += to.len();
    }
    Ok(if given == 0 { Gave::NothingNew } else { Gave::Packs { scope, tablets: given, bytes, since } })
}

/// `None`: nobody is responsible for anything.
fn audiences(stock: &Stock, tablets: &[KnownDevice], scope: Scope) -> Option<Vec<Audience>> {
    if scope == Scope::Zone {
        let to = tablets.iter().map(|known| known.id.clone()).collect();
        return Some(vec![Audience { tablet: None, to, part: stock.all() }]);
    }
    let read = stock.read();
    let of_tablet = |known: &KnownDevice| {
        let came = || read.officers.get(&known.id).into_iter().flatten().cloned().collect();
        let officers: Vec<OfficerId> = known.officers.clone().unwrap_or_else(came);
        let values = officers.iter().map(ToString::to_string).collect();
        let part = read.divided.part(&Portion { property: STAFF_CODE.to_owned(), values });
        Audience { tablet: Some(known.id.clone()), to: vec![known.id.clone()], part }
    };
    read.divided.says(STAFF_CODE).then(|| tablets.iter().map(of_tablet).collect())
}

/// Where a file goes.
struct Place {
    folder: Folder,
    number: u64,
    kind: Kind,
    mark: Option<Mark>,
}

async fn put(remote: &Remote, made: MadeBatch, to: &Place, on_wait: &dyn Fn(Option<Trouble>)) -> Result<(), SyncError> {
    let file = File {
        bytes: made.bytes.0,
        name: made.name,
        media_type: batch::sealed::MEDIA_TYPE,
        body_hash: made.body_hash,
        file_hash: made.file_hash,
    };
    for number in to.number..to.number.saturating_add(MOST_NAMES) {
        let Some(parcel) = Parcel::of(&file, to.folder.clone(), number, to.kind) else { break };
        let parcel = parcel.by(to.mark.clone());
        if done(&mut Upload::new(parcel), remote, &file.bytes, on_wait).await? == Sent::Stored {
            return Ok(());
        }
    }
    Err(SyncError::Store(Trouble::NotKept))
}

/// The tablets that packs are for, and whose part each gets, by what people call them.
///
/// # Errors
/// [`SyncError`]
pub async fn tablets(device: &Device) -> Result<Vec<Tablet>, SyncError> {
    let came = state::stock(device).await?.read().officers;
    let tablet = |known: KnownDevice| {
        let is_said = known.officers.is_some();
        let came = || came.get(&known.id).into_iter().flatten().cloned().collect();
        let officers = known.officers.unwrap_or_else(came);
        Tablet { id: known.id, label: known.label, officers, is_said }
    };
    let mut tablets: Vec<Tablet> = state::trusted(device).await?.into_iter().map(tablet).collect();
    tablets.sort_by(|one, other| (&one.label, &one.id).cmp(&(&other.label, &other.id)));
    Ok(tablets)
}

/// Who got what the last time.
///
/// # Errors
/// [`ReadError`]
pub async fn last_scope(device: &Device) -> Result<Scope, ReadError> {
    let rows = device.database.range(Store::Receipts, &layout::packs_offered()).await?;
    let last = packs::all_offered(&rows).into_iter().max_by_key(|(_, lies)| lies.number);
    Ok(if last.is_some_and(|(tablet, _)| tablet.is_some()) { Scope::Parts } else { Scope::Zone })
}

/// The packs that this tablet has: what it holds of each desk's, and all that ever came.
pub(super) struct Here {
    held: BTreeMap<DeviceId, u64>,
    known: Vec<KnownPack>,
}

impl Here {
    pub async fn of(device: &Device, zone: &Zone) -> Result<Self, ReadError> {
        let mut heads = device.database.keys(Store::Packs, &store::Key(Vec::new())).await?;
        heads.retain(store::Key::is_head);
        let known = packs::list(&device.database.several(Store::Packs, heads).await?).0;
        let mut held = BTreeMap::new();
        for desk in by_mark(zone).into_values() {
            let row = device.database.get(Store::Receipts, &layout::pack_held(&desk)).await?;
            let number = row.and_then(|row| Held::read(&row).ok()).map(|held| held.number());
            held.extend(number.map(|number| (desk, number)));
        }
        Ok(Self { held, known })
    }

    /// Up to this number no file of a desk's is wanted: of what it builds upon, too, there is nothing before.
    pub fn last_of(&self, desk: &DeviceId) -> u64 {
        let held = self.held.get(desk).copied();
        let came =
            self.known.iter().filter(|pack| pack.device == *desk).map(|pack| packs::seconds(pack.created_at)).max();
        held.into_iter().chain(came).min().unwrap_or_default()
    }
}

/// Whether a pack lies there that this tablet does not have. Nothing of it is fetched. `lying`: what lies where a tablet looks.
pub(super) fn offered(zone: &Zone, lying: Vec<Seen>, here: &Here, now: Timestamp) -> Option<Offered> {
    let known = &here.known;
    let mut by_desk: BTreeMap<Option<Mark>, Vec<Seen>> = BTreeMap::new();
    for seen in lying {
        by_desk.entry(seen.name.by.clone()).or_default().push(seen);
    }
    let number = |newest: &Newest| newest.whole.name.number;
    // The newest first. What is said to be made days from now comes behind: a clock may be wrong, and a number may be made up.
    let soon = packs::seconds(now).saturating_add(DAY_S);
    let first = |mut found: Vec<Newest>| {
        found.sort_by_key(|newest| Reverse((number(newest) <= soon, number(newest))));
        found.truncate(MOST_LOOKED_AT);
        found
    };
    let mut found: Vec<Newest> = Vec::new();
    for (mark, desk) in by_mark(zone) {
        let lying = by_desk.remove(&mark).unwrap_or_default();
        let all = Newest::all(&lying, here.held.get(&desk).copied(), SLACK);
        found.extend(all.filter(|newest| is_newer(known, &desk, number(newest).saturating_sub(SLACK))));
    }
    let mut found = first(found);
    // Behind them a desk that is new, and that brings the words itself that say so. Of those that spoke once nothing is taken any more.
    let spoke = zone.charter.withdrawn.iter().map(Mark::of).map(Some).chain([None]);
    spoke.for_each(|mark| drop(by_desk.remove(&mark)));
    let last = known.iter().map(|pack| packs::seconds(pack.created_at)).max().unwrap_or_default();
    let of_others = by_desk.values().flat_map(|lying| Newest::all(lying, None, SLACK));
    found.extend(first(of_others.filter(|newest| number(newest).saturating_sub(SLACK) > last).collect()));
    let newest = found.first()?;
    let ms = i64::try_from(number(newest)).unwrap_or_default().saturating_mul(1_000);
    let at = Timestamp::new(ms, now.offset_minutes());
    let (bytes, whole_bytes, differences) = (newest.bytes(), newest.whole.length, newest.since.len());
    Some(Offered { newest: found, at, bytes, whole_bytes, differences })
}

/// Fetches it and takes it in, if a desk of this zone signed it: by differences, or whole where there are none or one is no good. What is
/// no desk's own is left where it lies, and the next one looked at.
///
/// # Errors
/// [`SyncError`]; what was taken before it stays, and nothing of what failed.
pub async fn take(device: &Device, offered: &Offered, on_told: impl Fn(Course)) -> Result<Took, SyncError> {
    let (_, remote, zone) = begun(device).await?;
    let mut refused = None;
    for newest in &offered.newest {
        match take_one(device, &remote, &zone, newest, &on_told).await {
            Err(error) if is_anybodys(&error) => refused = refused.or(Some(error)),
            ended => return ended,
        }
    }
    Err(refused.unwrap_or(SyncError::Damaged))
}

/// Whoever may write there can have put it there.
fn is_anybodys(error: &SyncError) -> bool {
    use PackRefusal::{Batch, Damaged, Newer, NotAPack, NotForUs, OtherDesk, Signature, TooLarge, Withdrawn};
    let of = |refusal: &PackRefusal| {
        // That it is newer or too large is said before anybody's signature is.
        matches!(refusal, NotAPack | Batch | Damaged | Newer | TooLarge | Signature | NotForUs | OtherDesk | Withdrawn)
    };
    match error {
        SyncError::Damaged => true,
        SyncError::TakePack(TakeError::Refused(refusal)) => of(refusal),
        _ => false,
    }
}

async fn take_one(
    device: &Device,
    remote: &Remote,
    zone: &Zone,
    newest: &Newest,
    on_told: &impl Fn(Course),
) -> Result<Took, SyncError> {
    let links = &newest.since;
    let of = links.len().max(1);
    let mut took = Took::default();
    for (index, link) in links.iter().enumerate() {
        let on_told = |waits| on_told(Course { done: index, of, waits, ..Course::default() });
        match taken(device, remote, zone, &link.name, &on_told).await {
            Ok(next) => {
                took.taken = took.taken.and(next);
                took.differences += 1;
            }
            Err(SyncError::Damaged | SyncError::TakePack(TakeError::Refused(_))) => {
                took.fell_back = true;
                break;
            }
            Err(error) => return Err(error),
        }
    }
    if links.is_empty() || took.fell_back {
        let on_told = |waits| on_told(Course { done: 0, of: 1, waits, ..Course::default() });
        let next = taken(device, remote, zone, &newest.whole.name, &on_told).await?;
        took.taken = took.taken.and(next);
    }
    Ok(took)
}

async fn taken(
    device: &Device,
    remote: &Remote,
    zone: &Zone,
    name: &Name,
    on_told: &dyn Fn(Option<Trouble>),
) -> Result<Taken, SyncError> {
    on_told(None);
    let bytes = match done(&mut Download::new(name.clone()), remote, &[], on_told).await? {
        Fetched::Whole(bytes) => bytes,
        Fetched::Damaged | Fetched::Gone => return Err(SyncError::Damaged),
    };
    let seen = state::look(device, &bytes).await?;
    // Another zone's, or the word of one that is no desk of this one, is taken from a file alone, where somebody is asked.
    let meta = device.database.all(Store::Meta).await?;
    let is_ours = seen.zone.as_ref().is_none_or(|sent| sent.id == zone.id);
    if !is_ours || !crate::state::zone::is_word(&meta, &seen).map_err(TakeError::from)? {
        let was_one = seen.heard.as_ref().is_some_and(|heard| heard.charter.was_withdrawn(&seen.device));
        let refusal = if was_one { PackRefusal::Withdrawn } else { PackRefusal::OtherDesk };
        return Err(TakeError::Refused(refusal).into());
    }
    Ok(state::take_in(device, &name.file(), &bytes, &seen).await?)
}

#[cfg(test)]
mod tests {
    use record::{Charter, Sha256};

    use super::*;

    const NOW_S: u64 = 1_772_326_800;

    fn desk(number: u8) -> DeviceId {
        batch::DeviceKey::from_bytes([number; 32]).device()
    }

    fn zone() -> Zone {
        Zone {
            id: "a1".to_owned(),
            edition: 1,
            name: "样例园区".to_owned(),
            recipients: Vec::new(),
            charter: Charter::of(desk(1)),
            words: Vec::new(),
            known_at: at(0),
        }
    }

    fn at(seconds: u64) -> Timestamp {
        Timestamp::new(i64::try_from(seconds).unwrap() * 1_000, 480)
    }

    fn pack(number: u64, by: Option<&DeviceId>) -> Seen {
        let (folder, hash) = (Folder::down_to_all("a1"), Sha256::of(format!("{number} {by:?}").as_bytes()));
        Seen { name: Name { folder, number, hash, kind: Kind::Pack, by: by.map(Mark::of) }, length: Some(1_000) }
    }

    /// The numbers of what is looked at, one after the other, by a tablet that has the first desk's pack of an hour ago.
    fn looked_at(lying: &[Seen]) -> Vec<u64> {
        let made = at(NOW_S - 3_600);
        let known = KnownPack {
            body_hash: Sha256::of(b"pack"),
            device: desk(1),
            created_at: made,
            taken_at: made,
            file_name: String::new(),
            forms: Vec::new(),
            lists: Vec::new(),
        };
        let here = Here { held: [(desk(1), packs::seconds(made))].into(), known: vec![known] };
        let offered = offered(&zone(), lying.to_vec(), &here, at(NOW_S));
        offered.map(|found| found.newest.iter().map(|newest| newest.whole.name.number).collect()).unwrap_or_default()
    }

    #[test]
    fn a_file_under_a_later_number_hides_no_pack_of_a_desk() {
        assert!(looked_at(&[pack(NOW_S - 3_600, None)]).is_empty(), "it has that one");
        let lying = [pack(NOW_S - 60, None), pack(NOW_S - 600, None), pack(NOW_S + 60, None), pack(u64::MAX, None)];
        assert_eq!(looked_at(&lying), [NOW_S + 60, NOW_S - 60, NOW_S - 600, u64::MAX], "what is made up comes last");
    }

    #[test]
    fn a_file_under_an_unknown_mark_hides_no_first_pack_of_a_new_desk() {
        let new = pack(NOW_S - 60, Some(&desk(2)));
        assert_eq!(looked_at(std::slice::from_ref(&new)), [NOW_S - 60]);
        assert_eq!(looked_at(&[pack(u64::MAX, Some(&desk(3))), new.clone()]), [NOW_S - 60, u64::MAX]);
        assert_eq!(looked_at(&[pack(u64::MAX, Some(&desk(2))), new.clone()]), [NOW_S - 60, u64::MAX]);
        // What lies there under a known desk's name is looked at first, and takes nobody's place.
        assert_eq!(looked_at(&[pack(NOW_S, None), new]), [NOW_S, NOW_S - 60]);
    }

    #[test]
    fn any_number_of_files_from_days_ahead_hides_no_pack_of_today() {
        let mut lying: Vec<Seen> = (0..20).map(|earlier| pack(u64::MAX - earlier, None)).collect();
        lying.push(pack(NOW_S - 60, None));
        assert_eq!(looked_at(&lying).first(), Some(&(NOW_S - 60)));
    }

    #[test]
    fn of_many_that_somebody_put_there_only_so_many_are_looked_at() {
        let lying: Vec<Seen> = (1..100).map(|later| pack(NOW_S + later, None)).collect();
        assert_eq!(looked_at(&lying).len(), MOST_LOOKED_AT);
    }
}
