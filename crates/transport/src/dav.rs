//! What a WebDAV folder says of what is in it.

use crate::remote::Page;
use crate::xml::{Met, UnreadableError, walk};

/// What is asked of each thing in a folder.
pub const ASKED: &str = "<?xml version=\"1.0\" encoding=\"utf-8\"?>\
    <propfind xmlns=\"DAV:\"><prop><resourcetype/><getcontentlength/></prop></propfind>";

/// The same of folders, with what changes when something comes into one.
pub const ASKED_OF_FOLDERS: &str = "<?xml version=\"1.0\" encoding=\"utf-8\"?>\
    <propfind xmlns=\"DAV:\"><prop><resourcetype/><getetag/><getlastmodified/></prop></propfind>";

/// One thing of the answer, as far as it was read.
#[derive(Default)]
struct Thing {
    address: String,
    is_folder: bool,
    length: Option<u64>,
    etag: String,
    modified: String,
}

impl Thing {
    /// `None`: the server says nothing of the kind.
    fn mark(&self) -> Option<String> {
        let mark = format!("{} {}", self.etag, self.modified);
        Some(mark.trim().to_owned()).filter(|mark| !mark.is_empty())
    }
}

/// Reads an answer of depth 1. `folder` is the one that was asked for, below the store's address; it is in the answer too.
///
/// What stands before it is not looked at: a server behind another one may say its own way there.
///
/// # Errors
/// [`UnreadableError`]
pub fn listed(folder: &str, body: &[u8]) -> Result<Page, UnreadableError> {
    let (mut page, mut thing, mut is_answer) = (Page::default(), Thing::default(), false);
    let own = steps(folder);
    walk(body, |met| match met {
        Met::Open("multistatus") => is_answer = true,
        Met::Open("response") => thing = Thing::default(),
        Met::Open("collection") => thing.is_folder = true,
        Met::Open(_) => {}
        Met::Close("href", text) => thing.address = text.to_owned(),
        Met::Close("getcontentlength", text) => thing.length = text.parse().ok(),
        // Apache calls one weak while it is a moment old; what it is of is the same.
        Met::Close("getetag", text) => text.strip_prefix("W/").unwrap_or(text).clone_into(&mut thing.etag),
        Met::Close("getlastmodified", text) => text.clone_into(&mut thing.modified),
        Met::Close("response", _) => {
            let mut at = steps(path_of(&thing.address));
            if thing.is_folder && at.ends_with(&own) && page.mark.is_none() {
                page.mark = thing.mark();
            }
            if let (Some(name), true) = (at.pop(), at.ends_with(&own)) {
                match thing.is_folder {
                    true => page.folders.push((name, thing.mark())),
                    false => page.files.push((name, thing.length)),
                }
            }
        }
        Met::Close(..) => {}
    })?;
    if is_answer { Ok(page) } else { Err(UnreadableError) }
}

/// `/a/b` of `http://host/a/b` too: some servers say the one, some the other.
fn path_of(address: &str) -> &str {
    let Some((_, rest)) = address.split_once("://") else { return address };
    rest.find('/').and_then(|at| rest.get(at..)).unwrap_or("/")
}

fn steps(path: &str) -> Vec<String> {
    let read = |step: &str| percent_encoding::percent_decode_str(step).decode_utf8_lossy().into_owned();
    path.split('/').filter(|step| !step.is_empty()).map(read).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_that_changed_a_moment_ago_bears_the_mark_that_it_keeps() {
        let mark = |etag: &str| {
            let body = format!(
                "<D:multistatus xmlns:D=\"DAV:\"><D:response><D:href>/sync/v1/a/</D:href><D:propstat><D:prop>\
                 <D:resourcetype><D:collection/></D:resourcetype><D:getetag>{etag}</D:getetag>\
                 <D:getlastmodified>Sun, 01 Mar 2026 01:00:00 GMT</D:getlastmodified>\
                 </D:prop></D:propstat></D:response></D:multistatus>"
            );
            listed("v1/a", body.as_bytes()).ok().and_then(|page| page.mark)
        };
        assert!(mark("\"1000-66\"").is_some());
        assert_eq!(mark("W/\"1000-66\""), mark("\"1000-66\""));
        assert_ne!(mark("\"1000-67\""), mark("\"1000-66\""));
    }
}
