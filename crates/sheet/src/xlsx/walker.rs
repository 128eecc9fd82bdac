//! A part of a workbook as a row of steps: an element opens, some text, an element closes.
//!
//! Refuses document types, unknown entities and deep nesting, and never calls itself. Names are compared without their
//! namespace prefix: producers differ in prefixes, and no two namespaces of a workbook share a name that we read.

use std::borrow::Cow;

use quick_xml::XmlVersion;
use quick_xml::errors::Error as XmlError;
use quick_xml::escape::resolve_predefined_entity;
use quick_xml::events::attributes::Attributes;
use quick_xml::events::{BytesRef, Event};
use quick_xml::reader::Reader;

use super::metered::{Source, damaged, failed, too_large};
use crate::Limits;
use crate::error::{Damage, Measure, ReadError};

/// What XML calls white space.
pub const BLANK: [char; 4] = [' ', '\t', '\r', '\n'];

/// Where the walk through a part stands.
pub struct Walker<'a> {
    part: &'a str,
    limits: &'a Limits,
    reader: Reader<Box<dyn Source + 'a>>,
    buffer: Vec<u8>,
    /// The element that opened last: its name and attributes as written, and how much of that is the name.
    tag: String,
    name_length: usize,
    /// The text met last.
    text: String,
    /// The element that opened last was written `<like-this/>` and has yet to close.
    close_next: bool,
    /// For each open element, whether white space at the ends of its text is meant.
    open: Vec<bool>,
    /// The last step was a tag, and nothing behind it has been looked at.
    is_behind_tag: bool,
}

/// What was met; the walker itself tells the name, the attributes and the text.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Step {
    Open,
    Text,
    Close,
    End,
}

impl<'a> Walker<'a> {
    pub fn new(part: &'a str, limits: &'a Limits, source: Box<dyn Source + 'a>) -> Self {
        let reader = Reader::from_reader(source);
        Self {
            part,
            limits,
            reader,
            buffer: Vec::new(),
            tag: String::new(),
            name_length: 0,
            text: String::new(),
            close_next: false,
            open: Vec::new(),
            is_behind_tag: false,
        }
    }

    /// Goes on to the next opening, text or closing.
    pub fn step(&mut self) -> Result<Step, ReadError> {
        if self.close_next {
            self.close_next = false;
            self.open.pop();
            return Ok(Step::Close);
        }
        loop {
            self.buffer.clear();
            self.reader.get_mut().mark();
            let step = match self.reader.read_event_into(&mut self.buffer) {
                Ok(Event::Start(tag)) => {
                    self.name_length = tag.name().0.len();
                    replace(&mut self.tag, &tag);
                    Step::Open
                }
                Ok(Event::Empty(tag)) => {
                    self.name_length = tag.name().0.len();
                    replace(&mut self.tag, &tag);
                    self.close_next = true;
                    Step::Open
                }
                Ok(Event::End(_)) => Step::Close,
                Ok(Event::Text(text)) => {
                    replace(&mut self.text, &text.xml10_content());
                    Step::Text
                }
                Ok(Event::CData(text)) => {
                    replace(&mut self.text, &text.xml10_content());
                    Step::Text
                }
                Ok(Event::GeneralRef(reference)) => {
                    let resolved = resolve(&reference).map_err(|source| damaged(self.part, source))?;
                    replace(&mut self.text, &resolved);
                    Step::Text
                }
                Ok(Event::DocType(_)) => return Err(ReadError::Doctype { part: self.part.to_owned() }),
                Ok(Event::Eof) => Step::End,
                Ok(Event::Comment(_) | Event::Decl(_) | Event::PI(_)) => continue,
                Err(error) => return Err(failed(self.part, error)),
            };
            self.is_behind_tag = matches!(step, Step::Open | Step::Close);
            self.keep_depth(step)?;
            return Ok(step);
        }
    }

    /// Shows what comes next as it is written, as far as it is at hand, to somebody who may know it at a glance: `look` says
    /// how many bytes of whole elements it took and what they are. `None`: they have to be walked through.
    pub fn glance<T>(&mut self, look: impl FnOnce(&[u8]) -> Option<(usize, T)>) -> Option<T> {
        let keeps_space = self.open.last().copied().unwrap_or_default();
        if !self.is_behind_tag || self.close_next || keeps_space {
            return None;
        }
        let source = self.reader.get_mut();
        source.mark();
        // What cannot be read is told by the walk, which comes to it next.
        let (length, seen) = look(source.fill_buf().ok()?)?;
        source.consume(length);
        Some(seen)
    }

