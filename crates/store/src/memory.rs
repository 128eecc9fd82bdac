//! A database in memory that behaves as IndexedDB does, for tests that have no browser.

use std::collections::BTreeMap;

use crate::dump::Dump;
use crate::layout::Row;
use crate::{Conflict, Guard, Key, Store, Transaction, Write};

/// All rows, in the order of store and key.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Memory {
    rows: BTreeMap<(Store, Key), Vec<u8>>,
}

/// Why nothing of a transaction happened.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
pub enum Aborted {
    #[error("a guard of {} did not hold", .0.name())]
    Guard(Store, Option<Conflict>),
    #[error("a key of {} is taken", .0.name())]
    Taken(Store, Key),
}

impl Memory {
    /// Carries a transaction out: all guards, then the writes in order; all or nothing.
    ///
    /// # Errors
    /// [`Aborted`] says what did not hold. Nothing has changed then.
    pub fn run(&mut self, transaction: &Transaction) -> Result<(), Aborted> {
        for guard in &transaction.guards {
            let Guard::Is { store, key, value } = guard;
            if self.get(*store, key) != value.as_deref() {
                return Err(Aborted::Guard(*store, Conflict::of(guard)));
            }
        }
        let mut rows = self.rows.clone();
        for write in transaction.writes.iter().cloned() {
            match write {
                Write::Add { store, key, .. } if rows.contains_key(&(store, key.clone())) => {
                    return Err(Aborted::Taken(store, key));
                }
                Write::Add { store, key, value } | Write::Put { store, key, value } => {
                    rows.insert((store, key), value);
                }
                Write::Delete { store, key } => {
                    rows.remove(&(store, key));
                }
                Write::DeleteUnder { store, prefix } => {
                    rows.retain(|(s, key), _| *s != store || !key.is_under(&prefix))
                }
            }
        }
        self.rows = rows;
        Ok(())
    }

    pub fn get(&self, store: Store, key: &Key) -> Option<&[u8]> {
        self.rows.get(&(store, key.clone())).map(Vec::as_slice)
    }

    /// The rows under a prefix, in the order of their keys; an empty prefix gives the whole store.
    pub fn under(&self, store: Store, prefix: &Key) -> Vec<Row> {
        let rows = self.rows.iter().filter(|((s, key), _)| *s == store && key.is_under(prefix));
        rows.map(|((store, key), value)| Row { store: *store, key: key.clone(), value: value.clone() }).collect()
    }

    pub fn all(&self, store: Store) -> Vec<Row> {
        self.under(store, &Key(Vec::new()))
    }

    /// Everything, as a golden profile keeps it.
    pub fn dump(&self) -> Dump {
        let rows = Store::ALL.into_iter().flat_map(|store| self.all(store)).collect();
        Dump { schema: crate::SCHEMA_VERSION, rows }
    }

    pub fn load(dump: &Dump) -> Self {
        let rows = dump.rows.iter().cloned();
        Self { rows: rows.map(|row| ((row.store, row.key), row.value)).collect() }
    }
}
