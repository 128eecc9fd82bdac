//! An XML document as elements in one list, each with its line.
//!
//! Document types, unknown entities, deep nesting and too many elements are refused, and nothing here calls itself. Names
//! are compared without their prefix: producers differ in prefixes, and no two namespaces of a form share a name that we
//! read. Start at [`Document::read`], then [`Document::root`].

use std::collections::BTreeMap;

use quick_xml::XmlVersion;
use quick_xml::errors::{Error as XmlError, SyntaxError};
use quick_xml::escape::resolve_predefined_entity;
use quick_xml::events::{BytesRef, BytesStart, Event};
use quick_xml::reader::Reader;

use crate::compiling::findings::Findings;
use crate::problem::{Message, Place};

/// Bytes of a document.
pub(crate) const BYTES: usize = 10 << 20;
/// Elements inside each other.
pub(crate) const DEPTH: usize = 64;
/// Elements in all.
pub(crate) const ELEMENTS: usize = 1_000_000;

#[derive(Default)]
pub(super) struct Document {
    elements: Vec<Inside>,
}

#[derive(Default)]
struct Inside {
    /// As it is written, with its prefix.
    name: String,
    attributes: Vec<(String, String)>,
    content: Vec<Content>,
    parent: Option<usize>,
    line: u32,
    /// Its number among neighbours of its name; 0 where it is the only one.
    number: u32,
}

enum Content {
    Text(String),
    Element(usize),
}

/// One element of a document.
#[derive(Clone, Copy)]
pub(super) struct Element<'a> {
    document: &'a Document,
    at: usize,
}

/// What stands inside an element, in order.
pub(super) enum Piece<'a> {
    Text(&'a str),
    Element(Element<'a>),
}

impl Document {
    /// Reads a document. `None`: it cannot be read, which has been reported.
    pub fn read(text: &str, findings: &mut Findings) -> Option<Self> {
        if text.len() > BYTES {
            let megabytes = (BYTES >> 20) as u64;
            findings.error(Place::default(), Message::FileTooLarge { megabytes });
            return None;
        }
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        let mut lines = Lines { text, at: 0, line: 1 };
        let mut reader = Reader::from_str(text);
        let mut document = Self::default();
        let mut open: Vec<usize> = Vec::new();
        loop {
            let line = lines.at(reader.buffer_position());
            let refused = match reader.read_event() {
                Ok(Event::Start(tag)) => document.open(&tag, line, &mut open, false),
                Ok(Event::Empty(tag)) => document.open(&tag, line, &mut open, true),
                Ok(Event::End(_)) => {
                    open.pop();
                    Ok(())
                }
                Ok(Event::Text(text)) => document.text(&text.xml10_content(), &open),
                Ok(Event::CData(text)) => document.text(&text.xml10_content(), &open),
                Ok(Event::GeneralRef(reference)) => {
                    resolve(&reference).and_then(|character| document.text(&character, &open))
                }
                Ok(Event::DocType(_)) => Err(Message::DocumentType),
                Ok(Event::Eof) => break,
                Ok(Event::Comment(_) | Event::Decl(_) | Event::PI(_)) => Ok(()),
                Err(XmlError::Syntax(
                    SyntaxError::UnclosedTag | SyntaxError::UnclosedComment | SyntaxError::UnclosedCData,
                )) => Err(Message::DocumentCut),
                Err(error) => Err(Message::DocumentMalformed { reason: error.to_string() }),
            };
            if let Err(message) = refused {
                let line = lines.at(reader.error_position().max(reader.buffer_position()));
                findings.error(Place { row: Some(line), ..Place::default() }, message);
                return None;
            }
        }
        if document.elements.is_empty() || !open.is_empty() {
            let message = if open.is_empty() { Message::NotAForm } else { Message::DocumentCut };
            findings.error(Place::default(), message);
            return None;
        }
        document.number();
        Some(document)
    }

    /// Numbers neighbours of one name, so that a place costs no search.
    fn number(&mut self) {
        for parent in 0..self.elements.len() {
            let mut twins: BTreeMap<String, Vec<usize>> = BTreeMap::new();
            for content in &self.elements[parent].content {
                if let &Content::Element(child) = content {
                    twins.entry(local(&self.elements[child].name).to_owned()).or_default().push(child);
                }
            }
            for twins in twins.into_values().filter(|twins| twins.len() > 1) {
                for (number, twin) in (1..).zip(twins) {
                    self.elements[twin].number = number;
                }
            }
        }
    }

    fn open(&mut self, tag: &BytesStart<'_>, line: u32, open: &mut Vec<usize>, closes: bool) -> Result<(), Message> {
        if open.len() >= DEPTH {
            return Err(Message::DocumentTooDeep { limit: DEPTH });
        }
        if self.elements.len() >= ELEMENTS {
            return Err(Message::DocumentTooLarge { limit: ELEMENTS });
        }
        let malformed = |reason: String| Message::DocumentMalformed { reason };
        let mut attributes = Vec::new();
        for attribute in tag.attributes() {
            let attribute = attribute.map_err(|error| malformed(error.to_string()))?;
            let value =
                attribute.normalized_value(XmlVersion::Implicit1_0).map_err(|error| malformed(error.to_string()))?;
            attributes.push((attribute.key.0.to_owned(), value.into_owned()));
        }
        let at = self.elements.len();
        let parent = open.last().copied();
        if let Some(parent) = parent {
            self.elements[parent].content.push(Content::Element(at));
        }
        self.elements.push(Inside {
            name: tag.name().0.to_owned(),
            attributes,
            content: Vec::new(),
            parent,
            line,
            number: 0,
        });
        if !closes {
            open.push(at);
        }
        Ok(())
    }

    fn text(&mut self, text: &str, open: &[usize]) -> Result<(), Message> {
        let Some(&inside) = open.last() else { return Ok(()) };
        match self.elements[inside].content.last_mut() {
            Some(Content::Text(before)) => before.push_str(text),
            _ => self.elements[inside].content.push(Content::Text(text.to_owned())),
        }
        Ok(())
    }

    /// The outermost element.
    pub fn root(&self) -> Element<'_> {
        Element { document: self, at: 0 }
    }

    /// Every element, in the order of the document.
    pub fn elements(&self) -> impl Iterator<Item = Element<'_>> {
        (0..self.elements.len()).map(|at| Element { document: self, at })
    }
}

