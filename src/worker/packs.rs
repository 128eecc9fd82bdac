//! Packs: forms, entity lists and erasures that a coordinator hands down, made and opened.
//!
//! An entity list travels as `{"format":1,"entities":[row, …]}`, each row being the thinned history of one entity as
//! `ledger` writes it (`docs/formats/entities.md`).
//!
//! Not here: what taking a pack in writes (`state::packs`).

use std::collections::BTreeMap;

use batch::charter::{Heard, Word, founded, heard};
use batch::seal::{Identity, OpenSealedError, PublicKey};
use batch::{
    Contents, DeviceKey, Difference, OpenError, Opened, Pack, PackedForm, PackedList, PackedTable, Sender, Unverified,
    Verified, Zone, sealed,
};
use form::Source;
use ledger::EntityHistory;
use record::{DeviceId, EntityId, FormHash, FormRef, ListName, Listing, OfficerId, Revision, Sha256, Timestamp};
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;
use sheet::Limits;

use super::batches::{SealOrder, Secret, leaving};
use super::{Answer, FileBytes};

/// A pack to be made.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct PackOrder {
    pub secret: Secret,
    pub created_at: Timestamp,
    pub officer: OfficerId,
    pub forms: Vec<SentForm>,
    /// Each list with its rows as the database has them.
    pub lists: Vec<(ListName, Vec<FileBytes>)>,
    pub zone: Option<SentZone>,
    /// The words on who speaks for it.
    pub charter: Vec<String>,
    pub tables: Vec<SentTable>,
    /// `None`: it is whole.
    pub difference: Option<SentDifference>,
    /// The texts of erasures.
    pub erasures: Vec<String>,
    /// `None`: it stays in clear.
    pub seal: Option<SealOrder>,
}

/// A file that may be a pack.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct PackAsk {
    pub file: FileBytes,
    /// What opens it where it is sealed: this device's own.
    pub secret: Secret,
    /// The zone that is known here, and who speaks for it.
    pub known: Option<(String, Heard)>,
}

/// What a pack that is no whole one builds upon, and what is no longer there.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct SentDifference {
    /// The whole pack before, and the one that both together are, by what was signed.
    pub since: Sha256,
    pub makes: Sha256,
    pub gone: Vec<(ListName, Vec<EntityId>)>,
}

/// Whom the tablets are to seal for.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct SentZone {
    pub id: String,
    pub edition: u64,
    pub name: String,
    pub recipients: Vec<PublicKey>,
}

/// What the zone says in the place of a table that comes with the app.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct SentTable {
    pub name: String,
    pub set_at: Timestamp,
    /// `None`: the app's own counts.
    pub bytes: Option<FileBytes>,
}

/// A form with all its bytes.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct SentForm {
    pub form: FormRef,
    pub title: String,
    pub workbook: FileBytes,
    pub files: Vec<(String, FileBytes)>,
}

/// A pack that is as it was made, whoever made it.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct PackSeen {
    pub device: DeviceId,
    pub fingerprint: String,
    pub body_hash: Sha256,
    pub created_at: Timestamp,
    pub officer: OfficerId,
    pub forms: Vec<SentForm>,
    /// How those of them that can be read say that they are listed.
    pub listings: BTreeMap<FormHash, Listing>,
    /// Each list with its entities and their rows.
    pub lists: Vec<(ListName, Vec<(EntityId, FileBytes)>)>,
    pub zone: Option<SentZone>,
    /// Who speaks for its zone, by the pack alone and the signature under it.
    pub founded: Heard,
    /// The same for the zone that is known here, with the words of the pack. `None`: it is another zone's, or none is known.
    pub heard: Option<Heard>,
    pub tables: Vec<SentTable>,
    /// `None`: it is whole.
    pub difference: Option<SentDifference>,
    /// The texts of erasures.
    pub erasures: Vec<String>,
    /// It was made for this tablet, alone or among others: it says what that is to hold. One that anybody may open only adds, and so does
    /// one for others that somebody opened and handed on.
    pub is_aimed: bool,
    /// The file as it is without its seal. `None`: it had none.
    pub clear: Option<FileBytes>,
}

