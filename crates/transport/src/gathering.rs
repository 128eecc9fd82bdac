//! What others of a zone put on a store, gathered: who wrote there, what each of them wrote, then file by file.
//!
//! Each end of the work is one [`Gathered`]; whoever carries it out asks on until [`Gathered::End`], and keeps what came whenever it
//! stops. One folder or file that the store does not give holds up no other.

use std::collections::{BTreeMap, BTreeSet};

use record::{Sha256, Timestamp};

use crate::work::Work;
use crate::{Download, Fetched, Folder, Kind, Known, Listed, Listing, Name, Remote, Reply, Step, Trouble};

/// So many that are not given one after the other are no matter of one file.
const MOST_WITHHELD: u32 = 3;

/// What came of it, one after the other.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Gathered {
    /// It is known what lies there, before the first file comes.
    Listed {
        /// Devices that wrote there.
        devices: usize,
        /// Files that are wanted.
        files: usize,
        /// Folders that were told of and could not be looked into. That is tried the next time.
        withheld: usize,
        /// Folders into which nothing came since they were listed: they were not asked for.
        unchanged: usize,
    },
    File(Name, Vec<u8>),
    /// Other bytes than its name says: an upload that is under way or was cut. It is left where it is and wanted the next time.
    Damaged(Name),
    /// A file that was told of is not given. It is wanted the next time.
    Withheld,
    /// All was asked for.
    End,
}

/// A gathering under way.
#[derive(Clone, Debug)]
pub struct Gathering {
    /// Nobody fetches what they wrote themselves.
    own: Folder,
    here: BTreeSet<Sha256>,
    /// Those that came and may go again, as nothing of them was taken in yet. They are not wanted either.
    waiting: BTreeSet<Sha256>,
    /// What is known of folders; those that were listed meanwhile as they are now.
    known: BTreeMap<Folder, Known>,
    /// The first number of each folder that may bring something new.
    firsts: BTreeMap<Folder, u64>,
    marks: BTreeMap<Folder, String>,
    doing: Doing,
    devices: usize,
    /// Those that were not looked into yet, the next one last.
    folders: Vec<Folder>,
    /// Those that were not asked for yet, the next one last.
    wanted: Vec<Name>,
    withheld_folders: usize,
    unchanged: usize,
    withheld_in_a_row: u32,
}

#[derive(Clone, Debug)]
enum Doing {
    Zone(Listing),
    Folder(Folder, Listing),
    File(Name, Download),
    Nothing,
}

impl Gathering {
    /// `own`: the folder of this device. `here`: the hashes of files that are not wanted.
    pub fn new(zone: &str, own: Folder, here: BTreeSet<Sha256>) -> Self {
        Self {
            own,
            here,
            waiting: BTreeSet::new(),
            known: BTreeMap::new(),
            firsts: BTreeMap::new(),
            marks: BTreeMap::new(),
            doing: Doing::Zone(Listing::of_zone(zone)),
            devices: 0,
            folders: Vec::new(),
            wanted: Vec::new(),
            withheld_folders: 0,
            unchanged: 0,
            withheld_in_a_row: 0,
        }
    }

    /// With what is known from before: folders into which nothing came are not listed, and of others no more than has to be.
    /// `firsts`: of each folder the first number that may bring something new.
    #[must_use]
    pub fn knowing(self, known: BTreeMap<Folder, Known>, firsts: BTreeMap<Folder, u64>) -> Self {
        Self { known, firsts, ..self }
    }

    /// With files that came before and wait for somebody. They may be gone the next time, so a folder that has one does not count as done with.
    #[must_use]
    pub fn beside(self, waiting: BTreeSet<Sha256>) -> Self {
        Self { waiting, ..self }
    }

    /// What is known of the zone's folders now, for the next time.
    pub fn known(&self) -> &BTreeMap<Folder, Known> {
        &self.known
    }

    /// Files that are known of and have not been asked for to the end.
    pub fn left(&self) -> usize {
        self.wanted.len() + usize::from(matches!(self.doing, Doing::File(..)))
    }

    fn listed(&mut self, remote: &Remote, listed: Listed, now: Timestamp) -> Option<Gathered> {
        let Doing::Folder(folder, _) = &self.doing else {
            self.folders = listed.folders;
            self.marks = listed.marks;
            // Of a folder that is not there nothing has to be known.
            self.known.retain(|folder, _| self.folders.binary_search(folder).is_ok());
            self.folders.retain(|folder| *folder != self.own);
            self.folders.reverse();
            self.devices = self.folders.len();
            return self.next_folder(remote, now);
        };
        match listed.is_missing {
            true => self.withheld_folders += 1,
            false => self.withheld_in_a_row = 0,
        }
        let (folder, batches) = (folder.clone(), || listed.files.iter().filter(|seen| seen.name.kind == Kind::Batch));
        if !listed.is_missing && self.first(remote, &folder, now) == 1 {
            let is_done = batches().all(|seen| self.here.contains(&seen.name.hash));
            let mark = self.marks.get(&folder).cloned();
            let known = Known::listed(self.known.get(&folder), mark, &listed.files, is_done, now);
            self.known.insert(folder, known);
        }
        let names = batches().map(|seen| &seen.name);
        let wanted: Vec<Name> = names.filter(|name| !self.is_here(&name.hash)).cloned().collect();
        self.wanted.extend(wanted);
        self.next_folder(remote, now)
    }

