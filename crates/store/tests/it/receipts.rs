//! What a receipt changes on its tablet, and what a desk says of a tablet's batches.

use std::collections::{BTreeMap, BTreeSet};

use record::{
    BatchId, DeviceId, EntityId, Fate, Handled, ListName, OfficerId, Receipt, RecordId, Returned, Revision,
    RevisionHash, Sha256,
};
use store::import::Arrival;
use store::memory::Aborted;
use store::outbox::{self, Export, ExportState};
use store::packs::{self, Offered, Pack, Print};
use store::receipts::{self, Brought, Coming, Here, Taken, Told};
use store::records::{self, RecordState};
use store::{Conflict, Row, Store, draft, layout};

use crate::sample::{Device, arrival, at, device_id, export, record_no, revision};

fn body(seq: u64) -> Sha256 {
    Sha256::of(&seq.to_be_bytes())
}

/// A tablet whose records lie in batches, one in each.
fn tablet(records: u8) -> (Device, Vec<Revision>) {
    let mut tablet = Device::new();
    let made: Vec<Revision> = (1..=records).map(|number| tablet.finalized(number)).collect();
    for (seq, revision) in (1..).zip(&made) {
        sent(&mut tablet, seq, revision);
    }
    (tablet, made)
}

fn sent(tablet: &mut Device, seq: u64, revision: &Revision) {
    let (standings, _) = records::standings(&tablet.memory.all(Store::States));
    let export = Export { body_hash: body(seq), ..export(seq, std::slice::from_ref(revision)) };
    tablet.run(&outbox::mark_exported(&export, &standings)).unwrap();
}

fn handled(seq: u64, fate: Fate) -> Handled {
    Handled { body: body(seq), seq, fate, at: at(3) }
}

fn back(revision: &Revision) -> Returned {
    let (record, reason) = (revision.submission().record, "缺少照片".to_owned());
    Returned { record, revision: revision.hash(), reason, officer: OfficerId::new("样例-desk"), at: at(4) }
}

fn taken(number: u64, batches: Vec<Handled>, returned: Vec<Returned>) -> Taken {
    let (zone, officer) = ("a1".to_owned(), OfficerId::new("样例-desk"));
    let receipt = Receipt { zone, device: device_id(), number, created_at: at(5), officer, batches, returned };
    Taken {
        body_hash: Sha256::of(format!("{receipt:?}").as_bytes()),
        receipt,
        desk: DeviceId::new("cd".repeat(32)),
        file_hash: Sha256::of(b"file"),
        taken_at: at(6),
        file_name: "taizhang-receipt.json.age".to_owned(),
    }
}

struct Rows {
    known: Option<Vec<u8>>,
    outbox: Vec<Row>,
    states: Vec<Row>,
    heads: BTreeMap<RecordId, RevisionHash>,
}

impl Rows {
    fn of(tablet: &Device) -> Self {
        let mut heads = BTreeMap::new();
        let mut revisions = records::list(&tablet.memory.all(Store::Records)).0;
        revisions.sort_by_key(|revision| revision.submission().sequence);
        for revision in revisions {
            heads.insert(revision.submission().record, revision.hash());
        }
        let known = tablet.memory.get(Store::Receipts, &layout::receipt_taken()).map(<[u8]>::to_vec);
        Self { known, outbox: tablet.memory.all(Store::Outbox), states: tablet.memory.all(Store::States), heads }
    }

    fn here(&self) -> Here<'_> {
        Here { known: self.known.as_deref(), outbox: &self.outbox, states: &self.states, heads: &self.heads }
    }
}

fn take_in(tablet: &mut Device, taken: &Taken) -> Brought {
    let rows = Rows::of(tablet);
    let (plan, brought) = receipts::take_in(rows.here(), taken);
    tablet.run(&plan).unwrap();
    brought
}

fn states(tablet: &Device) -> Vec<RecordState> {
    let (standings, _) = records::standings(&tablet.memory.all(Store::States));
    standings.values().map(|standing| standing.state).collect()
}

fn known(tablet: &Device) -> Taken {
    Taken::read(tablet.memory.get(Store::Receipts, &layout::receipt_taken()).unwrap()).unwrap()
}

