//! The languages in which people read, and what the watch and the pages have in common when they write in them:
//! sentences out of catalogues, numbers, money and days.

mod plain;
mod sentences;

use serde::Deserialize;

pub use sentences::Sentences;

/// A language of messages and pages.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Language {
    /// French, the default.
    #[default]
    Fr,
    /// English.
    En,
    /// Arabic, written from right to left.
    Ar,
}

impl Language {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Fr, Self::En, Self::Ar];

    /// Its tag, as in settings and a document's `lang`.
    pub const fn tag(self) -> &'static str {
        match self {
            Self::Fr => "fr",
            Self::En => "en",
            Self::Ar => "ar",
        }
    }

    /// The language of a tag.
    pub fn from_tag(tag: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|language| language.tag() == tag)
    }

    /// The direction of its text, as a document's `dir`.
    pub const fn direction(self) -> &'static str {
        match self {
            Self::Fr | Self::En => "ltr",
            Self::Ar => "rtl",
        }
    }
}

/// Whether a character turns the direction of the text around it: embeddings, overrides and isolates of Unicode's
/// bidirectional algorithm.
pub const fn turns(character: char) -> bool {
    matches!(character, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}
