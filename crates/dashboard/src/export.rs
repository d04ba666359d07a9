//! Every table as a file: exactly the current filter, the whole result, written while it is sent.
//!
//! A table is a list of columns and a walk over rows; rows are the types that the API sends, so that a file and the
//! API can never say different things. JSON and JSON lines carry them as they are, under stable keys; CSV and Excel
//! flatten them under headings in the reader's language, with foreign text guarded against becoming a formula.

mod about;
mod clean;
mod column;
mod csv;
mod json;
mod tables;
#[cfg(test)]
mod tests;
mod xlsx;

use std::io::{self, BufWriter, Write};

use crate::failure::Failure;
use crate::reply::{CSV, JSON, JSONL, Reply, XLSX};
use crate::route::Route;
use crate::visit::Visit;
use about::About;
use column::Column;
pub use tables::NAMES;

/// One row: what the API sends.
trait Line {
    /// Writes it as JSON.
    fn write(&self, out: &mut dyn Write) -> io::Result<()>;
    /// Its values by key.
    fn values(&self) -> io::Result<serde_json::Map<String, serde_json::Value>>;
}

impl<T: serde::Serialize> Line for T {
    fn write(&self, out: &mut dyn Write) -> io::Result<()> {
        Ok(serde_json::to_writer(out, self)?)
    }

    fn values(&self) -> io::Result<serde_json::Map<String, serde_json::Value>> {
        match serde_json::to_value(self)? {
            serde_json::Value::Object(values) => Ok(values),
            _ => Err(io::Error::other("a row that is no object")),
        }
    }
}

/// Takes the rows one by one.
type Sink<'s> = &'s mut dyn FnMut(&dyn Line) -> io::Result<()>;

/// Gives the rows one by one.
type Rows = Box<dyn FnOnce(Sink<'_>) -> io::Result<()> + Send>;

/// A table that leaves.
struct Table {
    columns: &'static [Column],
    rows: Rows,
}

/// The kinds of files.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Format {
    Csv,
    Xlsx,
    Json,
    Jsonl,
}

impl Format {
    fn named(name: &str) -> Result<Self, Failure> {
        match name {
            "csv" => Ok(Self::Csv),
            "xlsx" => Ok(Self::Xlsx),
            "json" => Ok(Self::Json),
            "jsonl" => Ok(Self::Jsonl),
            _ => Err(Failure::NotFound { what: "format" }),
        }
    }

    const fn kind(self) -> &'static str {
        match self {
            Self::Csv => CSV,
            Self::Xlsx => XLSX,
            Self::Json => JSON,
            Self::Jsonl => JSONL,
        }
    }
}

/// Bytes that gather before they are sent on.
const BUFFER: usize = 64 * 1024;

/// Its routes.
pub fn routes() -> Vec<Route> {
    vec![Route::fresh("/export/{table}/{format}", export)]
}

/// `/export/{table}/{format}`: the table of a page with that page's parameters.
fn export(visit: &Visit) -> Result<Reply, Failure> {
    let (name, format) = (visit.part(0)?, visit.part(1)?);
    let table = tables::named(visit, name)?;
    let bom = match visit.ask.get("bom") {
        None | Some("0") => false,
        Some("1") => true,
        Some(_) => return Err(Failure::invalid("bom", "is 1 or 0")),
    };
    let extension = format;
    let format = Format::named(format)?;
    let about = About::of(visit, name);
    let file = format!("sellers-ads-{}-{}.{extension}", file_name(visit, name), about.day);
    let writer = Box::new(move |out: &mut dyn Write| {
        let mut out = BufWriter::with_capacity(BUFFER, out);
        match format {
            Format::Csv => csv::write(table, &about, bom, &mut out),
            Format::Xlsx => xlsx::write(table, &about, &mut out),
            Format::Json => json::write(table.rows, &mut out),
            Format::Jsonl => json::write_lines(table.rows, &mut out),
        }?;
        out.flush()
    });
    Ok(Reply::download(format.kind(), &file, writer))
}

/// The table's name, and the seller's slug where it is about one: ASCII letters, digits, `-` and `_`.
fn file_name(visit: &Visit, table: &str) -> String {
    let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_');
    let slug: String = visit
        .ask
        .get("client")
        .unwrap_or_default()
        .chars()
        .filter(|c| plain(*c))
        .take(60)
        .collect();
    let table: String = table.chars().filter(|c| plain(*c)).collect();
    if slug.is_empty() {
        table
    } else {
        format!("{table}-{slug}")
    }
}
