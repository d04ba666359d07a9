//! Arguments of `watch`.

use clap::Args;

/// `watch`.
#[derive(Debug, Args)]
pub struct WatchArgs {
    /// Do what waits and end.
    #[arg(long)]
    pub once: bool,
    /// Show what the week would ask and spend, and when what comes next; do nothing.
    #[arg(long = "plan", id = "week_plan", conflicts_with = "once")]
    pub plan: bool,
}
