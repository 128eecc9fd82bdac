//! What is asked of the second wasm, and how it answers.
//!
//! Foreign files are read there, and whatever takes long: a file that makes a reader run out of memory ends the worker
//! and nothing else. Both sides run the same build, so the messages are no format: they may change with any version.
//! Start at [`Question`]; [`answer`] is all that the worker does.
//!
//! Not here: starting and ending it (`platform::worker`), receiving messages in it (`platform::serve`).

use std::collections::BTreeMap;

use form::{Compiled, Package, Problem};
use serde::{Deserialize, Serialize};
use sheet::Limits;

/// What the worker can be asked.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum Question {
    /// Is it there? Answered with [`Answer::Ready`].
    Ping,
    /// Reads a workbook with its attached files as a form. Answered with [`Answer::Form`] or [`Answer::Unreadable`].
    CompileForm { workbook: FileBytes, files: Vec<(String, FileBytes)> },
}

/// One for each [`Question`].
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub enum Answer {
    Ready,
    /// The package is there if the form can be filled; the problems are all that was found.
    Form { package: Option<FileBytes>, problems: Vec<Problem> },
    /// One of the files is not what it should be.
    Unreadable { file: Option<String>, reason: String },
}

/// A message that is none of ours.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
#[error("message cannot be read")]
pub struct ReadMessageError(#[source] postcard::Error);

/// The answer to a question. Computes; keeps nothing between two questions.
pub fn answer(question: Question) -> Answer {
    match question {
        Question::Ping => Answer::Ready,
        Question::CompileForm { workbook, files } => compile(&workbook, &files),
    }
}

fn compile(workbook: &FileBytes, files: &[(String, FileBytes)]) -> Answer {
    let limits = Limits::default();
    let workbook = match sheet::read_xlsx(&workbook.0, &limits) {
        Ok(workbook) => workbook,
        Err(error) => return Answer::Unreadable { file: None, reason: error.to_string() },
    };
    let mut tables = BTreeMap::new();
    for (name, bytes) in files {
        match sheet::read_csv(&bytes.0, &limits) {
            Ok(table) => tables.insert(name.clone(), table),
            Err(error) => return Answer::Unreadable { file: Some(name.clone()), reason: error.to_string() },
        };
    }
    let Compiled { form, problems } = form::compile(&workbook, &tables);
    let package = form.and_then(|definition| Package { definition, files: tables }.to_bytes().ok()).map(FileBytes);
    Answer::Form { package, problems }
}

impl Question {
    /// # Errors
    /// [`ReadMessageError`]
    pub fn to_bytes(&self) -> Result<Vec<u8>, ReadMessageError> {
        postcard::to_stdvec(self).map_err(ReadMessageError)
    }

    /// # Errors
    /// [`ReadMessageError`]
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, ReadMessageError> {
        postcard::from_bytes(bytes).map_err(ReadMessageError)
    }
}

impl Answer {
    /// # Errors
    /// [`ReadMessageError`]
    pub fn to_bytes(&self) -> Result<Vec<u8>, ReadMessageError> {
        postcard::to_stdvec(self).map_err(ReadMessageError)
    }

    /// # Errors
    /// [`ReadMessageError`]
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, ReadMessageError> {
        postcard::from_bytes(bytes).map_err(ReadMessageError)
    }
}

/// Bytes of a file. As a type of their own they travel as one piece and not number by number.
#[derive(Clone, PartialEq, Eq, Default)]
pub struct FileBytes(pub Vec<u8>);

impl std::fmt::Debug for FileBytes {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "FileBytes({} bytes)", self.0.len())
    }
}

impl Serialize for FileBytes {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_bytes(&self.0)
    }
}

impl<'de> Deserialize<'de> for FileBytes {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Bytes;
        impl serde::de::Visitor<'_> for Bytes {
            type Value = FileBytes;

            fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str("bytes")
            }

            fn visit_bytes<E>(self, bytes: &[u8]) -> Result<FileBytes, E> {
                Ok(FileBytes(bytes.to_vec()))
            }

            fn visit_byte_buf<E>(self, bytes: Vec<u8>) -> Result<FileBytes, E> {
                Ok(FileBytes(bytes))
            }
        }
        deserializer.deserialize_byte_buf(Bytes)
    }
}
