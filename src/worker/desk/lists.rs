//! Entity lists, held ready to be looked through.
//!
//! What is held is a projection at one version of the ledger. What lies in blocks is kept beside the ledger in shards
//! (`ledger::register`), so that a desk of a hundred thousand records shows its first rows without reading any; what lies by itself is
//! read each time the ledger has moved. Start at [`Lists::at`].
//!
//! Not here: the list of records (`roll`), how rows are found (`ledger::register`), who asks (`state::lists`), what waits for somebody
//! (`open`).

use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use ledger::register::finder::Finder;
use ledger::register::query::{Filter, Found, Query};
use ledger::register::{Line, RECORDS, Register, Rewritten, Shard, Sums, by_sound};
use ledger::{Column, Dispute, Duplicate, EntityHistory, EntityKey, Joined, NEEDS, VISITS};
use record::{EntityId, JOINS, ListName, REVIEWS, RecordId, Revision};
use serde::{Deserialize, Serialize};
use store::{Key, LedgerVersion, Row, Store, Transaction, layout, records};

use super::roll::{Roll, Seen};
use super::{Tell, known};
use crate::platform::idb::{Database, Index, ReadError, Wanted};

/// Goes up whenever what is kept has to be made anew.
const KEPT: &str = "5";

/// What of other lists an enterprise's row shows.

#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum ListQuestion {
    /// Which lists there are, and how many rows each has.
    Overview,
    /// What of a list can be shown.
    Properties {
        list: ListName,
    },
    Find {
        list: ListName,
        query: Query,
    },
    /// How often each value stands in a column, where there are not too many.
    Values {
        list: ListName,
        column: Column,
        most: usize,
    },
    /// What the columns whose cells are ids name, each of which there are not too many.
    Offered {
        list: ListName,
        most: usize,
    },
    /// Which entities of any list name this one.
    Naming {
        entity: EntityId,
    },
    /// Which entities these values name, and what they are called.
    Named(Vec<String>),
    /// Which others of a list may be the same as this one.
    Alike {
        list: ListName,
        entity: EntityId,
    },
}

/// One for each [`ListQuestion`].
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum ListAnswer {
    Overview(Vec<(ListName, usize)>),
    Properties(Vec<String>),
    /// With what the cells of these rows name.
    Found(Found, Named),
    Values(Option<Vec<(String, usize)>>),
    Offered(Vec<Offered>),
    Naming(Vec<EntityKey>),
    Named(Named),
    Alike(Vec<EntityId>),
}

/// Entities that values name, by the ids as they stand there.
pub type Named = BTreeMap<String, EntityName>;

/// What an entity is called, and where its page is.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct EntityName {
    pub key: EntityKey,
    pub title: String,
}

/// A column whose cells are ids: which entities they are, and what those are called, in the order in which the names sound.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Offered {
    pub property: String,
    pub entities: Vec<(String, String)>,
}

/// So many entities are looked for by their names in a column, and so many are sorted by them; beyond that ids stay ids.
const MOST_NAMED: usize = 20_000;
const MOST_SORTED: usize = 50_000;

/// The lists at one version of the ledger.
#[derive(Default)]
pub struct Lists {
    /// What they are of; `None`: of nothing yet.
    at: Option<LedgerVersion>,
    /// Which writing of the shards they began with. `None`: none are kept, or other ones.
    kept: Option<Vec<u8>>,
    /// Which entities are one: of those there is one row.
    pub(super) joined: Joined,
    pub(super) lists: BTreeMap<ListName, Finder>,
    /// In what they differ from the shards that are kept.
    unwritten: BTreeMap<ListName, Rewritten>,
    /// The list of records, as far as somebody asked for it.
    pub(super) roll: Roll,
    /// What is to be decided of the rows that say so, as far as it was looked at since they last changed.
    pub(super) disputes: BTreeMap<EntityKey, Vec<Dispute>>,
    /// Enterprises that may be one, where the zone's areas are called so, since the last change.
    pub(super) duplicates: Option<(Vec<String>, Vec<Duplicate>)>,
    /// Columns of lists whose cells are ids, since the last change.
    id_columns: BTreeMap<ListName, BTreeMap<Column, ListName>>,
    /// Ids of columns in the order of what they are called, since the last change.
    called: BTreeMap<(ListName, Column), Vec<String>>,
}

/// Lines by list, and entities that are gone.
#[derive(Default)]
pub struct Changes {
    joined: Joined,
    /// Something else is one than was: all has to be read again.
    rejoins: bool,
    pub lines: BTreeMap<ListName, BTreeMap<EntityId, Line>>,
    pub gone: BTreeMap<ListName, BTreeSet<EntityId>>,
}

