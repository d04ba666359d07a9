//! What to do next, with what it is expected to cost and to bring.

use compact_str::CompactString;
use model::MicroDollars;

use crate::alerts::MoneyFacts;
use crate::book::Snapshot;
use crate::overview::span::Span;
use crate::time::Window;

use crate::overview::Overview;
use call::Calls;
use ranked::Queue;
use scan::Means;
use waiting::Waiting;

pub(crate) mod call;
pub(crate) mod ranked;
mod scan;
pub(crate) mod waiting;

/// What is proposed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum RecommendationKind {
    /// Call sellers whose ads lead elsewhere; worst first.
    Call,
    /// Keep active sellers that are likely to leave; most ads at stake first. Only where a model is at hand.
    Retain,
    /// Invite quiet sellers that are likely to start; likeliest first. Only where a model is at hand.
    Invite,
    /// Scan sellers nobody asked about yet, as far as the money goes.
    ScanUncovered,
    /// Ask again about sellers whose ads are known in part only.
    CompletePartial,
    /// Ask again about covered sellers last seen more than 28 days ago.
    Rescan,
    /// Look at the hosts that nobody knows: free.
    ProbeUnidentified,
    /// Correct the domains that no URL can carry: free.
    FixDomains,
}

impl RecommendationKind {
    /// The stable name, as in addresses and the API.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Call => "call",
            Self::Retain => "retain",
            Self::Invite => "invite",
            Self::ScanUncovered => "scan_uncovered",
            Self::CompletePartial => "complete_partial",
            Self::Rescan => "rescan",
            Self::ProbeUnidentified => "probe_unidentified",
            Self::FixDomains => "fix_domains",
        }
    }
}

/// One proposal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Recommendation {
    /// What.
    pub kind: RecommendationKind,
    /// How many sellers (hosts for `ProbeUnidentified`) it is about.
    pub count: u64,
    /// How many of them the money left allows; `count` where it is free.
    pub affordable: u64,
    /// What doing it for `affordable` is expected to cost.
    pub cost: MicroDollars,
    /// What it is expected to bring: ads to win back, concurrent or lost (`Call`), ads at stake (`Retain`:
    /// chance times ads), sellers to start (`Invite`: the sum of their chances), active sellers to find (`ScanUncovered`,
    /// `Rescan`), sellers to know whole (`CompletePartial`), hosts to name, sellers to be able to ask about.
    pub gain: u64,
    /// The first sellers (or hosts) to begin with, best first, at most ten.
    pub first: Vec<CompactString>,
}

impl Recommendation {
    /// One that costs nothing and brings as much as it is about.
    fn free(kind: RecommendationKind, about: &Queue) -> Self {
        Self {
            kind,
            count: about.count,
            affordable: about.count,
            cost: MicroDollars::ZERO,
            gain: about.count,
            first: about.first.clone(),
        }
    }
}

/// What to do next, in the order of [`RecommendationKind`], from what brings sales back to what makes asking possible;
/// nothing that would bring nothing. Each scan is reckoned as if the money left were spent on it alone; scans are left
/// out where nothing is left or nobody knows what a seller costs. `unidentified` are hosts on no known platform.
pub fn recommendations(
    base: &Overview,
    calls: Calls,
    waiting: &Waiting,
    unidentified: &Queue,
    money: &MoneyFacts,
) -> Vec<Recommendation> {
    use RecommendationKind::{CompletePartial, FixDomains, ProbeUnidentified, Rescan, ScanUncovered};
    let active = |sellers| scan::expected_active(base, sellers);
    let means = Means::of(money);
    let means = means.as_ref();
    let free = |kind, about: &Queue| (about.count > 0).then(|| Recommendation::free(kind, about));
    [
        calls.recommend(),
        means.and_then(|means| means.scan(ScanUncovered, &waiting.uncovered, active)),
        means.and_then(|means| means.scan(CompletePartial, &waiting.partial, |sellers| sellers)),
        means.and_then(|means| means.scan(Rescan, &waiting.stale, active)),
        free(ProbeUnidentified, unidentified),
        free(FixDomains, &waiting.unscannable),
    ]
    .into_iter()
    .flatten()
    .collect()
}

impl Snapshot {
    /// What to do next: see [`recommendations`].
    pub fn recommendations(&self, window: Window, money: &MoneyFacts) -> Vec<Recommendation> {
        let standing = self.standing();
        let span = Span::of(&self.frame, window);
        let mut calls = Calls::default();
        for client in self.advertisers() {
            calls.note(client, span);
        }
        let waiting = &standing.whole(self).waiting;
        let unidentified = standing.rivals.unidentified();
        recommendations(&standing.base, calls, waiting, &unidentified, money)
    }
}
