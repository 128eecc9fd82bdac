//! Carries a piece of work out to its end, as the page does it (`state::sync`), against a store of which any node may die.

use std::time::Duration;

use transport::{Remote, Reply, Step, Trouble, Work};

use crate::line::{Line, now};
use crate::outbox::OutboxError;
use crate::words::Store;

/// A run that ended for something that may pass is begun anew so often. The page does so when the network is back, a record is
/// finished or somebody taps.
const MOST_RUNS: u32 = 12;
/// How long it rests before; hastened like all waits.
const REST: Duration = Duration::from_secs(30);

/// Somebody who asks a store: one node until it fails, then the next.
pub struct Asker<'a> {
    pub line: &'a Line,
    pub store: &'a Store,
    pub node: usize,
    pub chance: Chance,
}

/// Why it was not carried out.
#[derive(Debug, thiserror::Error)]
pub enum CourseError {
    #[error("after {MOST_RUNS} runs: {0}")]
    Stopped(Trouble),
    #[error("a file lies there with other bytes than its name says, or is gone: {0}")]
    Damaged(String),
    #[error("{0} is no sealed file")]
    NotSealed(String),
    #[error("something else lies under the name of {0}")]
    NameTaken(String),
    #[error(transparent)]
    Outbox(#[from] OutboxError),
}

impl Asker<'_> {
    /// Carries out work that is made anew for each run.
    pub fn done<W: Work>(&mut self, make: impl Fn() -> W, file: &[u8]) -> Result<W::Done, CourseError> {
        for run in 1.. {
            match self.run(&mut make(), file) {
                Ok(done) => return Ok(done),
                Err(trouble) if run < MOST_RUNS && (trouble.passes() || trouble == Trouble::CannotStore) => {
                    self.line.count(|counts| counts.given_up += 1);
                    self.next_node();
                    self.wait(REST);
                }
                Err(trouble) => return Err(CourseError::Stopped(trouble)),
            }
        }
        Err(CourseError::Stopped(Trouble::Unreachable))
    }

    fn run<W: Work>(&mut self, work: &mut W, file: &[u8]) -> Result<W::Done, Trouble> {
        let mut step = work.ask(self.remote(), now());
        loop {
            step = match step {
                Step::Ask(request) => {
                    let reply = self.line.carried_out(&request, file);
                    let chance = self.chance.next();
                    work.answered(self.remote(), &reply, now(), chance)
                }
                Step::Wait(wait, _) => {
                    self.line.count(|counts| counts.waits += 1);
                    self.wait(Duration::from_millis(wait.into()));
                    self.next_node();
                    work.ask(self.remote(), now())
                }
                Step::Done(done) => return Ok(done),
                Step::Stopped(trouble) => return Err(trouble),
            };
        }
    }

    /// Asks once and is ended when the store has done it, before anybody has read the answer.
    pub fn killed(&self, work: &impl Work, file: &[u8]) {
        if let Step::Ask(request) = work.ask(self.remote(), now()) {
            let reply = self.line.carried_out(&request, file);
            let is_done = matches!(reply, Reply::Response(response) if response.is_good());
            self.line.count(|counts| counts.killed += u64::from(is_done));
        }
    }

    fn remote(&self) -> &Remote {
        &self.store.nodes[self.node % self.store.nodes.len()]
    }

    /// What one name with several addresses, or a proxy before the nodes, does in the field.
    fn next_node(&mut self) {
        self.node += 1;
        if self.store.nodes.len() > 1 {
            self.line.count(|counts| counts.moved += 1);
        }
    }

    fn wait(&self, time: Duration) {
        std::thread::sleep(time / self.store.hasten);
    }
}

/// Chance that is the same each time (splitmix64).
#[derive(Clone)]
pub struct Chance(pub u64);

impl Chance {
    pub fn next(&mut self) -> u32 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut word = self.0;
        word = (word ^ (word >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        word = (word ^ (word >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((word ^ (word >> 31)) >> 32) as u32
    }

    /// In any order.
    pub fn shuffle<T>(&mut self, all: &mut [T]) {
        for end in (1..all.len()).rev() {
            all.swap(end, self.next() as usize % (end + 1));
        }
    }
}