impl Changes {
    /// Changes where it is known what is one.
    pub fn of(joined: Joined) -> Self {
        Self { joined, ..Self::default() }
    }

    /// What a row says now.
    pub fn tell(&mut self, history: &EntityHistory) {
        self.rejoins |= history.list.as_str() == JOINS;
        if self.joined.joins().is_empty() {
            return self.tell_shown(&history.list, &history.entity, Some(history));
        }
        let key = history.key();
        self.joined.put(history);
        let members = self.joined.joins().members(&key);
        let main = self.joined.joins().main(&key);
        for away in members.iter().filter(|member| **member != main) {
            self.tell_shown(&away.list, &away.entity, None);
        }
        let whole = if members.len() > 1 { self.joined.whole(&key) } else { self.joined.shown(history.clone()) };
        self.tell_shown(&main.list, &main.entity, whole.as_ref());
    }

    fn tell_shown(&mut self, list: &ListName, entity: &EntityId, shown: Option<&EntityHistory>) {
        let line = |history: &EntityHistory| match list.as_str() {
            REVIEWS => Line::of_verdicts(history),
            _ => Line::summed_up(history),
        };
        self.put(list, entity, shown.filter(|history| history.is_shown()).map(line));
    }

    fn put(&mut self, list: &ListName, entity: &EntityId, line: Option<Line>) {
        if let Some(line) = line {
            match self.lines.get_mut(list) {
                Some(lines) => drop(lines.insert(entity.clone(), line)),
                None => drop(self.lines.insert(list.clone(), BTreeMap::from([(entity.clone(), line)]))),
            }
            self.gone.get_mut(list).map(|gone| gone.remove(entity));
        } else {
            self.lines.get_mut(list).map(|lines| lines.remove(entity));
            self.gone.entry(list.clone()).or_default().insert(entity.clone());
        }
    }
}

impl Lists {
    /// The lists as they are at this version of the ledger.
    ///
    /// # Errors
    /// [`ReadError`]
    pub async fn at(&mut self, database: &Database, ledger: LedgerVersion) -> Result<&mut Self, ReadError> {
        if self.at == Some(ledger) {
            return Ok(self);
        }
        let joined = known::joined(database).await?;
        let kept = database.get(Store::Registers, &layout::registers_kept()).await?;
        // Where something else is one than when they were written they are of no use.
        let fingerprint = joined.joins().fingerprint();
        let kept = kept.filter(|kept| is_with(kept, &fingerprint));
        if kept.is_none() || kept != self.kept {
            self.disputes.clear();
            self.unwritten.clear();
        }
        if kept.is_none() {
            self.lists.clear();
        } else if kept != self.kept {
            // The list of records is as large as all others, and not asked for here.
            let mut keys = database.keys(Store::Registers, &Key(Vec::new())).await?;
            keys.retain(|key| !key.is_under(&layout::roll()));
            self.lists = shards(&database.several(Store::Registers, keys).await?);
        }
        self.kept.clone_from(&kept);
        // What is kept is of what lies in blocks; where nothing is, all of it is read.
        let rows = match kept {
            Some(_) => {
                let alone = database.keys(Store::Entities, &Key(Vec::new())).await?;
                database.several(Store::Entities, alone).await?
            }
            None => database.all(Store::Entities).await?,
        };
        let mut changes = Changes::of(joined);
        // A row that cannot be read is left out here and told where it is taken in.
        for history in rows.iter().filter_map(|row| EntityHistory::from_bytes(&row.value).ok()) {
            changes.tell(&history);
        }
        self.take(changes);
        self.at = Some(ledger);
        Ok(self)
    }

    /// The same with the list of records. Where none is kept all records are read once, and it is told how far that is.
    ///
    /// # Errors
    /// [`ReadError`]
    pub async fn with_roll(
        &mut self,
        database: &Database,
        ledger: LedgerVersion,
        tell: Tell<'_>,
    ) -> Result<&mut Self, ReadError> {
        self.at(database, ledger).await?;
        let seen = self.roll.at(database, ledger, tell).await?;
        self.forget_records(&seen);
        Ok(self)
    }

    /// What is to be decided of records that were looked at anew is looked at anew, too.
    pub(super) fn forget_records(&mut self, seen: &Seen) {
        self.disputes.retain(|key, _| key.list.as_str() != RECORDS || !seen.has(&key.entity));
    }

