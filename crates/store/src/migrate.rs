//! Older layouts to the present one: a chain of pure functions over rows.
//!
//! A step turns one row of version N into the rows of version N+1 that stand for it: none, one or more. Steps see one
//! row at a time, so a database of any size goes through in the one transaction of the upgrade, and the chain over a
//! database is the chain over each of its rows. A step that needs to make something new makes it out of the row
//! `meta`/`schema`, of which there is always one. Start at [`CHAIN`] and [`Chain::upgrade`].
//!
//! A row that a step cannot read does not stop the upgrade: it is kept as it is in `quarantine`.
//!
//! The chain is tested on `releases/`, which holds a profile of each released version and is never edited.

use std::collections::BTreeSet;

use crate::dump::Dump;
use crate::layout::{Row, meta};
use crate::quarantine::{self, Quarantined};
use crate::{Damaged, Key, RowError, SCHEMA_VERSION, Store, Transaction};

/// From version N to version N+1.
#[derive(Clone, Copy, Debug)]
pub struct Step {
    /// The stores whose rows it looks at. Those of others stay, and are not even read: photos are gigabytes.
    pub stores: &'static [Store],
    /// One row of version N as rows of version N+1.
    pub row: fn(Row) -> Result<Vec<Row>, Damaged>,
}

/// Steps from a first version on, without gaps.
#[derive(Clone, Copy, Debug)]
pub struct Chain {
    /// The version that the first step reads.
    pub oldest: u32,
    pub steps: &'static [Step],
}

/// Every row as it was.
const AS_IT_WAS: Step = Step { stores: &[], row: |row| Ok(vec![row]) };

/// The steps of this program. Version 2 has [`blocks`](crate::blocks) besides, and version 3 may have packed ones, which a program of
/// before cannot read.
pub const CHAIN: Chain = Chain { oldest: 1, steps: &[AS_IT_WAS, AS_IT_WAS] };

/// Why a database cannot be brought to the present layout. It has not been changed.
#[derive(Debug, thiserror::Error)]
pub enum MigrateError {
    #[error("database of version {0} is newer than this program")]
    Newer(u32),
    #[error("database of version {0} is older than any that was released")]
    TooOld(u32),
}

impl Chain {
    /// The version that the chain ends in.
    pub fn newest(&self) -> u32 {
        self.oldest + u32::try_from(self.steps.len()).unwrap_or(u32::MAX - self.oldest)
    }

    /// Whether all it does is to make stores and to say the newest version.
    pub const fn looks_at_no_row(&self) -> bool {
        let mut step = 0;
        while step < self.steps.len() {
            if !self.steps[step].stores.is_empty() {
                return false;
            }
            step += 1;
        }
        true
    }

    /// The stores whose rows an upgrade from this version has to read.
    pub fn stores(&self, from: u32) -> BTreeSet<Store> {
        let skipped = from.saturating_sub(self.oldest) as usize;
        self.steps.iter().skip(skipped).flat_map(|step| step.stores).copied().collect()
    }

    /// Brings one row from version `from` to the newest.
    ///
    /// # Errors
    /// [`MigrateError`] if the chain does not reach from there.
    pub fn row(&self, row: Row, from: u32) -> Result<Vec<Row>, MigrateError> {
        if from > self.newest() {
            return Err(MigrateError::Newer(from));
        }
        let first = from.checked_sub(self.oldest).ok_or(MigrateError::TooOld(from))?;
        let mut rows = vec![row];
        for step in self.steps.iter().skip(first as usize) {
            let is_seen = |row: &Row| row.store != Store::Quarantine && step.stores.contains(&row.store);
            let taken = |row: Row| if is_seen(&row) { (step.row)(row) } else { Ok(vec![row]) };
            rows = rows.into_iter().flat_map(|row| taken(row).unwrap_or_else(set_aside)).collect();
        }
        Ok(rows)
    }

    /// The writes that bring all of `rows` from version `from` to the newest; rows that stay are not written.
    ///
    /// # Errors
    /// [`MigrateError`] if the chain does not reach from there.
    pub fn upgrade(&self, rows: &[Row], from: u32) -> Result<Transaction, MigrateError> {
        let mut gone = Transaction::new();
        let mut new = Transaction::new();
        for row in rows {
            let after = self.row(row.clone(), from)?;
            if after.as_slice() == std::slice::from_ref(row) {
                continue;
            }
            gone = gone.delete(row.store, row.key.clone());
            new = after.into_iter().fold(new, |plan, row| plan.put(row.store, row.key, row.value));
        }
        let schema = Transaction::new().put(Store::Meta, meta::SCHEMA.into(), self.newest().to_string());
        Ok(if from == self.newest() { Transaction::new() } else { gone.and(new).and(schema) })
    }

    /// A whole profile, brought to the newest version.
    ///
    /// # Errors
    /// [`MigrateError`] if the chain does not reach from there.
    pub fn profile(&self, dump: &Dump) -> Result<Dump, MigrateError> {
        let mut rows = Vec::new();
        for row in &dump.rows {
            let is_schema = row.store == Store::Meta && row.key == Key::from(meta::SCHEMA);
            rows.extend(self.row(row.clone(), dump.schema)?.into_iter().map(|after| match after {
                after if is_schema && after.key == Key::from(meta::SCHEMA) => {
                    Row { value: self.newest().to_string().into_bytes(), ..after }
                }
                after => after,
            }));
        }
        rows.sort();
        Ok(Dump { schema: self.newest(), rows })
    }
}

fn set_aside(damaged: Damaged) -> Vec<Row> {
    quarantine::rows(&Quarantined::of_row(&damaged), &damaged.row.value)
}

/// The version that the rows of `meta` say.
///
/// # Errors
/// [`RowError`] if there is no such row or it is no number.
pub fn version(rows: &[Row]) -> Result<u32, RowError> {
    let row = rows.iter().find(|row| row.store == Store::Meta && row.key == Key::from(meta::SCHEMA));
    let number = crate::disk::number(&row.ok_or(RowError::Missing("schema"))?.value)?;
    u32::try_from(number).map_err(|_| RowError::Number)
}

const _: () = assert!(CHAIN.oldest as usize + CHAIN.steps.len() == SCHEMA_VERSION as usize);