/// Why a file is no pack that can be taken in.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum PackRefusal {
    NotAPack,
    /// A batch of records: the Import page takes it.
    Batch,
    Damaged,
    Signature,
    Newer,
    TooLarge,
    /// Sealed, and not for this device.
    NotForUs,
    /// It came by a server, and no desk of the zone signed it.
    OtherDesk,
    /// The same, and one signed it whose appointment was withdrawn.
    Withdrawn,
    /// A difference since a pack that is not here.
    OtherBase,
}

#[derive(Serialize)]
struct WrittenList<'a> {
    format: u32,
    entities: Vec<&'a RawValue>,
}

#[derive(Deserialize)]
struct ReadList {
    format: u32,
    entities: Vec<Box<RawValue>>,
}

/// A list in which something was erased is written in the second format: a program that knows no erasures refuses the pack as
/// newer, rather than keep what was erased elsewhere.
const FORMAT: u32 = 2;

/// Makes a pack. Rows that cannot be read are left out: they can be built anew from the records.
pub fn pack(order: &PackOrder) -> Answer {
    let lists = order.lists.iter().map(|(list, rows)| packed_list(list, rows)).collect::<Result<Vec<_>, _>>();
    let lists = match lists {
        Ok(lists) => lists,
        Err(error) => return Answer::NotPacked { reason: error.to_string() },
    };
    let pack = Pack {
        created_at: order.created_at,
        officer: order.officer.clone(),
        recipients: order.seal.iter().flat_map(|seal| &seal.recipients).map(PublicKey::to_string).collect(),
        forms: order.forms.iter().map(packed_form).collect(),
        lists,
        zone: order.zone.clone().map(|SentZone { id, edition, name, recipients }| Zone {
            id,
            edition,
            name,
            recipients,
        }),
        tables: order.tables.iter().map(packed_table).collect(),
        difference: order.difference.clone().map(|SentDifference { since, makes, gone }| Difference {
            since,
            makes,
            gone,
        }),
        // What cannot be read is told of by the rows of lists.
        erasures: order.erasures.iter().filter_map(|text| Revision::read(text.as_str()).ok()).collect(),
        charter: order.charter.clone(),
    };
    leaving(batch::pack_forms(&pack, &DeviceKey::from_bytes(order.secret.0)), order.seal.as_ref())
}

fn packed_form(form: &SentForm) -> PackedForm {
    PackedForm {
        form: form.form.clone(),
        title: form.title.clone(),
        workbook: form.workbook.0.clone(),
        files: form.files.iter().map(|(name, bytes)| (name.clone(), bytes.0.clone())).collect(),
    }
}

fn packed_table(table: &SentTable) -> PackedTable {
    let SentTable { name, set_at, bytes } = table;
    PackedTable { name: name.clone(), set_at: *set_at, bytes: bytes.as_ref().map(|bytes| bytes.0.clone()) }
}

fn packed_list(list: &ListName, rows: &[FileBytes]) -> Result<PackedList, serde_json::Error> {
    let histories: Vec<EntityHistory> = rows.iter().filter_map(|row| EntityHistory::from_bytes(&row.0).ok()).collect();
    let format = if histories.iter().any(EntityHistory::has_erasures) { FORMAT } else { 1 };
    let thinned = histories.iter().map(|history| history.snapshot().to_pack_bytes()).collect::<Result<Vec<_>, _>>()?;
    let entities = thinned.iter().map(|row| serde_json::from_slice(row)).collect::<Result<Vec<&RawValue>, _>>()?;
    let snapshot = serde_json::to_string(&WrittenList { format, entities })?;
    Ok(PackedList { list: list.clone(), snapshot })
}

/// Opens a pack. Whether its maker is trusted is for the person who holds the tablet to say.
pub fn open(ask: &PackAsk) -> Answer {
    match opened(ask) {
        Ok(seen) => Answer::PackSeen(Box::new(seen)),
        Err(refusal) => Answer::PackRefused(refusal),
    }
}

