//! Bodies unpacked as they come, never further than the limit: a bomb ends where the limit is.

use brotli_decompressor::{BrotliDecompressStream, BrotliResult, BrotliState, StandardAlloc};
use flate2::{Decompress, FlushDecompress, Status};
use hyper::HeaderMap;
use hyper::header::CONTENT_ENCODING;

type Brotli = BrotliState<StandardAlloc, StandardAlloc, StandardAlloc>;

/// The text of a body, so far.
pub(super) struct Unpacker {
    packing: Packing,
    text: Vec<u8>,
    limit: usize,
    done: bool,
}

/// How a body is packed (RFC 9110, section 8.4).
enum Packing {
    None,
    Inflate(Decompress),
    /// `deflate` means zlib's wrapping; some servers send it bare. The first byte tells.
    Deflate,
    Brotli(Box<Brotli>),
}

/// A body that is not packed as its head says.
#[derive(Debug, thiserror::Error)]
#[error("the body cannot be unpacked")]
pub(super) struct Corrupt;

impl Unpacker {
    /// An unpacker of at most `limit` bytes; `None` for a packing that is not known, or several on one another.
    pub(super) fn of(headers: &HeaderMap, limit: usize) -> Option<Self> {
        let mut values = headers.get_all(CONTENT_ENCODING).iter();
        let (name, more) = (values.next(), values.next());
        let name = name.map_or(Ok(""), |value| value.to_str()).ok()?;
        let packing = match name.trim().to_ascii_lowercase().as_str() {
            _ if more.is_some() => return None,
            "" | "identity" => Packing::None,
            "gzip" | "x-gzip" => Packing::Inflate(Decompress::new_gzip(15)),
            "deflate" => Packing::Deflate,
            "br" => Packing::Brotli(Box::new(brotli())),
            _ => return None,
        };
        Some(Self {
            packing,
            text: Vec::new(),
            limit,
            done: false,
        })
    }

    /// Takes the next bytes of the body; says whether more are of use.
    pub(super) fn push(&mut self, bytes: &[u8]) -> Result<bool, Corrupt> {
        if bytes.is_empty() || self.done {
            return Ok(!self.done);
        }
        if let (Packing::Deflate, Some(first)) = (&self.packing, bytes.first()) {
            // RFC 1950, section 2.2: the method (8) and a window of at most 32 KiB.
            let wrapped = first & 0x0f == 8 && first >> 4 <= 7;
            self.packing = Packing::Inflate(Decompress::new(wrapped));
        }
        let (text, limit) = (&mut self.text, self.limit);
        let ended = match &mut self.packing {
            Packing::None | Packing::Deflate => {
                keep(text, bytes, limit);
                false
            }
            Packing::Inflate(state) => inflate(state, bytes, text, limit)?,
            Packing::Brotli(state) => unbrotli(state, bytes, text, limit)?,
        };
        self.done = ended || self.text.len() >= self.limit;
        Ok(!self.done)
    }

    /// What was unpacked so far.
    pub(super) fn text(&self) -> &[u8] {
        &self.text
    }
}

/// Windows larger than 16 MiB, which no browser takes, are not taken here: they would be memory for the asking.
fn brotli() -> Brotli {
    let alloc = StandardAlloc::default;
    BrotliState::new_strict(alloc(), alloc(), alloc())
}

fn keep(text: &mut Vec<u8>, bytes: &[u8], limit: usize) {
    let room = limit.saturating_sub(text.len()).min(bytes.len());
    text.extend_from_slice(bytes.get(..room).unwrap_or_default());
}

/// Whether the stream came to its end.
fn inflate(
    state: &mut Decompress,
    mut input: &[u8],
    text: &mut Vec<u8>,
    limit: usize,
) -> Result<bool, Corrupt> {
    let mut room = [0; 8192];
    loop {
        let (read, wrote) = (state.total_in(), state.total_out());
        let status = state
            .decompress(input, &mut room, FlushDecompress::None)
            .map_err(|_| Corrupt)?;
        // Both are at most the lengths of the slices given.
        let read = usize::try_from(state.total_in() - read).map_err(|_| Corrupt)?;
        let wrote = usize::try_from(state.total_out() - wrote).map_err(|_| Corrupt)?;
        keep(text, room.get(..wrote).ok_or(Corrupt)?, limit);
        input = input.get(read..).ok_or(Corrupt)?;
        if status == Status::StreamEnd {
            return Ok(true);
        }
        if text.len() >= limit || (input.is_empty() && wrote < room.len()) || (read == 0 && wrote == 0) {
            return Ok(false);
        }
    }
}

