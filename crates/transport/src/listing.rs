//! What lies on a store: the devices of a zone that wrote there, or the files of one of them.

use std::collections::{BTreeMap, BTreeSet};

use record::Timestamp;

use crate::name::number_text;
use crate::remote::{About, From};
use crate::work::{Course, Judged, Work};
use crate::{Folder, Known, Name, Remote, Reply, Response, Right, Step, Trouble};

/// What lies there. What is none of ours is counted and left alone.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Listed {
    pub folders: Vec<Folder>,
    /// By number.
    pub files: Vec<Seen>,
    pub strange: usize,
    /// There is no such folder of a device.
    pub is_missing: bool,
    /// What changes when something comes into a folder: of those of a zone, where the store tells it.
    pub marks: BTreeMap<Folder, String>,
    /// The same of the folder itself, as it was just before it was listed; asked for by [`Listing::unless`] alone.
    pub mark: Option<String>,
    /// The folder is as it was, and was not listed.
    pub is_unchanged: bool,
}

#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct Seen {
    pub name: Name,
    /// Where the store tells it.
    pub length: Option<u64>,
}

/// A listing under way, page by page.
#[derive(Clone, Debug)]
pub struct Listing {
    of: Of,
    next: Option<String>,
    zone: Whole,
    /// The folder itself is asked about first.
    asks_mark: bool,
    known: Option<Known>,
    listed: Listed,
    course: Course,
}

#[derive(Clone, Debug)]
enum Of {
    Zone(String),
    Folder {
        folder: Folder,
        /// Names before this text may be left out.
        after: Option<String>,
    },
}

/// What is known of the folder of a zone.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Whole {
    Unasked,
    /// It is not there: whether anything is at the address.
    AskingRoot,
    /// Something is at the address. It is asked for once more: a line that breaks makes answers up, and nobody is to believe that nothing came.
    AskingAgain,
}

impl Listing {
    /// The devices of a zone.
    pub fn of_zone(zone: &str) -> Self {
        Self::new(Of::Zone(zone.to_owned()))
    }

    /// The files of a device, from this number on: an S3 store says nothing of those before. From 1 on all are told.
    pub fn of_folder(folder: Folder, first: u64) -> Self {
        Self::new(Of::Folder { folder, after: (first > 1).then(|| number_text(first)) })
    }

    /// The same, unless the folder is as it is known to be: a WebDAV server is asked that before.
    #[must_use]
    pub fn unless(mut self, known: Option<Known>) -> Self {
        (self.asks_mark, self.known) = (true, known);
        self
    }

    fn new(of: Of) -> Self {
        let (listed, course) = (Listed::default(), Course::default());
        Self { of, next: None, zone: Whole::Unasked, asks_mark: false, known: None, listed, course }
    }

    fn read(&mut self, remote: &Remote, response: &Response, now: Timestamp, chance: u32) -> Step<Listed> {
        if self.zone == Whole::AskingRoot {
            self.zone = Whole::AskingAgain;
            return self.ask(remote, now);
        }
        let Ok(page) = remote.listed(&self.path(), &response.body) else {
            return match self.course.again(None, chance, Trouble::Unreadable) {
                Judged::Later(wait, trouble) => Step::Wait(wait, trouble),
                _ => Step::Stopped(Trouble::Unreadable),
            };
        };
        if self.asks_about_itself(remote) {
            self.asks_mark = false;
            if self.known.as_ref().is_some_and(|known| known.is_unchanged(page.mark.as_deref(), now)) {
                return Step::Done(Listed { mark: page.mark, is_unchanged: true, ..Listed::default() });
            }
            self.listed.mark = page.mark;
            return self.ask(remote, now);
        }
        match &self.of {
            Of::Zone(zone) => {
                self.listed.strange += page.files.len();
                for (step, mark) in page.folders {
                    let Ok(folder) = Folder::listed(zone, &step) else {
                        self.listed.strange += 1;
                        continue;
                    };
                    self.listed.marks.extend(mark.map(|mark| (folder.clone(), mark)));
                    self.listed.folders.push(folder);
                }
            }
            Of::Folder { folder, .. } => {
                for (file, length) in page.files {
                    match Name::listed(folder, &file) {
                        Ok(name) => self.listed.files.push(Seen { name, length }),
                        Err(_) => self.listed.strange += 1,
                    }
                }
                self.listed.strange += page.folders.len();
            }
        }
        // A store that says the same page twice would be asked for ever.
        if let Some(next) = page.next.filter(|next| self.next.as_ref() != Some(next)) {
            self.next = Some(next);
            return self.ask(remote, now);
        }
        let mut listed = std::mem::take(&mut self.listed);
        listed.folders.sort();
        listed.files.sort();
        Step::Done(listed)
    }

