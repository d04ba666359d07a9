//! Stored ads and evidence become verdicts, verdicts become mappings and reports, reports become tables.
//!
//! [`refresh()`] is the one way in: it judges what is stale and writes the documents that changed. The views
//! then read what it computed; [`tables`] writes any of them as text, CSV, XLSX or JSON.

pub mod analysis;
pub mod attribution;
mod category;
pub mod documents;
pub mod domains;
mod gone;
mod lives;
pub mod refresh;
mod searches;
pub mod tables;
pub mod views;

pub use analysis::Analysis;
pub use refresh::{OVERVIEW_NOTE, Options, Refreshed, engine_of, refresh};
