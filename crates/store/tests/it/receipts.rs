//! What a receipt changes on its tablet, and what a desk says of a tablet's batches.

use std::collections::{BTreeMap, BTreeSet};

use proptest::prelude::*;
use record::{
    BatchId, Charter, DeviceId, EntityId, Fate, Handled, Lifted, ListName, OfficerId, Receipt, RecordId, Returned,
    Revision, RevisionHash, Sha256,
};
use store::import::Arrival;
use store::memory::Aborted;
use store::outbox::{self, Export, ExportState};
use store::packs::{self, Offered, Pack, Print};
use store::receipts::{self, Brought, Coming, Heard, Here, Judged, Taken, Told};
use store::records::{self, RecordState};
use store::zone::Zone;
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

fn desk(byte: &str) -> DeviceId {
    DeviceId::new(byte.repeat(32))
}

/// A zone whose head is `cd`; the others were appointed.
fn zone(appointed: &[&str]) -> Zone {
    let charter =
        appointed.iter().fold(Charter::of(desk("cd")), |charter, byte| charter.appointing(&desk(byte), 1).unwrap());
    Zone { id: "a1".to_owned(), charter, ..crate::zones::zone_of("a1", 1) }
}

/// The same as another desk says it.
fn by(byte: &str, taken: Taken) -> Taken {
    let receipt = taken.receipt;
    Taken { body_hash: Sha256::of(format!("{byte}{receipt:?}").as_bytes()), desk: desk(byte), receipt, ..taken }
}

fn lifted(revision: &Revision, minute: i64) -> Lifted {
    Lifted { record: revision.submission().record, revision: revision.hash(), at: at(minute) }
}

fn taken(number: u64, batches: Vec<Handled>, returned: Vec<Returned>) -> Taken {
    let (zone, officer) = ("a1".to_owned(), OfficerId::new("样例-desk"));
    let (lifted, charter, device) = (Vec::new(), Vec::new(), device_id());
    let receipt = Receipt { zone, device, number, created_at: at(5), officer, batches, returned, lifted, charter };
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
    zone: Zone,
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
        let known = tablet.memory.get(Store::Receipts, &layout::receipts_taken()).map(<[u8]>::to_vec);
        let (outbox, states) = (tablet.memory.all(Store::Outbox), tablet.memory.all(Store::States));
        Self { zone: zone(&["ee", "ff"]), known, outbox, states, heads }
    }

    fn here(&self) -> Here<'_> {
        let Self { zone, known, outbox, states, heads } = self;
        Here { known: known.as_deref(), zone, outbox, states, heads }
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

fn known(tablet: &Device) -> Heard {
    Heard::read(tablet.memory.get(Store::Receipts, &layout::receipts_taken()).unwrap()).unwrap()
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
    let (known, zone) = (known(&tablet), zone(&[]));
    assert_eq!(known.of(&desk("cd")), Some(&receipt), "it is read as it was written");
    let judged = |of: &Revision| known.judged(&zone, of.submission().record, of.hash());
    assert!(matches!(judged(&made[1]), Some(Judged::Returned(said)) if said.reason == "缺少照片"));
    assert_eq!(judged(&made[0]), None);
    assert!(matches!(&known.fate(&zone, body(3)).unwrap().fate, Fate::Quarantined(why) if why == "unknown_device"));
}

#[test]
fn the_same_receipt_again_and_an_older_one_are_told_as_such() {
    let (seven, eight) = (taken(7, vec![handled(1, Fate::Received)], vec![]), taken(8, vec![], vec![]));
    let [none, of_seven, of_eight] = [None, Some(&seven), Some(&eight)]
        .map(|taken: Option<&Taken>| taken.map_or_else(Heard::default, |taken| Heard::default().with(taken)));
    assert_eq!(none.coming(&seven), Coming::Newer);
    assert_eq!(of_seven.coming(&seven), Coming::Known);
    assert_eq!(of_seven.coming(&eight), Coming::Newer);
    assert_eq!(of_eight.coming(&seven), Coming::Older);
    let same_number = taken(8, vec![handled(2, Fate::Received)], vec![]);
    assert_eq!(of_eight.coming(&same_number), Coming::Older, "two cannot both be the eighth");
    // Another desk counts by itself.
    assert_eq!(of_eight.coming(&by("ee", taken(3, vec![], vec![]))), Coming::Newer);
}

