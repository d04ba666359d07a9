//! Arguments of the commands around the paid door.

use std::path::PathBuf;
use std::time::Duration;

use clap::{Args, Subcommand, ValueEnum};

/// `discover`.
#[derive(Debug, Args)]
pub struct DiscoverArgs {
    /// The month's money, in dollars.
    #[arg(long, value_name = "USD")]
    pub budget: Option<String>,
    /// Only this seller; may be given several times.
    #[arg(long = "client", value_name = "SLUG")]
    pub clients: Vec<String>,
    /// How questions are chosen.
    #[arg(long, value_enum, default_value_t = StrategyArg::Auto)]
    pub strategy: StrategyArg,
    /// Sellers covered less long ago are not asked about again: `7d`, `12h`, `0` for all.
    #[arg(long, value_name = "AGE", default_value = "7d", value_parser = age)]
    pub max_age: Duration,
    /// Results that a first question about a seller pays for at most; never below the actor's own floor.
    #[arg(long, value_name = "N", default_value_t = 10, value_parser = clap::value_parser!(u32).range(1..=100_000))]
    pub probe_cap: u32,
    /// Percent of the money that is kept for what the pages of active sellers advertise, asked once hosts were; what
    /// pages leave goes to hosts again.
    #[arg(long = "pages", value_name = "PERCENT", default_value_t = 0, value_parser = clap::value_parser!(u32).range(0..=100))]
    pub pages_share: u32,
    /// Runs at once, at most; the account's own limit may be lower.
    #[arg(long, value_name = "N", default_value_t = 25, value_parser = clap::value_parser!(u32).range(1..=256))]
    pub parallel: u32,
    /// Show the questions, what they cost and what they may find, and spend nothing.
    #[arg(long)]
    pub plan: bool,
    /// Ask the DNS about sellers' domains first, for nothing: those that lead nowhere are not asked about.
    #[arg(long = "probe")]
    pub probe_first: bool,
}

/// How questions are chosen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum StrategyArg {
    /// Searches that cover many sellers first, then the most promising domains, at low caps.
    Auto,
    /// One run per domain in the base's order, at most 200 results each.
    PerDomain,
}

/// `costs`.
#[derive(Debug, Args)]
pub struct CostsArgs {
    /// From the ledger alone: Apify is not asked.
    #[arg(long)]
    pub quick: bool,
}

/// `cache`.
#[derive(Debug, Args)]
pub struct CacheArgs {
    /// What to do with it.
    #[command(subcommand)]
    pub command: CacheCommand,
}

/// `cache ...`.
#[derive(Debug, Subcommand)]
pub enum CacheCommand {
    /// Remove what is not needed any more.
    Clear {
        /// Raw result pages of runs that are settled and whose items are in the database; the default.
        #[arg(long)]
        pages: bool,
        /// What the DNS answered and which pages were looked at: all of it is due again, its history stays.
        #[arg(long)]
        dns: bool,
    },
}

/// `sandbox`.
#[derive(Debug, Args)]
pub struct SandboxArgs {
    /// Where it listens.
    #[arg(long, value_name = "ADDR", default_value = "127.0.0.1:8600")]
    pub listen: std::net::SocketAddr,
    /// Where its DNS listens: every domain of its world, or those of --zone.
    #[arg(long = "dns", value_name = "ADDR", default_value = "127.0.0.1:0")]
    pub dns_listen: std::net::SocketAddr,
    /// Where the landing pages of its world answer.
    #[arg(long = "web", value_name = "ADDR", default_value = "127.0.0.1:0")]
    pub web_listen: std::net::SocketAddr,
    /// A master file (RFC 1035) with the names that its DNS knows, instead of its world's.
    #[arg(long, value_name = "FILE")]
    pub zone: Option<PathBuf>,
    /// Milliseconds before its DNS answers.
    #[arg(long, value_name = "MS", default_value_t = 0)]
    pub dns_latency: u64,
    /// Of a thousand questions, how many its DNS never hears.
    #[arg(long, value_name = "N", default_value_t = 0, value_parser = clap::value_parser!(u32).range(0..=1000))]
    pub dns_drop: u32,
    /// The world's domains as they were before some of them moved.
    #[arg(long)]
    pub before: bool,
    /// Whose ads it holds: `made`, or `recorded:FILE` for the results of a real scan.
    #[arg(long, value_name = "WORLD", default_value = "made", value_parser = world)]
    pub world: WorldArg,
    /// What goes wrong and how often: `lost-start=0.02,429=0.05`.
    #[arg(long, value_name = "SPEC", default_value = "")]
    pub faults: String,
    /// Sellers in the made-up world.
    #[arg(long, default_value_t = 21_764, value_name = "N", value_parser = clap::value_parser!(u32).range(1..=10_000_000))]
    pub sellers: u32,
    /// The same seed makes the same world and the same faults.
    #[arg(long, default_value_t = 1, value_name = "S")]
    pub seed: u64,
    /// The month's money of its account, in dollars.
    #[arg(long, value_name = "USD", default_value = "5")]
    pub budget: String,
    /// How many times as fast as the real actor it is.
    #[arg(long, value_name = "N", default_value_t = 1, value_parser = clap::value_parser!(u32).range(1..=1000))]
    pub speed: u32,
}

/// Whose ads the sandbox holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum WorldArg {
    /// A made-up world.
    Made,
    /// The results of a real scan.
    Recorded(PathBuf),
}

fn world(text: &str) -> Result<WorldArg, String> {
    match text.split_once(':') {
        None if text == "made" => Ok(WorldArg::Made),
        Some(("recorded", file)) if !file.is_empty() => Ok(WorldArg::Recorded(file.into())),
        _ => Err("`made` or `recorded:FILE`".to_owned()),
    }
}

/// A length of time: `7d`, `36h`, `90m`, `0`.
pub fn age(text: &str) -> Result<Duration, String> {
    let text = text.trim();
    if text == "0" {
        return Ok(Duration::ZERO);
    }
    let unusable = || "a length of time such as 7d, 36h, 90m, or 0".to_owned();
    let span: jiff::Span = text.parse().map_err(|_| unusable())?;
    let length = span
        .to_duration(jiff::SpanRelativeTo::days_are_24_hours())
        .map_err(|_| unusable())?;
    Duration::try_from(length).map_err(|_| unusable())
}
