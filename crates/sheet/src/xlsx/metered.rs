//! The bytes of a part as they inflate, counted, and what ends their reading.

use std::io::{self, BufRead, Read};

use quick_xml::errors::Error as XmlError;

use crate::Limits;
use crate::error::{Damage, Measure, ReadError};

pub fn damaged(part: &str, source: Damage) -> ReadError {
    ReadError::Damaged { part: part.to_owned(), source }
}

/// What ended the reading of a part: a limit, or damage.
pub fn failed(part: &str, error: XmlError) -> ReadError {
    if let XmlError::Io(io) = &error {
        let exceeded = io.get_ref().and_then(|cause| cause.downcast_ref::<Exceeded>());
        if let Some(&Exceeded { measure, limit }) = exceeded {
            return too_large(measure, limit);
        }
    }
    damaged(part, error.into())
}

pub fn too_large(measure: Measure, limit: u64) -> ReadError {
    ReadError::TooLarge { measure, limit, place: None }
}

/// What a walker reads from: bytes, and a mark from which the present token is counted.
pub trait Source: BufRead {
    fn mark(&mut self);
}

/// Bytes of a part as they inflate. Stops with [`Exceeded`] the moment a limit is passed, whatever the archive states.
pub struct Metered<'a, R> {
    source: R,
    buffer: Vec<u8>,
    start: usize,
    end: usize,
    /// Bytes handed out since the mark.
    token: usize,
    inflated: &'a mut u64,
    packed: u64,
    limits: &'a Limits,
}

/// The limit that was passed, carried through the XML reader as the cause of an input error.
#[derive(Debug, thiserror::Error)]
#[error("more than {limit} {measure}")]
pub struct Exceeded {
    pub measure: Measure,
    pub limit: u64,
}

impl<'a, R: Read> Metered<'a, R> {
    pub fn new(source: R, inflated: &'a mut u64, packed: u64, limits: &'a Limits) -> Self {
        Self { source, buffer: vec![0; 16 << 10], start: 0, end: 0, token: 0, inflated, packed, limits }
    }

    fn refill(&mut self) -> io::Result<()> {
        (self.start, self.end) = (0, 0);
        let read = self.source.read(&mut self.buffer)?;
        *self.inflated += read as u64;
        self.check_inflated().map_err(io::Error::other)?;
        self.end = read;
        Ok(())
    }

    /// Asked for each buffer. Every few bytes would be dear: the product takes 128 bits, which wasm counts in software.
    fn check_inflated(&self) -> Result<(), Exceeded> {
        let Limits { unpacked_bytes, ratio, ratio_from, .. } = *self.limits;
        if *self.inflated > unpacked_bytes {
            return Err(Exceeded { measure: Measure::UnpackedBytes, limit: unpacked_bytes });
        }
        if *self.inflated > ratio_from && *self.inflated > self.packed.saturating_mul(ratio) {
            return Err(Exceeded { measure: Measure::Ratio, limit: ratio });
        }
        Ok(())
    }
}

impl<R: Read> BufRead for Metered<'_, R> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        if self.start == self.end {
            self.refill()?;
        }
        if self.token > self.limits.token_bytes {
            let limit = self.limits.token_bytes as u64;
            return Err(io::Error::other(Exceeded { measure: Measure::TokenBytes, limit }));
        }
        Ok(self.buffer.get(self.start..self.end).unwrap_or_default())
    }

    fn consume(&mut self, amount: usize) {
        self.start = (self.start + amount).min(self.end);
        self.token += amount;
    }
}

impl<R: Read> Read for Metered<'_, R> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        let read = self.fill_buf()?.read(out)?;
        self.consume(read);
        Ok(read)
    }
}

impl<R: Read> Source for Metered<'_, R> {
    fn mark(&mut self) {
        self.token = 0;
    }
}
