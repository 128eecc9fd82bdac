//! The store that sealed files are sent to and fetched from, as somebody set it up here.
//!
//! Its password or key lies in this row alone, sealed with everything else where the device is locked.
//!
//! Not here: what is sent and how (`transport`, the app).

use std::fmt;

use record::Timestamp;
use serde::{Deserialize, Serialize};

use crate::layout::{Row, meta};
use crate::{Key, RowError, Store, Transaction, disk};

/// What it takes to be let in.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Server {
    /// A WebDAV folder.
    Dav { address: String, user: String, password: Hidden },
    /// A bucket of an S3 store.
    S3 {
        address: String,
        region: String,
        bucket: String,
        key: String,
        secret: Hidden,
        /// The bucket is a step of the path and no part of the host's name.
        is_path_style: bool,
    },
}

/// A text that is shown nowhere, not even in a log.
#[derive(Clone, PartialEq, Eq, Default)]
pub struct Hidden(pub String);

impl fmt::Debug for Hidden {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Hidden(..)")
    }
}

impl Server {
    /// The address with the bucket, as people know it and as it is noted what lies there.
    pub fn place(&self) -> String {
        match self {
            Self::Dav { address, .. } => address.trim_end_matches('/').to_owned(),
            Self::S3 { address, bucket, .. } => format!("{}/{bucket}", address.trim_end_matches('/')),
        }
    }

    /// # Errors
    /// [`RowError`] if the bytes are not the row of a server.
    pub fn read(value: &[u8]) -> Result<Self, RowError> {
        disk::decode::<v1::Server>(value).map(v1::Server::read)
    }
}

/// Writes it down, in place of the one before.
pub fn set(server: &Server) -> Transaction {
    Transaction::new().put(Store::Meta, meta::SERVER.into(), disk::encode(&v1::Server::from(server)))
}

/// Forgets it, its password with it.
pub fn forget() -> Transaction {
    Transaction::new().delete(Store::Meta, meta::SERVER.into())
}

/// Whether what waits goes by itself.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Automatic {
    pub is_on: bool,
    /// Also over a line that costs.
    pub may_cost: bool,
}

/// How it went the last time.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct LastRun {
    pub at: Timestamp,
    /// Files that went.
    pub files: u64,
    /// The fixed word for what stood in the way.
    pub trouble: Option<String>,
}

/// Off where nobody has said anything, or it cannot be read.
pub fn automatic(rows: &[Row]) -> Automatic {
    let read = found(rows, meta::AUTOMATIC).and_then(|row| disk::decode::<v1::Automatic>(&row.value).ok());
    read.map_or_else(Automatic::default, |read| Automatic { is_on: read.on, may_cost: read.may_cost })
}

/// `None`: it has not gone yet.
pub fn last_run(rows: &[Row]) -> Option<LastRun> {
    let v1::LastRun { at, files, trouble } = disk::decode(&found(rows, meta::LAST_RUN)?.value).ok()?;
    Some(LastRun { at, files, trouble })
}

pub fn set_automatic(to: Automatic) -> Transaction {
    let row = v1::Automatic { on: to.is_on, may_cost: to.may_cost };
    Transaction::new().put(Store::Meta, meta::AUTOMATIC.into(), disk::encode(&row))
}

/// Notes how it went.
pub fn ran(last: &LastRun) -> Transaction {
    let LastRun { at, files, trouble } = last.clone();
    let row = v1::LastRun { at, files, trouble };
    Transaction::new().put(Store::Meta, meta::LAST_RUN.into(), disk::encode(&row))
}

fn found<'a>(rows: &'a [Row], name: &str) -> Option<&'a Row> {
    rows.iter().find(|row| row.store == Store::Meta && row.key == Key::from(name))
}

mod v1 {
    use super::*;

    #[derive(Serialize, Deserialize)]
    pub struct Automatic {
        pub on: bool,
        pub may_cost: bool,
    }

    #[derive(Serialize, Deserialize)]
    pub struct LastRun {
        pub at: Timestamp,
        pub files: u64,
        pub trouble: Option<String>,
    }

    #[derive(Serialize, Deserialize)]
    #[serde(tag = "kind", rename_all = "lowercase")]
    pub enum Server {
        Dav { address: String, user: String, password: String },
        S3 { address: String, region: String, bucket: String, key: String, secret: String, path_style: bool },
    }

    impl From<&super::Server> for Server {
        fn from(server: &super::Server) -> Self {
            match server.clone() {
                super::Server::Dav { address, user, password } => Self::Dav { address, user, password: password.0 },
                super::Server::S3 { address, region, bucket, key, secret, is_path_style } => {
                    Self::S3 { address, region, bucket, key, secret: secret.0, path_style: is_path_style }
                }
            }
        }
    }

    impl Server {
        pub fn read(self) -> super::Server {
            match self {
                Self::Dav { address, user, password } => {
                    super::Server::Dav { address, user, password: super::Hidden(password) }
                }
                Self::S3 { address, region, bucket, key, secret, path_style } => {
                    let secret = super::Hidden(secret);
                    super::Server::S3 { address, region, bucket, key, secret, is_path_style: path_style }
                }
            }
        }
    }
}
