//! JSON, as one array or a line per row, under the API's own keys.

use std::io::{self, Write};

use super::Rows;

/// Writes an array, a line per row.
pub(super) fn write(rows: Rows, out: &mut dyn Write) -> io::Result<()> {
    let mut separator = "[\n";
    rows(&mut |line| {
        out.write_all(separator.as_bytes())?;
        separator = ",\n";
        line.write(out)
    })?;
    out.write_all(if separator == ",\n" { b"\n]\n" } else { b"[]\n" })
}

/// Writes a document per line.
pub(super) fn write_lines(rows: Rows, out: &mut dyn Write) -> io::Result<()> {
    rows(&mut |line| {
        line.write(out)?;
        out.write_all(b"\n")
    })
}
