//! What a handler gives: a status, what kind of bytes, and the bytes, whole or as they are made.

use std::fmt;
use std::io::{self, Write};

use axum::http::StatusCode;

use crate::format::turns;

/// Writes a body of any length piece by piece; called on a thread that may block.
pub type Writer = Box<dyn FnOnce(&mut dyn Write) -> io::Result<()> + Send>;

/// The bytes of a reply.
pub enum Body {
    /// All of them.
    Whole(Vec<u8>),
    /// Made while they are sent: exports. Never kept by the cache.
    Written(Writer),
}

impl fmt::Debug for Body {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Whole(bytes) => write!(f, "Whole({} bytes)", bytes.len()),
            Self::Written(_) => f.write_str("Written(..)"),
        }
    }
}

/// An answer. Security headers, compression, `ETag` and caching are the gate's.
#[derive(Debug)]
pub struct Reply {
    /// The status.
    pub status: StatusCode,
    /// The `Content-Type`.
    pub kind: &'static str,
    /// Further headers (`Location`, `Content-Disposition`, `Set-Cookie`).
    pub headers: Vec<(&'static str, String)>,
    /// The bytes.
    pub body: Body,
}

/// `Content-Type` of pages.
pub const HTML: &str = "text/html; charset=utf-8";
/// `Content-Type` of JSON.
pub const JSON: &str = "application/json";
/// `Content-Type` of a JSON document per line.
pub const JSONL: &str = "application/x-ndjson";
/// `Content-Type` of CSV.
pub const CSV: &str = "text/csv; charset=utf-8";
/// `Content-Type` of Excel's sheets.
pub const XLSX: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
/// `Content-Type` of charts.
pub const SVG: &str = "image/svg+xml";

impl Reply {
    /// A body of some kind.
    pub fn new(kind: &'static str, bytes: impl Into<Vec<u8>>) -> Self {
        Self {
            status: StatusCode::OK,
            kind,
            headers: Vec::new(),
            body: Body::Whole(bytes.into()),
        }
    }

    /// A page. Characters that no page of ours needs are replaced, wherever they came from: those that turn the text
    /// around them, and control characters.
    pub fn html(html: impl Into<String>) -> Self {
        let mut html = html.into();
        if html.contains(is_unwanted) {
            html = html.replace(is_unwanted, "\u{fffd}");
        }
        Self::new(HTML, html.into_bytes())
    }

    /// JSON.
    pub fn json(value: &impl serde::Serialize) -> Result<Self, crate::Failure> {
        let bytes =
            serde_json::to_vec(value).map_err(|error| crate::Failure::Unexpected(error.to_string()))?;
        Ok(Self::new(JSON, bytes))
    }

    /// To another address, to be asked for with GET.
    pub fn see_other(address: impl Into<String>) -> Self {
        Self::new(HTML, Vec::new())
            .with_status(StatusCode::SEE_OTHER)
            .with_header("location", address.into())
    }

    /// A file to keep, written while it is sent. `name` is ASCII without quotes.
    pub fn download(kind: &'static str, name: &str, writer: Writer) -> Self {
        let disposition = format!("attachment; filename=\"{name}\"");
        Self {
            status: StatusCode::OK,
            kind,
            headers: vec![("content-disposition", disposition)],
            body: Body::Written(writer),
        }
    }

    /// With this status.
    #[must_use]
    pub const fn with_status(mut self, status: StatusCode) -> Self {
        self.status = status;
        self
    }

    /// With one header more.
    #[must_use]
    pub fn with_header(mut self, name: &'static str, value: String) -> Self {
        self.headers.push((name, value));
        self
    }
}

/// Whether a character has no place in a page.
const fn is_unwanted(character: char) -> bool {
    turns(character)
        || matches!(character, '\0'..='\u{8}' | '\u{b}' | '\u{c}' | '\u{e}'..='\u{1f}' | '\u{7f}'..='\u{9f}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_turns_no_text_around_and_holds_no_control_characters() {
        let Body::Whole(page) = Reply::html("a\u{202e}b\0c\u{1b}d\u{2069}\té\n\u{202f}").body else {
            panic!("a page is whole");
        };
        assert_eq!(
            String::from_utf8(page).unwrap(),
            "a\u{fffd}b\u{fffd}c\u{fffd}d\u{fffd}\té\n\u{202f}"
        );
    }
}
