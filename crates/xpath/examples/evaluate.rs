//! Evaluates an expression over an XML file: `cargo run -p xpath --example evaluate -- FILE.xml EXPRESSION [NOW]`
//!
//! The expression starts at the document, so `/survey/village` and `//village[2]` both find their way. Nodes are printed
//! one a line, anything else as `string()` has it. What the author should know of an expression is said beforehand.
//! `NOW` is what `now()` gives; nothing in this house reads a clock, so without it there is a day on which it always runs.
//!
//! The tree is the one that the tests use; any type that can be walked will do (`xpath::Tree`).

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "the tests' tree, which only reads XML that was looked at before"
)]

#[allow(dead_code, reason = "the tests need more of it")]
#[path = "../tests/it/document.rs"]
mod document;

use std::error::Error;

use document::{Document, Id};
use quick_xml::Reader;
use quick_xml::events::Event;
use xpath::{Evaluator, Expr, Host, Instant, Value};

/// What this program can say of the world: the time it was told.
struct Desk {
    unix_ms: i64,
}

impl Host<Document> for Desk {
    fn now(&self) -> Instant {
        Instant { unix_ms: self.unix_ms, offset_minutes: 0 }
    }

    fn random(&self) -> f64 {
        (self.unix_ms % 1_000) as f64 / 1_000.0
    }

    fn uuid(&self) -> String {
        format!("{:08x}-0000-4000-8000-000000000000", self.unix_ms & 0xFFFF_FFFF)
    }

    fn instance(&self, _: &str) -> Option<Id> {
        None
    }

    fn itext(&self, _: &str) -> Option<Value<Id>> {
        None
    }

    fn choice_name(&self, _: &str, _: &str, _: Id) -> Option<String> {
        None
    }

    fn pulldata(&self, _: &str, _: &str, _: &str, _: &str) -> Option<String> {
        None
    }
}

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let (file, text, now) = match arguments.as_slice() {
        [file, text] => (file, text, "2026-01-15T08:00:00Z"),
        [file, text, now] => (file, text, now.as_str()),
        _ => return Err("usage: evaluate FILE.xml EXPRESSION [NOW]".into()),
    };
    let xml = std::fs::read_to_string(file)?;
    let mut reader = Reader::from_str(&xml);
    while reader.read_event()? != Event::Eof {}
    let document = Document::parse(&xml);
    let expr = Expr::parse(text)?;
    for error in expr.check() {
        eprintln!("{error}");
    }
    let desk = Desk { unix_ms: now.parse::<jiff::Timestamp>()?.as_millisecond() };
    match Evaluator::new(&document, &desk).evaluate(&expr, document.top())? {
        Value::Nodes(nodes) => nodes.into_iter().for_each(|node| println!("{}", document.text_of(node))),
        value => println!("{}", value.to_text(&document)),
    }
    Ok(())
}
