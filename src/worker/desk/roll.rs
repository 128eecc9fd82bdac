//! The roll: every record of the desk in one line, for whoever judges and decides.
//!
//! Most imports are followed by no question about records, so none of them makes lines. Whoever asks has the roll made from all that
//! lies here, once, and it is kept in shards beside the lists. From then on each change of the ledger leaves a note of the records
//! that it touched ([`Roll::left`]), and whoever asks next has just these looked at again ([`Roll::at`]). Of what is taken away no
//! line is left to wait for that.
//!
//! Not here: entity lists (`lists`), what the lines are asked for (`open`).

use std::collections::BTreeSet;

use ledger::register::finder::Finder;
use ledger::register::{Line, RECORDS, Register, Rewritten, Shard, Sums};
use record::{EntityId, Erasures, ListName, RecordId, Sha256};
use store::import::Load;
use store::{Key, LedgerVersion, Row, Store, Transaction, layout, records};

use super::lists::{revisions_at, shard_writes};
use super::{Tell, Told, known};
use crate::platform::idb::{Database, ReadError};

/// Goes up whenever what is kept has to be made anew.
const KEPT: &str = "1";

/// Of more records than this nothing is noted: reading all of them anew is no dearer then.
const MOST_NOTED: usize = 20_000;

/// How many records are read at a time.
const PORTION: usize = 1_000;

/// The roll at one version of the ledger.
pub struct Roll {
    /// What it is of; `None`: of nothing yet, or of what lies there but for the notes.
    at: Option<LedgerVersion>,
    /// The head of what is kept, if it began with that or wrote it.
    kept: Option<Vec<u8>>,
    pub(super) list: Finder,
    /// In what it differs from the shards that are kept.
    unwritten: Rewritten,
}

impl Default for Roll {
    fn default() -> Self {
        Self { at: None, kept: None, list: finder([]), unwritten: Rewritten::default() }
    }
}

/// What a change of the ledger does to records.
#[derive(Default)]
pub struct Left {
    /// Of these something came or went.
    touched: BTreeSet<RecordId>,
    /// Of these something went.
    losing: BTreeSet<RecordId>,
    erasures: Erasures,
}

/// Which records a roll has looked at.
#[derive(PartialEq, Eq, Debug)]
pub enum Seen {
    All,
    These(BTreeSet<RecordId>),
}

impl Seen {
    pub fn has(&self, record: &EntityId) -> bool {
        match self {
            Self::All => true,
            Self::These(records) => record.as_str().parse().is_ok_and(|record| records.contains(&record)),
        }
    }
}

impl Left {
    /// What comes with an import, and the revisions that go because of it.
    pub fn by(load: &Load, doomed: impl IntoIterator<Item = RecordId>) -> Self {
        let losing: BTreeSet<RecordId> = doomed.into_iter().collect();
        let parts = load.erasures.named().flat_map(|named| named.parts.values().flatten()).map(|part| part.record);
        let came = load.records.iter().map(|(record, ..)| *record);
        let touched = came.chain(losing.iter().copied()).chain(parts).collect();
        Self { touched, losing, erasures: load.erasures.clone() }
    }

    pub fn coming(touched: impl IntoIterator<Item = RecordId>) -> Self {
        Self { touched: touched.into_iter().collect(), ..Self::default() }
    }

    pub fn going(losing: BTreeSet<RecordId>) -> Self {
        Self { touched: losing.clone(), losing, ..Self::default() }
    }
}

