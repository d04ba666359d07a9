//! What the text of a mark says, checked: an address, a name, a header, a cookie, a script, a text.

use compact_str::CompactString;
use model::{Host, HostError};

use super::mark::MarkKind;
use super::range::Range;

/// A landing mark shorter than this stands on any page.
const SHORTEST_TEXT: usize = 4;

/// Why a mark was refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum MarkError {
    /// None of the kinds is there.
    #[error("it names no kind: one of a, cname, ns, header, cookie, script, generator, html is needed")]
    NoKind,
    /// Two kinds or more.
    #[error("it names several kinds: each mark is a line of its own")]
    ManyKinds,
    /// A kind that this file cannot use.
    #[error("networks are told by a, cname, ns and html alone")]
    NotOfNetworks,
    /// Nobody could check it.
    #[error("it has no source: where was it seen?")]
    NoSource,
    /// `weak` where one look decides.
    #[error("only what stands on a page can be weak")]
    WeakDns,
    /// No address and no range.
    #[error("no address or range; write one such as 34.155.58.152, 23.227.38.32/27 or 2606:4700::/32")]
    BadAddress,
    /// A range that is a slip.
    #[error("the range is too wide to belong to anybody")]
    TooWide,
    /// An address inside its range rather than its first.
    #[error("the address before the slash is not the first of its range")]
    NotTheFirst,
    /// A host that DNS could not carry.
    #[error("no valid host: {0}")]
    BadHost(HostError),
    /// A name that no header or cookie could have.
    #[error("no header or cookie could have this name")]
    BadName,
    /// A text that stands on any page.
    #[error("shorter than four characters: it stands on any page")]
    TooShort,
}

/// A mark that can be looked for.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Sign {
    /// An address of the host.
    Address(Range),
    /// A name of the chain of aliases, or above one.
    Alias(CompactString),
    /// A name above a name server.
    NameServer(CompactString),
    /// A response header: its name, and what its value contains; both in lower case.
    Header(CompactString, Option<CompactString>),
    /// A cookie of this name.
    Cookie(CompactString),
    /// Cookies whose names begin so.
    CookiePrefix(CompactString),
    /// An address that the page refers to: host, and path with its leading slash, none at its end.
    Script(CompactString, CompactString),
    /// What the generator begins with, in lower case.
    Generator(CompactString),
    /// A text of the page.
    Html(CompactString),
}

impl Sign {
    /// Reads the text of a mark.
    pub fn parse(kind: MarkKind, text: &str) -> Result<Self, MarkError> {
        if kind.is_landing() && text.chars().count() < SHORTEST_TEXT {
            return Err(MarkError::TooShort);
        }
        Ok(match kind {
            MarkKind::Address => Self::Address(Range::parse(text)?),
            MarkKind::Cname => Self::Alias(host(text)?),
            MarkKind::NameServer => Self::NameServer(host(text)?),
            MarkKind::Header => header(text)?,
            MarkKind::Cookie => cookie(text)?,
            MarkKind::Script => script(text)?,
            MarkKind::Generator => Self::Generator(text.to_lowercase().into()),
            MarkKind::Html => Self::Html(text.into()),
        })
    }
}

fn host(text: &str) -> Result<CompactString, MarkError> {
    Host::parse(text).map(Into::into).map_err(MarkError::BadHost)
}

fn header(text: &str) -> Result<Sign, MarkError> {
    let (name, value) = match text.split_once(':') {
        Some((name, value)) => (name, Some(value.trim())),
        None => (text, None),
    };
    if !is_token(name) || value == Some("") {
        return Err(MarkError::BadName);
    }
    let value = value.map(|value| value.to_lowercase().into());
    Ok(Sign::Header(name.to_lowercase().into(), value))
}

fn cookie(text: &str) -> Result<Sign, MarkError> {
    let (name, sign): (_, fn(CompactString) -> Sign) = match text.strip_suffix('*') {
        Some(beginning) => (beginning, Sign::CookiePrefix),
        None => (text, Sign::Cookie),
    };
    if !is_token(name) || name.contains('*') {
        return Err(MarkError::BadName);
    }
    if name.len() < SHORTEST_TEXT {
        return Err(MarkError::TooShort);
    }
    Ok(sign(name.into()))
}

/// `host`, `host/path`, `host/path/`.
fn script(text: &str) -> Result<Sign, MarkError> {
    let (name, path) = text.split_at(text.find('/').unwrap_or(text.len()));
    Ok(Sign::Script(host(name)?, path.trim_end_matches('/').into()))
}

/// Names of headers and cookies (RFC 9110, section 5.6.2).
fn is_token(text: &str) -> bool {
    let sign = |b: u8| b.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&b);
    !text.is_empty() && text.bytes().all(sign)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_are_read_by_kind() {
        let read = |kind, text| Sign::parse(kind, text).unwrap();
        assert_eq!(
            read(MarkKind::Header, "Powered-By: Shopify"),
            Sign::Header("powered-by".into(), Some("shopify".into()))
        );
        assert_eq!(
            read(MarkKind::Header, "X-ShopId"),
            Sign::Header("x-shopid".into(), None)
        );
        assert_eq!(
            read(MarkKind::Cookie, "_shopify_y"),
            Sign::Cookie("_shopify_y".into())
        );
        assert_eq!(
            read(MarkKind::Cookie, "ec_store_*"),
            Sign::CookiePrefix("ec_store_".into())
        );
        assert_eq!(
            read(MarkKind::Script, "CDN.shopify.com/s/Files/"),
            Sign::Script("cdn.shopify.com".into(), "/s/Files".into())
        );
        assert_eq!(
            read(MarkKind::Generator, "PrestaShop"),
            Sign::Generator("prestashop".into())
        );
    }

    #[test]
    fn texts_that_say_nothing_are_refused() {
        for (kind, text, reason) in [
            (MarkKind::Html, "abc", MarkError::TooShort),
            (MarkKind::Cookie, "abc*", MarkError::TooShort),
            (MarkKind::Cookie, "a b c", MarkError::BadName),
            (MarkKind::Cookie, "ab*cd", MarkError::BadName),
            (MarkKind::Header, "x-shop id", MarkError::BadName),
            (MarkKind::Header, "x-shop:", MarkError::BadName),
            (
                MarkKind::Script,
                "/wp-content/x",
                MarkError::BadHost(HostError::Empty),
            ),
            (
                MarkKind::Cname,
                "shops",
                MarkError::BadHost(HostError::SingleLabel),
            ),
        ] {
            assert_eq!(Sign::parse(kind, text), Err(reason), "{text}");
        }
    }
}