/// The five entities that XML has of itself, and characters by number. Others need a document type.
fn resolve(reference: &BytesRef<'_>) -> Result<String, Message> {
    let character =
        reference.resolve_char_ref().map_err(|error| Message::DocumentMalformed { reason: error.to_string() })?;
    match character {
        Some(character) => Ok(character.into()),
        None => resolve_predefined_entity(reference)
            .map(str::to_owned)
            .ok_or_else(|| Message::DocumentEntity { name: reference.to_string() }),
    }
}

/// Counts lines up to a place; places only grow.
struct Lines<'a> {
    text: &'a str,
    at: usize,
    line: u32,
}

impl Lines<'_> {
    fn at(&mut self, position: u64) -> u32 {
        let to = usize::try_from(position).unwrap_or(usize::MAX).min(self.text.len());
        if let Some(passed) = self.text.as_bytes().get(self.at..to) {
            let lines = passed.iter().filter(|&&byte| byte == b'\n').count();
            self.line = self.line.saturating_add(u32::try_from(lines).unwrap_or(u32::MAX));
            self.at = to;
        }
        self.line
    }
}

/// A name without its prefix.
pub(super) fn local(name: &str) -> &str {
    name.rsplit_once(':').map_or(name, |(_, local)| local)
}

impl PartialEq for Element<'_> {
    fn eq(&self, other: &Self) -> bool {
        self.at == other.at
    }
}

impl<'a> Element<'a> {
    fn inside(self) -> &'a Inside {
        &self.document.elements[self.at]
    }

    /// Its place in the order of the document.
    pub fn order(self) -> usize {
        self.at
    }

    pub fn line(self) -> u32 {
        self.inside().line
    }

    /// Without its prefix.
    pub fn name(self) -> &'a str {
        local(&self.inside().name)
    }

    pub fn parent(self) -> Option<Element<'a>> {
        self.inside().parent.map(|at| Element { document: self.document, at })
    }

    pub fn ancestors(self) -> impl Iterator<Item = Element<'a>> {
        std::iter::successors(self.parent(), |above| above.parent())
    }

    pub fn children(self) -> impl Iterator<Item = Element<'a>> {
        self.pieces().filter_map(|piece| match piece {
            Piece::Element(element) => Some(element),
            Piece::Text(_) => None,
        })
    }

    pub fn pieces(self) -> impl Iterator<Item = Piece<'a>> {
        self.inside().content.iter().map(move |content| match content {
            Content::Text(text) => Piece::Text(text),
            &Content::Element(at) => Piece::Element(Element { document: self.document, at }),
        })
    }

    pub fn child(self, name: &str) -> Option<Element<'a>> {
        self.children().find(|child| child.name() == name)
    }

    /// An attribute by its name without a prefix, where it is not blank.
    pub fn attribute(self, name: &str) -> Option<&'a str> {
        self.given(name).filter(|value| !value.trim().is_empty())
    }

    /// As [`attribute`](Self::attribute), also where it is blank.
    pub fn given(self, name: &str) -> Option<&'a str> {
        let found = self.inside().attributes.iter().find(|(given, _)| local(given) == name && !is_declaration(given));
        found.map(|(_, value)| value.as_str())
    }

    /// All attributes as they are written, but for declarations of namespaces.
    pub fn attributes(self) -> impl Iterator<Item = (&'a str, &'a str)> {
        let attributes = self.inside().attributes.iter().filter(|(name, _)| !is_declaration(name));
        attributes.map(|(name, value)| (name.as_str(), value.as_str()))
    }

    /// The namespace that an element without prefix declares for itself.
    pub fn namespace(self) -> Option<&'a str> {
        self.inside().attributes.iter().find(|(name, _)| name == "xmlns").map(|(_, value)| value.as_str())
    }

    /// Its own text without that of elements in it, and without space around it.
    pub fn text(self) -> &'a str {
        let texts = self.inside().content.iter().filter_map(|content| match content {
            Content::Text(text) => Some(text.trim()),
            Content::Element(_) => None,
        });
        texts.into_iter().find(|text| !text.is_empty()).unwrap_or_default()
    }

    /// Where it stands: its line, and the names from below the document's root down to it.
    pub fn place(self) -> Place {
        let mut steps = vec![self.step()];
        steps.extend(self.ancestors().filter(|above| above.parent().is_some()).map(Element::step));
        steps.reverse();
        Place { sheet: String::new(), row: Some(self.line()), column: Some(steps.join("/")) }
    }

    /// Where one of its attributes stands.
    pub fn place_of(self, attribute: &str) -> Place {
        let place = self.place();
        let column = place.column.map(|path| format!("{path}/@{attribute}"));
        Place { column, ..place }
    }

    /// Its name, with its number where its neighbours have the same.
    fn step(self) -> String {
        match self.inside().number {
            0 => self.name().to_owned(),
            number => format!("{}[{number}]", self.name()),
        }
    }
}

fn is_declaration(attribute: &str) -> bool {
    attribute == "xmlns" || attribute.starts_with("xmlns:")
}
