//! The one road from bytes to stored, judged ads. Imports take it, scans will, and rebuilds start halfway.
//!
//! Reading, parsing and judging happen on the calling thread while another writes: a bounded channel lies
//! between them, so memory stays bounded however large the files are.

mod batch;
mod files;
mod pages;
mod rebuild;
mod run;

pub use files::{Source, sources};
pub use pages::{RunImport, Taken};
pub use rebuild::{Rebuilt, rebuild};
pub use run::{Observer, RefusedItem, Silent, Summary, ingest};

/// Why an ingestion could not go on. What was written before stays.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The database failed.
    #[error(transparent)]
    Database(#[from] database::Error),
    /// A path could not be looked at.
    #[error("{path}: {reason}")]
    Path {
        /// The path.
        path: String,
        /// What the system said.
        reason: std::io::Error,
    },
    /// The writing thread died of a bug.
    #[error("the writing thread stopped unexpectedly")]
    WriterLost,
}
