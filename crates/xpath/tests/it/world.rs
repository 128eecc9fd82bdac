//! A host for tests: a clock that stands still, chance that is counted, and whatever a document says.

use std::cell::Cell;
use std::collections::BTreeMap;

use xpath::{EvalError, Host, Instant, Value};

use crate::document::{Document, Id};

pub struct World {
    pub now: Instant,
    pub instances: BTreeMap<String, Id>,
    /// The nodes that hold a text.
    pub texts: BTreeMap<String, Vec<Id>>,
    pub namespaces: BTreeMap<String, String>,
    drawn: Cell<u32>,
}

impl World {
    /// 2026-01-15 at 8 in the morning, UTC.
    pub fn new() -> World {
        World {
            now: Instant { unix_ms: 1_768_464_000_000, offset_minutes: 0 },
            instances: BTreeMap::new(),
            texts: BTreeMap::new(),
            namespaces: BTreeMap::new(),
            drawn: Cell::new(0),
        }
    }
}

impl Host<Document> for World {
    fn now(&self) -> Instant {
        self.now
    }

    fn random(&self) -> f64 {
        self.drawn.set(self.drawn.get() + 1);
        f64::from(self.drawn.get()) * 0.618_033_988_75 % 1.0
    }

    fn uuid(&self) -> String {
        String::from("00000000-0000-4000-8000-000000000001")
    }

    fn instance(&self, id: &str) -> Option<Id> {
        self.instances.get(id).copied()
    }

    fn itext(&self, id: &str) -> Option<Value<Id>> {
        self.texts.get(id).cloned().map(Value::Nodes)
    }

    fn choice_name(&self, value: &str, question: &str, _context: Id) -> Option<String> {
        Some(format!("{question}={value}"))
    }

    fn pulldata(&self, instance: &str, column: &str, key_column: &str, key: &str) -> Option<String> {
        (instance == "prices").then(|| format!("{column} where {key_column} is {key}"))
    }

    fn namespace(&self, prefix: &str) -> Option<&str> {
        self.namespaces.get(prefix).map(String::as_str)
    }

    fn call(&self, name: &str, arguments: &[Value<Id>]) -> Option<Result<Value<Id>, EvalError>> {
        (name == "extract-signed").then(|| Ok(Value::Text(format!("{} of the host", arguments.len()))))
    }
}
