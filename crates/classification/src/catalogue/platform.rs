//! `platforms.toml`: the products that host shops, as the file says them.

use std::collections::BTreeMap;

use model::Confidence;
use serde::Deserialize;
use toml::Spanned;

use super::error::{CatalogueError, line_of};
use super::mark::{Mark, MarkEntry, Owner, ParsedMark};

/// The name of this file in errors.
pub(crate) const FILE: &str = "platforms";

/// One platform of the catalogue.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Platform {
    /// The stable short name: `shopify`.
    pub id: String,
    /// The name as people say it.
    pub name: String,
    /// Shop or marketplace.
    pub kind: PlatformKind,
    /// Where it is used, in free words.
    pub region: String,
    /// Its own hosts (`youcan.shop`) or paths (`flutterwave.com/store`), under which its shops stand.
    pub suffixes: Vec<String>,
    /// How much one of the suffixes says: high, or low for hosting where anybody puts anything.
    pub confidence: Confidence,
    /// What tells its shops where their names do not, each with its source.
    pub marks: Vec<Mark>,
    /// For the next reader of the file.
    pub note: String,
}

/// What a platform is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PlatformKind {
    /// Each host is one seller's shop.
    Shop,
    /// Many sellers under one host.
    Marketplace,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Entry {
    name: String,
    kind: PlatformKind,
    #[serde(default)]
    region: String,
    #[serde(default)]
    suffixes: Vec<Spanned<String>>,
    confidence: Option<Confidence>,
    #[serde(default)]
    marks: Vec<Spanned<MarkEntry>>,
    #[serde(default)]
    note: String,
}

/// A platform, where in the file each of its suffixes stands, and its marks as checked.
pub(crate) struct Parsed {
    pub platform: Platform,
    pub offsets: Vec<usize>,
    pub marks: Vec<ParsedMark>,
}

/// Reads the file; platforms come sorted by id.
pub(crate) fn parse(text: &str) -> Result<Vec<Parsed>, CatalogueError> {
    let entries: BTreeMap<Spanned<String>, Entry> =
        toml::from_str(text).map_err(|error| CatalogueError::syntax(FILE, text, &error))?;
    entries
        .into_iter()
        .map(|(id, entry)| from_entry(text, id, entry))
        .collect()
}

fn from_entry(text: &str, id: Spanned<String>, entry: Entry) -> Result<Parsed, CatalogueError> {
    let id = checked_id(FILE, text, id)?;
    let owner = Owner {
        file: FILE,
        source: text,
        id: &id,
        is_network: false,
    };
    let marks = owner.read(entry.marks)?;
    let offsets = entry.suffixes.iter().map(|suffix| suffix.span().start).collect();
    let platform = Platform {
        name: entry.name,
        kind: entry.kind,
        region: entry.region,
        suffixes: entry.suffixes.into_iter().map(Spanned::into_inner).collect(),
        confidence: entry.confidence.unwrap_or(Confidence::High),
        marks: marks.iter().map(|parsed| parsed.mark.clone()).collect(),
        note: entry.note,
        id,
    };
    Ok(Parsed {
        platform,
        offsets,
        marks,
    })
}

/// The id of an entry, if it is one.
pub(super) fn checked_id(
    file: &'static str,
    text: &str,
    id: Spanned<String>,
) -> Result<String, CatalogueError> {
    let valid = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-';
    if id.get_ref().is_empty() || !id.get_ref().bytes().all(valid) {
        return Err(CatalogueError::BadId {
            file,
            line: line_of(text, id.span().start),
            id: id.into_inner(),
        });
    }
    Ok(id.into_inner())
}
