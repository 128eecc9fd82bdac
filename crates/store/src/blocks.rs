//! Many rows to a value: how a desk keeps what came in by the hundred thousand.
//!
//! A database that is given 100,000 rows one by one takes twenty times as long as for the same bytes in larger pieces. So the
//! rows of some stores ([`Store::is_blocked`]) may lie in *blocks*: values of [`Store::Blocks`], each with the rows from its
//! own key up to the next block's. A row that lies in its store by itself stands before one of the same key in a block, so
//! a single row is changed by writing it there; only what deletes has to reach into blocks.
//!
//! A block is written packed (LZ4): a third of the bytes, so that a browser, which is what an import waits for, has as much less
//! to write and to read.
//!
//! Start at [`Block`] and [`placed`]. Which blocks have to be read is for the caller to find: [`key`] is in the order of the
//! keys themselves, so the block of a key is the last one that is not after it.
//!
//! Not here: reading them (`platform::idb`), what the rows are.

use std::collections::{BTreeMap, BTreeSet};

use crate::layout::Row;
use crate::{Key, KeyPart, RowError, Store, Transaction, Write};

/// How large a block grows before it is cut in two, before it is packed. A browser keeps values from 64 KB on in files of their
/// own; records pack into a third.
pub const BLOCK_BYTES: usize = 96 << 10;

/// So much larger than its packed bytes no block can be.
const MOST_TIMES: usize = 255;

/// Rows in the order of their keys.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Block(pub BTreeMap<Key, Vec<u8>>);

/// Says what follows: rows, or rows that were packed, behind their length. Older programs wrote the first, all read both.
const PLAIN: u8 = 1;
const PACKED: u8 = 2;
const NUMBER: u8 = 1;
const TEXT: u8 = 2;
const END: u8 = 0;

/// Where the block that begins with a row's key lies: the store's name, and a text in the order of the keys.
pub fn key(store: Store, first: &Key) -> Key {
    // One character a byte: then texts stand in the order of bytes, whatever characters are in them.
    let text: String = first.0.iter().flat_map(ordered).map(char::from).collect();
    Key::from(store.name()).then(text)
}

/// The first place after all blocks that can hold something under `prefix`.
pub fn end(store: Store, prefix: &Key) -> Key {
    let text: String = prefix.0.iter().flat_map(ordered).chain([u8::MAX]).map(char::from).collect();
    Key::from(store.name()).then(text)
}

/// A part's bytes, in the order in which keys are compared: numbers before texts, a shorter key before what lies under it.
fn ordered(part: &KeyPart) -> Vec<u8> {
    match part {
        KeyPart::Number(number) => [NUMBER].into_iter().chain(number.to_be_bytes()).chain([END]).collect(),
        KeyPart::Text(text) => [TEXT].into_iter().chain(text.bytes()).chain([END]).collect(),
    }
}

impl Block {
    /// # Errors
    /// [`RowError`] if the bytes are not a block.
    pub fn read(bytes: &[u8]) -> Result<Self, RowError> {
        match bytes.split_first() {
            Some((&PLAIN, rows)) => Self::of_rows(rows),
            Some((&PACKED, packed)) => Self::of_rows(&unpacked(packed)?),
            _ => Err(RowError::Block),
        }
    }

    fn of_rows(bytes: &[u8]) -> Result<Self, RowError> {
        let mut bytes = Bytes(bytes);
        let mut rows = BTreeMap::new();
        while !bytes.0.is_empty() {
            let mut key = Vec::new();
            for _ in 0..bytes.length()? {
                key.push(bytes.part()?);
            }
            let length = bytes.length()?;
            rows.insert(Key(key), bytes.take(length)?.to_vec());
        }
        Ok(Self(rows))
    }

    pub fn to_bytes(&self) -> Vec<u8> {
        let mut rows = Vec::new();
        self.0.iter().for_each(|(key, value)| row(&mut rows, key, value));
        packed(&rows)
    }

    /// The rows whose keys begin with these parts.
    pub fn under(&self, prefix: &Key) -> impl Iterator<Item = (&Key, &Vec<u8>)> {
        self.0.range(prefix..).take_while(|(key, _)| key.is_under(prefix))
    }
}

/// A transaction whose writes to some stores go into blocks.
#[derive(Debug)]
pub struct Placed {
    /// All that is not a block.
    pub rest: Transaction,
    /// By place.
    blocks: BTreeMap<Key, Block>,
    touched: BTreeSet<Key>,
}

