//! JSON lists: documents are streamed item by item, JSONL line by line.

use std::io::BufRead;

use serde::de::DeserializeSeed as _;
use serde_json::Deserializer;

use crate::collect::Collector;
use crate::json::item::Item;
use crate::json::top::Top;
use crate::{ReadError, Reason};

mod item;
mod top;

/// Reads arrays, wrappers and objects, one after the other; refused items are named by their number.
pub(crate) fn read_document(
    input: impl BufRead,
    lines_before: u64,
    collector: &mut Collector<'_>,
) -> Result<(), ReadError> {
    let mut json = Deserializer::from_reader(input);
    while json.end().is_err() {
        Top(collector)
            .deserialize(&mut json)
            .map_err(|error| read_error(error, lines_before))?;
    }
    Ok(())
}

/// Reads one object a line; a line that is none is rejected and the rest goes on.
pub(crate) fn read_lines(
    mut input: impl BufRead,
    lines_before: u64,
    collector: &mut Collector<'_>,
) -> Result<(), ReadError> {
    let mut bytes = Vec::new();
    let mut line = lines_before;
    while input.read_until(b'\n', &mut bytes)? > 0 {
        line += 1;
        let text = bytes.trim_ascii();
        let text = text.strip_suffix(b",").unwrap_or(text);
        if !text.is_empty() {
            match serde_json::from_slice::<Item>(text) {
                Ok(item) => item.collect(line, collector),
                Err(error) => {
                    let what = Reason::Malformed(without_place(&error));
                    collector.reject(line, &String::from_utf8_lossy(text), what);
                }
            }
        }
        bytes.clear();
    }
    Ok(())
}

fn read_error(error: serde_json::Error, lines_before: u64) -> ReadError {
    if error.is_io() {
        return ReadError::Io(error.into());
    }
    ReadError::Json {
        line: error.line() + usize::try_from(lines_before).unwrap_or_default(),
        column: error.column(),
        message: without_place(&error),
    }
}

/// The message alone: the place is told beside it.
fn without_place(error: &serde_json::Error) -> String {
    let shown = error.to_string();
    match shown.rfind(" at line ") {
        Some(end) => shown.get(..end).unwrap_or_default().to_owned(),
        None => shown,
    }
}
