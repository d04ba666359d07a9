//! Excel workbooks: one sheet, a frozen bold header, numbers as numbers, text always as text.

use std::io::{Seek, Write};

use rust_xlsxwriter::{Format, Workbook, Worksheet};

use super::{Cell, Table, TableError, guard};

/// Writes a table as a workbook, with headers as `label` translates them.
///
/// Text is stored as text, never as a formula; it is guarded all the same, because saving the sheet as CSV
/// would make a formula of it.
pub fn write_xlsx<W: Write + Seek + Send>(
    table: &Table,
    label: &dyn Fn(&str) -> String,
    out: W,
) -> Result<(), TableError> {
    let mut workbook = Workbook::new();
    let sheet = workbook.add_worksheet_with_constant_memory()?;
    sheet.set_name(table.name)?;
    sheet.set_freeze_panes(1, 0)?;
    let bold = Format::new().set_bold();
    for (column, index) in table.columns.iter().zip(0_u16..) {
        sheet.set_column_width(index, if column.numeric { 14 } else { 28 })?;
        sheet.write_string_with_format(0, index, label(column.key), &bold)?;
    }
    for (cells, row) in table.rows.iter().zip(1_u32..) {
        for (cell, column) in cells.iter().zip(0_u16..) {
            write_cell(sheet, row, column, cell)?;
        }
    }
    workbook.save_to_writer(out)?;
    Ok(())
}

#[expect(clippy::cast_precision_loss, reason = "a spreadsheet has no other number")]
fn write_cell(sheet: &mut Worksheet, row: u32, column: u16, cell: &Cell) -> Result<(), TableError> {
    match cell {
        Cell::Empty => {}
        Cell::Count(count) => drop(sheet.write_number(row, column, *count as f64)?),
        Cell::Ratio(ratio) => drop(sheet.write_number(row, column, ratio.as_f64())?),
        Cell::Decimal(text) => match text.parse::<f64>() {
            Ok(number) => drop(sheet.write_number(row, column, number)?),
            Err(_) => drop(sheet.write_string(row, column, guard(text))?),
        },
        Cell::Text(text) => drop(sheet.write_string(row, column, guard(text))?),
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use std::io::{Cursor, Read};

    use super::super::Column;
    use super::*;

    fn sheet_xml(table: &Table) -> String {
        let mut out = Cursor::new(Vec::new());
        write_xlsx(table, &str::to_owned, &mut out).unwrap();
        let mut archive = zip::ZipArchive::new(out).unwrap();
        let mut xml = String::new();
        archive
            .by_name("xl/worksheets/sheet1.xml")
            .unwrap()
            .read_to_string(&mut xml)
            .unwrap();
        xml
    }

    #[test]
    fn text_is_text_and_numbers_are_numbers() {
        let mut table = Table::new("t", &[Column::text("name"), Column::number("ads")]);
        table.push(vec![Cell::text("=1+1"), Cell::Count(42)]);
        let xml = sheet_xml(&table);
        assert!(!xml.contains("<f>"), "{xml}");
        assert!(xml.contains("<t>'=1+1</t>"), "{xml}");
        assert!(xml.contains("<v>42</v>"), "{xml}");
    }
}