#[test]
fn the_receipt_that_a_version_until_now_kept_is_its_desks_and_goes_on_counting() {
    let seven = taken(7, vec![handled(1, Fate::Received)], vec![]);
    let (mut tablet, _) = tablet(2);
    let row = Row::new(Store::Receipts, layout::receipts_taken(), of_before());
    let before = Heard::read(&row.value).unwrap();
    assert_eq!(before.of(&desk("cd")).unwrap().receipt, seven.receipt);
    tablet.run(&store::Transaction::new().put(row.store, row.key, row.value)).unwrap();
    assert_eq!(known(&tablet).coming(&taken(7, vec![], vec![])), Coming::Older);
    take_in(&mut tablet, &by("ee", taken(3, vec![handled(2, Fate::Received)], vec![])));
    assert_eq!(states(&tablet), [RecordState::Received; 2]);
    assert_eq!(known(&tablet).of(&desk("cd")).unwrap().receipt, seven.receipt);
}

fn of_before() -> String {
    let with = [("<body>", body(1).to_string()), ("<device>", device_id().to_string())];
    let with = with.into_iter().chain([("<at3>", at(3).to_string()), ("<at5>", at(5).to_string())]);
    with.fold(OF_BEFORE.to_owned(), |text, (from, to)| text.replace(from, &to))
}

/// As version 0.3.0 wrote it.
const OF_BEFORE: &str = r#"{"receipt":{"zone":"a1","device":"<device>","number":7,"created_at":"<at5>","officer":"样例-desk","batches":[{"body":"<body>","seq":1,"fate":"received","at":"<at3>"}],"returned":[]},"desk":"cdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcd","body_hash":"<body>","file_hash":"<body>","taken_at":"<at3>","file_name":"x.json.age"}"#;

#[test]
fn what_one_desk_has_is_received_though_it_lies_apart_at_another() {
    for order in [["cd", "ee"], ["ee", "cd"]] {
        let (mut tablet, _) = tablet(2);
        for who in order {
            let apart = Fate::Quarantined("unknown_device".to_owned());
            let fates = if who == "cd" { [Fate::Received, apart] } else { [apart.clone(), apart] };
            let [first, second] = fates;
            take_in(&mut tablet, &by(who, taken(7, vec![handled(1, first), handled(2, second)], vec![])));
        }
        assert_eq!(states(&tablet), [RecordState::Received, RecordState::Exported], "{order:?}");
    }
}

#[test]
fn of_taking_in_and_taking_back_the_later_counts() {
    let at_minute = |fate, minute| Handled { at: at(minute), ..handled(1, fate) };
    for (received, taken_back, state) in
        [(3, 9, RecordState::Exported), (9, 3, RecordState::Received), (3, 3, RecordState::Received)]
    {
        for order in [["cd", "ee"], ["ee", "cd"]] {
            let (mut tablet, _) = tablet(1);
            for who in order {
                let said = match who {
                    "cd" => at_minute(Fate::Received, received),
                    _ => at_minute(Fate::TakenBack, taken_back),
                };
                take_in(&mut tablet, &by(who, taken(7, vec![said], vec![])));
            }
            assert_eq!(states(&tablet), [state], "{received} {taken_back} {order:?}");
        }
    }
}

#[test]
fn a_return_of_one_desk_stands_until_somebody_lifts_it_later() {
    let (mut tablet, made) = tablet(1);
    let has = || vec![handled(1, Fate::Received)];
    take_in(&mut tablet, &by("ee", taken(3, has(), vec![back(&made[0])])));
    assert_eq!(states(&tablet), [RecordState::Returned]);
    // The other has it too, and has not seen the verdict.
    take_in(&mut tablet, &taken(50, has(), vec![]));
    assert_eq!(states(&tablet), [RecordState::Returned]);
    let lifting = |number: u64, minute: i64| {
        let mut taken = taken(number, has(), vec![]);
        taken.receipt.lifted = vec![lifted(&made[0], minute)];
        by("cd", taken)
    };
    take_in(&mut tablet, &lifting(51, 3));
    assert_eq!(states(&tablet), [RecordState::Returned], "what was lifted before was returned again since");
    take_in(&mut tablet, &lifting(52, 6));
    assert_eq!(states(&tablet), [RecordState::Received]);
    take_in(&mut tablet, &by("ee", taken(4, has(), vec![Returned { at: at(8), ..back(&made[0]) }])));
    assert_eq!(states(&tablet), [RecordState::Returned]);
}

