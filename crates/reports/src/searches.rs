//! Every dated search, by what it was for: which of them should have brought an ad, and when a seller was looked at.

use std::collections::HashMap;

use database::Search;
use database::coverage::{PAGE_SEARCH, searched_host};
use model::{Host, Timestamp};

/// Searches this close before a seller's latest one are one look at it: a scan asks about a seller by its domain and by its
/// pages, hours apart.
const ONE_LOOK: i64 = 12 * 60 * 60 * 1000;

/// All searches whose time is known. Only ever asked by name: no order of theirs shows anywhere.
#[derive(Debug, Default)]
pub(crate) struct Searches {
    hosts: HashMap<String, Made>,
    pages: HashMap<String, Made>,
}

/// When one thing was searched for.
#[derive(Debug, Default)]
struct Made {
    /// Answered whole, oldest first.
    whole: Vec<Timestamp>,
    /// The latest that was not.
    cut: Option<Timestamp>,
}

/// The latest look at a seller.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Look {
    /// When the look before ended; `None` where this one was the first.
    pub(crate) since: Option<Timestamp>,
    /// Whether a question of this look was not answered whole, and no other made up for it.
    pub(crate) cut: bool,
}

impl Searches {
    /// Adds one. [`Self::sort`] follows when all are added.
    pub(crate) fn add(&mut self, search: &Search) {
        let Some(at) = search.at else { return };
        let made = if let Some(page) = search.domain.strip_prefix(PAGE_SEARCH) {
            self.pages.entry(page.to_owned()).or_default()
        } else if let Some(host) = searched_host(&search.domain) {
            self.hosts.entry(host.as_str().to_owned()).or_default()
        } else {
            return;
        };
        if search.complete {
            made.whole.push(at);
        } else {
            made.cut = made.cut.max(Some(at));
        }
    }

    pub(crate) fn sort(&mut self) {
        for made in self.hosts.values_mut().chain(self.pages.values_mut()) {
            made.whole.sort_unstable();
        }
    }

    /// The first whole search after a moment that covers the host: for itself, or for a host above it.
    pub(crate) fn host_after(&self, host: &Host, moment: Timestamp) -> Option<Timestamp> {
        self.of_host(host).filter_map(|made| made.after(moment)).min()
    }

    /// Whether one was made at a moment or later.
    pub(crate) fn host_since(&self, host: &Host, moment: Timestamp) -> bool {
        self.of_host(host)
            .any(|made| made.whole.last().is_some_and(|last| *last >= moment))
    }

    /// Whether one was made until then.
    pub(crate) fn host_until(&self, host: &Host, moment: Timestamp) -> bool {
        self.of_host(host).any(|made| made.latest(moment).is_some())
    }

    /// The first whole search for the page's ads after a moment.
    pub(crate) fn page_after(&self, page: &str, moment: Timestamp) -> Option<Timestamp> {
        self.pages.get(page)?.after(moment)
    }

    /// Whether one was made until then.
    pub(crate) fn page_until(&self, page: &str, moment: Timestamp) -> bool {
        self.pages
            .get(page)
            .is_some_and(|made| made.latest(moment).is_some())
    }

    /// The latest look at who has these hosts and pages, whose ads were last seen then. `None` where nobody looked.
    pub(crate) fn look(&self, hosts: &[Host], pages: &[&str], seen: Option<Timestamp>) -> Option<Look> {
        let made = || {
            let of_hosts = hosts.iter().flat_map(|host| self.of_host(host));
            of_hosts.chain(pages.iter().filter_map(|page| self.pages.get(*page)))
        };
        let cut = made().filter_map(|made| made.cut).max();
        let whole = made().filter_map(|made| made.whole.last().copied()).max();
        let last = cut.max(whole).max(seen)?;
        let begun = Timestamp::clamped(last.as_millis().saturating_sub(ONE_LOOK));
        let in_look = |made: &Made| made.whole.last().is_some_and(|at| *at > begun);
        let by_hosts = !hosts.is_empty() && hosts.iter().all(|host| self.of_host(host).any(in_look));
        let by_pages = !pages.is_empty()
            && pages
                .iter()
                .all(|page| self.pages.get(*page).is_some_and(in_look));
        Some(Look {
            since: made().filter_map(|made| made.latest(begun)).max(),
            cut: cut.is_some_and(|cut| cut > begun) && !by_hosts && !by_pages,
        })
    }

    fn of_host<'s>(&'s self, host: &'s Host) -> impl Iterator<Item = &'s Made> {
        host.suffixes().filter_map(|above| self.hosts.get(above))
    }
}

impl Made {
    /// The first whole one after a moment.
    fn after(&self, moment: Timestamp) -> Option<Timestamp> {
        let next = self.whole.partition_point(|at| *at <= moment);
        self.whole.get(next).copied()
    }

    /// The last whole one until a moment, that included.
    fn latest(&self, moment: Timestamp) -> Option<Timestamp> {
        let next = self.whole.partition_point(|at| *at <= moment);
        next.checked_sub(1).and_then(|last| self.whole.get(last)).copied()
    }
}
