//! Tables: rows of cells to sellers.

use std::borrow::Cow;
use std::io::Read;

use csv::{ByteRecord, ErrorKind, ReaderBuilder, Terminator};

use crate::collect::{Collector, Row};
use crate::field::Field;
use crate::layout::Layout;
use crate::{ReadError, Reason};

/// A cell with more line breaks than this comes from a quote that was never closed.
const MAX_LINES_IN_CELL: u64 = 100;

/// Reads every row. Rows of empty cells are blank lines to Excel and to us.
pub(crate) fn read(
    input: impl Read,
    layout: &Layout,
    lines_before: u64,
    collector: &mut Collector<'_>,
) -> Result<(), ReadError> {
    // One terminator only, and one at the very end: the line of a row is then told by where it ends. Its
    // position would be that of the blank lines before it. A `\r` left in a last cell is trimmed as a blank.
    let end = [layout.line_end];
    let mut reader = ReaderBuilder::new()
        .has_headers(layout.header)
        .flexible(true)
        .delimiter(layout.delimiter)
        .terminator(Terminator::Any(layout.line_end))
        .from_reader(input.chain(end.as_slice()));
    let mut record = ByteRecord::new();
    while reader.read_byte_record(&mut record).map_err(io_error)? {
        if record.iter().all(|cell| cell.trim_ascii().is_empty()) {
            continue;
        }
        let line = lines_before + line_of(&reader, &record, layout);
        match swallowed(&record) {
            Some(cell) => {
                let what = format!(
                    "a quote is open over {} lines: none of them was read",
                    breaks(cell)
                );
                collector.reject(line, &text(cell), Reason::Malformed(what));
            }
            None => collector.row(line, &row(&record, layout)),
        }
    }
    Ok(())
}

/// Where the row that was read last begins, from 1.
fn line_of<R: Read>(reader: &csv::Reader<R>, record: &ByteRecord, layout: &Layout) -> u64 {
    if layout.line_end != b'\n' {
        // The reader counts line feeds alone.
        return reader.position().record();
    }
    // A quote that is open to the end takes the last line feed too: then the position says more.
    let before_blanks = record.position().map_or(0, csv::Position::line);
    let by_end = reader
        .position()
        .line()
        .saturating_sub(1 + breaks(record.as_slice()));
    by_end.max(before_blanks)
}

fn row(record: &ByteRecord, layout: &Layout) -> Row {
    let mut row = Row::default();
    for (index, cell) in record.iter().enumerate() {
        match layout.field(index) {
            Some(Field::Slug) if row.slug.trim().is_empty() => row.slug = text(cell).into_owned(),
            Some(Field::Domain) => row.domains.push(text(cell).into_owned()),
            Some(Field::Slug) | None => {}
        }
    }
    row
}

fn swallowed(record: &ByteRecord) -> Option<&[u8]> {
    record.iter().find(|cell| breaks(cell) > MAX_LINES_IN_CELL)
}

fn breaks(bytes: &[u8]) -> u64 {
    memchr::memchr_iter(b'\n', bytes).map(|_| 1).sum()
}

/// The text of a cell; bytes that are no UTF-8 are taken as Latin-1.
pub(crate) fn text(cell: &[u8]) -> Cow<'_, str> {
    match std::str::from_utf8(cell) {
        Ok(text) => Cow::Borrowed(text),
        Err(_) => Cow::Owned(cell.iter().map(|byte| char::from(*byte)).collect()),
    }
}

/// Byte records of any length fail by their input only.
fn io_error(error: csv::Error) -> ReadError {
    let shown = error.to_string();
    match error.into_kind() {
        ErrorKind::Io(error) => ReadError::Io(error),
        _ => ReadError::Io(std::io::Error::other(shown)),
    }
}
