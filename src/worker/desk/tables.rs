//! Tables of somebody's own: each row is filled into the form, and what becomes of all is written as one.
//!
//! That takes minutes for ten thousand rows, so how far it is is told, and it can be ended at any time: nothing is written before
//! the one transaction. What was checked is kept, so that taking it in does not begin anew. Start at [`TableOrder`].
//!
//! Not here: what a row becomes (`ledger::intake`), opening tables and their reports (`worker::tables`), taking one back (`back`).

use std::cell::RefCell;
use std::collections::BTreeSet;
use std::rc::Rc;

use form::Package;
use ledger::intake::{Checked, Remembered};
use ledger::{EntityHistory, histories};
use record::{BatchId, FormRef, JOINS, ListName, Revision, Sha256};
use serde::{Deserialize, Serialize};
use store::import::{self, Arrival, Filled, TableFacts};
use store::tables::{self, TakenRow};
use store::{EntityRow, LedgerVersion, Settings, Store, ballast, layout};

use super::intake::{inbox, settings};
use super::lists::Changes;
use super::roll::Left;
use super::{Desk, Failure, Tell, Told, known};
use crate::platform::idb::{Database, RunError};
use crate::worker::batches::ImportCounts;
use crate::worker::tables::{Contents, Counts, Known, Order, Preview, Told as TableTold, checked, counts, preview};

/// A table that is to be checked, or taken in.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct TableOrder {
    pub order: Order,
    pub form: FormRef,
    /// What the form is called.
    pub title: String,
    /// What a person said of the columns, to be remembered once it is in, and the name of its headings.
    pub remembered: Remembered,
    pub shape: Sha256,
}

/// A table that was checked, and on what.
pub(super) struct Looked {
    order: TableOrder,
    ledger: LedgerVersion,
    known: Known,
    checked: Checked,
    sheet: String,
}

/// How often all is planned anew while other tabs change the ledger.
const TRIES: usize = 3;

/// How far one is is told so often at most: ten thousand rows are not drawn ten thousand times.
const TELLINGS: usize = 200;

impl TableOrder {
    /// Names it in the inbox: the same whenever it is tried again.
    pub fn batch(&self) -> BatchId {
        let mut random = [0; 10];
        random.iter_mut().zip(self.order.chance).for_each(|(to, from)| *to = from);
        BatchId::new(self.order.now, random)
    }

    fn file_hash(&self) -> Sha256 {
        match &self.order.source.contents {
            Contents::Workbook(bytes) => Sha256::of(&bytes.0),
            Contents::Delimited(text) => Sha256::of(text.as_bytes()),
        }
    }
}

impl Desk {
    /// What taking a table in would do.
    pub(super) async fn check_table(
        &mut self,
        database: &Database,
        order: TableOrder,
        tell: Tell<'_>,
    ) -> Result<TableTold, Failure> {
        let settings = settings(database).await?;
        let before = before(database, order.file_hash()).await?;
        match self.looked(database, &order, &settings, tell).await? {
            Ok(looked) => {
                let preview: Preview = preview(&looked.checked, before);
                self.table = Some(looked);
                Ok(TableTold::Checked(preview))
            }
            Err(told) => Ok(told),
        }
    }

    /// Takes in every row with which nothing is wrong: all of them, or nothing.
    pub(super) async fn take_table_in(
        &mut self,
        database: &Database,
        order: TableOrder,
        tell: Tell<'_>,
    ) -> Result<TableTold, Failure> {
        let mut has_ballast = true;
        for _ in 0..TRIES {
            // Read first, and guarded by the transaction: whatever is planned on is still so when it is written.
            let settings = settings(database).await?;
            let looked = match self.looked(database, &order, &settings, tell).await? {
                Ok(looked) => looked,
                Err(told) => return Ok(told),
            };
            tell(Told::Progress { done: 0, of: 0 });
            let written = self.write_table(database, &looked, &settings).await;
            let counts = counts(&looked.checked);
            // Nothing of it is to be told anew, unless it has to be.
            match written {
                Ok(()) => return Ok(TableTold::TakenIn(counts)),
                Err(error) => {
                    self.table = Some(looked);
                    match error {
                        // It may have been written after all, and then the same table is here.
                        RunError::Guard { .. } | RunError::NoAnswer => {
                            if database.get(Store::Inbox, &layout::batch(order.batch())).await?.is_some() {
                                return Ok(TableTold::TakenIn(counts));
                            }
                        }
                        // Once more with the room that the ballast gives.
                        RunError::Quota if has_ballast => {
                            has_ballast = false;
                            database.run(ballast::free()).await?;
                        }
                        error => return Err(error.into()),
                    }
                }
            }
        }
        Err(Failure::Database)
    }

    /// The table as it was checked on this ledger, or is now.
    async fn looked(
        &mut self,
        database: &Database,
        order: &TableOrder,
        settings: &Settings,
        tell: Tell<'_>,
    ) -> Result<Result<Looked, TableTold>, Failure> {
        let kept = self.table.take();
        if let Some(looked) = kept.filter(|looked| looked.ledger == settings.ledger && looked.order == *order) {
            return Ok(Ok(looked));
        }
        let Ok(package) = Package::from_bytes(&order.order.form.package.0) else { return Ok(Err(TableTold::Damaged)) };
        let Some(known) = read(database, &package).await? else { return Ok(Err(TableTold::Damaged)) };
        let prints = prints(database).await?;
        let on_row = |done: usize, of: usize| {
            if of > 0 && (done == of || done.is_multiple_of(of.div_ceil(TELLINGS))) {
                tell(Told::Progress { done, of });
            }
        };
        let erasures = known::erasures(database).await?;
        let looked = checked(&order.order, &known, prints, &erasures, &on_row).map(|(checked, sheet)| Looked {
            order: order.clone(),
            ledger: settings.ledger,
            known,
            checked,
            sheet,
        });
        Ok(looked)
    }

