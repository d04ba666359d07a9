//! Excel workbooks: one sheet, a frozen bold header, numbers as numbers, text always as text.

use std::borrow::Cow;
use std::io::{Seek, Write};

use rust_xlsxwriter::{ExcelDateTime, Format, Workbook, Worksheet};

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
    let date = Format::new().set_num_format("yyyy-mm-dd hh:mm");
    for (column, index) in table.columns.iter().zip(0_u16..) {
        sheet.set_column_width(index, if column.numeric { 14 } else { 28 })?;
        sheet.write_string_with_format(0, index, label(column.key), &bold)?;
    }
    for (cells, row) in table.rows.iter().zip(1_u32..) {
        for (cell, column) in cells.iter().zip(0_u16..) {
            write_cell(sheet, row, column, cell, &date)?;
        }
    }
    workbook.save_to_writer(out)?;
    Ok(())
}

#[expect(clippy::cast_precision_loss, reason = "a spreadsheet has no other number")]
fn write_cell(
    sheet: &mut Worksheet,
    row: u32,
    column: u16,
    cell: &Cell,
    date: &Format,
) -> Result<(), TableError> {
    match cell {
        Cell::Empty => {}
        Cell::Count(count) => drop(sheet.write_number(row, column, *count as f64)?),
        Cell::Ratio(ratio) => drop(sheet.write_number(row, column, ratio.as_f64())?),
        Cell::Decimal(text) => match text.parse::<f64>() {
            Ok(number) => drop(sheet.write_number(row, column, number)?),
            Err(_) => drop(sheet.write_string(row, column, guard(text))?),
        },
        // Excel's own days, so that they sort and filter as days; UTC.
        Cell::Time(time) => match ExcelDateTime::from_timestamp(time.as_millis() / 1000) {
            Ok(day) => drop(sheet.write_datetime_with_format(row, column, &day, date)?),
            Err(_) => drop(sheet.write_string(row, column, time.to_string())?),
        },
        Cell::Text(text) => drop(sheet.write_string(row, column, longest(&guard(text)))?),
    }
    Ok(())
}

/// A cell holds at most 32,767 characters (Excel's specification): what is longer is cut, and says so.
fn longest(text: &str) -> Cow<'_, str> {
    const MOST: usize = 32_767;
    match text.char_indices().nth(MOST) {
        Some(_) => Cow::Owned(text.chars().take(MOST - 1).chain(['…']).collect()),
        None => Cow::Borrowed(text),
    }
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

    #[test]
    fn endless_texts_and_real_days_fit() {
        let mut table = Table::new("t", &[Column::text("name"), Column::text("at")]);
        table.push(vec![
            Cell::Text("é".repeat(40_000)),
            Cell::time(model::Timestamp::from_number(1_766_736_000)),
        ]);
        let xml = sheet_xml(&table);
        assert!(xml.contains("é…</t>"), "cut, and says so");
        assert!(xml.contains("<v>46017.333"), "26 December 2025, 08:00");
    }
}
