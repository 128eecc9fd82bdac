//! What is known of a folder from before, and whether it has to be listed again.
//!
//! Most folders of a zone are as they were. A WebDAV server says of a folder when something came into it (its `getetag` or
//! `getlastmodified`, the folder's *mark*), so that one question about all of them can do for many. Not every server's marks tell: a mark counts
//! only once it was seen to change when names did, and once a folder was listed under it some seconds after it was first seen, as marks
//! have whole seconds. An S3 store has no marks; it leaves names out that come before one. Whatever is left out so, once a day all is listed.
//!
//! Not here: where it is kept (the app), who asks ([`Listing`](crate::Listing), [`Gathering`](crate::Gathering)).

use record::{Sha256, Timestamp};

use crate::Seen;

/// Within a second a mark may stay the same, and clocks are read at different moments.
const SETTLED_MS: i64 = 3_000;

/// So long at most something is left out: what a store or a clock says of itself is believed for no longer.
const WHOLE_EVERY_MS: i64 = 24 * 3_600_000;

/// A folder as it was the last time.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Known {
    /// What the store said of the folder itself just before it was listed.
    pub mark: Option<String>,
    /// When that was said first.
    pub since: Timestamp,
    /// A print of all that lay there.
    pub names: Sha256,
    /// Its mark was seen to change when its names did.
    pub tells: bool,
    /// Nothing that lay there is wanted any more, and nothing came since the mark was.
    pub is_settled: bool,
    /// When all of it was listed last.
    pub whole_at: Timestamp,
}

impl Known {
    /// Whether nothing came into the folder if it bears this mark now.
    pub fn is_unchanged(&self, mark: Option<&str>, now: Timestamp) -> bool {
        self.is_settled && self.tells && mark.is_some() && self.mark.as_deref() == mark && self.may_leave_out(now)
    }

    /// Whether something may be left out of its listing.
    pub fn may_leave_out(&self, now: Timestamp) -> bool {
        (0..WHOLE_EVERY_MS).contains(&(now.unix_ms() - self.whole_at.unix_ms()))
    }

    /// What is known once it was listed as a whole. `mark`: as it was before; `is_done`: nothing that lies there is wanted any more.
    pub fn listed(before: Option<&Self>, mark: Option<String>, files: &[Seen], is_done: bool, now: Timestamp) -> Self {
        let names = print(files);
        let has_mark = |known: &&Self| mark.is_some() && known.mark == mark;
        let since = before.filter(has_mark).map_or(now, |known| known.since);
        let (is_marked_alike, are_names_alike, told) = match before {
            Some(known) => (has_mark(&known), known.names == names, known.tells),
            None => (false, false, false),
        };
        let tells = match (are_names_alike, is_marked_alike) {
            (true, true) => told,
            // Names that change under one mark, or came within its second, and a mark that changes without them show that it tells nothing.
            (false, true) | (true, false) => false,
            (false, false) => before.is_some() && mark.is_some(),
        };
        let is_settled = is_done && is_marked_alike && are_names_alike && now.unix_ms() - since.unix_ms() >= SETTLED_MS;
        Self { mark, since, names, tells, is_settled, whole_at: now }
    }
}

fn print(files: &[Seen]) -> Sha256 {
    Sha256::of(files.iter().map(|seen| seen.name.file() + "\n").collect::<String>().as_bytes())
}
