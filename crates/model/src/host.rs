//! A host name that DNS could carry: the only thing destinations are ever compared by.
//!
//! Parsing is stricter than the WHATWG URL standard, which lets `evil.com;shop.tn` pass as a host
//! (measured on `url` 2.5): every label must be made of letters, digits, hyphen or underscore, and the
//! name must end in a public suffix that the list knows.

use std::fmt;

use compact_str::CompactString;
use serde::{Deserialize, Serialize};

use crate::text;

/// RFC 1035, section 2.3.4: a name is at most 253 characters when written without the root dot.
const MAX_HOST: usize = 253;
/// RFC 1035, section 2.3.4: a label is at most 63 octets.
const MAX_LABEL: usize = 63;
const MAX_LABEL_AND_ONE: usize = MAX_LABEL + 1;

/// A lower-case ASCII host of at least two labels under a known public suffix. Never an IP address.
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "CompactString", into = "CompactString")]
pub struct Host(CompactString);

/// Why a text is no host.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum HostError {
    /// Nothing is left after trimming.
    #[error("empty")]
    Empty,
    /// One label only: `localhost`, `silver`.
    #[error("a single word, no dot")]
    SingleLabel,
    /// `a..b`, `.stor`.
    #[error("an empty label")]
    EmptyLabel,
    /// A label past 63 octets or a name past 253.
    #[error("too long for a host name")]
    TooLong,
    /// A character that no label may hold.
    #[error("a character that no host name holds")]
    BadCharacter,
    /// IPv4 in any of its spellings, or IPv6.
    #[error("an IP address")]
    IpAddress,
    /// The last label is no suffix that the Public Suffix List knows.
    #[error("an unknown public suffix")]
    UnknownSuffix,
    /// International letters that have no ASCII form.
    #[error("international letters that have no ASCII form")]
    Idna,
}

impl Host {
    /// Reads a host, in any letter case, international or punycode, with or without the root dot.
    pub fn parse(text: &str) -> Result<Self, HostError> {
        if is_plain(text) {
            return Self::from_ascii(CompactString::from(text));
        }
        let cleaned = text::strip_invisible(text);
        let cleaned = cleaned.trim();
        let ascii = idna::domain_to_ascii_cow(cleaned.as_bytes(), idna::AsciiDenyList::EMPTY)
            .map_err(|_| HostError::Idna)?;
        let ascii = ascii.strip_suffix('.').unwrap_or(&ascii);
        Self::from_ascii(CompactString::from(ascii))
    }

    /// `text` is already lower-case ASCII or is refused.
    fn from_ascii(text: CompactString) -> Result<Self, HostError> {
        check_labels(&text)?;
        match psl::suffix(text.as_bytes()) {
            Some(suffix) if suffix.is_known() => Ok(Self(text)),
            // RFC 2606 reserves `.example` to stand for any registered domain in documents and samples.
            _ if text.ends_with(".example") => Ok(Self(text)),
            _ => Err(HostError::UnknownSuffix),
        }
    }

    /// The whole host, lower-case ASCII.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The host without a leading `www.`, where something that is still a host remains.
    #[must_use]
    pub fn without_www(&self) -> Self {
        match self.0.strip_prefix("www.") {
            Some(rest) if Self::from_ascii(CompactString::from(rest)).is_ok() => {
                Self(CompactString::from(rest))
            }
            _ => self.clone(),
        }
    }

    /// The registrable domain by the Public Suffix List, private section included:
    /// `www.shop.com.tn` gives `shop.com.tn`. `None` where the host is itself a suffix.
    pub fn registrable(&self) -> Option<&str> {
        psl::domain_str(&self.0)
    }

    /// Whether the host itself is a public suffix (`com.tn`, `myshopify.com`), under which strangers live.
    pub fn is_public_suffix(&self) -> bool {
        self.registrable().is_none()
    }

    /// Whether this host is `parent` or stands under it, on a label boundary.
    pub fn is_under(&self, parent: &str) -> bool {
        self.0
            .strip_suffix(parent)
            .is_some_and(|rest| rest.is_empty() || rest.ends_with('.'))
    }

    /// The host and every name above it, longest first: `a.b.tn`, `b.tn`, `tn`.
    pub fn suffixes(&self) -> impl Iterator<Item = &str> {
        std::iter::successors(Some(self.0.as_str()), |name| {
            name.split_once('.').map(|(_, rest)| rest)
        })
    }
}

/// Lower-case letters, digits, dots, hyphens and underscores only, and not punycode: no IDNA needed.
fn is_plain(text: &str) -> bool {
    text.bytes()
        .all(|b| matches!(b, b'a'..=b'z' | b'0'..=b'9' | b'.' | b'-' | b'_'))
        && !text.contains("xn--")
        && !text.ends_with('.')
}

