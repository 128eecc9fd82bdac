//! What comes in: each file that was handed over, and what became of it.
//!
//! [`Desk`] is what the page shows and changes only by [`Action`]s; `intake` asks the desk worker to do something about files. A
//! file that was not taken in is not remembered beyond the page, unless it lies in quarantine.
//!
//! Not here: what a file is and what it brings (`worker::desk`), what the ledger makes of records (`ledger`).

mod intake;

use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use record::{BatchId, DeviceId, Sha256, Timestamp};
use store::clock;
use store::devices::{Device as KnownDevice, DeviceStanding};
use store::import::{self, Arrival};
use store::quarantine::Quarantined;
use transport::Name;
use yew::Reducible;

pub use intake::{
    Origin, Taken, clear, known, look, records_of, set_aside, take_apart, take_back, take_in, throw_away,
    would_take_back,
};

use crate::worker::batches::{BatchFacts, ImportCounts};
pub use crate::worker::desk::{Failure, Outcome};

/// The files on the desk, and what the desk knows.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Desk {
    pub lines: Vec<Line>,
    pub known: Rc<Known>,
    /// How far whatever is being done is: so many of so many steps, 0 of 0 while all of it is written.
    pub work: Option<(usize, usize)>,
    /// Somebody stopped it, and it is looked whether that came too late.
    pub is_stopping: bool,
    /// Somebody stopped the last import when all of it was written already.
    pub is_too_late: bool,
}

/// What the database says that a file is judged by.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Known {
    pub devices: Vec<KnownDevice>,
    /// Batches that were taken in.
    pub arrivals: Vec<Arrival>,
    /// Files in quarantine.
    pub aside: Vec<Quarantined>,
    /// How many attached files batches still await.
    pub awaited: BTreeMap<BatchId, usize>,
    /// Why that could not be counted: then nobody knows whether anything is awaited.
    pub uncounted: Option<Failure>,
    /// Hashes of other files that brought something of batches that are here.
    pub seen: BTreeSet<Sha256>,
}

/// A file.
#[derive(Clone, PartialEq, Debug)]
pub struct Line {
    pub id: u32,
    pub name: String,
    pub origin: Origin,
    /// Once it was read as a batch.
    pub facts: Option<Rc<BatchFacts>>,
    pub outcome: Outcome,
}

/// What is odd about a file's moments. It is taken in nonetheless: no clock decides anything.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Caveat {
    /// Something in it is later than now can be.
    Later { now: Timestamp },
    /// Its device made it earlier than the batch before it.
    Back { before: Timestamp },
}

impl Caveat {
    /// Its fixed word.
    pub fn word(self) -> &'static str {
        match self {
            Self::Later { .. } => "clock-later",
            Self::Back { .. } => "clock-back",
        }
    }
}

/// Everything that changes a desk.
pub enum Action {
    Add(Line),
    /// What became of a file. `facts` stay as they were where there are none.
    Tell {
        line: u32,
        facts: Option<Rc<BatchFacts>>,
        outcome: Outcome,
    },
    /// Several at once: the page is drawn for all of them once.
    All(Vec<Action>),
    Known(Rc<Known>),
    /// What lay in quarantine under this id was thrown away, and does not stand here as set aside any more.
    Thrown(String),
    /// Nothing came of a file that was being read or taken in.
    Failed {
        line: u32,
        failure: Failure,
    },
    /// So many of so many steps are done; `None`: nothing is being done.
    Work(Option<(usize, usize)>),
    /// Somebody stops what is being done.
    Stopping,
    /// That came too late: all of it was written.
    TooLate,
}

impl Reducible for Desk {
    type Action = Action;

    fn reduce(self: Rc<Self>, action: Action) -> Rc<Self> {
        let mut next = (*self).clone();
        next.take(action);
        Rc::new(next)
    }
}

impl Desk {
    fn take(&mut self, action: Action) {
        match action {
            Action::All(actions) => actions.into_iter().for_each(|action| self.take(action)),
            Action::Add(line) => self.lines.push(line),
            Action::Known(known) => self.known = known,
            Action::Thrown(id) => self.lines.retain(|line| {
                let is_it = line.facts.as_ref().is_some_and(|facts| facts.file_hash.to_string() == id);
                !(is_it && line.outcome == Outcome::SetAside)
            }),
            Action::Failed { line, failure } => self.fail(|known| known.id == line, failure),
            Action::Work(work) => {
                self.work = work;
                self.is_stopping &= work.is_some();
                self.is_too_late &= work.is_none();
            }
            Action::Stopping => self.is_stopping = self.work.is_some(),
            Action::TooLate => {
                self.work = None;
                self.is_stopping = false;
                self.is_too_late = true;
            }
            Action::Tell { line, facts, outcome } => self.tell(line, facts, outcome),
        }
    }

    fn tell(&mut self, id: u32, facts: Option<Rc<BatchFacts>>, outcome: Outcome) {
        if let Some(facts) = &facts {
            // What was put aside and is looked at again stands here once.
            self.lines
                .retain(|line| line.id == id || line.outcome != Outcome::SetAside || !line.is_file(&facts.file_hash));
        }
        if let Some(line) = self.lines.iter_mut().find(|line| line.id == id) {
            line.facts = facts.or_else(|| line.facts.clone());
            line.outcome = outcome;
        }
    }

    fn fail(&mut self, is_it: impl Fn(&Line) -> bool, failure: Failure) {
        let is_under_way =
            |line: &&mut Line| matches!(line.outcome, Outcome::Reading | Outcome::Importing) && is_it(line);
        self.lines.iter_mut().filter(is_under_way).for_each(|line| line.outcome = Outcome::Failed(failure));
    }

