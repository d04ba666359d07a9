//! The tables that leave, by name.

mod alerts;
mod base;
mod changes;
mod client;
mod clients;
mod competition;
mod voice;

use super::{Line, Rows, Table};
use crate::ask::Misread;
use crate::failure::Failure;
use crate::visit::Visit;

/// Names of all tables.
pub const NAMES: [&str; 15] = [
    "clients",
    "competitors",
    "platforms",
    "unidentified",
    "voice",
    "duels",
    "timeline",
    "changes",
    "bands",
    "verdicts",
    "alerts",
    "recommendations",
    "client_pages",
    "client_ads",
    "client_history",
];

/// The table of this name, with the page's parameters. What a page passes over with a word about it is refused here:
/// a file cannot say that it is not what was asked for.
pub(super) fn named(visit: &Visit, name: &str) -> Result<Table, Failure> {
    let mut misread = Vec::new();
    visit.ask.range(&mut misread);
    understood(&misread)?;
    match name {
        "clients" => clients::clients(visit),
        "competitors" => competition::competitors(visit),
        "platforms" => competition::platforms(visit),
        "unidentified" => competition::unidentified(visit),
        "voice" => voice::voice(visit),
        "duels" => voice::duels(visit),
        "timeline" => Ok(base::timeline(visit)),
        "changes" => changes::changes(visit),
        "bands" => base::bands(visit),
        "verdicts" => base::verdicts(visit),
        "alerts" => alerts::alerts(visit),
        "recommendations" => alerts::recommendations(visit),
        "client_pages" => client::pages(visit),
        "client_ads" => client::ads(visit),
        "client_history" => client::history(visit),
        _ => Err(Failure::NotFound { what: "table" }),
    }
}

/// Refuses what was not understood.
fn understood(misread: &[Misread]) -> Result<(), Failure> {
    match misread.first() {
        Some(one) => Err(Failure::invalid(&one.parameter, "is not understood")),
        None => Ok(()),
    }
}

/// A parameter that names one of some values, where it is there.
fn one_of(visit: &Visit, name: &str, known: impl Fn(&str) -> bool) -> Result<(), Failure> {
    match visit.ask.get(name) {
        Some(value) if !known(value) => Err(Failure::invalid(name, "is not understood")),
        _ => Ok(()),
    }
}

/// Rows that are few and made already.
fn few<T: serde::Serialize + Send + 'static>(rows: Vec<T>) -> Rows {
    Box::new(move |sink| rows.iter().try_for_each(|row| sink(row as &dyn Line)))
}
