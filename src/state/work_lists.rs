//! The desk's work lists: what is in the ledger twice, not updated for long, without a code or with a wrong one.
//!
//! Not here: what belongs on them (`ledger`).

use ledger::WorkLists;
use record::{Day, Pair};

use super::desk::{self, ENTERPRISES};
use super::device::{Device, LoadError};
use super::joins::{self, Named};
use crate::platform::clock;

/// The property that says in which of the zone's areas an enterprise lies.
const AREA: &str = "area";

/// The lists, and what those are called that stand on them by their ids alone.
#[derive(PartialEq)]
pub struct Work {
    pub lists: WorkLists,
    /// Those of each disputed pair.
    pub disputed: Vec<(Pair, Vec<Named>)>,
}

/// The lists as of today by this device's clock. A ledger is stale that nobody has updated for so many months.
///
/// # Errors
/// [`LoadError`]
pub async fn work_lists(device: &Device, months: u32, language: &str) -> Result<Work, LoadError> {
    let enterprises = desk::states(device, ENTERPRISES).await?;
    let words = desk::words(device, language).await?;
    let areas: Vec<&str> = words.choices(ENTERPRISES, AREA).map(|(_, label)| label).collect();
    let today = clock::now().date().parse().unwrap_or(Day(0));
    let lists = ledger::work_lists(&enterprises, &desk::joins(device).await?, &areas, today, months);
    let mut disputed = Vec::new();
    for pair in &lists.disputed {
        disputed.push((pair.clone(), joins::both(device, pair).await?));
    }
    Ok(Work { lists, disputed })
}