    async fn write_table(&mut self, database: &Database, looked: &Looked, settings: &Settings) -> Result<(), RunError> {
        let Order { device, officer, now, .. } = &looked.order.order;
        let revisions = looked.checked.revisions(&looked.order.form, device, officer, *now, settings.sequence);
        let revisions = revisions.map_err(store::RowError::from)?;
        let erasures = known::erasures(database).await?;
        if revisions.iter().any(|revision| erasures.erases(revision)) {
            return Err(store::RowError::Missing("what was erased").into());
        }
        let mut changes = Changes::of(known::joined(database).await?);
        let mut rows = Vec::new();
        for (key, said) in histories(&revisions) {
            let mut history = looked.known.get(&key).cloned().unwrap_or_else(|| EntityHistory::new(key.clone()));
            history.union(&said);
            changes.tell(&history);
            let value = history.to_bytes().map_err(store::RowError::from)?;
            rows.push(EntityRow { key: layout::entity(&key.list, &key.entity), value: Some(value) });
        }
        let taken: Vec<TakenRow> = looked.taken_rows().collect();
        let plan =
            tables::take_in(&looked.arrival(&revisions), &taken, &revisions, &rows, &looked.mapping(), settings.ledger);
        self.lists.at(database, settings.ledger).await?;
        let left = Left::coming(revisions.iter().map(|revision| revision.submission().record));
        let plan = plan.and(self.lists.roll.left(database, &left, settings.ledger).await?);
        // What is worked out of them is lost where it does not come to be.
        let ledger = settings.ledger;
        let lists = Rc::new(RefCell::new(std::mem::take(&mut self.lists)));
        let of_lists = lists.clone();
        database.run_gathered_with(plan, move || of_lists.borrow_mut().written(changes, ledger)).await?;
        self.lists = lists.take();
        Ok(())
    }
}

impl Looked {
    fn taken_rows(&self) -> impl Iterator<Item = TakenRow> {
        let made = self.checked.rows.iter().filter(|row| row.made.is_some());
        made.map(|row| TakenRow { number: row.number, print: row.print })
    }

    fn arrival(&self, revisions: &[Revision]) -> Arrival {
        let Counts { new, updated, same, doubtful, wrong, .. } = counts(&self.checked);
        let counts = ImportCounts { added: new + updated, changed: updated, known: same, ..ImportCounts::default() };
        let Order { device, officer, now, file, .. } = &self.order.order;
        let file_hash = self.order.file_hash();
        Arrival {
            batch: self.order.batch(),
            device: device.clone(),
            seq: 0,
            created_at: *now,
            taken_at: *now,
            body_hash: file_hash,
            previous: None,
            file_hash,
            file_name: file.clone(),
            revisions: revisions.iter().map(|revision| (revision.submission().record, revision.hash())).collect(),
            report: counts.report(),
            filled: Filled::default(),
            table: Some(TableFacts {
                sheet: self.sheet.clone(),
                form: self.order.form.clone(),
                title: self.order.title.clone(),
                officer: officer.clone(),
                refused: (doubtful + wrong) as u64,
            }),
        }
    }

    fn mapping(&self) -> tables::Mapping {
        let TableOrder { form, shape, remembered, order, .. } = &self.order;
        let Remembered { columns, constants } = remembered.clone();
        tables::Mapping { form: form.id.clone(), shape: *shape, columns, constants, used_at: order.now }
    }
}

/// The entities of the lists that a form reads. `None`: one of them cannot be read.
async fn read(database: &Database, package: &Package) -> Result<Option<Known>, Failure> {
    let definition = &package.definition;
    let read = definition.externals.iter().filter(|external| !package.files.contains_key(&external.file));
    let mut lists: BTreeSet<&str> = read.map(|external| external.instance.as_str()).collect();
    lists.extend(definition.entities.iter().map(|entity| entity.list.as_str()));
    lists.insert(JOINS);
    let mut known = Known::new();
    for list in lists {
        for row in database.range(Store::Entities, &layout::entities(&ListName::new(list))).await? {
            let Ok(history) = EntityHistory::from_bytes(&row.value) else { return Ok(None) };
            known.insert(history.key(), history);
        }
    }
    Ok(Some(known))
}

/// Prints of all rows of tables that are here as records.
async fn prints(database: &Database) -> Result<BTreeSet<Sha256>, Failure> {
    let inbox = inbox(database).await?;
    Ok(inbox.values().filter_map(|rows| tables::rows(rows).ok()).flatten().map(|row| row.print).collect())
}

/// When these bytes were taken in before as a table, and under which name.
async fn before(database: &Database, file: Sha256) -> Result<Option<(String, record::Timestamp)>, Failure> {
    let rows: Vec<store::Row> = inbox(database).await?.into_values().flatten().collect();
    let (arrivals, _) = import::list(&rows);
    let same = arrivals.into_iter().find(|arrival| arrival.table.is_some() && arrival.file_hash == file);
    Ok(same.map(|arrival| (arrival.file_name, arrival.taken_at)))
}
