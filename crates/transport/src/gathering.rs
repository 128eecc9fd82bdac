//! What others of a zone put on a store, gathered: who wrote there, what each of them wrote, then file by file.
//!
//! Each end of the work is one [`Gathered`]; whoever carries it out asks on until [`Gathered::End`], and keeps what came whenever it
//! stops. One folder or file that the store does not give holds up no other.

use std::collections::BTreeSet;

use record::{Sha256, Timestamp};

use crate::work::Work;
use crate::{Download, Fetched, Folder, Kind, Listed, Listing, Name, Remote, Reply, Step, Trouble};

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
    },
    File(Name, Vec<u8>),
    /// Other bytes than its name says: an upload that is under way or was cut. It is left where it is and wanted the next time.
    Damaged,
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
    doing: Doing,
    devices: usize,
    /// Those that were not looked into yet, the next one last.
    folders: Vec<Folder>,
    /// Those that were not asked for yet, the next one last.
    wanted: Vec<Name>,
    withheld_folders: usize,
    withheld_in_a_row: u32,
}

#[derive(Clone, Debug)]
enum Doing {
    Zone(Listing),
    Folder(Listing),
    File(Name, Download),
    Nothing,
}

impl Gathering {
    /// `own`: the folder of this device. `here`: the hashes of files that are not wanted.
    pub fn new(zone: &str, own: Folder, here: BTreeSet<Sha256>) -> Self {
        let (folders, wanted) = (Vec::new(), Vec::new());
        let doing = Doing::Zone(Listing::of_zone(zone));
        Self { own, here, doing, devices: 0, folders, wanted, withheld_folders: 0, withheld_in_a_row: 0 }
    }

    /// Files that are known of and have not been asked for to the end.
    pub fn left(&self) -> usize {
        self.wanted.len() + usize::from(matches!(self.doing, Doing::File(..)))
    }

    fn listed(&mut self, listed: Listed) -> Option<Gathered> {
        if let Doing::Zone(_) = self.doing {
            self.folders = listed.folders;
            self.folders.retain(|folder| *folder != self.own);
            self.folders.reverse();
            self.devices = self.folders.len();
            return self.next_folder();
        }
        match listed.is_missing {
            true => self.withheld_folders += 1,
            false => self.withheld_in_a_row = 0,
        }
        let names = listed.files.into_iter().map(|seen| seen.name);
        self.wanted.extend(names.filter(|name| name.kind == Kind::Batch && !self.here.contains(&name.hash)));
        self.next_folder()
    }

    fn file(&mut self, name: Name, fetched: Fetched) -> Gathered {
        let gathered = match fetched {
            Fetched::Gone => Gathered::Withheld,
            Fetched::Damaged => Gathered::Damaged,
            Fetched::Whole(bytes) => {
                self.here.insert(name.hash);
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
    fn next_folder(&mut self) -> Option<Gathered> {
        if let Some(folder) = self.folders.pop() {
            self.doing = Doing::Folder(Listing::of_folder(folder, None));
            return None;
        }
        self.wanted.reverse();
        let (files, withheld) = (self.wanted.len(), self.withheld_folders);
        self.next_file();
        Some(Gathered::Listed { devices: self.devices, files, withheld })
    }

    fn next_file(&mut self) {
        // A file may lie there twice, where its first name was taken by a cut upload.
        while let Some(name) = self.wanted.pop() {
            if !self.here.contains(&name.hash) {
                self.doing = Doing::File(name.clone(), Download::new(name));
                return;
            }
        }
        self.doing = Doing::Nothing;
    }

    /// What stops one folder or file, and whether the others go on.
    fn stopped(&mut self, trouble: Trouble) -> Result<Option<Gathered>, Trouble> {
        let is_of_one = matches!(trouble, Trouble::Strange(_)) || trouble.is_of_one_file();
        if !is_of_one || matches!(self.doing, Doing::Zone(_)) {
            return Err(trouble);
        }
        self.withheld_in_a_row += 1;
        if self.withheld_in_a_row >= MOST_WITHHELD {
            return Err(trouble);
        }
        Ok(match self.doing {
            Doing::Folder(_) => {
                self.withheld_folders += 1;
                self.next_folder()
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
            Doing::Zone(listing) | Doing::Folder(listing) => listing.ask(remote, now).map(|_| Gathered::End),
            Doing::File(_, download) => download.ask(remote, now).map(|_| Gathered::End),
            Doing::Nothing => Step::Done(Gathered::End),
        }
    }

    fn answered(&mut self, remote: &Remote, reply: &Reply, now: Timestamp, chance: u32) -> Step<Gathered> {
        let step = match &mut self.doing {
            Doing::Zone(listing) | Doing::Folder(listing) => {
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
            Step::Done(Came::Listed(listed)) => self.listed(listed),
            Step::Done(Came::File(name, fetched)) => Some(self.file(name, fetched)),
            Step::Stopped(trouble) => match self.stopped(trouble) {
                Ok(told) => told,
                Err(trouble) => return Step::Stopped(trouble),
            },
        };
        told.map_or_else(|| self.ask(remote, now), Step::Done)
    }
}
