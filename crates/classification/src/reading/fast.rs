//! The fast path: a host in lower-case ASCII, with `http(s)://` or nothing before it, and nothing to clean.

use std::borrow::Cow;

use model::Host;

use super::Address;

/// The address of a plain link, or of a bare host as captions show it; `None` wherever there is any doubt.
pub(crate) fn fast(text: &str) -> Option<Address<'_>> {
    let (authority, tail, secure) = split(text)?;
    let host = Host::parse(authority).ok()?;
    Some(Address {
        host,
        secure,
        tail: Cow::Borrowed(tail),
    })
}

/// The part of a link from which [`fast`] would read the host: two links with the same one lead to the same
/// host.
pub(crate) fn plain_authority(text: &str) -> Option<&str> {
    split(text).map(|(authority, _, _)| authority)
}

/// What may be a host, what follows it, and whether the scheme is `https`.
fn split(text: &str) -> Option<(&str, &str, bool)> {
    let (rest, secure) = match text.strip_prefix("https://") {
        Some(rest) => (rest, true),
        None => text
            .strip_prefix("http://")
            .map_or((text, true), |rest| (rest, false)),
    };
    let plain = |b: u8| matches!(b, b'a'..=b'z' | b'0'..=b'9' | b'.' | b'-' | b'_');
    let end = rest.bytes().position(|b| !plain(b)).unwrap_or(rest.len());
    let (authority, tail) = rest.split_at_checked(end)?;
    let ends = matches!(tail.as_bytes().first(), None | Some(b'/' | b'?' | b'#'));
    (ends && !authority.ends_with('.')).then_some((authority, tail, secure))
}