fn check_labels(text: &str) -> Result<(), HostError> {
    if text.is_empty() {
        return Err(HostError::Empty);
    }
    if text.len() > MAX_HOST {
        return Err(HostError::TooLong);
    }
    let (mut dots, mut length, mut before) = (0_u32, 0_usize, b'.');
    for &byte in text.as_bytes() {
        if byte == b'.' {
            end_label(length, before)?;
            dots += 1;
            length = 0;
        } else {
            let inner = matches!(byte, b'a'..=b'z' | b'0'..=b'9' | b'_') || (byte == b'-' && length > 0);
            if !inner {
                return Err(HostError::BadCharacter);
            }
            length += 1;
        }
        before = byte;
    }
    end_label(length, before)?;
    if is_number(text.rsplit('.').next().unwrap_or_default()) {
        return Err(HostError::IpAddress);
    }
    if dots == 0 {
        Err(HostError::SingleLabel)
    } else {
        Ok(())
    }
}

/// Whether a label of this length may end with this byte.
const fn end_label(length: usize, last: u8) -> Result<(), HostError> {
    match (length, last) {
        (0, _) => Err(HostError::EmptyLabel),
        (_, b'-') => Err(HostError::BadCharacter),
        (MAX_LABEL_AND_ONE.., _) => Err(HostError::TooLong),
        _ => Ok(()),
    }
}

/// What the URL standard calls "ends in a number": decimal, octal or `0x` hexadecimal, so an IPv4 address.
fn is_number(label: &str) -> bool {
    if label.bytes().all(|b| b.is_ascii_digit()) {
        return true;
    }
    label
        .strip_prefix("0x")
        .is_some_and(|hex| hex.bytes().all(|b| b.is_ascii_hexdigit()))
}

impl TryFrom<CompactString> for Host {
    type Error = HostError;

    fn try_from(text: CompactString) -> Result<Self, HostError> {
        Self::parse(&text)
    }
}

impl From<Host> for CompactString {
    fn from(host: Host) -> Self {
        host.0
    }
}

impl AsRef<str> for Host {
    fn as_ref(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Host {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Debug for Host {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Host({})", self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parsed(text: &str) -> Result<String, HostError> {
        Host::parse(text).map(|h| h.as_str().to_owned())
    }

    #[test]
    fn one_host_in_all_its_spellings() {
        for text in [
            "ravino.converty.shop",
            "RAVINO.Converty.SHOP",
            "ravino.converty.shop.",
            "ravino\u{200b}.converty.shop",
        ] {
            assert_eq!(parsed(text).as_deref(), Ok("ravino.converty.shop"), "{text}");
        }
        assert_eq!(
            parsed("ｒavino。converty.shop").as_deref(),
            Ok("ravino.converty.shop")
        );
    }

    #[test]
    fn arabic_and_punycode_are_one_host() {
        let arabic = parsed("متجر.shop").unwrap();
        assert!(arabic.starts_with("xn--"));
        assert_eq!(parsed(&arabic), Ok(arabic.clone()));
    }

    #[test]
    fn refuses_what_dns_could_not_carry() {
        use HostError::*;
        let cases = [
            ("", Empty),
            ("silver", SingleLabel),
            (".stor", EmptyLabel),
            ("a..tn", EmptyLabel),
            ("a.tn..", EmptyLabel),
            ("fastshop-tn.sho", UnknownSuffix),
            ("evil.com;shop.tn", BadCharacter),
            ("-a.tn", BadCharacter),
            ("127.0.0.1", IpAddress),
            ("0x7f.0x1", IpAddress),
            ("{{store}}.converty.shop", BadCharacter),
        ];
        for (text, reason) in cases {
            assert_eq!(parsed(text), Err(reason), "{text}");
        }
        assert_eq!(parsed(&format!("{}.tn", "a".repeat(64))), Err(TooLong));
    }

    #[test]
    fn under_is_by_label() {
        let host = Host::parse("jewelry-style.converty.shop").unwrap();
        assert!(host.is_under("converty.shop"));
        assert!(host.is_under("jewelry-style.converty.shop"));
        assert!(!host.is_under("style.converty.shop"));
        assert!(!Host::parse("notconverty.shop").unwrap().is_under("converty.shop"));
    }

    #[test]
    fn registrable_knows_second_level_and_private_suffixes() {
        assert_eq!(
            Host::parse("www.shop.com.tn").unwrap().registrable(),
            Some("shop.com.tn")
        );
        assert_eq!(
            Host::parse("a.b.myshopify.com").unwrap().registrable(),
            Some("b.myshopify.com")
        );
        assert!(Host::parse("myshopify.com").unwrap().is_public_suffix());
    }

    #[test]
    fn www_is_kept_where_nothing_else_remains() {
        assert_eq!(
            Host::parse("www.tunsell.com").unwrap().without_www().as_str(),
            "tunsell.com"
        );
        assert_eq!(Host::parse("www.com").unwrap().without_www().as_str(), "www.com");
    }
}
