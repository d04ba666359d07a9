//! The list of runs, whole: a run that is not found in it counts as never started, and its question is paid again.

use std::collections::BTreeSet;

use model::Timestamp;
use serde_json::Value;

use crate::answer::Answer;
use crate::error::Error;
use crate::json;
use crate::run::RunSummary;
use crate::transport::{Call, Sender};

/// How often a list with holes is read from its beginning.
const PASSES: u32 = 3;

/// Reads the list until a pass shows no hole. Runs that go from the list between two pages shift the rest, so that
/// some show twice or not at all.
pub(super) async fn since(sender: &Sender, actor: &str, since: Timestamp) -> Result<Vec<RunSummary>, Error> {
    let mut whole = List::default();
    for pass in 1..=PASSES {
        if whole.read(sender, actor, since).await? {
            return Ok(whole.runs);
        }
        if pass < PASSES {
            sender.rest(pass).await;
        }
    }
    let what = Call::Runs {
        actor,
        since,
        offset: 0,
    }
    .what();
    let reason = "it has holes".to_owned();
    Err(Error::Broken {
        what,
        attempts: PASSES,
        reason,
    })
}

#[derive(Default)]
struct List {
    runs: Vec<RunSummary>,
    seen: BTreeSet<String>,
}

impl List {
    /// One pass; whether everything is here. Runs of earlier passes stay: they were there.
    async fn read(&mut self, sender: &Sender, actor: &str, since: Timestamp) -> Result<bool, Error> {
        let mut offset = 0;
        let mut ids = BTreeSet::new();
        loop {
            let call = Call::Runs { actor, since, offset };
            let (lines, total) = sender.read(&call, |answer| page(&answer, offset)).await?;
            if lines.is_empty() {
                return Ok(true);
            }
            offset += lines.len() as u64;
            let known = ids.len();
            ids.extend(lines.iter().map(|run| run.id.clone()));
            self.runs
                .extend(lines.into_iter().filter(|run| self.seen.insert(run.id.clone())));
            let is_new = ids.len() > known;
            match total {
                Some(total) if offset >= total => return Ok(ids.len() as u64 >= total),
                Some(_) if !is_new => return Ok(false),
                None if !is_new => return Ok(true),
                _ => {}
            }
        }
    }
}

/// The lines of a page that begins at `offset`, and how many there are in all. A line without an id is an error: it
/// might be the one that is looked for.
fn page(answer: &Answer, offset: u64) -> Result<(Vec<RunSummary>, Option<u64>), String> {
    let data = answer.data()?;
    if let Some(other) = json::count(data.get("offset")).filter(|other| *other != offset) {
        return Err(format!("lines from {other} instead of {offset}"));
    }
    let items = data
        .get("items")
        .and_then(Value::as_array)
        .ok_or("a list without items")?;
    let lines: Option<Vec<_>> = items.iter().map(RunSummary::read).collect();
    Ok((
        lines.ok_or("a run without an id")?,
        json::count(data.get("total")),
    ))
}