#[test]
fn a_record_is_received_returned_or_neither_as_the_receipt_says() {
    let (mut tablet, made) = tablet(4);
    let receipt = taken(
        7,
        vec![
            handled(1, Fate::Received),
            handled(2, Fate::Received),
            handled(3, Fate::Quarantined("unknown_device".to_owned())),
            handled(99, Fate::Received),
        ],
        vec![back(&made[1])],
    );
    let brought = take_in(&mut tablet, &receipt);
    assert_eq!(brought, Brought { received: 1, returned: 1, aside: 1, taken_back: 0 });
    use RecordState::{Exported, Received, Returned};
    assert_eq!(states(&tablet), [Received, Returned, Exported, Exported]);
    let exports = outbox::list(&tablet.memory.all(Store::Outbox)).0;
    let of = |seq: u64| exports.iter().find(|export| export.seq == seq).unwrap().state;
    assert_eq!(
        [of(1), of(2), of(3), of(4)],
        [ExportState::Received, ExportState::Received, ExportState::Handed, ExportState::Handed]
    );
    let known = known(&tablet);
    assert_eq!(known, receipt, "it is read as it was written");
    assert_eq!(known.returned(made[1].submission().record, made[1].hash()).unwrap().reason, "缺少照片");
    assert_eq!(known.returned(made[0].submission().record, made[0].hash()), None);
    assert!(matches!(&known.fate(body(3)).unwrap().fate, Fate::Quarantined(why) if why == "unknown_device"));
}

#[test]
fn the_same_receipt_again_and_an_older_one_are_told_as_such() {
    let (seven, eight) = (taken(7, vec![handled(1, Fate::Received)], vec![]), taken(8, vec![], vec![]));
    assert_eq!(Taken::coming(None, &seven), Coming::Newer);
    assert_eq!(Taken::coming(Some(&seven), &seven), Coming::Known);
    assert_eq!(Taken::coming(Some(&seven), &eight), Coming::Newer);
    assert_eq!(Taken::coming(Some(&eight), &seven), Coming::Older);
    let same_number = taken(8, vec![handled(2, Fate::Received)], vec![]);
    assert_eq!(Taken::coming(Some(&eight), &same_number), Coming::Older, "two cannot both be the eighth");
    // Another zone's desk counts by itself.
    let mut other = taken(3, vec![], vec![]);
    other.desk = DeviceId::new("ee".repeat(32));
    assert_eq!(Taken::coming(Some(&eight), &other), Coming::Newer);
}

#[test]
fn a_returned_record_that_was_edited_waits_and_is_received_with_its_edit() {
    let (mut tablet, made) = tablet(1);
    take_in(&mut tablet, &taken(7, vec![handled(1, Fate::Received)], vec![back(&made[0])]));
    assert_eq!(states(&tablet), [RecordState::Returned]);
    // Edited: what was returned is not what stands now, whatever the desk says of it until it has the edit.
    let draft = tablet.filled(1, 3);
    let edit = revision(record_no(1), tablet.settings().sequence, "样例，已补照片");
    tablet.run(&draft::finalize(&draft, &edit, tablet.ledger(), &[])).unwrap();
    take_in(&mut tablet, &taken(8, vec![handled(1, Fate::Received)], vec![back(&made[0])]));
    assert_eq!(states(&tablet), [RecordState::Waiting]);
    sent(&mut tablet, 2, &edit);
    take_in(&mut tablet, &taken(9, vec![handled(1, Fate::Received)], vec![back(&made[0])]));
    assert_eq!(
        states(&tablet),
        [RecordState::Exported],
        "the first batch came, and not the one that it went with last"
    );
    take_in(&mut tablet, &taken(10, vec![handled(1, Fate::Received), handled(2, Fate::Received)], vec![]));
    assert_eq!(states(&tablet), [RecordState::Received]);
}

