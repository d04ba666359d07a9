//! Bodies of changes: one JSON object, read strictly.

use serde::de::DeserializeOwned;

use crate::failure::Failure;
use crate::visit::Visit;

/// The name under which the gate hands on a JSON body as it came: its fields alone would not tell `7` from `"7"`.
pub const RAW: &str = "";

/// The body as what it must be.
///
/// # Errors
/// [`Failure::Invalid`] naming `body` where it is no JSON, lacks a field, or has one that nobody knows.
pub(super) fn read<T: DeserializeOwned>(visit: &Visit) -> Result<T, Failure> {
    let raw = visit.fields.get(RAW);
    let raw = raw.ok_or_else(|| Failure::invalid("body", "must be a JSON object"))?;
    serde_json::from_str(raw).map_err(|error| {
        // What serde says of foreign text may hold that text: told in short.
        let reason: String = error.to_string().chars().take(200).collect();
        Failure::invalid("body", reason)
    })
}
