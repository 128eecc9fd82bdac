//! What is asked of a store and what it answers, as plain data.

use crate::Trouble;

/// A request, whole but for the bytes of a file that is sent.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Request {
    pub method: Method,
    pub url: String,
    /// Names in small letters. `authorization` is among them: none of this is logged.
    pub headers: Vec<(&'static str, String)>,
    pub body: Body,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Method {
    Get,
    Head,
    Put,
    /// WebDAV: makes a folder.
    Mkcol,
    /// WebDAV: what is in a folder.
    Propfind,
}

#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Body {
    None,
    Text(String),
    /// The bytes of the file that the work is about.
    File,
}

/// What came of a request.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Reply {
    Response(Response),
    /// No network, no such server, or a browser that may not show the answer: a page cannot tell them apart.
    Unreachable,
    TimedOut,
}

/// An answer, with the headers that are asked for here.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Response {
    pub status: u16,
    /// `Content-Length`, where the browser may see it.
    pub length: Option<u64>,
    /// `Retry-After` in seconds.
    pub retry_after: Option<u32>,
    /// The server's clock, milliseconds since 1970, where the browser may see it.
    pub date: Option<i64>,
    pub body: Vec<u8>,
}

/// What is to be done next.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Step<T> {
    Ask(Request),
    /// So many milliseconds because of this, then it is asked again.
    Wait(u32, Trouble),
    Done(T),
    /// Nothing is lost. Whether it may be tried again by itself, the trouble says.
    Stopped(Trouble),
}

impl<T> Step<T> {
    pub(crate) fn map<U>(self, made: impl FnOnce(T) -> U) -> Step<U> {
        match self {
            Self::Ask(request) => Step::Ask(request),
            Self::Wait(wait, trouble) => Step::Wait(wait, trouble),
            Self::Done(done) => Step::Done(made(done)),
            Self::Stopped(trouble) => Step::Stopped(trouble),
        }
    }
}

impl Method {
    pub fn name(self) -> &'static str {
        match self {
            Self::Get => "GET",
            Self::Head => "HEAD",
            Self::Put => "PUT",
            Self::Mkcol => "MKCOL",
            Self::Propfind => "PROPFIND",
        }
    }
}

impl Request {
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(known, _)| *known == name).map(|(_, value)| value.as_str())
    }
}

impl Response {
    pub fn is_good(&self) -> bool {
        (200..300).contains(&self.status)
    }
}

/// Bytes as they stand in a path or a query: letters, figures and `-._~` as they are, all else by its number.
pub(crate) fn escaped(bytes: &[u8]) -> String {
    use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_encode};
    const ESCAPED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');
    percent_encode(bytes, ESCAPED).to_string()
}
