//! From the places that the walk found to an ad.

use std::borrow::Cow;

use model::{Ad, Link, LinkSource, Timestamp};

use crate::cursor::{Scalar, Span, SpanKind};
use crate::event::Item;
use crate::fields::Fields;
use crate::{Refusal, hint, no_ads, python_list, text};

/// What an item is, before any text of it is made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Sort {
    Ad,
    NoAds,
    Refused,
}

/// Sorts the item.
pub(crate) fn sort(fields: &Fields, bytes: &[u8]) -> Sort {
    let error_says_no_ads = || {
        fields
            .errors
            .iter()
            .any(|&span| no_ads::says_no_ads(&text::of(span, bytes)))
    };
    match fields.id() {
        // A marker stays a marker even where somebody put an id on it.
        Some(_) if !fields.slots.has_snapshot && !fields.errors.is_empty() && error_says_no_ads() => {
            Sort::NoAds
        }
        Some(id) if is_rounded(id, bytes) => Sort::Refused,
        Some(_) => Sort::Ad,
        None if fields.errors.is_empty() && fields.slots.says_nothing_found && !fields.slots.has_snapshot => {
            Sort::NoAds
        }
        None if !fields.slots.has_snapshot && error_says_no_ads() => Sort::NoAds,
        None => Sort::Refused,
    }
}

/// The item itself.
pub(crate) fn item<'w>(fields: &Fields, bytes: &'w [u8]) -> Item<'w> {
    match sort(fields, bytes) {
        Sort::Ad => Item::Ad(ad(fields, bytes)),
        Sort::NoAds => Item::NoAds {
            search_url: fields.slots.search_url.map(|span| text::of(span, bytes)),
        },
        Sort::Refused => Item::Refused(refusal(fields, bytes)),
    }
}

fn refusal(fields: &Fields, bytes: &[u8]) -> Refusal {
    if fields.id().is_some() {
        return Refusal::RoundedId;
    }
    match fields.errors.first() {
        Some(&message) => Refusal::Source(text::of(message, bytes).into_owned()),
        None => Refusal::NoId,
    }
}

/// `2.44766E+15`, or a number with a fraction: digits are missing, or may be.
fn is_rounded(id: Span, bytes: &[u8]) -> bool {
    let raw = bytes.get(id.start..id.end).unwrap_or_default();
    let numeric = |byte: &u8| matches!(byte, b'0'..=b'9' | b'.' | b'+' | b'-' | b'e' | b'E');
    raw.first().is_some_and(u8::is_ascii_digit)
        && raw.iter().any(|byte| matches!(byte, b'.' | b'e' | b'E'))
        && raw.iter().all(numeric)
}

fn ad<'w>(fields: &Fields, bytes: &'w [u8]) -> Ad<'w> {
    let of = |span: Span| text::of(span, bytes);
    let call_to_action = fields.slots.call_to_action.map(of);
    let leads_away = call_to_action.as_deref().is_some_and(hint::is_address_like);
    let (action_link, action_type) = match call_to_action {
        Some(action) if leads_away => (Some(action), None),
        action => (None, action),
    };
    let active = fields.slots.active.and_then(|value| flag(value, bytes));
    Ad {
        id: fields.id().map(|span| trimmed(of(span))).unwrap_or_default(),
        page_id: fields.slots.page_id.or(fields.slots.snapshot_page_id).map(of),
        page_name: fields.slots.page_name.or(fields.slots.snapshot_page_name).map(of),
        started: moment(fields.slots.started, fields.slots.started_text, bytes),
        ended: ended(fields, active, bytes),
        active,
        cta_type: fields.slots.cta_type.map(of).or(action_type),
        display_format: fields.slots.display_format.map(of),
        title: title(fields, bytes),
        links: links(fields, action_link, bytes),
        texts: texts(fields, bytes),
    }
}

/// Of an ad that runs Meta gives about the day of the scan as its end, which says nothing of the ad. A stop that the
/// advertiser set is told even so.
fn ended(fields: &Fields, active: Option<bool>, bytes: &[u8]) -> Option<Timestamp> {
    let slots = &fields.slots;
    let stops = || moment(slots.stops, None, bytes);
    if active == Some(true) {
        return stops();
    }
    moment(slots.ended, slots.ended_text, bytes).or_else(stops)
}

