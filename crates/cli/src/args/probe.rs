//! Arguments of `probe`.

use clap::Args;

/// `probe`.
#[derive(Debug, Args)]
pub struct ProbeArgs {
    /// Hosts or links to look at; without any, all that --sellers and --unknown name.
    #[arg(value_name = "HOST", conflicts_with_all = ["all_sellers", "unknown"])]
    pub hosts: Vec<String>,
    /// Which of all that is stored.
    #[command(flatten)]
    pub which: Which,
    /// Fetch the pages too, one for each host.
    #[arg(long)]
    pub landing: bool,
    /// Look again at what was looked at lately.
    #[arg(long = "again")]
    pub again: bool,
}

/// Which places of all that is stored; both where neither is named.
#[derive(Debug, Clone, Copy, Args)]
pub struct Which {
    /// Every domain of every seller.
    #[arg(long = "sellers")]
    pub all_sellers: bool,
    /// Every host that ads lead to and nobody knows, and every unresolved short link.
    #[arg(long)]
    pub unknown: bool,
}
