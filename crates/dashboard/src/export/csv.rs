//! CSV as RFC 4180 has it: commas, CRLF, quotes where needed, UTF-8; a byte order mark where it is asked for, without
//! which Excel takes the file for another encoding.

use std::io::{self, Write};

use super::Table;
use super::about::About;
use super::{clean, column};

/// Writes the table.
pub(super) fn write(table: Table, about: &About, bom: bool, out: &mut dyn Write) -> io::Result<()> {
    if bom {
        out.write_all("\u{feff}".as_bytes())?;
    }
    let mut writer = ::csv::WriterBuilder::new()
        .terminator(::csv::Terminator::CRLF)
        .from_writer(out);
    let columns = table.columns;
    writer.write_record(columns.iter().map(|column| about.heading(column.key)))?;
    (table.rows)(&mut |line| {
        let values = line.values()?;
        for column in columns {
            let text = column::plain(values.get(column.key));
            if column.is_text() {
                writer.write_field(clean::csv(&text))?;
            } else {
                writer.write_field(text)?;
            }
        }
        Ok(writer.write_record(None::<&[u8]>)?)
    })?;
    writer.flush()
}
