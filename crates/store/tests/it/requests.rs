//! What registered people asked for.

use record::{EntityId, ErasedEntity, ListName, OfficerId};
use store::requests::{self, Request, Wants};
use store::{Store, Transaction};

use crate::sample::{Device, at};

fn request(minute: i64, wants: Wants) -> Request {
    let person = ErasedEntity { list: ListName::new("talents"), id: EntityId::new("person-1") };
    Request { person, wants, asked_at: at(minute), taken_by: OfficerId::new("900"), done: None }
}

fn listed(desk: &Device) -> Vec<Request> {
    requests::list(&desk.memory.all(Store::Meta))
}

#[test]
fn what_was_asked_for_stands_there_until_somebody_says_that_it_is_done_and_after_that() {
    let mut desk = Device::new();
    let (later, first) = (request(9, Wants::Erasure), request(2, Wants::Copy));
    desk.run(&requests::asked(&later)).unwrap();
    desk.run(&requests::asked(&first)).unwrap();
    assert_eq!(listed(&desk), [first.clone(), later.clone()]);
    desk.run(&requests::done(&first, at(20), &OfficerId::new("901"))).unwrap();
    let closed = Request { done: Some((at(20), OfficerId::new("901"))), ..first };
    assert_eq!(listed(&desk), [closed, later]);
}

#[test]
fn rows_that_nobody_can_read_here_hold_up_no_other() {
    let mut desk = Device::new();
    desk.run(&requests::asked(&request(2, Wants::Correction))).unwrap();
    let odd = |at: &str, value: &str| {
        Transaction::new().put(Store::Meta, store::Key::from("request").then(at), value.as_bytes().to_vec())
    };
    desk.run(&odd("2026-01-01", "{")).unwrap();
    assert_eq!(listed(&desk), [request(2, Wants::Correction)]);
}
