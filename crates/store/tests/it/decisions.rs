//! What is decided at a desk: written whole or not at all, and waiting to be sent.

use record::{Decision, EntityBase, EntityChange, EntityId, ListName, Matter, Revision, Submission};
use store::memory::Aborted;
use store::records::{self, RecordState};
use store::{Conflict, Store};

use crate::sample::{Device, entity, record_no, revision};

fn decision(number: u8, sequence: u64) -> Revision {
    let base = EntityBase { version: 2, ..EntityBase::default() };
    let (list, entity) = (ListName::new("enterprises"), EntityId::new(format!("e{number}")));
    let change = EntityChange {
        properties: [("employees".to_owned(), "210".to_owned())].into(),
        ..EntityChange::update(list, entity, Some(base))
    };
    let filled = revision(record_no(number), sequence, "样例").submission().clone();
    let decided = Submission {
        form: Decision::form(),
        answers: serde_json::Map::new(),
        entities: vec![change],
        decision: Some(Decision { matter: Matter::Values, reason: Some("企业电话确认".into()) }),
        ..filled
    };
    Revision::write(decided).unwrap()
}

#[test]
fn decisions_are_records_that_wait_and_the_ledger_has_them() {
    let mut desk = Device::new();
    let first = desk.settings().sequence;
    let decisions = [decision(1, first), decision(2, first + 1)];
    let rows = [entity("e1", "one"), entity("e2", "two")];
    desk.run(&records::decide(&decisions, &rows, desk.ledger())).unwrap();
    let (kept, damaged) = records::list(&desk.memory.all(Store::Records));
    assert!(damaged.is_empty() && decisions.iter().all(|decision| kept.contains(decision)));
    let (standings, _) = records::standings(&desk.memory.all(Store::States));
    assert!(standings.values().all(|standing| standing.state == RecordState::Waiting));
    assert_eq!((records::unsent(&standings).0, desk.settings().sequence), (2, first + 2));
    assert_eq!(desk.memory.all(Store::Entities).len(), 2);
}

#[test]
fn what_was_decided_in_sight_of_an_older_ledger_or_while_another_tab_counted_on_is_not_written() {
    let mut desk = Device::new();
    let (ledger, first) = (desk.ledger(), desk.settings().sequence);
    let late = records::decide(&[decision(1, first)], &[entity("e1", "one")], ledger);
    desk.take_in(1, &[]).unwrap();
    let before = desk.memory.clone();
    assert_eq!(desk.run(&late), Err(Aborted::Guard(Store::Meta, Some(Conflict::LedgerMoved))));
    assert_eq!(desk.memory, before);
    let mut desk = Device::new();
    let (one, other) = (decision(1, first), decision(2, first));
    desk.run(&records::decide(&[one], &[], desk.ledger())).unwrap();
    let late = records::decide(&[other], &[], desk.ledger());
    assert_eq!(desk.run(&late), Err(Aborted::Guard(Store::Meta, Some(Conflict::SequenceTaken))));
}
