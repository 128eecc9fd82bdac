//! Writes as a value: what to do, all of it or none of it. One function of the app carries them out.

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
    Devices,
    Packs,
    Mappings,
    Views,
    Ballast,
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

/// One write.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Write {
    /// Fails the whole transaction if the key is taken.
    Add { store: Store, key: Key, value: Vec<u8> },
    Put { store: Store, key: Key, value: Vec<u8> },
    Delete { store: Store, key: Key },
    /// Every key that begins with these parts.
    DeleteUnder { store: Store, prefix: Key },
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
