//! Many files in one sealed file: a plain tar inside, so that `age -d` and `tar -x` give them to anybody who may.
//!
//! It is written and read here rather than by a library, as a batch's zip is: files one after the other, names in ASCII, always
//! the same owner and time, so that a file has one exact form and its reader takes no other. Layout: POSIX `ustar`.

use std::io::{Read, Write};

use super::{OpenSealedError, Opener, SealError, Sealer};

const BLOCK: usize = 512;
const NAME_BYTES: usize = 100;
/// The largest file in it. What is larger is cut by who writes.
pub const MOST_ENTRY_BYTES: u64 = 64 << 20;

/// A file in the archive.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Entry {
    pub name: String,
    pub bytes: Vec<u8>,
}

/// Why an archive is not read to its end. What came before must not be used.
#[derive(Debug, thiserror::Error)]
pub enum ReadArchiveError {
    #[error(transparent)]
    Sealed(#[from] OpenSealedError),
    #[error("what was sealed is not an archive of ours")]
    NotOurs,
    #[error("a file of {bytes} bytes in it is over the limit of {most}")]
    TooLarge { bytes: u64, most: u64 },
}

/// Writes files into a sealed archive.
pub struct ArchiveWriter<W>(Sealer<W>);

impl<W: Write> ArchiveWriter<W> {
    pub fn new(sealer: Sealer<W>) -> Self {
        Self(sealer)
    }

    /// Adds a file. Its name is ASCII and at most 100 bytes.
    ///
    /// # Errors
    /// [`SealError::Write`]
    pub fn add(&mut self, name: &str, bytes: &[u8]) -> Result<(), SealError> {
        debug_assert!(name.is_ascii() && name.len() <= NAME_BYTES, "a name that does not fit: {name}");
        self.0.write(&header(name, bytes.len() as u64))?;
        self.0.write(bytes)?;
        self.0.write(&vec![0; bytes.len().next_multiple_of(BLOCK) - bytes.len()])
    }

    /// The whole file.
    ///
    /// # Errors
    /// [`SealError::Write`]
    pub fn finish(mut self) -> Result<W, SealError> {
        self.0.write(&[0; 2 * BLOCK])?;
        self.0.finish()
    }

    /// What it writes to.
    pub fn out(&mut self) -> &mut W {
        self.0.out()
    }
}

/// Reads the files of a sealed archive one after another.
pub struct ArchiveReader<R> {
    opener: Opener<R>,
    opened: Vec<u8>,
    is_done: bool,
}

impl<R: Read> ArchiveReader<R> {
    pub fn new(opener: Opener<R>) -> Self {
        Self { opener, opened: Vec::new(), is_done: false }
    }

    /// The next file; `None` once the archive is whole and at its end.
    ///
    /// # Errors
    /// [`ReadArchiveError`]
    #[allow(clippy::should_implement_trait)] // an iterator would have to go on after an error
    pub fn next(&mut self) -> Result<Option<Entry>, ReadArchiveError> {
        if self.is_done {
            return Ok(None);
        }
        let told = self.take(BLOCK)?;
        if told.iter().all(|byte| *byte == 0) {
            let rest = self.take(BLOCK)?;
            let is_end = rest.iter().all(|byte| *byte == 0) && self.opened.is_empty() && self.opener.next()?.is_none();
            self.is_done = true;
            return if is_end { Ok(None) } else { Err(ReadArchiveError::NotOurs) };
        }
        let (name, bytes) = read_header(&told).ok_or(ReadArchiveError::NotOurs)?;
        if bytes > MOST_ENTRY_BYTES {
            return Err(ReadArchiveError::TooLarge { bytes, most: MOST_ENTRY_BYTES });
        }
        let length = usize::try_from(bytes).map_err(|_| ReadArchiveError::NotOurs)?;
        let mut content = self.take(length.next_multiple_of(BLOCK))?;
        if content.drain(length..).any(|byte| byte != 0) {
            return Err(ReadArchiveError::NotOurs);
        }
        Ok(Some(Entry { name, bytes: content }))
    }

    fn take(&mut self, count: usize) -> Result<Vec<u8>, ReadArchiveError> {
        while self.opened.len() < count {
            // Sealed whole, and still not an archive: nobody cut it, it was made so.
            self.opened.extend(self.opener.next()?.ok_or(ReadArchiveError::NotOurs)?);
        }
        let rest = self.opened.split_off(count);
        Ok(std::mem::replace(&mut self.opened, rest))
    }
}

/// The block before a file: name, mode, owner, size, time, sum, kind.
fn header(name: &str, bytes: u64) -> [u8; BLOCK] {
    let mut block = [0; BLOCK];
    let mut put = |at: usize, text: &[u8]| block[at..at + text.len()].copy_from_slice(text);
    put(0, name.as_bytes().get(..NAME_BYTES).unwrap_or(name.as_bytes()));
    put(100, b"0000644\x000000000\x000000000\x00");
    put(124, format!("{bytes:011o}\0").as_bytes());
    put(136, b"00000000000\x00");
    put(148, b"        ");
    put(156, b"0");
    put(257, b"ustar\x0000");
    let sum: u32 = block.iter().map(|byte| u32::from(*byte)).sum();
    block[148..156].copy_from_slice(format!("{sum:06o}\0 ").as_bytes());
    block
}

/// Name and size, if the block is exactly as [`header`] writes it.
fn read_header(block: &[u8]) -> Option<(String, u64)> {
    let name = block.get(..NAME_BYTES)?.split(|byte| *byte == 0).next()?;
    let name = std::str::from_utf8(name).ok().filter(|name| name.is_ascii() && !name.is_empty())?;
    let bytes = u64::from_str_radix(std::str::from_utf8(block.get(124..135)?).ok()?, 8).ok()?;
    (header(name, bytes) == *block).then(|| (name.to_owned(), bytes))
}
