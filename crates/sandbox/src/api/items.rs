//! Pages of a dataset, in the formats that callers here need, and what can go wrong with them.

use std::ops::Range;

use model::Timestamp;
use serde_json::{Map, Value};

use crate::library::Library;

use super::csv;
use super::error::Refusal;
use super::faults::Fault;
use super::http::{Query, Response};
use super::run::Run;
use super::start::number;

/// What the header says where no limit was asked for.
const NO_LIMIT: u64 = 999_999_999_999;

/// What is done to each item.
#[derive(Debug, Default)]
struct Shape<'q> {
    skip_hidden: bool,
    skip_empty: bool,
    fields: Vec<&'q str>,
    omit: Vec<&'q str>,
}

/// A page of items; a `fault` may double an item or give the page before.
pub(super) fn page(
    library: &dyn Library,
    run: &Run,
    query: &Query,
    now: Timestamp,
    fault: Option<Fault>,
) -> Result<Response, Refusal> {
    let format = query.get("format").unwrap_or("json");
    let clean = query.flag("clean");
    let shape = Shape {
        skip_hidden: clean || query.flag("skipHidden"),
        skip_empty: clean || query.flag("skipEmpty"),
        fields: query.list("fields"),
        omit: query.list("omit"),
    };
    if let Some(name) = ["unwind", "flatten", "view", "outputFields"]
        .into_iter()
        .find(|name| query.get(name).is_some())
    {
        let message = format!("Query parameter \"{name}\" is not supported by the sandbox");
        return Err(Refusal::new(400, "invalid-parameter", message));
    }
    let total = run.course.items_shown(now);
    let mut offset = number(query, "offset")?.unwrap_or(0);
    let limit = number(query, "limit")?.filter(|limit| *limit > 0);
    if let (Some(Fault::RepeatPage), Some(limit)) = (fault, limit) {
        offset = offset.saturating_sub(limit);
    }
    let end = total.min(offset.saturating_add(limit.unwrap_or(NO_LIMIT)));
    let range = offset.min(end)..end;
    let count = range.end - range.start;
    let desc = query.flag("desc");
    let mut items = items(library, run, range, total, desc, &shape)?;
    if fault == Some(Fault::DupItems)
        && let Some(item) = items.first().cloned()
    {
        items.insert(0, item);
    }
    let (content_type, body) = written(format, &items)?;
    Ok(Response::bytes(200, content_type, body)
        .with("x-apify-pagination-offset", &offset)
        .with("x-apify-pagination-limit", &limit.unwrap_or(NO_LIMIT))
        .with("x-apify-pagination-count", &count)
        .with("x-apify-pagination-total", &total)
        .with("x-apify-pagination-desc", &desc))
}

fn items(
    library: &dyn Library,
    run: &Run,
    range: Range<u64>,
    total: u64,
    desc: bool,
    shape: &Shape<'_>,
) -> Result<Vec<Vec<u8>>, Refusal> {
    let mut items = Vec::new();
    for place in range {
        let index = if desc { total - 1 - place } else { place };
        let index = usize::try_from(index).unwrap_or(usize::MAX);
        let Some(delivery) = run.items.get(index) else {
            break;
        };
        items.extend(shape.shaped(run.item(delivery, library))?);
    }
    Ok(items)
}

impl Shape<'_> {
    /// The item with what is asked for; `None` where nothing is left and empty ones are skipped.
    fn shaped(&self, item: Vec<u8>) -> Result<Option<Vec<u8>>, Refusal> {
        // Untouched items leave byte for byte.
        if !self.skip_hidden && !self.skip_empty && self.fields.is_empty() && self.omit.is_empty() {
            return Ok(Some(item));
        }
        let mut object = object(&item)?;
        if self.skip_hidden {
            object.retain(|key, _| !key.starts_with('#'));
        }
        if !self.fields.is_empty() {
            object.retain(|key, _| self.fields.contains(&key.as_str()));
        }
        object.retain(|key, _| !self.omit.contains(&key.as_str()));
        if self.skip_empty && object.is_empty() {
            return Ok(None);
        }
        Ok(Some(Value::Object(object).to_string().into_bytes()))
    }
}

fn object(item: &[u8]) -> Result<Map<String, Value>, Refusal> {
    serde_json::from_slice(item).map_err(|error| {
        let message = format!("The library's item is no JSON object: {error}");
        Refusal::new(500, "internal-server-error", message)
    })
}

fn written(format: &str, items: &[Vec<u8>]) -> Result<(&'static str, Vec<u8>), Refusal> {
    match format {
        "json" => {
            let body = [b"[", items.join(&b","[..]).as_slice(), b"]"].concat();
            Ok(("application/json; charset=utf-8", body))
        }
        "jsonl" => {
            let mut body = items.join(&b"\n"[..]);
            if !body.is_empty() {
                body.push(b'\n');
            }
            Ok(("application/jsonl; charset=utf-8", body))
        }
        "csv" => {
            let rows: Result<Vec<_>, _> = items.iter().map(|item| object(item)).collect();
            Ok(("text/csv; charset=utf-8", csv::table(&rows?)))
        }
        _ => Err(Refusal::parameter(
            "format",
            "json, jsonl or csv: the sandbox writes no other",
        )),
    }
}
