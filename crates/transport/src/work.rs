//! What every piece of work does alike: it waits and tries again, gives up, and sets its clock by the store's.

use record::Timestamp;

use crate::trouble::Common;
use crate::{Backoff, Remote, Reply, Response, Step, Trouble};

/// A piece of work, step by step. Whoever carries its requests out may stop at any of them and begin the work anew.
pub trait Work {
    type Done;

    /// What to ask now: at the beginning, and after a wait.
    fn ask(&self, remote: &Remote, now: Timestamp) -> Step<Self::Done>;

    /// Goes on with what came of a request. `chance` is any number.
    fn answered(&mut self, remote: &Remote, reply: &Reply, now: Timestamp, chance: u32) -> Step<Self::Done>;
}

/// An answer of 500 so often in a row is no hiccup: a full disk says so, too.
const MOST_FAILURES: u32 = 5;

/// An answer that nothing explains so often is the store's own, and not what something on the way made up.
const MOST_STRANGE: u32 = 3;

/// How a piece of work has gone so far.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Course {
    backoff: Backoff,
    /// Answers of 500 in a row.
    failures: u32,
    /// Answers that nothing explains.
    strange: u32,
    /// Milliseconds that the store's clock is ahead of this device's.
    ahead_ms: i64,
    is_clock_set: bool,
}

/// What is left for the work itself to judge.
pub enum Judged<'a> {
    Answer(&'a Response),
    /// The same request once more.
    Again,
    /// The same after so many milliseconds.
    Later(u32, Trouble),
    Stopped(Trouble),
}

impl Course {
    /// The time as the store has it, as far as that is known.
    pub fn time(&self, now: Timestamp) -> Timestamp {
        Timestamp::new(now.unix_ms() + self.ahead_ms, now.offset_minutes())
    }

    pub fn judge<'a>(&mut self, remote: &Remote, reply: &'a Reply, now: Timestamp, chance: u32) -> Judged<'a> {
        let response = match reply {
            Reply::Response(response) => response,
            Reply::Unreachable | Reply::TimedOut => return self.again(None, chance, Trouble::Unreachable),
        };
        self.failures = if response.status == 500 { self.failures + 1 } else { 0 };
        match remote.common(response) {
            None => Judged::Answer(response),
            Some(Common::Stopped(trouble)) => Judged::Stopped(trouble),
            Some(Common::Later(_)) if self.failures >= MOST_FAILURES => Judged::Stopped(Trouble::CannotStore),
            Some(Common::Later(after)) => self.again(after, chance, Trouble::Busy),
            // Once: a clock that is set by the store's and still wrong is another trouble than a clock.
            Some(Common::Skewed(Some(date))) if !self.is_clock_set => {
                (self.is_clock_set, self.ahead_ms) = (true, date - now.unix_ms());
                Judged::Again
            }
            Some(Common::Skewed(_)) => Judged::Stopped(Trouble::Clock),
        }
    }

    /// An answer that makes no sense to somebody who only reads. A line that breaks makes some up: it is asked again a few times.
    pub fn strange<T>(&mut self, status: u16, chance: u32) -> Step<T> {
        let trouble = Trouble::Strange(status);
        self.strange += 1;
        let wait = if self.strange < MOST_STRANGE { self.backoff.wait(None, chance) } else { None };
        wait.map_or(Step::Stopped(trouble), |wait| Step::Wait(wait, trouble))
    }

    /// Waits to try the same again; `trouble` once that was enough.
    pub fn again<'a>(&mut self, after: Option<u32>, chance: u32, trouble: Trouble) -> Judged<'a> {
        self.backoff.wait(after, chance).map_or(Judged::Stopped(trouble), |wait| Judged::Later(wait, trouble))
    }
}
