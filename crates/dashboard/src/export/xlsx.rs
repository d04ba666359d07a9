//! Excel workbooks: the table on the first sheet (and on further ones where it has more rows than a sheet holds), what
//! it is about on the last. Rows go to a file beside the program as they come, not to memory.

use std::io::{self, Seek, Write};

use rust_xlsxwriter::{ExcelDateTime, Format, Workbook, Worksheet, XlsxError};
use serde_json::Value;

use super::about::About;
use super::clean;
use super::column::{Column, Kind, plain};
use super::{Line, Table};

/// Rows of a sheet below its heading (Excel's specification: 1,048,576 in all).
const ROWS_OF_SHEET: u32 = 1_048_575;
/// Characters of a cell (Excel's specification).
const LONGEST_CELL: usize = 32_767;

/// Writes the table.
pub(super) fn write(table: Table, about: &About, out: &mut dyn Write) -> io::Result<()> {
    let mut book = Book::new(table.columns, about, ROWS_OF_SHEET);
    (table.rows)(&mut |line| book.add(line))?;
    let mut file = tempfile::tempfile()?;
    book.save(&mut file)?;
    file.rewind()?;
    io::copy(&mut file, out).map(drop)
}

/// A workbook being written.
struct Book<'a> {
    workbook: Workbook,
    columns: &'static [Column],
    about: &'a About,
    rows_of_sheet: u32,
    sheets: usize,
    /// The next row of the current sheet; 0 where there is none yet.
    row: u32,
    formats: Formats,
}

struct Formats {
    bold: Format,
    money: Format,
    moment: Format,
    day: Format,
}

impl<'a> Book<'a> {
    fn new(columns: &'static [Column], about: &'a About, rows_of_sheet: u32) -> Self {
        Self {
            workbook: Workbook::new(),
            columns,
            about,
            rows_of_sheet,
            sheets: 0,
            row: 0,
            formats: Formats {
                bold: Format::new().set_bold(),
                money: Format::new().set_num_format("0.000000"),
                moment: Format::new().set_num_format("yyyy-mm-dd hh:mm:ss"),
                day: Format::new().set_num_format("yyyy-mm-dd"),
            },
        }
    }

    /// Begins a sheet with the headings.
    fn begin(&mut self) -> Result<(), XlsxError> {
        let name = if self.sheets == 0 {
            self.about.table.clone()
        } else {
            format!("{} {}", self.about.table, self.sheets + 1)
        };
        let sheet = self.workbook.add_worksheet_with_constant_memory()?;
        sheet.set_name(name)?;
        sheet.set_freeze_panes(1, 0)?;
        sheet.set_right_to_left(self.about.is_rtl());
        for (column, index) in self.columns.iter().zip(0_u16..) {
            sheet.set_column_width(index, if column.is_text() { 24 } else { 14 })?;
            sheet.write_string_with_format(0, index, self.about.heading(column.key), &self.formats.bold)?;
        }
        self.sheets += 1;
        self.row = 1;
        Ok(())
    }

    fn add(&mut self, line: &dyn Line) -> io::Result<()> {
        if self.row == 0 || self.row > self.rows_of_sheet {
            self.begin().map_err(io::Error::other)?;
        }
        let values = line.values()?;
        let sheet = self
            .workbook
            .worksheet_from_index(self.sheets - 1)
            .map_err(io::Error::other)?;
        for (column, index) in self.columns.iter().zip(0_u16..) {
            let value = values.get(column.key);
            write_cell(sheet, (self.row, index), *column, value, &self.formats).map_err(io::Error::other)?;
        }
        self.row += 1;
        Ok(())
    }

    fn save(mut self, file: &mut (impl Write + Seek + Send)) -> io::Result<()> {
        if self.sheets == 0 {
            self.begin().map_err(io::Error::other)?;
        }
        self.tell().map_err(io::Error::other)?;
        self.workbook.save_to_writer(file).map_err(io::Error::other)
    }

