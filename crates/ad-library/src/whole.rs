//! Reading from memory: the same engine over one window, without copying a byte.

use crate::build;
use crate::cursor::{Cursor, Expected, MAX_DEPTH, Stop};
use crate::engine::{Advance, Engine, View};
use crate::event::{Event, Item};
use crate::fields::Fields;
use crate::refusal::Refusal;
use crate::{Reader, source, walk};

/// Reads a whole input; gives the same events as [`Reader`]. Compressed input goes through a [`Reader`].
pub fn read_bytes(bytes: &[u8], mut each: impl FnMut(Event<'_>)) {
    if source::is_compressed(bytes) {
        let mut reader = Reader::new(bytes);
        // Memory does not fail, so that there is no error to tell.
        while let Ok(Some(event)) = reader.next_event() {
            each(event);
        }
        return;
    }
    let mut engine = Engine::new();
    let view = View { bytes, eof: true };
    while engine.advance(view) == Advance::Ready {
        if let Some(event) = engine.event(bytes) {
            each(event);
        }
    }
}

/// Reads one item: the way back from the `raw` of an [`Event::Ad`], which gives an equal ad.
pub fn parse_item(raw: &[u8]) -> Item<'_> {
    let mut fields = Fields::default();
    let mut cursor = Cursor::new(raw, 0, true);
    match walk_one(&mut cursor, &mut fields) {
        Ok(true) => build::item(&fields, raw),
        Ok(false) => Item::Refused(Refusal::NotAnObject),
        Err(Stop::Malformed(expected)) => Item::Refused(Refusal::Malformed {
            at: cursor.bad as u64,
            expected: expected.as_str(),
        }),
        Err(Stop::TooDeep) => Item::Refused(Refusal::TooDeep { limit: MAX_DEPTH }),
        Err(Stop::Incomplete | Stop::Envelope) => Item::Refused(Refusal::Truncated { at: raw.len() as u64 }),
    }
}

/// Walks the only value; gives whether it is an object.
fn walk_one(cursor: &mut Cursor<'_>, fields: &mut Fields) -> Result<bool, Stop> {
    let is_object = cursor.token()? == b'{';
    if is_object {
        walk::whole(cursor, fields)?;
    } else {
        cursor.skip_value()?;
    }
    match cursor.token() {
        Err(_) => Ok(is_object),
        Ok(_) => cursor.malformed(cursor.pos, Expected::Nothing),
    }
}
