//! The actor's input: read, refused in the platform's words, and stored with the defaults filled in.
//!
//! Messages after Apify's `input_schema` package; keys after the actor's schema. Keys with dots are literal.

use std::borrow::Cow;

use serde_json::{Map, Value, json};
use url::Url;

use crate::library::is_facebook;

/// What a run is asked. Keys that the actor does not know are ignored, guessed limits such as `maxItems` too.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Input {
    /// Ad Library searches and Facebook pages, in order; at least one.
    pub urls: Vec<String>,
    /// At most so many items over all URLs, at least 10; `None` for all there are.
    pub count: Option<u64>,
    /// No further page of a URL once it brought so many; `None` for all there are. 0 counts as none.
    pub limit_per_source: Option<u64>,
    /// For Facebook pages only: a search says itself what it wants.
    pub active_status: ActiveStatus,
    /// `runTag`: the caller's own mark, kept in the stored input.
    pub run_tag: Option<String>,
}

/// Which ads of a Facebook page.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum ActiveStatus {
    /// All.
    #[default]
    All,
    /// Those that run.
    Active,
    /// Those that do not run any more.
    Inactive,
}

/// Why an input is refused: no run starts. Shown as the platform says it (HTTP 400, `invalid-input`).
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum InputError {
    /// It is JSON, but no object.
    #[error("Input is not valid: The input JSON must be an object.")]
    NoObject,
    /// A field is missing.
    #[error("Input is not valid: Field input.{0} is required")]
    Required(&'static str),
    /// A field has another type than the schema's.
    #[error("Input is not valid: Field input.{field} must be {expected}")]
    Type {
        /// The field.
        field: &'static str,
        /// The schema's type.
        expected: &'static str,
    },
    /// A number is too small.
    #[error("Input is not valid: Field input.{field} must be >= {least}")]
    TooSmall {
        /// The field.
        field: &'static str,
        /// The smallest that is taken.
        least: u64,
    },
    /// A text is none of those that the schema lists.
    #[error("Input is not valid: Field input.{field} must be equal to one of the allowed values: {}", quoted(.allowed))]
    NotAllowed {
        /// The field.
        field: &'static str,
        /// What is taken.
        allowed: &'static [&'static str],
    },
    /// Some URLs are none.
    #[error("Input is not valid: Items in input.urls at positions {0:?} do not contain valid URLs")]
    Urls(Vec<usize>),
}

const ACTIVE_STATUS: &str = "scrapePageAds.activeStatus";
const COUNTRY: &str = "scrapePageAds.countryCode";
const SORT: &str = "scrapePageAds.sortBy";
const PERIOD: &str = "scrapePageAds.period";
/// The fewest results that the actor takes for `count`.
const LEAST_COUNT: u64 = 10;

impl Input {
    /// Reads an input.
    ///
    /// # Errors
    /// [`InputError`] where the platform would start no run.
    pub fn parse(input: &Value) -> Result<Self, InputError> {
        let fields = input.as_object().ok_or(InputError::NoObject)?;
        let urls = urls(fields.get("urls"))?;
        let count = number(fields, "count", LEAST_COUNT)?;
        let limit_per_source = number(fields, "limitPerSource", 0)?.filter(|limit| *limit > 0);
        if fields
            .get("scrapeAdDetails")
            .is_some_and(|value| !value.is_boolean())
        {
            return Err(InputError::Type {
                field: "scrapeAdDetails",
                expected: "boolean",
            });
        }
        let active_status = match one_of(fields, ACTIVE_STATUS, &["all", "active", "inactive"])? {
            Some("active") => ActiveStatus::Active,
            Some("inactive") => ActiveStatus::Inactive,
            _ => ActiveStatus::All,
        };
        one_of(fields, SORT, &["impressions_desc", "most_recent"])?;
        one_of(fields, PERIOD, &["", "last24h", "last7d", "last14d", "last30d"])?;
        text(fields, COUNTRY)?;
        Ok(Self {
            urls,
            count,
            limit_per_source,
            active_status,
            run_tag: text(fields, "runTag")?.map(str::to_owned),
        })
    }

