//! What responses say of a name: the aliases in their order, the addresses at their end, or that there is none.

use std::net::IpAddr;

use compact_str::CompactString;
use hickory_resolver::proto::op::{Message, ResponseCode};
use hickory_resolver::proto::rr::{Name, RData, Record, RecordType};
use model::observation::{DnsAnswer, UndecidedReason};

use super::plain;
use super::servers::Servers;
use crate::Unknown;

/// Aliases in a chain at most: resolvers follow as many or fewer (BIND 16, Unbound 11).
const MAX_ALIASES: usize = 16;

/// What became of a name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Resolved {
    pub answer: DnsAnswer,
    /// Addresses of the type that was asked for.
    pub addresses: Vec<IpAddr>,
    /// The chain, the last name included, the first not.
    pub aliases: Vec<CompactString>,
    /// The least time to live of all records that led there, in seconds.
    pub ttl: u32,
}

/// Asks for a name, and for the end of its aliases where a response stops halfway.
pub(super) async fn resolve(servers: &Servers, name: &Name, kind: RecordType) -> Result<Resolved, Unknown> {
    let mut trail = Trail::from(name.clone());
    loop {
        let response = servers.ask(trail.last(), kind).await?;
        // Where it stopped halfway the trail is longer now, and that has a bound.
        if let Some(resolved) = trail.read(&response, kind)? {
            return Ok(resolved);
        }
    }
}

/// The name that was asked for, and the aliases that led on from it.
struct Trail {
    first: Name,
    aliases: Vec<Name>,
    ttl: u32,
}

impl From<Name> for Trail {
    fn from(first: Name) -> Self {
        Self {
            first,
            aliases: Vec::new(),
            ttl: u32::MAX,
        }
    }
}

impl Trail {
    fn last(&self) -> &Name {
        self.aliases.last().unwrap_or(&self.first)
    }

    /// What a response to a question for the trail's last name says; `None` where it only leads on.
    fn read(&mut self, response: &Message, kind: RecordType) -> Result<Option<Resolved>, Unknown> {
        let moved = self.follow(&response.answers)?;
        let last = self.last().clone();
        let mut addresses = Vec::new();
        for record in response.answers.iter().filter(|record| record.name == last) {
            let address = match (&record.data, kind) {
                (RData::A(a), RecordType::A) => IpAddr::V4(a.0),
                (RData::AAAA(aaaa), RecordType::AAAA) => IpAddr::V6(aaaa.0),
                _ => continue,
            };
            self.ttl = self.ttl.min(record.ttl);
            addresses.push(address);
        }
        let answer = if !addresses.is_empty() {
            DnsAnswer::Resolves
        } else if response.metadata.response_code == ResponseCode::NXDomain {
            DnsAnswer::NoSuchName
        } else if has_soa(response) {
            DnsAnswer::NoAddress
        } else if moved {
            return Ok(None);
        } else {
            // Neither an answer nor an authority for its absence: a lame delegation. Some forwarders leave the SOA of
            // a true absence out too (RFC 2308, section 2.2, type 3), but so does whatever is broken on the way.
            let detail = format!("{kind} {}: neither an answer nor an SOA", plain(&last));
            return Err(Unknown::new(UndecidedReason::BadAnswer, detail));
        };
        Ok(Some(Resolved {
            answer,
            addresses,
            aliases: self.aliases.iter().map(plain).collect(),
            ttl: self.ttl,
        }))
    }

    /// Goes along the aliases of a response; whether there was one.
    fn follow(&mut self, records: &[Record]) -> Result<bool, Unknown> {
        let mut moved = false;
        while let Some((target, ttl)) = alias_of(self.last(), records) {
            let circle = *target == self.first || self.aliases.contains(target);
            if circle || self.aliases.len() >= MAX_ALIASES {
                let what = if circle { "runs in a circle" } else { "is too long" };
                let detail = format!(
                    "the chain of aliases of {} {what} at {}",
                    plain(&self.first),
                    plain(target)
                );
                return Err(Unknown::new(UndecidedReason::AliasLoop, detail));
            }
            self.ttl = self.ttl.min(ttl);
            self.aliases.push(target.clone());
            moved = true;
        }
        Ok(moved)
    }
}

fn alias_of<'r>(name: &Name, records: &'r [Record]) -> Option<(&'r Name, u32)> {
    records.iter().find_map(|record| match &record.data {
        RData::CNAME(target) if record.name == *name => Some((&target.0, record.ttl)),
        _ => None,
    })
}

/// Whether the response stands for an absence (RFC 2308, section 2).
pub(super) fn has_soa(response: &Message) -> bool {
    response
        .authorities
        .iter()
        .any(|record| matches!(record.data, RData::SOA(_)))
}

#[cfg(test)]
mod tests;