/// The rows of blocked stores that a transaction writes, or deletes: what has to be looked for among the blocks.
pub fn keys(plan: &Transaction, store: Store, is_gathering: bool) -> BTreeSet<Key> {
    let key = |write: &Write| match write {
        Write::Add { store: of, key, .. } | Write::Put { store: of, key, .. } if is_gathering && *of == store => {
            Some(key.clone())
        }
        Write::Delete { store: of, key } if *of == store => Some(key.clone()),
        _ => None,
    };
    plan.writes.iter().filter_map(key).collect()
}

/// Lets a transaction reach the rows that lie in blocks: what it deletes goes there too. With `is_gathering` also what it adds
/// and puts is laid into blocks, as is right for what comes by the thousand; else it lies by itself. What lies by itself so far
/// under a key that is gathered must be deleted first ([`gathering`]): it would stand before what is new.
///
/// `held` are rows of [`Store::Blocks`]: for each of [`keys`] the last one that is not after it, if there is one.
///
/// # Errors
/// [`RowError`] if a block cannot be read; then nothing is to be written.
pub fn placed(plan: Transaction, held: &[Row], is_gathering: bool) -> Result<Placed, RowError> {
    let mut blocks: BTreeMap<Key, Block> = BTreeMap::new();
    for row in held {
        blocks.insert(row.key.clone(), Block::read(&row.value)?);
    }
    let touched: BTreeSet<Key> = blocks.keys().cloned().collect();
    let mut rest = Transaction { guards: plan.guards, writes: Vec::new() };
    for write in plan.writes {
        match write {
            Write::Add { store, key, value } | Write::Put { store, key, value }
                if is_gathering && store.is_blocked() =>
            {
                blocks.entry(place_of(&touched, store, &key)).or_default().0.insert(key, value);
            }
            Write::Delete { store, key } if store.is_blocked() => {
                if let Some(block) = blocks.get_mut(&place_of(&touched, store, &key)) {
                    block.0.remove(&key);
                }
                rest.writes.push(Write::Delete { store, key });
            }
            Write::DeleteUnder { store, prefix } if store.is_blocked() && prefix.0.is_empty() => {
                rest.writes.push(Write::DeleteUnder { store: Store::Blocks, prefix: Key::from(store.name()) });
                rest.writes.push(Write::DeleteUnder { store, prefix });
            }
            write => rest.writes.push(write),
        }
    }
    Ok(Placed { rest, blocks, touched })
}

/// A transaction that begins by deleting those of its rows that lie by themselves.
pub fn gathering(plan: Transaction, store: Store, alone: &BTreeSet<Key>) -> Transaction {
    if alone.is_empty() {
        return plan;
    }
    let both = keys(&plan, store, true).into_iter().filter(|key| alone.contains(key));
    both.fold(Transaction::new(), |plan, key| plan.delete(store, key)).and(plan)
}

/// The block of a row. What stands before all blocks begins one of its own.
fn place_of(places: &BTreeSet<Key>, store: Store, row: &Key) -> Key {
    let first = Key::from(store.name());
    if places.is_empty() {
        return first;
    }
    places.range(&first..=&key(store, row)).next_back().cloned().unwrap_or(first)
}

impl Placed {
    /// Leaves out what deletes a row where none lies by itself: a browser looks for each as long as it takes to delete one. `alone`
    /// are the rows that do, of each store of which that is known; what the transaction itself puts there is there too.
    pub fn leave_out_absent(&mut self, mut alone: BTreeMap<Store, BTreeSet<Key>>) {
        self.rest.writes.retain(|write| match write {
            Write::Add { store, key, .. } | Write::Put { store, key, .. } => {
                alone.get_mut(store).map(|keys| keys.insert(key.clone()));
                true
            }
            Write::Delete { store, key } => alone.get(store).is_none_or(|keys| keys.contains(key)),
            Write::DeleteUnder { .. } => true,
        });
    }

    /// The stores that its writes and guards touch.
    pub fn stores(&self) -> Vec<Store> {
        let blocks = (!self.blocks.is_empty()).then_some(Store::Blocks);
        self.rest.stores().into_iter().chain(blocks).collect::<BTreeSet<_>>().into_iter().collect()
    }

    /// About how many writes there are, each block being one.
    pub fn count(&self) -> usize {
        let bytes = |block: &Block| block.0.values().map(Vec::len).sum::<usize>();
        self.rest.writes.len() + self.blocks.values().map(|block| 1 + bytes(block) / BLOCK_BYTES).sum::<usize>()
    }

