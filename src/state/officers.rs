//! The officers who share this tablet: what each has here, and every change of them.
//!
//! It lies in the second part of the program: the first officer of a tablet is written down by the page of settings
//! itself. Start at [`change`]. Whoever changes something tells the other tabs, which read it again.
//!
//! Not here: whose a thing is, and what may be changed (`store::officers`).

use std::collections::BTreeSet;
use std::rc::Rc;

use futures_util::future::LocalBoxFuture;
use record::OfficerId;
use store::officers::{self, OfficerProblem};
use store::records::RecordState;
use store::settings::Officer;
use store::{Conflict, Settings};

use super::device::{Device, Failure};
use super::{flush, notebook};
use crate::later::{NotHere, later};
use crate::platform::idb::ReadError;
use crate::platform::local;

/// What is to be done.
#[derive(Clone, PartialEq, Debug)]
pub enum Change {
    Add(Officer),
    /// Whoever has this code is called so from now on.
    Correct(OfficerId, Officer),
    Choose(OfficerId),
    Remove(OfficerId),
}

/// Why it was not done. Nothing has changed.
#[derive(Clone, PartialEq, Debug, thiserror::Error)]
pub enum Refusal {
    #[error(transparent)]
    Problem(#[from] OfficerProblem),
    /// Something of the officer's was not sent, or nobody said that it arrived.
    #[error("something of the officer's is only here")]
    Holds(Holdings),
    /// An open form has answers that are not on disk.
    #[error("an open form could not be saved")]
    NotSaved,
    #[error("the database cannot be read")]
    Read(#[from] ReadError),
    #[error("what the device knows of itself cannot be read")]
    Damaged,
    #[error("the database cannot be written")]
    Write(#[from] Failure),
    #[error(transparent)]
    NotHere(#[from] NotHere),
}

/// What some officers have on this tablet.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Holdings {
    pub drafts: usize,
    /// Records that were not exported.
    pub waiting: usize,
    /// Records that were exported, and of which nobody said that they arrived.
    pub exported: usize,
    pub received: usize,
    /// Drafts in the bin.
    pub binned: usize,
}

impl Holdings {
    /// Nothing that would be asked for.
    pub fn is_settled(&self) -> bool {
        self.drafts + self.waiting + self.exported == 0
    }

    pub fn is_empty(&self) -> bool {
        self.is_settled() && self.received + self.binned == 0
    }

    pub fn records(&self) -> usize {
        self.waiting + self.exported + self.received
    }
}

/// Where a thing of an officer's stands.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Thing {
    Draft,
    Record(RecordState),
    Binned,
}

/// How often a change is tried while other tabs are faster.
const TRIES: usize = 5;

/// What other officers than the chosen one have here.
///
/// # Errors
/// [`ReadError`]
pub async fn of_others(device: &Device, settings: &Settings) -> Result<Holdings, ReadError> {
    Ok(counted(&things(device).await?, |code| settings.other_owner(code).is_some()))
}

/// Carries out a change, once an open form is safe, and tells the other tabs.
///
/// # Errors
/// [`Refusal`]
pub async fn change(device: &Device, change: &Change) -> Result<(), Refusal> {
    if !flush::all().await {
        return Err(Refusal::NotSaved);
    }
    for _ in 0..TRIES {
        let settings = device.settings().await?.ok_or(Refusal::Damaged)?;
        let things = things(device).await?;
        match device.run(plan(&settings, &things, change)?).await {
            Ok(()) => {
                local::tell_officers();
                return Ok(());
            }
            // Another tab changed them meanwhile: once more with what is there now.
            Err(Failure::Conflict(Conflict::OfficersChanged)) => {}
            Err(failure) => return Err(failure.into()),
        }
    }
    Err(Refusal::Write(Failure::Conflict(Conflict::OfficersChanged)))
}

later! {
    /// [`change`] for the page of settings.
    pub fn changing(device: Rc<Device>, to: Change) -> Result<LocalBoxFuture<'static, Result<(), Refusal>>, NotHere> {
        Ok(Box::pin(async move { change(&device, &to).await }))
    }
}

fn plan(settings: &Settings, things: &[(OfficerId, Thing)], change: &Change) -> Result<store::Transaction, Refusal> {
    let held: BTreeSet<OfficerId> = things.iter().map(|(code, _)| code.clone()).collect();
    Ok(match change {
        Change::Add(new) => officers::add(settings, new, &held)?,
        Change::Correct(whose, corrected) => officers::correct(settings, whose, corrected, &held)?,
        Change::Choose(whose) => officers::choose(settings, whose)?,
        Change::Remove(whose) => {
            let plan = officers::remove(settings, whose)?;
            let holds = counted(things, |code| settings.owner(code).is_some_and(|owner| owner.id == *whose));
            if !holds.is_settled() {
                return Err(Refusal::Holds(holds));
            }
            plan
        }
    })
}

/// Everything here that carries an officer's code.
async fn things(device: &Device) -> Result<Vec<(OfficerId, Thing)>, ReadError> {
    let drafts = notebook::drafts(device).await?.into_iter().map(|draft| (draft.officer, Thing::Draft));
    let records = notebook::records(device).await?.into_iter();
    let records = records.map(|record| (record.officer, Thing::Record(record.standing.state)));
    let binned = notebook::binned(device).await?.into_iter();
    let binned = binned.filter_map(|item| Some((item.officer?, Thing::Binned)));
    Ok(drafts.chain(records).chain(binned).collect())
}

fn counted(things: &[(OfficerId, Thing)], is_meant: impl Fn(&OfficerId) -> bool) -> Holdings {
    let mut holdings = Holdings::default();
    for (_, thing) in things.iter().filter(|(code, _)| is_meant(code)) {
        *match thing {
            Thing::Draft => &mut holdings.drafts,
            Thing::Record(RecordState::Draft | RecordState::Waiting | RecordState::Returned) => &mut holdings.waiting,
            Thing::Record(RecordState::Exported) => &mut holdings.exported,
            Thing::Record(RecordState::Received) => &mut holdings.received,
            Thing::Binned => &mut holdings.binned,
        } += 1;
    }
    holdings
}

#[cfg(test)]
mod tests;
