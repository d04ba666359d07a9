//! One entry of the Ad Library, as far as verdicts and reports need it.
//!
//! Text is borrowed from the bytes that were read wherever it can be: an ad is judged without copying it.

use std::borrow::Cow;

use serde::{Deserialize, Serialize};

use crate::Timestamp;

/// An ad, keyed by `id` (`ad_archive_id`). Everything but the id may be missing in some real shape.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Ad<'a> {
    /// `ad_archive_id`: digits in real data, any text in hand-made samples.
    pub id: Cow<'a, str>,
    /// The Facebook page's id.
    pub page_id: Option<Cow<'a, str>>,
    /// The Facebook page's name.
    pub page_name: Option<Cow<'a, str>>,
    /// Meta's own start of delivery.
    pub started: Option<Timestamp>,
    /// Meta's own end. Of a running ad only a stop that was set: what Meta writes there, about the day of the scan, is left
    /// out.
    pub ended: Option<Timestamp>,
    /// Whether Meta said that it was running.
    pub active: Option<bool>,
    /// The button: `SHOP_NOW`, `WHATSAPP_MESSAGE`, ...
    pub cta_type: Option<Cow<'a, str>>,
    /// `VIDEO`, `IMAGE`, `DCO`, `CAROUSEL`, `DPA`, ...
    pub display_format: Option<Cow<'a, str>>,
    /// The headline.
    pub title: Option<Cow<'a, str>>,
    /// Link fields as they stand in the item, in order of trust, empty ones left out. URLs inside texts
    /// are not here: `classification` finds them in `texts`.
    pub links: Vec<Link<'a>>,
    /// Body texts, where URLs may hide: the ad's own first, then the cards'.
    pub texts: Vec<Cow<'a, str>>,
}

/// A link and where in the ad it stood.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Link<'a> {
    /// Where it stood, which says how far to trust it.
    pub source: LinkSource,
    /// The text as it stood.
    pub text: Cow<'a, str>,
}

/// Where a link stood in the ad, most trusted first (DESIGN, section 6).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LinkSource {
    /// `snapshot.link_url`.
    LinkUrl,
    /// `snapshot.cards[].link_url`.
    Card,
    /// `snapshot.extra_links[]`.
    ExtraLink,
    /// A caption that is a host or URL: the ad's or a card's.
    Caption,
    /// A URL inside a body text.
    Body,
}

impl LinkSource {
    /// All of them, most trusted first.
    pub const ALL: [Self; 5] = [
        Self::LinkUrl,
        Self::Card,
        Self::ExtraLink,
        Self::Caption,
        Self::Body,
    ];

    /// The stable name: `link_url`, `card`, `extra_link`, `caption`, `body`.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::LinkUrl => "link_url",
            Self::Card => "card",
            Self::ExtraLink => "extra_link",
            Self::Caption => "caption",
            Self::Body => "body",
        }
    }

    /// The one-letter code under which links are stored.
    pub const fn code(self) -> char {
        match self {
            Self::LinkUrl => 'l',
            Self::Card => 'k',
            Self::ExtraLink => 'x',
            Self::Caption => 'c',
            Self::Body => 'b',
        }
    }

    /// The source of a stored code.
    pub fn from_code(code: char) -> Option<Self> {
        Self::ALL.into_iter().find(|source| source.code() == code)
    }
}
