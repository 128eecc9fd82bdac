//! What is remembered of a server from one time to the next: how each folder stood there, and what was done, when, and what stood in the
//! way.
//!
//! Losing any of it costs some requests and lines that somebody might have read, and nothing else.
//!
//! Not here: what follows from how a folder stood (`transport`), which server it is ([`server`](crate::server)).

use std::collections::BTreeMap;

use record::{Sha256, Timestamp};
use serde::{Deserialize, Serialize};

use crate::layout::meta;
use crate::{Key, Store, Transaction, disk};

/// So much of what was done is kept.
pub const MOST_LINES: usize = 100;

/// A folder on a server as it was the last time.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Folder {
    pub mark: Option<String>,
    pub since: Timestamp,
    pub names: Sha256,
    pub tells: bool,
    pub is_settled: bool,
    pub whole_at: Timestamp,
}

/// Who asks about folders: what one knows of them says nothing to the other.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Asker {
    /// A desk, about what devices sent.
    Fetch,
    /// Whoever hears what desks say.
    Hear,
}

/// What was done with a server.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Line {
    pub at: Timestamp,
    /// Nobody tapped.
    pub is_by_itself: bool,
    pub what: What,
    /// The fixed word for why not more was done.
    pub trouble: Option<String>,
}

/// What of it was done.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum What {
    Sent {
        files: usize,
        records: usize,
        photos: usize,
        /// Files that the server does not take.
        refused: usize,
    },
    Fetched {
        files: usize,
        photos: usize,
        /// Files that did not come whole.
        damaged: usize,
    },
    Told {
        tablets: usize,
    },
    Gave {
        tablets: usize,
    },
    Heard {
        received: usize,
        returned: usize,
    },
    Took {
        differences: usize,
    },
}

impl What {
    /// Whether anything at all came of it.
    pub fn is_something(&self) -> bool {
        match *self {
            Self::Sent { files, photos, refused, .. } => files + photos + refused > 0,
            Self::Fetched { files, photos, damaged } => files + photos + damaged > 0,
            Self::Told { tablets } | Self::Gave { tablets } => tablets > 0,
            Self::Heard { received, returned } => received + returned > 0,
            Self::Took { .. } => true,
        }
    }
}

/// Where it is known how folders stand.
pub fn folders_key(asker: Asker) -> Key {
    let who = match asker {
        Asker::Fetch => "fetch",
        Asker::Hear => "hear",
    };
    Key::from(meta::FOLDERS).then(who)
}

/// How folders stood on the server at this place, by their paths. Of another place, or where it cannot be read, nothing is known.
pub fn folders(value: Option<&[u8]>, place: &str) -> BTreeMap<String, Folder> {
    let read = value.and_then(|value| disk::decode::<v1::Folders>(value).ok());
    let folders = read.filter(|read| read.place == place).map(|read| read.folders).unwrap_or_default();
    folders.into_iter().map(|(path, folder)| (path, folder.read())).collect()
}

/// Remembers how they stand.
pub fn set_folders(asker: Asker, place: &str, folders: BTreeMap<String, Folder>) -> Transaction {
    let folders = folders.into_iter().map(|(path, folder)| (path, v1::Folder::from(folder))).collect();
    let row = v1::Folders { place: place.to_owned(), folders };
    Transaction::new().put(Store::Meta, folders_key(asker), disk::encode(&row))
}

/// Forgets how they stood, so that all of them are looked into.
pub fn forget_folders(asker: Asker) -> Transaction {
    Transaction::new().delete(Store::Meta, folders_key(asker))
}

/// How often each file of the server at this place came damaged, by its path.
pub fn damaged(value: Option<&[u8]>, place: &str) -> BTreeMap<String, u32> {
    let read = value.and_then(|value| disk::decode::<v1::Damaged>(value).ok());
    read.filter(|read| read.place == place).map(|read| read.times).unwrap_or_default()
}

/// Remembers it.
pub fn set_damaged(place: &str, times: BTreeMap<String, u32>) -> Transaction {
    let row = v1::Damaged { place: place.to_owned(), times };
    Transaction::new().put(Store::Meta, meta::DAMAGED.into(), disk::encode(&row))
}