#[test]
fn what_a_desk_said_counts_no_more_once_its_appointment_was_withdrawn() {
    let (mut tablet, made) = tablet(3);
    let both = vec![handled(1, Fate::Received), handled(2, Fate::Received)];
    take_in(&mut tablet, &by("ee", taken(7, both.clone(), vec![back(&made[0])])));
    take_in(&mut tablet, &by("ff", taken(7, vec![handled(2, Fate::Received)], vec![])));
    assert_eq!(states(&tablet), [RecordState::Returned, RecordState::Received, RecordState::Exported]);
    let rows = Rows { zone: zone(&["ff"]), ..Rows::of(&tablet) };
    let (plan, _) = receipts::take_in(rows.here(), &taken(8, vec![handled(3, Fate::Received)], vec![]));
    tablet.run(&plan).unwrap();
    assert_eq!(states(&tablet), [RecordState::Exported, RecordState::Received, RecordState::Received]);
    let exports = outbox::list(&tablet.memory.all(Store::Outbox)).0;
    assert_eq!(exports.iter().find(|export| export.seq == 1).unwrap().state, ExportState::Handed);
    // Appointed again, it has said what it said.
    take_in(&mut tablet, &taken(9, vec![handled(3, Fate::Received)], vec![]));
    assert_eq!(states(&tablet)[0], RecordState::Returned);
}

/// What desks come to say of three batches with a record in each, one step after the other. Each receipt says all that the one before
/// of its desk did.
#[derive(Clone, Debug)]
struct Saying {
    who: u8,
    batch: u8,
    what: u8,
}

fn sayings(made: &[Revision], steps: &[Saying]) -> Vec<Taken> {
    const DESKS: [&str; 3] = ["cd", "ee", "ff"];
    let mut last: [Receipt; 3] = std::array::from_fn(|_| taken(1, vec![], vec![]).receipt);
    let mut all = Vec::new();
    for (step, minute) in steps.iter().zip(10..) {
        let (who, batch) = (usize::from(step.who % 3), usize::from(step.batch % 3));
        let (receipt, revision) = (&mut last[who], &made[batch]);
        let seq = batch as u64 + 1;
        let fate = match step.what % 5 {
            0 => Fate::Quarantined("record".to_owned()),
            1 => Fate::TakenBack,
            _ => Fate::Received,
        };
        receipt.batches.retain(|handled| handled.seq != seq);
        receipt.batches.push(Handled { at: at(minute), ..handled(seq, fate) });
        let record = revision.submission().record;
        if step.what % 5 > 2 {
            receipt.returned.retain(|said| said.record != record);
            receipt.lifted.retain(|said| said.record != record);
        }
        match step.what % 5 {
            3 => receipt.returned.push(Returned { at: at(minute), ..back(revision) }),
            4 => receipt.lifted.push(lifted(revision, minute)),
            _ => {}
        }
        receipt.number += 1;
        all.push(by(DESKS[who], Taken { receipt: receipt.clone(), ..taken(1, vec![], vec![]) }));
    }
    all
}

proptest! {
    /// In whatever order receipts come, however often, with some of a desk's lost but its last, and read anew from disk each time.
    #[test]
    fn the_same_stands_in_the_end_in_whatever_order_receipts_come(
        steps in prop::collection::vec((any::<u8>(), any::<u8>(), any::<u8>()), 1..8),
        order in prop::collection::vec(any::<prop::sample::Index>(), 0..20),
    ) {
        let steps: Vec<Saying> = steps.into_iter().map(|(who, batch, what)| Saying { who, batch, what }).collect();
        let in_order = |order: &dyn Fn(&[Taken]) -> Vec<Taken>| {
            let (mut tablet, made) = tablet(3);
            let said = sayings(&made, &steps);
            for coming in order(&said) {
                let known = tablet.memory.get(Store::Receipts, &layout::receipts_taken());
                let known = known.map(|row| Heard::read(row).unwrap()).unwrap_or_default();
                if known.coming(&coming) == Coming::Newer {
                    take_in(&mut tablet, &coming);
                }
            }
            let exports = outbox::list(&tablet.memory.all(Store::Outbox)).0;
            (states(&tablet), exports.into_iter().map(|export| (export.seq, export.state)).collect::<Vec<_>>())
        };
        let straight = in_order(&|said| said.to_vec());
        let mixed = in_order(&|said| {
            let mut mixed: Vec<Taken> = order.iter().map(|at| said[at.index(said.len())].clone()).collect();
            let last = ["cd", "ee", "ff"].into_iter().filter_map(|who| said.iter().rev().find(|taken| taken.desk == desk(who)));
            mixed.extend(last.cloned());
            mixed.extend(said.iter().rev().cloned());
            mixed
        });
        prop_assert_eq!(&mixed, &straight);
        let backwards = in_order(&|said| said.iter().rev().cloned().collect());
        prop_assert_eq!(&backwards, &straight);
    }
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
