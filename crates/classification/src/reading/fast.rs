//! The fast path: a host in lower-case ASCII, with `http(s)://` or nothing before it, and nothing to clean.

use std::borrow::Cow;

use model::Host;

use super::Address;

/// The address of a plain link, or of a bare host as captions show it; `None` wherever there is any doubt.
pub(crate) fn fast(text: &str) -> Option<Address<'_>> {
    let (rest, secure) = match text.strip_prefix("https://") {
        Some(rest) => (rest, true),
        None => text
            .strip_prefix("http://")
            .map_or((text, true), |rest| (rest, false)),
    };
    let plain = |b: u8| matches!(b, b'a'..=b'z' | b'0'..=b'9' | b'.' | b'-' | b'_');
    let end = rest.bytes().position(|b| !plain(b)).unwrap_or(rest.len());
    let (authority, tail) = rest.split_at_checked(end)?;
    if !matches!(tail.as_bytes().first(), None | Some(b'/' | b'?' | b'#')) || authority.ends_with('.') {
        return None;
    }
    let host = Host::parse(authority).ok()?;
    Some(Address {
        host,
        secure,
        tail: Cow::Borrowed(tail),
    })
}
