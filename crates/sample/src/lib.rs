//! The sample zone: records of a made-up development zone whose figures are known beforehand.
//!
//! Everything that a figure reads comes from quotas (`quota`), never from chance, so that any program that follows the same
//! quotas gets the same figures; chance with a fixed seed fills what no figure reads. Every name begins with 样例, the codes
//! are of a division that is assigned to no place, and nobody is real. Among the records are some that a careless formula
//! would count: each list says which.
//!
//! Start at [`zone`]; [`revisions`] are the same rows as six officers' tablets would have finished them, and [`batches`] the
//! files that those would have sent.
//!
//! Not here: how figures are worked out (`ledger::indicator`), who keeps them (the app).

mod batches;
mod code;
mod enterprises;
mod organisations;
mod overlaps;
mod people;
mod places;
mod quota;
mod revisions;
mod services;
mod table;

use rules::Calendar;

pub use batches::{batch, batches, keys};
pub use overlaps::{OTHERWISE, OVERLAPPING, TWICE, overlaps};
pub use revisions::{OFFICERS, SampleRevision, officer_code, revisions};
pub use table::{Row, Zone};

/// The day that the figures are told of: 2023-10-31.
pub const AS_OF: record::Day = record::Day(19_661);

/// All rows of the zone. Workdays go by this calendar, which has to know 2020 to 2023.
pub fn zone(calendar: &Calendar) -> Zone {
    let mut zone = Zone::new();
    enterprises::enterprises(&mut zone);
    organisations::organisations(&mut zone);
    organisations::reports(&mut zone);
    people::assignments(&mut zone);
    enterprises::canvasses(&mut zone);
    services::needs(&mut zone);
    services::approvals(&mut zone, calendar);
    services::trainings(&mut zone);
    services::activities(&mut zone);
    people::jobs(&mut zone);
    people::talents(&mut zone);
    enterprises::projects(&mut zone);
    places::platforms(&mut zone);
    places::visits(&mut zone);
    zone
}
