//! The careful path: clean, repair, parse as browsers do, then hold the host to what DNS can carry.

use std::borrow::Cow;

use model::Host;
use model::text::strip_invisible;
use url::{Position, Url};

use super::authority::{
    authority, holds_template, is_cut, is_mail_address, looks_like_host, starts_with_template,
};
use super::scheme::{decode_layers, scheme_of, strip_http};
use super::trim::trim;
use super::{Address, Reading};

/// Words that stand for no link. Compared in lower case.
const WORDS_FOR_NOTHING: [&str; 12] = [
    "null",
    "none",
    "n/a",
    "na",
    "nan",
    "nil",
    "undefined",
    "-",
    "--",
    "#",
    "false",
    "vide",
];

/// Reads any text at all.
pub(crate) fn slow(text: &str) -> Reading<'static> {
    let visible = strip_invisible(text);
    let trimmed = trim(&visible);
    if trimmed.is_empty() || is_word_for_nothing(trimmed) {
        return Reading::NoLink;
    }
    if starts_with_template(trimmed) {
        return Reading::Template;
    }
    let decoded = decode_layers(trimmed);
    read_clean(trim(&decoded))
}

fn is_word_for_nothing(text: &str) -> bool {
    WORDS_FOR_NOTHING
        .iter()
        .any(|word| word.eq_ignore_ascii_case(text))
}

fn read_clean(text: &str) -> Reading<'static> {
    if let Some((rest, secure)) = strip_http(text) {
        return after_scheme(rest, secure);
    }
    if let Some(rest) = text.strip_prefix("//").or_else(|| text.strip_prefix("\\\\")) {
        return after_scheme(rest, true);
    }
    if is_mail_address(text) {
        return Reading::MailAddress;
    }
    if let Some(scheme) = scheme_of(text) {
        return Reading::Scheme {
            scheme: scheme.into(),
            text: text.to_owned(),
        };
    }
    without_scheme(text)
}

fn without_scheme(text: &str) -> Reading<'static> {
    let host = authority(text);
    if looks_like_host(host) {
        return after_scheme(text, true);
    }
    if let Some(url) = url_in_sentence(text) {
        return read_clean(url);
    }
    if starts_like_link(text) {
        Reading::Malformed
    } else {
        Reading::NoLink
    }
}

fn starts_like_link(text: &str) -> bool {
    text.starts_with(['/', '\\', '?'])
}

/// The first URL inside words: `Commandez ici: https://a.tn/`.
pub(crate) fn url_in_sentence(text: &str) -> Option<&str> {
    let at = text.find("https://").or_else(|| text.find("http://"))?;
    let (words, url) = text.split_at_checked(at)?;
    // A URL inside another link's path or query is not the link.
    (at > 0 && !words.contains(['/', '?', '#', '&', '=', '%'])).then_some(url)
}

/// `rest` is what follows `http(s)://`.
fn after_scheme(rest: &str, secure: bool) -> Reading<'static> {
    if starts_with_template(rest) {
        return Reading::Template;
    }
    let host = authority(rest);
    if host.is_empty() {
        return Reading::Malformed;
    }
    if holds_template(host) {
        return Reading::Template;
    }
    if is_cut(host) {
        return Reading::Malformed;
    }
    match parse(rest, secure) {
        Some(address) => Reading::Address(address),
        None => Reading::Malformed,
    }
}

/// As the WHATWG URL standard parses it; then the host must be one that DNS could carry.
fn parse(rest: &str, secure: bool) -> Option<Address<'static>> {
    let scheme = if secure { "https" } else { "http" };
    let url = Url::parse(&format!("{scheme}://{rest}")).ok()?;
    let host = Host::parse(url.domain()?).ok()?;
    let tail = url[Position::BeforePath..].to_owned();
    Some(Address {
        host,
        secure,
        tail: Cow::Owned(tail),
    })
}
