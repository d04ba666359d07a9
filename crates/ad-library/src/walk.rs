//! One pass over one item: finds the fields that matter, and skips the rest.

use crate::cursor::{Cursor, Scalar, Span, SpanKind, Stop};
use crate::envelope::{self, Role};
use crate::fields::Fields;
use crate::names::{self, Name};
use crate::text;

/// Walks the object at the cursor. `Err(Stop::Envelope)`: it holds items instead of being one; what has been
/// walked of it ends at `Cursor::bad`.
#[inline]
pub(crate) fn item(cursor: &mut Cursor<'_>, fields: &mut Fields) -> Result<(), Stop> {
    walk::<false>(cursor, fields)
}

/// Walks the object at the cursor to its end, whatever it holds.
pub(crate) fn whole(cursor: &mut Cursor<'_>, fields: &mut Fields) -> Result<(), Stop> {
    walk::<true>(cursor, fields)
}

fn walk<const WHOLE: bool>(c: &mut Cursor<'_>, f: &mut Fields) -> Result<(), Stop> {
    f.clear();
    c.pos += 1;
    let mut first = true;
    loop {
        let before = c.pos;
        let Some(key) = c.next_key(&mut first)? else {
            return Ok(());
        };
        match names::name(key) {
            None => c.skip_value()?,
            Some(Name::Envelope) => {
                if let Err(stop) = envelope::<WHOLE>(key, c, f) {
                    if stop == Stop::Envelope {
                        c.bad = before;
                    }
                    return Err(stop);
                }
            }
            Some(Name::Snapshot) => snapshot(c, f)?,
            Some(name) => item_field(name, c, f)?,
        }
    }
}

/// A field of the item itself.
#[inline]
fn item_field(name: Name, c: &mut Cursor<'_>, f: &mut Fields) -> Result<(), Stop> {
    let slots = &mut f.slots;
    match name {
        Name::ArchiveId => first_id(c, &mut slots.archive_id),
        Name::Id => first_id(c, &mut slots.graph_id),
        Name::AdId => first_id(c, &mut slots.ad_id),
        Name::PageId => first_text(c, &mut slots.page_id),
        Name::PageTitle => first_text(c, &mut slots.page_name),
        Name::Started => first_text(c, &mut slots.started),
        Name::StartedText => first_text(c, &mut slots.started_text),
        Name::Ended => first_text(c, &mut slots.ended),
        Name::EndedText => first_text(c, &mut slots.ended_text),
        Name::Stops => first_text(c, &mut slots.stops),
        Name::CallToAction => first_text(c, &mut slots.call_to_action),
        Name::SearchUrl => first_text(c, &mut slots.search_url),
        Name::Domain => first_text(c, &mut slots.domain),
        Name::CachedAt => first_text(c, &mut slots.cached_at),
        Name::Active => {
            let value = c.scalar()?;
            if slots.active.is_none() && c.says(value) {
                slots.active = Some(value);
            }
            Ok(())
        }
        Name::Total => {
            if let Scalar::Text(span) = c.scalar()? {
                slots.says_nothing_found |= c.slice(span) == b"0";
            }
            Ok(())
        }
        Name::Error => errors(c, &mut f.errors),
        _ => shared_field(name, c, f),
    }
}

/// A field of the snapshot, or of the item where there is no snapshot.
#[inline]
fn shared_field(name: Name, c: &mut Cursor<'_>, f: &mut Fields) -> Result<(), Stop> {
    match name {
        Name::LinkUrl => texts(c, &mut f.link_urls),
        Name::Cards => cards(c, f),
        Name::ExtraLinks => texts(c, &mut f.extra_links),
        Name::Caption => texts(c, &mut f.captions),
        Name::Body => texts(c, &mut f.bodies),
        Name::Title => texts(c, &mut f.titles),
        Name::CtaType => first_text(c, &mut f.slots.cta_type),
        Name::DisplayFormat => first_text(c, &mut f.slots.display_format),
        _ => c.skip_value(),
    }
}

/// A key under which items may be: what has an id is an item all the same.
fn envelope<const WHOLE: bool>(key: &[u8], c: &mut Cursor<'_>, f: &mut Fields) -> Result<(), Stop> {
    let Some(role) = envelope::role(key, c.token()?).filter(|_| !f.is_item()) else {
        return c.skip_value();
    };
    if !WHOLE && (role != Role::Items || !c.is_empty_list()?) {
        return Err(Stop::Envelope);
    }
    f.slots.says_nothing_found |= envelope::is_empty(role, c)?;
    Ok(())
}