/// Whether the stream came to its end.
fn unbrotli(state: &mut Brotli, input: &[u8], text: &mut Vec<u8>, limit: usize) -> Result<bool, Corrupt> {
    let mut room = [0; 8192];
    let (mut left, mut at, mut total) = (input.len(), 0, 0);
    loop {
        let (mut free, mut wrote) = (room.len(), 0);
        let result = BrotliDecompressStream(
            &mut left, &mut at, input, &mut free, &mut wrote, &mut room, &mut total, state,
        );
        keep(text, room.get(..wrote).ok_or(Corrupt)?, limit);
        match result {
            BrotliResult::ResultSuccess => return Ok(true),
            BrotliResult::ResultFailure => return Err(Corrupt),
            BrotliResult::NeedsMoreInput => return Ok(false),
            BrotliResult::NeedsMoreOutput if text.len() >= limit => return Ok(false),
            BrotliResult::NeedsMoreOutput => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use flate2::Compression;
    use flate2::write::{DeflateEncoder, GzEncoder, ZlibEncoder};

    use super::*;

    fn packed(name: &str, text: &[u8]) -> Vec<u8> {
        let level = Compression::default();
        let mut out = Vec::new();
        match name {
            "gzip" => GzEncoder::new(&mut out, level).write_all(text).unwrap(),
            "zlib" => ZlibEncoder::new(&mut out, level).write_all(text).unwrap(),
            "br" => out = packed_brotli(text, 22, false),
            "bare" => DeflateEncoder::new(&mut out, level).write_all(text).unwrap(),
            _ => out.extend_from_slice(text),
        }
        out
    }

    fn packed_brotli(mut text: &[u8], window: i32, large: bool) -> Vec<u8> {
        let params = brotli::enc::BrotliEncoderParams {
            lgwin: window,
            large_window: large,
            ..Default::default()
        };
        let mut out = Vec::new();
        brotli::BrotliCompress(&mut text, &mut out, &params).unwrap();
        out
    }

    fn unpacker(encoding: &str, limit: usize) -> Option<Unpacker> {
        let mut headers = HeaderMap::new();
        headers.insert(CONTENT_ENCODING, encoding.parse().unwrap());
        Unpacker::of(&headers, limit)
    }

    #[test]
    fn every_packing_gives_the_same_in_pieces_of_any_size() {
        let text = "<p>prix 59 DT</p>".repeat(3000).into_bytes();
        for (name, encoding) in [
            ("gzip", "gzip"),
            ("gzip", " X-GZIP "),
            ("zlib", "deflate"),
            ("bare", "deflate"),
            ("br", "br"),
            ("", "identity"),
        ] {
            let bytes = packed(name, &text);
            for size in [1, 7, 1000, bytes.len()] {
                let mut unpacker = unpacker(encoding, 1 << 20).unwrap();
                for piece in bytes.chunks(size) {
                    unpacker.push(piece).unwrap();
                }
                assert_eq!(unpacker.text(), text, "{encoding} by {size}");
            }
        }
    }

    #[test]
    fn brotli_with_a_window_that_no_browser_takes_is_corrupt() {
        let text = b"<p>ok</p>".repeat(1000);
        assert!(
            unpacker("br", 100)
                .unwrap()
                .push(&packed_brotli(&text, 28, true))
                .is_err()
        );
        assert!(
            !unpacker("br", 100)
                .unwrap()
                .push(&packed_brotli(&text, 24, false))
                .unwrap()
        );
    }

    #[test]
    fn bombs_end_at_the_limit() {
        for name in ["gzip", "br"] {
            let bomb = packed(name, &vec![b'a'; 20 << 20]);
            let mut it = unpacker(name, 1000).unwrap();
            assert!(!it.push(&bomb).unwrap());
            assert_eq!(it.text().len(), 1000);
            assert!(!it.push(&bomb).unwrap(), "and nothing is taken after it");
        }
    }

    #[test]
    fn what_is_not_packed_as_told_is_corrupt_and_the_unknown_is_nothing() {
        assert!(
            unpacker("gzip", 100)
                .unwrap()
                .push(b"<html>plain</html>")
                .is_err()
        );
        assert!(unpacker("zstd", 100).is_none());
        assert!(unpacker("gzip, br", 100).is_none());
        let mut twice = HeaderMap::new();
        twice.append(CONTENT_ENCODING, "gzip".parse().unwrap());
        twice.append(CONTENT_ENCODING, "gzip".parse().unwrap());
        assert!(Unpacker::of(&twice, 100).is_none());
    }
}