impl Roll {
    /// The roll as it is at this version of the ledger, kept from now on. Says which records were looked at for that.
    ///
    /// # Errors
    /// [`ReadError`]
    pub async fn at(&mut self, database: &Database, ledger: LedgerVersion, tell: Tell<'_>) -> Result<Seen, ReadError> {
        if self.at == Some(ledger) {
            return Ok(Seen::These(BTreeSet::new()));
        }
        let erased = fingerprint(&known::erasures(database).await?);
        let head = database.get(Store::Registers, &layout::roll()).await?;
        let alone = database.keys(Store::Records, &Key(Vec::new())).await?;
        let mut wanted: BTreeSet<RecordId> = alone.iter().filter_map(record_of).collect();
        let noted = if head.as_ref().is_some_and(|head| is_of(head, &erased)) {
            let is_begun = self.kept == head;
            let kept = if is_begun { layout::roll_notes() } else { layout::roll() };
            let noted = self.begin(head.as_deref(), &database.range(Store::Registers, &kept).await?);
            wanted.extend(&noted);
            self.look(database, &wanted, tell).await?;
            Some((is_begun, noted))
        } else {
            *self = Self::default();
            self.read_all(database, tell).await?;
            None
        };
        self.at = Some(ledger);
        if noted.as_ref().is_none_or(|(_, noted)| !noted.is_empty()) {
            let (plan, head) = self.written(head.as_deref(), ledger, &erased);
            // What could not be kept is made anew by whoever asks next; and another tab may have been first.
            match database.run(plan).await {
                Ok(()) => self.has_written(head),
                Err(_) => self.kept = None,
            }
        }
        Ok(match noted {
            Some((true, _)) => Seen::These(wanted),
            _ => Seen::All,
        })
    }

    /// The writes that a change of the ledger leaves for whoever asks next. With them goes what is of no use any more. If the change does
    /// not come to be this has to be forgotten.
    ///
    /// # Errors
    /// [`ReadError`]
    pub async fn left(
        &mut self,
        database: &Database,
        left: &Left,
        ledger: LedgerVersion,
    ) -> Result<Transaction, ReadError> {
        let head = database.get(Store::Registers, &layout::roll()).await?;
        let (mut erasures, mut rows) = (Erasures::default(), Vec::new());
        if head.is_some() && !(left.losing.is_empty() && left.erasures.is_empty()) {
            erasures = known::erasures(database).await?;
            rows = database.range(Store::Registers, &layout::roll()).await?;
        }
        Ok(self.noted(head.as_deref(), &rows, left, erasures, ledger))
    }

    /// As [`Roll::left`]. Where something is lost, `rows` is all that is kept and `erasures` are those that are known here.
    fn noted(
        &mut self,
        head: Option<&[u8]>,
        rows: &[Row],
        left: &Left,
        mut erasures: Erasures,
        ledger: LedgerVersion,
    ) -> Transaction {
        // Nobody has begun to keep one, or stopped, by the time this is written.
        let plan = guarded(Transaction::new(), head);
        let Some(head) = head else { return plan };
        let is_lost = !(left.losing.is_empty() && left.erasures.is_empty());
        if left.touched.len() > MOST_NOTED || (is_lost && !is_of(head, &fingerprint(&erasures))) {
            *self = Self::default();
            return plan.delete_under(Store::Registers, layout::roll());
        }
        let next = LedgerVersion(ledger.0 + 1);
        let plan = match left.touched.is_empty() {
            true => plan,
            false => plan.put(Store::Registers, layout::roll_note(next.0), note(&left.touched)),
        };
        if !is_lost {
            return plan;
        }
        left.erasures.iter().for_each(|(hash, named)| erasures.insert(*hash, named.clone()));
        self.begin(Some(head), rows);
        self.take(Vec::new(), &left.losing);
        // Other than what is kept once somebody asked at that version.
        let kept = head_of(&format!("{}-", next.0), &fingerprint(&erasures));
        let plan = shard_writes(plan, &layout::roll(), &self.list, &self.unwritten, false);
        self.at = None;
        self.has_written(kept.clone());
        plan.put(Store::Registers, layout::roll(), kept)
    }

    /// Begins with what is kept, unless it did so. Says which records are noted there.
    fn begin(&mut self, head: Option<&[u8]>, rows: &[Row]) -> BTreeSet<RecordId> {
        if self.kept.as_deref() != head {
            let shards = rows.iter().filter(|row| row.key.number(1).is_some());
            let shards = shards.filter_map(|row| Shard::from_bytes(&row.value).ok());
            *self = Self { kept: head.map(<[u8]>::to_vec), list: finder(shards), ..Self::default() };
        }
        let notes = rows.iter().filter(|row| row.key.is_under(&layout::roll_notes()));
        let notes = notes.filter_map(|row| std::str::from_utf8(&row.value).ok());
        notes.flat_map(|note| note.split(' ')).filter_map(|record| record.parse().ok()).collect()
    }

