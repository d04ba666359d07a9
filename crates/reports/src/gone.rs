//! Which ads of sellers are gone: a later search should have brought them, and did not. And which are new: an earlier one
//! should have.
//!
//! A search proves that only if it was answered whole. That an ad is gone it proves if it was made more than a day after a
//! source last saw the ad: the questions of one scan are hours apart, and the library itself lags. Which search should have
//! brought an ad follows from what made it the seller's: one that covers the domain its link is on; where the seller is
//! only mentioned, one for each of its domains that leads somewhere. Whatever made it the seller's, one for its page should
//! have. An ad that no source dates is never gone, and never new.
//!
//! Meta's own word counts too, where we saw the ad before: one that was found in an earlier look, and that Meta calls ended
//! now, is gone from the moment at which it was called so. One that was never seen before is what was found, ended or not.
//!
//! That all ads of a page are gone says nothing of its seller, who may have a new page: only a search for its domain tells
//! that a seller stopped ([`Gone::of_seller`]).

use database::JudgedAd;
use model::{Host, Timestamp};

use crate::attribution::Ground;
use crate::searches::{Look, Searches};

/// How much later than the ad was last seen a search must have been made.
const A_DAY: i64 = 24 * 60 * 60 * 1000;

/// An ad that is gone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Gone {
    /// When that was first proven.
    pub(crate) at: Timestamp,
    /// Whether what proves it would have shown other ads of the seller too: a search for the domain that it leads to.
    pub(crate) of_seller: bool,
}

/// What is asked about one seller.
#[derive(Debug)]
pub(crate) struct Searched {
    /// Its hosts.
    hosts: Vec<Host>,
    /// Those of them that lead somewhere.
    askable: Vec<Host>,
    /// The latest look at it.
    pub(crate) look: Option<Look>,
}

impl Searched {
    pub(crate) const fn new(hosts: Vec<Host>, askable: Vec<Host>, look: Option<Look>) -> Self {
        Self { hosts, askable, look }
    }

    /// The seller's domain that the host is on; the longest where several match.
    pub(crate) fn own_domain(&self, host: &Host) -> Option<&Host> {
        self.hosts
            .iter()
            .filter(|domain| host.is_under(domain.as_str()))
            .max_by_key(|domain| domain.as_str().len())
    }

    /// Whether this ad, the seller's for this reason, is gone, and since when that is proven.
    pub(crate) fn gone(&self, ad: &JudgedAd, ground: Ground, searches: &Searches) -> Option<Gone> {
        let seen = ad.last_seen?;
        let after = Timestamp::clamped(seen.as_millis().saturating_add(A_DAY));
        let of_hosts = |hosts: &[Host]| {
            let found: Option<Vec<_>> = hosts
                .iter()
                .map(|host| searches.host_after(host, after))
                .collect();
            found.and_then(|found| found.into_iter().max())
        };
        let link = (ground == Ground::Link).then(|| self.link(ad)).flatten();
        let by_ground = match ground {
            Ground::Link => link.and_then(|host| searches.host_after(host, after)),
            Ground::Mention => of_hosts(&self.hosts).or_else(|| of_hosts(&self.askable)),
            Ground::Page => None,
        };
        let by_page = page(ad).and_then(|page| searches.page_after(page, after));
        let ended = ended(ad);
        let at = by_ground.into_iter().chain(by_page).chain(ended).min()?;
        // A search for the domain in the very look that heard of the end shows what else leads there.
        let looked = || link.is_some_and(|host| searches.host_since(host, seen));
        Some(Gone {
            at,
            of_seller: by_ground.is_some() || (ended.is_some() && looked()),
        })
    }

    /// Whether the ad was first seen after a moment until which a search should have brought it.
    pub(crate) fn is_new(
        &self,
        ad: &JudgedAd,
        ground: Ground,
        searches: &Searches,
        since: Timestamp,
    ) -> bool {
        let of_hosts =
            |hosts: &[Host]| !hosts.is_empty() && hosts.iter().all(|host| searches.host_until(host, since));
        let by_ground = || match ground {
            Ground::Link => self.link(ad).is_some_and(|host| searches.host_until(host, since)),
            Ground::Mention => of_hosts(&self.hosts) || of_hosts(&self.askable),
            Ground::Page => false,
        };
        let by_page = || page(ad).is_some_and(|page| searches.page_until(page, since));
        ad.first_seen.is_some_and(|first| first > since) && (by_ground() || by_page())
    }

    /// The seller's domain that the ad's deciding link is on.
    fn link(&self, ad: &JudgedAd) -> Option<&Host> {
        ad.verdict.host.as_ref().and_then(|host| self.own_domain(host))
    }
}

/// When Meta said that an ad is over which an earlier look had found.
fn ended(ad: &JudgedAd) -> Option<Timestamp> {
    let (first, last) = (ad.first_seen?, ad.last_seen?);
    let seen_before = last.as_millis().saturating_sub(first.as_millis()) > A_DAY;
    (ad.active == Some(false) && seen_before).then_some(last)
}

/// The ad's page, where the source names one.
fn page(ad: &JudgedAd) -> Option<&str> {
    (!ad.page_id.is_empty()).then_some(ad.page_id.as_str())
}
