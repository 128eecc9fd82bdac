//! Tables of somebody's own: what they became is here as a whole and waits to be sent, and their columns are remembered.

use record::{FormRef, OfficerId, Revision, Sha256};
use store::import::Load;
use store::import::{self, Arrival, Leaving, TableFacts};
use store::layout::{self, Row};
use store::memory::Aborted;
use store::records::{self, RecordState};
use store::tables::{Mapping, TakenRow, mappings, remember, rows, take_in};
use store::{Conflict, EntityRow, Settings, Store, blobs};

use crate::sample::{Device, arrival, at, entity, record_no, revision};

fn said(minute: i64, heading: &str) -> Mapping {
    Mapping {
        form: "enterprise_registration".to_owned(),
        shape: Sha256::of(heading.as_bytes()),
        columns: vec![(heading.to_owned(), "ent_name".to_owned()), ("序号".to_owned(), String::new())],
        constants: vec![("data_source".to_owned(), "import".to_owned())],
        used_at: at(minute),
    }
}

fn rows_of(sequence: u64, count: u8) -> Vec<Revision> {
    (0..count).map(|number| revision(record_no(number + 10), sequence + u64::from(number), "样例")).collect()
}

fn table(number: u8, revisions: &[Revision]) -> Arrival {
    let form = FormRef { id: "enterprise_registration".into(), version: "3".into(), hash: Sha256::of(b"form") };
    let (sheet, title, officer) = ("企业台账".to_owned(), "企业登记".to_owned(), OfficerId::new("样例01"));
    let table = Some(TableFacts { sheet, form, title, officer, refused: 2 });
    Arrival { seq: 0, file_name: "台账.xlsx".into(), table, ..arrival(number, revisions) }
}

fn taken_rows(revisions: &[Revision]) -> Vec<TakenRow> {
    let row = |(number, revision): (u32, &Revision)| TakenRow { number, print: Sha256::of(revision.body().as_bytes()) };
    (5..).zip(revisions).map(row).collect()
}

/// All that leaves with a table that was just taken in.
fn leaving(desk: &Device, revisions: &[Revision]) -> Leaving {
    let key = |revision: &Revision| (revision.submission().record, revision.hash());
    let records: Vec<String> = revisions
        .iter()
        .map(|revision| layout::state(revision.submission().record).text(0).unwrap().to_owned())
        .collect();
    let is_its = |row: &Row| row.key.text(0).is_some_and(|id| records.iter().any(|record| record == id));
    Leaving {
        revisions: revisions.iter().map(key).collect(),
        states: desk.memory.all(Store::States).into_iter().filter(is_its).collect(),
        ..Leaving::default()
    }
}

fn settings(device: &Device) -> Settings {
    Settings::read(&device.memory.all(Store::Meta)).unwrap().unwrap()
}

#[test]
fn a_table_is_taken_in_whole_and_its_records_wait_to_be_sent() {
    let mut desk = Device::new();
    let before = settings(&desk);
    let revisions = rows_of(before.sequence, 3);
    let (came, its) = (table(1, &revisions), taken_rows(&revisions));
    let plan = take_in(&came, &its, &revisions, &[entity("e1", "{}")], &said(1, "单位名称"), before.ledger);
    desk.run(&plan).unwrap();

    let inbox = desk.memory.all(Store::Inbox);
    assert_eq!(import::list(&inbox).0, [Arrival { revisions: Vec::new(), ..came.clone() }]);
    assert_eq!((import::revisions(&inbox).unwrap(), rows(&inbox).unwrap()), (came.revisions, its));

    assert_eq!(records::list(&desk.memory.all(Store::Records)).0.len(), 3);
    let standings = records::standings(&desk.memory.all(Store::States)).0;
    assert!(standings.len() == 3 && standings.values().all(|standing| standing.state == RecordState::Waiting));
    let after = settings(&desk);
    assert_eq!((after.sequence, after.ledger.0), (before.sequence + 3, before.ledger.0 + 1));
    assert_eq!(mappings(&desk.memory.all(Store::Meta), "enterprise_registration"), [said(1, "单位名称")]);
}

#[test]
fn what_was_planned_before_another_record_was_made_is_not_written() {
    let mut desk = Device::new();
    let before = settings(&desk);
    let plan = |number: u8, from: u64| {
        let revisions = rows_of(from, 2);
        let came = table(number, &revisions);
        take_in(&came, &taken_rows(&revisions), &revisions, &[], &said(1, "单位名称"), before.ledger)
    };
    desk.run(&plan(1, before.sequence)).unwrap();
    let kept = desk.memory.clone();
    assert_eq!(desk.run(&plan(2, 50)), Err(Aborted::Guard(Store::Meta, Some(Conflict::SequenceTaken))));
    assert_eq!(desk.memory, kept);
}

