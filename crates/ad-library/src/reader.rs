//! Reading from a stream of any length with a bounded buffer.

use std::fmt;
use std::io::Read;

use crate::engine::{Advance, Engine, View};
use crate::event::Event;
use crate::refusal::ReadError;
use crate::source::{Got, Source};

/// How much is read at once.
const CHUNK: usize = 256 << 10;
/// The window grows by no more than this at once.
const LARGEST_GROWTH: usize = 4 << 20;

/// Reads ads from a stream: JSON in every known shape or CSV; plain, gzip or zstd.
///
/// The buffer holds the current item and what is around it, and stays under 60 MiB whatever comes; with ads
/// of ordinary size it stays at some hundred KiB.
pub struct Reader<R: Read> {
    source: Source<R>,
    engine: Engine,
    buffer: Vec<u8>,
    chunk: usize,
    eof: bool,
}

impl<R: Read> Reader<R> {
    /// A reader of this input, which need not be buffered.
    pub fn new(input: R) -> Self {
        Self::with_chunk_size(input, CHUNK)
    }

    /// A reader that asks for so many bytes at once (at least 1). What it gives does not depend on it.
    pub fn with_chunk_size(input: R, bytes: usize) -> Self {
        Self {
            source: Source::new(input),
            engine: Engine::new(),
            buffer: Vec::new(),
            chunk: bytes.max(1),
            eof: false,
        }
    }

    /// The next event; `None` at the end.
    ///
    /// # Errors
    /// Only when the input itself fails. Truncated or damaged compressed data is a refusal, told last.
    pub fn next_event(&mut self) -> Result<Option<Event<'_>>, ReadError> {
        loop {
            let view = View {
                bytes: &self.buffer,
                eof: self.eof,
            };
            match self.engine.advance(view) {
                Advance::Ready => break,
                Advance::Done => return Ok(None),
                Advance::More => self.fill()?,
            }
        }
        Ok(self.engine.event(&self.buffer))
    }

    /// The size of the buffer, in bytes.
    pub const fn buffer_capacity(&self) -> usize {
        self.buffer.capacity()
    }

    /// Drops what has been read, and reads on: as much again as had to be kept, so that trying a large item
    /// again costs little.
    fn fill(&mut self) -> Result<(), ReadError> {
        let gone = self.engine.keep_from().min(self.buffer.len());
        self.buffer.drain(..gone);
        self.engine.rebase(gone);
        let kept = self.buffer.len();
        let wanted = self.chunk.max(kept.min(LARGEST_GROWTH));
        self.buffer.reserve_exact(wanted);
        self.buffer.resize(kept + wanted, 0);
        let mut filled = kept;
        while let Some(room) = self.buffer.get_mut(filled..).filter(|room| !room.is_empty()) {
            match self.source.read(room) {
                Ok(Got::Bytes(count)) => filled += count,
                Ok(Got::End) => {
                    self.eof = true;
                    break;
                }
                Ok(Got::Damaged(reason)) => {
                    self.engine.set_damage(reason);
                    self.eof = true;
                    break;
                }
                Err(error) => {
                    self.buffer.truncate(filled);
                    return Err(error.into());
                }
            }
        }
        self.buffer.truncate(filled);
        Ok(())
    }
}

impl<R: Read> fmt::Debug for Reader<R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Reader")
            .field("engine", &self.engine)
            .field("buffered", &self.buffer.len())
            .field("eof", &self.eof)
            .finish_non_exhaustive()
    }
}