/// Which entities a pack has that was taken in and is kept. One that cannot be read has none.
pub fn entities(file: &FileBytes) -> Answer {
    let verified = Unverified::read(&file.0).and_then(|unverified| batch::open(unverified, &|_| Sender::Trusted));
    let Ok(Opened::Trusted(Verified { contents: Contents::Pack(pack), .. })) = verified else {
        return Answer::PackEntities(Vec::new());
    };
    let ids = |list: &PackedList| {
        let rows = seen_list(list).map(|(_, rows)| rows).unwrap_or_default();
        (list.list.clone(), rows.into_iter().map(|(id, _)| id).collect())
    };
    Answer::PackEntities(pack.lists.iter().map(ids).collect())
}

fn opened(ask: &PackAsk) -> Result<PackSeen, PackRefusal> {
    let file = &ask.file.0;
    let opener = DeviceKey::from_bytes(ask.secret.0).opener();
    let own = opener.public().to_string();
    let (read, clear) = if sealed::is_sealed(file) {
        let clear = sealed::unseal(file, &[Identity::Key(opener.clone())]).map_err(|error| refusal(&error.into()))?;
        (Unverified::read_sealed(file, &[opener], None), Some(FileBytes(clear)))
    } else {
        (Unverified::read(file), None)
    };
    let unverified = read.map_err(|error| refusal(&error))?;
    let verified = match batch::open(unverified, &|_| Sender::Unknown).map_err(|error| refusal(&error))? {
        Opened::Trusted(verified) => verified,
        Opened::Aside(aside) => aside.trust(),
    };
    let Verified { device, body_hash, contents: Contents::Pack(pack), .. } = verified else {
        return Err(PackRefusal::Batch);
    };
    // The desks' own lists come with no pack, whoever wrote them into one.
    let theirs = pack.lists.iter().filter(|packed| !is_desks_own(&packed.list));
    let lists = theirs.map(seen_list).collect::<Result<Vec<_>, _>>()?;
    let words = Word::read_all(&pack.charter).map_err(|error| refusal(&error))?;
    let zone = pack.zone.as_ref().map(|zone| zone.id.as_str()).unwrap_or_default();
    // A pack without a zone says nothing of it: its desks stay who they are.
    let known = ask.known.as_ref().filter(|(id, _)| pack.zone.is_none() || id == zone);
    let heard = known.map(|(id, known)| known.then(heard(&known.charter, id, &words)));
    let founded = founded(&device, zone, &words);
    let listing = |form: &PackedForm| {
        let compiled = Source::read(&form.workbook, &Limits::default()).ok()?.compile(&BTreeMap::new());
        Some((form.form.hash, compiled.form?.listing()))
    };
    let listings = pack.forms.iter().filter_map(listing).collect();
    let forms = pack.forms.into_iter().map(|form| SentForm {
        form: form.form,
        title: form.title,
        workbook: FileBytes(form.workbook),
        files: form.files.into_iter().map(|(name, bytes)| (name, FileBytes(bytes))).collect(),
    });
    Ok(PackSeen {
        fingerprint: device.fingerprint(),
        device,
        body_hash,
        created_at: pack.created_at,
        officer: pack.officer,
        forms: forms.collect(),
        listings,
        lists,
        founded,
        heard,
        zone: pack.zone.map(|Zone { id, edition, name, recipients }| SentZone { id, edition, name, recipients }),
        tables: pack.tables.into_iter().map(seen_table).collect(),
        difference: pack.difference.map(|Difference { since, makes, gone }| SentDifference { since, makes, gone }),
        erasures: pack.erasures.into_iter().map(Revision::into_body).collect(),
        is_aimed: pack.recipients.contains(&own),
        clear,
    })
}

fn seen_table(table: PackedTable) -> SentTable {
    let PackedTable { name, set_at, bytes } = table;
    SentTable { name, set_at, bytes: bytes.map(FileBytes) }
}

/// Whether a list, such as that of verdicts on records, is for desks alone; which entities are one is for all.
pub fn is_desks_own(list: &ListName) -> bool {
    list.as_str().starts_with("__") && list.as_str() != record::JOINS
}

