//! Tables: Graph API exports as CSV. The header decides what a column is; each row becomes a JSON object with
//! the header's names, so that there is one reading of an item, and one form in which it is kept.

use csv_core::{ReadRecordResult, ReaderBuilder};

use crate::cursor::Cursor;
use crate::engine::{Advance, Engine, ITEM_LIMIT, RAW_SHOWN, State, View};
use crate::refusal::Refusal;
use crate::walk;

/// Columns that may hold the ad's id.
const ID_COLUMNS: [&str; 6] = [
    "ad_archive_id",
    "adArchiveID",
    "adArchiveId",
    "ad_id",
    "id",
    "adid",
];

/// A table that is being read.
#[derive(Debug)]
pub(crate) struct Table {
    delimiter: u8,
    /// The columns' names as JSON strings; `None` before the header has been read.
    header: Option<Vec<Vec<u8>>>,
    /// The cells of the last record, one after the other.
    cells: Vec<u8>,
    /// Where each cell ends; of these the first `count` are of the last record.
    ends: Vec<usize>,
    count: usize,
    json: Vec<u8>,
    /// A record was given up: the rest of its line is no row.
    lost: bool,
}

/// A record that has been read.
struct Taken {
    /// How many bytes it took.
    bytes: usize,
    /// No line break ends it, the input does.
    is_open: bool,
}

/// The delimiter of a header line that names an ad id column beside others.
pub(crate) fn delimiter(line: &[u8]) -> Option<u8> {
    let line = std::str::from_utf8(line).ok()?;
    [b',', b';', b'\t'].into_iter().find(|&delimiter| {
        let names = || {
            line.split(char::from(delimiter))
                .map(|name| name.trim().trim_matches('"'))
        };
        names().count() > 1 && names().any(|name| ID_COLUMNS.contains(&name))
    })
}

impl Table {
    pub(crate) fn new(delimiter: u8) -> Self {
        Self {
            delimiter,
            header: None,
            cells: vec![0; 4096],
            ends: vec![0; 64],
            count: 0,
            json: Vec::new(),
            lost: false,
        }
    }

    /// The last row as a JSON object.
    pub(crate) fn row_as_json(&self) -> &[u8] {
        &self.json
    }

    /// Reads the record at the start of `input`. `None`: it does not end within `input`.
    fn record(&mut self, input: &[u8], eof: bool) -> Option<Taken> {
        let mut reader = ReaderBuilder::new().delimiter(self.delimiter).build();
        // A reader drops a byte order mark before its first record; the blank line leaves it none to drop.
        reader.read_record(b"\n", &mut [0], &mut [0]);
        let (mut taken, mut written, mut ended) = (0, 0, 0);
        loop {
            let rest = input.get(taken..).unwrap_or_default();
            if rest.is_empty() && !eof {
                return None;
            }
            let cells = self.cells.get_mut(written..).unwrap_or_default();
            let ends = self.ends.get_mut(ended..).unwrap_or_default();
            let (result, read, wrote, found) = reader.read_record(rest, cells, ends);
            taken += read;
            written += wrote;
            ended += found;
            match result {
                // The reader takes an empty input for the end, which it may be told only once it is.
                ReadRecordResult::InputEmpty if eof && !rest.is_empty() => {}
                ReadRecordResult::InputEmpty => return None,
                ReadRecordResult::OutputFull => self.cells.resize(self.cells.len() * 2, 0),
                ReadRecordResult::OutputEndsFull => self.ends.resize(self.ends.len() * 2, 0),
                ReadRecordResult::Record | ReadRecordResult::End => {
                    self.count = ended;
                    return Some(Taken {
                        bytes: taken,
                        is_open: rest.is_empty(),
                    });
                }
            }
        }
    }

    /// The cells of the last record.
    fn cells(&self) -> impl Iterator<Item = &[u8]> {
        let starts = std::iter::once(0).chain(self.ends.iter().copied());
        starts
            .zip(self.ends.iter().take(self.count))
            .map(|(start, &end)| self.cells.get(start..end).unwrap_or_default())
    }

    /// Takes the last record as the header.
    fn set_header(&mut self) {
        let names = self.cells().map(|name| {
            let mut quoted = Vec::with_capacity(name.len() + 2);
            push_string(&mut quoted, name.trim_ascii());
            quoted
        });
        self.header = Some(names.collect());
    }

