//! One file on its way to a store, until it was read back from there.
//!
//! Whatever stops it, a new upload of the same file finds out what arrived and goes on from there.

use batch::File;
use batch::sealed::is_sealed;
use record::{Sha256, Timestamp};

use crate::folders::{leading_to, made};
use crate::work::{Course, Judged, Work};
use crate::{Folder, Kind, Mark, Name, Remote, Reply, Response, Right, Step, Trouble};

/// Up to so many bytes a file is read back whole; of a longer one its length is asked.
const READ_BACK: u64 = 1 << 20;

/// So often it is read what lies under its name, where other bytes come each time.
const MOST_READS: u8 = 5;

/// A sealed file that is to be sent. There is no other way to one: what nobody else may read leaves sealed or not at all.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Parcel {
    name: Name,
    length: u64,
}

/// What became of a file.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Sent {
    /// It lies there, and was read back.
    Stored,
    /// Something else lies under its name and cannot be replaced: the same file goes under the next number.
    NameTaken,
}

/// A file on its way.
#[derive(Clone, Debug)]
pub struct Upload {
    parcel: Parcel,
    doing: Doing,
    course: Course,
    has_made_folders: bool,
    /// Something else lay under its name, or the store had lied.
    has_replaced: bool,
    /// What was read last under its name and was not it, and how often something was.
    other: Option<Sha256>,
    reads: u8,
}

#[derive(Clone, PartialEq, Eq, Debug)]
enum Doing {
    Putting {
        is_new: bool,
    },
    /// Something lies there already. `is_forbidden`: the store may have meant that nothing may be put there at all.
    Comparing {
        is_forbidden: bool,
    },
    /// The folders that are to be made, the outermost last.
    MakingFolders(Vec<String>),
    ReadingBack {
        is_whole: bool,
    },
}

impl Parcel {
    /// `None`: the file is not sealed.
    pub fn of(file: &File, folder: Folder, number: u64, kind: Kind) -> Option<Self> {
        let name = Name { folder, number, hash: file.file_hash, kind, by: None };
        is_sealed(&file.bytes).then_some(Self { name, length: file.bytes.len() as u64 })
    }

    /// The same as the file of a desk that writes into a tablet's folder beside others.
    #[must_use]
    pub fn by(mut self, mark: Option<Mark>) -> Self {
        self.name.by = mark;
        self
    }

    pub fn name(&self) -> &Name {
        &self.name
    }

    pub fn length(&self) -> u64 {
        self.length
    }
}

impl Upload {
    pub fn new(parcel: Parcel) -> Self {
        Self {
            parcel,
            doing: Doing::Putting { is_new: true },
            course: Course::default(),
            has_made_folders: false,
            has_replaced: false,
            other: None,
            reads: 0,
        }
    }

    fn put(&mut self, remote: &Remote, response: &Response, is_new: bool) -> Next {
        match response.status {
            _ if response.is_good() => Next::Do(Doing::ReadingBack { is_whole: self.parcel.length <= READ_BACK }),
            412 if is_new => Next::Do(Doing::Comparing { is_forbidden: false }),
            // What a file server says that lets nobody replace anything.
            403 if is_new => Next::Do(Doing::Comparing { is_forbidden: true }),
            // What was read may have been damaged on the way: it is read once more before the name is given up.
            403 | 412 => Next::Do(Doing::Comparing { is_forbidden: false }),
            404 | 409 if remote.is_dav() && !self.has_made_folders => {
                self.has_made_folders = true;
                Next::Do(Doing::MakingFolders(leading_to(&self.parcel.name.folder.path())))
            }
            404 | 409 if remote.is_dav() => Next::Stopped(Trouble::NoFolder),
            // Somebody else writes the same name this very moment.
            409 => Next::Later,
            404 => Next::Stopped(Trouble::NotFound),
            status => Next::Stopped(Trouble::Strange(status)),
        }
    }

    fn compared(&mut self, response: &Response, is_forbidden: bool) -> Next {
        match response.status {
            _ if response.is_good() && self.is_ours(response) => Next::Done(Sent::Stored),
            _ if response.is_good() => self.other(response),
            403 | 404 if is_forbidden => Next::Stopped(Trouble::NoRight(Right::Put)),
            404 => self.replace(Next::Stopped(Trouble::NotKept)),
            status => Next::Stopped(Trouble::Strange(status)),
        }
    }