/// What was done, the last first. Lines that cannot be read are left out.
pub fn lines(value: Option<&[u8]>) -> Vec<Line> {
    let read = value.and_then(|value| disk::decode::<Vec<serde_json::Value>>(value).ok()).unwrap_or_default();
    let line = |value| serde_json::from_value::<v1::Line>(value).ok().map(v1::Line::read);
    read.into_iter().filter_map(line).collect()
}

/// Adds one. What went by itself and came to the same end stands there once, with when it was last.
pub fn noted(before: Option<&[u8]>, line: Line) -> Transaction {
    let mut lines = lines(before);
    let is_same = |last: &mut Line| {
        let is_nothing = |line: &Line| line.is_by_itself && !line.what.is_something();
        is_nothing(last) && is_nothing(&line) && Line { at: line.at, ..last.clone() } == line
    };
    if lines.first_mut().is_some_and(is_same) {
        lines.remove(0);
    }
    lines.insert(0, line);
    lines.truncate(MOST_LINES);
    let rows: Vec<v1::Line> = lines.into_iter().map(v1::Line::from).collect();
    Transaction::new().put(Store::Meta, meta::SYNCED.into(), disk::encode(&rows))
}

mod v1 {
    use super::*;

    #[derive(Serialize, Deserialize)]
    pub struct Folders {
        pub place: String,
        pub folders: BTreeMap<String, Folder>,
    }

    #[derive(Serialize, Deserialize)]
    pub struct Damaged {
        pub place: String,
        pub times: BTreeMap<String, u32>,
    }

    #[derive(Serialize, Deserialize)]
    pub struct Folder {
        mark: Option<String>,
        since: Timestamp,
        names: Sha256,
        tells: bool,
        settled: bool,
        whole_at: Timestamp,
    }

    impl Folder {
        pub fn read(self) -> super::Folder {
            let Self { mark, since, names, tells, settled, whole_at } = self;
            super::Folder { mark, since, names, tells, is_settled: settled, whole_at }
        }
    }

    impl From<super::Folder> for Folder {
        fn from(folder: super::Folder) -> Self {
            let super::Folder { mark, since, names, tells, is_settled, whole_at } = folder;
            Self { mark, since, names, tells, settled: is_settled, whole_at }
        }
    }

    #[derive(Serialize, Deserialize)]
    #[serde(tag = "what", rename_all = "lowercase")]
    pub enum What {
        Sent { files: usize, records: usize, photos: usize, refused: usize },
        Fetched { files: usize, photos: usize, damaged: usize },
        Told { tablets: usize },
        Gave { tablets: usize },
        Heard { received: usize, returned: usize },
        Took { differences: usize },
    }

    impl What {
        fn read(self) -> super::What {
            match self {
                Self::Sent { files, records, photos, refused } => super::What::Sent { files, records, photos, refused },
                Self::Fetched { files, photos, damaged } => super::What::Fetched { files, photos, damaged },
                Self::Told { tablets } => super::What::Told { tablets },
                Self::Gave { tablets } => super::What::Gave { tablets },
                Self::Heard { received, returned } => super::What::Heard { received, returned },
                Self::Took { differences } => super::What::Took { differences },
            }
        }
    }

    impl From<super::What> for What {
        fn from(what: super::What) -> Self {
            match what {
                super::What::Sent { files, records, photos, refused } => Self::Sent { files, records, photos, refused },
                super::What::Fetched { files, photos, damaged } => Self::Fetched { files, photos, damaged },
                super::What::Told { tablets } => Self::Told { tablets },
                super::What::Gave { tablets } => Self::Gave { tablets },
                super::What::Heard { received, returned } => Self::Heard { received, returned },
                super::What::Took { differences } => Self::Took { differences },
            }
        }
    }

    #[derive(Serialize, Deserialize)]
    pub struct Line {
        pub at: Timestamp,
        pub by_itself: bool,
        #[serde(flatten)]
        pub what: What,
        pub trouble: Option<String>,
    }

    impl Line {
        pub fn read(self) -> super::Line {
            let Self { at, by_itself, what, trouble } = self;
            super::Line { at, is_by_itself: by_itself, what: what.read(), trouble }
        }
    }

