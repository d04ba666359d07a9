//! Ads as they are stored, and what is read back of them.

use model::{LinkSource, Timestamp, Verdict};

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
    /// What it is.
    pub verdict: Verdict,
}

/// Verdicts to write: ad id and verdict.
pub type Verdicts = Vec<(String, Verdict)>;