    /// What all files that can be taken in would bring together.
    pub fn ready_counts(&self) -> ImportCounts {
        let counts = self.lines.iter().filter_map(|line| match line.outcome {
            Outcome::Ready(counts) => Some(counts),
            _ => None,
        });
        counts.fold(ImportCounts::default(), ImportCounts::and)
    }

    /// Whether a file in quarantine is on the desk too, waiting for something.
    fn lies_here(&self, quarantined: &str) -> bool {
        self.lines.iter().any(|line| {
            let is_it = line.facts.as_ref().is_some_and(|facts| facts.file_hash.to_string() == quarantined);
            (is_it && line.outcome != Outcome::SetAside) || line.origin == Origin::Quarantine(quarantined.to_owned())
        })
    }

    /// Files in quarantine that are not on the desk, too.
    pub fn aside(&self) -> Vec<Quarantined> {
        self.known.aside.iter().filter(|aside| !self.lies_here(&aside.id)).cloned().collect()
    }

    /// The bytes that wait here for somebody: files that a server has too need not come again.
    pub fn waiting(&self) -> BTreeSet<Sha256> {
        let waits = |line: &&Line| !matches!(line.outcome, Outcome::Imported(_) | Outcome::SetAside);
        let hash =
            |line: &Line| line.facts.as_ref().map_or_else(|| Name::hash_in(&line.name), |facts| Some(facts.file_hash));
        self.lines.iter().filter(waits).filter_map(hash).collect()
    }

    /// The files that wait for a word on their device that was given while they were read: they are to be looked at again. None
    /// while anything is being done.
    pub fn answered(&self) -> impl Iterator<Item = &Line> {
        let is_trusted = |line: &&Line| {
            let of = |known: &&KnownDevice| line.facts.as_ref().is_some_and(|facts| facts.device == known.id);
            self.known.devices.iter().find(of).is_some_and(|known| known.standing == DeviceStanding::Trusted)
        };
        let waits = |line: &&Line| matches!(line.outcome, Outcome::Unknown { .. }) && !self.is_busy();
        self.lines.iter().filter(waits).filter(is_trusted)
    }

    /// The files that can be taken in now.
    pub fn ready(&self) -> impl Iterator<Item = &Line> {
        self.lines.iter().filter(|line| matches!(line.outcome, Outcome::Ready(_)))
    }

    pub fn is_busy(&self) -> bool {
        self.work.is_some()
            || self.lines.iter().any(|line| matches!(line.outcome, Outcome::Reading | Outcome::Importing))
    }

    /// How many files were taken in, and what they brought.
    pub fn imported(&self) -> (usize, ImportCounts) {
        let counts = self.lines.iter().filter_map(|line| match line.outcome {
            Outcome::Imported(counts) => Some(counts),
            _ => None,
        });
        counts.fold((0, ImportCounts::default()), |(files, sum), counts| (files + 1, sum.and(counts)))
    }

    /// What people call a device.
    pub fn label(&self, device: &DeviceId) -> Option<&str> {
        let known = self.known.devices.iter().find(|known| known.id == *device)?;
        Some(known.label.as_str()).filter(|label| !label.is_empty())
    }

    /// What is odd about the moments of files, by line. `now` is this device's.
    pub fn caveats(&self, now: Timestamp) -> BTreeMap<u32, Caveat> {
        let mut made: BTreeMap<&DeviceId, BTreeMap<u64, Timestamp>> = BTreeMap::new();
        for facts in self.lines.iter().filter_map(|line| line.facts.as_ref()) {
            made.entry(&facts.device).or_default().insert(facts.seq, facts.created_at);
        }
        for arrival in &self.known.arrivals {
            if let Some(made) = made.get_mut(&arrival.device) {
                made.insert(arrival.seq, arrival.created_at);
            }
        }
        let caveat = |line: &Line| {
            let facts = line.facts.as_ref()?;
            if clock::is_later(facts.newest, now) {
                return Some((line.id, Caveat::Later { now }));
            }
            let before = made.get(&facts.device)?.range(..facts.seq).next_back().map(|(_, made_at)| *made_at)?;
            clock::is_before(facts.created_at, before).then_some((line.id, Caveat::Back { before }))
        };
        self.lines.iter().filter_map(caveat).collect()
    }

    /// For each device whose files lie here, the numbers of its batches that neither came before nor lie here.
    pub fn missing(&self) -> Vec<(Rc<BatchFacts>, Vec<u64>)> {
        let mut devices: BTreeMap<DeviceId, (Rc<BatchFacts>, BTreeSet<u64>)> = BTreeMap::new();
        for line in &self.lines {
            let (Some(facts), true) = (&line.facts, line.outcome.is_good()) else { continue };
            let entry = devices.entry(facts.device.clone()).or_insert_with(|| (facts.clone(), BTreeSet::new()));
            entry.1.insert(facts.seq);
        }
        for arrival in &self.known.arrivals {
            if let Some((_, came)) = devices.get_mut(&arrival.device) {
                came.insert(arrival.seq);
            }
        }
        let missing = devices.into_values().map(|(facts, came)| (facts, import::missing(&came)));
        missing.filter(|(_, missing)| !missing.is_empty()).collect()
    }
}

impl Line {
    fn is_file(&self, hash: &Sha256) -> bool {
        self.facts.as_ref().is_some_and(|facts| facts.file_hash == *hash)
    }
}

/// The fixed words under which a whole file lies in quarantine for its sender's sake.
pub const UNKNOWN_DEVICE: &str = "unknown_device";
pub const REVOKED_DEVICE: &str = "revoked_device";

#[cfg(test)]
mod tests;
