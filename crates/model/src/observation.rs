//! What was observed of a place on the network: answers of the DNS, and pages that answered.
//!
//! These are facts as they came, before anybody says which platform they speak for: the catalogue turns them
//! into [`Evidence`](crate::evidence::Evidence), again whenever it changes, and nothing is asked twice for it.

use core::net::IpAddr;
use std::fmt;

use compact_str::CompactString;
use serde::{Deserialize, Serialize};

use crate::{Host, Timestamp};

/// What is looked at: a host, or one link on a host that shortens links (`bit.ly/3xYz`).
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "CompactString", into = "CompactString")]
pub struct Place(CompactString);

impl Place {
    /// The host itself.
    pub fn of_host(host: &Host) -> Self {
        Self(host.as_str().into())
    }

    /// One link on a host: its path and query, with the leading `/`. A path of `/` alone is the host itself.
    pub fn of_link(host: &Host, path_and_query: &str) -> Self {
        let tail = path_and_query.trim_start_matches('/');
        if tail.is_empty() {
            return Self::of_host(host);
        }
        Self(compact_str::format_compact!("{host}/{tail}"))
    }

    /// The host, or host and path, without a scheme.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The host alone.
    pub fn host(&self) -> &str {
        self.0.split_once('/').map_or(&*self.0, |(host, _)| host)
    }

    /// What comes after the host, with the leading `/`; `/` for a host alone.
    pub fn path_and_query(&self) -> &str {
        self.0.find('/').and_then(|at| self.0.get(at..)).unwrap_or("/")
    }

    /// Whether it is one link rather than a host.
    pub fn is_link(&self) -> bool {
        self.0.contains('/')
    }
}

impl TryFrom<CompactString> for Place {
    type Error = crate::HostError;

    fn try_from(text: CompactString) -> Result<Self, Self::Error> {
        let (host, tail) = text.split_once('/').unwrap_or((&text, ""));
        Ok(Self::of_link(&Host::parse(host)?, tail))
    }
}

impl From<Place> for CompactString {
    fn from(place: Place) -> Self {
        place.0
    }
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// One set of facts about a place.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Facts {
    /// What the DNS answered.
    Dns(DnsFacts),
    /// What answered behind the place.
    Landing(LandingFacts),
}

/// Which facts are meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FactsKind {
    /// What the DNS answered.
    Dns,
    /// What answered behind the place.
    Landing,
}

impl FactsKind {
    /// The stable name, as stored.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Dns => "dns",
            Self::Landing => "landing",
        }
    }

    /// The kind of a stored name.
    pub fn from_name(name: &str) -> Option<Self> {
        [Self::Dns, Self::Landing]
            .into_iter()
            .find(|kind| kind.as_str() == name)
    }
}

impl Facts {
    /// Which facts these are.
    pub const fn kind(&self) -> FactsKind {
        match self {
            Self::Dns(_) => FactsKind::Dns,
            Self::Landing(_) => FactsKind::Landing,
        }
    }

    /// Whether the other says the same of the place, but for what changes from one look to the next (headlines,
    /// counts of products, paths of a redirect): then history has no new line.
    pub fn says_the_same_as(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Dns(a), Self::Dns(b)) => a == b,
            (Self::Landing(a), Self::Landing(b)) => {
                a.status == b.status
                    && a.last_host == b.last_host
                    && a.marks == b.marks
                    && a.pixels == b.pixels
                    && a.loads_pixel == b.loads_pixel
                    && a.shop == b.shop
            }
            _ => false,
        }
    }
}

/// What the DNS answered for a host.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DnsFacts {
    /// Whether there is such a name, and an address.
    pub answer: DnsAnswer,
    /// A and AAAA records at the end of the chain, sorted, each once.
    pub addresses: Vec<IpAddr>,
    /// Names of the CNAME chain in its order, the last one included, the host itself not: lower case, no root dot.
    pub aliases: Vec<CompactString>,
    /// Name servers of the registrable domain, sorted, lower case, no root dot; empty where they could not be told.
    pub name_servers: Vec<CompactString>,
}

/// Whether a name leads anywhere.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DnsAnswer {
    /// At least one address.
    Resolves,
    /// The name is there, an address is not (RFC 2308, NODATA).
    NoAddress,
    /// There is no such name (RFC 2308, NXDOMAIN).
    NoSuchName,
}

/// What answered behind a place.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LandingFacts {
    /// HTTP status of the last answer.
    pub status: u16,
    /// Addresses in the order in which they were asked, the first included: scheme, host and path, no query.
    pub chain: Vec<String>,
    /// The host that gave the last answer.
    pub last_host: CompactString,
    /// The whole last address, query included, at most 2,000 bytes: where a short link leads.
    pub target: String,
    /// The page's headline, at most 200 characters.
    pub title: String,
    /// Whether something is sold there, as far as the page tells.
    pub shop: ShopSign,
    /// Links to different products on the page.
    pub products: u16,
    /// Whether the page loads the Meta pixel.
    pub loads_pixel: bool,
    /// Ids of Meta pixels that the page starts, sorted, digits only.
    pub pixels: Vec<CompactString>,
    /// Marks of platforms that were found on the page, sorted by platform, then mark.
    pub marks: Vec<PageMark>,
    /// The digest of the catalogue's marks that were looked for.
    pub looked_for: u64,
}

