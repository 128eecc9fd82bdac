//! What people asked for who are registered: to see what is held on them, to have it corrected, to have it erased. Whom, what and
//! when, and when it was done; never what is held.
//!
//! A row of `meta` for each, and one more once it is done, neither of which changes: so two desks' rows add up. They outlive the
//! person's registration.
//!
//! Source: P44 of the privacy rules. Not here: by when it is to be done (`ledger`), what is done (the desk).

use record::{ErasedEntity, OfficerId, Timestamp};
use serde::{Deserialize, Serialize};

use crate::layout::{Row, meta};
use crate::{Key, Store, Transaction, disk};

/// The last part of the key of the row that says that it is done.
const DONE: &str = "done";

#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Request {
    /// Who asked, as a list names them.
    pub person: ErasedEntity,
    pub wants: Wants,
    pub asked_at: Timestamp,
    /// Who took it down.
    pub taken_by: OfficerId,
    /// `None`: nobody has said so.
    pub done: Option<(Timestamp, OfficerId)>,
}

#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Wants {
    Copy,
    Correction,
    Erasure,
}

impl Wants {
    pub const ALL: [Self; 3] = [Self::Copy, Self::Correction, Self::Erasure];

    /// Its name for programs, on the disk too.
    pub fn name(self) -> &'static str {
        match self {
            Self::Copy => "copy",
            Self::Correction => "correction",
            Self::Erasure => "erasure",
        }
    }
}

/// Takes a request down.
pub fn asked(request: &Request) -> Transaction {
    let Request { person, wants, asked_at, taken_by, .. } = request;
    let row =
        v1::Asked { person: person.clone(), wants: wants.name().to_owned(), asked_at: *asked_at, by: taken_by.clone() };
    Transaction::new().put(Store::Meta, key(*asked_at), disk::encode(&row))
}

/// It was done.
pub fn done(request: &Request, at: Timestamp, by: &OfficerId) -> Transaction {
    let row = v1::Done { at, by: by.clone() };
    Transaction::new().put(Store::Meta, key(request.asked_at).then(DONE), disk::encode(&row))
}

fn key(asked_at: Timestamp) -> Key {
    Key::from(meta::REQUEST).then(asked_at.to_string())
}

/// The requests among the rows of `meta`, the earliest first. What cannot be read, or wants what a newer version knows, is not
/// among them and stays.
pub fn list(rows: &[Row]) -> Vec<Request> {
    let ours = || rows.iter().filter(|row| row.store == Store::Meta && row.key.text(0) == Some(meta::REQUEST));
    let ends = |row: &&Row| row.key.text(2) == Some(DONE);
    let done = |at: &str| {
        let row = ours().filter(ends).find(|row| row.key.text(1) == Some(at))?;
        disk::decode::<v1::Done>(&row.value).ok().map(|done| (done.at, done.by))
    };
    let request = |row: &Row| {
        let asked = disk::decode::<v1::Asked>(&row.value).ok()?;
        Some(Request {
            wants: Wants::ALL.into_iter().find(|wants| wants.name() == asked.wants)?,
            done: done(row.key.text(1)?),
            person: asked.person,
            asked_at: asked.asked_at,
            taken_by: asked.by,
        })
    };
    let mut requests: Vec<Request> = ours().filter(|row| !ends(row)).filter_map(request).collect();
    requests.sort_by_key(|request| request.asked_at);
    requests
}

mod v1 {
    use super::*;

    #[derive(Serialize, Deserialize)]
    pub struct Asked {
        pub person: ErasedEntity,
        pub wants: String,
        pub asked_at: Timestamp,
        pub by: OfficerId,
    }

    #[derive(Serialize, Deserialize)]
    pub struct Done {
        pub at: Timestamp,
        pub by: OfficerId,
    }
}