    /// Changes rows.
    pub(super) fn take(&mut self, changes: Changes) {
        let Changes { joined, mut lines, gone, .. } = changes;
        self.joined = joined;
        self.duplicates = None;
        self.called.clear();
        self.id_columns.clear();
        let told = lines.iter().flat_map(|(list, lines)| lines.keys().map(move |entity| (list, entity)));
        let gone_too = gone.iter().flat_map(|(list, gone)| gone.iter().map(move |entity| (list, entity)));
        if !self.disputes.is_empty() {
            for (list, entity) in told.chain(gone_too) {
                self.disputes.remove(&EntityKey { list: list.clone(), entity: entity.clone() });
            }
        }
        let names: BTreeSet<ListName> = lines.keys().chain(gone.keys()).cloned().collect();
        // What is kept has the sums of other lists in it.
        if names.is_empty() {
            return;
        }
        for name in names {
            let gone: Vec<EntityId> = gone.get(&name).into_iter().flatten().cloned().collect();
            let lines = lines.remove(&name).unwrap_or_default().into_values().collect();
            let empty = || Finder::new(Register::from_shards(name.clone(), []));
            let list = self.lists.entry(name.clone()).or_insert_with(empty);
            self.unwritten.entry(name).or_default().follow(list.take(lines, &gone, &Sums::default()));
        }
        let (visits, needs) = (ListName::new(VISITS), ListName::new(NEEDS));
        let none = (Register::from_shards(visits.clone(), []), Register::from_shards(needs.clone(), []));
        let own = |list: &ListName| self.lists.get(list).map(Finder::register);
        let sums = Sums::of_all(own(&visits).unwrap_or(&none.0), own(&needs).unwrap_or(&none.1));
        let has_sums = |name: &ListName| *name != visits && *name != needs && !is_own(name);
        for (name, list) in self.lists.iter_mut().filter(|(name, _)| has_sums(name)) {
            self.unwritten.entry(name.clone()).or_default().follow(list.take(Vec::new(), &[], &sums));
        }
        self.lists.retain(|_, list| !list.register().is_empty());
    }

    /// Changes rows, and the writes that keep it. What is here is of the ledger's next version then; if it does not come to that,
    /// it has to be forgotten.
    pub fn written(&mut self, changes: Changes, ledger: LedgerVersion) -> Transaction {
        if changes.rejoins {
            *self = Self::default();
            return Transaction::new().delete_under(Store::Registers, Key(Vec::new()));
        }
        self.take(changes);
        let next = LedgerVersion(ledger.0 + 1);
        let mut plan = Transaction::new();
        let is_first = self.kept.is_none();
        if is_first {
            plan = plan.delete_under(Store::Registers, Key(Vec::new()));
        }
        let (nothing, unwritten) = (Rewritten::default(), std::mem::take(&mut self.unwritten));
        for (name, list) in &self.lists {
            let changed = unwritten.get(name).unwrap_or(&nothing);
            plan = shard_writes(plan, &layout::entities(name), list, changed, is_first);
        }
        for (name, changed) in unwritten.iter().filter(|(name, _)| !self.lists.contains_key(*name)) {
            let gone = changed.removed.iter().map(|number| layout::shard(name, *number));
            plan = gone.fold(plan, |plan, shard| plan.delete(Store::Registers, shard));
        }
        let kept = [KEPT, &next.0.to_string(), &self.joined.joins().fingerprint()].join(" ").into_bytes();
        self.kept = Some(kept.clone());
        self.at = Some(next);
        plan.put(Store::Registers, layout::registers_kept(), kept)
    }

    /// The codes of a list's entities.
    pub fn codes(&self, list: &str) -> BTreeMap<String, BTreeSet<EntityId>> {
        self.lists.get(&ListName::new(list)).map(|list| list.register().codes()).unwrap_or_default()
    }

