//! A small file that is put on a store and read back, before anybody relies on it: who may look may not always write.
//!
//! It says nothing, nobody reads it, and it lies where no listing looks for files. Each device has one name for it, so that trying often
//! leaves one file.

use record::{DeviceId, Sha256, Timestamp};

use crate::folders::{leading_to, made};
use crate::work::{Course, Judged, Work};
use crate::{Folder, Remote, Reply, Response, Right, Step, Trouble};

/// So long that a disk without room does not take it.
const LENGTH: usize = 4_096;
const LINE: &[u8] = b"taizhang: written to try this store, nobody reads it\n";

/// A probe under way. It comes after a listing: who asks was let in already.
#[derive(Clone, Debug)]
pub struct Probe {
    folder: String,
    file: String,
    hash: Sha256,
    doing: Doing,
    course: Course,
    has_made_folders: bool,
}

#[derive(Clone, PartialEq, Eq, Debug)]
enum Doing {
    Putting,
    MakingFolders(Vec<String>),
    /// `is_kept_out`: it could not be put there; it may lie there from the last time, where nobody may replace anything.
    ReadingBack {
        is_kept_out: bool,
    },
}

impl Probe {
    pub fn new(zone: &str, device: &DeviceId) -> Self {
        let (folder, file) = Folder::of_probes(zone, device);
        let (doing, course) = (Doing::Putting, Course::default());
        Self { folder, file, hash: Sha256::of(&Self::bytes()), doing, course, has_made_folders: false }
    }

    /// What is put there.
    pub fn bytes() -> Vec<u8> {
        LINE.iter().copied().cycle().take(LENGTH).collect()
    }

    fn put(&mut self, remote: &Remote, status: u16) -> Result<Doing, Trouble> {
        match status {
            200..300 => Ok(Doing::ReadingBack { is_kept_out: false }),
            403 | 412 => Ok(Doing::ReadingBack { is_kept_out: true }),
            405 | 501 => Err(Trouble::NoRight(Right::Put)),
            404 | 409 if remote.is_dav() && !self.has_made_folders => {
                self.has_made_folders = true;
                Ok(Doing::MakingFolders(leading_to(&self.folder)))
            }
            404 | 409 if remote.is_dav() => Err(Trouble::NoFolder),
            404 => Err(Trouble::NotFound),
            409 => Err(Trouble::Busy),
            status => Err(Trouble::Strange(status)),
        }
    }

    fn read_back(&self, response: &Response, is_kept_out: bool) -> Result<(), Trouble> {
        match response.status {
            _ if response.is_good() && Sha256::of(&response.body) == self.hash => Ok(()),
            403 | 404 if is_kept_out => Err(Trouble::NoRight(Right::Put)),
            403 => Err(Trouble::NoRight(Right::Read)),
            404 => Err(Trouble::NotKept),
            _ if response.is_good() => Err(Trouble::NotKept),
            status => Err(Trouble::Strange(status)),
        }
    }
}

impl Work for Probe {
    type Done = ();

    fn ask(&self, remote: &Remote, now: Timestamp) -> Step<()> {
        let (path, now) = (format!("{}/{}", self.folder, self.file), self.course.time(now));
        Step::Ask(match &self.doing {
            Doing::Putting => remote.put(&path, self.hash, false, now),
            Doing::ReadingBack { .. } => remote.get(&path, now),
            Doing::MakingFolders(left) => match left.last().and_then(|folder| remote.make_folder(folder, now)) {
                Some(request) => request,
                None => return Step::Stopped(Trouble::NoFolder),
            },
        })
    }

    fn answered(&mut self, remote: &Remote, reply: &Reply, now: Timestamp, chance: u32) -> Step<()> {
        if let (Doing::Putting, Reply::Response(Response { status: 500, .. })) = (&self.doing, reply) {
            // The listing before it went well: this is no hiccup, but what a full disk says.
            return Step::Stopped(Trouble::CannotStore);
        }
        let response = match self.course.judge(remote, reply, now, chance) {
            Judged::Answer(response) => response,
            Judged::Again => return self.ask(remote, now),
            Judged::Later(wait, trouble) => return Step::Wait(wait, trouble),
            // The name and the password were good for looking, and to read for putting it there.
            Judged::Stopped(Trouble::Refused | Trouble::Denied) => {
                let is_there = self.doing == Doing::ReadingBack { is_kept_out: false };
                return Step::Stopped(Trouble::NoRight(if is_there { Right::Read } else { Right::Put }));
            }
            Judged::Stopped(trouble) => return Step::Stopped(trouble),
        };
        let next = match self.doing.clone() {
            Doing::Putting => self.put(remote, response.status),
            Doing::MakingFolders(left) => made(response, left).map(|left| match left.is_empty() {
                true => Doing::Putting,
                false => Doing::MakingFolders(left),
            }),
            Doing::ReadingBack { is_kept_out } => match self.read_back(response, is_kept_out) {
                Ok(()) => return Step::Done(()),
                Err(trouble) => Err(trouble),
            },
        };
        match next {
            Ok(doing) => {
                self.doing = doing;
                self.ask(remote, now)
            }
            Err(trouble) => Step::Stopped(trouble),
        }
    }
}
