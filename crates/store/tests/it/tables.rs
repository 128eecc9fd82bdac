//! Tables of somebody's own: what they became is here as a whole and waits to be sent, and their columns are remembered.

use record::{Revision, Sha256};
use store::memory::Aborted;
use store::records::{self, RecordState};
use store::tables::{Mapping, mappings, remember, take_in};
use store::{Conflict, Settings, Store};

use crate::sample::{Device, at, entity, record_no, revision};

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

fn settings(device: &Device) -> Settings {
    Settings::read(&device.memory.all(Store::Meta)).unwrap().unwrap()
}

#[test]
fn a_table_is_taken_in_whole_and_its_records_wait_to_be_sent() {
    let mut desk = Device::new();
    let before = settings(&desk);
    let revisions = rows_of(before.sequence, 3);
    let plan = take_in(&revisions, &[entity("e1", "{}")], &said(1, "单位名称"), before.ledger);
    desk.run(&plan).unwrap();

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
    let plan = |from: u64| take_in(&rows_of(from, 2), &[], &said(1, "单位名称"), before.ledger);
    desk.run(&plan(before.sequence)).unwrap();
    let kept = desk.memory.clone();
    assert_eq!(desk.run(&plan(50)), Err(Aborted::Guard(Store::Meta, Some(Conflict::SequenceTaken))));
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
