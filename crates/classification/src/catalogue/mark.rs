//! Marks as the catalogue files write them: one kind with its text, and where it was seen.

use std::fmt;

use serde::Deserialize;
use toml::Spanned;

use super::error::{CatalogueError, line_of};
use super::sign::{MarkError, Sign};

/// What tells a platform, or a network, where the name of a host does not.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mark {
    /// What is looked at.
    pub kind: MarkKind,
    /// What is looked for, as it stands in the file.
    pub text: String,
    /// Where it was seen: a URL, or words that name it.
    pub source: String,
    /// Whether it counts only beside another mark of the same platform.
    pub weak: bool,
    /// For the next reader of the file.
    pub note: String,
}

impl fmt::Display for Mark {
    /// Its kind first: `script cdn.shopify.com`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.kind.as_str(), self.text)
    }
}

/// What a mark looks at.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum MarkKind {
    /// Addresses of the host.
    Address,
    /// Names in its chain of aliases.
    Cname,
    /// Name servers of its registrable domain.
    NameServer,
    /// Headers of the page.
    Header,
    /// Cookies that the page sets.
    Cookie,
    /// Addresses that the page refers to.
    Script,
    /// The program that says it made the page.
    Generator,
    /// Texts anywhere in the page.
    Html,
}

impl MarkKind {
    /// The name in the file.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Address => "a",
            Self::Cname => "cname",
            Self::NameServer => "ns",
            Self::Header => "header",
            Self::Cookie => "cookie",
            Self::Script => "script",
            Self::Generator => "generator",
            Self::Html => "html",
        }
    }

    /// Whether it is looked for on a page, and not in the DNS.
    pub const fn is_landing(self) -> bool {
        !matches!(self, Self::Address | Self::Cname | Self::NameServer)
    }

    /// Whether networks are told by it.
    const fn is_of_networks(self) -> bool {
        matches!(self, Self::Address | Self::Cname | Self::NameServer | Self::Html)
    }
}

/// A mark as written.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct MarkEntry {
    a: Option<String>,
    cname: Option<String>,
    ns: Option<String>,
    header: Option<String>,
    cookie: Option<String>,
    script: Option<String>,
    generator: Option<String>,
    html: Option<String>,
    #[serde(default)]
    source: String,
    #[serde(default)]
    weak: bool,
    #[serde(default)]
    note: String,
}

/// A mark, what it says, and where it stands in the file.
pub(crate) struct ParsedMark {
    pub mark: Mark,
    pub sign: Sign,
    pub offset: usize,
}

/// Whose marks are read, for errors and for what they may be.
pub(crate) struct Owner<'a> {
    pub file: &'static str,
    /// The whole file.
    pub source: &'a str,
    /// The platform's or network's id.
    pub id: &'a str,
    pub is_network: bool,
}

impl Owner<'_> {
    /// Checks the marks of one entry.
    pub fn read(&self, entries: Vec<Spanned<MarkEntry>>) -> Result<Vec<ParsedMark>, CatalogueError> {
        entries.into_iter().map(|entry| self.read_one(entry)).collect()
    }

    fn read_one(&self, entry: Spanned<MarkEntry>) -> Result<ParsedMark, CatalogueError> {
        let offset = entry.span().start;
        let mut written = String::new();
        parse(entry.into_inner(), self.is_network, offset, &mut written).map_err(|reason| {
            CatalogueError::BadMark {
                file: self.file,
                entry: self.id.to_owned(),
                mark: written,
                reason,
                line: line_of(self.source, offset),
            }
        })
    }
}

/// Checks one mark; `written` tells it in errors.
fn parse(
    entry: MarkEntry,
    is_network: bool,
    offset: usize,
    written: &mut String,
) -> Result<ParsedMark, MarkError> {
    let mut kinds = [
        (MarkKind::Address, entry.a),
        (MarkKind::Cname, entry.cname),
        (MarkKind::NameServer, entry.ns),
        (MarkKind::Header, entry.header),
        (MarkKind::Cookie, entry.cookie),
        (MarkKind::Script, entry.script),
        (MarkKind::Generator, entry.generator),
        (MarkKind::Html, entry.html),
    ]
    .into_iter()
    .filter_map(|(kind, text)| Some((kind, text?)));
    let (kind, text) = kinds.next().ok_or(MarkError::NoKind)?;
    let mark = Mark {
        kind,
        text,
        source: entry.source,
        weak: entry.weak,
        note: entry.note,
    };
    *written = mark.to_string();
    if kinds.next().is_some() {
        return Err(MarkError::ManyKinds);
    }
    if is_network && !kind.is_of_networks() {
        return Err(MarkError::NotOfNetworks);
    }
    if mark.source.trim().is_empty() {
        return Err(MarkError::NoSource);
    }
    if mark.weak && !kind.is_landing() {
        return Err(MarkError::WeakDns);
    }
    let sign = Sign::parse(kind, &mark.text)?;
    Ok(ParsedMark { mark, sign, offset })
}