    /// Other bytes came from under its name: an earlier upload that was cut, or a line that damages what it carries.
    fn other(&mut self, response: &Response) -> Next {
        let hash = Sha256::of(&response.body);
        let is_same = self.other.replace(hash) == Some(hash);
        self.reads = self.reads.saturating_add(1);
        let otherwise = match self.reads {
            // What lies there is the same each time, what a line does to it hardly ever.
            _ if is_same => Next::Done(Sent::NameTaken),
            MOST_READS.. => Next::Stopped(Trouble::NotKept),
            _ => Next::Do(Doing::Comparing { is_forbidden: false }),
        };
        self.replace(otherwise)
    }

    fn made(response: &Response, left: Vec<String>) -> Next {
        match made(response, left) {
            Err(trouble) => Next::Stopped(trouble),
            Ok(left) if left.is_empty() => Next::Do(Doing::Putting { is_new: true }),
            Ok(left) => Next::Do(Doing::MakingFolders(left)),
        }
    }

    fn read_back(&mut self, response: &Response, is_whole: bool) -> Next {
        match response.status {
            _ if response.is_good() && is_whole && self.is_ours(response) => Next::Done(Sent::Stored),
            _ if response.is_good() && !is_whole => match response.length {
                Some(length) if length == self.parcel.length => Next::Done(Sent::Stored),
                Some(_) => self.replace(Next::Stopped(Trouble::NotKept)),
                // The browser may not see it.
                None => Next::Do(Doing::ReadingBack { is_whole: true }),
            },
            404 => self.replace(Next::Stopped(Trouble::NotKept)),
            _ if response.is_good() => self.replace(Next::Stopped(Trouble::NotKept)),
            status => Next::Stopped(Trouble::Strange(status)),
        }
    }

    /// Puts it there whatever lies there, once.
    fn replace(&mut self, otherwise: Next) -> Next {
        if self.has_replaced {
            return otherwise;
        }
        self.has_replaced = true;
        Next::Do(Doing::Putting { is_new: false })
    }

    fn is_ours(&self, response: &Response) -> bool {
        Sha256::of(&response.body) == self.parcel.name.hash
    }
}

impl Work for Upload {
    type Done = Sent;

    fn ask(&self, remote: &Remote, now: Timestamp) -> Step<Sent> {
        let (path, now) = (self.parcel.name.path(), self.course.time(now));
        Step::Ask(match &self.doing {
            Doing::Putting { is_new } => remote.put(&path, self.parcel.name.hash, *is_new, now),
            Doing::Comparing { .. } | Doing::ReadingBack { is_whole: true } => remote.get(&path, now),
            Doing::ReadingBack { is_whole: false } => remote.head(&path, now),
            Doing::MakingFolders(left) => match left.last().and_then(|folder| remote.make_folder(folder, now)) {
                Some(request) => request,
                None => return Step::Stopped(Trouble::NoFolder),
            },
        })
    }

    fn answered(&mut self, remote: &Remote, reply: &Reply, now: Timestamp, chance: u32) -> Step<Sent> {
        let response = match self.course.judge(remote, reply, now, chance) {
            Judged::Answer(response) => response,
            Judged::Again => return self.ask(remote, now),
            Judged::Later(wait, trouble) => return Step::Wait(wait, trouble),
            Judged::Stopped(trouble) => return Step::Stopped(trouble),
        };
        let next = match self.doing.clone() {
            Doing::Putting { is_new } => self.put(remote, response, is_new),
            Doing::Comparing { is_forbidden } => self.compared(response, is_forbidden),
            Doing::MakingFolders(left) => Self::made(response, left),
            Doing::ReadingBack { is_whole } => self.read_back(response, is_whole),
        };
        match next {
            Next::Do(doing) => {
                self.doing = doing;
                self.ask(remote, now)
            }
            Next::Later => match self.course.again(response.retry_after, chance, Trouble::Busy) {
                Judged::Later(wait, trouble) => Step::Wait(wait, trouble),
                Judged::Stopped(trouble) => Step::Stopped(trouble),
                Judged::Answer(_) | Judged::Again => self.ask(remote, now),
            },
            Next::Done(sent) => Step::Done(sent),
            Next::Stopped(trouble) => Step::Stopped(trouble),
        }
    }
}

enum Next {
    Do(Doing),
    /// The same again after a while.
    Later,
    Done(Sent),
    Stopped(Trouble),
}
