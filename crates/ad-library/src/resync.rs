//! Going on after bytes that are not JSON, without guessing wildly.
//!
//! Three ways, the surest first: a line that begins a value before the failure (a cut line of JSONL); the
//! end of the broken element by its brackets, where a comma or the list's end follows; the next line that
//! begins a value.

use crate::cursor::{Cursor, Expected, Stop};
use crate::engine::{Advance, Engine, ITEM_LIMIT, State, View};
use crate::json::cursor_at;
use crate::refusal::Refusal;
use crate::skip::{Skip, Skipped};

impl Engine {
    /// The value that begins at `at` is not JSON at `bad`.
    pub(crate) fn malformed_value(
        &mut self,
        at: usize,
        bad: usize,
        expected: Expected,
        view: View<'_>,
    ) -> Advance {
        if let Some(advance) = self.line_before(at, bad, expected, view) {
            return advance;
        }
        if self.frames.last().is_some_and(|frame| frame.object.is_none()) {
            match element_end(at, view) {
                ElementEnd::At(end) => {
                    let reason = self.not_json(bad, expected);
                    self.member_ends(end);
                    return self.refuse(at..end, reason);
                }
                ElementEnd::BehindTheWindow => return Advance::More,
                ElementEnd::Unclear => {}
            }
        }
        self.seek_on(at, bad, expected, view)
    }

    /// The list or object around items is not JSON at `bad`.
    pub(crate) fn malformed_structure(&mut self, bad: usize, expected: Expected, view: View<'_>) -> Advance {
        let at = self.pos;
        if let Some(advance) = self.line_before(at, bad, expected, view) {
            return advance;
        }
        if view.bytes.get(bad) == Some(&b'{')
            && let Some(frame) = self.frames.last_mut()
            && frame.object.is_none()
        {
            // A comma is missing between two items: the second is whole.
            frame.first = true;
            self.pos = bad;
            let reason = self.not_json(bad, expected);
            return self.refuse(bad..bad, reason);
        }
        self.seek_on(at, bad, expected, view)
    }

    /// A line that begins a value between `at` and `bad`: what stood before it was cut off.
    fn line_before(&mut self, at: usize, bad: usize, expected: Expected, view: View<'_>) -> Option<Advance> {
        let broken = view.bytes.get(at..=bad)?;
        let line = at
            + memchr::memchr_iter(b'\n', broken)
                .find(|&newline| matches!(broken.get(newline + 1), Some(b'{' | b'[')))?;
        let reason = self.not_json(bad, expected);
        self.seek_from(line);
        Some(self.refuse(at..line, reason))
    }

    /// The last way: on to the next line that begins a value.
    fn seek_on(&mut self, at: usize, bad: usize, expected: Expected, view: View<'_>) -> Advance {
        let reason = self.not_json(bad, expected);
        self.seek_from(bad);
        self.refuse(at..view.bytes.len().min(bad + 1), reason)
    }

    const fn not_json(&self, bad: usize, expected: Expected) -> Refusal {
        Refusal::Malformed {
            at: self.absolute(bad),
            expected: expected.as_str(),
        }
    }

    /// Gives up what is open, and looks for a line that begins a value from `from` on.
    pub(crate) fn seek_from(&mut self, from: usize) {
        self.frames.clear();
        self.recovering = true;
        self.pos = from;
        self.state = State::Seeking;
    }

    /// Looks for that line.
    pub(crate) fn seek(&mut self, view: View<'_>) -> Option<Advance> {
        let rest = view.bytes.get(self.pos..).unwrap_or_default();
        for newline in memchr::memchr_iter(b'\n', rest) {
            match rest.get(newline + 1) {
                Some(b'{' | b'[') => {
                    self.pos += newline + 1;
                    self.state = State::Json;
                    return None;
                }
                Some(_) => {}
                None => {
                    self.pos += newline;
                    return self.nothing_left(view);
                }
            }
        }
        self.pos = view.bytes.len();
        self.nothing_left(view)
    }

    fn nothing_left(&mut self, view: View<'_>) -> Option<Advance> {
        if view.eof {
            self.state = State::Done;
            return None;
        }
        Some(Advance::More)
    }

    /// Goes on skipping a value.
    pub(crate) fn skip(&mut self, view: View<'_>) -> Option<Advance> {
        let State::Skipping(skip) = &mut self.state else {
            return None;
        };
        match skip.run(view.bytes, self.pos) {
            Skipped::Ended(end) => {
                self.pos = end;
                self.state = State::Json;
                None
            }
            Skipped::Broken(at) => {
                self.seek_from(at);
                None
            }
            Skipped::Open => {
                self.pos = view.bytes.len();
                self.nothing_left(view)
            }
        }
    }
}

/// Where a broken element ends.
enum ElementEnd {
    /// Before this place: its brackets say so, and what follows confirms it.
    At(usize),
    /// The window is too small to tell.
    BehindTheWindow,
    /// Its brackets do not tell.
    Unclear,
}

fn element_end(at: usize, view: View<'_>) -> ElementEnd {
    let mut cursor: Cursor<'_> = cursor_at(view, at, ITEM_LIMIT);
    let may_grow = !view.eof && cursor.bytes.len() - at.min(cursor.bytes.len()) < ITEM_LIMIT;
    let end = match Skip::default().run(cursor.bytes, at) {
        Skipped::Ended(end) if end > at => end,
        Skipped::Open if may_grow => return ElementEnd::BehindTheWindow,
        _ => return ElementEnd::Unclear,
    };
    cursor.pos = end;
    match cursor.token() {
        Ok(b',' | b']') => ElementEnd::At(end),
        Err(Stop::Incomplete) if may_grow => ElementEnd::BehindTheWindow,
        _ => ElementEnd::Unclear,
    }
}
