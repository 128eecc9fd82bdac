//! What is asked of the second wasm, and how it answers.
//!
//! Foreign files are read there, and whatever takes long: a file that makes a reader run out of memory ends the worker
//! and nothing else. Both sides run the same build, so the messages are no format: they may change with any version.
//! Start at [`Question`]; [`answer`] is all that the worker does.
//!
//! Not here: starting and ending it (`platform::worker`), receiving messages in it (`platform::serve`).

use serde::{Deserialize, Serialize};

/// What the worker can be asked.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum Question {
    /// Is it there? Answered with [`Answer::Ready`].
    Ping,
}

/// One for each [`Question`].
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum Answer {
    Ready,
}

/// A message that is none of ours.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
#[error("message cannot be read")]
pub struct ReadMessageError(#[source] postcard::Error);

/// The answer to a question. Computes; keeps nothing between two questions.
pub fn answer(question: Question) -> Answer {
    match question {
        Question::Ping => Answer::Ready,
    }
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
