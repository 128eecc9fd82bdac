//! How sealed files travel: to a plain WebDAV folder or an S3 store, and back.
//!
//! Nothing here speaks to a network. A piece of work ([`Upload`], [`Download`], [`Listing`], [`Gathering`], [`Trial`]) gives the next [`Request`] and is
//! told the [`Reply`]; whoever carries them out may be stopped at any of them, and a new piece of work for the same file
//! finds out what arrived. A name on a store holds the hash of its bytes, so nothing is ever overwritten by something else, and
//! nothing counts as sent before it was read back.
//!
//! ```text
//! Parcel, Name --Upload--> [Request, Reply]* --> Sent | Stopped(Trouble)
//! ```
//!
//! The protocol in words: `docs/formats/sync.md`. Not here: what is in a file (`batch`), when anything is sent (the app).

mod address;
mod automatic;
mod aws;
mod backoff;
mod dav;
mod download;
mod folders;
mod gathering;
mod known;
mod listing;
mod name;
mod newest;
mod patience;
mod probe;
mod remote;
mod request;
mod s3;
mod trial;
mod trouble;
mod upload;
mod work;
mod xml;

pub use address::{Address, AddressError};
pub use automatic::{Circumstances, Runs, Turn, turn};
pub use aws::{Credentials, signed};
pub use backoff::{Backoff, MOST_TRIES};
pub use download::{Download, Fetched};
pub use gathering::{Gathered, Gathering};
pub use known::Known;
pub use listing::{Listed, Listing, Seen, first_missing};
pub use name::{Folder, Kind, Mark, Name, ParseNameError};
pub use newest::Newest;
pub use patience::Patience;
pub use probe::Probe;
pub use remote::{Dav, Remote, S3};
pub use request::{Body, Method, Reply, Request, Response, Step};
pub use trial::Trial;
pub use trouble::{Right, Trouble};
pub use upload::{Parcel, Sent, Upload};
pub use work::Work;
