//! What leaves a device and what comes in: signed files of records (batches), of forms and lists (packs), of what a desk
//! has (receipts), and of who a device is (cards).
//!
//! ```text
//! Batch + blobs --pack--> File --> any way at all --> Unverified::read --open--> Opened { Trusted(Verified) | Aside }
//! ```
//!
//! Bytes from outside are [`Unverified`], and [`open`] is the only way from there to anything that may be imported: it
//! checks length, form, hashes and signature, and asks who is trusted. A file of a device that nobody has decided
//! about is no error and is not lost: it comes back as [`Aside`], which tells what is in it and waits for a word.
//!
//! ```
//! # use batch::{Batch, Blobs, DeviceKey, Opened, Sender, Unverified};
//! # let now: record::Timestamp = "2026-03-01T09:00:00.000+08:00".parse()?;
//! let key = DeviceKey::from_bytes([7; 32]);
//! let batch = Batch {
//!     id: record::BatchId::new(now, [1; 10]),
//!     seq: 1,
//!     previous: None,
//!     created_at: now,
//!     officer: record::OfficerId::new("样例01"),
//!     recipients: Vec::new(),
//!     forms: Vec::new(),
//!     records: Vec::new(),
//!     attachments: Vec::new(),
//! };
//! let file = batch::pack(&batch, &Blobs::new(), &key)?;
//!
//! let opened = batch::open(Unverified::read(&file.bytes)?, &|_| Sender::Unknown)?;
//! let Opened::Aside(aside) = opened else { panic!("nobody trusts it yet") };
//! println!("{}: {} records", aside.fingerprint(), aside.summary().records);
//! let verified = aside.trust();
//! assert_eq!(verified.device, key.device());
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! The formats are told in `docs/formats/batch.md`. Not here: what a record means (`record`, `ledger`), which records
//! go (`store`), how the bytes travel (`transport`, the app).

pub mod apart;
mod archive;
mod bounded;
mod card;
pub mod charter;
mod contents;
mod envelope;
mod error;
mod hex;
mod key;
pub mod limits;
pub mod lock;
pub mod name;
mod open;
mod pack;
mod pack_file;
mod receipt;
pub mod seal;
pub mod sealed;

pub use card::{Card, pack_card};
pub use contents::{Attached, Batch, Blobs, FormTitle, RefusalReason, RefusedRecord};
pub use envelope::Format;
pub use error::{OpenError, PackError};
pub use key::{DeviceKey, sealing_key};
pub use open::{Aside, Contents, Hashes, Opened, Sender, Summary, Unverified, Verified, body_span, open};
pub use pack::{File, first_portion, pack, pack_alone, pack_forms};
pub use pack_file::{Difference, Pack, PackedForm, PackedList, PackedTable, Zone};
pub use receipt::{Addressee, ReceiptError, Received, pack_receipt, receive};
