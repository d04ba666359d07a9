//! A filter as the parameters of an address, so that pages, files, the API, saved segments and alert rules mean the
//! same sellers by the same words.
//!
//! `q`, `status` (comma list), `platform`, `competitor`, `ads_from`, `ads_to`, `start_from` and `leave_from` (whole
//! percent: at least this chance within 28 days), `confidence`, `segment` (comma list of bands and saved segments: all
//! must hold), `moved` (1 or 0), `slugs` (comma list). With `not_` before it a parameter leaves out whoever it would let
//! through; of several such parameters any one is enough.

use std::sync::Arc;

use compact_str::CompactString;
use model::Confidence;
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_decode_str, utf8_percent_encode};

use super::segments::Segments;
use super::{ClientFilter, Segment};
use crate::client::ClientStatus;

/// Characters of a search, at most.
pub const LONGEST_SEARCH: usize = 200;
/// Sellers that an address may name, at most.
pub const MOST_SLUGS: usize = 200;
/// Segments that an address may name, at most.
pub const MOST_SEGMENTS: usize = 10;
/// Parameters that choose sellers, in the order in which they are written.
pub const PARAMETERS: [&str; 21] = [
    "q",
    "status",
    "platform",
    "competitor",
    "ads_from",
    "ads_to",
    "start_from",
    "leave_from",
    "confidence",
    "segment",
    "moved",
    "slugs",
    "not_q",
    "not_status",
    "not_platform",
    "not_competitor",
    "not_start_from",
    "not_leave_from",
    "not_confidence",
    "not_segment",
    "not_slugs",
];
/// A host name is at most so long (RFC 1035, section 2.3.4); platform ids and slugs are far shorter.
const LONGEST_NAME: usize = 253;
/// What stays as it is in a query value.
const KEPT: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'_')
    .remove(b'.')
    .remove(b'~')
    .remove(b',');

/// What an address says about sellers.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Read {
    /// Whom it lets through. What was not understood is left out; but a segment that is not understood lets nobody
    /// through, for without it the answer would be about everybody.
    pub filter: ClientFilter,
    /// The segments that it names (bands included), in order.
    pub segments: Vec<CompactString>,
    /// Those whose sellers it leaves out.
    pub not_segments: Vec<CompactString>,
    /// Parameters that were not understood.
    pub misread: Vec<&'static str>,
}

/// Reads parameters: `get` gives the value of a name, decoded.
pub fn read<'a>(get: &dyn Fn(&str) -> Option<&'a str>, segments: &Segments) -> Read {
    let mut read = Reading {
        get,
        misread: Vec::new(),
    };
    let named = read.segments("segment", segments);
    let not_named = read.segments("not_segment", segments);
    let mut filter = ClientFilter {
        text: read.of("q", search).unwrap_or_default(),
        statuses: read.of("status", statuses).unwrap_or_default(),
        platform: read.of("platform", name),
        competitor: read.of("competitor", host),
        ads_from: read.of("ads_from", number),
        ads_to: read.of("ads_to", number),
        start_from: read.of("start_from", percent),
        leave_from: read.of("leave_from", percent),
        confidence: read.of("confidence", Confidence::from_name),
        moved: read.of("moved", |text| match text {
            "1" => Some(true),
            "0" => Some(false),
            _ => None,
        }),
        slugs: read.of("slugs", slugs).unwrap_or_default(),
        ..named.filter
    };
    let mut not = ClientFilter {
        text: read.of("not_q", search).unwrap_or_default(),
        statuses: read.of("not_status", statuses).unwrap_or_default(),
        platform: read.of("not_platform", name),
        competitor: read.of("not_competitor", host),
        start_from: read.of("not_start_from", percent),
        leave_from: read.of("not_leave_from", percent),
        confidence: read.of("not_confidence", Confidence::from_name),
        slugs: read.of("not_slugs", slugs).unwrap_or_default(),
        ..not_named.filter
    };
    if not_named.is_misread {
        filter.within.push(Arc::new(ClientFilter::nobody()));
        not.within.clear();
        not.segment = None;
    }
    filter.not = (!not.alone().is_empty()).then(|| Box::new(not));
    Read {
        filter,
        segments: named.names,
        not_segments: not_named.names,
        misread: read.misread,
    }
}

/// Reads a query string.
pub fn parse(query: &str, segments: &Segments) -> Read {
    let pairs = pairs(query);
    let get = |name: &str| {
        let mut found = pairs
            .iter()
            .filter(|(other, value)| other == name && !value.is_empty());
        found.next_back().map(|(_, value)| value.as_str())
    };
    read(&get, segments)
}

/// The names and values of a query string, decoded.
pub fn pairs(query: &str) -> Vec<(String, String)> {
    let decoded = |text: &str| {
        let spaced = text.replace('+', " ");
        percent_decode_str(&spaced).decode_utf8_lossy().trim().to_owned()
    };
    let parts = query.split('&').filter(|part| !part.is_empty());
    parts
        .map(|part| part.split_once('=').unwrap_or((part, "")))
        .map(|(name, value)| (decoded(name), decoded(value)))
        .collect()
}