    impl From<super::Line> for Line {
        fn from(line: super::Line) -> Self {
            let super::Line { at, is_by_itself, what, trouble } = line;
            Self { at, by_itself: is_by_itself, what: what.into(), trouble }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(minute: i64) -> Timestamp {
        Timestamp::new(1_772_326_800_000 + minute * 60_000, 480)
    }

    fn value(transaction: &Transaction) -> Vec<u8> {
        match transaction.writes.as_slice() {
            [crate::Write::Put { value, .. }] => value.clone(),
            other => panic!("one row: {other:?}"),
        }
    }

    fn line(minute: i64, is_by_itself: bool, files: usize, trouble: Option<&str>) -> Line {
        let what = What::Sent { files, records: files, photos: 0, refused: 0 };
        Line { at: at(minute), is_by_itself, what, trouble: trouble.map(str::to_owned) }
    }

    #[test]
    fn what_was_done_stands_there_the_last_first_and_so_much_of_it() {
        let mut row = None;
        for minute in 0..MOST_LINES as i64 + 20 {
            row = Some(value(&noted(row.as_deref(), line(minute, false, 1, None))));
        }
        let read = lines(row.as_deref());
        assert_eq!((read.len(), read[0].at, read[MOST_LINES - 1].at), (MOST_LINES, at(119), at(20)));
    }

    #[test]
    fn what_goes_by_itself_in_vain_again_and_again_is_one_line() {
        let mut row = None;
        for (minute, files, trouble) in [
            (0, 2, None),
            (1, 0, Some("unreachable")),
            (2, 0, Some("unreachable")),
            (3, 0, Some("unreachable")),
            (4, 0, Some("busy")),
            (5, 1, Some("busy")),
            (6, 1, Some("busy")),
        ] {
            row = Some(value(&noted(row.as_deref(), line(minute, true, files, trouble))));
        }
        let minutes: Vec<Timestamp> = lines(row.as_deref()).iter().map(|line| line.at).collect();
        assert_eq!(minutes, [at(6), at(5), at(4), at(3), at(0)]);
        row = Some(value(&noted(row.as_deref(), line(7, false, 0, Some("busy")))));
        row = Some(value(&noted(row.as_deref(), line(8, false, 0, Some("busy")))));
        assert_eq!(lines(row.as_deref()).len(), 7, "who tapped sees each");
    }

    #[test]
    fn every_kind_of_line_is_read_as_it_was_written_and_what_a_newer_version_wrote_is_left_out() {
        let all = [
            What::Sent { files: 1, records: 2, photos: 3, refused: 4 },
            What::Fetched { files: 1, photos: 2, damaged: 3 },
            What::Told { tablets: 1 },
            What::Gave { tablets: 2 },
            What::Heard { received: 1, returned: 2 },
            What::Took { differences: 0 },
        ];
        let mut row = None;
        for what in all {
            let line = Line { at: at(1), is_by_itself: false, what, trouble: None };
            row = Some(value(&noted(row.as_deref(), line)));
        }
        let read: Vec<What> = lines(row.as_deref()).into_iter().rev().map(|line| line.what).collect();
        assert_eq!(read, all);
        let text = String::from_utf8(row.unwrap_or_default()).unwrap_or_default();
        let newer = text.replacen("\"what\":\"took\"", "\"what\":\"danced\"", 1);
        assert_eq!(lines(Some(newer.as_bytes())).len(), all.len() - 1);
        assert_eq!(lines(Some(b"?")), []);
    }

    #[test]
    fn what_is_known_of_one_server_says_nothing_of_another() {
        let folder = Folder {
            mark: Some("a".to_owned()),
            since: at(1),
            names: Sha256::of(b""),
            tells: true,
            is_settled: true,
            whole_at: at(2),
        };
        let all = BTreeMap::from([("v1/a/b".to_owned(), folder)]);
        let row = value(&set_folders(Asker::Fetch, "https://a.example/sync", all.clone()));
        assert_eq!(folders(Some(&row), "https://a.example/sync"), all);
        assert_eq!(folders(Some(&row), "https://b.example/sync"), BTreeMap::new());
        assert_eq!(folders(Some(b"?"), "https://a.example/sync"), BTreeMap::new());
        assert_ne!(folders_key(Asker::Fetch), folders_key(Asker::Hear));
        let times = BTreeMap::from([("v1/a/b/00000001-c.batch.age".to_owned(), 2)]);
        let row = value(&set_damaged("https://a.example/sync", times.clone()));
        assert_eq!(damaged(Some(&row), "https://a.example/sync"), times);
        assert_eq!(damaged(Some(&row), "https://b.example/sync"), BTreeMap::new());
    }
}
