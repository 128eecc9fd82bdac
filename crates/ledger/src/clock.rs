//! The clock of an approval: the workdays that it has used, and what is left of those that were promised.
//!
//! A form works out the same on the day it is filled; here the clock goes on. The names of properties are those of the shipped
//! form. Not here: how workdays are reckoned (`workdays`).

use record::Day;

use crate::{Calendar, EntityState, Reckoned};

const ACCEPTED_ON: &str = "accepted_on";
const DECIDED_ON: &str = "decided_on";
const STATUS: &str = "approval_status";
const PAUSED: &str = "paused_workdays";
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

/// The clock of a matter. `None`: it was not accepted, or is none.
pub fn clock(matter: &EntityState, today: Day, calendar: &Calendar) -> Option<Clock> {
    let accepted_on: Day = matter.text(ACCEPTED_ON).parse().ok()?;
    let number = |property| matter.text(property).parse::<i64>().ok();
    let decided_on = matter.text(DECIDED_ON).parse::<Day>().ok();
    let stands = match matter.text(STATUS) {
        "paused" | "supplement" => Stands::Paused,
        "approved" | "refused" | "withdrawn" => Stands::Stopped,
        _ => Stands::Running,
    };
    let passed = calendar.worked(accepted_on, decided_on.unwrap_or(today));
    let used = match (stands, number(USED)) {
        // A matter that was withdrawn has no day of decision.
        (Stands::Paused | Stands::Stopped, Some(said)) if decided_on.is_none() => Reckoned { is: said, ..passed },
        _ => Reckoned { is: passed.is - number(PAUSED).unwrap_or_default(), ..passed },
    };
    Some(Clock { stands, used, left: number(LIMIT).map(|limit| limit - used.is) })
}