impl Read {
    /// The parameters that say the same, in one way only: equal filters, equal parameters.
    pub fn pairs(&self) -> Vec<(&'static str, String)> {
        let mut pairs = fields(&self.filter, &self.segments).to_vec();
        let none = ClientFilter::default();
        let not = self.filter.not.as_deref().unwrap_or(&none);
        let not = fields(not, &self.not_segments);
        let negated = PARAMETERS.iter().skip(pairs.len());
        for name in negated {
            let bare = name.trim_start_matches("not_");
            pairs.extend(
                not.iter()
                    .find(|(it, _)| *it == bare)
                    .map(|(_, value)| (*name, value.clone())),
            );
        }
        pairs.retain(|(_, value)| !value.is_empty());
        pairs
    }

    /// The same as a query string.
    pub fn query(&self) -> String {
        let pairs = self.pairs();
        let parts = pairs
            .iter()
            .map(|(name, value)| format!("{name}={}", utf8_percent_encode(value, KEPT)));
        parts.collect::<Vec<_>>().join("&")
    }

    /// Whether it chooses among sellers at all.
    pub fn is_everybody(&self) -> bool {
        self.filter == ClientFilter::default()
    }
}

/// Every parameter with what a filter says of it; empty where it says nothing.
fn fields(filter: &ClientFilter, segments: &[CompactString]) -> [(&'static str, String); 12] {
    let number = |number: Option<u32>| number.map_or_else(String::new, |number| number.to_string());
    let percent = |percent: Option<u8>| number(percent.map(u32::from));
    let text = |text: &Option<CompactString>| text.as_deref().unwrap_or_default().to_owned();
    let statuses: Vec<&str> = filter.statuses.iter().map(|one| one.as_str()).collect();
    [
        ("q", filter.text.trim().to_owned()),
        ("status", statuses.join(",")),
        ("platform", text(&filter.platform)),
        ("competitor", text(&filter.competitor)),
        ("ads_from", number(filter.ads_from)),
        ("ads_to", number(filter.ads_to)),
        ("start_from", percent(filter.start_from)),
        ("leave_from", percent(filter.leave_from)),
        (
            "confidence",
            filter.confidence.map_or("", |one| one.as_str()).to_owned(),
        ),
        ("segment", segments.join(",")),
        (
            "moved",
            filter
                .moved
                .map_or("", |moved| if moved { "1" } else { "0" })
                .to_owned(),
        ),
        ("slugs", filter.slugs.join(",")),
    ]
}

/// Parameters as they are read, and what of them was not understood.
struct Reading<'r, 'a> {
    get: &'r dyn Fn(&str) -> Option<&'a str>,
    misread: Vec<&'static str>,
}

/// The segments of one parameter.
#[derive(Default)]
struct Named {
    names: Vec<CompactString>,
    /// The first band as the filter's own, everything else within it.
    filter: ClientFilter,
    is_misread: bool,
}

impl<'a> Reading<'_, 'a> {
    fn of<T>(&mut self, name: &'static str, read: impl Fn(&'a str) -> Option<T>) -> Option<T> {
        let read = read((self.get)(name)?);
        if read.is_none() {
            self.misread.push(name);
        }
        read
    }

    fn segments(&mut self, parameter: &'static str, segments: &Segments) -> Named {
        let Some(value) = (self.get)(parameter) else {
            return Named::default();
        };
        let mut named = Named::default();
        let mut names: Vec<CompactString> = value
            .split(',')
            .filter(|it| !it.is_empty())
            .map(Into::into)
            .collect();
        names.sort_unstable();
        names.dedup();
        let mut sound = names.len() <= MOST_SEGMENTS;
        for name in names.iter().take(MOST_SEGMENTS) {
            match (Segment::from_name(name), segments.filter(name)) {
                (Some(band), _) if named.filter.segment.is_none() => named.filter.segment = Some(band),
                (_, Some(filter)) => named.filter.within.push(filter),
                (_, None) => sound = false,
            }
        }
        if !sound {
            self.misread.push(parameter);
            named.filter.within.push(Arc::new(ClientFilter::nobody()));
            named.is_misread = true;
        }
        named.names = names;
        named
    }
}

fn number(text: &str) -> Option<u32> {
    text.parse().ok()
}

/// A chance: whole percent.
fn percent(text: &str) -> Option<u8> {
    text.parse().ok().filter(|percent| *percent <= 100)
}

fn search(text: &str) -> Option<String> {
    (text.chars().count() <= LONGEST_SEARCH).then(|| text.to_owned())
}

fn statuses(text: &str) -> Option<Vec<ClientStatus>> {
    let mut statuses = text
        .split(',')
        .map(ClientStatus::from_name)
        .collect::<Option<Vec<_>>>()?;
    statuses.sort_unstable();
    statuses.dedup();
    Some(statuses)
}

fn name(text: &str) -> Option<CompactString> {
    (text.len() <= LONGEST_NAME).then(|| text.into())
}

/// A rival's host as the snapshot writes it: lower case, without `www.`.
fn host(text: &str) -> Option<CompactString> {
    let host = text.to_ascii_lowercase();
    name(host.strip_prefix("www.").unwrap_or(&host))
}

fn slugs(text: &str) -> Option<Vec<CompactString>> {
    let named = text.split(',').filter(|slug| !slug.is_empty());
    let mut slugs = named.map(name).collect::<Option<Vec<_>>>()?;
    slugs.sort_unstable();
    slugs.dedup();
    (slugs.len() <= MOST_SLUGS).then_some(slugs)
}

#[cfg(test)]
mod tests;
