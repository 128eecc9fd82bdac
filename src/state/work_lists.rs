//! The desk's work lists: what is in the ledger twice, not updated for long, without a code or with a wrong one, of another size
//! than its figures; and whose registration is over.
//!
//! Not here: what belongs on them (`ledger`).

use ledger::OtherSize;
use record::{Day, Pair};

use super::desk::{self, ENTERPRISES};
use super::device::Device;
use super::joins::{self, Named};
use super::lists::{self, ListError};
use crate::platform::clock;
use crate::worker::desk::Failure;
use crate::worker::desk::open::{OpenAnswer, OpenQuestion, Work};
pub use crate::worker::desk::registered::RegisteredTold;

/// The property that says in which of the zone's areas an enterprise lies.
const AREA: &str = "area";

/// The property that says how large an enterprise is.
const SIZE: &str = "ent_size";

/// So many days before its last one a registration is told of: time to ask whether the person stays.
pub const SOON_DAYS: i64 = 30;
/// So many people are shown of each part, and erased in one step.
const MOST_PEOPLE: usize = 200;

/// The first of each list, and what those are called that stand on them by their ids alone.
#[derive(PartialEq)]
pub struct WorkLists {
    pub work: Work,
    /// Those of each disputed pair.
    pub disputed: Vec<(Pair, Vec<Named>)>,
    /// What the two classes of each are called.
    pub sizes: Vec<(OtherSize, [String; 2])>,
}

/// The first `most` of each list as of today by this device's clock. A ledger is stale that nobody has updated for so many months.
///
/// # Errors
/// [`ListError`]
pub async fn work_lists(
    device: &Device,
    months: u32,
    most: usize,
    language: &str,
    on_progress: impl Fn(usize, usize) + 'static,
) -> Result<WorkLists, ListError> {
    let words = desk::words(device, language).await?;
    let areas = words.choices(ENTERPRISES, AREA).map(|(_, label)| label.to_owned()).collect();
    let today = clock::now().date().parse().unwrap_or(Day(0));
    let question = OpenQuestion::Work { areas, today, months, most };
    let OpenAnswer::Work(work) = lists::open(question, on_progress).await? else { return Err(Failure::Worker.into()) };
    let mut disputed = Vec::new();
    for (list, [one, other]) in &work.disputed.first {
        if let Some(pair) = Pair::new(list.clone(), one.clone(), other.clone()) {
            let both = joins::both(device, &pair).await?;
            disputed.push((pair, both));
        }
    }
    let called = |name: &str| words.value(ENTERPRISES, SIZE, name, "");
    let named = |other: &OtherSize| (other.clone(), [called(&other.said), called(&other.follows)]);
    let sizes = work.other_sizes.first.iter().map(named).collect();
    Ok(WorkLists { work: *work, disputed, sizes })
}

/// Whose registration is over today by this device's clock, and whose soon is.
///
/// # Errors
/// [`ListError`]
pub async fn registered() -> Result<RegisteredTold, ListError> {
    // Without a clock nobody is due.
    let Ok(today) = clock::now().date().parse::<Day>() else { return Ok(RegisteredTold::default()) };
    let question = OpenQuestion::Registered { today, soon_days: SOON_DAYS, most: MOST_PEOPLE };
    match lists::open(question, |_, _| ()).await? {
        OpenAnswer::Registered(told) => Ok(*told),
        _ => Err(Failure::Worker.into()),
    }
}
