//! From a link as it stands in an ad to an address: a host that DNS could carry, and what follows it.
//!
//! Plain links (a lower-case ASCII host, `https://` or nothing before it) take [`fast`]; everything else is cleaned and
//! parsed as browsers parse it, and then held to stricter rules for the host. Both give the same address.

mod authority;
mod fast;
mod scheme;
mod slow;
mod trim;

use std::borrow::Cow;

use compact_str::CompactString;
use model::Host;

pub(crate) use fast::{fast, plain_authority};
pub(crate) use slow::{slow, url_in_sentence};

/// What a link turned out to be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Reading<'a> {
    /// Nothing, a word for nothing, or plain words.
    NoLink,
    /// A link, but no host can be read from it.
    Malformed,
    /// A placeholder in the place of the link or of its host.
    Template,
    /// A link of another scheme than `http` and `https`: the scheme as written, the whole cleaned text.
    Scheme { scheme: CompactString, text: String },
    /// A mail address without a scheme.
    MailAddress,
    /// A place on the web.
    Address(Address<'a>),
}

/// A host and what follows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Address<'a> {
    /// The host.
    pub host: Host,
    /// Whether the scheme is `https`.
    pub secure: bool,
    /// Path, query and fragment.
    pub tail: Cow<'a, str>,
}

impl Address<'_> {
    /// The path, which may be empty.
    pub fn path(&self) -> &str {
        let end = self.tail.find(['?', '#']).unwrap_or(self.tail.len());
        self.tail.get(..end).unwrap_or_default()
    }

    /// The query, without its question mark and without the fragment.
    pub fn query(&self) -> &str {
        let before_fragment = self.tail.split('#').next().unwrap_or_default();
        before_fragment.split_once('?').map_or("", |(_, query)| query)
    }

    /// Whether the tail stands as a browser would write it, so that its path can be compared as it is.
    pub fn is_tidy(&self) -> bool {
        let bytes = self.tail.as_bytes();
        let odd = |b: &u8| {
            !b.is_ascii_graphic() || matches!(b, b'\\' | b'"' | b'\'' | b'<' | b'>' | b'`' | b'*' | b'|')
        };
        // `/./` and `/../`, plain or encoded, are walked by browsers.
        let dotted = |pair: &[u8]| matches!(pair, [b'/', b'.' | b'%']);
        let ends_well = bytes.last().is_none_or(|b| !trim::is_closing(char::from(*b)));
        ends_well && !bytes.iter().any(odd) && !bytes.windows(2).any(dotted)
    }

    /// The whole address.
    pub fn url(&self) -> String {
        let scheme = if self.secure { "https" } else { "http" };
        let slash = if self.tail.starts_with('/') { "" } else { "/" };
        format!("{scheme}://{}{slash}{}", self.host, self.tail)
    }
}

/// Reads a link, the fast way where it can.
pub(crate) fn read(text: &str) -> Reading<'_> {
    match fast(text) {
        Some(address) => Reading::Address(address),
        None => slow(text),
    }
}
