//! What of the desk's records is kept too long: read off all records and the rows of those of whom something may be over.
//!
//! Not here: how long that is (`ledger::overdue`), erasing it (`state::overdue`).

use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, BTreeSet};

use form::Package;
use ledger::overdue::{
    Files, Keeping, Overdue, Periods, Remarks, WITH_CONTACTS, contact, corrected, has_corrections, proof,
};
use ledger::{EntityHistory, Reviewed, judged};
use record::{Day, DraftId, FormHash, REVIEWS, RecordId, Revision};
use serde::{Deserialize, Serialize};
use store::{Key, Store, backup, layout, records};

use super::open::Part;
use super::{Failure, Tell, Told, known, report};
use crate::platform::idb::{Database, ReadError};

/// What is to go, each part with the longest due first.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct OverdueTold {
    pub due: Part<Overdue>,
    /// Due, and in records that wait to be sent from here or are open in a draft.
    pub unsent: Part<Overdue>,
    /// Due within the days that were asked for.
    pub soon: Part<Overdue>,
    /// By which it is reckoned.
    pub periods: Periods,
}

/// What is due on a day, and what within so many days after it: of each the first `most`.
pub(super) async fn look(
    database: &Database,
    today: Day,
    soon_days: i64,
    most: usize,
    tell: Tell<'_>,
) -> Result<OverdueTold, Failure> {
    let periods = periods(database).await?;
    let mut portions = database.portions(Store::Records).await?;
    let mut rows = database.portions(Store::Entities).await?;
    let of = portions.progress().1 + rows.progress().1;
    let mut found = Vec::new();
    let (mut files, mut remarks, mut forms) = (Files::default(), Remarks::default(), Forms::default());
    let mut step = 0;
    let mut next = || {
        step += 1;
        tell(Told::Progress { done: step, of });
    };
    while let Some(rows) = portions.next(database).await? {
        for revision in records::list(&rows).0 {
            found.extend(proof(&revision, &periods));
            remarks.learn(&revision);
            if !revision.submission().attachments.is_empty() {
                let said = forms.of(database, &revision).await?;
                files.learn(&revision, &periods, |path| said.get(path).copied());
            }
        }
        next();
    }
    while let Some(rows) = rows.next(database).await? {
        for row in &rows {
            let list = row.key.text(0).unwrap_or_default();
            let (has_contacts, has_corrections) = (WITH_CONTACTS.contains(&list), has_corrections(list));
            if !has_contacts && !has_corrections {
                continue;
            }
            let Ok(history) = EntityHistory::from_bytes(&row.value) else { continue };
            if has_contacts {
                found.extend(contact(&history, &periods));
            }
            if has_corrections {
                found.extend(corrected(&history));
            }
        }
        next();
    }
    let verdicts = verdicts(database, &files.records()).await?;
    let erasures = known::erasures(database).await?;
    found.extend(remarks.overdue(&periods));
    found.extend(files.overdue(&erasures, |record, revision| match judged(verdicts.get(&record), revision) {
        Reviewed::Approved(said) => said.origin.finalized_at.date().parse().ok(),
        Reviewed::Pending { .. } | Reviewed::Returned(_) | Reviewed::Disputed(_) => None,
    }));
    let unsent = unsent(database).await?;
    Ok(OverdueTold { periods, ..sorted(found, |record| unsent.contains(record), today, soon_days, most) })
}

/// The records that wait to be sent from here, or are open in a draft: what was left of one would go nowhere, and a draft would
/// say again what is erased.
///
/// # Errors
/// [`ReadError`]
pub async fn unsent(database: &Database) -> Result<BTreeSet<RecordId>, ReadError> {
    let standings = records::standings(&database.all(Store::States).await?).0;
    let waiting = standings.into_iter().filter(|(_, standing)| backup::is_unsent(standing.state));
    let drafts = database.keys(Store::Drafts, &Key(Vec::new())).await?;
    let open = drafts.iter().filter_map(|key| Some(key.text(0)?.parse::<DraftId>().ok()?.record()));
    Ok(waiting.map(|(record, _)| record).chain(open).collect())
}

/// How long the zone has what kept.
pub async fn periods(database: &Database) -> Result<Periods, ReadError> {
    let key = ledger::periods::key();
    let row = database.get(Store::Entities, &layout::entity(&key.list, &key.entity)).await?;
    Ok(ledger::periods::standing(row.and_then(|row| EntityHistory::from_bytes(&row).ok()).as_ref()))
}

