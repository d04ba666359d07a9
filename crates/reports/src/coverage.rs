//! Which sellers have been asked about: a seller is covered once each of its hosts was searched for.

use std::collections::HashMap;

use database::{Database, Search};
use model::{Host, Seller, SellerDomain, Timestamp};
use std::ops::ControlFlow;

/// When each host was last searched for.
#[derive(Debug, Default)]
pub struct Coverage {
    hosts: HashMap<Host, Option<Timestamp>>,
    unscannable_searches: u64,
}

impl Coverage {
    /// Reads all searches.
    pub fn read(database: &dyn Database) -> database::Result<Self> {
        let mut coverage = Self::default();
        database.each_search(&mut |search| {
            coverage.add(&search);
            Ok(ControlFlow::Continue(()))
        })?;
        Ok(coverage)
    }

    /// Adds one search. A partial one proves nothing about who is absent, and one for a text that no URL
    /// carries covers nobody.
    pub fn add(&mut self, search: &Search) {
        match SellerDomain::clean(&search.domain).host {
            Ok(host) if search.complete => {
                let at = self.hosts.entry(host).or_default();
                *at = (*at).max(search.at);
            }
            Ok(_) => {}
            Err(_) => self.unscannable_searches += 1,
        }
    }

    /// When the seller was covered: the oldest of its hosts' latest searches. `None` where a host was never
    /// searched for; `Some(None)` where it was, at a time that the source does not tell.
    pub fn of(&self, seller: &Seller) -> Option<Option<Timestamp>> {
        let mut hosts = seller.hosts().peekable();
        hosts.peek()?;
        let mut oldest: Option<Option<Timestamp>> = None;
        for host in hosts {
            let at = *self.hosts.get(host)?;
            oldest = Some(match oldest {
                Some(before) => before.min(at),
                None => at,
            });
        }
        oldest
    }

    /// Searches for texts that no URL can carry: each was paid for once and can prove nothing.
    pub const fn unscannable_searches(&self) -> u64 {
        self.unscannable_searches
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn search(domain: &str, at: &str, complete: bool) -> Search {
        Search {
            domain: domain.into(),
            at: Timestamp::parse(at),
            ads: 0,
            complete,
            cost: model::MicroDollars::ZERO,
        }
    }

    #[test]
    fn every_host_must_have_been_searched() {
        let mut coverage = Coverage::default();
        coverage.add(&search("www.a.tn", "2026-01-02", true));
        coverage.add(&search("b.tn", "2026-01-01", true));
        coverage.add(&search("c.tn", "2026-01-01", false));
        coverage.add(&search("silver", "2026-01-01", true));
        let of = |domains: &[&str]| coverage.of(&Seller::new("s", domains));
        assert_eq!(of(&["a.tn"]), Some(Timestamp::parse("2026-01-02")));
        assert_eq!(of(&["a.tn", "b.tn"]), Some(Timestamp::parse("2026-01-01")));
        assert_eq!(of(&["a.tn", "z.tn"]), None);
        assert_eq!(of(&["c.tn"]), None, "a partial search covers nobody");
        assert_eq!(of(&["silver"]), None);
        assert_eq!(coverage.unscannable_searches(), 1);
    }

    #[test]
    fn the_latest_search_counts() {
        let mut coverage = Coverage::default();
        coverage.add(&search("a.tn", "2026-01-02", true));
        coverage.add(&search("a.tn", "2026-01-01", true));
        assert_eq!(
            coverage.of(&Seller::new("s", ["a.tn"])),
            Some(Timestamp::parse("2026-01-02"))
        );
    }
}
