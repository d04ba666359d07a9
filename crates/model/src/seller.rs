//! A seller and its domains, the refused ones included: each was searched for, and paid for, once.

use serde::{Deserialize, Serialize};

use crate::host::{Host, HostError};
use crate::text;

/// Under this suffix stands the shop of a seller that has no domain of its own.
pub const DEFAULT_SUFFIX: &str = "converty.shop";

/// An e-commerce client of Converty. Documents call `slug` `client_id`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Seller {
    /// The id, as the base holds it, trimmed.
    pub slug: String,
    /// Every domain given for it, refused ones included, in the order given, each once.
    pub domains: Vec<SellerDomain>,
}

/// A domain as it was given, and what became of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SellerDomain {
    /// The text as it was given.
    pub given: String,
    /// The host to search for, or why there is none.
    pub host: Result<Host, DomainRefusal>,
}

/// Why a text given as a seller's domain is never searched for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, thiserror::Error)]
#[serde(rename_all = "snake_case")]
pub enum DomainRefusal {
    /// Nothing was given, and the slug makes no host either.
    #[error("empty")]
    Empty,
    /// A piece of a web page: `<meta name=...`.
    #[error("markup, not a domain")]
    Markup,
    /// Words with spaces between them.
    #[error("words with spaces, not a domain")]
    Spaces,
    /// One word without a dot; searching for it would match anything.
    #[error("a single word without a dot")]
    SingleWord,
    /// Two dots in a row or one at the start: `.stor`.
    #[error("an empty label (a dot too many)")]
    EmptyLabel,
    /// Past the lengths that DNS allows.
    #[error("too long for a host name")]
    TooLong,
    /// A character that no host name holds.
    #[error("a character that no host name holds")]
    BadCharacter,
    /// An address, not a name.
    #[error("an IP address, not a domain")]
    IpAddress,
    /// The ending is on no list of public suffixes: `.sho`.
    #[error("an ending that does not exist")]
    UnknownSuffix,
    /// A suffix under which strangers register: `com.tn`, `myshopify.com`.
    #[error("a public suffix, shared by strangers")]
    PublicSuffix,
    /// The platform's own name, under which every seller stands: `converty.shop`.
    #[error("the platform's own domain, shared by every seller")]
    PlatformItself,
    /// A host that everybody links to: `facebook.com`, `wa.me`, `bit.ly`.
    #[error("a host shared by everybody (social network, messenger, shortener, ...)")]
    SharedHost,
}

impl DomainRefusal {
    /// All of them.
    pub const ALL: [Self; 12] = [
        Self::Empty,
        Self::Markup,
        Self::Spaces,
        Self::SingleWord,
        Self::EmptyLabel,
        Self::TooLong,
        Self::BadCharacter,
        Self::IpAddress,
        Self::UnknownSuffix,
        Self::PublicSuffix,
        Self::PlatformItself,
        Self::SharedHost,
    ];

    /// The stable name, as stored and as scripts see it: `single_word`.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Empty => "empty",
            Self::Markup => "markup",
            Self::Spaces => "spaces",
            Self::SingleWord => "single_word",
            Self::EmptyLabel => "empty_label",
            Self::TooLong => "too_long",
            Self::BadCharacter => "bad_character",
            Self::IpAddress => "ip_address",
            Self::UnknownSuffix => "unknown_suffix",
            Self::PublicSuffix => "public_suffix",
            Self::PlatformItself => "platform_itself",
            Self::SharedHost => "shared_host",
        }
    }

    /// The refusal of a stored name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|refusal| refusal.as_str() == name)
    }
}

impl From<HostError> for DomainRefusal {
    fn from(error: HostError) -> Self {
        match error {
            HostError::Empty => Self::Empty,
            HostError::SingleLabel => Self::SingleWord,
            HostError::EmptyLabel => Self::EmptyLabel,
            HostError::TooLong => Self::TooLong,
            HostError::BadCharacter | HostError::Idna => Self::BadCharacter,
            HostError::IpAddress => Self::IpAddress,
            HostError::UnknownSuffix => Self::UnknownSuffix,
        }
    }
}

impl Seller {
    /// A seller from its slug and the domains given for it; without any it has `<slug>.converty.shop`.
    pub fn new<T: AsRef<str>>(slug: &str, given: impl IntoIterator<Item = T>) -> Self {
        let slug = slug.trim().to_owned();
        let mut domains: Vec<SellerDomain> = Vec::new();
        for text in given {
            let domain = SellerDomain::clean(text.as_ref());
            let empty = domain.host == Err(DomainRefusal::Empty);
            let twice = domains
                .iter()
                .any(|d| d.given == domain.given || (d.host.is_ok() && d.host == domain.host));
            if !empty && !twice {
                domains.push(domain);
            }
        }
        if domains.is_empty() {
            domains.push(SellerDomain::clean(&format!("{slug}.{DEFAULT_SUFFIX}")));
        }
        Self { slug, domains }
    }

