//! The command line as users and scripts meet it. Parsed here, converted once in `settings`.

mod paid;
mod probe;
mod rebuild;
mod watch;
mod window;

use std::path::PathBuf;

use clap::{ArgAction, Args, Parser, Subcommand, ValueEnum};

pub use paid::age;
pub use paid::{CacheArgs, CacheCommand, CostsArgs, DiscoverArgs, SandboxArgs, StrategyArg, WorldArg};
pub use probe::ProbeArgs;
pub use rebuild::RebuildArgs;
pub use watch::WatchArgs;
pub use window::{
    DashboardArgs, KeysArgs, KeysCommand, RoleArg, ScopeArg, UsersArgs, UsersCommand, WorkerArgs,
};

/// Which sellers advertise on Meta, from which pages, and where their ads lead.
#[derive(Debug, Parser)]
#[command(name = "sellers-ads", version, propagate_version = true, max_term_width = 100)]
pub struct Cli {
    /// Flags of every command.
    #[command(flatten)]
    pub global: Global,
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
}

/// Flags of every command.
#[derive(Debug, Clone, Args)]
pub struct Global {
    /// Where everything is kept: `sqlite:PATH` or `mongodb://...`.
    #[arg(long, global = true, value_name = "URL")]
    pub database: Option<String>,
    /// Folder of the embedded database.
    #[arg(long, global = true, value_name = "DIR")]
    pub data_dir: Option<PathBuf>,
    /// Settings file.
    #[arg(long, global = true, value_name = "FILE")]
    pub config: Option<PathBuf>,
    /// Language of messages.
    #[arg(long, global = true, value_enum)]
    pub lang: Option<Language>,
    /// One JSON document on stdout.
    #[arg(long, global = true)]
    pub json: bool,
    /// More words on stderr; twice for debugging.
    #[arg(short, long, global = true, action = ArgAction::Count)]
    pub verbose: u8,
}

/// A language of the interface.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Language {
    /// French.
    Fr,
    /// English.
    En,
    /// Arabic.
    Ar,
}

/// What to do.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// The whole product on a made-up world, no account needed.
    Demo(DemoArgs),
    /// The sellers of the base.
    Sellers(SellersArgs),
    /// Ads from files on disk; costs nothing.
    Ads(AdsArgs),
    /// Ask the Ad Library which sellers advertise; costs money, never more than the budget.
    Discover(DiscoverArgs),
    /// Judge stored ads again, for free.
    Classify(ClassifyArgs),
    /// Show the way to the verdict of a link.
    Explain(ExplainArgs),
    /// Look at hosts for nothing: what the DNS says of them, and what answers behind them.
    Probe(ProbeArgs),
    /// What was found.
    Report(ReportArgs),
    /// What was spent and what is left.
    Costs(CostsArgs),
    /// Bring everything of one database into another; whichever is cut short goes on.
    Copy(CopyArgs),
    /// What is configured and reachable, what is left to spend.
    Check,
    /// The window: pages, exports and API in a browser.
    Dashboard(DashboardArgs),
    /// Do the scans that people ask for from the dashboard.
    Worker(WorkerArgs),
    /// The week runs itself: scans, alerts, digests and exports when they are due.
    Watch(WatchArgs),
    /// Who may log in to the dashboard.
    Users(UsersArgs),
    /// API keys of programs.
    Keys(KeysArgs),
    /// What is kept on disk to be safe and can be cleared.
    Cache(CacheArgs),
    /// Make every derived document again from what is stored raw.
    Rebuild(RebuildArgs),
    /// A server that behaves like Apify and the actor, over a made-up or recorded ad library; costs nothing.
    Sandbox(SandboxArgs),
}

/// `demo`.
#[derive(Debug, Args)]
pub struct DemoArgs {
    /// Sellers in the made-up world.
    #[arg(long, default_value_t = 21_764, value_name = "N", value_parser = clap::value_parser!(u32).range(1..=10_000_000))]
    pub sellers: u32,
    /// The same seed makes the same world.
    #[arg(long, default_value_t = 1, value_name = "S")]
    pub seed: u64,
    /// The month's money, in dollars.
    #[arg(long, value_name = "USD")]
    pub budget: Option<String>,
    /// Print the overview and end.
    #[arg(long)]
    pub no_serve: bool,
}

