//! Bytes to sellers: the lists of Converty's clients in every shape in which they are handed around.
//!
//! - JSON: an array, a single object, objects one after the other, or a wrapper such as
//!   `{"stores":[...]}`; JSONL, where a bad line is rejected and the rest goes on. MongoDB's extended JSON
//!   is read, its other fields are ignored.
//! - Tables: comma, semicolon, tab or bar between cells, with a header that names the columns in any order,
//!   or without one where the first row is clearly data (`slug,domain`, or domains alone).
//! - Text in UTF-8 or UTF-16, with or without byte order mark. A cell that is no UTF-8 is taken as Latin-1,
//!   which is what a French Excel writes.
//!
//! No I/O besides the given [`Read`], no clock.

mod collect;
mod field;
mod json;
mod layout;
mod reason;
mod shape;
mod table;

use std::io::{self, BufRead, BufReader, Cursor, Read};

use model::{DomainRefusal, Host, Seller};

use crate::collect::Collector;
use crate::shape::{Encoding, Shape};

pub use reason::{Reason, Rejected};

/// What a list of clients held.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SellerList {
    /// Each seller once, in the order of first sight, with the domains of all its rows.
    pub sellers: Vec<Seller>,
    /// Refused rows and domains, in the order of the input. A refused domain stays with its seller too.
    pub rejected: Vec<Rejected>,
    /// Rows (objects, lines) that were read, the refused ones included; headers and blank lines are none.
    pub rows: u64,
}

/// Why a list could not be read as a whole.
#[derive(Debug, thiserror::Error)]
pub enum ReadError {
    /// The input itself failed.
    #[error("cannot read the list of sellers: {0}")]
    Io(#[from] io::Error),
    /// A JSON document is broken at this place: nothing after it can be told apart.
    #[error("broken JSON at line {line}, column {column}: {message}")]
    Json {
        /// From 1.
        line: usize,
        /// From 1; 0 at a line break.
        column: usize,
        /// What is wrong there.
        message: String,
    },
    /// A table without a column of slugs or domains.
    #[error(
        "no column named slug, client_id or domain in the first row, and the row is not slug,domain either: {0}"
    )]
    NoColumns(String),
}

/// Reads a list of clients in any of the shapes above. `refuse` is the catalogue's word on hosts that everybody
/// links to (`facebook.com`, `wa.me`): such a domain is kept with its seller as refused.
///
/// A row without slug gets one from its first domain: `x.converty.shop` gives `x`, `al-gazela.com` gives
/// `al-gazela-com`, and a text that is no host stands for itself. Rows of one slug are merged; the shop
/// `<slug>.converty.shop` is supplied only where no row names a domain.
///
/// # Errors
/// The reader's own, a broken JSON document (not JSONL), a table whose columns cannot be told. An empty
/// input is an empty list.
pub fn read(
    input: impl Read,
    refuse: &dyn Fn(&Host) -> Option<DomainRefusal>,
) -> Result<SellerList, ReadError> {
    let mut input = BufReader::with_capacity(1 << 16, input);
    let mut collector = Collector::new(refuse);
    match shape::encoding(&mut input)? {
        Encoding::Utf8(head) => read_text(Cursor::new(head).chain(input), &mut collector)?,
        Encoding::Utf16(text) => read_text(Cursor::new(text), &mut collector)?,
    }
    Ok(collector.finish())
}

fn read_text(mut input: impl BufRead, collector: &mut Collector<'_>) -> Result<(), ReadError> {
    let Some(start) = shape::start(&mut input)? else {
        return Ok(());
    };
    let rest = Cursor::new(start.head).chain(input);
    match start.shape {
        Shape::Document => json::read_document(rest, start.lines_before, collector),
        Shape::Lines => json::read_lines(rest, start.lines_before, collector),
        Shape::Table(layout) => table::read(rest, &layout, start.lines_before, collector),
    }
}
