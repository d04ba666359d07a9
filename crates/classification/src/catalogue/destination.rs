//! `destinations.toml`: hosts that are not shops, and redirectors, as the file says them.

use std::collections::BTreeMap;

use model::Rule;
use serde::Deserialize;
use toml::Spanned;

use super::error::CatalogueError;
use super::place::Listing;

/// The name of this file in errors.
pub(crate) const FILE: &str = "destinations";

/// The whole file.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct File {
    /// The endings that `name.*` stands for.
    #[serde(default)]
    pub endings: BTreeMap<String, Vec<String>>,
    /// Places by group.
    #[serde(default)]
    pub places: BTreeMap<Spanned<String>, Vec<Spanned<String>>>,
    #[serde(default)]
    pub click_trackers: ClickTrackers,
    #[serde(default)]
    pub redirector: Vec<RedirectorEntry>,
}

/// Hosts that count clicks, told by their first labels.
#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct ClickTrackers {
    pub first_labels: Vec<String>,
}

/// A redirector as written.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct RedirectorEntry {
    pub name: String,
    pub places: Vec<Spanned<String>>,
    pub method: Method,
    #[serde(default)]
    pub parameters: Vec<String>,
    #[serde(default)]
    pub otherwise: Otherwise,
}

/// Hosts that only pass on to a target which the link itself names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Redirector {
    /// Where the target stands.
    pub method: Method,
    /// Names of the parameters that hold it, most telling first.
    pub parameters: Vec<String>,
    /// What a link without a readable target is.
    pub otherwise: Otherwise,
}

impl From<RedirectorEntry> for Redirector {
    fn from(entry: RedirectorEntry) -> Self {
        Self {
            method: entry.method,
            parameters: entry.parameters,
            otherwise: entry.otherwise,
        }
    }
}

/// Where a redirector's target stands in its link. The file tells what each looks like.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Method {
    Parameter,
    Query,
    ParameterOrQuery,
    EncodedPath,
    AmpPath,
    AmpCache,
    DashedHost,
    Archive,
    Cache,
    Bing,
    Proofpoint,
    Underscores,
}

/// What a redirector's link without a readable target is.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Otherwise {
    /// A redirector that cannot be read.
    #[default]
    Redirector,
    /// Whatever its host is without the redirector.
    Place,
}

/// Reads the file; hosts are not looked at yet.
pub(crate) fn parse(text: &str) -> Result<File, CatalogueError> {
    toml::from_str(text).map_err(|error| CatalogueError::syntax(FILE, text, &error))
}

/// What the places of a group are; `None` for a name that no rule answers to.
pub(crate) fn listing_of(group: &str) -> Option<Listing> {
    let rule = match group {
        "media_files" => return Some(Listing::MediaFiles),
        // Schemes without a place on the web: there is a link, but no host in it.
        "nothing" => Rule::Malformed,
        name => Rule::from_name(name).filter(|rule| {
            matches!(
                rule,
                Rule::Whatsapp
                    | Rule::Messaging
                    | Rule::Social
                    | Rule::Video
                    | Rule::Maps
                    | Rule::App
                    | Rule::Form
                    | Rule::Shortener
                    | Rule::LinkHub
                    | Rule::Meta
                    | Rule::Payment
                    | Rule::Contact
                    | Rule::Document
                    | Rule::Media
            )
        })?,
    };
    Some(Listing::Destination(rule))
}
