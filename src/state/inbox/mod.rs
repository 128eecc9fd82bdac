//! What comes in: each file that was handed over, and what became of it.
//!
//! [`Desk`] is what the page shows and changes only by [`Action`]s; `intake` is what is done about a file. A file that
//! was not taken in is not remembered beyond the page, unless it lies in quarantine.
//!
//! Not here: what a file is (`worker::batches`), what the ledger makes of records (`ledger`).

mod intake;

use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use record::{DeviceId, Sha256, Timestamp};
use store::devices::Device as KnownDevice;
use store::import::{self, Arrival};
use store::quarantine::Quarantined;
use yew::Reducible;

pub use intake::{Origin, known, look_at, set_aside, take_in, trust};

use crate::worker::batches::{BatchFacts, BatchSeen, FileRefusal, FileSeen, ForeignKind, ImportCounts};

/// The files on the desk, and what the desk knows.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Desk {
    pub lines: Vec<Line>,
    pub known: Known,
}

/// What the database says that a file is judged by.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Known {
    pub devices: Vec<KnownDevice>,
    /// Batches that were taken in.
    pub arrivals: Vec<Arrival>,
    /// Files in quarantine.
    pub aside: Vec<Quarantined>,
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

/// What became of a file, so far.
#[derive(Clone, PartialEq, Debug)]
pub enum Outcome {
    Reading,
    /// Can be taken in; this is what it would bring.
    Ready(Rc<BatchSeen>, ImportCounts),
    /// Nothing is left to do.
    AlreadyImported {
        at: Timestamp,
    },
    /// A person has to say whether the device is trusted.
    Unknown {
        is_revoked: bool,
    },
    SetAside,
    /// `is_kept`: its bytes lie in quarantine.
    Refused {
        why: FileRefusal,
        is_kept: bool,
    },
    /// A pack, for the page of forms.
    Pack,
    Foreign(ForeignKind),
    Importing,
    Imported(ImportCounts),
    /// It may work the next time. Nothing has changed.
    Failed(Failure),
}

/// Why nothing came of a file, though nothing is wrong with it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Failure {
    /// It was moved or changed since it was chosen.
    Unreadable,
    /// What was chosen is not what was looked at.
    Changed,
    /// Reading it took too long, or was too much.
    Worker,
    Database,
    Full,
    /// The database was written by a newer version.
    ReadOnly,
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
    Known(Known),
}

impl Reducible for Desk {
    type Action = Action;

    fn reduce(self: Rc<Self>, action: Action) -> Rc<Self> {
        let mut next = (*self).clone();
        match action {
            Action::Add(line) => next.lines.push(line),
            Action::Known(known) => next.known = known,
            Action::Tell { line, facts, outcome } => next.tell(line, facts, outcome),
        }
        Rc::new(next)
    }
}

impl Desk {
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

    /// Whether a file in quarantine is on the desk too, waiting for something.
    pub fn lies_here(&self, quarantined: &str) -> bool {
        self.lines.iter().any(|line| {
            let is_it = line.facts.as_ref().is_some_and(|facts| facts.file_hash.to_string() == quarantined);
            (is_it && line.outcome != Outcome::SetAside) || line.origin == Origin::Quarantine(quarantined.to_owned())
        })
    }

    /// The files that can be taken in now.
    pub fn ready(&self) -> impl Iterator<Item = &Line> {
        self.lines.iter().filter(|line| matches!(line.outcome, Outcome::Ready(..)))
    }

    pub fn is_busy(&self) -> bool {
        self.lines.iter().any(|line| matches!(line.outcome, Outcome::Reading | Outcome::Importing))
    }

    /// How many files were taken in, and what they brought.
    pub fn imported(&self) -> (usize, ImportCounts) {
        let counts = self.lines.iter().filter_map(|line| match line.outcome {
            Outcome::Imported(counts) => Some(counts),
            _ => None,
        });
        counts.fold((0, ImportCounts::default()), |(files, sum), counts| {
            let added = sum.added + counts.added;
            let known = sum.known + counts.known;
            let (conflicts, erased) = (sum.conflicts + counts.conflicts, sum.erased + counts.erased);
            (files + 1, ImportCounts { added, known, conflicts, erased })
        })
    }

