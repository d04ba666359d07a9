//! How a dashboard is set up.

use std::net::SocketAddr;

use analytics::{AlertRules, Zone};
use model::MicroDollars;

use crate::watching::Watching;
use crate::words::Language;

/// Settings of one dashboard.
#[derive(Debug, Clone)]
pub struct Config {
    /// Where it listens. Any address but loopback needs configured access.
    pub listen: SocketAddr,
    /// The language where the address names none.
    pub language: Language,
    /// In which days begin and end.
    pub zone: Zone,
    /// The month's money.
    pub budget: MicroDollars,
    /// From when something is worth an alert.
    pub rules: AlertRules,
    /// Names by which it is reached besides its address (`ads.example.tn`), as the `Host` header says them, without
    /// port. A request for any other name is refused: a page elsewhere could make its own name lead here.
    pub hosts: Vec<String>,
    /// Whether TLS stands before it: cookies are `Secure`.
    pub behind_tls: bool,
    /// Where sellers are kept: in memory, or in the database.
    pub sellers: figures::Choice,
    /// Bytes of memory that they may take before the database is asked instead, where that is left to an estimate.
    pub sellers_limit: u64,
    /// How the watch is set up, as far as pages show it.
    pub watching: Watching,
    /// The Ad Library's country, for links to it.
    pub country: String,
}

impl Config {
    /// Whether only people at this machine reach it: it listens on loopback, and nothing stands before it that would
    /// let others in.
    pub fn is_local(&self) -> bool {
        self.listen.ip().is_loopback() && !self.behind_tls && self.hosts.is_empty()
    }
}
