//! What is asked of the second wasm, and how it answers.
//!
//! Foreign files are read there, and whatever takes long: a file that makes a reader run out of memory ends the worker
//! and nothing else. Both sides run the same build, so the messages are no format: they may change with any version.
//! Start at [`Question`]; [`answer`] is all that the worker does.
//!
//! Not here: starting and ending it (`platform::worker`), receiving messages in it (`platform::serve`).

pub mod batches;
pub mod cards;
pub mod charters;
mod codes;
pub mod desk;
pub mod forms;
pub mod locks;
pub mod packs;
pub mod receipts;
pub mod tables;

use batch::charter::Heard;
use form::Problem;
use record::{EntityId, FormHash, ListName, Listing};
use serde::{Deserialize, Serialize};

use batches::{ApartOrder, BatchOrder, MadeBatch};
use cards::CardOrder;
use charters::{CharterOrder, CharterRefusal};
use packs::{PackAsk, PackOrder, PackRefusal, PackSeen};
use receipts::{AsideAsk, AsideSeen, ReceiptAsk, ReceiptOrder, ReceiptRefusal, ReceiptSeen};

/// What the worker can be asked.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub enum Question {
    /// Is it there? Answered with [`Answer::Ready`].
    Ping,
    /// Reads a workbook or an XForm document with its attached files as a form. Answered with [`Answer::Form`] or [`Answer::Unreadable`].
    CompileForm { workbook: FileBytes, files: Vec<(String, FileBytes)> },
    /// Makes a batch. Answered with [`Answer::Packed`] or [`Answer::NotPacked`].
    PackBatch(Box<BatchOrder>),
    /// Seals an attached file that goes apart. Answered with [`Answer::Packed`] or [`Answer::NotPacked`].
    SealApart(Box<ApartOrder>),
    /// For the desk worker. It tells how far it is with [`Answer::Told`] and then answers with [`Answer::Desk`].
    Desk(Box<desk::Order>),
    /// Makes a pack. Answered with [`Answer::Packed`] or [`Answer::NotPacked`].
    PackForms(Box<PackOrder>),
    /// Opens a pack. Answered with [`Answer::PackSeen`] or [`Answer::PackRefused`].
    OpenPack(Box<PackAsk>),
    /// Which entities a pack in clear has. Answered with [`Answer::PackEntities`].
    PackEntities(FileBytes),
    /// Makes a receipt. Answered with [`Answer::Packed`] or [`Answer::NotPacked`].
    MakeReceipt(Box<ReceiptOrder>),
    /// Opens a receipt. Answered with [`Answer::ReceiptSeen`] or [`Answer::ReceiptRefused`].
    OpenReceipt(Box<ReceiptAsk>),
    /// Whose a file in quarantine is. Answered with [`Answer::Aside`].
    LookAside(Box<AsideAsk>),
    /// Something about a table of somebody's own. Answered with [`Answer::Table`].
    Table(Box<tables::Ask>),
    /// Tries a passphrase, or sets one. Answered with [`Answer::Lock`].
    Lock(Box<locks::Ask>),
    /// Makes a card of this device. Answered with [`Answer::Packed`] or [`Answer::NotPacked`].
    MakeCard(Box<CardOrder>),
    /// Says something of the zone's desks. Answered with [`Answer::Charter`].
    SayCharter(Box<CharterOrder>),
    /// What was held before this device. Answered with [`Answer::Shown`].
    Look(FileBytes),
    /// Looks for a code in a picture: its brightness, row by row. Answered with [`Answer::Code`].
    ReadCode { width: u32, luminance: FileBytes },
}

/// One for each [`Question`].
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub enum Answer {
    Ready,
    /// The form is there if it can be filled; the problems are all that was found.
    Form {
        form: Option<CompiledForm>,
        problems: Vec<Problem>,
    },
    /// One of the files is not what it should be.
    Unreadable {
        /// `None`: the workbook.
        file: Option<String>,
        problem: Problem,
    },
    Packed(Box<MadeBatch>),
    /// For the log: what waits was looked at before it was asked for.
    NotPacked {
        reason: String,
    },
    Told(desk::Told),
    Desk(Box<desk::Done>),
    PackSeen(Box<PackSeen>),
    PackRefused(PackRefusal),
    PackEntities(Vec<(ListName, Vec<EntityId>)>),
    ReceiptSeen(Box<ReceiptSeen>),
    ReceiptRefused(ReceiptRefusal),
    Aside(Option<Box<AsideSeen>>),
    Table(Box<tables::Told>),
    Lock(Box<locks::Told>),
    Shown(cards::Shown),
    Charter(Result<Box<Heard>, CharterRefusal>),
    /// What the code says, in whatever encoding its printer chose. `None`: there is none to be read.
    Code(Option<FileBytes>),
}

/// A form as it was compiled, and what a list of forms says of it, so that nobody reads the whole for that.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct CompiledForm {
    pub id: String,
    pub version: String,
    pub title: String,
    pub listing: Listing,
    pub hash: FormHash,
    /// For [`form::Package::from_bytes`].
    pub package: FileBytes,
}

/// A message that is none of ours.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
#[error("message cannot be read")]
pub struct ReadMessageError(#[source] postcard::Error);

/// The answer to a question that is not the desk's. Computes; keeps nothing between two questions.
pub fn answer(question: Question) -> Answer {
    match question {
        Question::Ping => Answer::Ready,
        Question::CompileForm { workbook, files } => forms::compile(&workbook, &files, None),
        Question::PackBatch(order) => batches::pack(&order),
        Question::SealApart(order) => batches::seal_apart(&order),
        Question::PackForms(order) => packs::pack(&order),
        Question::OpenPack(ask) => packs::open(&ask),
        Question::PackEntities(file) => packs::entities(&file),
        Question::MakeReceipt(order) => receipts::make(&order),
        Question::OpenReceipt(ask) => receipts::open(&ask),
        Question::LookAside(ask) => Answer::Aside(receipts::look_aside(&ask).map(Box::new)),
        // It has a database to wait for, and is served elsewhere.
        Question::Desk(_) => Answer::Ready,
        Question::Table(ask) => Answer::Table(Box::new(tables::answer(*ask))),
        Question::Lock(ask) => Answer::Lock(Box::new(locks::answer(&ask))),
        Question::MakeCard(order) => cards::make(&order),
        Question::SayCharter(order) => Answer::Charter(charters::say(&order).map(Box::new)),
        Question::Look(bytes) => Answer::Shown(cards::look(&bytes.0)),
        Question::ReadCode { width, luminance } => Answer::Code(codes::read(width, &luminance.0).map(FileBytes)),
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
