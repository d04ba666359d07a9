//! One answer, and short ways to make the usual ones.

use std::io::Write;
use std::time::Duration;

use bytes::Bytes;
use flate2::write::{DeflateEncoder, GzEncoder};
use flate2::{Compression, Crc};

/// One answer.
#[derive(Debug, Clone)]
pub struct Answer {
    /// HTTP status.
    pub status: u16,
    /// Headers as they are sent; a name may stand several times. Those that say where the body ends are the server's
    /// and left out.
    pub headers: Vec<(String, String)>,
    /// The body as it is sent.
    pub body: Bytes,
    /// How the answer misbehaves.
    pub fault: Option<WebFault>,
}

/// How an answer misbehaves.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WebFault {
    /// It comes only after this.
    Late(Duration),
    /// It never comes.
    Silent,
    /// The connection is cut within the body.
    Cut,
    /// The body has no end.
    Endless,
    /// The body comes a byte at a time, this far apart.
    Drip(Duration),
}

impl Default for Answer {
    fn default() -> Self {
        Self {
            status: 404,
            headers: Vec::new(),
            body: Bytes::new(),
            fault: None,
        }
    }
}

impl Answer {
    /// A page.
    pub fn html(text: impl Into<String>) -> Self {
        Self {
            status: 200,
            headers: vec![header("content-type", "text/html; charset=utf-8")],
            body: Bytes::from(text.into()),
            fault: None,
        }
    }

    /// Go there instead.
    pub fn redirect(status: u16, location: &str) -> Self {
        Self {
            status,
            headers: vec![header("location", location)],
            ..Self::default()
        }
    }

    /// A page, compressed.
    pub fn gzip(text: &str) -> Self {
        let mut packer = GzEncoder::new(Vec::new(), Compression::default());
        // Memory takes all that is written.
        packer.write_all(text.as_bytes()).ok();
        Self::packed(packer.finish().unwrap_or_default())
    }

    /// A page of blanks of a gibibyte, compressed to about a thousandth of that: one gzip member, so that no client
    /// stops early.
    pub fn bomb() -> Self {
        const UNIT: usize = 1 << 20;
        const DOUBLINGS: u32 = 10;
        let unit = vec![b' '; UNIT];
        let mut packer = DeflateEncoder::new(Vec::new(), Compression::best());
        packer.write_all(&unit).and_then(|()| packer.flush()).ok();
        let mut sum = Crc::new();
        sum.update(&unit);
        // Flushed, a block ends on a byte and refers to nothing before itself: it can follow itself.
        let mut body = GZIP_HEAD.to_vec();
        for _ in 0..1_u32 << DOUBLINGS {
            body.extend_from_slice(packer.get_ref());
        }
        body.extend_from_slice(&EMPTY_LAST_BLOCK);
        for _ in 0..DOUBLINGS {
            let mut again = Crc::new();
            again.combine(&sum);
            sum.combine(&again);
        }
        body.extend_from_slice(&sum.sum().to_le_bytes());
        body.extend_from_slice(&sum.amount().to_le_bytes());
        Self::packed(body)
    }

    /// The same with one header more.
    #[must_use]
    pub fn with(mut self, name: &str, value: &str) -> Self {
        self.headers.push(header(name, value));
        self
    }

    /// The same, misbehaving.
    #[must_use]
    pub fn but(mut self, fault: WebFault) -> Self {
        self.fault = Some(fault);
        self
    }

    fn packed(body: Vec<u8>) -> Self {
        Self {
            body: Bytes::from(body),
            ..Self::html("").with("content-encoding", "gzip")
        }
    }
}

/// Deflate, no name, no time, unknown system (RFC 1952, section 2.3).
const GZIP_HEAD: [u8; 10] = [0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 0xff];
/// The last block, of fixed codes and empty (RFC 1951, section 3.2.3).
const EMPTY_LAST_BLOCK: [u8; 2] = [0x03, 0x00];

fn header(name: &str, value: &str) -> (String, String) {
    (name.to_owned(), value.to_owned())
}
