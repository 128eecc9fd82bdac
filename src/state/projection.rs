//! What entity rows say, and what they say once a new revision is in them: the ledger's part in filling a form.
//!
//! It lies in the second part of the program (`crate::later`): the first form of a device finds no entities there.
//!
//! Not here: where the rows lie (`device`), how changes add up (`ledger`).

use std::collections::BTreeMap;
use std::rc::Rc;

use futures_util::future::LocalBoxFuture;
use ledger::{EntityHistory, EntityKey, EntityState, Joins};
use record::{EntityBase, FormHash, Revision};
use store::import::EntityRow;
use store::settings::SecretKey;
use store::{Row, forms, layout};

use super::device::device_id;
use crate::later::{NotHere, later};
use crate::platform::worker;
use crate::worker::{Answer, FileBytes, Question};

/// How long a form may take to compile before the worker is given up.
const COMPILE_TIMEOUT_MS: u32 = 20_000;

/// What a change to an entity begins from.
pub struct Known {
    pub base: EntityBase,
    /// What people still have to decide of it.
    pub disputed: Vec<String>,
}

/// A hash of bytes by the name of its algorithm.
pub type Hash = fn(&str, &[u8]) -> Option<Vec<u8>>;

later! {
    /// Entities as they stand. A row that cannot be read is left out here and told on the ledger page.
    /// `joins` are the rows that say which of them are one: such stand there once.
    pub fn states(rows: Vec<Row>, joins: Vec<Row>) -> Result<Vec<EntityState>, NotHere> {
        let shown = Joins::of(&histories(&joins)).fold(histories(&rows));
        Ok(shown.iter().map(EntityHistory::state).collect())
    }

    /// The algorithms behind `digest()`, which few forms ask for.
    pub fn hashing() -> Result<Hash, NotHere> {
        Ok(form::hash)
    }

    /// What a device knows of each of these entities of a list, by its name, and which of their properties may be erased.
    pub fn known(list: String, states: Vec<EntityState>, key: SecretKey) -> Result<(BTreeMap<String, Known>, Vec<String>), NotHere> {
        let own = device_id(&key);
        let known = |state: &EntityState| {
            let disputed = state.conflicts.iter().map(|conflict| conflict.property.clone()).collect();
            (state.id.to_string(), Known { base: ledger::base(state, &own), disputed })
        };
        Ok((states.iter().map(known).collect(), ledger::personal(&list, &states)))
    }

    /// The rows of the entities that revisions speak of, with them in them. Beside each entity is its row so far.
    pub fn rows_with(revisions: Vec<Rc<Revision>>, known: Vec<(EntityKey, Option<Vec<u8>>)>) -> Result<Vec<EntityRow>, NotHere> {
        let mut said = ledger::histories(revisions.iter().map(|revision| &**revision));
        let row = |(entity, row): (EntityKey, Option<Vec<u8>>)| {
            let known = row.and_then(|bytes| EntityHistory::from_bytes(&bytes).ok());
            let mut history = known.unwrap_or_else(|| EntityHistory::new(entity.clone()));
            history.union(&said.remove(&entity)?);
            // What cannot be written as JSON does not exist; the projection can always be built anew.
            let value = history.to_bytes().ok()?;
            Some(EntityRow { key: layout::entity(&entity.list, &entity.entity), value: Some(value) })
        };
        Ok(known.into_iter().filter_map(row).collect())
    }

    /// Compiles a form again from its rows. `None`: they are not whole, or it no longer compiles.
    pub fn compile(hash: FormHash, rows: Vec<Row>) -> Result<LocalBoxFuture<'static, Option<Vec<u8>>>, NotHere> {
        Ok(Box::pin(async move {
            let source = forms::read_bytes(hash, &rows).ok()?;
            let files = source.files.into_iter().map(|(name, bytes)| (name, FileBytes(bytes))).collect();
            let question = Question::CompileForm { workbook: FileBytes(source.workbook), files };
            match worker::ask(&question, COMPILE_TIMEOUT_MS).await {
                Ok(Answer::Form { form: Some(form), .. }) => Some(form.package.0),
                _ => None,
            }
        }))
    }
}

/// What is known of entities. A row that cannot be read is left out, and so is one of which nothing is left.
pub fn histories(rows: &[Row]) -> Vec<EntityHistory> {
    let read = rows.iter().filter_map(|row| EntityHistory::from_bytes(&row.value).ok());
    read.filter(EntityHistory::is_shown).collect()
}