#[test]
fn what_is_returned_no_more_stands_received_and_what_was_taken_back_is_on_its_way_again() {
    let (mut tablet, made) = tablet(2);
    let both = || vec![handled(1, Fate::Received), handled(2, Fate::Received)];
    take_in(&mut tablet, &taken(7, both(), vec![back(&made[0])]));
    let brought = take_in(&mut tablet, &taken(8, both(), vec![]));
    assert_eq!((brought.received, states(&tablet)), (1, vec![RecordState::Received; 2]));
    let brought =
        take_in(&mut tablet, &taken(9, vec![handled(1, Fate::Received), handled(2, Fate::TakenBack)], vec![]));
    assert_eq!((brought.taken_back, states(&tablet)), (1, vec![RecordState::Received, RecordState::Exported]));
    // A receipt that says less takes nothing away.
    take_in(&mut tablet, &taken(10, vec![], vec![]));
    assert_eq!(states(&tablet), [RecordState::Received, RecordState::Exported]);
}

#[test]
fn what_changed_while_a_receipt_was_read_is_not_overwritten() {
    let (mut tablet, made) = tablet(1);
    let (rows, receipt) = (Rows::of(&tablet), taken(7, vec![handled(1, Fate::Received)], vec![]));
    let (plan, _) = receipts::take_in(rows.here(), &receipt);
    let draft = tablet.filled(1, 3);
    let edit = revision(made[0].submission().record, tablet.settings().sequence, "样例，改过");
    tablet.run(&draft::finalize(&draft, &edit, tablet.ledger(), &[])).unwrap();
    assert_eq!(tablet.run(&plan), Err(Aborted::Guard(Store::States, Some(Conflict::StandingsMoved))));
    assert_eq!(states(&tablet), [RecordState::Waiting]);
    // And two tabs that take the same in.
    let rows = Rows::of(&tablet);
    let (plan, _) = receipts::take_in(rows.here(), &receipt);
    take_in(&mut tablet, &receipt);
    assert_eq!(tablet.run(&plan), Err(Aborted::Guard(Store::Receipts, Some(Conflict::StandingsMoved))));
}

fn came(seq: u8) -> Arrival {
    let batch = BatchId::new(at(i64::from(seq)), [seq; 10]);
    Arrival {
        batch,
        device: device_id(),
        body_hash: body(u64::from(seq)),
        taken_at: at(i64::from(seq)),
        ..arrival(seq, &[])
    }
}

#[test]
fn a_desk_says_what_came_what_lies_apart_and_what_was_taken_back() {
    let arrivals = [came(1), came(2), Arrival { device: DeviceId::new("ef".repeat(32)), ..came(9) }];
    let aside =
        [handled(2, Fate::Quarantined("record".to_owned())), handled(3, Fate::Quarantined("record".to_owned()))];
    let before =
        [handled(1, Fate::Received), handled(4, Fate::Received), handled(5, Fate::Quarantined("x".to_owned()))];
    let said = receipts::handled(&device_id(), &arrivals, &aside, &before, 10, at(50));
    let fates: Vec<(u64, &Fate)> = said.iter().map(|handled| (handled.seq, &handled.fate)).collect();
    let record = Fate::Quarantined("record".to_owned());
    assert_eq!(fates, [(1, &Fate::Received), (2, &Fate::Received), (3, &record), (4, &Fate::TakenBack)]);
    assert_eq!(said[3].at, at(50));
    // Said again it is the same; and it comes back.
    assert_eq!(receipts::handled(&device_id(), &arrivals, &aside, &said, 10, at(60)), said);
    let again = receipts::handled(&device_id(), &[came(4)], &[], &said, 10, at(60));
    assert_eq!(again.iter().find(|handled| handled.seq == 4).unwrap().fate, Fate::Received);
    // Of too many those that came last.
    let few = receipts::handled(&device_id(), &[came(1), came(2), came(3)], &[], &[], 2, at(60));
    assert_eq!(few.iter().map(|handled| handled.seq).collect::<Vec<_>>(), [2, 3]);
}

