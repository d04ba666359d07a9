//! The words of a master file, line by line: comments gone, parentheses undone.

use super::super::zone::ZoneError;

/// One word, as it stands: escapes are still in it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Word<'t> {
    /// Without its quotes.
    pub(super) text: &'t str,
    /// Whether it stood in quotes.
    pub(super) quoted: bool,
    /// From 1.
    line: usize,
}

impl Word<'_> {
    /// What is wrong with it; the word itself is told after the reason.
    pub(super) fn wrong(&self, reason: &str) -> ZoneError {
        self.error(format!("{reason} `{}`", self.text))
    }

    /// What is wrong where it stands.
    pub(super) const fn error(&self, reason: String) -> ZoneError {
        ZoneError {
            line: self.line,
            reason,
        }
    }
}

/// One entry: a line, or several in parentheses.
#[derive(Debug, Default)]
pub(super) struct Line<'t> {
    /// Whether it begins with a blank: then it has the owner of the one before.
    pub(super) indented: bool,
    /// At least one.
    pub(super) words: Vec<Word<'t>>,
}

/// Entries in their order.
pub(super) struct Lines<'t> {
    text: &'t str,
    /// Bytes that were read.
    at: usize,
    /// Of the next byte, from 1.
    line: usize,
}

impl<'t> Lines<'t> {
    pub(super) fn new(text: &'t str) -> Self {
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        Self { text, at: 0, line: 1 }
    }

    /// The next entry that is not empty.
    pub(super) fn next(&mut self) -> Result<Option<Line<'t>>, ZoneError> {
        let mut line = Line {
            indented: self.at_blank(),
            words: Vec::new(),
        };
        // Lines at which parentheses were opened that are not closed yet.
        let mut open = Vec::new();
        while let Some(byte) = self.peek() {
            match byte {
                b'\n' => {
                    self.at += 1;
                    self.line += 1;
                    if open.is_empty() && !line.words.is_empty() {
                        return Ok(Some(line));
                    }
                    if open.is_empty() {
                        line.indented = self.at_blank();
                    }
                }
                b' ' | b'\t' | b'\r' => self.at += 1,
                b';' => self.skip(|byte| byte != b'\n'),
                b'(' => {
                    open.push(self.line);
                    self.at += 1;
                }
                b')' => {
                    self.at += 1;
                    open.pop().ok_or_else(|| error(self.line, "`)` without `(`"))?;
                }
                b'"' => line.words.push(self.quoted()?),
                _ => line.words.push(self.bare()),
            }
        }
        match open.last() {
            Some(opened) => Err(error(*opened, "`(` is never closed")),
            None => Ok((!line.words.is_empty()).then_some(line)),
        }
    }

    fn bare(&mut self) -> Word<'t> {
        let from = self.at;
        while let Some(byte) = self.peek() {
            match byte {
                b'\\' => self.escape(),
                b' ' | b'\t' | b'\r' | b'\n' | b';' | b'(' | b')' | b'"' => break,
                _ => self.at += 1,
            }
        }
        self.word(from, self.at, false)
    }

    fn quoted(&mut self) -> Result<Word<'t>, ZoneError> {
        self.at += 1;
        let from = self.at;
        loop {
            match self.peek() {
                None | Some(b'\n') => return Err(error(self.line, "`\"` is not closed on its line")),
                Some(b'"') => break,
                Some(b'\\') => self.escape(),
                Some(_) => self.at += 1,
            }
        }
        let word = self.word(from, self.at, true);
        self.at += 1;
        Ok(word)
    }

    /// A backslash and what it escapes, but for the end of a line.
    fn escape(&mut self) {
        self.at += 1;
        if self.peek().is_some_and(|byte| byte != b'\n' && byte.is_ascii()) {
            self.at += 1;
        }
    }

    fn word(&self, from: usize, to: usize, quoted: bool) -> Word<'t> {
        Word {
            // Words begin and end at ASCII, so this is always there.
            text: self.text.get(from..to).unwrap_or_default(),
            quoted,
            line: self.line,
        }
    }

    fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    fn at_blank(&self) -> bool {
        matches!(self.peek(), Some(b' ' | b'\t'))
    }

    fn skip(&mut self, wanted: impl Fn(u8) -> bool) {
        while self.peek().is_some_and(&wanted) {
            self.at += 1;
        }
    }
}

fn error(line: usize, reason: &str) -> ZoneError {
    let reason = reason.to_owned();
    ZoneError { line, reason }
}
