//! The first bytes of an input: what it is.

use crate::engine::{Advance, Engine, State, View};
use crate::refusal::Refusal;
use crate::table::{self, Table};

/// A byte order mark.
const MARK: &[u8] = b"\xef\xbb\xbf";
/// What web answers begin with, so that no page can run them as a script.
const GUARDS: [&[u8]; 3] = [b"for (;;);", b"for(;;);", b")]}'"];
/// A table's header ends within this.
const HEADER_LIMIT: usize = 64 << 10;

impl Engine {
    /// Tells JSON from tables. `None`: go on.
    pub(crate) fn start(&mut self, view: View<'_>) -> Option<Advance> {
        let head = view
            .bytes
            .get(..HEADER_LIMIT.min(view.bytes.len()))
            .unwrap_or_default();
        let is_all = view.eof && head.len() == view.bytes.len();
        let text = head.strip_prefix(MARK).unwrap_or(head).trim_ascii_start();
        let text = GUARDS
            .iter()
            .find_map(|guard| text.strip_prefix(*guard))
            .unwrap_or(text)
            .trim_ascii_start();
        let at = head.len() - text.len();
        let line = memchr::memchr(b'\n', text);
        // A first line that has ended, a full head or the end of the input: from here on nothing can change.
        if line.is_none() && !is_all && head.len() < HEADER_LIMIT {
            return Some(Advance::More);
        }
        self.pos = at;
        self.state = State::Json;
        let first_line = text.get(..line.unwrap_or(text.len())).unwrap_or_default();
        match text.first() {
            Some(b'{' | b'[') | None => None,
            _ => match table::delimiter(first_line) {
                Some(delimiter) => {
                    self.state = State::Table(Box::new(Table::new(delimiter)));
                    None
                }
                None if may_be_json(first_line) => None,
                None => {
                    self.seek_from(at);
                    Some(self.refuse(at..at + first_line.len(), Refusal::Unrecognized))
                }
            },
        }
    }
}

/// Whether the line begins like a JSON scalar.
fn may_be_json(line: &[u8]) -> bool {
    matches!(line.first(), Some(b'"' | b'-' | b'0'..=b'9'))
        || [&b"true"[..], b"false", b"null", b"NaN"]
            .iter()
            .any(|word| line.starts_with(word))
}
