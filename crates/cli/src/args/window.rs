//! Arguments of the commands around the dashboard: serving it, who may come in, who does its scans.

use std::net::SocketAddr;
use std::time::Duration;

use clap::{Args, Subcommand, ValueEnum};

use super::paid::age;

/// `dashboard`.
#[derive(Debug, Args)]
pub struct DashboardArgs {
    /// Where it listens; any address but loopback needs a user or a key first.
    #[arg(long, value_name = "ADDR")]
    pub listen: Option<SocketAddr>,
    /// A name by which it is reached besides its address; may be given several times.
    #[arg(long = "public-host", value_name = "NAME")]
    pub public_hosts: Vec<String>,
    /// TLS stands before it: cookies are sent over TLS only, and the proxy is believed who asks.
    #[arg(long)]
    pub behind_tls: bool,
    /// The zone in which days begin and end.
    #[arg(long, value_name = "ZONE")]
    pub time_zone: Option<String>,
    /// Do no scans that are asked for from a page.
    #[arg(long)]
    pub no_worker: bool,
    /// Watch too: the week runs itself in this process.
    #[arg(long)]
    pub watch: bool,
}

/// `worker`.
#[derive(Debug, Args)]
pub struct WorkerArgs {
    /// Do what waits and end.
    #[arg(long)]
    pub once: bool,
    /// Runs carried at once, at most; the scan that orders them keeps to what the account allows.
    #[arg(long, value_name = "N", default_value_t = 8, value_parser = clap::value_parser!(u32).range(1..=256))]
    pub slots: u32,
    /// What people call it.
    #[arg(long = "name", value_name = "NAME", default_value = "worker", value_parser = worker_name)]
    pub worker_name: String,
    /// Show who works and what waits or was given up, and do nothing.
    #[arg(long = "list")]
    pub list_work: bool,
}

/// The name is part of file names and of what the ledger keeps.
fn worker_name(text: &str) -> Result<String, String> {
    let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.');
    if (1..=40).contains(&text.len()) && text.chars().all(plain) && !text.starts_with('.') {
        return Ok(text.to_owned());
    }
    Err("1 to 40 of the characters a-z A-Z 0-9 - _ .".to_owned())
}

/// `users`.
#[derive(Debug, Args)]
pub struct UsersArgs {
    /// What to do with them.
    #[command(subcommand)]
    pub command: UsersCommand,
}

/// `users ...`.
#[derive(Debug, Subcommand)]
pub enum UsersCommand {
    /// Add a user; the password is asked for, or read from stdin.
    Add {
        /// The name.
        user: String,
        /// What they may do.
        #[arg(long, value_enum)]
        role: RoleArg,
    },
    /// List all users.
    List,
    /// Set a user's password and end their sessions.
    Passwd {
        /// The name.
        user: String,
    },
    /// Remove a user and end their sessions.
    Remove {
        /// The name.
        user: String,
    },
}

/// What a user may do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum RoleArg {
    /// See.
    Viewer,
    /// Decide about alerts, write notes, ask for scans.
    Analyst,
    /// Everything.
    Admin,
}

/// `keys`.
#[derive(Debug, Args)]
pub struct KeysArgs {
    /// What to do with them.
    #[command(subcommand)]
    pub command: KeysCommand,
}

/// `keys ...`.
#[derive(Debug, Subcommand)]
pub enum KeysCommand {
    /// Make a key; it is shown this once.
    Add {
        /// What it is for.
        key_name: String,
        /// What it may do; may be given several times.
        #[arg(long = "scope", value_enum, value_name = "SCOPE", default_value = "read")]
        scopes: Vec<ScopeArg>,
        /// After how long it is of no use any more: `90d`.
        #[arg(long, value_name = "AGE", value_parser = age)]
        expires: Option<Duration>,
    },
    /// List all keys, without what lets them in.
    List,
    /// Revoke a key by its id.
    Revoke {
        /// The id, as `keys list` shows it.
        key_id: String,
    },
}

/// What a key may do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum ScopeArg {
    /// See.
    Read,
    /// Decide, write notes, ask for scans.
    Write,
    /// Everything.
    Manage,
}
