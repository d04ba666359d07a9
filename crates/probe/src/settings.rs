//! Limits and manners of looking.

use std::net::SocketAddr;
use std::time::Duration;

/// Whom to ask about names.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum Resolvers {
    /// Those that the system names (`/etc/resolv.conf`).
    #[default]
    System,
    /// These, over UDP, and TCP where an answer is cut.
    Addresses(Vec<SocketAddr>),
    /// Nobody: nothing is probed.
    None,
}

/// How long answers count, whatever their own TTL says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Ttl {
    /// At least.
    pub least: Duration,
    /// At most.
    pub most: Duration,
    /// A name that leads nowhere is looked at again after this.
    pub absent: Duration,
}

impl Default for Ttl {
    fn default() -> Self {
        Self {
            least: Duration::from_hours(1),
            most: Duration::from_hours(6 * 24),
            absent: Duration::from_hours(30 * 24),
        }
    }
}

/// Limits of asking the DNS.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DnsSettings {
    /// Whom to ask.
    pub resolvers: Resolvers,
    /// Hosts looked at at once.
    pub parallel: usize,
    /// How long the last try waits; earlier ones wait a share of it, growing evenly (of four: a quarter, a half, three
    /// quarters).
    pub timeout: Duration,
    /// Tries of one question, SERVFAIL and silence alike; each is one datagram to one resolver.
    pub tries: u32,
    /// How long answers count.
    pub ttl: Ttl,
}

impl Default for DnsSettings {
    fn default() -> Self {
        Self {
            resolvers: Resolvers::System,
            parallel: 128,
            timeout: Duration::from_secs(2),
            tries: 4,
            ttl: Ttl::default(),
        }
    }
}

/// Limits and manners of fetching pages.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LandingSettings {
    /// Places looked at at once.
    pub parallel: usize,
    /// Connections to one address at once: thousands of shops stand behind one.
    pub per_address: usize,
    /// How long the connection may take.
    pub connect: Duration,
    /// How long one place may take, redirects included.
    pub total: Duration,
    /// Bytes read from one connection, as sent: TLS, head and all.
    pub wire_bytes: usize,
    /// Bytes looked at of a page, unpacked. More than are kept: Shopify's pages tell their Meta pixel between
    /// 27,000 and 95,000 bytes from their beginning.
    pub read_bytes: usize,
    /// Bytes kept of it, unpacked.
    pub page_bytes: usize,
    /// Redirects followed.
    pub redirects: usize,
    /// Ports that may be spoken to.
    pub ports: Vec<u16>,
    /// How the program names itself, and where its owner can be reached.
    pub user_agent: String,
    /// Where every connection goes in truth, whatever address the name has: a sandbox that stands in for the
    /// internet. HTTPS is spoken without TLS there. The guard judges the name's own address all the same.
    pub via: Option<SocketAddr>,
    /// How long a page counts.
    pub ttl: Duration,
}

impl Default for LandingSettings {
    fn default() -> Self {
        Self {
            parallel: 32,
            per_address: 4,
            connect: Duration::from_secs(5),
            total: Duration::from_secs(15),
            wire_bytes: 256 << 10,
            read_bytes: 256 << 10,
            page_bytes: 64 << 10,
            redirects: 6,
            ports: vec![80, 443],
            user_agent: concat!(
                "sellers-ads/",
                env!("CARGO_PKG_VERSION"),
                " (weekly check of shop addresses; one page a host)"
            )
            .to_owned(),
            via: None,
            ttl: Duration::from_hours(6 * 24),
        }
    }
}
