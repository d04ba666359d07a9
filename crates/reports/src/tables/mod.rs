//! Tables, and one file per format that they leave in.
//!
//! Foreign text (page names, domains, slugs) can never start a formula in a spreadsheet: see [`guard`].

mod csv;
mod guard;
mod text;
mod xlsx;

use model::Timestamp;
use model::document::Ratio;

pub use csv::write_csv;
pub use guard::guard;
pub use text::{grouped, render};
pub use xlsx::write_xlsx;

/// Why a table could not be written.
#[derive(Debug, thiserror::Error)]
pub enum TableError {
    /// The place to write to failed.
    #[error("cannot write: {0}")]
    Io(#[from] std::io::Error),
    /// The CSV writer failed.
    #[error("cannot write CSV: {0}")]
    Csv(#[from] ::csv::Error),
    /// The workbook could not be made: more rows than a sheet holds, say.
    #[error("cannot make the workbook: {0}")]
    Xlsx(#[from] rust_xlsxwriter::XlsxError),
}

/// A named table: columns with stable keys, rows of as many cells.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Table {
    /// Its stable name, also the sheet's.
    pub name: &'static str,
    /// Its columns.
    pub columns: Vec<Column>,
    /// Its rows.
    pub rows: Vec<Vec<Cell>>,
}

/// A column: its stable key, and whether it holds numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Column {
    /// The stable key, which languages translate.
    pub key: &'static str,
    /// Numbers are set to the right.
    pub numeric: bool,
}

/// One value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Cell {
    /// Nothing.
    Empty,
    /// Text, foreign or ours.
    Text(String),
    /// A whole number.
    Count(u64),
    /// A percentage with two decimals.
    Ratio(Ratio),
    /// A moment.
    Time(Timestamp),
    /// Digits with a decimal point, as money is written.
    Decimal(String),
}

impl Table {
    /// An empty table.
    pub fn new(name: &'static str, columns: &[Column]) -> Self {
        Self {
            name,
            columns: columns.to_vec(),
            rows: Vec::new(),
        }
    }

    /// Adds a row.
    pub fn push(&mut self, row: Vec<Cell>) {
        debug_assert_eq!(
            row.len(),
            self.columns.len(),
            "a cell for each column of {}",
            self.name
        );
        self.rows.push(row);
    }
}

impl Column {
    /// A column of text.
    pub const fn text(key: &'static str) -> Self {
        Self { key, numeric: false }
    }

    /// A column of numbers.
    pub const fn number(key: &'static str) -> Self {
        Self { key, numeric: true }
    }
}

impl Cell {
    /// Text.
    pub fn text(text: &str) -> Self {
        Self::Text(text.to_owned())
    }

    /// A moment, or nothing.
    pub fn time(time: Option<Timestamp>) -> Self {
        time.map_or(Self::Empty, Self::Time)
    }

    /// The value in plain characters, without any guard.
    pub fn plain(&self) -> String {
        match self {
            Self::Empty => String::new(),
            Self::Text(text) | Self::Decimal(text) => text.clone(),
            Self::Time(time) => time.to_string(),
            Self::Count(count) => count.to_string(),
            Self::Ratio(ratio) => ratio.to_string(),
        }
    }
}