    /// From which number on a folder is listed.
    fn first(&self, remote: &Remote, folder: &Folder, now: Timestamp) -> u64 {
        let may_leave_out = !remote.is_dav() && self.known.get(folder).is_some_and(|known| known.may_leave_out(now));
        self.firsts.get(folder).copied().filter(|_| may_leave_out).unwrap_or(1)
    }

    fn is_here(&self, hash: &Sha256) -> bool {
        self.here.contains(hash) || self.waiting.contains(hash)
    }

    fn file(&mut self, name: Name, fetched: Fetched) -> Gathered {
        let gathered = match fetched {
            Fetched::Gone => Gathered::Withheld,
            Fetched::Damaged => Gathered::Damaged(name),
            Fetched::Whole(bytes) => {
                self.waiting.insert(name.hash);
                Gathered::File(name, bytes)
            }
        };
        if gathered != Gathered::Withheld {
            self.withheld_in_a_row = 0;
        }
        self.next_file();
        gathered
    }

    /// What is told once there is no folder left.
    fn next_folder(&mut self, remote: &Remote, now: Timestamp) -> Option<Gathered> {
        while let Some(folder) = self.folders.pop() {
            let mark = self.marks.get(&folder).map(String::as_str);
            if self.known.get(&folder).is_some_and(|known| known.is_unchanged(mark, now)) {
                self.unchanged += 1;
                continue;
            }
            let first = self.first(remote, &folder, now);
            self.doing = Doing::Folder(folder.clone(), Listing::of_folder(folder, first));
            return None;
        }
        self.wanted.reverse();
        let (devices, files) = (self.devices, self.wanted.len());
        let (withheld, unchanged) = (self.withheld_folders, self.unchanged);
        self.next_file();
        Some(Gathered::Listed { devices, files, withheld, unchanged })
    }

    fn next_file(&mut self) {
        // A file may lie there twice, where its first name was taken by a cut upload.
        while let Some(name) = self.wanted.pop() {
            if !self.is_here(&name.hash) {
                self.doing = Doing::File(name.clone(), Download::new(name));
                return;
            }
        }
        self.doing = Doing::Nothing;
    }

    /// What stops one folder or file, and whether the others go on.
    fn stopped(&mut self, remote: &Remote, trouble: Trouble, now: Timestamp) -> Result<Option<Gathered>, Trouble> {
        let is_of_one = matches!(trouble, Trouble::Strange(_)) || trouble.is_of_one_file();
        if !is_of_one || matches!(self.doing, Doing::Zone(_)) {
            return Err(trouble);
        }
        self.withheld_in_a_row += 1;
        if self.withheld_in_a_row >= MOST_WITHHELD {
            return Err(trouble);
        }
        Ok(match self.doing {
            Doing::Folder(..) => {
                self.withheld_folders += 1;
                self.next_folder(remote, now)
            }
            _ => {
                self.next_file();
                Some(Gathered::Withheld)
            }
        })
    }
}

/// What came of one thing that was asked for.
enum Came {
    Listed(Listed),
    File(Name, Fetched),
}

impl Work for Gathering {
    type Done = Gathered;

    fn ask(&self, remote: &Remote, now: Timestamp) -> Step<Gathered> {
        // Neither of them is done before it was answered.
        match &self.doing {
            Doing::Zone(listing) | Doing::Folder(_, listing) => listing.ask(remote, now).map(|_| Gathered::End),
            Doing::File(_, download) => download.ask(remote, now).map(|_| Gathered::End),
            Doing::Nothing => Step::Done(Gathered::End),
        }
    }

    fn answered(&mut self, remote: &Remote, reply: &Reply, now: Timestamp, chance: u32) -> Step<Gathered> {
        let step = match &mut self.doing {
            Doing::Zone(listing) | Doing::Folder(_, listing) => {
                listing.answered(remote, reply, now, chance).map(Came::Listed)
            }
            Doing::File(name, download) => {
                let name = name.clone();
                download.answered(remote, reply, now, chance).map(|fetched| Came::File(name, fetched))
            }
            Doing::Nothing => return Step::Done(Gathered::End),
        };
        let told = match step {
            Step::Ask(request) => return Step::Ask(request),
            Step::Wait(wait, trouble) => return Step::Wait(wait, trouble),
            Step::Done(Came::Listed(listed)) => self.listed(remote, listed, now),
            Step::Done(Came::File(name, fetched)) => Some(self.file(name, fetched)),
            Step::Stopped(trouble) => match self.stopped(remote, trouble, now) {
                Ok(told) => told,
                Err(trouble) => return Step::Stopped(trouble),
            },
        };
        told.map_or_else(|| self.ask(remote, now), Step::Done)
    }
}