    /// Which entities values name: one, or several with blanks between them.
    fn named<'a>(&self, values: impl Iterator<Item = &'a str>) -> Named {
        let words = |value: &'a str| std::iter::once(value).chain(value.split(' ').filter(|_| value.contains(' ')));
        let words: BTreeSet<&str> = values.flat_map(words).filter(|word| !word.is_empty()).collect();
        words.into_iter().filter_map(|word| Some((word.to_owned(), self.name(word)?))).collect()
    }

    fn name(&self, id: &str) -> Option<EntityName> {
        self.lists.iter().filter(|(list, _)| !is_own(list)).find_map(|(list, finder)| {
            let mut key = EntityKey { list: list.clone(), entity: EntityId::new(id) };
            if !self.joined.joins().is_empty() {
                key = self.joined.joins().main(&key);
            }
            let register = finder.register();
            let title = register.title(register.row_of(&key.entity)?).to_owned();
            Some(EntityName { key, title })
        })
    }

    /// Has a column of ids sorted, searched and filtered by what they are called, since that is shown.
    fn by_names(&mut self, list: &ListName, query: &mut Query) {
        let columns = self.known_columns_of_ids(list);
        if columns.is_empty() {
            return;
        }
        for filter in &mut query.which.filters {
            if let Filter::OneOf { column, values } = filter
                && columns.contains_key(column)
            {
                *values = std::mem::take(values).into_iter().flat_map(|value| self.ids_of(value)).collect();
            }
        }
        if query.sort.choices.is_empty() && columns.contains_key(&query.sort.column) {
            query.sort.choices = self.called(list, &query.sort.column);
        }
        if !query.which.text.trim().is_empty() {
            let lists: BTreeSet<ListName> = columns.values().filter(|named| *named != list).cloned().collect();
            for named in lists {
                let found = self.lists.get_mut(&named).map(|finder| finder.ids_with(&query.which.text, MOST_NAMED));
                query.which.naming.ids.extend(found.into_iter().flatten().map(|id| id.to_string()));
            }
            query.which.naming.columns = columns.into_keys().collect();
        }
    }

    /// All ids under which the entity of an id may stand in cells; the value itself where it is none.
    fn ids_of(&self, value: String) -> BTreeSet<String> {
        let members = self.name(&value).map(|name| self.joined.joins().members(&name.key)).unwrap_or_default();
        members.into_iter().map(|member| member.entity.to_string()).chain([value]).collect()
    }

    /// What the columns of ids name, of which there are not more than `most`.
    fn offered(&mut self, list: &ListName, most: usize) -> Vec<Offered> {
        let columns = self.known_columns_of_ids(list);
        let offered = |column: &Column| {
            let values = self.lists.get(list)?.values(column, most)?;
            let named = values.iter().filter_map(|(value, _)| self.name(value));
            let titles: BTreeMap<String, String> =
                named.map(|name| (name.key.entity.to_string(), name.title)).collect();
            let entities = by_sound(titles.into_iter().map(|(id, title)| (title.clone(), (id, title))).collect());
            Some(Offered { property: column.name().to_owned(), entities })
        };
        columns.keys().filter_map(offered).collect()
    }

    /// The columns of a list whose cells are ids. Worked out once for each version of the ledger.
    fn known_columns_of_ids(&mut self, list: &ListName) -> BTreeMap<Column, ListName> {
        if let Some(columns) = self.id_columns.get(list) {
            return columns.clone();
        }
        let columns = self.columns_of_ids(list);
        self.id_columns.insert(list.clone(), columns.clone());
        columns
    }

    /// The columns of a list whose cells are ids, each with the list that the first of them is of.
    fn columns_of_ids(&self, list: &ListName) -> BTreeMap<Column, ListName> {
        let Some(register) = self.lists.get(list).map(Finder::register) else { return BTreeMap::new() };
        let named = |property: &str| {
            let column = Column::Property(property.to_owned());
            let first = register.first(&column)?.split(' ').next()?.to_owned();
            Some((column, self.name(&first)?.key.list))
        };
        register.properties().into_iter().filter_map(named).collect()
    }

    /// The ids that stand in a column, in the order of what they are called. Worked out once for each version of the ledger.
    fn called(&mut self, list: &ListName, column: &Column) -> Vec<String> {
        let at = (list.clone(), column.clone());
        if let Some(called) = self.called.get(&at) {
            return called.clone();
        }
        let values = self.lists.get(list).and_then(|finder| finder.values(column, MOST_SORTED)).unwrap_or_default();
        let named = values.into_iter().filter_map(|(value, _)| Some((self.name(&value)?.title, value)));
        let called = by_sound(named.collect());
        self.called.insert(at, called.clone());
        called
    }

    pub fn answer(&mut self, question: ListQuestion) -> ListAnswer {
        match question {
            ListQuestion::Overview => {
                let count = |(name, list): (&ListName, &Finder)| (name.clone(), list.register().len());
                let lists = self.lists.iter().filter(|(name, _)| !is_own(name));
                ListAnswer::Overview(lists.map(count).collect())
            }
            ListQuestion::Properties { list } => {
                let properties = self.lists.get(&list).map(|list| list.register().properties());
                ListAnswer::Properties(properties.into_iter().flatten().map(str::to_owned).collect())
            }
            ListQuestion::Find { list, mut query } => {
                self.by_names(&list, &mut query);
                let found = self.lists.get_mut(&list).map(|finder| finder.find(&query)).unwrap_or_default();
                let is_said = |column: &Column| matches!(column, Column::Property(_));
                let said = found.rows.iter().flat_map(|row| query.window.columns.iter().zip(&row.cells));
                let named = self.named(said.filter(|(column, _)| is_said(column)).map(|(_, cell)| cell.as_str()));
                ListAnswer::Found(found, named)
            }
            ListQuestion::Values { list, column, most } => {
                ListAnswer::Values(self.lists.get(&list).and_then(|finder| finder.values(&column, most)))
            }
            ListQuestion::Offered { list, most } => ListAnswer::Offered(self.offered(&list, most)),
            ListQuestion::Naming { entity } => {
                let keys = |(name, list): (&ListName, &Finder)| {
                    let key = |entity| EntityKey { list: name.clone(), entity };
                    list.register().naming(entity.as_str()).into_iter().map(key).collect::<Vec<_>>()
                };
                // What desks say of records and pairs is no list of theirs.
                let lists = self.lists.iter().filter(|(name, _)| !is_own(name));
                ListAnswer::Naming(lists.flat_map(keys).collect())
            }
            ListQuestion::Named(values) => ListAnswer::Named(self.named(values.iter().map(String::as_str))),
            ListQuestion::Alike { list, entity } => {
                let register = self.lists.get(&list).map(Finder::register);
                let key = |entity: &EntityId| EntityKey { list: list.clone(), entity: entity.clone() };
                let mut alike = register.map(|register| register.alike(&entity)).unwrap_or_default();
                alike.retain(|other| !self.joined.joins().are_two(&key(&entity), &key(other)));
                ListAnswer::Alike(alike)
            }
        }
    }
}

