//! The listings of stores, read without trust: no document type, no deep nesting, names without their namespace's prefix.

use quick_xml::escape::resolve_predefined_entity;
use quick_xml::events::Event;
use quick_xml::reader::Reader;

/// Deeper than this no listing is.
const DEEPEST: usize = 16;

/// What is met on a walk through a listing.
pub enum Met<'a> {
    Open(&'a str),
    /// An element closes; with the text that stood directly in it.
    Close(&'a str, &'a str),
}

/// It cannot be read: cut, or not what was asked for.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
#[error("the list of the store cannot be read")]
pub struct UnreadableError;

/// Tells `of` each element of a document. Whether anything was in it.
pub fn walk(bytes: &[u8], mut of: impl FnMut(Met<'_>)) -> Result<(), UnreadableError> {
    let text = std::str::from_utf8(bytes).map_err(|_| UnreadableError)?;
    let mut reader = Reader::from_str(text);
    // Names of the elements that are open, each with its text so far.
    let mut open: Vec<(String, String)> = Vec::new();
    let mut has_root = false;
    loop {
        match reader.read_event().map_err(|_| UnreadableError)? {
            Event::Start(tag) => {
                if open.len() == DEEPEST {
                    return Err(UnreadableError);
                }
                let name = local(tag.name().0)?.to_owned();
                of(Met::Open(&name));
                open.push((name, String::new()));
                has_root = true;
            }
            Event::Empty(tag) => {
                let name = local(tag.name().0)?;
                of(Met::Open(name));
                of(Met::Close(name, ""));
                has_root = true;
            }
            Event::End(_) => {
                let (name, text) = open.pop().ok_or(UnreadableError)?;
                of(Met::Close(&name, text.trim()));
            }
            Event::Text(text) => said(&mut open, &text.xml10_content()),
            Event::CData(text) => said(&mut open, &text.xml10_content()),
            Event::GeneralRef(reference) => {
                let signs = match reference.resolve_char_ref().map_err(|_| UnreadableError)? {
                    Some(sign) => sign.to_string(),
                    None => resolve_predefined_entity(&reference).ok_or(UnreadableError)?.to_owned(),
                };
                said(&mut open, &signs);
            }
            Event::DocType(_) => return Err(UnreadableError),
            Event::Eof if open.is_empty() && has_root => return Ok(()),
            Event::Eof => return Err(UnreadableError),
            Event::Comment(_) | Event::Decl(_) | Event::PI(_) => {}
        }
    }
}

fn said(open: &mut [(String, String)], text: &str) {
    if let Some((_, said)) = open.last_mut() {
        said.push_str(text);
    }
}

fn local(name: &str) -> Result<&str, UnreadableError> {
    name.rsplit(':').next().filter(|name| !name.is_empty()).ok_or(UnreadableError)
}
