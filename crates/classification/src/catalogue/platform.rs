//! `platforms.toml`: the products that host shops, as the file says them.

use std::collections::BTreeMap;

use model::Confidence;
use serde::Deserialize;
use toml::Spanned;

use super::error::{CatalogueError, line_of};

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
    /// What DNS shows of shops with a domain of their own. For `probe`.
    pub dns: DnsMarks,
    /// Texts that its pages hold. For `probe`.
    pub landing: Vec<String>,
    /// For the next reader of the file.
    pub note: String,
}

/// What DNS shows of a platform's shops.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct DnsMarks {
    /// Addresses or ranges (`23.227.38.32/27`).
    pub a: Vec<String>,
    /// Names that stand in the CNAME chain, or above a name in it.
    pub cname: Vec<String>,
    /// Names above the name servers.
    pub ns: Vec<String>,
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
    dns: DnsMarks,
    #[serde(default)]
    landing: Vec<String>,
    #[serde(default)]
    note: String,
}

/// A platform and where in the file each of its suffixes stands.
pub(crate) struct Parsed {
    pub platform: Platform,
    pub offsets: Vec<usize>,
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
    let line = || line_of(text, id.span().start);
    let valid = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-';
    if id.get_ref().is_empty() || !id.get_ref().bytes().all(valid) {
        return Err(CatalogueError::BadId {
            line: line(),
            id: id.into_inner(),
        });
    }
    let offsets = entry.suffixes.iter().map(|suffix| suffix.span().start).collect();
    let platform = Platform {
        id: id.into_inner(),
        name: entry.name,
        kind: entry.kind,
        region: entry.region,
        suffixes: entry.suffixes.into_iter().map(Spanned::into_inner).collect(),
        confidence: entry.confidence.unwrap_or(Confidence::High),
        dns: entry.dns,
        landing: entry.landing,
        note: entry.note,
    };
    Ok(Parsed { platform, offsets })
}
