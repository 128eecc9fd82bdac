//! The address of a store: checked once, so that every request that is made from it is well formed.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// A longer one is a mistake.
const LONGEST: usize = 500;

/// `https://host:port/path/`. Secrets never stand in it: it is shown, kept and logged.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Address {
    is_secure: bool,
    /// With the port where it has one.
    host: String,
    /// Steps as they are sent.
    path: Vec<String>,
}

/// Why a text is no address of a store.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
pub enum AddressError {
    #[error("an address begins with https:// (or http:// within the house)")]
    Scheme,
    #[error("there is no name of a server in it")]
    Host,
    #[error("a user name or password stands in it; they have fields of their own")]
    Secret,
    #[error("a ? or # stands in it")]
    Query,
    #[error("it goes up by .. or has signs in it that no address has")]
    Path,
    #[error("it is too long")]
    TooLong,
}

impl FromStr for Address {
    type Err = AddressError;

    fn from_str(text: &str) -> Result<Self, AddressError> {
        let text = text.trim();
        if text.len() > LONGEST {
            return Err(AddressError::TooLong);
        }
        let (is_secure, rest) = match (strip(text, "https://"), strip(text, "http://")) {
            (Some(rest), _) => (true, rest),
            (None, Some(rest)) => (false, rest),
            (None, None) => return Err(AddressError::Scheme),
        };
        if rest.contains(['?', '#']) {
            return Err(AddressError::Query);
        }
        let (host, path) = rest.split_once('/').unwrap_or((rest, ""));
        if host.contains('@') {
            return Err(AddressError::Secret);
        }
        if !is_host(host) {
            return Err(AddressError::Host);
        }
        let path: Vec<String> = path.split('/').filter(|step| !step.is_empty()).map(str::to_owned).collect();
        if path.iter().any(|step| step == "." || step == ".." || !is_step(step)) {
            return Err(AddressError::Path);
        }
        Ok(Self { is_secure, host: host.to_ascii_lowercase(), path: path.iter().map(|step| sent(step)).collect() })
    }
}

impl Address {
    pub fn is_secure(&self) -> bool {
        self.is_secure
    }

    /// With its port, as the `Host` of a request has it.
    pub fn host(&self) -> &str {
        &self.host
    }

    /// The path below the host, with its steps escaped: `/a/b`; nothing where there is none.
    pub fn path(&self) -> String {
        self.path.iter().map(|step| format!("/{step}")).collect()
    }

    /// The same address on another host: an S3 store may have its buckets in its name.
    pub(crate) fn at_host(&self, host: String) -> Self {
        Self { host, ..self.clone() }
    }

    /// `https://host`.
    pub fn origin(&self) -> String {
        format!("{}://{}", if self.is_secure { "https" } else { "http" }, self.host)
    }
}

impl fmt::Display for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}{}", self.origin(), self.path())
    }
}

impl TryFrom<String> for Address {
    type Error = AddressError;

    fn try_from(text: String) -> Result<Self, AddressError> {
        text.parse()
    }
}

impl From<Address> for String {
    fn from(address: Address) -> Self {
        address.to_string()
    }
}

fn strip<'a>(text: &'a str, before: &str) -> Option<&'a str> {
    let begins = text.get(..before.len())?;
    begins.eq_ignore_ascii_case(before).then(|| text.get(before.len()..)).flatten()
}

fn is_host(host: &str) -> bool {
    let (name, port) = match host.rsplit_once(':') {
        Some((name, port)) if !port.contains(']') => (name, Some(port)),
        _ => (host, None),
    };
    let is_port = |port: &str| port.parse::<u16>().is_ok_and(|port| port > 0);
    let is_sign = |sign: char| sign.is_ascii_alphanumeric() || matches!(sign, '-' | '.' | '_');
    let bare = name.strip_prefix('[').and_then(|name| name.strip_suffix(']'));
    let is_name = match bare {
        // An address by numbers; whether there is such a one, the browser says.
        Some(numbers) => {
            numbers.contains(':') && numbers.chars().all(|sign| sign.is_ascii_hexdigit() || matches!(sign, ':' | '.'))
        }
        None => name.starts_with(|sign: char| sign.is_ascii_alphanumeric()) && name.chars().all(is_sign),
    };
    is_name && port.is_none_or(is_port)
}

fn is_step(step: &str) -> bool {
    !step.chars().any(|sign| sign.is_control() || matches!(sign, '\\' | ' ' | '"' | '<' | '>'))
}

/// A step as it is sent. What was escaped already stays as it is.
fn sent(step: &str) -> String {
    let read: Vec<u8> = percent_encoding::percent_decode_str(step).collect();
    crate::request::escaped(&read)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Result<String, AddressError> {
        text.parse::<Address>().map(|address| address.to_string())
    }

    #[test]
    fn an_address_is_read_however_it_was_typed() {
        for (typed, said) in [
            ("https://dav.example.org", "https://dav.example.org"),
            (" HTTPS://Dav.Example.org:8443/zone//a/ ", "https://dav.example.org:8443/zone/a"),
            ("http://127.0.0.1:8080/dav/", "http://127.0.0.1:8080/dav"),
            ("http://[::1]:9000/x", "http://[::1]:9000/x"),
            ("https://a.example/园区/a%20b", "https://a.example/%E5%9B%AD%E5%8C%BA/a%20b"),
        ] {
            assert_eq!(read(typed).as_deref(), Ok(said), "{typed}");
            assert_eq!(read(said).as_deref(), Ok(said), "it reads as itself");
        }
    }

    #[test]
    fn what_is_no_address_says_why() {
        for (typed, why) in [
            ("dav.example.org", AddressError::Scheme),
            ("ftp://dav.example.org", AddressError::Scheme),
            ("https://", AddressError::Host),
            ("https:///a", AddressError::Host),
            ("https://a b.example", AddressError::Host),
            ("https://a.example:99999", AddressError::Host),
            ("https://a.example:", AddressError::Host),
            ("https://user:secret@a.example", AddressError::Secret),
            ("https://a.example/x?key=1", AddressError::Query),
            ("https://a.example/x#y", AddressError::Query),
            ("https://a.example/../x", AddressError::Path),
            ("https://a.example/a b", AddressError::Path),
        ] {
            assert_eq!(read(typed), Err(why), "{typed}");
        }
        assert_eq!(read(&format!("https://a.example/{}", "a".repeat(500))), Err(AddressError::TooLong));
    }
}