    /// The last sheet: filters, time, version.
    fn tell(&mut self) -> Result<(), XlsxError> {
        let sheet = self.workbook.add_worksheet();
        sheet.set_name(name_of_sheet(&self.about.words.say("file-about")))?;
        sheet.set_right_to_left(self.about.is_rtl());
        sheet.set_column_width(0, 32)?;
        sheet.set_column_width(1, 48)?;
        for ((name, value), row) in self.about.lines.iter().zip(0_u32..) {
            sheet.write_string_with_format(row, 0, longest(clean::xlsx(name)), &self.formats.bold)?;
            sheet.write_string(row, 1, longest(clean::xlsx(value)))?;
        }
        Ok(())
    }
}

/// A sheet's name has at most 31 characters, none of `[]:*?/\`.
fn name_of_sheet(text: &str) -> String {
    let plain = text
        .chars()
        .filter(|c| !matches!(c, '[' | ']' | ':' | '*' | '?' | '/' | '\\' | '\''));
    plain.take(31).collect()
}

fn write_cell(
    sheet: &mut Worksheet,
    (row, index): (u32, u16),
    column: Column,
    value: Option<&Value>,
    formats: &Formats,
) -> Result<(), XlsxError> {
    let Some(value) = value.filter(|value| !value.is_null()) else {
        return Ok(());
    };
    let text = || plain(Some(value));
    let written = match column.kind {
        Kind::Flag => value.as_bool().map(|flag| sheet.write_boolean(row, index, flag)),
        Kind::Count | Kind::Percent => value
            .as_f64()
            .map(|number| sheet.write_number(row, index, number)),
        Kind::Money => {
            let number = text().parse::<f64>().ok();
            number.map(|number| sheet.write_number_with_format(row, index, number, &formats.money))
        }
        // Excel's own days, so that they sort and filter as days; moments in UTC.
        Kind::Moment | Kind::Day => {
            let format = if column.kind == Kind::Day {
                &formats.day
            } else {
                &formats.moment
            };
            let day = ExcelDateTime::parse_from_str(text().trim_end_matches('Z')).ok();
            day.map(|day| sheet.write_datetime_with_format(row, index, &day, format))
        }
        Kind::Text | Kind::List => None,
    };
    match written {
        Some(written) => written.map(drop),
        None => sheet
            .write_string(row, index, longest(clean::xlsx(&text())))
            .map(drop),
    }
}

/// What is longer than a cell holds is cut, and says so.
fn longest(text: String) -> String {
    // Excel counts UTF-16 units.
    if text.encode_utf16().count() <= LONGEST_CELL {
        return text;
    }
    let mut left = LONGEST_CELL - 1;
    let mut cut: String = text
        .chars()
        .take_while(|c| {
            let fits = c.len_utf16() <= left;
            left = left.saturating_sub(c.len_utf16());
            fits
        })
        .collect();
    cut.push('…');
    cut
}

#[cfg(test)]
mod tests {
    use std::io::Cursor;

    use super::super::column::column;
    use super::*;
    use crate::words::{Language, Words};

    const COLUMNS: [Column; 1] = [column("ads", Kind::Count)];

    #[derive(serde::Serialize)]
    struct Row {
        ads: u32,
    }

    #[test]
    fn more_rows_than_a_sheet_holds_go_on_the_next() {
        let about = About {
            words: Words::of(Language::En),
            table: "clients".to_owned(),
            day: String::new(),
            lines: Vec::new(),
        };
        let mut book = Book::new(&COLUMNS, &about, 3);
        for ads in 0..7 {
            book.add(&Row { ads }).unwrap();
        }
        let mut file = Cursor::new(Vec::new());
        book.save(&mut file).unwrap();
        let archive = zip::ZipArchive::new(file).unwrap();
        let sheets = archive.file_names().filter(|name| {
            name.as_ref()
                .is_ok_and(|name| name.starts_with("xl/worksheets/sheet"))
        });
        assert_eq!(sheets.count(), 4, "three of the table and one about it");
    }

    #[test]
    fn a_cell_is_cut_at_what_it_holds() {
        let cut = longest("😀".repeat(40_000));
        assert!(cut.encode_utf16().count() <= LONGEST_CELL && cut.ends_with('…'));
        assert_eq!(longest("short".to_owned()), "short");
    }
}
