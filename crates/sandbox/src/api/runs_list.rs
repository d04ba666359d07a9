//! The list of runs: which, in which order, from where on.

use model::Timestamp;
use serde_json::{Value, json};

use super::error::Refusal;
use super::http::Query;
use super::run::Runs;
use super::run_json::short;
use super::spec::ApifySpec;
use super::start::number;

/// The most runs on a page, whatever is asked for.
const MOST: u64 = 1000;

/// A page of the list.
pub(super) fn page(runs: &Runs, spec: &ApifySpec, query: &Query, now: Timestamp) -> Result<Value, Refusal> {
    let offset = number(query, "offset")?.unwrap_or(0);
    let limit = number(query, "limit")?.unwrap_or(MOST).clamp(1, MOST);
    let desc = query.flag("desc");
    let statuses = query.list("status");
    let after = moment(query, "startedAfter")?;
    let before = moment(query, "startedBefore")?;
    let mut found: Vec<_> = runs
        .kept(now, spec)
        .map(|(_, run)| run)
        .filter(|run| now >= run.listed_from)
        .filter(|run| statuses.is_empty() || statuses.contains(&run.course.status(now)))
        .filter(|run| after.is_none_or(|after| run.course.started() >= after))
        .filter(|run| before.is_none_or(|before| run.course.started() <= before))
        .collect();
    if desc {
        found.reverse();
    }
    let items: Vec<Value> = found
        .iter()
        .skip(usize::try_from(offset).unwrap_or(usize::MAX))
        .take(usize::try_from(limit).unwrap_or(usize::MAX))
        .map(|run| Value::Object(short(run, spec, now, true)))
        .collect();
    Ok(json!({
        "total": found.len(),
        "offset": offset,
        "limit": limit,
        "desc": desc,
        "count": items.len(),
        "items": items,
    }))
}

fn moment(query: &Query, name: &str) -> Result<Option<Timestamp>, Refusal> {
    let Some(text) = query.get(name) else {
        return Ok(None);
    };
    let moment = Timestamp::parse(text);
    moment
        .map(Some)
        .ok_or_else(|| Refusal::parameter(name, "an ISO 8601 date and time"))
}
