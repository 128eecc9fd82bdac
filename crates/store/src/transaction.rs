//! Writes as a value: what to do, all of it or none of it. One function of the app carries them out.
//!
//! ```
//! use store::{Key, Store, Transaction};
//! let rename = Transaction::new().guard(Store::Meta, "officer".into(), "old").put(Store::Meta, "officer".into(), "new");
//! assert_eq!(rename.stores(), [Store::Meta]);
//! ```

/// The object stores of the database `survey`. Their names are the variants in lower case.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Store {
    Meta,
    Forms,
    Drafts,
    Journal,
    Records,
    States,
    Blobs,
    Outbox,
    Inbox,
    Receipts,
    Bin,
    Log,
    Quarantine,
    Entities,
    Blocks,
    Registers,
    Devices,
    Packs,
    Mappings,
    Views,
    Ballast,
}

impl Store {
    pub const ALL: [Self; 21] = [
        Self::Meta,
        Self::Forms,
        Self::Drafts,
        Self::Journal,
        Self::Records,
        Self::States,
        Self::Blobs,
        Self::Outbox,
        Self::Inbox,
        Self::Receipts,
        Self::Bin,
        Self::Log,
        Self::Quarantine,
        Self::Entities,
        Self::Blocks,
        Self::Registers,
        Self::Devices,
        Self::Packs,
        Self::Mappings,
        Self::Views,
        Self::Ballast,
    ];

    /// The object store's name in the database.
    pub fn name(self) -> &'static str {
        match self {
            Self::Meta => "meta",
            Self::Forms => "forms",
            Self::Drafts => "drafts",
            Self::Journal => "journal",
            Self::Records => "records",
            Self::States => "states",
            Self::Blobs => "blobs",
            Self::Outbox => "outbox",
            Self::Inbox => "inbox",
            Self::Receipts => "receipts",
            Self::Bin => "bin",
            Self::Log => "log",
            Self::Quarantine => "quarantine",
            Self::Entities => "entities",
            Self::Blocks => "blocks",
            Self::Registers => "registers",
            Self::Devices => "devices",
            Self::Packs => "packs",
            Self::Mappings => "mappings",
            Self::Views => "views",
            Self::Ballast => "ballast",
        }
    }

    /// Whether its rows may lie in [`blocks`](crate::blocks), many to a value.
    pub fn is_blocked(self) -> bool {
        matches!(self, Self::Records | Self::Entities)
    }

    /// The store of that name, if there is one.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|store| store.name() == name)
    }
}

/// A key: parts are compared one by one, numbers before texts, as IndexedDB compares arrays.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Key(pub Vec<KeyPart>);

#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum KeyPart {
    /// At most 2^53, which is what a browser can hold.
    Number(u64),
    Text(String),
}

impl Key {
    /// Whether the key lies under `prefix`; every key lies under itself and under the empty one.
    pub fn is_under(&self, prefix: &Self) -> bool {
        self.0.starts_with(&prefix.0)
    }

    /// Whether it names a thing itself, and not one of the parts that lie under it.
    pub fn is_head(&self) -> bool {
        self.0.len() == 1
    }

    /// This key with one more part.
    #[must_use]
    pub fn then(mut self, part: impl Into<KeyPart>) -> Self {
        // No key grows further, and there may be hundreds of thousands.
        self.0.reserve_exact(1);
        self.0.push(part.into());
        self
    }

    /// The text at a place, if there is one.
    pub fn text(&self, at: usize) -> Option<&str> {
        match self.0.get(at) {
            Some(KeyPart::Text(text)) => Some(text),
            _ => None,
        }
    }

    /// The number at a place, if there is one.
    pub fn number(&self, at: usize) -> Option<u64> {
        match self.0.get(at) {
            Some(KeyPart::Number(number)) => Some(*number),
            _ => None,
        }
    }
}

impl From<&str> for KeyPart {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl From<String> for KeyPart {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

impl From<u64> for KeyPart {
    fn from(number: u64) -> Self {
        Self::Number(number)
    }
}

impl<Part: Into<KeyPart>> From<Part> for Key {
    fn from(part: Part) -> Self {
        Self(vec![part.into()])
    }
}

/// One write.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Write {
    /// Fails the whole transaction if the key is taken.
    Add {
        store: Store,
        key: Key,
        value: Vec<u8>,
    },
    Put {
        store: Store,
        key: Key,
        value: Vec<u8>,
    },
    Delete {
        store: Store,
        key: Key,
    },
    /// Every key that begins with these parts.
    DeleteUnder {
        store: Store,
        prefix: Key,
    },
}

/// Something that must be so inside the transaction, or nothing of it happens.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Guard {
    /// The value at the key is exactly this (`None`: the key is free).
    Is { store: Store, key: Key, value: Option<Vec<u8>> },
}

/// Guards, then writes: all or nothing, strictly durable.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Transaction {
    pub guards: Vec<Guard>,
    pub writes: Vec<Write>,
}

impl Transaction {
    pub fn new() -> Self {
        Self::default()
    }

    /// Nothing to do.
    pub fn is_empty(&self) -> bool {
        self.guards.is_empty() && self.writes.is_empty()
    }

    #[must_use]
    pub fn add(mut self, store: Store, key: Key, value: impl Into<Vec<u8>>) -> Self {
        self.writes.push(Write::Add { store, key, value: value.into() });
        self
    }

    #[must_use]
    pub fn put(mut self, store: Store, key: Key, value: impl Into<Vec<u8>>) -> Self {
        self.writes.push(Write::Put { store, key, value: value.into() });
        self
    }

    #[must_use]
    pub fn delete(mut self, store: Store, key: Key) -> Self {
        self.writes.push(Write::Delete { store, key });
        self
    }

    #[must_use]
    pub fn delete_under(mut self, store: Store, prefix: Key) -> Self {
        self.writes.push(Write::DeleteUnder { store, prefix });
        self
    }

    /// The value at the key must be exactly this.
    #[must_use]
    pub fn guard(mut self, store: Store, key: Key, value: impl Into<Vec<u8>>) -> Self {
        self.guards.push(Guard::Is { store, key, value: Some(value.into()) });
        self
    }

    /// Nothing may be at the key.
    #[must_use]
    pub fn guard_free(mut self, store: Store, key: Key) -> Self {
        self.guards.push(Guard::Is { store, key, value: None });
        self
    }

    /// Both, as one: all guards, then the writes in order.
    #[must_use]
    pub fn and(mut self, other: Self) -> Self {
        self.guards.extend(other.guards);
        self.writes.extend(other.writes);
        self
    }

    /// Whether it deletes rows that may lie in [`blocks`](crate::blocks).
    pub fn deletes_blocked(&self) -> bool {
        self.writes.iter().any(|write| match write {
            Write::Delete { store, .. } | Write::DeleteUnder { store, .. } => store.is_blocked(),
            Write::Add { .. } | Write::Put { .. } => false,
        })
    }

    /// The stores it touches, each once: what a database wants to know before it begins.
    pub fn stores(&self) -> Vec<Store> {
        let guarded = self.guards.iter().map(|Guard::Is { store, .. }| *store);
        let written = self.writes.iter().map(|write| match write {
            Write::Add { store, .. }
            | Write::Put { store, .. }
            | Write::Delete { store, .. }
            | Write::DeleteUnder { store, .. } => *store,
        });
        guarded.chain(written).collect::<std::collections::BTreeSet<_>>().into_iter().collect()
    }
}
