//! The content of a sealed file: pieces of 64 KiB, each sealed with its number, the last one marked as the last.

use std::io::{self, BufRead, BufReader, Read, Write};

use chacha20poly1305::aead::Aead;
use chacha20poly1305::{ChaCha20Poly1305, KeyInit};
use zeroize::Zeroizing;

use super::head::{self, FileKey, Key};
use super::{Chance, Identity, OpenSealedError, Recipient, SealError};

const PIECE_BYTES: usize = 64 << 10;
const TAG_BYTES: usize = 16;
const NONCE_BYTES: usize = 16;

/// Seals what is written to it. Nothing of it can be opened before [`Sealer::finish`].
pub struct Sealer<W> {
    out: W,
    pieces: Pieces,
    /// At most one piece: whether it is the last is not known before the next comes.
    waiting: Zeroizing<Vec<u8>>,
}

impl<W: Write> Sealer<W> {
    /// Begins a file for these recipients.
    ///
    /// # Errors
    /// [`SealError`]
    pub fn new(mut out: W, recipients: &[Recipient], chance: Chance<'_>) -> Result<Self, SealError> {
        let file_key = head::write(&mut out, recipients, chance)?;
        let mut nonce = [0; NONCE_BYTES];
        chance(&mut nonce);
        out.write_all(&nonce)?;
        Ok(Self {
            out,
            pieces: Pieces::of(&file_key, &nonce),
            waiting: Zeroizing::new(Vec::with_capacity(PIECE_BYTES)),
        })
    }

    /// # Errors
    /// [`SealError::Write`]
    pub fn write(&mut self, mut bytes: &[u8]) -> Result<(), SealError> {
        while !bytes.is_empty() {
            if self.waiting.len() == PIECE_BYTES {
                self.write_piece(false)?;
            }
            let (now, rest) = bytes.split_at(bytes.len().min(PIECE_BYTES - self.waiting.len()));
            self.waiting.extend(now);
            bytes = rest;
        }
        Ok(())
    }

    /// The whole file.
    ///
    /// # Errors
    /// [`SealError::Write`]
    pub fn finish(mut self) -> Result<W, SealError> {
        self.write_piece(true)?;
        self.out.flush()?;
        Ok(self.out)
    }

    /// What it writes to, for who takes away what is there.
    pub fn out(&mut self) -> &mut W {
        &mut self.out
    }

    fn write_piece(&mut self, is_last: bool) -> Result<(), SealError> {
        let nonce = self.pieces.nonce(is_last);
        let sealed = self.pieces.cipher.encrypt(&nonce.into(), &self.waiting[..]);
        let sealed = sealed.map_err(|_| io::Error::from(io::ErrorKind::InvalidInput))?;
        self.out.write_all(&sealed)?;
        self.waiting.clear();
        self.pieces.number += 1;
        Ok(())
    }
}

/// Opens a sealed file piece by piece. What it gives before it has given `None` may be the beginning of a file that is not whole.
pub struct Opener<R> {
    input: BufReader<R>,
    pieces: Pieces,
    is_done: bool,
}

impl<R: Read> Opener<R> {
    /// Reads the head and finds the key.
    ///
    /// # Errors
    /// [`OpenSealedError`]
    pub fn new(input: R, identities: &[Identity]) -> Result<Self, OpenSealedError> {
        let mut input = BufReader::with_capacity(PIECE_BYTES + TAG_BYTES, input);
        let file_key = head::read(&mut input, identities)?;
        let mut nonce = [0; NONCE_BYTES];
        input.read_exact(&mut nonce).map_err(|error| match error.kind() {
            io::ErrorKind::UnexpectedEof => OpenSealedError::Truncated,
            _ => OpenSealedError::Read(error),
        })?;
        Ok(Self { input, pieces: Pieces::of(&file_key, &nonce), is_done: false })
    }

    /// The next piece; `None` once the file is whole and at its end.
    ///
    /// # Errors
    /// [`OpenSealedError`]
    #[allow(clippy::should_implement_trait)] // an iterator would have to go on after an error
    pub fn next(&mut self) -> Result<Option<Vec<u8>>, OpenSealedError> {
        if self.is_done {
            return Ok(None);
        }
        let mut sealed = Vec::with_capacity(PIECE_BYTES + TAG_BYTES);
        self.input.by_ref().take((PIECE_BYTES + TAG_BYTES) as u64).read_to_end(&mut sealed)?;
        let is_last = self.input.fill_buf()?.is_empty();
        let open = |is_last| self.pieces.cipher.decrypt(&self.pieces.nonce(is_last).into(), sealed.as_slice()).ok();
        let Some(opened) = open(is_last) else {
            // What should be the last and is a whole piece of those before it: the end is missing.
            let is_cut = is_last && (sealed.len() < TAG_BYTES || open(false).is_some());
            return Err(if is_cut { OpenSealedError::Truncated } else { OpenSealedError::Damaged });
        };
        // Only of an empty file is the last piece empty.
        if opened.is_empty() && self.pieces.number > 0 {
            return Err(OpenSealedError::Damaged);
        }
        self.pieces.number += 1;
        self.is_done = is_last;
        Ok(if opened.is_empty() { None } else { Some(opened) })
    }
}

struct Pieces {
    cipher: ChaCha20Poly1305,
    number: u64,
}

impl Pieces {
    fn of(file_key: &FileKey, nonce: &[u8; NONCE_BYTES]) -> Self {
        let key: Key = head::derived(&file_key[..], nonce, b"payload");
        Self { cipher: ChaCha20Poly1305::new(&(*key).into()), number: 0 }
    }

    /// Its number in eleven bytes, and whether it is the last.
    fn nonce(&self, is_last: bool) -> [u8; 12] {
        let mut nonce = [0; 12];
        nonce[3..11].copy_from_slice(&self.number.to_be_bytes());
        nonce[11] = u8::from(is_last);
        nonce
    }
}