fn trimmed(text: Cow<'_, str>) -> Cow<'_, str> {
    match text {
        Cow::Borrowed(text) => Cow::Borrowed(text.trim()),
        Cow::Owned(text) => Cow::Owned(text.trim().to_owned()),
    }
}

fn moment(number: Option<Span>, formatted: Option<Span>, bytes: &[u8]) -> Option<Timestamp> {
    [number, formatted].into_iter().flatten().find_map(|span| {
        let text = text::of(span, bytes);
        match span.kind {
            SpanKind::Number => {
                // Exports that passed through a data frame write whole seconds as `1767340800.0`.
                let whole = text.split_once('.').map_or(&*text, |(whole, _)| whole);
                whole
                    .parse()
                    .ok()
                    .filter(|&number: &i64| number != 0)
                    .and_then(Timestamp::from_number)
            }
            _ => Timestamp::parse(&text),
        }
    })
}

pub(crate) fn flag(value: Scalar, bytes: &[u8]) -> Option<bool> {
    match value {
        Scalar::Bool(flag) => Some(flag),
        Scalar::Text(span) => {
            let text = text::of(span, bytes);
            let is_one_of =
                |words: [&str; 3]| words.iter().any(|word| text.trim().eq_ignore_ascii_case(word));
            if is_one_of(["true", "active", "1"]) {
                Some(true)
            } else if is_one_of(["false", "inactive", "0"]) {
                Some(false)
            } else {
                None
            }
        }
        Scalar::Null | Scalar::Container => None,
    }
}

fn title<'w>(fields: &Fields, bytes: &'w [u8]) -> Option<Cow<'w, str>> {
    let mut title = None;
    python_list::spread(text::of(*fields.titles.first()?, bytes), |text| {
        title.get_or_insert(text);
    });
    title
}

/// All links in order of trust; neighbours that repeat each other are kept once.
fn links<'w>(fields: &Fields, action: Option<Cow<'w, str>>, bytes: &'w [u8]) -> Vec<Link<'w>> {
    let found = fields.link_urls.len()
        + usize::from(action.is_some())
        + fields.card_links.len()
        + fields.extra_links.len()
        + fields.captions.len()
        + fields.card_captions.len();
    let mut links = Vec::with_capacity(found);
    each(&fields.link_urls, bytes, |text| {
        push(&mut links, LinkSource::LinkUrl, text);
    });
    if let Some(text) = action {
        push(&mut links, LinkSource::LinkUrl, text);
    }
    each(&fields.card_links, bytes, |text| {
        push(&mut links, LinkSource::Card, text);
    });
    each(&fields.extra_links, bytes, |text| {
        push(&mut links, LinkSource::ExtraLink, text);
    });
    for captions in [&fields.captions, &fields.card_captions] {
        each(captions, bytes, |text| {
            if hint::is_address_like(&text) {
                push(&mut links, LinkSource::Caption, text);
            }
        });
    }
    links
}

fn each<'w>(spans: &[Span], bytes: &'w [u8], mut take: impl FnMut(Cow<'w, str>)) {
    for &span in spans {
        python_list::spread(text::of(span, bytes), &mut take);
    }
}

fn push<'w>(links: &mut Vec<Link<'w>>, source: LinkSource, text: Cow<'w, str>) {
    let repeated = links
        .last()
        .is_some_and(|last| last.source == source && last.text == text);
    if !repeated && !text.trim().is_empty() {
        links.push(Link { source, text });
    }
}

/// The bodies in which a URL may stand; the others are left out, which saves most of the work on them.
fn texts<'w>(fields: &Fields, bytes: &'w [u8]) -> Vec<Cow<'w, str>> {
    let mut texts: Vec<Cow<'w, str>> = Vec::new();
    for &span in fields.bodies.iter().chain(&fields.card_bodies) {
        let raw = bytes.get(span.start..span.end).unwrap_or_default();
        // Entities hide the signs that are looked for.
        if span.kind != SpanKind::Markup && !hint::may_hold_url(raw) {
            continue;
        }
        python_list::spread(text::of(span, bytes), |text| {
            if texts.last() != Some(&text) && hint::may_hold_url(text.as_bytes()) {
                texts.push(text);
            }
        });
    }
    texts
}
