//! The bin: what was thrown away lies here for 14 days, row by row as it lay, and can be put back.
//!
//! [`purge`] and an [`erasure`](crate::erasure) are all of the house that makes something a person typed go for good.

use record::{DraftId, OfficerId, Timestamp};
use serde::{Deserialize, Serialize};

use crate::layout::{self, Row};
use crate::{Damaged, Draft, Key, KeyPart, RowError, Store, Transaction, disk, draft};

/// How long an item stays.
pub const KEPT_DAYS: i64 = 14;
const DAY_MS: i64 = 86_400_000;

/// One thing in the bin.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Binned {
    pub draft: DraftId,
    pub title: String,
    pub binned_at: Timestamp,
    /// Whose draft it is. `None`: its head cannot be read.
    pub officer: Option<OfficerId>,
}

impl Binned {
    /// Whether it has lain long enough. A clock that went back only makes it stay.
    pub fn is_due(&self, now: Timestamp) -> bool {
        now.unix_ms() >= self.binned_at.unix_ms().saturating_add(KEPT_DAYS * DAY_MS)
    }
}

/// Moves a draft to the bin. `rows` are all its rows of `drafts` and `journal`; `tail` the text of its tail buffer.
pub fn discard(draft: &Draft, rows: &[Row], tail: &str, now: Timestamp) -> Transaction {
    let item = layout::binned(&draft.id.to_string());
    let head = v1::Binned { draft: draft.id, title: draft.title.clone(), binned_at: now };
    let plan = Transaction::new()
        .guard(Store::Meta, layout::epoch(draft.id), draft.epoch.to_string())
        .put(Store::Bin, item.clone(), disk::encode(&head))
        .put(Store::Bin, item.clone().then("tail"), tail);
    let moved = rows.iter().fold(plan, |plan, row| plan.put(Store::Bin, lying(&item, row), row.value.clone()));
    draft::forget(moved, draft.id)
}

/// Puts a draft back where it was. `rows` are all rows of the item. Its tail, if it had one, is
/// returned beside the plan and is read as any other.
///
/// # Errors
/// [`RowError`] if the head of the draft is not among the rows or cannot be read; the item then stays in the bin.
pub fn restore(rows: &[Row]) -> Result<(Draft, Transaction, String), RowError> {
    let lain: Vec<Row> = rows.iter().filter_map(lain).collect();
    let head = lain.iter().find(|row| row.store == Store::Drafts && row.key.0.len() == 1);
    let draft = draft::read(&head.ok_or(RowError::Missing("draft"))?.value)?;
    let item = layout::binned(&draft.id.to_string());
    let tail_key = item.clone().then("tail");
    let tail = rows.iter().find(|row| row.key == tail_key).map_or(Ok(""), |row| disk::text(&row.value))?;
    let plan =
        lain.iter().fold(Transaction::new(), |plan, row| plan.add(row.store, row.key.clone(), row.value.clone()));
    let plan = plan.add(Store::Meta, layout::epoch(draft.id), draft.epoch.to_string()).delete_under(Store::Bin, item);
    Ok((draft, plan, tail.to_owned()))
}

/// Makes the items go that have lain long enough.
pub fn purge(items: &[Binned], now: Timestamp) -> Transaction {
    let due = items.iter().filter(|item| item.is_due(now));
    due.fold(Transaction::new(), |plan, item| plan.delete_under(Store::Bin, layout::binned(&item.draft.to_string())))
}

/// All items among the rows of `bin`, the latest first, and what cannot be read.
pub fn list(rows: &[Row]) -> (Vec<Binned>, Vec<Damaged>) {
    let (mut items, mut damaged) = (Vec::new(), Vec::new());
    for row in rows.iter().filter(|row| row.store == Store::Bin && row.key.0.len() == 1) {
        match disk::decode::<v1::Binned>(&row.value) {
            Ok(v1::Binned { draft, title, binned_at }) => {
                let head = lying(&row.key, &Row::new(Store::Drafts, layout::draft(draft), ""));
                let head = rows.iter().find(|row| row.store == Store::Bin && row.key == head);
                let officer = head.and_then(|row| draft::read(&row.value).ok()).map(|draft| draft.officer);
                items.push(Binned { draft, title, binned_at, officer });
            }
            Err(why) => damaged.push(Damaged { row: row.clone(), why }),
        }
    }
    items.sort_by_key(|item| std::cmp::Reverse((item.binned_at, item.draft)));
    (items, damaged)
}

/// The key under which a row lies in the bin: the item, the store it is from, its own key.
fn lying(item: &Key, row: &Row) -> Key {
    let mut key = item.clone().then(row.store.name());
    key.0.extend(row.key.0.iter().cloned());
    key
}

/// The inverse of [`lying`].
fn lain(row: &Row) -> Option<Row> {
    let [_, KeyPart::Text(store), key @ ..] = row.key.0.as_slice() else { return None };
    if key.is_empty() {
        return None;
    }
    Some(Row { store: Store::named(store)?, key: Key(key.to_vec()), value: row.value.clone() })
}

mod v1 {
    use super::*;

    #[derive(Serialize, Deserialize)]
    pub struct Binned {
        pub draft: DraftId,
        pub title: String,
        pub binned_at: Timestamp,
    }
}
