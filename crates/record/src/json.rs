//! JSON as this house takes it from outside: no key twice, and not too deep.
//!
//! `serde_json` silently keeps the last of two equal keys, so two readers of one signed text could see
//! different records. [`check`] refuses such a text before anything else looks at it; who reads the text anyway asks only
//! [`no_key_twice`].

use std::borrow::Cow;

use serde::de::{Error, IgnoredAny};

/// Up to how many keys are compared each with each.
const FEW_KEYS: usize = 16;

/// How deep objects and arrays may nest.
pub const MAX_DEPTH: usize = 64;

/// Refuses a text that is not one JSON value, repeats a key, or nests deeper than [`MAX_DEPTH`].
///
/// # Errors
/// The parser's own error, with line and column; or one that names a repeated key.
pub fn check(text: &str) -> Result<(), serde_json::Error> {
    no_key_twice(text)?;
    serde_json::from_str::<IgnoredAny>(text).map(drop)
}

/// What a parser does not look at: refuses a text that repeats a key or nests deeper than [`MAX_DEPTH`]. Of a text that is no JSON
/// it may say anything; whoever parses it hears that.
///
/// It only looks for the marks between the texts: a second parser would cost as much as the first.
///
/// # Errors
/// One that names a repeated key, or the parser's on a key that cannot be read.
pub fn no_key_twice(text: &str) -> Result<(), serde_json::Error> {
    let bytes = text.as_bytes();
    // Of every object and array around: where its keys begin, and whether it has any.
    let mut around: Vec<(usize, bool)> = Vec::new();
    let mut keys: Vec<Cow<'_, str>> = Vec::with_capacity(32);
    let mut is_key_next = false;
    let mut at = 0;
    while let Some(byte) = bytes.get(at) {
        match byte {
            b'{' | b'[' => {
                if around.len() == MAX_DEPTH {
                    return Err(Error::custom("nested too deep"));
                }
                is_key_next = *byte == b'{';
                around.push((keys.len(), is_key_next));
            }
            b'}' | b']' => {
                let own = around.pop().map(|(first, _)| first).unwrap_or_default();
                unrepeated(&mut keys[own..])?;
                keys.truncate(own);
            }
            b',' => is_key_next = around.last().is_some_and(|(_, is_object)| *is_object),
            b'"' => {
                let end = end_of_text(bytes, at);
                if std::mem::take(&mut is_key_next) {
                    keys.push(key(text.get(at..end).unwrap_or_default())?);
                }
                at = end;
                continue;
            }
            _ => {}
        }
        at += 1;
    }
    Ok(())
}

/// The place behind the text that begins here.
fn end_of_text(bytes: &[u8], start: usize) -> usize {
    let mut at = start + 1;
    while let Some(next) = bytes.get(at..).and_then(|rest| rest.iter().position(|byte| matches!(byte, b'"' | b'\\'))) {
        at += next;
        if bytes[at] == b'"' {
            return at + 1;
        }
        at += 2;
    }
    bytes.len()
}

/// A key as it reads; borrowed where it stands in the text as it is.
fn key(quoted: &str) -> Result<Cow<'_, str>, serde_json::Error> {
    match quoted.strip_prefix('"').and_then(|rest| rest.strip_suffix('"')) {
        Some(plain) if !plain.contains('\\') => Ok(Cow::Borrowed(plain)),
        _ => serde_json::from_str(quoted).map(Cow::Owned),
    }
}

fn unrepeated(keys: &mut [Cow<'_, str>]) -> Result<(), serde_json::Error> {
    let twice = if keys.len() <= FEW_KEYS {
        // Each with each: mostly their lengths differ.
        keys.iter().enumerate().find(|(place, key)| keys[..*place].contains(*key)).map(|(_, key)| key)
    } else {
        keys.sort_unstable();
        keys.windows(2).find(|pair| pair[0] == pair[1]).map(|pair| &pair[0])
    };
    match twice {
        Some(key) => Err(Error::custom(format_args!("key '{key}' appears twice"))),
        None => Ok(()),
    }
}