    /// All writes in their order. A block is written out when its turn comes, so that they do not lie in memory twice.
    pub fn writes(self) -> impl Iterator<Item = Write> {
        let Self { rest, blocks, touched } = self;
        let gone = touched.into_iter().map(|key| Write::Delete { store: Store::Blocks, key });
        let written = blocks.into_iter().flat_map(|(place, block)| {
            let store = place.text(0).and_then(Store::named).unwrap_or(Store::Blocks);
            pieces(block).map(move |(first, value)| Write::Put { store: Store::Blocks, key: key(store, &first), value })
        });
        rest.writes.into_iter().chain(gone).chain(written)
    }
}

/// A block as pieces of which none is larger than it may be, unless one row alone is, each with its first key. Pieces of a cut block
/// are half full, so that not every next row cuts again. Each is written when it is asked for.
fn pieces(block: Block) -> impl Iterator<Item = (Key, Vec<u8>)> {
    let size = |(key, value): (&Key, &Vec<u8>)| value.len() + key.0.len() * 48;
    let total: usize = block.0.iter().map(size).sum();
    let most = match total.div_ceil(BLOCK_BYTES) {
        ..=2 if total > BLOCK_BYTES => total.div_ceil(2),
        _ => BLOCK_BYTES,
    };
    let mut rows = block.0.into_iter().peekable();
    std::iter::from_fn(move || {
        let (first, value) = rows.next()?;
        let mut room = most.saturating_sub(size((&first, &value)));
        let mut bytes = Vec::with_capacity(total.min(most) * 9 / 8);
        row(&mut bytes, &first, &value);
        while let Some((key, value)) = rows.next_if(|(key, value)| size((key, value)) <= room) {
            room -= size((&key, &value));
            row(&mut bytes, &key, &value);
        }
        Some((first, packed(&bytes)))
    })
}

fn packed(rows: &[u8]) -> Vec<u8> {
    let packed = lz4_flex::block::compress(rows);
    let mut bytes = Vec::with_capacity(packed.len() + 8);
    bytes.push(PACKED);
    length(&mut bytes, rows.len());
    bytes.extend_from_slice(&packed);
    bytes
}

fn unpacked(bytes: &[u8]) -> Result<Vec<u8>, RowError> {
    let mut bytes = Bytes(bytes);
    let length = bytes.length()?;
    // Whatever bytes say of themselves, no more room is made than they can fill.
    if length > bytes.0.len().saturating_mul(MOST_TIMES) {
        return Err(RowError::Block);
    }
    let rows = lz4_flex::block::decompress(bytes.0, length).map_err(|_| RowError::Block)?;
    if rows.len() == length { Ok(rows) } else { Err(RowError::Block) }
}

/// Writes a row of a block.
fn row(bytes: &mut Vec<u8>, key: &Key, value: &[u8]) {
    length(bytes, key.0.len());
    for part in &key.0 {
        match part {
            KeyPart::Number(number) => {
                bytes.push(NUMBER);
                bytes.extend(number.to_be_bytes());
            }
            KeyPart::Text(text) => {
                bytes.push(TEXT);
                length(bytes, text.len());
                bytes.extend_from_slice(text.as_bytes());
            }
        }
    }
    length(bytes, value.len());
    bytes.extend_from_slice(value);
}

/// A number in as few bytes as it needs, seven bits each.
fn length(bytes: &mut Vec<u8>, mut number: usize) {
    while number >= 0x80 {
        bytes.push(0x80 | (number & 0x7f) as u8);
        number >>= 7;
    }
    bytes.push(number as u8);
}

/// What is left to be read.
struct Bytes<'a>(&'a [u8]);

impl<'a> Bytes<'a> {
    fn take(&mut self, count: usize) -> Result<&'a [u8], RowError> {
        let (taken, rest) = self.0.split_at_checked(count).ok_or(RowError::Block)?;
        self.0 = rest;
        Ok(taken)
    }

    fn length(&mut self) -> Result<usize, RowError> {
        let mut number = 0;
        for shift in (0..usize::BITS).step_by(7) {
            let byte = self.take(1)?[0];
            number |= usize::from(byte & 0x7f).checked_shl(shift).ok_or(RowError::Block)?;
            if byte < 0x80 {
                return Ok(number);
            }
        }
        Err(RowError::Block)
    }

    fn part(&mut self) -> Result<KeyPart, RowError> {
        match self.take(1)? {
            [NUMBER] => {
                let number = self.take(8)?.try_into().map_err(|_| RowError::Block)?;
                Ok(KeyPart::Number(u64::from_be_bytes(number)))
            }
            [TEXT] => {
                let length = self.length()?;
                let text = std::str::from_utf8(self.take(length)?).map_err(|_| RowError::Block)?;
                Ok(KeyPart::Text(text.to_owned()))
            }
            _ => Err(RowError::Block),
        }
    }
}