    fn not_read(&mut self, remote: &Remote, response: &Response, now: Timestamp, chance: u32) -> Step<Listed> {
        match (response.status, &self.of, self.zone) {
            (404, Of::Folder { .. }, _) => Step::Done(Listed { is_missing: true, ..Listed::default() }),
            (404, Of::Zone(_), Whole::Unasked) if remote.is_dav() => {
                self.zone = Whole::AskingRoot;
                self.ask(remote, now)
            }
            // Nobody has written yet.
            (404, Of::Zone(_), Whole::AskingAgain) => Step::Done(Listed::default()),
            (404, _, _) => Step::Stopped(Trouble::NotFound),
            // It asked for the name and the password before, and would have said 401.
            (403, _, _) if remote.is_dav() => Step::Stopped(Trouble::NoRight(Right::List)),
            (403, _, _) => Step::Stopped(Trouble::Refused),
            // Something is there that knows no folders.
            (405 | 501, Of::Zone(_), _) if remote.is_dav() => Step::Stopped(Trouble::Unreadable),
            (status, _, _) => self.course.strange(status, chance),
        }
    }

    fn asks_about_itself(&self, remote: &Remote) -> bool {
        self.asks_mark && remote.is_dav()
    }

    fn path(&self) -> String {
        match &self.of {
            Of::Zone(zone) => Folder::zone_path(zone),
            Of::Folder { folder, .. } => folder.path(),
        }
    }
}

impl Work for Listing {
    type Done = Listed;

    fn ask(&self, remote: &Remote, now: Timestamp) -> Step<Listed> {
        let from = match (&self.next, &self.of) {
            (Some(page), _) => From::Page(page),
            (None, Of::Folder { after: Some(name), .. }) => From::After(name),
            (None, _) => From::Start,
        };
        let path = if self.zone == Whole::AskingRoot { String::new() } else { self.path() };
        let about = match &self.of {
            Of::Zone(_) => About::Folders,
            Of::Folder { .. } if self.asks_about_itself(remote) => About::Itself,
            Of::Folder { .. } => About::Files,
        };
        Step::Ask(remote.list(&path, about, from, self.course.time(now)))
    }

    fn answered(&mut self, remote: &Remote, reply: &Reply, now: Timestamp, chance: u32) -> Step<Listed> {
        match self.course.judge(remote, reply, now, chance) {
            Judged::Again => self.ask(remote, now),
            Judged::Later(wait, trouble) => Step::Wait(wait, trouble),
            Judged::Stopped(trouble) => Step::Stopped(trouble),
            Judged::Answer(response) if response.is_good() => self.read(remote, response, now, chance),
            Judged::Answer(response) => self.not_read(remote, response, now, chance),
        }
    }
}

/// The first number from 1 on that is not among those of files that are here: before it a listing need not go.
pub fn first_missing(held: &BTreeSet<u64>) -> u64 {
    (1..).zip(held).find(|(wanted, number)| wanted != *number).map_or(held.len() as u64 + 1, |(wanted, _)| wanted)
}
