//! The officers who share this tablet: who fills, who else may, and whose a thing is.
//!
//! All of them stand in the one row that has always said who fills ([`Settings`]), the chosen one first: what an earlier
//! version wrote is one officer and nobody else, and byte for byte what this one writes of it. Every change is guarded
//! by the row as it was read, so two tabs cannot undo each other's.
//!
//! Whose a thing is follows from the staff code that it carries. A code that was corrected goes on being its officer's
//! for as long as something here carries it. What carries nobody's code is nobody's: all see it.
//!
//! A profile keeps work apart and locks nothing. Not here: what each has (the app's `state::officers`).

use std::collections::BTreeSet;

use record::OfficerId;

use crate::settings::{Officer, row_of};
use crate::{Settings, Store, Transaction, layout::meta};

/// The longest name, staff code or unit, in characters.
pub const MOST_CHARACTERS: usize = 60;

/// What is wrong with an officer who is to be written down. Nothing has changed.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
pub enum OfficerProblem {
    #[error("no name")]
    NoName,
    #[error("no staff code")]
    NoCode,
    #[error("longer than {MOST_CHARACTERS} characters")]
    TooLong,
    /// Two who share a code would share their drafts.
    #[error("the staff code is another officer's")]
    CodeTaken { by: String },
    /// Both the name and the code: this very officer is here.
    #[error("the same officer is here already")]
    SameTwice,
    /// Who fills now is not taken away from under the page.
    #[error("the officer fills now")]
    Chosen,
    /// Another tab took the officer away.
    #[error("there is no such officer")]
    Gone,
}

impl Officer {
    /// What somebody typed, without blanks at the ends.
    ///
    /// # Errors
    /// [`OfficerProblem`] where it cannot name anybody.
    pub fn typed(name: &str, code: &str, unit: &str) -> Result<Self, OfficerProblem> {
        let [name, code, unit] = [name, code, unit].map(str::trim);
        if name.is_empty() {
            return Err(OfficerProblem::NoName);
        }
        if code.is_empty() {
            return Err(OfficerProblem::NoCode);
        }
        if [name, code, unit].iter().any(|text| text.chars().count() > MOST_CHARACTERS) {
            return Err(OfficerProblem::TooLong);
        }
        Ok(Self { id: OfficerId::new(code), name: name.to_owned(), unit: unit.to_owned(), former: Vec::new() })
    }

    fn has_code(&self, code: &OfficerId) -> bool {
        self.id == *code || self.former.contains(code)
    }
}

impl Settings {
    /// Everybody, the chosen officer first.
    pub fn officers(&self) -> impl Iterator<Item = &Officer> {
        self.officer.iter().chain(&self.others)
    }

    /// Whose a thing with this code is. `None`: nobody's, so everybody sees it.
    pub fn owner(&self, code: &OfficerId) -> Option<&Officer> {
        self.officers().find(|officer| officer.has_code(code))
    }

    /// The officer whose it is, if that is not the chosen one: then it is not shown.
    pub fn other_owner(&self, code: &OfficerId) -> Option<&Officer> {
        self.owner(code).filter(|owner| Some(*owner) != self.officer.as_ref())
    }
}

/// Writes another officer down. The first one fills at once. `held` are the codes that something here carries.
///
/// # Errors
/// [`OfficerProblem`]
pub fn add(settings: &Settings, new: &Officer, held: &BTreeSet<OfficerId>) -> Result<Transaction, OfficerProblem> {
    let mut roster = Roster::of(settings);
    roster.forget_codes(held);
    roster.check(new, None)?;
    roster.0.push(new.clone());
    Ok(roster.written(settings))
}

/// Corrects an officer. What carries the code from before stays that officer's.
///
/// # Errors
/// [`OfficerProblem`]
pub fn correct(
    settings: &Settings,
    whose: &OfficerId,
    corrected: &Officer,
    held: &BTreeSet<OfficerId>,
) -> Result<Transaction, OfficerProblem> {
    let mut roster = Roster::of(settings);
    let at = roster.at(whose)?;
    let mut former = std::mem::take(&mut roster.0[at].former);
    former.push(whose.clone());
    roster.0[at] = Officer { former, ..corrected.clone() };
    roster.forget_codes(held);
    roster.check(corrected, Some(at))?;
    Ok(roster.written(settings))
}

/// Says who fills from now on. Drafts and records keep the officer they have.
///
/// # Errors
/// [`OfficerProblem::Gone`]
pub fn choose(settings: &Settings, whose: &OfficerId) -> Result<Transaction, OfficerProblem> {
    let mut roster = Roster::of(settings);
    let at = roster.at(whose)?;
    let chosen = roster.0.remove(at);
    roster.0.insert(0, chosen);
    Ok(roster.written(settings))
}

/// Takes an officer away of whom nothing is here that was not sent: whoever calls this has looked.
///
/// # Errors
/// [`OfficerProblem::Chosen`] or [`OfficerProblem::Gone`]
pub fn remove(settings: &Settings, whose: &OfficerId) -> Result<Transaction, OfficerProblem> {
    let mut roster = Roster::of(settings);
    match roster.at(whose)? {
        0 => Err(OfficerProblem::Chosen),
        at => {
            roster.0.remove(at);
            Ok(roster.written(settings))
        }
    }
}

/// All officers, the chosen one first.
struct Roster(Vec<Officer>);

impl Roster {
    fn of(settings: &Settings) -> Self {
        Self(settings.officers().cloned().collect())
    }

    fn at(&self, whose: &OfficerId) -> Result<usize, OfficerProblem> {
        self.0.iter().position(|officer| officer.id == *whose).ok_or(OfficerProblem::Gone)
    }

    /// Corrected codes that nothing here carries any more are free for whoever really has them.
    fn forget_codes(&mut self, held: &BTreeSet<OfficerId>) {
        for officer in &mut self.0 {
            let id = officer.id.clone();
            officer.former.retain(|code| *code != id && held.contains(code));
            officer.former.dedup();
        }
    }

    /// `except` is the officer who is corrected.
    fn check(&self, officer: &Officer, except: Option<usize>) -> Result<(), OfficerProblem> {
        let others = self.0.iter().enumerate().filter(|(at, _)| Some(*at) != except).map(|(_, other)| other);
        match others.into_iter().find(|other| other.has_code(&officer.id)) {
            None => Ok(()),
            Some(other) if other.name == officer.name && other.id == officer.id => Err(OfficerProblem::SameTwice),
            Some(other) => Err(OfficerProblem::CodeTaken { by: other.name.clone() }),
        }
    }

    fn written(&self, before: &Settings) -> Transaction {
        let key = || meta::OFFICER.into();
        let plan = match row_of(before.officer.as_ref(), &before.others) {
            Some(row) => Transaction::new().guard(Store::Meta, key(), row),
            None => Transaction::new().guard_free(Store::Meta, key()),
        };
        match row_of(self.0.first(), self.0.get(1..).unwrap_or_default()) {
            Some(row) => plan.put(Store::Meta, key(), row),
            None => plan,
        }
    }
}
