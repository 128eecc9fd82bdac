//! What other lists say of an enterprise: its latest visit, and how many of its needs are open.

use std::collections::{BTreeMap, BTreeSet};

use record::EntityId;

use super::{Column, Register};
use crate::enterprise::{NEED_STATUS, SUBJECT, VISIT_DATE, is_open_status};

/// Of one enterprise.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Sum {
    /// Empty: never.
    pub last_visit: String,
    pub open_needs: usize,
}

/// Of some enterprises. Of one that it was not asked about it says nothing.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Sums(BTreeMap<EntityId, Sum>);

impl Sums {
    /// Of all that visits and needs speak of.
    pub fn of_all(visits: &Register, needs: &Register) -> Self {
        let mut sums = Self::default();
        sums.add(visits, needs, |sums, subject| Some(sums.entry(EntityId::new(subject)).or_default()));
        sums
    }

    /// Of these alone, also of those without visits and needs.
    pub fn of(subjects: BTreeSet<EntityId>, visits: &Register, needs: &Register) -> Self {
        let mut sums = Self(subjects.into_iter().map(|id| (id, Sum::default())).collect());
        sums.add(visits, needs, |sums, subject| sums.get_mut(&EntityId::new(subject)));
        sums
    }

    pub fn get(&self, id: &EntityId) -> Option<&Sum> {
        self.0.get(id)
    }

    pub(super) fn ids(&self) -> impl Iterator<Item = &EntityId> {
        self.0.keys()
    }

    fn add(
        &mut self,
        visits: &Register,
        needs: &Register,
        find: impl for<'a> Fn(&'a mut BTreeMap<EntityId, Sum>, &str) -> Option<&'a mut Sum>,
    ) {
        let property = |name: &str| Column::Property(name.to_owned());
        let (subject, date, status) = (property(SUBJECT), property(VISIT_DATE), property(NEED_STATUS));
        for (subject, date) in
            visits.cells(&subject).zip(visits.cells(&date)).filter(|(subject, _)| !subject.is_empty())
        {
            if let Some(sum) = find(&mut self.0, subject)
                && sum.last_visit.as_str() < date
            {
                date.clone_into(&mut sum.last_visit);
            }
        }
        for (subject, status) in needs.cells(&subject).zip(needs.cells(&status)) {
            if !subject.is_empty()
                && is_open_status(status)
                && let Some(sum) = find(&mut self.0, subject)
            {
                sum.open_needs += 1;
            }
        }
    }
}