fn snapshot(c: &mut Cursor<'_>, f: &mut Fields) -> Result<(), Stop> {
    if c.token()? != b'{' {
        return c.skip_value();
    }
    f.slots.has_snapshot = true;
    c.pos += 1;
    let mut first = true;
    while let Some(key) = c.next_key(&mut first)? {
        match names::name(key) {
            None => c.skip_value()?,
            Some(Name::PageId) => first_text(c, &mut f.slots.snapshot_page_id)?,
            Some(Name::PageTitle | Name::CurrentPage) => first_text(c, &mut f.slots.snapshot_page_name)?,
            Some(name) => shared_field(name, c, f)?,
        }
    }
    Ok(())
}

/// The cards of a carousel or of a dynamic ad; members that are no object are skipped.
fn cards(c: &mut Cursor<'_>, f: &mut Fields) -> Result<(), Stop> {
    if c.token()? != b'[' {
        return c.skip_value();
    }
    c.pos += 1;
    let mut first = true;
    while c.next_element(&mut first)? {
        if c.token()? != b'{' {
            c.skip_value()?;
            continue;
        }
        c.pos += 1;
        let mut first = true;
        while let Some(key) = c.next_key(&mut first)? {
            match names::name(key) {
                Some(Name::LinkUrl) => texts(c, &mut f.card_links)?,
                Some(Name::Caption) => texts(c, &mut f.card_captions)?,
                Some(Name::Body) => texts(c, &mut f.card_bodies)?,
                _ => c.skip_value()?,
            }
        }
    }
    Ok(())
}

/// A string or number into an empty slot; any other value, and the empty string, is dropped.
#[inline]
fn first_text(c: &mut Cursor<'_>, slot: &mut Option<Span>) -> Result<(), Stop> {
    if let Scalar::Text(span) = c.scalar()?
        && slot.is_none()
        && !c.slice(span).trim_ascii().is_empty()
    {
        *slot = Some(span);
    }
    Ok(())
}

/// Like [`first_text`], for ids: `0` is how some sources write "none".
#[inline]
fn first_id(c: &mut Cursor<'_>, slot: &mut Option<Span>) -> Result<(), Stop> {
    let mut found = None;
    first_text(c, &mut found)?;
    if slot.is_none() {
        *slot = found.filter(|&span| !matches!(text::of(span, c.bytes).trim(), "" | "0"));
    }
    Ok(())
}

/// The non-empty texts of a value: a string, an object that holds one, or a list of either.
#[inline]
fn texts(c: &mut Cursor<'_>, out: &mut Vec<Span>) -> Result<(), Stop> {
    match c.token()? {
        b'"' => {
            push(c, out)?;
            Ok(())
        }
        b'{' => text_object(c, out),
        b'[' => {
            c.pos += 1;
            let mut first = true;
            while c.next_element(&mut first)? {
                match c.token()? {
                    b'"' => push(c, out)?,
                    b'{' => text_object(c, out)?,
                    _ => c.skip_value()?,
                }
            }
            Ok(())
        }
        _ => c.skip_value(),
    }
}

/// The string at the cursor, if it says anything.
#[inline]
fn push(c: &mut Cursor<'_>, out: &mut Vec<Span>) -> Result<(), Stop> {
    let span = c.string()?;
    if !c.slice(span).trim_ascii().is_empty() {
        out.push(span);
    }
    Ok(())
}

/// `{text}`, `{url}`, or the markup of 2018 and 2024: `{markup: {__html}}`.
fn text_object(c: &mut Cursor<'_>, out: &mut Vec<Span>) -> Result<(), Stop> {
    c.pos += 1;
    let mut first = true;
    while let Some(key) = c.next_key(&mut first)? {
        match (key, c.token()?) {
            (b"text" | b"url" | b"link_url" | b"linkUrl" | b"link", b'"') => push(c, out)?,
            (b"markup", b'{') => text_object(c, out)?,
            (b"__html", b'"') => {
                let before = out.len();
                push(c, out)?;
                for span in out.iter_mut().skip(before) {
                    span.kind = SpanKind::Markup;
                }
            }
            _ => c.skip_value()?,
        }
    }
    Ok(())
}

/// What an error says, wherever it says it: a text, `{message, type, code}`, or a list of those.
pub(crate) fn errors(c: &mut Cursor<'_>, out: &mut Vec<Span>) -> Result<(), Stop> {
    match c.token()? {
        b'"' => push(c, out),
        b'[' => {
            c.pos += 1;
            let mut first = true;
            while c.next_element(&mut first)? {
                error_object(c, out)?;
            }
            Ok(())
        }
        _ => error_object(c, out),
    }
}

fn error_object(c: &mut Cursor<'_>, out: &mut Vec<Span>) -> Result<(), Stop> {
    match c.token()? {
        b'"' => push(c, out),
        b'{' => {
            c.pos += 1;
            let mut first = true;
            while let Some(key) = c.next_key(&mut first)? {
                match (key, c.token()?) {
                    (b"message" | b"type" | b"code" | b"errorCode", b'"') => push(c, out)?,
                    _ => c.skip_value()?,
                }
            }
            Ok(())
        }
        _ => c.skip_value(),
    }
}