    /// Makes the last record a JSON object. Missing values that a data frame wrote as words become null.
    fn make_json(&mut self) {
        let mut json = std::mem::take(&mut self.json);
        json.clear();
        json.push(b'{');
        for (name, cell) in self.header.iter().flatten().zip(self.cells()) {
            if json.len() > 1 {
                json.push(b',');
            }
            json.extend_from_slice(name);
            json.push(b':');
            match cell {
                b"nan" | b"NaN" | b"None" | b"null" => json.extend_from_slice(b"null"),
                text => push_string(&mut json, text),
            }
        }
        json.push(b'}');
        self.json = json;
    }
}

/// Appends a JSON string.
fn push_string(out: &mut Vec<u8>, text: &[u8]) {
    out.push(b'"');
    for &byte in text {
        match byte {
            b'"' | b'\\' => out.extend_from_slice(&[b'\\', byte]),
            b'\n' => out.extend_from_slice(b"\\n"),
            0..b' ' => {
                let digit = |value: u8| char::from_digit(u32::from(value), 16).map_or(b'0', |c| c as u8);
                out.extend_from_slice(&[b'\\', b'u', b'0', b'0', digit(byte >> 4), digit(byte & 15)]);
            }
            _ => out.push(byte),
        }
    }
    out.push(b'"');
}

impl Engine {
    /// The next row. `None`: go on.
    pub(crate) fn row(&mut self, view: View<'_>) -> Option<Advance> {
        let State::Table(mut table) = std::mem::replace(&mut self.state, State::Done) else {
            return None;
        };
        if table.lost {
            return self.find_line(table, view);
        }
        let from = self.pos;
        let end = view.bytes.len().min(from + ITEM_LIMIT);
        let eof = view.eof && end == view.bytes.len();
        let input = view.bytes.get(from..end).unwrap_or_default();
        let Some(taken) = table.record(input, eof) else {
            // Past the limit there is a quote that nothing closes.
            table.lost = end - from == ITEM_LIMIT;
            let is_lost = table.lost;
            self.state = State::Table(table);
            return Some(if is_lost {
                self.refuse(from..from + RAW_SHOWN, Refusal::TooLarge { limit: ITEM_LIMIT })
            } else {
                Advance::More
            });
        };
        if taken.is_open && self.is_cut(input) {
            return Some(self.truncated(from, view));
        }
        self.pos += taken.bytes;
        if table.count == 0 {
            // Only blank lines were left.
            return None;
        }
        self.take_row(table, from..from + taken.bytes)
    }

    /// Goes to the next line, which may be a row again.
    fn find_line(&mut self, mut table: Box<Table>, view: View<'_>) -> Option<Advance> {
        let rest = view.bytes.get(self.pos..).unwrap_or_default();
        let newline = memchr::memchr(b'\n', rest);
        self.pos += newline.map_or(rest.len(), |newline| newline + 1);
        table.lost = newline.is_none();
        if newline.is_none() && view.eof {
            return None;
        }
        self.state = State::Table(table);
        newline.is_none().then_some(Advance::More)
    }

    /// Whether the last record, which no line break ends, breaks off: inside quotes, or where damaged data
    /// ends.
    fn is_cut(&self, record: &[u8]) -> bool {
        let quotes = memchr::memchr_iter(b'"', record).count();
        quotes % 2 == 1 || (!record.trim_ascii().is_empty() && self.is_damaged())
    }

    /// Makes an item of the record that has been read.
    fn take_row(&mut self, mut table: Box<Table>, raw: std::ops::Range<usize>) -> Option<Advance> {
        let cells = table.count;
        let columns = table.header.as_ref().map(Vec::len);
        let advance = match columns {
            None => {
                table.set_header();
                None
            }
            Some(columns) if cells > columns => Some(self.refuse(raw, Refusal::Row { cells, columns })),
            Some(_) => {
                table.make_json();
                let mut cursor = Cursor::new(table.row_as_json(), 0, true);
                match walk::whole(&mut cursor, &mut self.fields) {
                    Ok(()) => Some(self.found_row()),
                    // What was written by `make_json` can be read.
                    Err(_) => Some(self.refuse(raw, Refusal::Unrecognized)),
                }
            }
        };
        self.state = State::Table(table);
        advance
    }
}
