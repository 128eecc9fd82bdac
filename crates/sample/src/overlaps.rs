//! What officers tell of enterprises that others had told of already: ten of them, four of which they tell otherwise; an
//! enterprise of the state whose code does not check out; and an approval under way of which two pauses lie over each other. No figure
//! that the zone is known by changes with them.

use std::collections::BTreeMap;

use batch::{File, PackError};
use record::{DeviceId, EntityId, RecordId, Revision, Timestamp};
use rules::Calendar;

use crate::{OFFICERS, batch, keys};

/// How many are told twice, and how many of those otherwise.
pub const TWICE: usize = 10;
pub const OTHERWISE: usize = 4;
/// What the four are said to be.
const EMPLOYEES: &str = "1";
/// Its last letter does not follow from the others.
const FAULTY: &str = "91652899MA9000011X";
/// From 1 September 2023 to the day of the figures it is paused for twelve workdays, five of which are said twice.
pub const OVERLAPPING: &str = "overlapping";
const PAUSED: [(&str, &str); 7] = [
    ("approval_status", "accepted"),
    ("accepted_on", "2023-09-01"),
    ("decided_on", ""),
    ("limit_workdays", "60"),
    ("pauses", "2023-09-11/2023-09-22 2023-09-15/2023-09-27"),
    ("paused_workdays", "17"),
    ("net_workdays", ""),
];
const DAY_MS: i64 = 86_400_000;

/// A second file of each officer who has something to say again.
///
/// # Errors
/// [`PackError`], where they would not go into files.
pub fn overlaps(calendar: &Calendar) -> Result<Vec<File>, PackError> {
    let devices: [DeviceId; OFFICERS] = keys().map(|key| key.device());
    let zone = crate::zone(calendar);
    let all = crate::revisions(&zone, &devices);
    let mut files: BTreeMap<usize, Vec<Revision>> = BTreeMap::new();
    let firsts = all.iter().filter(|made| made.list == "enterprises");
    for (place, made) in firsts.clone().take(TWICE).enumerate() {
        let officer = (made.officer + 1) % OFFICERS;
        let said: &[_] = if place < OTHERWISE { &[("employees", EMPLOYEES)] } else { &[] };
        let again = again(&made.revision, None, said, (officer, &devices[officer]), place);
        files.entry(officer).or_default().extend(again);
    }
    let of_the_state = firsts.clone().find(|made| {
        let own = made.revision.submission().entities.first();
        own.is_some_and(|own| own.properties.get("ownership").is_some_and(|ownership| ownership == "state"))
    });
    if let Some(made) = of_the_state {
        let by = (made.officer, &devices[made.officer]);
        files.entry(made.officer).or_default().extend(again(
            &made.revision,
            Some("faulty"),
            &[("uscc", FAULTY)],
            by,
            TWICE,
        ));
    }
    if let Some(made) = all.iter().find(|made| made.list == "approvals") {
        let by = (made.officer, &devices[made.officer]);
        files.entry(made.officer).or_default().extend(again(&made.revision, Some(OVERLAPPING), &PAUSED, by, TWICE + 1));
    }
    files.into_iter().map(|(officer, records)| batch(officer, 2, records)).collect()
}

/// A record of the next day by an officer who has not seen the first one: of the same enterprise, or another one like it.
fn again(
    first: &Revision,
    id: Option<&str>,
    said: &[(&str, &str)],
    (officer, device): (usize, &DeviceId),
    number: usize,
) -> Option<Revision> {
    let mut submission = first.submission().clone();
    let at = Timestamp::new(submission.finalized_at.unix_ms() + DAY_MS, submission.finalized_at.offset_minutes());
    let own = submission.entities.first_mut()?;
    if let Some(id) = id {
        own.entity = EntityId::new(id);
    }
    own.properties.extend(said.iter().map(|(name, text)| ((*name).to_owned(), (*text).to_owned())));
    submission.record = RecordId::new(at, [9, officer as u8, number as u8, 0, 0, 0, 0, 0, 0, 0]);
    submission.device = device.clone();
    submission.officer = crate::officer_code(officer);
    submission.finalized_at = at;
    submission.sequence = 5_000 + number as u64;
    // A row is texts alone, which can always be written.
    Revision::write(submission).ok()
}
