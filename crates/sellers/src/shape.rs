//! Which shape a list has, told from its first line.

use std::io::{self, BufRead, Read};

use serde::de::IgnoredAny;

use crate::ReadError;
use crate::layout::{self, Layout};

/// No first line of a table or of JSONL is longer; a JSON document without line breaks is.
const MAX_FIRST_LINE: u64 = 1 << 20;

/// The text of the input, whatever its encoding.
pub(crate) enum Encoding {
    /// The bytes that were read to find out, without the byte order mark; the rest follows in the input.
    Utf8(Vec<u8>),
    /// The whole input: Excel's "Unicode text". Unpaired surrogates become U+FFFD.
    Utf16(String),
}

/// Reads the byte order mark, if there is one.
pub(crate) fn encoding(input: &mut impl Read) -> io::Result<Encoding> {
    let mut head = Vec::with_capacity(3);
    input.by_ref().take(3).read_to_end(&mut head)?;
    let unit: fn([u8; 2]) -> u16 = match head.as_slice() {
        [0xff, 0xfe, ..] => u16::from_le_bytes,
        [0xfe, 0xff, ..] => u16::from_be_bytes,
        [0xef, 0xbb, 0xbf] => return Ok(Encoding::Utf8(Vec::new())),
        _ => return Ok(Encoding::Utf8(head)),
    };
    input.read_to_end(&mut head)?;
    let (pairs, _) = head.as_chunks::<2>();
    let units = pairs.iter().skip(1).map(|pair| unit(*pair));
    Ok(Encoding::Utf16(
        char::decode_utf16(units)
            .map(|found| found.unwrap_or(char::REPLACEMENT_CHARACTER))
            .collect(),
    ))
}

/// How to go on reading.
pub(crate) enum Shape {
    /// One JSON document, or several one after the other, broken into lines anyhow.
    Document,
    /// One JSON object a line.
    Lines,
    /// A table.
    Table(Layout),
}

/// The shape, and what was read to tell it.
pub(crate) struct Start {
    pub(crate) shape: Shape,
    /// Read already; the rest follows in the input.
    pub(crate) head: Vec<u8>,
    /// Blank lines that were skipped.
    pub(crate) lines_before: u64,
}

/// Tells the shape; `None` where there is nothing but blanks.
pub(crate) fn start(input: &mut impl BufRead) -> Result<Option<Start>, ReadError> {
    let (first, lines_before) = skip_blanks(input)?;
    let Some(first) = first else { return Ok(None) };
    let mut head = Vec::new();
    if first == b'[' {
        return Ok(Some(Start {
            shape: Shape::Document,
            head,
            lines_before,
        }));
    }
    input.take(MAX_FIRST_LINE).read_until(b'\n', &mut head)?;
    let shape = if first == b'{' {
        let (next, blank_lines) = skip_blanks(input)?;
        let shape = json_shape(&head, next.is_some());
        // What was skipped stands for itself again: line numbers are counted from it.
        head.extend(std::iter::repeat_n(
            b'\n',
            usize::try_from(blank_lines).unwrap_or_default(),
        ));
        shape
    } else {
        let layout = layout::of_first_line(&head).ok_or_else(|| {
            let shown: String = String::from_utf8_lossy(&head).trim().chars().take(100).collect();
            ReadError::NoColumns(shown)
        })?;
        Shape::Table(layout)
    };
    Ok(Some(Start {
        shape,
        head,
        lines_before,
    }))
}

/// JSONL has several lines and its first is complete, or broken in another way than by going on.
fn json_shape(first_line: &[u8], more_follows: bool) -> Shape {
    let line = first_line.trim_ascii_end();
    let goes_on = match serde_json::from_slice::<IgnoredAny>(line.strip_suffix(b",").unwrap_or(line)) {
        Ok(_) => false,
        Err(error) => error.is_eof() && matches!(line.last(), Some(b'{' | b'[' | b',' | b':')),
    };
    let cut = first_line.last() != Some(&b'\n');
    if more_follows && !goes_on && !cut {
        Shape::Lines
    } else {
        Shape::Document
    }
}

/// Skips blanks; the byte after them, which is not consumed, and the number of line breaks among them.
fn skip_blanks(input: &mut impl BufRead) -> io::Result<(Option<u8>, u64)> {
    let mut lines = 0;
    loop {
        let buffer = input.fill_buf()?;
        if buffer.is_empty() {
            return Ok((None, lines));
        }
        let blanks = buffer
            .iter()
            .take_while(|byte| byte.is_ascii_whitespace())
            .count();
        let found = buffer.get(blanks).copied();
        lines += buffer
            .iter()
            .take(blanks)
            .map(|byte| u64::from(*byte == b'\n'))
            .sum::<u64>();
        input.consume(blanks);
        if found.is_some() {
            return Ok((found, lines));
        }
    }
}
