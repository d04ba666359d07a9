//! Starting a run: sent once, and its answer weighed with care.

use std::time::Duration;

use model::MicroDollars;
use serde_json::Value;

use super::Door;
use crate::answer::Answer;
use crate::refusal::{Refusal, StartError};
use crate::run::Run;
use crate::transport::{Call, Trouble, not_sent};

/// What the one answer proves.
enum Proof {
    /// The run exists, and this is it.
    Run(Box<Run>),
    /// The answer is broken or thin, but seems to name the run.
    Named(String, Option<Box<Run>>),
    /// It certainly does not exist.
    Refused(Refusal),
    /// Nothing.
    Unknown(String),
}

pub(super) async fn start(
    door: &Door,
    actor: &str,
    input: &Value,
    cap: MicroDollars,
) -> Result<Run, StartError> {
    let call = Call::Start { actor, input, cap };
    let unknown = |reason: String| {
        door.sender.failed(call.what(), 1, &reason);
        Err(StartError::Unknown(reason))
    };
    let answer = match door.sender.once(&call, 1).await {
        Ok(answer) => answer,
        Err(Trouble::NotSent(reason)) => return Err(StartError::Refused(not_sent(reason))),
        Err(Trouble::NoAnswer(reason)) => return unknown(reason),
    };
    match weigh(&answer, |answer| door.sender.refusal(answer)) {
        Proof::Run(run) => Ok(*run),
        Proof::Refused(refusal) => Err(StartError::Refused(refusal)),
        Proof::Unknown(reason) => unknown(reason),
        Proof::Named(id, thin) => match (door.run(&id, Duration::ZERO).await, thin) {
            // Reading is safe, and Apify's own word on the run replaces the broken answer.
            (Ok(run), _) => Ok(run),
            (Err(_), Some(thin)) => Ok(*thin),
            (Err(error), None) => unknown(format!("a broken answer named a run, but {error}")),
        },
    }
}

fn weigh(answer: &Answer, refusal: impl FnOnce(&Answer) -> Option<Refusal>) -> Proof {
    match answer.status {
        200..300 => named(answer),
        // Timeouts and conflicts may hide a run that was made; so may everything from 500 on.
        408 | 409 => Proof::Unknown(format!("status {}", answer.status)),
        // Whoever is turned away for coming too often was not served, whatever the words; only a stranger's page
        // proves nothing.
        429 if !answer.is_page() => Proof::Refused(
            refusal(answer)
                .unwrap_or_else(|| Refusal::of(429, String::new(), "too many requests".to_owned())),
        ),
        400..500 => match refusal(answer) {
            Some(refusal) => Proof::Refused(refusal),
            None => Proof::Unknown(format!("status {} from somebody other than Apify", answer.status)),
        },
        status => Proof::Unknown(format!("status {status}")),
    }
}

/// Reads the run out of an answer that says that it was made.
fn named(answer: &Answer) -> Proof {
    if let Some(run) = answer.data().ok().as_ref().and_then(Run::read) {
        return if run.dataset_id.is_empty() {
            Proof::Named(run.id.clone(), Some(Box::new(run)))
        } else {
            Proof::Run(Box::new(run))
        };
    }
    match id_in_fragment(&answer.body).or_else(|| id_in_location(answer)) {
        Some(id) => Proof::Named(id, None),
        None => Proof::Unknown("the answer to the start is broken and names no run".to_owned()),
    }
}

/// The id in an answer cut off behind it: `{"data":{"id":"..."`, with nothing in between but white space.
fn id_in_fragment(body: &[u8]) -> Option<String> {
    let text = String::from_utf8_lossy(body);
    let mut rest = text.as_ref();
    for expected in ["{", "\"data\"", ":", "{", "\"id\"", ":", "\""] {
        rest = rest.trim_start().strip_prefix(expected)?;
    }
    let (id, _) = rest.split_once('"')?;
    plain(id)
}

/// The id at the end of the `Location` header, which Apify sets on what it has made.
fn id_in_location(answer: &Answer) -> Option<String> {
    let location = answer.header("location")?;
    let (path, id) = location.trim().trim_end_matches('/').rsplit_once('/')?;
    plain(id).filter(|_| path.ends_with("runs"))
}

fn plain(id: &str) -> Option<String> {
    let fits = !id.is_empty() && id.len() <= 64 && id.bytes().all(|byte| byte.is_ascii_alphanumeric());
    fits.then(|| id.to_owned())
}
