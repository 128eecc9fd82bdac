//! The two kinds of store that files are put on, and what each is asked in which way.

use record::{Sha256, Timestamp};
use zeroize::Zeroizing;

use crate::trouble::{Common, common};
use crate::xml::UnreadableError;
use crate::{Address, Body, Credentials, Method, Request, Response, aws, dav, s3};

/// A store, with what it takes to be let in.
#[derive(Clone, PartialEq, Eq)]
pub enum Remote {
    Dav(Dav),
    S3(S3),
}

/// A WebDAV folder.
#[derive(Clone, PartialEq, Eq)]
pub struct Dav {
    pub address: Address,
    pub user: String,
    pub password: Zeroizing<String>,
}

/// A bucket of an S3 store.
#[derive(Clone, PartialEq, Eq)]
pub struct S3 {
    /// Of the store, without the bucket.
    pub address: Address,
    pub region: String,
    pub bucket: String,
    pub credentials: Credentials,
    /// The bucket is a step of the path and no part of the host's name: so it is with every store but a few.
    pub is_path_style: bool,
}

/// One answer to what is in a folder.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Page {
    /// With what changes when something comes into them, where that is told.
    pub folders: Vec<(String, Option<String>)>,
    /// Last steps of names, with how long the files are where it is told.
    pub files: Vec<(String, Option<u64>)>,
    /// The same of the folder that was asked for.
    pub mark: Option<String>,
    /// What to ask for the rest with.
    pub next: Option<String>,
}

/// What is asked about.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum About {
    /// The files in a folder.
    Files,
    /// The folders in it.
    Folders,
    /// The folder itself, and nothing that is in it.
    Itself,
}

/// Where a listing goes on.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum From<'a> {
    Start,
    /// After this text among the names in the folder: an S3 store leaves out what comes before.
    After(&'a str),
    /// With what the page before said.
    Page(&'a str),
}

impl Remote {
    /// Puts a file; `is_new`: only where nothing lies under its name.
    pub fn put(&self, path: &str, hash: Sha256, is_new: bool, now: Timestamp) -> Request {
        let mut headers = Vec::new();
        if is_new {
            headers.push(("if-none-match", "*".to_owned()));
        }
        let request = Request { body: Body::File, ..self.bare(Method::Put, path, headers) };
        let mut request = self.allowed(request, hash, now);
        request.headers.push(("content-type", "application/octet-stream".to_owned()));
        request
    }

    pub fn get(&self, path: &str, now: Timestamp) -> Request {
        self.allowed(self.bare(Method::Get, path, Vec::new()), Sha256::of(b""), now)
    }

    pub fn head(&self, path: &str, now: Timestamp) -> Request {
        self.allowed(self.bare(Method::Head, path, Vec::new()), Sha256::of(b""), now)
    }

    /// What is directly in a folder; an S3 store, which has none, is asked about names alone.
    pub fn list(&self, folder: &str, about: About, from: From<'_>, now: Timestamp) -> Request {
        match self {
            Self::Dav(_) => {
                let depth = if about == About::Itself { "0" } else { "1" };
                let headers = vec![("depth", depth.to_owned()), ("content-type", "application/xml".to_owned())];
                let asked = if about == About::Files { dav::ASKED } else { dav::ASKED_OF_FOLDERS };
                // The address itself has no step of its own.
                let path = if folder.is_empty() { String::new() } else { format!("{folder}/") };
                let request = self.bare(Method::Propfind, &path, headers);
                let request = Request { body: Body::Text(asked.to_owned()), ..request };
                self.allowed(request, Sha256::of(b""), now)
            }
            Self::S3(_) => {
                let mut request = self.bare(Method::Get, "", Vec::new());
                request.url.push_str(&s3::query(folder, from));
                self.allowed(request, Sha256::of(b""), now)
            }
        }
    }

    /// Where it is, as a request's address has it.
    pub fn address(&self) -> String {
        self.bare(Method::Get, "", Vec::new()).url
    }

    /// Makes a folder. `None`: a store that has none needs none.
    pub fn make_folder(&self, folder: &str, now: Timestamp) -> Option<Request> {
        match self {
            Self::Dav(_) => {
                let request = self.bare(Method::Mkcol, &format!("{folder}/"), Vec::new());
                Some(self.allowed(request, Sha256::of(b""), now))
            }
            Self::S3(_) => None,
        }
    }

    /// Reads the answer to [`Remote::list`].
    ///
    /// # Errors
    /// [`UnreadableError`]
    pub fn listed(&self, folder: &str, body: &[u8]) -> Result<Page, UnreadableError> {
        match self {
            Self::Dav(_) => dav::listed(folder, body),
            Self::S3(_) => s3::listed(folder, body),
        }
    }

    /// What an answer means whatever was asked.
    pub(crate) fn common(&self, response: &Response) -> Option<Common> {
        let error = match self {
            Self::Dav(_) => None,
            Self::S3(_) => s3::error(&response.body),
        };
        common(response, error.as_deref())
    }

    /// Folders are things there, and not the beginnings of names.
    pub fn is_dav(&self) -> bool {
        matches!(self, Self::Dav(_))
    }

    fn bare(&self, method: Method, path: &str, headers: Vec<(&'static str, String)>) -> Request {
        let base = match self {
            Self::Dav(dav) => dav.address.to_string(),
            Self::S3(s3) => s3.base(),
        };
        Request { method, url: format!("{base}/{path}"), headers, body: Body::None }
    }

    fn allowed(&self, mut request: Request, payload: Sha256, now: Timestamp) -> Request {
        match self {
            Self::Dav(dav) => {
                request.headers.push(("authorization", dav.said()));
                request
            }
            Self::S3(s3) => aws::signed(request, &s3.host(), payload, &s3.credentials, &s3.region, now),
        }
    }
}

impl Dav {
    fn said(&self) -> String {
        use base64::Engine as _;
        let pair = Zeroizing::new(format!("{}:{}", self.user, self.password.as_str()));
        format!("Basic {}", base64::engine::general_purpose::STANDARD.encode(pair.as_bytes()))
    }
}

impl S3 {
    fn host(&self) -> String {
        match self.is_path_style {
            true => self.address.host().to_owned(),
            false => format!("{}.{}", self.bucket, self.address.host()),
        }
    }

    fn base(&self) -> String {
        let at = self.address.at_host(self.host());
        match self.is_path_style {
            true => format!("{at}/{}", crate::request::escaped(self.bucket.as_bytes())),
            false => at.to_string(),
        }
    }
}
