//! What became of a seller's ads since the look before: those that are new, those that ended, and the same of its pages
//! and of the hosts of competitors.

use std::collections::{BTreeMap, BTreeSet};

use database::coverage::Coverage;
use model::Timestamp;
use model::document::ReportChanges;

/// All ads of one seller, those that are gone included.
#[derive(Debug, Default)]
pub(crate) struct Lives {
    since: Option<Timestamp>,
    all: Life,
    pages: BTreeMap<String, Life>,
    rivals: BTreeMap<String, Life>,
    /// Pages of ads whose deciding link is on one of its domains; "" among them where a source names none.
    linked: BTreeSet<String>,
}

/// Ads of one kind.
#[derive(Debug, Clone, Copy, Default)]
struct Life {
    /// There now, and proven to be new.
    new: u64,
    /// Neither: there before, or nobody can tell.
    old: u64,
    /// There before, and gone since.
    ended: u64,
    /// There now.
    now: u64,
}

/// One ad, as far as its life goes.
#[derive(Debug, Clone, Copy)]
pub(crate) struct AdLife<'a> {
    pub(crate) page: &'a str,
    /// The host of the competitor that it leads to.
    pub(crate) rival: Option<&'a str>,
    /// Whether its deciding link is on a domain of the seller.
    pub(crate) linked: bool,
    /// Whether it is proven to be new since the look before.
    pub(crate) is_new: bool,
    pub(crate) gone_at: Option<Timestamp>,
}

impl Life {
    fn add(&mut self, ad: AdLife<'_>, since: Timestamp) {
        let now = ad.gone_at.is_none();
        self.now += u64::from(now);
        self.new += u64::from(now && ad.is_new);
        self.old += u64::from(!ad.is_new);
        self.ended += u64::from(!ad.is_new && ad.gone_at.is_some_and(|at| at > since));
    }

    /// Whether all that is known of it is new.
    const fn is_new(&self) -> bool {
        self.new > 0 && self.old == 0
    }

    /// Whether the last of it ended.
    const fn is_lost(&self) -> bool {
        self.ended > 0 && self.now == 0
    }
}

impl Lives {
    /// Of a seller at which the look before ended then; `None` where there was none.
    pub(crate) fn new(since: Option<Timestamp>) -> Self {
        Self {
            since,
            ..Self::default()
        }
    }

    pub(crate) fn add(&mut self, ad: AdLife<'_>) {
        if ad.linked && !self.linked.contains(ad.page) {
            self.linked.insert(ad.page.to_owned());
        }
        let Some(since) = self.since else { return };
        self.all.add(ad, since);
        if !ad.page.is_empty() {
            self.pages.entry(ad.page.to_owned()).or_default().add(ad, since);
        }
        if let Some(rival) = ad.rival {
            self.rivals.entry(rival.to_owned()).or_default().add(ad, since);
        }
    }

    /// As a report tells it.
    pub(crate) fn changes(&self) -> Option<ReportChanges> {
        let named = |lives: &BTreeMap<String, Life>, which: fn(&Life) -> bool| {
            let named = lives.iter().filter(|(_, life)| which(life));
            named.map(|(name, _)| name.clone()).collect()
        };
        Some(ReportChanges {
            since: self.since?,
            new_ads: self.all.new,
            ended_ads: self.all.ended,
            new_pages: named(&self.pages, Life::is_new),
            lost_pages: named(&self.pages, Life::is_lost),
            new_rivals: named(&self.rivals, Life::is_new),
        })
    }

    /// When all pages from which ads lead to its domains were last searched whole, the oldest of these moments. `None`
    /// without such ads, where one was never searched so, or where a source names no page.
    pub(crate) fn pages_covered(&self, coverage: &Coverage) -> Option<Timestamp> {
        let mut oldest = None;
        for page in &self.linked {
            let covered = coverage.page_covered(page)?;
            oldest = Some(oldest.map_or(covered, |oldest: Timestamp| oldest.min(covered)));
        }
        oldest
    }
}