/// `sellers`.
#[derive(Debug, Args)]
pub struct SellersArgs {
    /// What to do with them.
    #[command(subcommand)]
    pub command: SellersCommand,
}

/// `sellers ...`.
#[derive(Debug, Subcommand)]
pub enum SellersCommand {
    /// Read a list of sellers: JSON, JSONL or CSV; `-` reads stdin.
    Import {
        /// The list.
        file: PathBuf,
    },
    /// Add one seller, or domains to it.
    Add {
        /// Its id.
        slug: String,
        /// One of its domains.
        #[arg(long = "domain", value_name = "D")]
        domains: Vec<String>,
    },
    /// List all sellers with their domains.
    List,
    /// Remove one seller; its ads stay.
    Remove {
        /// Its id.
        slug: String,
    },
}

/// `ads`.
#[derive(Debug, Args)]
pub struct AdsArgs {
    /// What to do with them.
    #[command(subcommand)]
    pub command: AdsCommand,
}

/// `ads ...`.
#[derive(Debug, Subcommand)]
pub enum AdsCommand {
    /// Read actor exports, cache files, recorded scans: files or folders, plain, gzip or zstd.
    Import {
        /// Files or folders.
        #[arg(required = true)]
        paths: Vec<PathBuf>,
    },
}

/// `classify`.
#[derive(Debug, Args)]
pub struct ClassifyArgs {
    /// Only this seller's ads; may be given several times.
    #[arg(long = "client", value_name = "SLUG")]
    pub clients: Vec<String>,
    /// Every ad, not only those whose verdict is out of date.
    #[arg(long)]
    pub all: bool,
}

/// `copy`.
#[derive(Debug, Args)]
pub struct CopyArgs {
    /// Where everything is: `sqlite:PATH` or `mongodb://...`.
    #[arg(long, value_name = "URL")]
    pub from: String,
    /// Where it is to be as well; its ledger must be empty, or the beginning of the other.
    #[arg(long, value_name = "URL")]
    pub to: String,
}

/// `explain`.
#[derive(Debug, Args)]
pub struct ExplainArgs {
    /// Links.
    #[arg(required_unless_present = "jsonl")]
    pub urls: Vec<String>,
    /// A domain to count as the seller's own.
    #[arg(long = "own-domain", value_name = "D")]
    pub own_domains: Vec<String>,
    /// Ask the DNS about the link's host first.
    #[arg(long, conflicts_with = "jsonl")]
    pub probe: bool,
    /// Fetch its page too; with --probe.
    #[arg(long, requires = "probe")]
    pub landing: bool,
    /// Read `{"url","own_domains"}` lines from stdin, write a verdict line for each.
    #[arg(long, conflicts_with = "urls")]
    pub jsonl: bool,
}

/// `report`.
#[derive(Debug, Args)]
pub struct ReportArgs {
    /// Which report.
    #[command(subcommand)]
    pub report: ReportCommand,
    /// How it is written.
    #[arg(long, value_enum, global = true)]
    pub format: Option<Format>,
    /// Where to, instead of stdout.
    #[arg(short, long, global = true, value_name = "FILE")]
    pub output: Option<PathBuf>,
}

/// `report ...`.
#[derive(Debug, Subcommand)]
pub enum ReportCommand {
    /// One seller: its pages, verdicts and competitors.
    Client {
        /// The seller's id.
        slug: String,
    },
    /// Sellers that do not advertise, and those that cannot be asked about.
    Inactive,
    /// Where sellers' ads lead away to.
    Competitors,
    /// Sellers' domains that left Converty.
    Moves,
    /// The whole base at a glance.
    Overview,
}

/// How a report is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// Aligned columns for people.
    Table,
    /// One JSON document.
    Json,
    /// Comma-separated values.
    Csv,
    /// An Excel workbook.
    Xlsx,
}
