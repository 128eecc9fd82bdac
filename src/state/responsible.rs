//! Who is responsible for which enterprises, and handing them over.
//!
//! Not here: what that does to the ledger (`ledger::handed_over`), the page (`pages::responsible`).

use std::collections::BTreeSet;

use ledger::register::query::{Filter, Query, Which, Window};
use ledger::{Column, EntityKey, RuleError, STAFF_CODE, STAFF_FROM};
use record::{Day, Decision, EntityId, ListName, Matter};

use super::decisions::{DecideError, Desk, TRIES, history};
use super::desk::ENTERPRISES;
use super::device::{Device, Failure, device_id};
use super::lists::{self, ListError};
use crate::platform::idb::RunError;

/// So many enterprises of one officer are shown and handed over at once.
pub const MOST: usize = 2_000;
/// More codes than any zone has officers.
const MOST_CODES: usize = 5_000;

/// Who there is.
pub struct Officers {
    /// Staff codes with how many enterprises each has; blank: those that nobody has yet.
    pub responsible: Vec<(String, usize)>,
    /// Every staff code that is known of here.
    pub known: BTreeSet<String>,
}

/// An enterprise that somebody is responsible for.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Firm {
    pub id: EntityId,
    pub title: String,
    /// The day since when; blank where nobody is.
    pub since: String,
    /// Who changed it last.
    pub updated_by: String,
}

/// What was handed over, for who wants to take it back.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct HandedOver {
    pub ids: Vec<EntityId>,
    pub from: String,
    pub to: String,
}

fn column(name: &str) -> Column {
    Column::Property(name.to_owned())
}

/// Who is responsible for anything, and who could be.
///
/// # Errors
/// [`ListError`]
pub async fn officers() -> Result<Officers, ListError> {
    let list = ListName::new(ENTERPRISES);
    let mut responsible = lists::values(&list, &column(STAFF_CODE), MOST_CODES).await?.unwrap_or_default();
    responsible.sort();
    let updated = lists::values(&list, &Column::UpdatedBy, MOST_CODES).await?.unwrap_or_default();
    let known = responsible.iter().chain(&updated).map(|(code, _)| code.clone()).filter(|code| !code.is_empty());
    Ok(Officers { known: known.collect(), responsible })
}

/// The enterprises that an officer is responsible for, by name; of a blank one those that nobody is.
///
/// # Errors
/// [`ListError`]
pub async fn firms(officer: &str) -> Result<Vec<Firm>, ListError> {
    let values = BTreeSet::from([officer.to_owned()]);
    let which = Which { filters: vec![Filter::OneOf { column: column(STAFF_CODE), values }], ..Which::default() };
    let window = Window { offset: 0, count: MOST, columns: vec![column(STAFF_FROM), Column::UpdatedBy] };
    let (found, _) = lists::find(&ListName::new(ENTERPRISES), &Query { which, window, ..Query::default() }).await?;
    let firm = |row: ledger::register::query::FoundRow| {
        let mut cells = row.cells.into_iter();
        let mut cell = || cells.next().unwrap_or_default();
        Firm { id: row.id, title: row.title, since: cell(), updated_by: cell() }
    };
    Ok(found.rows.into_iter().map(firm).collect())
}

/// Hands enterprises over: a decision for each, all of them or none.
///
/// # Errors
/// [`DecideError`]; nothing has changed then.
pub async fn hand_over(device: &Device, handed: &HandedOver, since: Day, reason: &str) -> Result<usize, DecideError> {
    let reason = reason.trim();
    if reason.is_empty() {
        return Err(DecideError::NoReason);
    }
    for _ in 0..TRIES {
        let desk = Desk::here(device).await?;
        let own = device_id(&desk.settings.device.key);
        let mut decisions = Vec::new();
        // One that came twice is handed over once.
        for id in handed.ids.iter().collect::<BTreeSet<_>>() {
            let key = EntityKey { list: ListName::new(ENTERPRISES), entity: id.clone() };
            let state = history(device, &key).await?.ok_or(RuleError::Moved)?.state();
            let change = ledger::handed_over(&state, &handed.from, &handed.to, since, &own)?;
            let decision = Decision { matter: Matter::Values, reason: Some(reason.to_owned()) };
            decisions.push(desk.decided(decision, change, Some(state.title().to_owned()), decisions.len())?);
        }
        if decisions.is_empty() {
            return Err(RuleError::Nothing.into());
        }
        if desk.write(device, &decisions).await? {
            return Ok(decisions.len());
        }
    }
    Err(Failure::Run(RunError::NoAnswer).into())
}
