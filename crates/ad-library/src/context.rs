//! What a wrapper says about the search whose ads it holds.

use model::Timestamp;

use crate::cursor::{Cursor, Scalar, Span, SpanKind, Stop};
use crate::engine::View;
use crate::frames::Envelope;
use crate::json::cursor_at;
use crate::names::{self, Name};
use crate::text;

/// How far is looked ahead from the start of the ads.
const LOOK_AHEAD: usize = 32 << 20;

/// Takes in the wrapper's domain or time; the first of each wins.
pub(crate) fn learn(envelope: &mut Envelope, name: Name, span: Span, bytes: &[u8]) {
    let value = text::of(span, bytes);
    if name == Name::Domain {
        if envelope.domain.is_none() && !value.trim().is_empty() {
            envelope.domain = Some(value.into_owned());
        }
    } else if envelope.at.is_none() {
        envelope.at = match span.kind {
            SpanKind::Number => value.parse().ok().and_then(Timestamp::from_number),
            _ => Timestamp::parse(&value),
        };
    }
}

/// Makes sure that all that can be known of the wrapper is known before its ads, whose list begins at `at`,
/// are read. `false`: the window must grow first.
pub(crate) fn is_known(envelope: &mut Envelope, at: usize, view: View<'_>) -> bool {
    if envelope.looked_ahead || (envelope.domain.is_some() && envelope.at.is_some()) {
        return true;
    }
    let mut cursor = cursor_at(view, at, LOOK_AHEAD);
    let stopped = look_ahead(envelope, &mut cursor);
    let window_ends = view.bytes.len() - at.min(view.bytes.len()) < LOOK_AHEAD && !view.eof;
    envelope.looked_ahead = !(stopped == Err(Stop::Incomplete) && window_ends);
    envelope.looked_ahead
}

/// Reads the wrapper from its list of ads to its end.
fn look_ahead(envelope: &mut Envelope, cursor: &mut Cursor<'_>) -> Result<(), Stop> {
    cursor.skip_value()?;
    let mut first = false;
    while let Some(key) = cursor.next_key(&mut first)? {
        match names::name(key) {
            Some(name @ (Name::Domain | Name::CachedAt)) => {
                if let Scalar::Text(span) = cursor.scalar()? {
                    learn(envelope, name, span, cursor.bytes);
                }
            }
            _ => cursor.skip_value()?,
        }
    }
    Ok(())
}
