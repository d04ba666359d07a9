//! CSV as RFC 4180 has it: commas, CRLF, quotes where needed, a header of stable keys, UTF-8 without BOM.

use std::io::Write;

use super::{Cell, Table, TableError, guard};

/// Writes a table.
pub fn write_csv(table: &Table, out: &mut dyn Write) -> Result<(), TableError> {
    let mut writer = ::csv::WriterBuilder::new()
        .terminator(::csv::Terminator::CRLF)
        .from_writer(out);
    writer.write_record(table.columns.iter().map(|column| column.key))?;
    for row in &table.rows {
        for cell in row {
            match cell {
                Cell::Text(text) => writer.write_field(guard(text).as_bytes())?,
                other => writer.write_field(other.plain())?,
            }
        }
        writer.write_record(None::<&[u8]>)?;
    }
    writer.flush()?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::super::Column;
    use super::*;

    #[test]
    fn quotes_guards_and_keeps_numbers() {
        let mut table = Table::new("t", &[Column::text("name"), Column::number("ads")]);
        table.push(vec![Cell::text("=HYPERLINK(\"x\"),2"), Cell::Count(3)]);
        table.push(vec![Cell::text("متجر"), Cell::Empty]);
        let mut out = Vec::new();
        write_csv(&table, &mut out).unwrap();
        assert_eq!(
            String::from_utf8(out).unwrap(),
            "name,ads\r\n\"'=HYPERLINK(\"\"x\"\"),2\",3\r\nمتجر,\r\n"
        );
    }
}
