//! Evaluates an expression over an XML file: `cargo run -p xpath --example evaluate -- FILE EXPRESSION [CONTEXT]`
//!
//! Prints the value and its type, of nodes one line each. `CONTEXT` is a path to the node that the expression is about,
//! the root element unless given. What the expression reads is printed behind it, and what is known to fail. It is
//! 2026-01-15 at 8 in the morning, UTC: an example reads no clock.
//!
//! This is all that a caller writes: a document as a `Tree`, and a `Host` for what no document says.

use std::error::Error;
use std::process::ExitCode;

use xpath::{Evaluator, Expr, Host, Instant, NodeKind, Tree, Value};

// The document that the tests of this crate run on.
#[allow(dead_code, clippy::panic, clippy::unwrap_used, reason = "a file of tests")]
#[path = "../tests/it/document.rs"]
mod document;

use document::{Document, Id};

/// Nothing but the file: no other documents, no texts, no lists.
struct Alone;

impl Host<Document> for Alone {
    fn now(&self) -> Instant {
        Instant { unix_ms: 1_768_464_000_000, offset_minutes: 0 }
    }

    fn random(&self) -> f64 {
        0.5
    }

    fn uuid(&self) -> String {
        String::from("00000000-0000-4000-8000-000000000000")
    }

    fn instance(&self, _: &str) -> Option<Id> {
        None
    }

    fn itext(&self, _: &str) -> Option<String> {
        None
    }

    fn choice_name(&self, _: &str, _: &str, _: Id) -> Option<String> {
        None
    }

    fn pulldata(&self, _: &str, _: &str, _: &str, _: &str) -> Option<String> {
        None
    }
}

fn main() -> Result<ExitCode, Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let (file, text, context) = match arguments.as_slice() {
        [file, text] => (file, text, "/*"),
        [file, text, context] => (file, text, context.as_str()),
        _ => {
            eprintln!("evaluate FILE EXPRESSION [CONTEXT]");
            return Ok(ExitCode::FAILURE);
        }
    };
    let document = Document::parse(&std::fs::read_to_string(file)?);
    let expr = Expr::parse(text)?;
    let mut evaluator = Evaluator::new(&document, &Alone);
    let places = evaluator.nodes(&Expr::parse(context)?, document.top())?;
    let place = *places.first().ok_or("the context is no node of the document")?;
    match evaluator.evaluate(&expr, place)? {
        Value::Nodes(nodes) => {
            println!("{} nodes", nodes.len());
            for node in nodes {
                println!("{}: {}", path(&document, node), document.text_of(node));
            }
        }
        Value::Text(text) => println!("text: {text}"),
        Value::Number(_) => println!("number: {}", evaluator.text(&expr, place)?),
        Value::Boolean(boolean) => println!("boolean: {boolean}"),
        Value::Date(_) => println!("date: {}", evaluator.text(&expr, place)?),
    }
    for reference in expr.references() {
        println!("reads {reference:?}");
    }
    for problem in expr.check() {
        println!("fails: {problem}");
    }
    Ok(ExitCode::SUCCESS)
}

/// Where a node is, for people: names, with positions among those of the same name.
fn path(document: &Document, node: Id) -> String {
    let above = document.parent(node).map(|parent| path(document, parent)).unwrap_or_default();
    match document.kind(node) {
        NodeKind::Document => above,
        NodeKind::Element => format!("{above}/{}[{}]", document.name(node), document.position(node)),
        NodeKind::Attribute => format!("{above}/@{}", document.name(node)),
        NodeKind::Text => format!("{above}/text()"),
        NodeKind::Comment => format!("{above}/comment()"),
        NodeKind::ProcessingInstruction => format!("{above}/processing-instruction({})", document.name(node)),
    }
}