    /// Looks at these records again.
    async fn look(
        &mut self,
        database: &Database,
        wanted: &BTreeSet<RecordId>,
        tell: Tell<'_>,
    ) -> Result<(), ReadError> {
        if wanted.is_empty() {
            return Ok(());
        }
        let index = std::rc::Rc::new(database.index(Store::Records).await?);
        let mut left = wanted.iter().copied();
        let of = wanted.len().div_ceil(PORTION);
        for done in 1..=of {
            let some: BTreeSet<RecordId> = left.by_ref().take(PORTION).collect();
            let (mut lines, mut gone) = (Vec::new(), BTreeSet::new());
            for (record, revisions) in revisions_at(database, &index, &some).await? {
                match Line::of_record(record, &revisions) {
                    Some(line) => lines.push(line),
                    None => drop(gone.insert(record)),
                }
            }
            self.take(lines, &gone);
            if of > 1 {
                tell(Told::Progress { done, of });
            }
        }
        Ok(())
    }

    /// Looks at all records.
    async fn read_all(&mut self, database: &Database, tell: Tell<'_>) -> Result<(), ReadError> {
        let (mut once, mut edited) = (BTreeSet::new(), BTreeSet::new());
        let mut lines = Vec::new();
        let mut portions = database.portions(Store::Records).await?;
        while let Some(rows) = portions.next(database).await? {
            // One that cannot be read is told where it is taken in.
            for revision in records::list(&rows).0 {
                let record = revision.submission().record;
                match once.insert(record) {
                    true => lines.extend(Line::of_record(record, &[revision])),
                    false => drop(edited.insert(record)),
                }
            }
            let (done, of) = portions.progress();
            tell(Told::Progress { done, of });
        }
        self.take(lines, &BTreeSet::new());
        self.look(database, &edited, &|_| ()).await
    }

    pub(super) fn take(&mut self, lines: Vec<Line>, gone: &BTreeSet<RecordId>) {
        let gone: Vec<EntityId> = gone.iter().map(|record| EntityId::new(record.to_string())).collect();
        self.unwritten.follow(self.list.take(lines, &gone, &Sums::default()));
    }

    /// The writes that keep it, where the head is still `before`; and what the head is then.
    fn written(&self, before: Option<&[u8]>, ledger: LedgerVersion, erased: &str) -> (Transaction, Vec<u8>) {
        let version = ledger.0.to_string();
        let plan = Transaction::new().guard(Store::Meta, layout::meta::LEDGER.into(), version);
        let is_first = self.kept.is_none();
        let old = if is_first { layout::roll() } else { layout::roll_notes() };
        let plan = guarded(plan, before).delete_under(Store::Registers, old);
        let head = head_of(&ledger.0.to_string(), erased);
        let plan = shard_writes(plan, &layout::roll(), &self.list, &self.unwritten, is_first);
        (plan.put(Store::Registers, layout::roll(), head.clone()), head)
    }

    fn has_written(&mut self, head: Vec<u8>) {
        self.kept = Some(head);
        self.unwritten = Rewritten::default();
    }
}

fn finder(shards: impl IntoIterator<Item = Shard>) -> Finder {
    Finder::new(Register::from_shards(ListName::new(RECORDS), shards))
}

fn guarded(plan: Transaction, head: Option<&[u8]>) -> Transaction {
    match head {
        Some(head) => plan.guard(Store::Registers, layout::roll(), head),
        None => plan.guard_free(Store::Registers, layout::roll()),
    }
}

/// Of which ledger the shards are, and which erasures were known then. No two writings have the same one: each guards the one before it
/// and comes with a later version.
fn head_of(version: &str, erased: &str) -> Vec<u8> {
    [KEPT, version, erased].join(" ").into_bytes()
}

/// Whether what is kept is of use: not where another version of this program made it, or where erasures were not told of.
fn is_of(head: &[u8], erased: &str) -> bool {
    let words = std::str::from_utf8(head).ok().and_then(|head| head.split_once(' '));
    words.is_some_and(|(kept, rest)| kept == KEPT && rest.split_once(' ').is_some_and(|(_, with)| with == erased))
}

