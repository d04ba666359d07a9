//! What the DNS says of a host: addresses, the chain of aliases, the name servers of its registrable domain.
//!
//! Of hickory-resolver the system's configuration and the transports are used, not its `Resolver`: that one drops the
//! aliases of a name that leads nowhere, and keeps a cache of its own. Here each question is one datagram from a port of
//! its own; what came is remembered by the database, for as long as the records allow.
//!
//! What decides:
//! * the A question. Where it fails the look is undecided, whatever AAAA says: most marks are IPv4 addresses, and
//!   facts without them would look like a shop that moved.
//! * AAAA adds to it. Once there is an IPv4 address, AAAA is given one timeout more and then counts as missing; where
//!   there is none, the name leads nowhere only if AAAA says so too.
//! * name servers never undo a look; they are asked for once per domain in the life of a [`Dns`], so one that is kept
//!   for days tells old ones.
//!
//! What is missing is told ([`Missing`]), so that a failed question is not taken for a change.

mod addresses;
mod answer;
mod exchange;
mod name_servers;
mod servers;

use std::net::IpAddr;
use std::sync::Arc;
use std::time::Duration;

use compact_str::CompactString;
use futures_util::future::try_join;
use hickory_resolver::proto::rr::Name;
use model::Host;
use model::observation::{DnsAnswer, DnsFacts, UndecidedReason};

use self::addresses::{Found, addresses_of};
use self::answer::Resolved;
use self::name_servers::NameServers;
use self::servers::Servers;
use crate::{DnsSettings, Error, Ttl, Unknown};

/// What a look at a host gave.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DnsLook {
    /// The facts.
    pub facts: DnsFacts,
    /// How long they count, within the bounds of the settings.
    pub counts_for: Duration,
    /// What they do not hold because a question failed.
    pub missing: Missing,
}

/// What could not be learned beside the facts: it is absent from them, and that says nothing.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Missing {
    /// AAAA records.
    pub ipv6: bool,
    /// Name servers.
    pub name_servers: bool,
}

impl Missing {
    /// Takes what is missing from facts that were learned before, so that a failed question is no change: IPv6
    /// addresses only where all else is as it was, for a host that moved has left those too.
    pub fn fill(self, facts: &mut DnsFacts, before: &DnsFacts) {
        if self.ipv6 && facts.aliases == before.aliases && ipv4(facts).eq(ipv4(before)) {
            facts.addresses.clone_from(&before.addresses);
        }
        if self.name_servers {
            facts.name_servers.clone_from(&before.name_servers);
        }
    }

    /// Whether anything is.
    pub const fn any(self) -> bool {
        self.ipv6 || self.name_servers
    }
}

fn ipv4(facts: &DnsFacts) -> impl Iterator<Item = &IpAddr> {
    facts.addresses.iter().filter(|address| address.is_ipv4())
}

/// Asks resolvers about hosts. Cheap to clone; shared by all looks of a process.
#[derive(Debug, Clone)]
pub struct Dns {
    inner: Arc<Inner>,
}

#[derive(Debug)]
struct Inner {
    servers: Servers,
    name_servers: NameServers,
    parallel: usize,
    timeout: Duration,
    ttl: Ttl,
}

impl Dns {
    /// A looker with these resolvers; `None` where the settings name nobody. Nothing is sent yet.
    pub fn open(settings: &DnsSettings) -> Result<Option<Self>, Error> {
        let Some(servers) = Servers::open(settings)? else {
            return Ok(None);
        };
        let inner = Inner {
            servers,
            name_servers: NameServers::default(),
            parallel: settings.parallel,
            timeout: settings.timeout,
            ttl: settings.ttl,
        };
        Ok(Some(Self {
            inner: Arc::new(inner),
        }))
    }

    /// Hosts to look at at once.
    pub(crate) fn parallel(&self) -> usize {
        self.inner.parallel
    }

    /// Looks at one host.
    pub async fn look(&self, host: &Host) -> Result<DnsLook, Unknown> {
        let inner = &*self.inner;
        let name = absolute(host.as_str())?;
        let addresses = inner.addresses_of(&name);
        let name_servers = async {
            match host.registrable() {
                Some(domain) => Ok(inner.name_servers.of(&inner.servers, domain).await),
                None => Ok(Some(Arc::default())),
            }
        };
        let (found, name_servers) = try_join(addresses, name_servers).await?;
        let missing = Missing {
            ipv6: found.missing_ipv6,
            name_servers: name_servers.is_none(),
        };
        Ok(DnsLook {
            counts_for: counts_for(&found.resolved, inner.ttl),
            facts: DnsFacts {
                answer: found.resolved.answer,
                addresses: found.resolved.addresses,
                aliases: found.resolved.aliases,
                name_servers: name_servers.map(|names| names.to_vec()).unwrap_or_default(),
            },
            missing,
        })
    }

    /// The addresses to connect to, for the guarded client; asked anew each time, nothing is remembered.
    pub async fn addresses(&self, name: &str) -> Result<Vec<IpAddr>, Unknown> {
        let found = self.inner.addresses_of(&absolute(name)?).await?;
        if found.resolved.addresses.is_empty() {
            let what = match found.resolved.answer {
                DnsAnswer::NoSuchName => "there is no such name",
                DnsAnswer::NoAddress | DnsAnswer::Resolves => "the name has no address",
            };
            return Err(Unknown::new(
                UndecidedReason::NoAddress,
                format!("{name}: {what}"),
            ));
        }
        Ok(found.resolved.addresses)
    }
}

impl Inner {
    async fn addresses_of(&self, name: &Name) -> Result<Found, Unknown> {
        addresses_of(&self.servers, name, self.timeout).await
    }
}

/// How long an answer counts: its own time within the bounds, or the time of names that lead nowhere.
fn counts_for(resolved: &Resolved, ttl: Ttl) -> Duration {
    match resolved.answer {
        DnsAnswer::Resolves => Duration::from_secs(resolved.ttl.into())
            .max(ttl.least)
            .min(ttl.most),
        DnsAnswer::NoAddress | DnsAnswer::NoSuchName => ttl.absent,
    }
}

/// The name, from the root: no search domain is ever added to it.
fn absolute(name: &str) -> Result<Name, Unknown> {
    let mut absolute = Name::from_ascii(name).map_err(|error| {
        let detail = format!("{name} is no name of the DNS: {error}");
        Unknown::new(UndecidedReason::BadAnswer, detail)
    })?;
    absolute.set_fqdn(true);
    Ok(absolute)
}

/// A name as facts have it: lower case, no root dot.
fn plain(name: &Name) -> CompactString {
    let mut text = CompactString::from(name.to_ascii());
    text.make_ascii_lowercase();
    if text.len() > 1 && text.ends_with('.') {
        text.pop();
    }
    text
}

#[cfg(test)]
mod tests;
