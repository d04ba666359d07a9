//! The flags of `rebuild`.

use std::path::PathBuf;

use clap::Args;

/// `rebuild`.
#[derive(Debug, Args)]
pub struct RebuildArgs {
    /// Data folders of every machine that scanned: their raw pages and ledger journals are brought back first.
    #[arg(long, value_name = "FOLDER", num_args = 1..)]
    pub raw: Vec<PathBuf>,
}