/// Whether something is sold on a page.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ShopSign {
    /// Products, prices or a cart.
    Open,
    /// The page says that the shop is closed, not ready, or behind a password.
    Closed,
    /// The domain is for sale or parked.
    Parked,
    /// Nothing of these, or no page (status 4xx or 5xx).
    Nothing,
}

/// A platform's mark that was found on a page.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct PageMark {
    /// The platform's id in the catalogue.
    pub platform: CompactString,
    /// The mark as the catalogue writes it, its kind first: `script cdn.shopify.com`.
    pub mark: String,
    /// Whether one such mark alone says nothing.
    pub weak: bool,
}

/// A page as it answered, cut to what is looked at: kept so that new marks are found on it without asking again.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct LandingPage {
    /// Header names (lower case) and values, but for cookies and values longer than 300 bytes; of every hop.
    pub headers: Vec<(String, String)>,
    /// Names of the cookies that were set, on every hop. Never their values.
    pub cookies: Vec<String>,
    /// The beginning of the last answer's text, at most 64 KiB, in UTF-8.
    pub html: String,
}

/// Facts about a place, just observed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Observed {
    /// Of what.
    pub place: Place,
    /// What.
    pub facts: Facts,
    /// When.
    pub at: Timestamp,
    /// Until when nobody needs to look again.
    pub until: Timestamp,
    /// The page, where one answered.
    pub page: Option<LandingPage>,
}

/// Facts about a place as history has them: one line while nothing changes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Observation {
    /// Of what.
    pub place: Place,
    /// What; the latest of those that say the same.
    pub facts: Facts,
    /// When it was first observed.
    pub first_seen: Timestamp,
    /// When it was last observed.
    pub last_seen: Timestamp,
    /// Until when nobody needs to look again.
    pub until: Timestamp,
}

/// Somebody looked and learned nothing. Never a fact: it says nothing of the place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Undecided {
    /// Of what.
    pub place: Place,
    /// Which facts were looked for.
    pub kind: FactsKind,
    /// When, last.
    pub at: Timestamp,
    /// How often in a row.
    pub times: u32,
    /// Why.
    pub reason: UndecidedReason,
    /// The same in the network's own words, for people; at most 200 characters, never a secret.
    pub detail: String,
}

/// Why somebody who looked learned nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum UndecidedReason {
    /// No answer in time, after all tries.
    Timeout,
    /// The name's servers failed (SERVFAIL).
    ServerFailure,
    /// The server would not say (REFUSED, NOTAUTH, ...).
    Refused,
    /// The chain of aliases runs in a circle or is too long.
    AliasLoop,
    /// An answer that cannot be read, or that answers something else (a lame delegation, say).
    BadAnswer,
    /// The network could not be reached, or the connection was refused or cut.
    Unreachable,
    /// TLS failed: no certificate for this name, say.
    Tls,
    /// More redirects than are followed.
    TooManyRedirects,
    /// It leads to an address where nobody may look (private, loopback, ...), or to a scheme or port not allowed.
    Forbidden,
    /// The name leads nowhere (landing only): there is nothing to fetch.
    NoAddress,
}

impl UndecidedReason {
    /// All of them.
    pub const ALL: [Self; 10] = [
        Self::Timeout,
        Self::ServerFailure,
        Self::Refused,
        Self::AliasLoop,
        Self::BadAnswer,
        Self::Unreachable,
        Self::Tls,
        Self::TooManyRedirects,
        Self::Forbidden,
        Self::NoAddress,
    ];

    /// The stable name, as stored and as scripts see it.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Timeout => "timeout",
            Self::ServerFailure => "server_failure",
            Self::Refused => "refused",
            Self::AliasLoop => "alias_loop",
            Self::BadAnswer => "bad_answer",
            Self::Unreachable => "unreachable",
            Self::Tls => "tls",
            Self::TooManyRedirects => "too_many_redirects",
            Self::Forbidden => "forbidden",
            Self::NoAddress => "no_address",
        }
    }

    /// The reason of a stored name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|reason| reason.as_str() == name)
    }
}

impl fmt::Display for UndecidedReason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn host(text: &str) -> Host {
        Host::parse(text).unwrap()
    }

    #[test]
    fn places_are_hosts_or_single_links() {
        let whole = Place::of_link(&host("a.tn"), "/");
        assert_eq!(whole, Place::of_host(&host("a.tn")));
        assert_eq!(
            (whole.host(), whole.path_and_query(), whole.is_link()),
            ("a.tn", "/", false)
        );
        let link = Place::of_link(&host("bit.ly"), "/3xYz?s=1");
        assert_eq!((link.host(), link.path_and_query()), ("bit.ly", "/3xYz?s=1"));
        assert!(link.is_link());
        let again = Place::try_from(CompactString::from("BIT.ly/3xYz?s=1")).unwrap();
        assert_eq!(again, link);
        assert!(Place::try_from(CompactString::from("localhost/x")).is_err());
    }

    #[test]
    fn reasons_come_back_by_name() {
        for reason in UndecidedReason::ALL {
            assert_eq!(UndecidedReason::from_name(reason.as_str()), Some(reason));
            assert_eq!(serde_json::to_string(&reason).unwrap(), format!("\"{reason}\""));
        }
    }
}
