//! The writers by themselves: harmless whatever a text holds, and never holding more than a piece.

use std::io::{Cursor, Read};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use serde::Serialize;

use super::about::About;
use super::column::{Column, Kind, column};
use super::*;
use crate::words::{Language, Words};

const COLUMNS: [Column; 3] = [
    column("slug", Kind::Text),
    column("domains", Kind::List),
    column("ads", Kind::Count),
];

#[derive(Clone, Serialize)]
struct Row {
    slug: String,
    domains: Vec<String>,
    ads: usize,
}

fn about() -> About {
    About {
        words: Words::of(Language::En),
        table: "clients".to_owned(),
        day: "2026-11-23".to_owned(),
        lines: vec![("Filter: q".to_owned(), "=1+1".to_owned())],
    }
}

fn table(rows: Vec<Row>) -> Table {
    Table {
        columns: &COLUMNS,
        rows: Box::new(move |sink| rows.iter().try_for_each(|row| sink(row as &dyn Line))),
    }
}

fn row(slug: &str) -> Row {
    Row {
        slug: slug.to_owned(),
        domains: vec![slug.to_owned(), "a.tn".to_owned()],
        ads: 7,
    }
}

/// Every starter, alone and after what a spreadsheet passes over, and what else could do harm.
fn hostile() -> Vec<String> {
    let mut texts: Vec<String> = [
        "<script>alert(1)</script>",
        "a\0b",
        "\u{202e}gnp.exe",
        "\"; DROP",
        "a;=1+1",
        "\u{1}\u{ffff}",
    ]
    .map(str::to_owned)
    .into();
    for starter in ["=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠"] {
        for before in ["", " ", "\u{feff}"] {
            texts.push(format!("{before}{starter}HYPERLINK(\"http://x\")"));
        }
    }
    texts
}

#[test]
fn no_cell_of_csv_begins_a_formula() {
    let texts = hostile();
    let mut file = Vec::new();
    let rows = texts.iter().map(|text| row(text)).collect();
    csv::write(table(rows), &about(), false, &mut file).unwrap();
    let mut reader = ::csv::Reader::from_reader(file.as_slice());
    let records: Vec<_> = reader.records().map(Result::unwrap).collect();
    assert_eq!(records.len(), texts.len());
    for (record, text) in records.iter().zip(&texts) {
        for cell in [&record[0], &record[1]] {
            assert_eq!(reports::tables::guard(cell), cell, "{text:?}");
            assert!(!cell.contains(['\0', '\u{202e}']), "{text:?}");
        }
        assert_eq!(&record[2], "7");
    }
}

#[test]
fn a_workbook_holds_no_formula_and_is_sound() {
    let mut file = Vec::new();
    let rows = hostile().iter().map(|text| row(text)).collect();
    xlsx::write(table(rows), &about(), &mut file).unwrap();
    let mut archive = zip::ZipArchive::new(Cursor::new(file)).unwrap();
    for sheet in ["xl/worksheets/sheet1.xml", "xl/worksheets/sheet2.xml"] {
        let mut xml = String::new();
        archive.by_name(sheet).unwrap().read_to_string(&mut xml).unwrap();
        assert!(!xml.contains("<f>") && !xml.contains("<script>"), "{xml}");
        assert!(!xml.contains(['\0', '\u{1}', '\u{202e}']), "{xml}");
    }
}

#[test]
fn json_keeps_every_text_as_it_is() {
    let texts = hostile();
    let rows: Vec<Row> = texts.iter().map(|text| row(text)).collect();
    let mut file = Vec::new();
    json::write_lines(table(rows).rows, &mut file).unwrap();
    let lines = String::from_utf8(file).unwrap();
    for (line, text) in lines.lines().zip(&texts) {
        let value: serde_json::Value = serde_json::from_str(line).unwrap();
        assert_eq!(value["slug"], text.as_str());
    }
    assert_eq!(lines.lines().count(), texts.len());
}

#[test]
fn tables_without_rows_are_sound_files() {
    let mut file = Vec::new();
    json::write(table(Vec::new()).rows, &mut file).unwrap();
    assert_eq!(file, b"[]\n");
    let mut file = Vec::new();
    xlsx::write(table(Vec::new()), &about(), &mut file).unwrap();
    assert_eq!(zip::ZipArchive::new(Cursor::new(file)).unwrap().len(), 11);
}

/// Counts what comes, and holds it against the rows that were made: what is in between is held in memory.
struct Counting {
    made: Arc<AtomicUsize>,
    written: usize,
    most_held: usize,
}

/// Bytes of a row of [`endless`] in CSV, at least.
const LEAST: usize = 30;

impl Write for Counting {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let made = self.made.load(Ordering::Relaxed) * LEAST;
        self.most_held = self.most_held.max(made.saturating_sub(self.written));
        self.written += bytes.len();
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

fn endless(rows: usize, made: Arc<AtomicUsize>) -> Table {
    Table {
        columns: &COLUMNS,
        rows: Box::new(move |sink| {
            (0..rows).try_for_each(|number| {
                made.fetch_add(1, Ordering::Relaxed);
                sink(&row(&format!("seller-{number:09}")))
            })
        }),
    }
}

#[test]
fn rows_leave_while_they_are_made() {
    for lines in [false, true] {
        let made = Arc::new(AtomicUsize::new(0));
        let mut out = Counting {
            made: Arc::clone(&made),
            written: 0,
            most_held: 0,
        };
        let table = endless(50_000, made);
        if lines {
            json::write_lines(table.rows, &mut out).unwrap();
        } else {
            csv::write(table, &about(), false, &mut out).unwrap();
        }
        assert!(out.written > 50_000 * LEAST);
        assert!(out.most_held < 2 * BUFFER, "{} bytes were held", out.most_held);
    }
}

/// The most memory that this process ever held, in KiB (Linux).
fn peak() -> usize {
    let status = std::fs::read_to_string("/proc/self/status").unwrap();
    let line = status.lines().find(|line| line.starts_with("VmHWM:")).unwrap();
    line.split_whitespace().nth(1).unwrap().parse().unwrap()
}

#[test]
#[ignore = "writes a million rows in each format and measures its own process: to be run alone, as nextest does"]
fn a_million_rows_need_no_memory() {
    let before = peak();
    for format in ["csv", "jsonl", "xlsx"] {
        let table = endless(1_100_000, Arc::default());
        let mut out = io::sink();
        match format {
            "csv" => csv::write(table, &about(), false, &mut out).unwrap(),
            "jsonl" => json::write_lines(table.rows, &mut out).unwrap(),
            _ => xlsx::write(table, &about(), &mut out).unwrap(),
        }
        let more = peak() - before;
        assert!(more < 48 * 1024, "{format}: {more} KiB more");
    }
}
