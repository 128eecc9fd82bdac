//! One file on its way from a store, held against the hash in its name.

use record::{Sha256, Timestamp};

use crate::work::{Course, Judged, Work};
use crate::{Name, Remote, Reply, Step};

/// What came.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Fetched {
    Whole(Vec<u8>),
    /// Other bytes than its name says: an upload that is under way or was cut. It is left where it is and tried at the next sync.
    Damaged,
    /// It was there and is not any more.
    Gone,
}

/// A file on its way.
#[derive(Clone, Debug)]
pub struct Download {
    name: Name,
    course: Course,
}

impl Download {
    pub fn new(name: Name) -> Self {
        Self { name, course: Course::default() }
    }
}

impl Work for Download {
    type Done = Fetched;

    fn ask(&self, remote: &Remote, now: Timestamp) -> Step<Fetched> {
        Step::Ask(remote.get(&self.name.path(), self.course.time(now)))
    }

    fn answered(&mut self, remote: &Remote, reply: &Reply, now: Timestamp, chance: u32) -> Step<Fetched> {
        match self.course.judge(remote, reply, now, chance) {
            Judged::Again => self.ask(remote, now),
            Judged::Later(wait, trouble) => Step::Wait(wait, trouble),
            Judged::Stopped(trouble) => Step::Stopped(trouble),
            Judged::Answer(response) if response.is_good() => Step::Done(match Sha256::of(&response.body) {
                hash if hash == self.name.hash => Fetched::Whole(response.body.clone()),
                _ => Fetched::Damaged,
            }),
            Judged::Answer(response) if response.status == 404 => Step::Done(Fetched::Gone),
            Judged::Answer(response) => self.course.strange(response.status, chance),
        }
    }
}
