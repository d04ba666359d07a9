//! Decompression by what the bytes are, not by what the file is called.

use std::io::{self, BufReader, Read};

use flate2::bufread::MultiGzDecoder;

const GZIP: &[u8] = b"\x1f\x8b";
const ZSTD: &[u8] = b"\x28\xb5\x2f\xfd";
/// How much is decompressed at once. What a decoder made in the very call in which it finds damage is lost;
/// steps of one size lose the same, and little, however the input is read.
const STEP: usize = 4 << 10;
/// Windows larger than this many bits are zstd's own "ultra" territory; it refuses them by default too.
const ZSTD_WINDOW_BITS: u32 = 27;

/// Whether the bytes begin like compressed data.
pub(crate) fn is_compressed(head: &[u8]) -> bool {
    head.starts_with(GZIP) || head.starts_with(ZSTD)
}

/// The input, decompressed.
pub(crate) enum Source<R: Read> {
    /// Not looked at yet.
    Fresh(R),
    Plain(Head<R>),
    Compressed(Box<Compressed<R>>),
    /// Gone, after a failure.
    Spent,
}

/// A decoder and what it made last.
pub(crate) struct Compressed<R: Read> {
    decoder: Decoder<R>,
    made: [u8; STEP],
    next: usize,
    filled: usize,
}

#[expect(
    clippy::large_enum_variant,
    reason = "one of it, boxed with what is around it"
)]
enum Decoder<R: Read> {
    Gzip(MultiGzDecoder<BufReader<Watched<Head<R>>>>),
    Zstd(zstd::stream::read::Decoder<'static, BufReader<Watched<Head<R>>>>),
}

impl<R: Read> Compressed<R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        if self.next == self.filled {
            self.next = 0;
            self.filled = retry(|| match &mut self.decoder {
                Decoder::Gzip(decoder) => decoder.read(&mut self.made),
                Decoder::Zstd(decoder) => decoder.read(&mut self.made),
            })?;
        }
        let mut rest = self.made.get(self.next..self.filled).unwrap_or_default();
        let count = rest.read(into)?;
        self.next += count;
        Ok(count)
    }

    /// The failure of the input behind the last error, if it was one.
    fn input_failure(&mut self) -> Option<io::Error> {
        let buffered = match &mut self.decoder {
            Decoder::Gzip(decoder) => decoder.get_mut(),
            Decoder::Zstd(decoder) => decoder.get_mut(),
        };
        buffered.get_mut().failure.take()
    }
}

/// What one read came to.
pub(crate) enum Got {
    /// So many bytes.
    Bytes(usize),
    /// The end.
    End,
    /// The compressed data makes no sense from here on, or ends too early.
    Damaged(String),
}

impl<R: Read> Source<R> {
    pub(crate) const fn new(input: R) -> Self {
        Self::Fresh(input)
    }

    /// Reads some bytes. `Err` is a failure of the input itself.
    pub(crate) fn read(&mut self, into: &mut [u8]) -> io::Result<Got> {
        if matches!(self, Self::Fresh(_)) {
            self.look()?;
        }
        let result = match self {
            Self::Fresh(_) | Self::Spent => return Ok(Got::End),
            Self::Plain(plain) => retry(|| plain.read(into)),
            Self::Compressed(compressed) => compressed.read(into),
        };
        match result {
            Ok(0) => Ok(Got::End),
            Ok(count) => Ok(Got::Bytes(count)),
            Err(error) => self.failed(error),
        }
    }

    /// Tells a failing input from damaged data.
    fn failed(&mut self, error: io::Error) -> io::Result<Got> {
        let Self::Compressed(compressed) = self else {
            return Err(error);
        };
        let failure = compressed.input_failure();
        *self = Self::Spent;
        failure.map_or_else(|| Ok(Got::Damaged(error.to_string())), Err)
    }

    /// Looks at the first bytes.
    fn look(&mut self) -> io::Result<()> {
        let Self::Fresh(mut input) = std::mem::replace(self, Self::Spent) else {
            return Ok(());
        };
        let mut head = [0; 4];
        let mut filled = 0;
        while let Some(room) = head.get_mut(filled..).filter(|room| !room.is_empty()) {
            match retry(|| input.read(room))? {
                0 => break,
                count => filled += count,
            }
        }
        let input = Head {
            first: head,
            next: 0,
            filled,
            input,
        };
        let known = head.get(..filled).unwrap_or_default();
        let decoder = if known.starts_with(GZIP) {
            Decoder::Gzip(MultiGzDecoder::new(BufReader::new(Watched::new(input))))
        } else if known.starts_with(ZSTD) {
            let mut decoder = zstd::stream::read::Decoder::with_buffer(BufReader::new(Watched::new(input)))?;
            decoder.window_log_max(ZSTD_WINDOW_BITS)?;
            Decoder::Zstd(decoder)
        } else {
            *self = Self::Plain(input);
            return Ok(());
        };
        *self = Self::Compressed(Box::new(Compressed {
            decoder,
            made: [0; STEP],
            next: 0,
            filled: 0,
        }));
        Ok(())
    }
}

fn retry(mut read: impl FnMut() -> io::Result<usize>) -> io::Result<usize> {
    loop {
        match read() {
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            result => return result,
        }
    }
}

/// An input whose first bytes have been looked at.
pub(crate) struct Head<R> {
    first: [u8; 4],
    next: usize,
    filled: usize,
    input: R,
}

impl<R: Read> Read for Head<R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        match self.first.get(self.next..self.filled) {
            Some(mut rest) if !rest.is_empty() => {
                let count = rest.read(into)?;
                self.next += count;
                Ok(count)
            }
            _ => self.input.read(into),
        }
    }
}

/// Remembers a failure of the input, which decoders pass on like one of their own.
pub(crate) struct Watched<R> {
    input: R,
    failure: Option<io::Error>,
}

impl<R> Watched<R> {
    const fn new(input: R) -> Self {
        Self { input, failure: None }
    }
}

impl<R: Read> Read for Watched<R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let result = self.input.read(into);
        match result {
            Err(error) if error.kind() == io::ErrorKind::Interrupted => Err(error),
            Err(error) => {
                let passed_on = error.kind().into();
                self.failure = Some(error);
                Err(passed_on)
            }
            Ok(count) => Ok(count),
        }
    }
}