/// Whether a list is the desks' own, and none of entities.
pub(super) fn is_own(list: &ListName) -> bool {
    list.as_str().starts_with("__")
}

/// Whether lists were kept by this version of the program, and with the same being one.
fn is_with(kept: &[u8], joins: &str) -> bool {
    let words = std::str::from_utf8(kept).map(|kept| kept.split(' ').collect::<Vec<_>>());
    words.is_ok_and(|words| matches!(words[..], [KEPT, _, with] if with == joins))
}

/// Writes of shards under a key: `all` of a list, or those that are written again.
pub(super) fn shard_writes(
    plan: Transaction,
    under: &Key,
    list: &Finder,
    changed: &Rewritten,
    all: bool,
) -> Transaction {
    let shards = list.register().shards().iter();
    let written = shards.filter(|shard| all || changed.written.contains(&shard.number));
    let put = |plan: Transaction, shard: &Shard| match shard.to_bytes() {
        Ok(bytes) => plan.put(Store::Registers, under.clone().then(u64::from(shard.number)), bytes),
        Err(_) => plan,
    };
    let removed = changed.removed.iter().map(|number| under.clone().then(u64::from(*number)));
    removed.fold(written.fold(plan, put), |plan, shard| plan.delete(Store::Registers, shard))
}

/// All that is here of some records.
pub(super) async fn revisions_of(
    database: &Database,
    wanted: &BTreeSet<RecordId>,
) -> Result<BTreeMap<RecordId, Vec<Revision>>, ReadError> {
    match wanted.is_empty() {
        true => Ok(BTreeMap::new()),
        false => revisions_at(database, &Rc::new(database.index(Store::Records).await?), wanted).await,
    }
}

/// The same where it is known where records lie.
pub(super) async fn revisions_at(
    database: &Database,
    index: &Rc<Index>,
    wanted: &BTreeSet<RecordId>,
) -> Result<BTreeMap<RecordId, Vec<Revision>>, ReadError> {
    let mut found: BTreeMap<RecordId, Vec<Revision>> = wanted.iter().map(|record| (*record, Vec::new())).collect();
    let prefixes = wanted.iter().map(|record| layout::record(*record)).collect();
    for revision in records::list(&database.held_at(index, Wanted::Under(prefixes)).await?).0 {
        found.entry(revision.submission().record).or_default().push(revision);
    }
    Ok(found)
}

/// The lists as they are kept.
fn shards(rows: &[Row]) -> BTreeMap<ListName, Finder> {
    let mut lists: BTreeMap<ListName, Vec<Shard>> = BTreeMap::new();
    for row in rows.iter().filter(|row| !row.key.is_head()) {
        if let (Some(list), Ok(shard)) = (row.key.text(0), Shard::from_bytes(&row.value)) {
            lists.entry(ListName::new(list)).or_default().push(shard);
        }
    }
    let finder =
        |(name, shards): (ListName, Vec<Shard>)| (name.clone(), Finder::new(Register::from_shards(name, shards)));
    lists.into_iter().map(finder).collect()
}

#[cfg(test)]
mod tests;
