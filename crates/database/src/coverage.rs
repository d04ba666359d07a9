//! Which sellers have been asked about: a seller is covered once each of its hosts was searched for, itself or
//! a host above it. A search needs every word of its text to occur, and the words of `converty.shop` all occur
//! in `a.converty.shop`: a complete search for the shorter brings all that one for the longer would.

use std::collections::HashMap;
use std::ops::ControlFlow;

use model::{DomainRefusal, Host, MicroDollars, Seller, SellerDomain, Timestamp};

use crate::{Database, Result, Search};

/// What precedes the id in the text of a search for the ads of a Facebook page.
pub const PAGE_SEARCH: &str = "page:";

/// When each host was last searched for.
#[derive(Debug, Default)]
pub struct Coverage {
    hosts: HashMap<String, Asked>,
    pages: HashMap<String, AskedPage>,
    unscannable_searches: u64,
}

/// What is known of the searches for the ads of one page.
#[derive(Debug, Clone, Copy, Default)]
struct AskedPage {
    asked: Option<Timestamp>,
    covered: Option<Timestamp>,
}

/// What is known of the searches for one host.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Asked {
    /// The latest search, whole or not, if its time is known.
    pub asked: Option<Timestamp>,
    /// The latest that brought everything; the outer `None` where none did.
    pub covered: Option<Option<Timestamp>>,
    /// What the searches for exactly this host cost together.
    pub cost: MicroDollars,
    /// Ads that the latest one brought.
    pub ads: u64,
}

impl Coverage {
    /// Reads all searches.
    pub fn read(database: &dyn Database) -> Result<Self> {
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
        if let Some(page) = search.domain.strip_prefix(PAGE_SEARCH) {
            let known = self.pages.entry(page.to_owned()).or_default();
            known.asked = known.asked.max(search.at);
            if search.complete {
                known.covered = known.covered.max(search.at);
            }
            return;
        }
        let Some(host) = searched_host(&search.domain) else {
            self.unscannable_searches += 1;
            return;
        };
        let known = self.hosts.entry(host.as_str().to_owned()).or_default();
        known.cost += search.cost;
        if search.at >= known.asked {
            known.ads = search.ads;
        }
        known.asked = known.asked.max(search.at);
        if search.complete {
            known.covered = known.covered.max(Some(search.at));
        }
    }

    /// What is known of the searches for a host: those for itself, and where a host above it was searched for
    /// completely, that too.
    pub fn host(&self, host: &Host) -> Asked {
        let mut asked = self.exactly(host.as_str());
        for above in host.suffixes().filter(|above| *above != host.as_str()) {
            let other = self.exactly(above);
            asked.covered = asked.covered.max(other.covered);
            asked.asked = asked.asked.max(other.covered.flatten());
        }
        asked
    }

    /// What is known of the searches for exactly this host.
    pub fn exactly(&self, host: &str) -> Asked {
        self.hosts.get(host).copied().unwrap_or_default()
    }

    /// Each host that was searched for, with what is known of its own searches; in no order.
    pub fn searched_hosts(&self) -> impl Iterator<Item = (&str, Asked)> {
        self.hosts.iter().map(|(host, asked)| (host.as_str(), *asked))
    }

    /// When the page's ads were last asked for; the outer `None` where they never were.
    pub fn page(&self, id: &str) -> Option<Option<Timestamp>> {
        self.pages.get(id).map(|page| page.asked)
    }

    /// When a search last brought all of the page's ads; `None` where none did at a known time.
    pub fn page_covered(&self, id: &str) -> Option<Timestamp> {
        self.pages.get(id)?.covered
    }

    /// When the seller was covered: the oldest of its hosts' latest searches. `None` where a host was never
    /// searched for; `Some(None)` where it was, at a time that the source does not tell.
    pub fn of(&self, seller: &Seller) -> Option<Option<Timestamp>> {
        self.of_hosts(seller.hosts())
    }

    /// The same for some hosts; `None` for none.
    pub fn of_hosts<'h>(&self, hosts: impl Iterator<Item = &'h Host>) -> Option<Option<Timestamp>> {
        let mut hosts = hosts.peekable();
        hosts.peek()?;
        let mut oldest: Option<Option<Timestamp>> = None;
        for host in hosts {
            let at = self.host(host).covered?;
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

/// The host that the text of a search was for; `None` of a page, or of what is no host. No seller's domain is a suffix shared by strangers, but a sweep's is.
pub fn searched_host(text: &str) -> Option<Host> {
    match SellerDomain::clean(text).host {
        Ok(host) => Some(host),
        Err(DomainRefusal::PublicSuffix | DomainRefusal::PlatformItself) => Host::parse(text.trim()).ok(),
        Err(_) => None,
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
            cost: MicroDollars::new(800),
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
    fn a_complete_search_covers_the_hosts_under_it() {
        let mut coverage = Coverage::default();
        coverage.add(&search("converty.shop", "2026-01-02", true));
        coverage.add(&search("b.converty.shop", "2026-01-01", false));
        coverage.add(&search("a.tn", "2026-01-03", false));
        coverage.add(&search("page:12", "2026-01-03", true));
        let of = |domain: &str| coverage.of(&Seller::new("s", [domain]));
        let sweep = Timestamp::parse("2026-01-02");
        assert_eq!(of("a.converty.shop"), Some(sweep));
        assert_eq!(of("b.converty.shop"), Some(sweep));
        assert_eq!(
            of("aconverty.shop"),
            None,
            "not under it: only its name ends alike"
        );
        assert_eq!(of("shop.a.tn"), None, "a partial search covers nobody");
        let host = Host::parse("b.converty.shop").unwrap();
        assert_eq!(coverage.host(&host).asked, sweep, "the sweep asked for it last");
        assert_eq!(
            coverage.host(&host).cost,
            MicroDollars::new(800),
            "its own search only"
        );
        assert_eq!(coverage.page("12"), Some(Timestamp::parse("2026-01-03")));
        coverage.add(&search("page:12", "2026-01-05", false));
        assert_eq!(coverage.page("12"), Some(Timestamp::parse("2026-01-05")));
        assert_eq!(coverage.page_covered("12"), Timestamp::parse("2026-01-03"));
        coverage.add(&search("page:14", "2026-01-05", false));
        assert_eq!(
            (coverage.page_covered("13"), coverage.page_covered("14")),
            (None, None)
        );
        assert_eq!((coverage.page("13"), coverage.unscannable_searches()), (None, 0));
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
