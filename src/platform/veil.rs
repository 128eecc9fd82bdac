//! What this page seals before it keeps it, once somebody has unlocked it: rows of the database, and tails.
//!
//! Only a locked device has one; what seals lies in the second part of the program, where alone [`of`] is called. Start at [`Veil`].
//!
//! Not here: how (`batch::lock`), when (`state::lock`).

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use batch::lock::{DataKey, NONCE_BYTES};
use record::DraftId;
use store::{Key, Store, lock, tail};

use super::entropy::{self, NoEntropy};

/// Seals what is written and opens what is read.
pub trait Veil {
    fn seal(&self, store: Store, key: &Key, value: &[u8]) -> Vec<u8>;
    /// A value that does not open comes as it lies behind a sign that nothing begins with: whoever reads it finds it damaged, and keeps
    /// all of it.
    fn open(&self, store: Store, key: &Key, sealed: &[u8]) -> Vec<u8>;
    fn seal_tail(&self, draft: DraftId, tail: &str) -> String;
    fn open_tail(&self, draft: DraftId, sealed: &str) -> String;
    /// For the desk worker, which has a connection of its own.
    fn key(&self) -> DataKey;
}

thread_local! {
    static CURRENT: RefCell<Option<Rc<dyn Veil>>> = const { RefCell::new(None) };
}

/// The one of this page. `None`: nothing is sealed, or nobody has unlocked it yet.
pub fn current() -> Option<Rc<dyn Veil>> {
    CURRENT.with_borrow(Clone::clone)
}

/// From now on.
pub fn set(veil: Option<Rc<dyn Veil>>) {
    CURRENT.set(veil);
}

/// The one that this key makes.
///
/// # Errors
/// [`NoEntropy`]
pub fn of(key: DataKey) -> Result<Rc<dyn Veil>, NoEntropy> {
    let mut begin = [0; BEGIN_BYTES];
    entropy::fill(&mut begin)?;
    Ok(Rc::new(Drawn { key, begin, next: Cell::new(0) }))
}

/// How much of a nonce is chance, drawn once: no two tabs, starts or workers have the same. The rest counts.
const BEGIN_BYTES: usize = NONCE_BYTES - size_of::<u64>();

/// Neither JSON nor a number, a name or a hash begins so, and bytes that are known by their hash are others then.
const DAMAGED: &[u8] = b"\0";

struct Drawn {
    key: DataKey,
    begin: [u8; BEGIN_BYTES],
    next: Cell<u64>,
}

impl Drawn {
    fn nonce(&self) -> [u8; NONCE_BYTES] {
        let number = self.next.get();
        self.next.set(number + 1);
        let mut nonce = [0; NONCE_BYTES];
        nonce[..BEGIN_BYTES].copy_from_slice(&self.begin);
        nonce[BEGIN_BYTES..].copy_from_slice(&number.to_be_bytes());
        nonce
    }
}

impl Veil for Drawn {
    fn seal(&self, store: Store, key: &Key, value: &[u8]) -> Vec<u8> {
        self.key.seal(&lock::place(store, key), self.nonce(), value)
    }

    fn open(&self, store: Store, key: &Key, sealed: &[u8]) -> Vec<u8> {
        self.key.open(&lock::place(store, key), sealed).unwrap_or_else(|_| [DAMAGED, sealed].concat())
    }

    fn seal_tail(&self, draft: DraftId, tail: &str) -> String {
        STANDARD.encode(self.key.seal(tail::name(draft).as_bytes(), self.nonce(), tail.as_bytes()))
    }

    fn open_tail(&self, draft: DraftId, sealed: &str) -> String {
        let opened = STANDARD.decode(sealed).ok();
        let opened = opened.and_then(|sealed| self.key.open(tail::name(draft).as_bytes(), &sealed).ok());
        opened.and_then(|bytes| String::from_utf8(bytes).ok()).unwrap_or_default()
    }

    fn key(&self) -> DataKey {
        self.key.clone()
    }
}