fn seen_list(packed: &PackedList) -> Result<(ListName, Vec<(EntityId, FileBytes)>), PackRefusal> {
    let ReadList { format, entities } = serde_json::from_str(&packed.snapshot).map_err(|_| PackRefusal::Damaged)?;
    if format > FORMAT {
        return Err(PackRefusal::Newer);
    }
    let row = |raw: Box<RawValue>| {
        let bytes = raw.get().as_bytes();
        let history = EntityHistory::from_bytes(bytes).map_err(|_| PackRefusal::Damaged)?;
        let is_ours = history.list == packed.list;
        is_ours.then(|| (history.entity.clone(), FileBytes(bytes.to_vec()))).ok_or(PackRefusal::Damaged)
    };
    Ok((packed.list.clone(), entities.into_iter().map(row).collect::<Result<_, _>>()?))
}

fn refusal(error: &OpenError) -> PackRefusal {
    match error {
        OpenError::NotOurs => PackRefusal::NotAPack,
        OpenError::Sealed(OpenSealedError::NotForUs) | OpenError::Aimed => PackRefusal::NotForUs,
        OpenError::Signature => PackRefusal::Signature,
        OpenError::Newer { .. } => PackRefusal::Newer,
        OpenError::TooLarge { .. } | OpenError::TooMany { .. } => PackRefusal::TooLarge,
        _ => PackRefusal::Damaged,
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use batch::seal::Seed;
    use record::{Charter, Decision, EntityChange, Erasure, Part, RecordId, Revision, Submission};

    use super::*;

    fn now() -> Timestamp {
        Timestamp::new(1_698_724_800_000, 480)
    }

    fn row() -> FileBytes {
        let change = EntityChange {
            label: Some("样例纺织".into()),
            properties: BTreeMap::from([("area".into(), "area_1".into())]),
            ..EntityChange::create(ListName::new("enterprises"), EntityId::new("e1"))
        };
        let revision = Revision::write(Submission {
            record: RecordId::new(now(), [1; 10]),
            parents: vec![],
            form: FormRef { id: "f".into(), version: "1".into(), hash: Sha256::of(b"f") },
            device: DeviceId::new("ab".repeat(32)),
            officer: OfficerId::new("样例01"),
            finalized_at: now(),
            sequence: 1,
            instance_name: None,
            answers: serde_json::Map::new(),
            entities: vec![change],
            attachments: vec![],
            remarks: Vec::new(),
            erasure: None,
            decision: None,
        });
        let histories = ledger::histories([&revision.unwrap()]);
        FileBytes(histories.values().next().unwrap().to_bytes().unwrap())
    }

    fn order() -> PackOrder {
        let form = FormRef { id: "f".into(), version: "1".into(), hash: record::form_hash(b"workbook", &[]) };
        let form = SentForm { form, title: "样例".into(), workbook: FileBytes(b"workbook".to_vec()), files: vec![] };
        PackOrder {
            secret: Secret([7; 32]),
            created_at: now(),
            officer: OfficerId::new("样例02"),
            forms: vec![form],
            lists: vec![(ListName::new("enterprises"), vec![row()])],
            zone: None,
            charter: vec![],
            tables: vec![],
            difference: None,
            erasures: vec![],
            seal: None,
        }
    }

    fn open(file: &[u8]) -> Answer {
        super::open(&PackAsk { file: FileBytes(file.to_vec()), secret: Secret([8; 32]), known: None })
    }

    #[test]
    fn a_pack_brings_the_zone_that_tablets_are_to_seal_for() {
        let recipients = vec![batch::seal::SecretKey::from_bytes([1; 32]).public()];
        let zone = SentZone { id: "a1".to_owned(), edition: 2, name: "样例园区".to_owned(), recipients };
        let Answer::Packed(file) = pack(&PackOrder { zone: Some(zone.clone()), ..order() }) else {
            panic!("not packed")
        };
        let Answer::PackSeen(seen) = open(&file.bytes.0) else { panic!("not opened") };
        assert_eq!((seen.zone, seen.forms), (Some(zone), order().forms));
    }

    #[test]
    fn a_pack_says_who_speaks_for_its_zone_to_who_knows_it_and_to_who_does_not() {
        let device = |number: u8| DeviceKey::from_bytes([number; 32]).device();
        let recipients = vec![batch::seal::SecretKey::from_bytes([1; 32]).public()];
        let zone = SentZone { id: "a1".to_owned(), edition: 2, name: "样例园区".to_owned(), recipients };
        let charter = Charter::of(device(1)).appointing(&device(7), 5).unwrap();
        let word = batch::charter::say_desks("a1", &charter, &DeviceKey::from_bytes([1; 32])).unwrap();
        let order = PackOrder { zone: Some(zone), charter: vec![word.text().to_owned()], ..order() };
        let Answer::Packed(file) = pack(&order) else { panic!("not packed") };
        let seen = |known: Option<(&str, u8)>| {
            let bare = |head: u8| Heard { charter: Charter::of(device(head)), words: vec![] };
            let known = known.map(|(id, head)| (id.to_owned(), bare(head)));
            match super::open(&PackAsk { file: file.bytes.clone(), secret: Secret([8; 32]), known }) {
                Answer::PackSeen(seen) => seen,
                _ => panic!("not opened"),
            }
        };
        let whole = Heard { charter, words: order.charter };
        assert_eq!((&seen(None).founded, &seen(None).heard), (&whole, &None));
        assert_eq!(seen(Some(("a1", 1))).heard, Some(whole), "the head that is known said so");
        let of_another = seen(Some(("a1", 3))).heard.unwrap();
        assert_eq!((of_another.charter, of_another.words), (Charter::of(device(3)), vec![]));
        assert_eq!(seen(Some(("b2", 1))).heard, None);
    }

    #[test]
    fn a_pack_brings_the_tables_of_the_zone_and_that_it_went_back_from_one() {
        let table = |name: &str, bytes: Option<&str>| SentTable {
            name: name.to_owned(),
            set_at: now(),
            bytes: bytes.map(|text| FileBytes(text.as_bytes().to_vec())),
        };
        let tables = vec![table("holidays", Some("name,date\n")), table("indicators", None)];
        let Answer::Packed(file) = pack(&PackOrder { tables: tables.clone(), ..order() }) else { panic!("not packed") };
        let Answer::PackSeen(seen) = open(&file.bytes.0) else { panic!("not opened") };
        assert_eq!(seen.tables, tables);
    }

    #[test]
    fn a_pack_brings_the_forms_and_the_lists_that_were_put_in() {
        let Answer::Packed(file) = pack(&order()) else { panic!("not packed") };
        let Answer::PackSeen(seen) = open(&file.bytes.0) else { panic!("not opened") };
        assert_eq!(seen.forms, order().forms);
        let (list, entities) = &seen.lists[0];
        assert_eq!((list.as_str(), entities[0].0.as_str()), ("enterprises", "e1"));
        let state = EntityHistory::from_bytes(&entities[0].1.0).unwrap().state();
        assert_eq!((state.title(), state.text("area")), ("样例纺织", "area_1"));
    }

    #[test]
    fn the_desks_own_lists_come_with_no_pack_whoever_wrote_them_into_one() {
        let own = |list: &str| {
            let mut history = EntityHistory::from_bytes(&row().0).unwrap();
            history.list = ListName::new(list);
            (ListName::new(list), vec![FileBytes(history.to_bytes().unwrap())])
        };
        let lists = ["__periods", "__reviews", record::JOINS, "enterprises"].map(own).to_vec();
        let Answer::Packed(file) = pack(&PackOrder { lists, ..order() }) else { panic!("not packed") };
        let Answer::PackSeen(seen) = open(&file.bytes.0) else { panic!("not opened") };
        let names: Vec<&str> = seen.lists.iter().map(|(list, _)| list.as_str()).collect();
        assert_eq!(names, [record::JOINS, "enterprises"]);
    }

    #[test]
    fn a_difference_says_what_it_builds_upon_and_what_is_gone() {
        let gone = vec![(ListName::new("enterprises"), vec![EntityId::new("e2")])];
        let difference = SentDifference { since: Sha256::of(b"before"), makes: Sha256::of(b"now"), gone };
        let order = PackOrder { difference: Some(difference.clone()), ..order() };
        let Answer::Packed(file) = pack(&order) else { panic!("not packed") };
        let Answer::PackSeen(seen) = open(&file.bytes.0) else { panic!("not opened") };
        assert_eq!((seen.difference, seen.is_aimed), (Some(difference), false));
        assert_eq!(seen.lists.len(), 1);
    }

    #[test]
    fn erasures_come_as_they_were_written() {
        let part = Part { answers: vec!["phone".into()], ..Part::of(RecordId::new(now(), [2; 10]), Sha256::of(b"r")) };
        let erasure = Revision::write(Submission {
            record: RecordId::new(now(), [3; 10]),
            parents: vec![],
            form: Decision::form(),
            device: DeviceId::new("ab".repeat(32)),
            officer: OfficerId::new("样例02"),
            finalized_at: now(),
            sequence: 2,
            instance_name: None,
            answers: serde_json::Map::new(),
            entities: vec![],
            attachments: vec![],
            remarks: vec![],
            erasure: Some(Erasure { parts: vec![part], ..Erasure::default() }),
            decision: None,
        });
        let erasures = vec![erasure.unwrap().into_body()];
        let Answer::Packed(file) = pack(&PackOrder { erasures: erasures.clone(), ..order() }) else {
            panic!("not packed")
        };
        let Answer::PackSeen(seen) = open(&file.bytes.0) else { panic!("not opened") };
        assert_eq!((seen.erasures, seen.forms), (erasures, order().forms));
    }

    #[test]
    fn which_entities_a_kept_pack_has_can_be_told() {
        let Answer::Packed(file) = pack(&order()) else { panic!("not packed") };
        let has = vec![(ListName::new("enterprises"), vec![EntityId::new("e1")])];
        assert_eq!(entities(&file.bytes), Answer::PackEntities(has));
        assert_eq!(entities(&FileBytes(b"hello".to_vec())), Answer::PackEntities(Vec::new()));
    }

    #[test]
    fn a_pack_that_was_changed_is_refused() {
        let Answer::Packed(file) = pack(&order()) else { panic!("not packed") };
        let mut bytes = file.bytes.0.clone();
        let middle = bytes.len() / 2;
        bytes[middle] ^= 1;
        assert!(matches!(open(&bytes), Answer::PackRefused(PackRefusal::Signature | PackRefusal::Damaged)));
        assert_eq!(open(b"hello"), Answer::PackRefused(PackRefusal::NotAPack));
    }
    #[test]
    fn a_pack_for_some_tablets_opens_there_alone() {
        let tablet = |number: u8| DeviceKey::from_bytes([number; 32]).opener().public();
        let seal = SealOrder { recipients: vec![tablet(8), tablet(9)], seed: Seed::from_bytes([3; 32]) };
        let Answer::Packed(file) = pack(&PackOrder { seal: Some(seal), ..order() }) else { panic!("not packed") };
        let Answer::PackSeen(seen) = open(&file.bytes.0) else { panic!("not opened") };
        assert_eq!(seen.forms, order().forms);
        assert!(seen.is_aimed);
        // What is kept is the pack itself: it must be readable when this device has another key.
        let Answer::PackSeen(again) = open(&seen.clear.as_ref().unwrap().0) else { panic!("not opened") };
        assert_eq!((again.body_hash, again.is_aimed, again.clear), (seen.body_hash, true, None));
        let elsewhere = |file: FileBytes| super::open(&PackAsk { file, secret: Secret([10; 32]), known: None });
        assert_eq!(elsewhere(file.bytes.clone()), Answer::PackRefused(PackRefusal::NotForUs));
        // Opened there and handed on, it says nothing of what another tablet holds.
        let Answer::PackSeen(handed_on) = elsewhere(seen.clear.unwrap()) else { panic!("not opened") };
        assert_eq!((handed_on.body_hash, handed_on.is_aimed), (seen.body_hash, false));
        assert_eq!(open(&file.bytes.0[..file.bytes.0.len() - 9]), Answer::PackRefused(PackRefusal::Damaged));
    }
}