    fn keep_depth(&mut self, step: Step) -> Result<(), ReadError> {
        match step {
            Step::Open if self.open.len() == self.limits.depth => {
                Err(too_large(Measure::Depth, self.limits.depth as u64))
            }
            Step::Open => {
                let around = self.open.last().copied().unwrap_or_default();
                let stated = if self.tag.contains(':') && self.tag.contains("xml:space") {
                    self.attribute("xml:space")?
                } else {
                    None
                };
                let kept = stated.map_or(around, |space| space == "preserve");
                self.open.push(kept);
                Ok(())
            }
            Step::Close => {
                self.open.pop();
                Ok(())
            }
            Step::End if !self.open.is_empty() => Err(damaged(self.part, Damage::Cut)),
            Step::Text | Step::End => Ok(()),
        }
    }

    /// How many elements are open, the one that opened last among them.
    pub fn depth(&self) -> usize {
        self.open.len()
    }

    /// The name of the element that opened last.
    pub fn name(&self) -> &str {
        let name = self.tag.get(..self.name_length).unwrap_or_default();
        name.split_once(':').map_or(name, |(_, name)| name)
    }

    /// The text met last.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// An attribute of the element that opened last, by its name as written or, for a name with a prefix, after it.
    pub fn attribute(&self, name: &str) -> Result<Option<Cow<'_, str>>, ReadError> {
        for attribute in self.attributes() {
            let (key, value) = attribute?;
            if key == name || key.rsplit(':').next() == Some(name) {
                return Ok(Some(value));
            }
        }
        Ok(None)
    }

    /// The attributes of the element that opened last, by their names as written.
    pub fn attributes(&self) -> impl Iterator<Item = Result<(&str, Cow<'_, str>), ReadError>> {
        let mut attributes = Attributes::new(&self.tag, self.name_length);
        attributes.with_checks(false);
        attributes.map(|attribute| {
            let attribute = attribute.map_err(|error| damaged(self.part, XmlError::from(error).into()))?;
            let value = match &attribute.value {
                // Nearly all are plain, and need no second look.
                Cow::Borrowed(plain) if !plain.contains(['&', '\t', '\r', '\n']) => Cow::Borrowed(*plain),
                _ => {
                    let value = attribute.normalized_value(XmlVersion::Implicit1_0);
                    value.map_err(|error| damaged(self.part, error.into()))?
                }
            };
            Ok((attribute.key.0, value))
        })
    }

    /// Passes over the rest of the element that opened last.
    pub fn skip(&mut self) -> Result<(), ReadError> {
        let inside = self.depth();
        while self.depth() >= inside {
            self.step()?;
        }
        Ok(())
    }

    /// Adds the text of the element that opened last, to its close. Space at its ends counts only where the part says so.
    pub fn text_into(&mut self, out: &mut String) -> Result<(), ReadError> {
        let inside = self.depth();
        let kept = self.open.last().copied().unwrap_or_default();
        let start = out.len();
        while self.depth() >= inside {
            if self.step()? == Step::Text {
                out.push_str(&self.text);
            }
        }
        if !kept {
            out.truncate(out.trim_end_matches(BLANK).len().max(start));
            let blank = out.get(start..).map_or(0, |text| text.len() - text.trim_start_matches(BLANK).len());
            out.drain(start..start + blank);
        }
        Ok(())
    }

    /// An error of this part.
    pub fn damaged(&self, source: Damage) -> ReadError {
        damaged(self.part, source)
    }
}

fn replace(text: &mut String, by: &str) {
    text.clear();
    text.push_str(by);
}

/// The five entities that XML has of itself, and characters by number. Others need a document type.
fn resolve(reference: &BytesRef<'_>) -> Result<String, Damage> {
    if let Some(character) = reference.resolve_char_ref()? {
        return Ok(character.into());
    }
    resolve_predefined_entity(reference).map(str::to_owned).ok_or(Damage::Entity)
}
