//! The folders around a file, made one by one where a WebDAV server wants that.

use crate::{Response, Trouble};

/// The folders that lead to a path, itself among them, the outermost last.
pub fn leading_to(path: &str) -> Vec<String> {
    let mut folders = vec![path.to_owned()];
    let mut rest = path;
    while let Some((before, _)) = rest.rsplit_once('/') {
        folders.push(before.to_owned());
        rest = before;
    }
    folders
}

/// What is left to make once the last of them was asked for.
///
/// What is there already says so in one way or another; whether it is there, the file itself tells.
pub fn made(response: &Response, mut left: Vec<String>) -> Result<Vec<String>, Trouble> {
    match response.status {
        _ if response.is_good() => {}
        301 | 403 | 405 => {}
        404 | 409 => return Err(Trouble::NoFolder),
        status => return Err(Trouble::Strange(status)),
    }
    left.pop();
    Ok(left)
}
