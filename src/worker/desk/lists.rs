//! Entity lists and the list of records, held ready to be looked through.
//!
//! What is held is a projection at one version of the ledger. What lies in blocks is kept beside the ledger in shards
//! (`ledger::register`), so that a desk of a hundred thousand records shows its first rows without reading any; what lies by itself is
//! read each time the ledger has moved. Start at [`Lists::at`].
//!
//! Not here: how rows are found (`ledger::register`), who asks (`state::lists`), what waits for somebody (`open`).

use std::collections::{BTreeMap, BTreeSet};

use ledger::register::finder::Finder;
use ledger::register::query::{Found, Query};
use ledger::register::{Line, RECORDS, Register, Rewritten, Shard, Sums};
use ledger::{Column, Dispute, Duplicate, EntityHistory, EntityKey, Joined};
use record::{EntityId, Erasures, JOINS, ListName, REVIEWS, RecordId, Revision, RevisionHash, Sha256};
use serde::{Deserialize, Serialize};
use store::{Key, LedgerVersion, Row, Store, Transaction, layout, records};

use super::{Tell, Told, known};
use crate::platform::idb::{Database, ReadError, Wanted};

/// Goes up whenever what is kept has to be made anew.
const KEPT: &str = "2";

/// What of other lists an enterprise's row shows.
const VISITS: &str = "visits";
const NEEDS: &str = "needs";

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
    /// Which entities of any list name this one.
    Naming {
        entity: EntityId,
    },
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
    Found(Found),
    Values(Option<Vec<(String, usize)>>),
    Naming(Vec<EntityKey>),
    Alike(Vec<EntityId>),
}

/// The lists at one version of the ledger.
#[derive(Default)]
pub struct Lists {
    /// What they are of; `None`: of nothing yet.
    at: Option<LedgerVersion>,
    /// The same of the list of records, which not every question needs.
    records_at: Option<LedgerVersion>,
    /// Which erasures the list of records knows of: of what they took away no row may be left to say so.
    erased: String,
    /// Which writing of the shards they began with. `None`: none are kept, or other ones.
    kept: Option<Vec<u8>>,
    /// Which entities are one: of those there is one row.
    pub(super) joined: Joined,
    pub(super) lists: BTreeMap<ListName, Finder>,
    /// What is to be decided of the rows that say so, as far as it was looked at since they last changed.
    pub(super) disputes: BTreeMap<EntityKey, Vec<Dispute>>,
    /// Enterprises that may be one, where the zone's areas are called so, since the last change.
    pub(super) duplicates: Option<(Vec<String>, Vec<Duplicate>)>,
}

/// Lines by list, and entities that are gone.
#[derive(Default)]
pub struct Changes {
    joined: Joined,
    /// Something else is one than was: all has to be read again.
    rejoins: bool,
    /// Records of which something went, so that it has to be looked what is left.
    pub unsure: BTreeSet<RecordId>,
    /// Which erasures there are then; `None`: none comes.
    pub erased: Option<String>,
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

    /// What is here of a record now: all of its revisions.
    pub fn tell_record(&mut self, record: RecordId, revisions: &[Revision]) {
        let line = Line::of_record(record, revisions);
        self.put(&ListName::new(RECORDS), &EntityId::new(record.to_string()), line);
    }

