//! `networks.toml`: who is no platform but explains an address: proxies that hide whose shop it is, and
//! places where domains wait to be sold.

use std::collections::BTreeMap;

use serde::Deserialize;
use toml::Spanned;

use super::error::CatalogueError;
use super::mark::{Mark, MarkEntry, Owner, ParsedMark};
use super::platform::checked_id;

/// The name of this file in errors.
pub(crate) const FILE: &str = "networks";

/// One network of the catalogue.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Network {
    /// The stable short name: `cloudflare`.
    pub id: String,
    /// The name as people say it.
    pub name: String,
    /// What it says of a host.
    pub kind: NetworkKind,
    /// What tells it, each with its source.
    pub marks: Vec<Mark>,
    /// For the next reader of the file.
    pub note: String,
}

/// What a network says of a host that stands on it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum NetworkKind {
    /// It serves everybody and hides who is behind it.
    Proxy,
    /// Domains wait there to be sold.
    Parking,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Entry {
    name: String,
    kind: NetworkKind,
    #[serde(default)]
    marks: Vec<Spanned<MarkEntry>>,
    #[serde(default)]
    note: String,
}

/// Reads the file; networks come sorted by id, each with its marks checked.
pub(crate) fn parse(text: &str) -> Result<Vec<(Network, Vec<ParsedMark>)>, CatalogueError> {
    let entries: BTreeMap<Spanned<String>, Entry> =
        toml::from_str(text).map_err(|error| CatalogueError::syntax(FILE, text, &error))?;
    entries
        .into_iter()
        .map(|(id, entry)| from_entry(text, id, entry))
        .collect()
}

fn from_entry(
    text: &str,
    id: Spanned<String>,
    entry: Entry,
) -> Result<(Network, Vec<ParsedMark>), CatalogueError> {
    let id = checked_id(FILE, text, id)?;
    let owner = Owner {
        file: FILE,
        source: text,
        id: &id,
        is_network: true,
    };
    let marks = owner.read(entry.marks)?;
    let network = Network {
        name: entry.name,
        kind: entry.kind,
        marks: marks.iter().map(|parsed| parsed.mark.clone()).collect(),
        note: entry.note,
        id,
    };
    Ok((network, marks))
}
