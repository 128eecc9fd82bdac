//! What is due: needs by their workday, approvals by the last one that was promised, and visits that the last visit said the date of. Only what entities say themselves.
//!
//! Not here: how workdays are reckoned (`workdays`), what an enterprise has besides (`enterprise`).

use std::collections::BTreeMap;

use record::{Day, OfficerId};
use rules::{Calendar, Reckoned};
use serde::{Deserialize, Serialize};

use crate::clock::{clock, promised};
use crate::enterprise::{RAISED_ON, SUBJECT, VISIT_DATE, due};
use crate::{EntityKey, EntityState};

const NEXT_VISIT: &str = "next_visit";
/// Whose an approval is.
const ENTERPRISE: &str = "enterprise_id";

/// How far off it is, as people reckon it: a week ends with its Sunday.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize, Deserialize)]
pub enum Nearness {
    Overdue,
    Today,
    ThisWeek,
}

/// What is to be done.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum ToDo {
    /// With the workdays that have gone by since it was raised.
    Need {
        title: String,
        worked: Option<Reckoned<i64>>,
    },
    Visit,
    /// With the promised workdays that are left, less than none where they have gone by.
    Approval {
        title: String,
        left: Option<i64>,
    },
}

/// Something that is due.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct DueItem {
    pub nearness: Nearness,
    pub by: Reckoned<Day>,
    /// The enterprise or organisation.
    pub subject: EntityKey,
    pub subject_name: String,
    pub to_do: ToDo,
}

/// All that is due of these enterprises and organisations until the end of this week, the longest overdue first. Of needs and approvals all that are given; of visits those of
/// one officer, who made the last one under one of these codes.
pub fn due_items(
    subjects: &[EntityState],
    visits: &[EntityState],
    needs: &[EntityState],
    approvals: &[EntityState],
    officer: &[OfficerId],
    today: Day,
    calendar: &Calendar,
) -> Vec<DueItem> {
    let names: BTreeMap<&str, &EntityState> = subjects.iter().map(|subject| (subject.id.as_str(), subject)).collect();
    let item = |state: &EntityState, subject: &str, by: Reckoned<Day>, to_do: ToDo| {
        let subject = names.get(state.text(subject))?;
        let nearness = nearness(by.is, today)?;
        let key = EntityKey { list: subject.list.clone(), entity: subject.id.clone() };
        Some(DueItem { nearness, by, subject: key, subject_name: subject.title().to_owned(), to_do })
    };
    let need = |need: &EntityState| {
        let worked = need.text(RAISED_ON).parse().ok().map(|raised_on| calendar.worked(raised_on, today));
        item(need, SUBJECT, due(need, calendar)?, ToDo::Need { title: need.title().to_owned(), worked })
    };
    let visit = |visit: &&EntityState| {
        let by = visit.text(NEXT_VISIT).parse().ok()?;
        let is_own = visit.created.as_ref().is_some_and(|origin| officer.contains(&origin.officer));
        is_own.then(|| item(visit, SUBJECT, Reckoned { is: by, missing_year: None }, ToDo::Visit)).flatten()
    };
    let approval = |matter: &EntityState| {
        let left = clock(matter, today, calendar).and_then(|clock| clock.left);
        item(matter, ENTERPRISE, promised(matter, calendar)?, ToDo::Approval { title: matter.title().to_owned(), left })
    };
    let due = needs.iter().filter_map(need).chain(approvals.iter().filter_map(approval));
    let mut items: Vec<DueItem> = due.chain(last_visits(visits).iter().filter_map(visit)).collect();
    items.sort_by(|one, other| (one.by.is, &one.subject_name).cmp(&(other.by.is, &other.subject_name)));
    items
}

fn nearness(by: Day, today: Day) -> Option<Nearness> {
    let sunday = today.after(6 - today.weekday());
    match by {
        by if by < today => Some(Nearness::Overdue),
        by if by == today => Some(Nearness::Today),
        by if by <= sunday => Some(Nearness::ThisWeek),
        _ => None,
    }
}

/// Of each subject the visit with the latest date.
fn last_visits(visits: &[EntityState]) -> Vec<&EntityState> {
    let mut last: BTreeMap<&str, &EntityState> = BTreeMap::new();
    for visit in visits {
        let known = last.entry(visit.text(SUBJECT)).or_insert(visit);
        if known.text(VISIT_DATE) < visit.text(VISIT_DATE) {
            *known = visit;
        }
    }
    last.into_values().collect()
}