#[test]
fn the_mapping_used_last_stands_first_and_one_of_the_same_headings_is_replaced() {
    let mut desk = Device::new();
    for (minute, heading) in [(1, "单位名称"), (2, "企业名称"), (3, "单位名称")] {
        desk.run(&remember(&said(minute, heading))).unwrap();
    }
    let rows = desk.memory.all(Store::Meta);
    assert_eq!(mappings(&rows, "enterprise_registration"), [said(3, "单位名称"), said(2, "企业名称")]);
    assert_eq!(mappings(&rows, "liaison_visit"), []);
    assert_eq!(settings(&desk).sequence, 1, "settings are read beside them");
}

#[test]
fn a_table_that_is_taken_back_leaves_what_was_there_before_and_what_came_otherwise_in_any_order() {
    for is_batch_first in [true, false] {
        let mut desk = Device::new();
        let batch: Vec<Revision> =
            (1..3).map(|number| revision(record_no(number), u64::from(number), "样例")).collect();
        let mut without = Device::new();
        without.take_in(1, &batch).unwrap();
        if is_batch_first {
            desk.take_in(1, &batch).unwrap();
        }
        let before = settings(&desk);
        let revisions = rows_of(before.sequence, 3);
        let (came, its, said) = (table(9, &revisions), taken_rows(&revisions), said(1, "单位名称"));
        desk.run(&take_in(&came, &its, &revisions, &[entity("e1", "{}")], &said, before.ledger)).unwrap();
        if !is_batch_first {
            desk.take_in(1, &batch).unwrap();
        }
        let gone = EntityRow { value: None, ..entity("e1", "") };
        let leaving = Leaving { entities: vec![gone], ..leaving(&desk, &revisions) };
        assert_eq!(leaving.states.len(), 3);
        desk.run(&import::take_back(&[came.batch], leaving, desk.ledger())).unwrap();
        for store in [Store::Records, Store::States, Store::Entities, Store::Inbox] {
            assert_eq!(desk.memory.all(store), without.memory.all(store), "{store:?}, batch first: {is_batch_first}");
        }
    }
}

#[test]
fn a_table_of_which_a_record_was_sent_meanwhile_is_not_taken_back() {
    let mut desk = Device::new();
    let before = settings(&desk);
    let revisions = rows_of(before.sequence, 2);
    let came = table(9, &revisions);
    let plan = take_in(&came, &taken_rows(&revisions), &revisions, &[], &said(1, "单位名称"), before.ledger);
    desk.run(&plan).unwrap();
    let mut leaving = leaving(&desk, &revisions);
    leaving.states[1].value = b"{\"state\":\"exported\"}".to_vec();
    let kept = desk.memory.clone();
    let back = import::take_back(&[came.batch], leaving, desk.ledger());
    assert!(matches!(desk.run(&back), Err(Aborted::Guard(Store::States, _))));
    assert_eq!(desk.memory, kept);
}

#[test]
fn attachments_of_what_was_taken_back_go_unless_something_else_names_them() {
    let mut desk = Device::new();
    let (own, shared) = (Sha256::of(b"own"), Sha256::of(b"shared"));
    let all = [revision(record_no(1), 1, "样例")];
    let blobs = vec![(own, b"own".to_vec()), (shared, b"shared".to_vec())];
    let came = arrival(1, &all);
    let load = Load { blobs, ..Load::of(&all) };
    desk.run(&import::take_in(std::slice::from_ref(&came), load, desk.ledger())).unwrap();
    let draft = Row::new(Store::Journal, "draft", format!("{{\"answer\":\"{shared}\"}}"));
    let unnamed = blobs::unnamed([own, shared].into(), [&draft]);
    assert_eq!(unnamed, [own].into());
    let leaving = Leaving { revisions: came.revisions.clone(), blobs: unnamed, ..Leaving::default() };
    desk.run(&import::take_back(&[came.batch], leaving, desk.ledger())).unwrap();
    assert!(blobs::read(own, &desk.memory.all(Store::Blobs)).is_err());
    assert_eq!(blobs::read(shared, &desk.memory.all(Store::Blobs)).unwrap(), b"shared");
}