    /// Looks what is left of the records of which something went: what was read of them less what is `doomed`, and what came.
    ///
    /// # Errors
    /// [`ReadError`]
    pub async fn look_again(
        &mut self,
        database: &Database,
        doomed: &BTreeSet<(RecordId, RevisionHash)>,
        came: &[(RecordId, RevisionHash, String)],
        erasures: &Erasures,
    ) -> Result<(), ReadError> {
        if !erasures.is_empty() {
            let mut all = known::erasures(database).await?;
            erasures.iter().for_each(|(hash, named)| all.insert(*hash, named.clone()));
            self.erased = Some(fingerprint(&all));
        }
        for (record, mut revisions) in revisions_of(database, &std::mem::take(&mut self.unsure)).await? {
            revisions.retain(|revision| !doomed.contains(&(record, revision.hash())));
            let new = came.iter().filter(|(of, ..)| *of == record);
            revisions.extend(new.filter_map(|(.., body)| Revision::read(body.as_str()).ok()));
            self.tell_record(record, &revisions);
        }
        Ok(())
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
        let erased = kept.as_ref().and_then(|kept| kept_with(kept, &fingerprint));
        let kept = kept.filter(|_| erased.is_some());
        if kept.is_none() || kept != self.kept {
            self.records_at = None;
            self.erased = erased.unwrap_or_default();
            self.disputes.clear();
        }
        if kept.is_none() {
            self.lists.clear();
        } else if kept != self.kept {
            self.lists = shards(&database.all(Store::Registers).await?);
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
    pub async fn with_records(
        &mut self,
        database: &Database,
        ledger: LedgerVersion,
        tell: Tell<'_>,
    ) -> Result<&mut Self, ReadError> {
        self.at(database, ledger).await?;
        if self.records_at == Some(ledger) {
            return Ok(self);
        }
        let mut changes = Changes::of(self.joined.clone());
        let erased = fingerprint(&known::erasures(database).await?);
        let is_kept = self.kept.is_some() && self.erased == erased;
        if !is_kept {
            self.lists.remove(&ListName::new(RECORDS));
        }
        self.erased = erased;
        let edited = match is_kept {
            // Of a record some revisions may lie in blocks and others by themselves.
            true => {
                let alone = database.keys(Store::Records, &Key(Vec::new())).await?;
                alone.iter().filter_map(record_of).collect()
            }
            false => read_all(database, &mut changes, tell).await?,
        };
        for (record, revisions) in revisions_of(database, &edited).await? {
            changes.tell_record(record, &revisions);
        }
        self.take(changes);
        self.records_at = Some(ledger);
        Ok(self)
    }

    /// Changes rows. Says which shards are to be written again, by list.
    pub(super) fn take(&mut self, changes: Changes) -> BTreeMap<ListName, Rewritten> {
        let Changes { joined, mut lines, gone, .. } = changes;
        self.joined = joined;
        self.duplicates = None;
        let told = lines.iter().flat_map(|(list, lines)| lines.keys().map(move |entity| (list, entity)));
        let gone_too = gone.iter().flat_map(|(list, gone)| gone.iter().map(move |entity| (list, entity)));
        if !self.disputes.is_empty() {
            for (list, entity) in told.chain(gone_too) {
                self.disputes.remove(&EntityKey { list: list.clone(), entity: entity.clone() });
            }
        }
        let mut rewritten = BTreeMap::new();
        let names: BTreeSet<ListName> = lines.keys().chain(gone.keys()).cloned().collect();
        for name in names {
            let gone: Vec<EntityId> = gone.get(&name).into_iter().flatten().cloned().collect();
            let lines = lines.remove(&name).unwrap_or_default().into_values().collect();
            let empty = || Finder::new(Register::from_shards(name.clone(), []));
            let list = self.lists.entry(name.clone()).or_insert_with(empty);
            rewritten.insert(name, list.take(lines, &gone, &Sums::default()));
        }
        let (visits, needs) = (ListName::new(VISITS), ListName::new(NEEDS));
        let none = (Register::from_shards(visits.clone(), []), Register::from_shards(needs.clone(), []));
        let own = |list: &ListName| self.lists.get(list).map(Finder::register);
        let sums = Sums::of_all(own(&visits).unwrap_or(&none.0), own(&needs).unwrap_or(&none.1));
        let has_sums = |name: &ListName| *name != visits && *name != needs && !is_own(name);
        for (name, list) in self.lists.iter_mut().filter(|(name, _)| has_sums(name)) {
            let summed = list.take(Vec::new(), &[], &sums);
            let all: &mut Rewritten = rewritten.entry(name.clone()).or_default();
            all.written.extend(summed.written);
            all.removed.extend(&summed.removed);
            all.written.retain(|number| !summed.removed.contains(number));
        }
        self.lists.retain(|_, list| !list.register().is_empty());
        rewritten
    }

    /// Changes rows, and the writes that keep it, records among them ([`Lists::with_records`]). What is here is of the ledger's next version then; if it does not come to that,
    /// it has to be forgotten.
    pub fn written(&mut self, changes: Changes, ledger: LedgerVersion) -> Transaction {
        if changes.rejoins {
            *self = Self::default();
            return Transaction::new().delete_under(Store::Registers, Key(Vec::new()));
        }
        if let Some(erased) = &changes.erased {
            self.erased.clone_from(erased);
        }
        let rewritten = self.take(changes);
        let next = LedgerVersion(ledger.0 + 1);
        let mut plan = Transaction::new();
        let is_first = self.kept.is_none();
        if is_first {
            plan = plan.delete_under(Store::Registers, Key(Vec::new()));
        }
        for (name, list) in &self.lists {
            let changed = rewritten.get(name);
            let is_written =
                |shard: &&Shard| is_first || changed.is_some_and(|all| all.written.contains(&shard.number));
            for shard in list.register().shards().iter().filter(is_written) {
                if let Ok(bytes) = shard.to_bytes() {
                    plan = plan.put(Store::Registers, layout::shard(name, shard.number), bytes);
                }
            }
        }
        for (name, changed) in &rewritten {
            for number in &changed.removed {
                plan = plan.delete(Store::Registers, layout::shard(name, *number));
            }
        }
        let version = next.0.to_string();
        let kept = [KEPT, &version, &self.erased, &self.joined.joins().fingerprint()].join(" ").into_bytes();
        self.kept = Some(kept.clone());
        self.at = Some(next);
        self.records_at = Some(next);
        plan.put(Store::Registers, layout::registers_kept(), kept)
    }

    /// The codes of a list's entities.
    pub fn codes(&self, list: &str) -> BTreeMap<String, BTreeSet<EntityId>> {
        self.lists.get(&ListName::new(list)).map(|list| list.register().codes()).unwrap_or_default()
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
            ListQuestion::Find { list, query } => {
                let found = self.lists.get_mut(&list).map(|finder| finder.find(&query));
                ListAnswer::Found(found.unwrap_or_default())
            }
            ListQuestion::Values { list, column, most } => {
                ListAnswer::Values(self.lists.get(&list).and_then(|finder| finder.values(&column, most)))
            }
            ListQuestion::Naming { entity } => {
                let keys = |(name, list): (&ListName, &Finder)| {
                    let key = |entity| EntityKey { list: name.clone(), entity };
                    list.register().naming(entity.as_str()).into_iter().map(key).collect::<Vec<_>>()
                };
                // What desks say of records and pairs is no list of theirs.
                let lists = self.lists.iter().filter(|(name, _)| !is_own(name));
                ListAnswer::Naming(lists.flat_map(keys).collect())
            }
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

/// Which erasures were known when the lists were kept. `None`: they were kept by another version of this program, or where something
/// else was one.
fn kept_with(kept: &[u8], joins: &str) -> Option<String> {
    let mut words = std::str::from_utf8(kept).ok()?.split(' ');
    let (of, _, erased, with) = (words.next()?, words.next()?, words.next()?, words.next()?);
    (of == KEPT && with == joins).then(|| erased.to_owned())
}

/// Names a set of erasures; empty where there are none.
fn fingerprint(erasures: &Erasures) -> String {
    if erasures.is_empty() {
        return String::new();
    }
    let hashes: Vec<String> = erasures.iter().map(|(hash, _)| hash.to_string()).collect();
    Sha256::of(hashes.join(" ").as_bytes()).to_string()
}

fn record_of(key: &Key) -> Option<RecordId> {
    key.text(0)?.parse().ok()
}

/// Tells of every record that has one revision alone, and says which have more.
async fn read_all(database: &Database, changes: &mut Changes, tell: Tell<'_>) -> Result<BTreeSet<RecordId>, ReadError> {
    let (mut once, mut edited) = (BTreeSet::new(), BTreeSet::new());
    let mut portions = database.portions(Store::Records).await?;
    while let Some(rows) = portions.next(database).await? {
        // One that cannot be read is told where it is taken in.
        for revision in records::list(&rows).0 {
            let record = revision.submission().record;
            if once.insert(record) {
                changes.tell_record(record, &[revision]);
            } else {
                edited.insert(record);
            }
        }
        let (done, of) = portions.progress();
        tell(Told::Progress { done, of });
    }
    Ok(edited)
}

/// All that is here of some records.
pub(super) async fn revisions_of(
    database: &Database,
    wanted: &BTreeSet<RecordId>,
) -> Result<BTreeMap<RecordId, Vec<Revision>>, ReadError> {
    let mut found: BTreeMap<RecordId, Vec<Revision>> = wanted.iter().map(|record| (*record, Vec::new())).collect();
    if wanted.is_empty() {
        return Ok(found);
    }
    let index = std::rc::Rc::new(database.index(Store::Records).await?);
    let prefixes = wanted.iter().map(|record| layout::record(*record)).collect();
    for revision in records::list(&database.held_at(&index, Wanted::Under(prefixes)).await?).0 {
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
mod tests {
    use ledger::histories;
    use ledger::register::query::Window;
    use record::{
        DeviceId, EntityChange, EntityChangeKind, FormRef, OfficerId, RecordId, Revision, Sha256, Submission, Timestamp,
    };

    use super::*;

    /// A row of the ledger's projection: one entity, said once.
    fn row(list: &str, id: &str, said: &[(&str, &str)]) -> EntityHistory {
        let change = EntityChange {
            list: ListName::new(list),
            entity: EntityId::new(id),
            kind: EntityChangeKind::Create,
            label: Some(id.to_owned()),
            properties: said.iter().map(|(name, text)| ((*name).to_owned(), (*text).to_owned())).collect(),
            base: None,
        };
        let at = Timestamp::new(1_772_326_800_000, 480);
        let revision = Revision::write(Submission {
            record: RecordId::new(at, [1; 10]),
            parents: Vec::new(),
            form: FormRef { id: "样例".to_owned(), version: "1".to_owned(), hash: Sha256::of(b"form") },
            device: DeviceId::new("样例"),
            officer: OfficerId::new("样例01"),
            finalized_at: at,
            sequence: 1,
            instance_name: None,
            answers: serde_json::Map::new(),
            entities: vec![change],
            attachments: Vec::new(),
            remarks: Vec::new(),
            erasure: None,
            decision: None,
        });
        histories([&revision.unwrap()]).into_values().next().unwrap()
    }

    fn told(rows: &[EntityHistory]) -> Changes {
        let mut changes = Changes::default();
        rows.iter().for_each(|row| changes.tell(row));
        changes
    }

    #[test]
    fn a_row_has_what_other_lists_say_of_it_and_they_are_found_by_it() {
        let mut lists = Lists::default();
        lists.take(told(&[
            row("visits", "v", &[("subject_id", "a"), ("visit_date", "2025-03-08")]),
            row("enterprises", "a", &[]),
            row("projects", "p", &[("builder", "a")]),
        ]));
        let window = Window { offset: 0, count: 9, columns: vec![Column::LastVisit] };
        let query = Query { window, ..Query::default() };
        let found = lists.answer(ListQuestion::Find { list: ListName::new("enterprises"), query });
        let ListAnswer::Found(found) = found else { panic!("{found:?}") };
        assert_eq!(found.rows[0].cells, ["2025-03-08"]);
        let naming = lists.answer(ListQuestion::Naming { entity: EntityId::new("a") });
        let ListAnswer::Naming(naming) = naming else { panic!("{naming:?}") };
        let names: Vec<&str> = naming.iter().map(|key| key.entity.as_str()).collect();
        assert_eq!(names, ["p", "v"]);
    }

    /// What the database would hold after these writes.
    fn kept(memory: &mut store::memory::Memory, plan: &Transaction) -> BTreeMap<ListName, Finder> {
        memory.run(plan).unwrap();
        shards(&memory.all(Store::Registers))
    }

    #[test]
    fn what_is_kept_is_what_is_held_and_only_what_changed_is_written_again() {
        let enterprise = |number: usize, area: &str| row("enterprises", &format!("e{number:04}"), &[("area", area)]);
        let rows: Vec<EntityHistory> = (0..2_000).map(|number| enterprise(number, "east")).collect();
        let (mut lists, mut memory) = (Lists::default(), store::memory::Memory::default());
        let plan = lists.written(told(&rows), LedgerVersion(0));
        let again = kept(&mut memory, &plan);
        let list = ListName::new("enterprises");
        assert_eq!(again[&list].register(), lists.lists[&list].register());
        let all = plan.writes.len();
        let plan = lists
            .written(told(&[enterprise(7, "west"), row("visits", "v", &[("subject_id", "e0007")])]), LedgerVersion(1));
        assert!(plan.writes.len() < all / 2, "{} of {all}", plan.writes.len());
        let again = kept(&mut memory, &plan);
        assert_eq!(again.len(), 2);
        for (name, finder) in &lists.lists {
            assert_eq!(again[name].register(), finder.register());
        }
        let row = again[&list].register().row_of(&EntityId::new("e0007")).unwrap();
        assert_eq!(again[&list].register().get(row, &Column::Property("area".to_owned())), "west");
    }
}
