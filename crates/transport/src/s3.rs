//! What an S3 store is asked for in a listing, and what it says.

use crate::remote::{From, Page};
use crate::request::escaped;
use crate::xml::{Met, UnreadableError, walk};

/// Asks for what is directly below a folder, which a store of this kind knows as the beginning of names.
pub fn query(folder: &str, from: From<'_>) -> String {
    let prefix = format!("{folder}/");
    let from = match from {
        From::Start => String::new(),
        From::After(name) => format!("&start-after={}", escaped(format!("{prefix}{name}").as_bytes())),
        From::Page(token) => format!("&continuation-token={}", escaped(token.as_bytes())),
    };
    format!("?delimiter=%2F&list-type=2&prefix={}{from}", escaped(prefix.as_bytes()))
}

/// Reads one page.
///
/// # Errors
/// [`UnreadableError`]
pub fn listed(folder: &str, body: &[u8]) -> Result<Page, UnreadableError> {
    let prefix = format!("{folder}/");
    let (mut page, mut is_answer) = (Page::default(), false);
    let (mut key, mut length, mut is_common) = (String::new(), None, false);
    walk(body, |met| match met {
        Met::Open("ListBucketResult") => is_answer = true,
        Met::Open("Contents") => (key, length) = (String::new(), None),
        Met::Open("CommonPrefixes") => is_common = true,
        Met::Open(_) => {}
        Met::Close("Key", text) => key = text.to_owned(),
        Met::Close("Size", text) => length = text.parse().ok(),
        Met::Close("Contents", _) => {
            let name = key.strip_prefix(&prefix).filter(|name| !name.is_empty() && !name.contains('/'));
            page.files.extend(name.map(|name| (name.to_owned(), length)));
        }
        Met::Close("Prefix", text) if is_common => {
            let step = text.strip_prefix(&prefix).and_then(|step| step.strip_suffix('/'));
            page.folders.extend(step.map(|step| (step.to_owned(), None)));
        }
        Met::Close("CommonPrefixes", _) => is_common = false,
        Met::Close("NextContinuationToken", text) => page.next = Some(text.to_owned()).filter(|text| !text.is_empty()),
        Met::Close(..) => {}
    })?;
    if is_answer { Ok(page) } else { Err(UnreadableError) }
}

/// The store's word for what is wrong, if the answer has one.
pub fn error(body: &[u8]) -> Option<String> {
    let (mut word, mut is_error) = (None, false);
    let read = walk(body, |met| match met {
        Met::Open("Error") => is_error = true,
        Met::Close("Code", text) if is_error => word = Some(text.to_owned()),
        _ => {}
    });
    read.ok().and(word)
}