    /// The input as it is stored with the run: what was sent, and the actor's own defaults for what was not.
    #[must_use]
    pub fn stored(mut input: Value) -> Value {
        let defaults = [
            (ACTIVE_STATUS, json!("all")),
            (COUNTRY, json!("ALL")),
            (SORT, json!("impressions_desc")),
            (PERIOD, json!("")),
        ];
        if let Some(fields) = input.as_object_mut() {
            for (field, default) in defaults {
                fields.entry(field).or_insert(default);
            }
        }
        input
    }

    /// The search that a URL stands for: itself, or that for all ads of the Facebook page at this address.
    pub(super) fn search_url<'u>(&self, url: &'u str) -> Cow<'u, str> {
        let Some(page) = facebook_page(url) else {
            return Cow::Borrowed(url);
        };
        let status = match self.active_status {
            ActiveStatus::All => "all",
            ActiveStatus::Active => "active",
            ActiveStatus::Inactive => "inactive",
        };
        Cow::Owned(format!(
            "https://www.facebook.com/ads/library/?active_status={status}&search_type=page&view_all_page_id={page}"
        ))
    }
}

/// The id or name in a Facebook page's address; `None` for a search and for what is not Facebook's.
fn facebook_page(url: &str) -> Option<String> {
    let url = Url::parse(url).ok()?;
    let first = url.path_segments()?.find(|part| !part.is_empty())?;
    if !is_facebook(&url) || first == "ads" {
        return None;
    }
    if first != "profile.php" {
        return Some(first.to_owned());
    }
    url.query_pairs()
        .find(|(key, _)| key == "id")
        .map(|(_, id)| id.into_owned())
}

fn urls(field: Option<&Value>) -> Result<Vec<String>, InputError> {
    const FIELD: &str = "urls";
    let list = match field {
        None | Some(Value::Null) => return Err(InputError::Required(FIELD)),
        Some(value) => value.as_array().ok_or(InputError::Type {
            field: FIELD,
            expected: "array",
        })?,
    };
    if list.is_empty() {
        return Err(InputError::Required(FIELD));
    }
    let read: Vec<Option<&str>> = list
        .iter()
        .map(|item| item.get("url")?.as_str().filter(|url| is_url(url)))
        .collect();
    let wrong: Vec<usize> = (0..)
        .zip(&read)
        .filter(|(_, url)| url.is_none())
        .map(|(at, _)| at)
        .collect();
    if wrong.is_empty() {
        Ok(read.into_iter().flatten().map(str::to_owned).collect())
    } else {
        Err(InputError::Urls(wrong))
    }
}

fn is_url(text: &str) -> bool {
    Url::parse(text).is_ok_and(|url| matches!(url.scheme(), "http" | "https"))
}

fn number(fields: &Map<String, Value>, field: &'static str, least: u64) -> Result<Option<u64>, InputError> {
    let Some(value) = fields.get(field) else {
        return Ok(None);
    };
    match (value.as_u64(), value.as_i64()) {
        (Some(number), _) if number >= least => Ok(Some(number)),
        (Some(_), _) | (_, Some(_)) => Err(InputError::TooSmall { field, least }),
        (None, None) => Err(InputError::Type {
            field,
            expected: "integer",
        }),
    }
}

fn text<'v>(fields: &'v Map<String, Value>, field: &'static str) -> Result<Option<&'v str>, InputError> {
    match fields.get(field) {
        None => Ok(None),
        Some(Value::String(text)) => Ok(Some(text)),
        Some(_) => Err(InputError::Type {
            field,
            expected: "string",
        }),
    }
}

fn one_of<'v>(
    fields: &'v Map<String, Value>,
    field: &'static str,
    allowed: &'static [&'static str],
) -> Result<Option<&'v str>, InputError> {
    match text(fields, field)? {
        Some(value) if !allowed.contains(&value) => Err(InputError::NotAllowed { field, allowed }),
        value => Ok(value),
    }
}

fn quoted(allowed: &[&str]) -> String {
    let quoted: Vec<String> = allowed.iter().map(|value| format!("\"{value}\"")).collect();
    quoted.join(", ")
}
