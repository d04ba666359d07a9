//! Which ads of sellers are gone: a later search should have brought them, and did not.
//!
//! A search proves that only if it was answered whole, and if it was made more than a day after a source last saw the
//! ad: the questions of one scan are hours apart, and the library itself lags. Which search should have brought an ad
//! follows from what made it the seller's: one that covers the domain its link is on; where the seller is only
//! mentioned, one for each of its domains; where the page made it the seller's, one for the page. An ad that no
//! source dates is never gone.

use database::{Coverage, JudgedAd};
use model::{Host, Seller, Timestamp};

use crate::attribution::Ground;

/// How much later than the ad was last seen a search must have been made.
const A_DAY: i64 = 24 * 60 * 60 * 1000;

/// The latest whole searches for one seller.
#[derive(Debug)]
pub(crate) struct Searched {
    /// Each of its hosts, and when it was last covered.
    hosts: Vec<(Host, Option<Timestamp>)>,
    /// When all of it was.
    whole: Option<Timestamp>,
}

impl Searched {
    /// For this seller, which was covered as a whole then.
    pub(crate) fn new(coverage: &Coverage, seller: &Seller, whole: Option<Timestamp>) -> Self {
        let hosts = seller
            .hosts()
            .map(|host| (host.clone(), coverage.host(host).covered.flatten()))
            .collect();
        Self { hosts, whole }
    }

    /// The seller's domain that the host is on; the longest where several match.
    pub(crate) fn own_domain(&self, host: &Host) -> Option<&Host> {
        self.longest(host).map(|(domain, _)| domain)
    }

    /// Whether a search proves that this ad, the seller's for this reason, is gone.
    pub(crate) fn misses(&self, ad: &JudgedAd, ground: Ground, coverage: &Coverage) -> bool {
        let searched = match ground {
            Ground::Link => {
                let host = ad.verdict.host.as_ref();
                host.and_then(|host| self.longest(host)).and_then(|(_, at)| *at)
            }
            Ground::Mention => self.whole,
            Ground::Page => coverage.page_covered(&ad.page_id),
        };
        let (Some(seen), Some(searched)) = (ad.last_seen, searched) else {
            return false;
        };
        searched.as_millis() > seen.as_millis().saturating_add(A_DAY)
    }

    fn longest(&self, host: &Host) -> Option<&(Host, Option<Timestamp>)> {
        self.hosts
            .iter()
            .filter(|(domain, _)| host.is_under(domain.as_str()))
            .max_by_key(|(domain, _)| domain.as_str().len())
    }
}
