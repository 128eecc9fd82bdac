//! The clock of an approval: the workdays that it has used, and what is left of those that were promised.
//!
//! A form works out the same on the day it is filled; here the clock goes on. The names of properties are those of the shipped
//! form. Not here: how workdays are reckoned (`workdays`).

use record::Day;
use rules::{Calendar, Reckoned, pauses};

use crate::EntityState;

const ACCEPTED_ON: &str = "accepted_on";
const DECIDED_ON: &str = "decided_on";
const STATUS: &str = "approval_status";
const PAUSED: &str = "paused_workdays";
const PAUSES: &str = "pauses";
const USED: &str = "net_workdays";
const LIMIT: &str = "limit_workdays";

/// How the clock stands.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Clock {
    pub stands: Stands,
    pub used: Reckoned<i64>,
    /// Promised workdays that are left; less than none where it took longer. `None`: nothing is promised.
    pub left: Option<i64>,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Stands {
    Running,
    /// Since when is not known here: what was used is what the last record said.
    Paused,
    Stopped,
}

/// The last of the workdays that were promised, while the clock runs. `None`: nothing was, or it stands.
pub(crate) fn promised(matter: &EntityState, calendar: &Calendar) -> Option<Reckoned<Day>> {
    let accepted_on: Day = matter.text(ACCEPTED_ON).parse().ok()?;
    let limit: u32 = matter.text(LIMIT).parse().ok()?;
    let spans = pauses(matter.text(PAUSES));
    let added_up: u32 = if spans.is_empty() { matter.text(PAUSED).parse().unwrap_or_default() } else { 0 };
    let due = || calendar.due_beside(accepted_on, limit.saturating_add(added_up), &spans);
    (stands(matter) == Stands::Running).then(due)
}

fn stands(matter: &EntityState) -> Stands {
    match matter.text(STATUS) {
        "paused" | "supplement" => Stands::Paused,
        "approved" | "refused" | "withdrawn" => Stands::Stopped,
        _ => Stands::Running,
    }
}

/// The clock of a matter. `None`: it was not accepted, or is none.
pub fn clock(matter: &EntityState, today: Day, calendar: &Calendar) -> Option<Clock> {
    let accepted_on: Day = matter.text(ACCEPTED_ON).parse().ok()?;
    let number = |property| matter.text(property).parse::<i64>().ok();
    let decided_on = matter.text(DECIDED_ON).parse::<Day>().ok();
    let stands = stands(matter);
    let end = decided_on.unwrap_or(today);
    let passed = calendar.worked(accepted_on, end);
    // What a form adds up is known of old records alone: where the spans stand, they tell, and no day of them twice.
    let (added_up, spans) = (number(PAUSED), pauses(matter.text(PAUSES)));
    let paused =
        if spans.is_empty() { added_up.unwrap_or_default() } else { calendar.paused(accepted_on, end, &spans) };
    let used = match (stands, number(USED)) {
        // A matter that was withdrawn has no day of decision.
        (Stands::Paused | Stands::Stopped, Some(said)) if decided_on.is_none() => {
            Reckoned { is: said + added_up.map_or(0, |added_up| added_up - paused), ..passed }
        }
        _ => Reckoned { is: passed.is - paused, ..passed },
    };
    Some(Clock { stands, used, left: number(LIMIT).map(|limit| limit - used.is) })
}
