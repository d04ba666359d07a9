//! Facts as every engine stores them: JSON, under the place and kind that they are of.

use model::observation::{Facts, FactsKind};

use crate::{Error, Result};

/// Stored facts, which must be of this kind.
pub(crate) fn facts_in(place: &str, kind: FactsKind, json: &str) -> Result<Facts> {
    let damaged = |why: &dyn std::fmt::Display| {
        let kind = kind.as_str();
        Error::Damaged(format!("the {kind} facts of {place} cannot be read: {why}"))
    };
    let facts: Facts = serde_json::from_str(json).map_err(|error| damaged(&error))?;
    if facts.kind() == kind {
        Ok(facts)
    } else {
        Err(damaged(&"they are of another kind"))
    }
}