#[test]
fn what_a_tablet_was_told_is_remembered_and_no_number_comes_twice() {
    let mut desk = Device::new();
    let told = Told { receipt: taken(7, vec![handled(1, Fate::TakenBack)], vec![]).receipt, stored: None };
    desk.run(&receipts::tell(None, &told)).unwrap();
    let value = desk.memory.get(Store::Receipts, &layout::receipt_told(&device_id())).unwrap().to_vec();
    assert_eq!(Told::read(&value).unwrap(), told);
    assert!(matches!(desk.run(&receipts::tell(None, &told)), Err(Aborted::Guard(Store::Receipts, _))));
    let stored = Told { stored: Some("https://dav.example/sync".to_owned()), ..told.clone() };
    desk.run(&receipts::tell(Some(&value), &stored)).unwrap();
    let seconds = u64::try_from(at(0).unix_ms() / 1000).unwrap();
    assert_eq!(receipts::next_number(None, at(0)), seconds);
    assert_eq!(receipts::next_number(Some(&told), at(0)), seconds);
    let ahead = Told { receipt: Receipt { number: seconds + 9, ..told.receipt }, stored: None };
    assert_eq!(receipts::next_number(Some(&ahead), at(0)), seconds + 10, "a clock that was set back changes nothing");
}

fn pack(made: i64, device: &str) -> Pack {
    Pack {
        body_hash: body(9),
        device: DeviceId::new(device.repeat(32)),
        created_at: at(made),
        taken_at: at(99),
        file_name: "taizhang-pack.json".to_owned(),
        forms: Vec::new(),
        lists: Vec::new(),
    }
}

#[test]
fn a_pack_is_offered_once_however_the_one_before_it_came() {
    let seconds = |minute: i64| u64::try_from(at(minute).unix_ms() / 1_000).unwrap();
    let desk = DeviceId::new("cd".repeat(32));
    assert!(packs::is_newer(&[], &desk, seconds(1)));
    assert!(!packs::is_newer(&[pack(1, "cd")], &desk, seconds(1)), "taken from a stick");
    assert!(packs::is_newer(&[pack(1, "cd")], &desk, seconds(2)));
    assert!(packs::is_newer(&[pack(9, "ef")], &desk, seconds(2)), "another desk's word on it");
    // A desk whose clock was set back makes the next one later than the one before all the same.
    let before = Offered { contents: body(1), number: seconds(50), place: "https://dav.example".to_owned() };
    let (number, made) = packs::made_at([&before], at(10));
    assert_eq!((number, made.unix_ms()), (seconds(50) + 3, at(50).unix_ms() + 3_000));
    assert_eq!(packs::made_at([], at(10)), (seconds(10), at(10)));
}

fn print(number: u64) -> Print {
    Print {
        erasures: BTreeSet::new(),
        pack: body(number),
        made_at: at(1),
        forms: BTreeSet::from([(body(7), "样例走访表".to_owned())]),
        tables: BTreeSet::from([("holidays".to_owned(), at(1))]),
        rows: BTreeMap::from([(ListName::new("enterprises"), BTreeMap::from([(EntityId::new("样例1"), u64::MAX)]))]),
    }
}

#[test]
fn a_desk_remembers_what_it_gave_to_all_and_to_each_and_what_was_in_it() {
    let mut desk = Device::new();
    let given = |number: u64| Offered { contents: body(1), number, place: "https://dav.example".to_owned() };
    let one = device_id();
    desk.run(&packs::offered(None, &given(10), &print(1))).unwrap();
    desk.run(&packs::offered(Some(&one), &given(20), &print(2))).unwrap();
    let rows = desk.memory.all(Store::Receipts);
    let known = packs::all_offered(&rows);
    assert_eq!(known, BTreeMap::from([(None, given(10)), (Some(one.clone()), given(20))]));
    for (to, number) in [(None, 1), (Some(&one), 2)] {
        let row = desk.memory.get(Store::Receipts, &layout::pack_print(to)).unwrap();
        assert_eq!(Print::read(row).unwrap(), print(number));
    }
    assert_eq!(packs::made_at(known.values(), at(0)).0, u64::try_from(at(0).unix_ms() / 1_000).unwrap());
    // What is in it and whom it is for counts, and not when it was made.
    let contents = |print: &Print| print.contents("zone", std::slice::from_ref(&one));
    assert_eq!(contents(&print(1)), contents(&print(2)));
    assert_ne!(contents(&print(1)), print(1).contents("zone", &[]));
    assert_ne!(contents(&print(1)), print(1).contents("other", std::slice::from_ref(&one)));
    let other = Print { rows: BTreeMap::new(), ..print(1) };
    assert_ne!(contents(&print(1)), contents(&other));
}
