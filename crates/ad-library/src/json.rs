//! The structure around items: lists, answers and wrappers, one token at a time.

use crate::cursor::{Cursor, MAX_DEPTH, Scalar, Stop};
use crate::engine::{Advance, Engine, ITEM_LIMIT, RAW_SHOWN, State, View};
use crate::envelope::{self, Role};
use crate::frames::{Envelope, Frame};
use crate::names::{self, Name};
use crate::refusal::Refusal;
use crate::skip::Skip;
use crate::{context, walk};

/// A cursor that sees at most `limit` bytes from `at` on, however large the window is.
pub(crate) fn cursor_at(view: View<'_>, at: usize, limit: usize) -> Cursor<'_> {
    let end = view.bytes.len().min(at.saturating_add(limit));
    let bytes = view.bytes.get(..end).unwrap_or_default();
    Cursor::new(bytes, at, view.eof && end == view.bytes.len())
}

/// Whether reading from `at` stopped because of the limit, not because of the window.
fn is_past_limit(at: usize, view: View<'_>) -> bool {
    view.bytes.len().saturating_sub(at) >= ITEM_LIMIT
}

impl Engine {
    /// One step through the structure. `None`: go on.
    pub(crate) fn json(&mut self, view: View<'_>) -> Option<Advance> {
        // White space is given up at once: it may be longer than any window.
        let mut cursor = Cursor::new(view.bytes, self.pos, view.eof);
        let _ = cursor.token();
        self.pos = cursor.pos;
        match self.frames.last() {
            None => self.at_root(view),
            Some(Frame { object: None, first }) => self.in_list(*first, view),
            Some(Frame {
                object: Some(_),
                first,
            }) => self.in_object(*first, view),
        }
    }

    /// Between the values of the input.
    fn at_root(&mut self, view: View<'_>) -> Option<Advance> {
        match view.bytes.get(self.pos) {
            Some(b',' | b']' | b'}') if self.recovering => {
                self.pos += 1;
                None
            }
            Some(_) => self.element(self.pos, view),
            None if view.eof => {
                self.state = State::Done;
                None
            }
            None => Some(Advance::More),
        }
    }

    fn in_list(&mut self, mut first: bool, view: View<'_>) -> Option<Advance> {
        let mut cursor = cursor_at(view, self.pos, ITEM_LIMIT);
        match cursor.next_element(&mut first) {
            Ok(true) => self.element(cursor.pos, view),
            Ok(false) => {
                self.pos = cursor.pos;
                self.frames.leave();
                None
            }
            Err(stop) => Some(self.broken_structure(stop, cursor.bad, view)),
        }
    }

    /// A value that stands where an item may.
    fn element(&mut self, at: usize, view: View<'_>) -> Option<Advance> {
        match view.bytes.get(at) {
            Some(b'{') => self.candidate(at, view),
            Some(b'[') if !self.frames.is_full() => {
                self.frames.enter(None);
                self.pos = at + 1;
                None
            }
            _ => {
                let mut cursor = cursor_at(view, at, ITEM_LIMIT);
                match cursor.skip_value() {
                    Ok(()) => {
                        self.member_ends(cursor.pos);
                        Some(self.refuse(at..cursor.pos, Refusal::NotAnObject))
                    }
                    Err(stop) => Some(self.broken_value(at, stop, cursor.bad, view)),
                }
            }
        }
    }

    /// An object that is an item, or an envelope of items.
    fn candidate(&mut self, at: usize, view: View<'_>) -> Option<Advance> {
        let mut cursor = cursor_at(view, at, ITEM_LIMIT);
        match walk::item(&mut cursor, &mut self.fields) {
            Ok(()) => {
                self.member_ends(cursor.pos);
                Some(self.found(at..cursor.pos, view.bytes))
            }
            Err(Stop::Envelope) if !self.frames.is_full() => {
                self.enter_object(at, true);
                self.keep_what_was_walked(at, &cursor);
                None
            }
            Err(Stop::Envelope) => Some(self.broken_value(at, Stop::TooDeep, at, view)),
            Err(stop) => Some(self.broken_value(at, stop, cursor.bad, view)),
        }
    }

    fn enter_object(&mut self, at: usize, candidate: bool) {
        self.frames.enter(Some(Envelope {
            candidate,
            start: self.absolute(at),
            reported_before: self.reported,
            ads_before: self.ads,
            ..Envelope::default()
        }));
        self.pos = at + 1;
    }

    /// Spares reading again what the walk has read of an envelope: in a wrapper, the search. Errors must be
    /// reported, which is done on the second reading.
    fn keep_what_was_walked(&mut self, at: usize, cursor: &Cursor<'_>) {
        let slots = &self.fields.slots;
        if !self.fields.errors.is_empty() || cursor.bad == at + 1 {
            return;
        }
        if let Some(envelope) = self.frames.envelope() {
            for (name, span) in [(Name::Domain, slots.domain), (Name::CachedAt, slots.cached_at)] {
                if let Some(span) = span {
                    context::learn(envelope, name, span, cursor.bytes);
                }
            }
        }
        self.member_ends(cursor.bad);
    }

    /// A member of the innermost frame (or of the input) ends here.
    pub(crate) fn member_ends(&mut self, end: usize) {
        self.frames.member_done();
        self.pos = end;
    }

    /// Between the members of an envelope.
    fn in_object(&mut self, mut first: bool, view: View<'_>) -> Option<Advance> {
        let mut cursor = cursor_at(view, self.pos, ITEM_LIMIT);
        let key = match cursor.next_key(&mut first) {
            Ok(Some(key)) => key,
            Ok(None) => {
                self.pos = cursor.pos;
                return self.object_ends(view);
            }
            Err(stop) => return Some(self.broken_structure(stop, cursor.bad, view)),
        };
        let at = cursor.pos;
        let value = view.bytes.get(at).copied().unwrap_or_default();
        match envelope::role(key, value).filter(|_| !self.frames.is_full()) {
            Some(Role::Inner) => {
                self.enter_object(at, false);
                None
            }
            Some(role) => self.enter_list(at, role, view),
            None => match self.member(key, &mut cursor) {
                Ok(is_error) => {
                    self.member_ends(cursor.pos);
                    is_error.then(|| self.found(at..cursor.pos, view.bytes))
                }
                Err(Stop::Incomplete) if is_past_limit(at, view) => {
                    self.member_ends(at);
                    self.state = State::Skipping(Skip::default());
                    None
                }
                Err(stop) => Some(self.broken_structure(stop, cursor.bad, view)),
            },
        }
    }

    /// The list of items. Before the first item of a wrapper is read, its domain must be known; other
    /// programs write it behind the ads.
    fn enter_list(&mut self, at: usize, role: Role, view: View<'_>) -> Option<Advance> {
        if let Some(envelope) = self.frames.envelope() {
            if role == Role::Ads && !context::is_known(envelope, at, view) {
                return Some(Advance::More);
            }
            envelope.has_list = true;
            envelope.is_wrapper |= role == Role::Ads;
        }
        self.frames.enter(None);
        self.pos = at + 1;
        None
    }

    /// A member of an envelope that holds no items. Gives whether it is an error, which is in `fields` then.
    fn member(&mut self, key: &[u8], cursor: &mut Cursor<'_>) -> Result<bool, Stop> {
        match names::name(key) {
            Some(Name::Error) if matches!(key, b"error" | b"errors") => {
                self.fields.clear();
                walk::errors(cursor, &mut self.fields.errors)?;
                return Ok(!self.fields.errors.is_empty());
            }
            Some(name @ (Name::Domain | Name::CachedAt)) => {
                if let (Scalar::Text(span), Some(envelope)) = (cursor.scalar()?, self.frames.envelope()) {
                    context::learn(envelope, name, span, cursor.bytes);
                }
            }
            _ => cursor.skip_value()?,
        }
        Ok(false)
    }

    /// The innermost envelope has ended.
    fn object_ends(&mut self, view: View<'_>) -> Option<Advance> {
        let envelope = self.frames.leave()?.object?;
        self.frames.member_done();
        if let Some(domain) = envelope.domain.filter(|_| envelope.is_wrapper) {
            let ads = self.ads - envelope.ads_before;
            return Some(self.search_ended(domain, envelope.at, ads));
        }
        if !envelope.candidate || envelope.reported_before != self.reported {
            return None;
        }
        // Nothing was found in it: then it is an item itself.
        let too_large = self.absolute(self.pos) - envelope.start > ITEM_LIMIT as u64;
        match self.relative(envelope.start).filter(|_| !too_large) {
            None => Some(self.refuse(self.pos..self.pos, Refusal::TooLarge { limit: ITEM_LIMIT })),
            Some(start) => {
                let mut cursor = cursor_at(view, start, ITEM_LIMIT);
                // It has just been read to its end, so that this cannot fail.
                let _ = walk::whole(&mut cursor, &mut self.fields);
                self.fields.slots.says_nothing_found |= envelope.has_list;
                Some(self.found(start..self.pos, view.bytes))
            }
        }
    }

    /// The value at `at` could not be read, because of what is at `bad`.
    pub(crate) fn broken_value(&mut self, at: usize, stop: Stop, bad: usize, view: View<'_>) -> Advance {
        match stop {
            Stop::Incomplete if is_past_limit(at, view) => {
                self.refuse_and_skip(at, at + RAW_SHOWN, Refusal::TooLarge { limit: ITEM_LIMIT })
            }
            Stop::TooDeep => {
                let shown = bad.min(at + RAW_SHOWN);
                self.refuse_and_skip(at, shown, Refusal::TooDeep { limit: MAX_DEPTH })
            }
            Stop::Incomplete if view.eof => self.truncated(at, view),
            Stop::Incomplete | Stop::Envelope => Advance::More,
            Stop::Malformed(expected) => self.malformed_value(at, bad, expected, view),
        }
    }

    fn refuse_and_skip(&mut self, at: usize, shown: usize, reason: Refusal) -> Advance {
        self.member_ends(at);
        self.state = State::Skipping(Skip::default());
        self.refuse(at..shown, reason)
    }

    /// Something between items could not be read, because of what is at `bad`.
    fn broken_structure(&mut self, stop: Stop, bad: usize, view: View<'_>) -> Advance {
        match stop {
            Stop::Incomplete if is_past_limit(self.pos, view) => {
                self.seek_from(self.pos);
                self.refuse(self.pos..self.pos, Refusal::TooLarge { limit: ITEM_LIMIT })
            }
            Stop::Incomplete if view.eof => self.truncated(self.pos, view),
            Stop::Incomplete | Stop::Envelope => Advance::More,
            Stop::TooDeep => {
                self.seek_from(bad);
                self.refuse(self.pos..self.pos, Refusal::TooDeep { limit: MAX_DEPTH })
            }
            Stop::Malformed(expected) => self.malformed_structure(bad, expected, view),
        }
    }
}