/// What was said of records, by the records.
async fn verdicts(database: &Database, of: &BTreeSet<RecordId>) -> Result<BTreeMap<RecordId, EntityHistory>, Failure> {
    let list = record::ListName::new(REVIEWS);
    let keys = of.iter().map(|record| layout::entity(&list, &record::EntityId::new(record.to_string()))).collect();
    let read = |row: &store::Row| {
        let history = EntityHistory::from_bytes(&row.value).ok()?;
        Some((history.entity.as_str().parse().ok()?, history))
    };
    Ok(database.rows(Store::Entities, keys).await?.iter().filter_map(read).collect())
}

fn sorted(
    mut found: Vec<Overdue>,
    is_unsent: impl Fn(&RecordId) -> bool,
    today: Day,
    soon_days: i64,
    most: usize,
) -> OverdueTold {
    found.sort_by(|one, other| (one.due_on, &one.title, &one.of).cmp(&(other.due_on, &other.title, &other.of)));
    found.retain(|overdue| overdue.due_on <= today.after(soon_days));
    let (due, soon): (Vec<_>, Vec<_>) = found.into_iter().partition(|overdue| overdue.due_on <= today);
    let (unsent, due): (Vec<_>, Vec<_>) =
        due.into_iter().partition(|overdue| overdue.parts.iter().any(|part| is_unsent(&part.record)));
    let (due, unsent, soon) = (Part::of(due, most), Part::of(unsent, most), Part::of(soon, most));
    OverdueTold { due, unsent, soon, periods: Periods::default() }
}

/// What forms say of their questions, each read once.
#[derive(Default)]
struct Forms(BTreeMap<FormHash, BTreeMap<String, Keeping>>);

impl Forms {
    async fn of(&mut self, database: &Database, revision: &Revision) -> Result<&BTreeMap<String, Keeping>, Failure> {
        let hash = revision.submission().form.hash;
        Ok(match self.0.entry(hash) {
            Entry::Occupied(known) => known.into_mut(),
            Entry::Vacant(place) => {
                let package: Option<Package> = report::package_of(database, hash).await?;
                let said = package.iter().flat_map(|package| form::keeping(&package.definition));
                let said = said.filter_map(|(path, said)| Some((path.to_owned(), Keeping::said(said)?)));
                place.insert(said.collect())
            }
        })
    }
}

#[cfg(test)]
mod tests {
    use ledger::overdue::{Of, What};
    use record::Timestamp;

    use super::*;

    fn overdue(number: u8, due_on: &str) -> Overdue {
        let record = RecordId::new(Timestamp::new(1_772_326_800_000, 480), [number; 10]);
        let part = record::Part::of(record, record::Sha256::of(&[number]));
        let due_on = due_on.parse().unwrap();
        Overdue {
            what: What::File, due_on, title: format!("样例{number}"), of: Of::Record(record), parts: vec![part]
        }
    }

    #[test]
    fn what_is_told_comes_to_the_page_as_it_is() {
        let mut due = overdue(1, "2026-03-02");
        due.parts[0].properties = vec!["contact_phone".to_owned()];
        let told = OverdueTold { due: Part::of(vec![due, overdue(2, "2026-03-01")], 9), ..OverdueTold::default() };
        let open = crate::worker::desk::open::OpenAnswer::Overdue(Box::new(told));
        let answer = crate::worker::Answer::Desk(Box::new(crate::worker::desk::Done::Open(open)));
        let read = crate::worker::Answer::from_bytes(&answer.to_bytes().unwrap());
        assert_eq!(read.unwrap(), answer);
    }

    #[test]
    fn what_waits_to_be_sent_is_told_apart_and_what_is_due_later_is_not_due() {
        let all = [
            overdue(1, "2026-03-02"),
            overdue(2, "2026-03-01"),
            overdue(3, "2026-03-20"),
            overdue(4, "2026-05-01"),
            overdue(5, "2026-02-01"),
        ];
        let waits = all[4].parts[0].record;
        let told = sorted(all.to_vec(), |record| *record == waits, "2026-03-02".parse().unwrap(), 30, 1);
        let of = |part: &Part<Overdue>| (part.first.iter().map(|it| it.title.clone()).collect::<Vec<_>>(), part.of);
        assert_eq!(of(&told.due), (vec!["样例2".to_owned()], 2));
        assert_eq!(of(&told.unsent), (vec!["样例5".to_owned()], 1));
        assert_eq!(of(&told.soon), (vec!["样例3".to_owned()], 1));
    }
}
