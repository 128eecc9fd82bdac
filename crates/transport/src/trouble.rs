//! Why something did not go through, told apart by what a person can do about it.

use std::fmt;

use crate::Response;

/// What stopped a piece of work. Nothing is lost by any of them.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, thiserror::Error)]
pub enum Trouble {
    #[error("the store cannot be reached")]
    Unreachable,
    /// It answers, and the browser may not show the answer to this page.
    #[error("the store does not allow this page")]
    NotAllowed,
    #[error("the store is busy")]
    Busy,
    #[error("the store refused the password or key")]
    Refused,
    /// An S3 store says so to a key that lacks a right and of a bucket that is not there, some also to a key that they do not know.
    #[error("the store does not let this key do that")]
    Denied,
    /// It knows who asks, and does not let them do this.
    #[error("the store does not let this device {0}")]
    NoRight(Right),
    #[error("the clock of this device is wrong by more than the store allows")]
    Clock,
    #[error("nothing lies at the address")]
    NotFound,
    #[error("the folder is missing and could not be made")]
    NoFolder,
    #[error("the file is larger than the store accepts")]
    TooLarge,
    #[error("the store cannot keep files now")]
    CannotStore,
    #[error("the store said that it has the file, and gives back another one or none")]
    NotKept,
    #[error("what the store answered cannot be read")]
    Unreadable,
    #[error("the store answered {0}")]
    Strange(u16),
}

/// What a store lets somebody do, or not.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Right {
    List,
    Put,
    Read,
}

impl fmt::Display for Right {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::List => "list",
            Self::Put => "put",
            Self::Read => "read",
        })
    }
}

impl Trouble {
    /// Whether it may be gone by itself. Otherwise the settings or the store have to change first.
    pub fn passes(self) -> bool {
        matches!(self, Self::Unreachable | Self::Busy | Self::NotKept | Self::Unreadable)
    }

    /// What it is called for whoever drives the page and where it is kept. The number of an answer is not in it.
    pub fn word(self) -> &'static str {
        match self {
            Self::Unreachable => "unreachable",
            Self::NotAllowed => "not-allowed",
            Self::Busy => "busy",
            Self::Refused => "refused",
            Self::Denied => "denied",
            Self::NoRight(Right::List) => "no-right-to-list",
            Self::NoRight(Right::Put) => "no-right",
            Self::NoRight(Right::Read) => "no-right-to-read",
            Self::Clock => "clock",
            Self::NotFound => "not-found",
            Self::NoFolder => "no-folder",
            Self::TooLarge => "too-large",
            Self::CannotStore => "cannot-store",
            Self::NotKept => "not-kept",
            Self::Unreadable => "unreadable",
            Self::Strange(_) => "strange",
        }
    }

    /// The one that is called so; which answer was strange is not known any more.
    pub fn called(word: &str) -> Option<Self> {
        const ALL: [Trouble; 16] = [
            Trouble::Unreachable,
            Trouble::NotAllowed,
            Trouble::Busy,
            Trouble::Refused,
            Trouble::Denied,
            Trouble::NoRight(Right::List),
            Trouble::NoRight(Right::Put),
            Trouble::NoRight(Right::Read),
            Trouble::Clock,
            Trouble::NotFound,
            Trouble::NoFolder,
            Trouble::TooLarge,
            Trouble::CannotStore,
            Trouble::NotKept,
            Trouble::Unreadable,
            Trouble::Strange(0),
        ];
        ALL.into_iter().find(|trouble| trouble.word() == word)
    }

    /// Whether it is about one file, so that the others go on.
    pub fn is_of_one_file(self) -> bool {
        matches!(self, Self::TooLarge | Self::NotKept)
    }
}

/// What an answer means whatever was asked. `None`: that depends on what was asked.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Common {
    /// After so many seconds at least.
    Later(Option<u32>),
    Stopped(Trouble),
    /// The store's clock, milliseconds since 1970, where it was told.
    Skewed(Option<i64>),
}

/// Reads an answer for what may come of any request. `error` is an S3 store's word for what is wrong, if it is one.
pub fn common(response: &Response, error: Option<&str>) -> Option<Common> {
    let stopped = |trouble| Some(Common::Stopped(trouble));
    match (response.status, error) {
        // Garage says `InvalidRequest` once a clock is a day wrong; all else of this kind would be a mistake of ours.
        (403, Some("RequestTimeTooSkewed")) | (400, Some("InvalidRequest")) => Some(Common::Skewed(response.date)),
        (403, Some("AccessDenied")) => stopped(Trouble::Denied),
        (401, _) | (403, Some(_)) => stopped(Trouble::Refused),
        (404, Some("NoSuchBucket")) => stopped(Trouble::NotFound),
        (413, _) | (400, Some("EntityTooLarge")) => stopped(Trouble::TooLarge),
        (507, _) => stopped(Trouble::CannotStore),
        (408 | 423 | 425 | 429 | 500 | 502 | 503 | 504, _) => Some(Common::Later(response.retry_after)),
        _ => None,
    }
}