    /// The hosts that can be searched for.
    pub fn hosts(&self) -> impl Iterator<Item = &Host> {
        self.domains.iter().filter_map(|domain| domain.host.as_ref().ok())
    }

    /// Whether no question about this seller can be asked: every domain was refused.
    pub fn is_unscannable(&self) -> bool {
        self.hosts().next().is_none()
    }
}

impl SellerDomain {
    /// Cleans what people type: scheme, user, port, path, `www.`, letter case, root dot, outer spaces,
    /// invisible marks; international names become ASCII.
    pub fn clean(given: &str) -> Self {
        Self {
            given: given.trim().to_owned(),
            host: clean_host(given),
        }
    }
}

fn clean_host(given: &str) -> Result<Host, DomainRefusal> {
    let text = text::strip_invisible(given);
    let text = text
        .trim()
        .trim_matches(|c: char| matches!(c, '"' | '\'' | '\u{a0}'));
    if text.is_empty() {
        return Err(DomainRefusal::Empty);
    }
    if text.contains(['<', '>']) {
        return Err(DomainRefusal::Markup);
    }
    let text = text
        .split_once("://")
        .map_or(text, |(_, rest)| rest)
        .trim_start_matches('/');
    let text = text.split(['/', '\\', '?', '#']).next().unwrap_or_default();
    let text = text.rsplit('@').next().unwrap_or_default();
    let text = strip_port(text).trim();
    if text.contains(char::is_whitespace) {
        return Err(DomainRefusal::Spaces);
    }
    let host = Host::parse(text)?.without_www();
    if host.as_str() == DEFAULT_SUFFIX || host.as_str() == "converty.site" {
        return Err(DomainRefusal::PlatformItself);
    }
    if host.is_public_suffix() {
        Err(DomainRefusal::PublicSuffix)
    } else {
        Ok(host)
    }
}

fn strip_port(text: &str) -> &str {
    match text.rsplit_once(':') {
        Some((host, port)) if port.bytes().all(|b| b.is_ascii_digit()) => host,
        _ => text,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cleaned(text: &str) -> Result<String, DomainRefusal> {
        SellerDomain::clean(text).host.map(|h| h.as_str().to_owned())
    }

    #[test]
    fn cleans_what_people_type() {
        for text in [
            "tunsell.com",
            " TunSell.com. ",
            "https://www.tunsell.com/fr?x=1",
            "http://tunsell.com:443/",
            "//tunsell.com",
            "www.tunsell.com",
            "\u{200f}tunsell.com",
            "user:pw@tunsell.com",
            "\"tunsell.com\"",
        ] {
            assert_eq!(cleaned(text).as_deref(), Ok("tunsell.com"), "{text}");
        }
    }

    #[test]
    fn refuses_what_real_bases_hold() {
        use DomainRefusal::*;
        let cases = [
            (
                "<meta name=\"facebook-domain-verification\" content=\"x\"",
                Markup,
            ),
            ("<script type=\"text", Markup),
            ("silver", SingleWord),
            (".stor", EmptyLabel),
            ("fil.lets stor", Spaces),
            ("", Empty),
            ("  ", Empty),
            ("pièce de rechange automobile", Spaces),
            ("set ns3 to: ns3.converty.shop", Spaces),
            ("fastshop-tn.sho", UnknownSuffix),
            ("converty.shop", PlatformItself),
            ("https://www.converty.shop/", PlatformItself),
            ("com.tn", PublicSuffix),
            ("myshopify.com", PublicSuffix),
            ("10.0.0.1", IpAddress),
            ("a,b.tn", BadCharacter),
        ];
        for (text, reason) in cases {
            assert_eq!(cleaned(text), Err(reason), "{text}");
        }
    }

    #[test]
    fn a_seller_without_domain_has_its_shop() {
        let seller = Seller::new("vervane", Vec::<String>::new());
        assert_eq!(
            seller.hosts().map(Host::as_str).collect::<Vec<_>>(),
            ["vervane.converty.shop"]
        );
        assert!(Seller::new("one item", ["one item"]).is_unscannable());
        assert!(!Seller::new("x", ["silver", "x.tn"]).is_unscannable());
    }

    #[test]
    fn one_domain_given_twice_counts_once() {
        let seller = Seller::new("x", ["x.tn", "https://www.x.tn/", " x.tn"]);
        assert_eq!(seller.domains.len(), 1);
    }

    #[test]
    fn refusal_names_come_back() {
        for refusal in DomainRefusal::ALL {
            assert_eq!(DomainRefusal::from_name(refusal.as_str()), Some(refusal));
            assert_eq!(
                serde_json::to_string(&refusal).unwrap(),
                format!("\"{}\"", refusal.as_str())
            );
        }
    }
}
