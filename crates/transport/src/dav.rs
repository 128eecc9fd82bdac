//! What a WebDAV folder says of what is in it.

use crate::remote::Page;
use crate::xml::{Met, UnreadableError, walk};

/// What is asked of each thing in a folder.
pub const ASKED: &str = "<?xml version=\"1.0\" encoding=\"utf-8\"?>\
    <propfind xmlns=\"DAV:\"><prop><resourcetype/><getcontentlength/></prop></propfind>";

/// One thing of the answer, as far as it was read.
#[derive(Default)]
struct Thing {
    address: String,
    is_folder: bool,
    length: Option<u64>,
}

/// Reads an answer of depth 1. `path` is that of the folder itself, which is in the answer too.
///
/// # Errors
/// [`UnreadableError`]
pub fn listed(path: &str, body: &[u8]) -> Result<Page, UnreadableError> {
    let (mut page, mut thing, mut is_answer) = (Page::default(), Thing::default(), false);
    let own = steps(path).len();
    walk(body, |met| match met {
        Met::Open("multistatus") => is_answer = true,
        Met::Open("response") => thing = Thing::default(),
        Met::Open("collection") => thing.is_folder = true,
        Met::Open(_) => {}
        Met::Close("href", text) => thing.address = text.to_owned(),
        Met::Close("getcontentlength", text) => thing.length = text.parse().ok(),
        Met::Close("response", _) => {
            let at = steps(path_of(&thing.address));
            if let (true, Some(name)) = (at.len() == own + 1, at.last()) {
                match thing.is_folder {
                    true => page.folders.push(name.clone()),
                    false => page.files.push((name.clone(), thing.length)),
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
