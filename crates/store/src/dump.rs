//! A whole database as one JSON text: the form in which `releases/` keeps a profile of each version.
//!
//! ```json
//! {"schema": 1, "stores": {"meta": [[["schema"], "1"]], "blobs": [[["9f86…", 0], {"base64": "AAEC"}]]}}
//! ```
//! Keys are arrays of texts and numbers. A value is a text, or an object with `base64` where the bytes are not UTF-8.
//! Rows stand in the order of their keys, so two dumps of the same database are the same text.

use std::collections::BTreeMap;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde::{Deserialize, Serialize};

use crate::layout::Row;
use crate::{Key, KeyPart, Store};

/// All rows of a database, and the version of its layout.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Dump {
    pub schema: u32,
    /// In the order of store and key.
    pub rows: Vec<Row>,
}

/// Why a text is not a dump.
#[derive(Debug, thiserror::Error)]
pub enum ReadDumpError {
    #[error("not the JSON of a dump")]
    Json(#[from] serde_json::Error),
    #[error("there is no store called {0}")]
    Store(String),
    #[error("not base64")]
    Base64(#[from] base64::DecodeError),
}

impl Dump {
    /// The dump as JSON, a row a line.
    pub fn text(&self) -> String {
        let mut rows = self.rows.clone();
        rows.sort();
        let mut stores: BTreeMap<&str, Vec<String>> = BTreeMap::new();
        for row in rows {
            let pair = (key(&row.key), value(row.value));
            stores.entry(row.store.name()).or_default().push(serde_json::to_string(&pair).unwrap_or_default());
        }
        let stores = stores.into_iter().map(|(name, rows)| format!("\"{name}\": [\n{}\n]", rows.join(",\n")));
        format!("{{\"schema\": {}, \"stores\": {{\n{}\n}}}}\n", self.schema, stores.collect::<Vec<_>>().join(",\n"))
    }

    /// Reads what [`Dump::text`] wrote.
    ///
    /// # Errors
    /// [`ReadDumpError`] says what the text is not.
    pub fn read(text: &str) -> Result<Self, ReadDumpError> {
        let v1::Dump { schema, stores } = serde_json::from_str(text)?;
        let mut rows = Vec::new();
        for (name, pairs) in stores {
            let store = Store::named(&name).ok_or(ReadDumpError::Store(name))?;
            for (key, value) in pairs {
                rows.push(Row { store, key: read_key(key), value: read_value(value)? });
            }
        }
        rows.sort();
        Ok(Self { schema, rows })
    }
}

pub(crate) use v1::{Part, Value, key, value};

/// A key as [`key`] wrote it.
pub(crate) fn read_key(parts: Vec<Part>) -> Key {
    Key(parts.into_iter().map(Part::read).collect())
}

/// The bytes as [`value`] wrote them.
pub(crate) fn read_value(value: Value) -> Result<Vec<u8>, base64::DecodeError> {
    match value {
        Value::Text(text) => Ok(text.into_bytes()),
        Value::Bytes { base64 } => STANDARD.decode(base64),
    }
}

mod v1 {
    use super::*;

    #[derive(Deserialize)]
    pub struct Dump {
        pub schema: u32,
        pub stores: BTreeMap<String, Vec<(Vec<Part>, Value)>>,
    }

    #[derive(Serialize, Deserialize)]
    #[serde(untagged)]
    pub enum Part {
        Number(u64),
        Text(String),
    }

    #[derive(Serialize, Deserialize)]
    #[serde(untagged)]
    pub enum Value {
        Text(String),
        Bytes { base64: String },
    }

    impl Part {
        pub fn read(self) -> KeyPart {
            match self {
                Self::Number(number) => KeyPart::Number(number),
                Self::Text(text) => KeyPart::Text(text),
            }
        }
    }

    pub fn key(key: &Key) -> Vec<Part> {
        let part = |part: &KeyPart| match part {
            KeyPart::Number(number) => Part::Number(*number),
            KeyPart::Text(text) => Part::Text(text.clone()),
        };
        key.0.iter().map(part).collect()
    }

    pub fn value(bytes: Vec<u8>) -> Value {
        match String::from_utf8(bytes) {
            Ok(text) => Value::Text(text),
            Err(binary) => Value::Bytes { base64: STANDARD.encode(binary.as_bytes()) },
        }
    }
}