    /// What people call a device.
    pub fn label(&self, device: &DeviceId) -> Option<&str> {
        let known = self.known.devices.iter().find(|known| known.id == *device)?;
        Some(known.label.as_str()).filter(|label| !label.is_empty())
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

impl Outcome {
    /// The batch is here, or can be at a tap.
    fn is_good(&self) -> bool {
        matches!(self, Self::Ready(..) | Self::AlreadyImported { .. } | Self::Importing | Self::Imported(_))
    }

    /// Its name for whoever drives the page, and where the page is styled by it.
    pub fn name(&self) -> &'static str {
        match self {
            Self::Reading => "reading",
            Self::Ready(..) => "ready",
            Self::AlreadyImported { .. } => "already-imported",
            Self::Unknown { .. } => "unknown-device",
            Self::SetAside => "set-aside",
            Self::Refused { .. } => "refused",
            Self::Pack => "pack",
            Self::Foreign(_) => "foreign",
            Self::Importing => "importing",
            Self::Imported(_) => "imported",
            Self::Failed(_) => "failed",
        }
    }
}

/// What to do about a file that was looked at.
#[derive(Clone, PartialEq, Debug)]
pub enum Step {
    /// Nothing more can be learnt.
    Tell(Option<Rc<BatchFacts>>, Outcome),
    /// See what it would bring.
    Preview(Rc<BatchSeen>),
    /// Keep its bytes aside, and say why.
    Keep(Option<Rc<BatchFacts>>, FileRefusal),
}

/// Judges a file by what it is and by the batch of the same id that was taken in, if there is one.
pub fn judge(seen: FileSeen, arrival: Option<&Arrival>) -> Step {
    match seen {
        FileSeen::Batch(batch) => match arrival {
            None => Step::Preview(Rc::new(*batch)),
            Some(arrival) if arrival.body_hash == batch.body_hash => {
                Step::Tell(Some(Rc::new(batch.facts)), Outcome::AlreadyImported { at: arrival.taken_at })
            }
            Some(_) => Step::Keep(Some(Rc::new(batch.facts)), FileRefusal::OtherContents),
        },
        FileSeen::Aside { facts, is_revoked } => Step::Tell(Some(Rc::new(facts)), Outcome::Unknown { is_revoked }),
        FileSeen::Pack => Step::Tell(None, Outcome::Pack),
        FileSeen::Foreign(kind) => Step::Tell(None, Outcome::Foreign(kind)),
        // Nothing was read of it, and the next one may be as large.
        FileSeen::Refused(why @ FileRefusal::TooLarge { .. }) => {
            Step::Tell(None, Outcome::Refused { why, is_kept: false })
        }
        FileSeen::Refused(why) => Step::Keep(None, why),
    }
}

/// The fixed word under which a refused file lies in quarantine.
pub fn word(why: &FileRefusal) -> &'static str {
    match why {
        FileRefusal::TooLarge { .. } => "too_large",
        FileRefusal::Truncated { .. } => "truncated",
        FileRefusal::Damaged { .. } => "damaged",
        FileRefusal::Repacked => "repacked",
        FileRefusal::Signature => "signature",
        FileRefusal::Newer => "newer",
        FileRefusal::TooMany { .. } => "too_many",
        FileRefusal::Contents => "contents",
        FileRefusal::Record { .. } => "record",
        FileRefusal::OtherContents => "other_contents",
    }
}

/// The fixed words under which a whole file lies in quarantine for its sender's sake.
pub const UNKNOWN_DEVICE: &str = "unknown_device";
pub const REVOKED_DEVICE: &str = "revoked_device";

#[cfg(test)]
mod tests;
