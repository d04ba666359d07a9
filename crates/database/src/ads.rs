//! Ads as they are stored, and what is read back of them.

use compact_str::CompactString;
use model::{Class, LinkSource, Timestamp, Verdict};

/// The links of an ad in one text, most trusted first: a line each, the source's one-letter code and the
/// link (`lhttps://a.tn/`). Compact, readable in any database shell, and enough to judge the ad again.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct StoredLinks(String);

impl StoredLinks {
    /// No links.
    pub const fn new() -> Self {
        Self(String::new())
    }

    /// From its stored text.
    pub const fn from_text(text: String) -> Self {
        Self(text)
    }

    /// Adds a link. Line breaks inside it are dropped, as every URL parser drops them.
    pub fn push(&mut self, source: LinkSource, text: &str) {
        if !self.0.is_empty() {
            self.0.push('\n');
        }
        self.0.push(source.code());
        if text.contains(['\n', '\r']) {
            self.0.extend(text.chars().filter(|c| !matches!(c, '\n' | '\r')));
        } else {
            self.0.push_str(text);
        }
    }

    /// The stored text.
    pub fn as_text(&self) -> &str {
        &self.0
    }

    /// The links, in order.
    pub fn iter(&self) -> impl Iterator<Item = (LinkSource, &str)> {
        self.0.split('\n').filter_map(|line| {
            let mut chars = line.chars();
            Some((LinkSource::from_code(chars.next()?)?, chars.as_str()))
        })
    }
}

/// Which ads to walk.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct AdFilter {
    /// Only those without a verdict of the engine with this digest.
    pub stale_for: Option<u64>,
    /// Only those of these pages.
    pub pages: Option<Vec<String>>,
    /// Only those owned by, or mentioning, this seller.
    pub seller: Option<String>,
}

/// What is needed to judge an ad again.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredAd {
    /// `ad_archive_id`.
    pub id: String,
    /// The button's type, empty where there is none.
    pub cta_type: String,
    /// Its links.
    pub links: StoredLinks,
}

/// An ad and its verdict.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct JudgedAd {
    /// `ad_archive_id`.
    pub id: String,
    /// The Facebook page's id, empty where the source names none.
    pub page_id: String,
    /// The Facebook page's name.
    pub page_name: String,
    /// Meta's start of delivery.
    pub started: Option<Timestamp>,
    /// First and last time that a source saw it.
    pub first_seen: Option<Timestamp>,
    /// See `first_seen`.
    pub last_seen: Option<Timestamp>,
    /// Whether Meta said that it was running.
    pub active: Option<bool>,
    /// Slug of the seller that it belongs to, as last noted ([`Attribution`]).
    pub seller: Option<CompactString>,
    /// Whether a later search should have brought it and did not, as last noted.
    pub gone: bool,
    /// What it is.
    pub verdict: Verdict,
}

/// Whose ad one is, and whether it is gone. Made from verdicts and searches: derived, so not part of the digest.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Attribution {
    /// `ad_archive_id`.
    pub ad: String,
    /// The slug of the seller that it belongs to.
    pub seller: Option<CompactString>,
    /// Whether a later search should have brought it and did not.
    pub gone: bool,
}

/// Which ads of a seller to give, and how many.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct AdQuery {
    /// The seller's slug.
    pub seller: String,
    /// Only those with such a verdict.
    pub class: Option<Class>,
    /// Only those that are gone, or only those that are not.
    pub gone: Option<bool>,
    /// The id of the last ad of the page before; the list goes on after it.
    pub after: Option<String>,
    /// At most so many.
    pub limit: u32,
}

/// An ad of a seller as a list shows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SellerAd {
    /// The ad and its verdict.
    pub ad: JudgedAd,
    /// Its headline, empty where there is none.
    pub title: String,
    /// Meta's end of delivery.
    pub ended: Option<Timestamp>,
    /// Its most trusted link as given, empty where it has none. Foreign text: it may be anything.
    pub link: String,
}

/// Verdicts to write: ad id and verdict.
pub type Verdicts = Vec<(String, Verdict)>;
