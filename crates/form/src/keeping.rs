//! How long a form has its attached files kept, in a column of its own beside the question that asks for one:
//!
//! | Column | Says |
//! |---|---|
//! | `bind::taizhang:keep` | `90`: so many days. `check 90`: until the record was approved, at most so many days |
//!
//! A question without it goes by its name and by what all files go by (`ledger::overdue`). Other clients pass over the column.
//!
//! Not here: what is due, what is erased (`ledger`).

use std::collections::BTreeMap;

use crate::definition::FormDefinition;

pub(crate) const KEEP: &str = "bind::taizhang:keep";

/// What the form says of its questions, by their paths below the form's own name: `g_photos/licence`.
pub fn keeping(form: &FormDefinition) -> BTreeMap<&str, &str> {
    let Some(root) = form.nodes.first() else { return BTreeMap::new() };
    let said = form.nodes.iter().filter_map(|node| {
        let path = node.path.strip_prefix(root.path.as_str())?.strip_prefix('/')?;
        Some((path, node.extra.get(KEEP)?.trim()))
    });
    said.filter(|(_, said)| !said.is_empty()).collect()
}
