//! A digest as lines and sections, before it becomes HTML or plain text: both tell the same.

use std::fmt;

use url::Url;

use super::format;
use super::words::Language;

/// A sentence whose values are isolated. As HTML it is escaped by itself.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Line(String);

impl Line {
    /// As plain text.
    pub fn plain(&self, language: Language) -> String {
        format::plain(language, &self.0)
    }
}

impl From<String> for Line {
    fn from(text: String) -> Self {
        Self(text)
    }
}

impl fmt::Display for Line {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&format::html(&self.0))
    }
}

impl askama::filters::HtmlSafe for Line {}

/// What a line's colour says; a word beside it always says the same.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Tone {
    /// Nothing.
    #[default]
    Calm,
    /// Leads to a rival, or is to be seen to this week.
    Warn,
    /// Is to be seen to today.
    Danger,
}

impl Tone {
    /// The name of its style.
    pub const fn class(self) -> &'static str {
        match self {
            Self::Calm => "calm",
            Self::Warn => "warn",
            Self::Danger => "danger",
        }
    }

    /// Its colour in the light.
    pub const fn colour(self) -> &'static str {
        match self {
            Self::Calm => "#c3cbd6",
            Self::Warn => "#c8551b",
            Self::Danger => "#c62828",
        }
    }
}

/// A number that stands out.
#[derive(Debug, Clone)]
pub struct Tile {
    /// The number.
    pub number: Line,
    /// What it counts.
    pub label: Line,
}

/// Where to read on.
#[derive(Debug, Clone)]
pub struct Link {
    /// What is there.
    pub label: Line,
    /// The whole address.
    pub href: String,
}

/// One thing that is told.
#[derive(Debug, Clone, Default)]
pub struct Row {
    /// Whom or what it is about.
    pub head: Line,
    /// The page of it.
    pub href: Option<String>,
    /// What there is to say, one line each.
    pub lines: Vec<Line>,
    /// See [`Tone`].
    pub tone: Tone,
}

/// A part of the digest.
#[derive(Debug, Clone, Default)]
pub struct Section {
    /// Its title.
    pub title: Line,
    /// Sentences before the rows.
    pub lines: Vec<Line>,
    /// How full a bar is, in percent, where it has one.
    pub bar: Option<u32>,
    /// What it tells.
    pub rows: Vec<Row>,
    /// Where there is more.
    pub more: Option<Link>,
}

/// A digest.
#[derive(Debug, Clone)]
pub struct Letter {
    /// Its language.
    pub language: Language,
    /// The subject of the mail.
    pub subject: Line,
    /// The title.
    pub title: Line,
    /// Which days.
    pub period: Line,
    /// How much was looked at.
    pub seen: Line,
    /// The numbers of the week.
    pub tiles: Vec<Tile>,
    /// Changes, calls, alerts, money, silence.
    pub sections: Vec<Section>,
    /// The last line.
    pub foot: Line,
}

/// Addresses of the dashboard.
#[derive(Debug, Clone, Copy)]
pub struct Links<'a>(pub Option<&'a Url>);

impl Links<'_> {
    /// The address of a path with its query, such as `/clients?status=active`.
    pub fn to(self, path: &str) -> Option<String> {
        let base = self.0?.as_str().trim_end_matches('/');
        path.starts_with('/').then(|| format!("{base}{path}"))
    }

    /// The page of a seller.
    pub fn seller(self, slug: &str) -> Option<String> {
        let mut url = self.0?.clone();
        url.path_segments_mut()
            .ok()?
            .pop_if_empty()
            .push("clients")
            .push(slug);
        Some(url.into())
    }

    /// A link with its label, where there is a base.
    pub fn labelled(self, label: String, path: &str) -> Option<Link> {
        self.to(path).map(|href| Link {
            label: label.into(),
            href,
        })
    }
}