fn note(touched: &BTreeSet<RecordId>) -> Vec<u8> {
    let records: Vec<String> = touched.iter().map(RecordId::to_string).collect();
    records.join(" ").into_bytes()
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

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use ledger::Column;
    use record::{DeviceId, FormRef, Named, OfficerId, Revision, RevisionHash, Submission, Timestamp};
    use store::import::{self, Leaving};
    use store::memory::Memory;
    use store::{Purge, Settings, erasure};

    use super::*;

    /// Chance that comes again with its seed.
    struct Chance(u64);

    impl Chance {
        fn below(&mut self, end: usize) -> usize {
            self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            ((self.0 >> 33) as usize) % end
        }
    }

    fn id(number: usize) -> RecordId {
        let [high, low] = [(number >> 8) as u8, number as u8];
        RecordId::new(Timestamp::new(1_772_326_800_000, 480), [1, 1, 1, 1, high, low, 1, 1, 1, 1])
    }

    fn revision(record: RecordId, parents: Vec<RevisionHash>, said: usize) -> Revision {
        Revision::write(Submission {
            record,
            parents,
            form: FormRef { id: "样例".to_owned(), version: "1".to_owned(), hash: Sha256::of(b"form") },
            device: DeviceId::new("样例"),
            officer: OfficerId::new("样例01"),
            finalized_at: Timestamp::new(1_772_326_800_000 + said as i64 * 60_000, 480),
            sequence: said as u64,
            instance_name: Some(format!("记录 {said}")),
            answers: serde_json::json!({ "area": said.to_string() }).as_object().cloned().unwrap_or_default(),
            entities: Vec::new(),
            attachments: Vec::new(),
            remarks: Vec::new(),
            erasure: None,
            decision: None,
        })
        .unwrap()
    }

    /// A desk, in which it is known which records lie by themselves, and its two tabs.
    struct World {
        memory: Memory,
        alone: BTreeSet<RecordId>,
        tabs: [Roll; 2],
        said: usize,
        chance: Chance,
    }

    impl World {
        fn new(seed: u64) -> Self {
            let mut memory = Memory::default();
            let key = store::settings::SecretKey([9; 32]);
            let own = store::settings::OwnDevice {
                key,
                label: String::new(),
                made_at: Timestamp::new(1_772_326_800_000, 480),
            };
            memory.run(&store::settings::set_up("generation", &own)).unwrap();
            Self { memory, alone: BTreeSet::new(), tabs: Default::default(), said: 0, chance: Chance(seed) }
        }

        fn ledger(&self) -> LedgerVersion {
            Settings::read(&self.memory.all(Store::Meta)).unwrap().unwrap().ledger
        }

        fn erasures(&self) -> Erasures {
            erasure::known(&self.memory.all(Store::Meta))
        }

        fn revisions(&self, record: RecordId) -> Vec<Revision> {
            self.all().remove(&record).unwrap_or_default()
        }

        fn all(&self) -> BTreeMap<RecordId, Vec<Revision>> {
            let mut all: BTreeMap<RecordId, Vec<Revision>> = BTreeMap::new();
            for revision in records::list(&self.memory.all(Store::Records)).0 {
                all.entry(revision.submission().record).or_default().push(revision);
            }
            all
        }

        fn here(&self) -> BTreeSet<RecordId> {
            self.memory.all(Store::Records).iter().filter_map(|row| record_of(&row.key)).collect()
        }

        fn some_here(&mut self) -> Option<RecordId> {
            let here: Vec<RecordId> = self.here().into_iter().collect();
            (!here.is_empty()).then(|| here[self.chance.below(here.len())])
        }

        /// New records, and edits of old ones that may differ from each other.
        fn said(&mut self, count: usize) -> Vec<Revision> {
            let (mut all, here) = (Vec::new(), self.all());
            for _ in 0..count {
                self.said += 1;
                let record = id(self.chance.below(900));
                let parents = here.get(&record).map(|all| all[0].hash()).into_iter().collect();
                all.push(revision(record, parents, self.said));
            }
            all
        }

        /// As [`Roll::left`] reads it.
        fn noted(&mut self, tab: usize, left: &Left) -> Transaction {
            let (ledger, erasures) = (self.ledger(), self.erasures());
            let head = self.memory.get(Store::Registers, &layout::roll()).map(<[u8]>::to_vec);
            let rows = self.memory.under(Store::Registers, &layout::roll());
            self.tabs[tab].noted(head.as_deref(), &rows, left, erasures, ledger)
        }

        fn take_in(&mut self, tab: usize, count: usize) -> Transaction {
            let said = self.said(count);
            let load = Load::of(&said);
            let noted = self.noted(tab, &Left::by(&load, []));
            import::take_in(&[], load, self.ledger()).and(noted)
        }

        fn take_back(&mut self, tab: usize) -> Transaction {
            let mut revisions = Vec::new();
            for _ in 0..5 {
                let Some(record) = self.some_here() else { continue };
                let all = self.revisions(record);
                // Of some records only what was said last.
                let most = 1 + self.chance.below(all.len());
                revisions.extend(all.iter().rev().take(most).map(|revision| (record, revision.hash())));
            }
            let noted = self.noted(tab, &Left::going(revisions.iter().map(|(record, _)| *record).collect()));
            import::take_back(&[], Leaving { revisions, ..Leaving::default() }, self.ledger()).and(noted)
        }

        /// A record that is erased, and what comes along.
        fn erase(&mut self, tab: Option<usize>) -> Transaction {
            let Some(record) = self.some_here() else { return Transaction::new() };
            self.said += 1;
            let said = revision(id(30_000 + self.said), Vec::new(), self.said);
            let mut load = Load::of([&said]);
            let named = Named::whole(record, BTreeSet::new());
            load.erasures.insert(said.hash(), named);
            let doomed = self.revisions(record).iter().map(|revision| (record, revision.hash())).collect();
            load.purge = Purge { revisions: doomed, ..Purge::default() };
            let noted = match tab {
                Some(tab) => self.noted(tab, &Left::by(&load, [record])),
                // The page knows of no lists: what reaches into blocks lets all of them go.
                None => Transaction::new().delete_under(Store::Registers, Key(Vec::new())),
            };
            self.alone.extend(tab.is_none().then_some(said.submission().record));
            import::take_in(&[], load, self.ledger()).and(noted)
        }

        /// A record that is finished here lies by itself, and nobody is told.
        fn finish(&mut self) -> Transaction {
            let said = self.said(1);
            self.alone.insert(said[0].submission().record);
            import::take_in(&[], Load::of(&said), self.ledger())
        }

        fn lines(&self, wanted: &BTreeSet<RecordId>) -> (Vec<Line>, BTreeSet<RecordId>) {
            let (mut lines, mut gone, here) = (Vec::new(), BTreeSet::new(), self.all());
            for record in wanted {
                match here.get(record).and_then(|revisions| Line::of_record(*record, revisions)) {
                    Some(line) => lines.push(line),
                    None => drop(gone.insert(*record)),
                }
            }
            (lines, gone)
        }

        /// As [`Roll::at`] goes on from what is kept.
        fn ask(&mut self, tab: usize) {
            let (ledger, erased) = (self.ledger(), fingerprint(&self.erasures()));
            let head = self.memory.get(Store::Registers, &layout::roll()).map(<[u8]>::to_vec);
            let mut roll = std::mem::take(&mut self.tabs[tab]);
            let mut wanted = self.alone.clone();
            let is_kept = head.as_ref().is_some_and(|head| is_of(head, &erased));
            let mut is_noted = true;
            if is_kept {
                let of = if roll.kept == head { layout::roll_notes() } else { layout::roll() };
                let noted = roll.begin(head.as_deref(), &self.memory.under(Store::Registers, &of));
                is_noted = !noted.is_empty();
                wanted.extend(noted);
            } else {
                roll = Roll::default();
                wanted = self.here();
            }
            let (lines, gone) = self.lines(&wanted);
            roll.take(lines, &gone);
            roll.at = Some(ledger);
            if !is_kept || is_noted {
                let (plan, head) = roll.written(head.as_deref(), ledger, &erased);
                self.memory.run(&plan).unwrap();
                roll.has_written(head);
            }
            self.tabs[tab] = roll;
        }

        fn anew(&self) -> Roll {
            let mut roll = Roll::default();
            roll.take(self.lines(&self.here()).0, &BTreeSet::new());
            roll
        }
    }

    /// All that a roll says of each record.
    fn told(roll: &Roll) -> BTreeMap<String, Vec<String>> {
        let list = roll.list.register();
        let fixed = [Column::Label, Column::Version, Column::Conflicts, Column::UpdatedAt, Column::UpdatedBy];
        let names: BTreeSet<&str> = list.shards().iter().flat_map(Shard::names).collect();
        let columns: Vec<Column> =
            fixed.into_iter().chain(names.iter().map(|name| Column::Property((*name).to_owned()))).collect();
        let row = |row: usize| columns.iter().map(|column| list.get(row, column).to_owned()).collect();
        (0..list.len()).map(|place| (list.id(place).to_string(), row(place))).collect()
    }

    #[test]
    fn a_roll_that_was_brought_up_is_one_made_anew_whatever_came_between() {
        for seed in 0..3 {
            let mut world = World::new(seed);
            for step in 0..40 {
                let tab = world.chance.below(2);
                let plan = match world.chance.below(12) {
                    0 => world.take_in(tab, 300),
                    1 | 2 => world.take_in(tab, 5),
                    3 => world.take_back(tab),
                    4 => world.erase(Some(tab)),
                    5 if step % 7 == 0 => world.erase(None),
                    6 => world.finish(),
                    // Something else is one: all lists that are kept go, after the note.
                    7 if step % 5 == 0 => world.take_in(tab, 3).delete_under(Store::Registers, Key(Vec::new())),
                    _ => {
                        world.ask(tab);
                        let place = format!("seed {seed}, step {step}");
                        assert!(told(&world.tabs[tab]) == told(&world.anew()), "{place}");
                        let rows = world.memory.under(Store::Registers, &layout::roll());
                        let mut again = Roll::default();
                        let left = again.begin(Some(b"other"), &rows);
                        assert!(left.is_empty(), "{place}");
                        // What lies by itself may stand in the roll and not yet in what is kept.
                        let kept = told(&again);
                        let whole = told(&world.anew());
                        let alone: BTreeSet<String> = world.alone.iter().map(RecordId::to_string).collect();
                        let differs = |of: &BTreeMap<String, Vec<String>>, with: &BTreeMap<String, Vec<String>>| {
                            let mut rows = of.iter().filter(|(record, _)| !alone.contains(*record));
                            rows.any(|(record, row)| with.get(record) != Some(row))
                        };
                        assert!(!differs(&kept, &whole) && !differs(&whole, &kept), "{place}");
                        continue;
                    }
                };
                world.memory.run(&plan).unwrap();
            }
        }
    }

    #[test]
    fn an_import_makes_no_roll_and_leaves_no_note_where_nobody_asked() {
        let mut world = World::new(1);
        let plan = world.take_in(0, 50);
        world.memory.run(&plan).unwrap();
        assert!(world.memory.all(Store::Registers).is_empty());
        world.ask(0);
        let plan = world.take_in(1, 2);
        let is_note = |write: &&store::Write| matches!(write, store::Write::Put { store: Store::Registers, .. });
        assert_eq!(plan.writes.iter().filter(is_note).count(), 1);
    }

    #[test]
    fn a_roll_is_kept_by_one_of_two_tabs_and_an_import_that_did_not_know_of_it_is_not_written() {
        let mut world = World::new(2);
        let plan = world.take_in(0, 50);
        world.memory.run(&plan).unwrap();
        let unknowing = world.take_in(1, 5);
        let other = world.anew();
        let (plan, _) = other.written(None, world.ledger(), "");
        world.ask(0);
        let kept = store::memory::Aborted::Guard(Store::Registers, None);
        assert_eq!(world.memory.run(&plan), Err(kept));
        assert!(world.memory.run(&unknowing).is_err());
    }

    #[test]
    fn what_is_taken_away_leaves_no_line_behind_and_too_much_that_comes_no_roll() {
        let mut world = World::new(3);
        let plan = world.take_in(0, 50);
        world.memory.run(&plan).unwrap();
        world.ask(0);
        let gone = world.some_here().unwrap();
        let said = world.revisions(gone)[0].hash().to_string();
        let is_there = |world: &World| {
            let rows = world.memory.all(Store::Registers);
            rows.iter().any(|row| row.value.windows(said.len()).any(|piece| piece == said.as_bytes()))
        };
        assert!(is_there(&world));
        let noted = world.noted(1, &Left::going([gone].into()));
        world.memory.run(&noted).unwrap();
        assert!(!is_there(&world));
        let plan = world.noted(0, &Left::coming((0..=MOST_NOTED).map(id)));
        world.memory.run(&plan).unwrap();
        assert!(world.memory.all(Store::Registers).is_empty());
    }
}
