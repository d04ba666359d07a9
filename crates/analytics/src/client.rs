//! One seller as the snapshot knows it. Documents and pages say client.

use compact_str::CompactString;
use model::document::{Ratio, Status};
use model::moves::DomainMove;
use model::{Confidence, MicroDollars, Timestamp};

/// What is known of whether a seller advertises.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum ClientStatus {
    /// It advertises.
    Active,
    /// It was covered, and does not.
    Inactive,
    /// No URL can carry any of its domains.
    Unscannable,
    /// Nobody asked yet.
    Uncovered,
}

impl ClientStatus {
    /// All of them, in the order in which pages list them.
    pub const ALL: [Self; 4] = [Self::Active, Self::Inactive, Self::Unscannable, Self::Uncovered];

    /// The stable name, as in addresses and the API.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Active => "active",
            Self::Inactive => "inactive",
            Self::Unscannable => "unscannable",
            Self::Uncovered => "uncovered",
        }
    }

    /// The value of a name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|status| status.as_str() == name)
    }

    /// Whether it is known if the seller advertises.
    pub const fn is_covered(self) -> bool {
        matches!(self, Self::Active | Self::Inactive)
    }

    /// Of a mapping's status; `Uncovered` where there is no mapping.
    pub const fn of(status: Option<Status>) -> Self {
        match status {
            Some(Status::Active) => Self::Active,
            Some(Status::Inactive) => Self::Inactive,
            Some(Status::Unscannable) => Self::Unscannable,
            None => Self::Uncovered,
        }
    }
}

/// Ads by verdict.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Tally {
    /// All.
    pub total: u32,
    /// Those that lead to a Converty shop.
    pub converty: u32,
    /// Those that lead to a sale elsewhere.
    pub concurrent: u32,
    /// The others.
    pub unknown: u32,
}

impl Tally {
    /// Percent that lead to Converty.
    pub fn converty_ratio(&self) -> Ratio {
        Ratio::of(self.converty.into(), self.total.into())
    }

    /// Percent that lead to a sale elsewhere.
    pub fn concurrent_ratio(&self) -> Ratio {
        Ratio::of(self.concurrent.into(), self.total.into())
    }
}

/// Where some of a seller's concurrent ads lead.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Rival {
    /// The host, without `www.`; the platform's id where a scheme alone decided.
    pub domain: CompactString,
    /// The platform's id, `unknown` where none is known.
    pub platform: CompactString,
    /// The seller's ads that lead there now; 0 where they did once.
    pub ads: u32,
    /// When one of this seller's ads was first seen to lead there.
    pub first_seen: Timestamp,
    /// Whether it is proven that none did before: an earlier look that was whole found none, and the ads are new.
    pub proven: bool,
    /// How many of its ads led there over time: so many from this moment on. Oldest first, the first at `first_seen`,
    /// the last one `ads`; a report that does not name it makes it 0; equal neighbours are merged. Times are the marks'.
    pub steps: Box<[(Timestamp, u32)]>,
}

/// How a seller stood from some moment on, until its next mark.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Mark {
    /// From when: when the sources saw it, else when it was analysed.
    pub at: Timestamp,
    /// When the report was made.
    pub analyzed_at: Timestamp,
    /// Active or inactive.
    pub status: ClientStatus,
    /// Its ads.
    pub ads: Tally,
    /// What the look behind it told to have changed, beyond what marks before it told: sums over marks are right.
    pub changes: MarkChanges,
    /// Whether that look was whole.
    pub whole: bool,
}

/// What a look at a seller told to have changed since an earlier one. What is new is proven to be.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct MarkChanges {
    /// Ads that were not there before.
    pub new_ads: u32,
    /// Ads that are there no more.
    pub ended_ads: u32,
    /// Pages all of whose ads are new.
    pub new_pages: u32,
    /// Pages all of whose ads ended.
    pub lost_pages: u32,
}

impl MarkChanges {
    /// These and others.
    #[must_use]
    pub const fn and(self, more: Self) -> Self {
        Self {
            new_ads: self.new_ads.saturating_add(more.new_ads),
            ended_ads: self.ended_ads.saturating_add(more.ended_ads),
            new_pages: self.new_pages.saturating_add(more.new_pages),
            lost_pages: self.lost_pages.saturating_add(more.lost_pages),
        }
    }

    /// These but for others that are among them.
    #[must_use]
    pub const fn without(self, told: Self) -> Self {
        Self {
            new_ads: self.new_ads.saturating_sub(told.new_ads),
            ended_ads: self.ended_ads.saturating_sub(told.ended_ads),
            new_pages: self.new_pages.saturating_sub(told.new_pages),
            lost_pages: self.lost_pages.saturating_sub(told.lost_pages),
        }
    }
}

impl Rival {
    /// Ads that led there right before a moment; now where that is `None`.
    pub fn ads_before(&self, moment: Option<Timestamp>) -> u32 {
        let Some(moment) = moment else { return self.ads };
        let later = self.steps.partition_point(|(at, _)| *at < moment);
        let before = later.checked_sub(1).and_then(|index| self.steps.get(index));
        before.map_or(0, |(_, ads)| *ads)
    }
}

/// One seller.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Client {
    /// Its slug.
    pub slug: CompactString,
    /// Its domains as given, those that no URL can carry included.
    pub domains: Box<[CompactString]>,
    /// Whether it advertises.
    pub status: ClientStatus,
    /// Whether its ads are known in part only.
    pub partial: bool,
    /// Its ads.
    pub ads: Tally,
    /// Its ads whose deciding link is on one of its domains.
    pub linked_ads: u32,
    /// Its Facebook pages.
    pub pages: u32,
    /// How surely its main page is its own; `None` without pages.
    pub confidence: Option<Confidence>,
    /// Where its concurrent ads lead or led, most ads first.
    pub rivals: Box<[Rival]>,
    /// Its own domains that left Converty.
    pub moves: Box<[DomainMove]>,
    /// What its ads seem to sell, as its latest report has it: an id of the categories' file; `None` where they do not tell.
    pub category: Option<CompactString>,
    /// What was spent to learn about it.
    pub cost: MicroDollars,
    /// When the scan behind its mapping saw it; `None` where there is no mapping.
    pub seen_at: Option<Timestamp>,
    /// When it was first known whether it advertises (its first coverage); `None` where it is not known, or since when
    /// is not.
    pub covered_at: Option<Timestamp>,
    /// How it stood over time, oldest first; empty where it never had a report.
    pub history: Box<[Mark]>,
}

impl Client {
    /// How it stood at a moment: the last mark not after it.
    pub fn at(&self, moment: Timestamp) -> Option<&Mark> {
        let later = self.history.partition_point(|mark| mark.at <= moment);
        later.checked_sub(1).and_then(|index| self.history.get(index))
    }

    /// The rival that gets most of its ads now.
    pub fn main_rival(&self) -> Option<&Rival> {
        self.rivals.iter().find(|rival| rival.ads > 0)
    }
}
