//! What changed between two moments: of each seller, and over all of them.
//!
//! Numbers only; sentences are made where they are shown. Of two stretches of time that meet, ads, pages and turns add up:
//! what one stretch ends with is what the next begins with.

use std::collections::BTreeSet;

use compact_str::CompactString;
use model::Timestamp;
use model::document::Ratio;
use model::moves::MovedTo;

use crate::book::Snapshot;
use crate::client::{ClientStatus, Tally};
use crate::overview::span::Span;
use crate::time::Window;

pub(crate) mod judge;
pub(crate) mod rivals;

/// What changed within a span, over all sellers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChangeSet {
    /// From when to when.
    pub span: Span,
    /// Sellers that started to advertise.
    pub started: u64,
    /// Sellers that stopped.
    pub stopped: u64,
    /// Ads that looks within the span told to be new; one that ended within it is among both.
    pub new_ads: u64,
    /// Ads that they told to have ended.
    pub ended_ads: u64,
    /// Pages that they told to be new.
    pub new_pages: u64,
    /// Pages that they told to be lost.
    pub lost_pages: u64,
    /// Hosts to which no seller's ads led before, where that is proven, by name.
    pub new_rivals: Vec<CompactString>,
    /// Hosts to which no seller's ads lead any more, by name.
    pub lost_rivals: Vec<CompactString>,
    /// Sellers whose share of ads to Converty is another.
    pub ratio_moves: u64,
    /// Sellers a domain of which left Converty, or most of whose concurrent ads lead to another platform.
    pub platform_moves: u64,
    /// Each seller of which anything changed, by slug.
    pub clients: Vec<ClientChanges>,
}

/// What changed of one seller.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClientChanges {
    /// The seller.
    pub slug: CompactString,
    /// Whether it started or stopped, and did not turn back.
    pub turn: Option<Turn>,
    /// New ads, as the looks within the span told.
    pub new_ads: u32,
    /// Ended ads.
    pub ended_ads: u32,
    /// New pages.
    pub new_pages: u32,
    /// Lost pages.
    pub lost_pages: u32,
    /// How it stood when the span began; `None` where nobody knew.
    pub before: Option<Stood>,
    /// How it stood at its end.
    pub after: Option<Stood>,
    /// Hosts first seen within the span, proven to be new for it, and led to at its end, by name.
    pub new_rivals: Vec<CompactString>,
    /// Hosts that its ads led to when the span began, and not at its end, by name.
    pub lost_rivals: Vec<CompactString>,
    /// The share of its ads that lead to Converty, where it had ads before and after and the share is another.
    pub ratio: Option<RatioMove>,
    /// Domains that left Converty, by when, then the platform that gets most of its concurrent ads.
    pub moves: Vec<PlatformMove>,
}

/// A seller's status became another.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Turn {
    /// It advertises now, and did not.
    Started,
    /// It did, and does not any more.
    Stopped,
}

/// How a seller stood at a moment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stood {
    /// Whether it advertised.
    pub status: ClientStatus,
    /// Its ads.
    pub ads: Tally,
}

/// A share of ads that became another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RatioMove {
    /// When the span began.
    pub before: Ratio,
    /// At its end.
    pub after: Ratio,
}

impl RatioMove {
    /// Points of percent, in hundredths; negative where the share fell.
    pub const fn points(self) -> i64 {
        self.after
            .hundredths()
            .cast_signed()
            .saturating_sub(self.before.hundredths().cast_signed())
    }
}

/// A seller went from one platform to another.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PlatformMove {
    /// A domain of its own left Converty.
    Domain {
        /// The domain.
        domain: CompactString,
        /// What stands there now.
        to: MovedTo,
        /// The platform's id, where one is known.
        platform: Option<CompactString>,
        /// When it was first seen away.
        at: Timestamp,
    },
    /// Of its ads that lead to a sale elsewhere, most lead to another platform than most did.
    Ads {
        /// The platform's id, `unknown` where none is known.
        from: CompactString,
        /// The same now.
        to: CompactString,
        /// Its ads that lead there now.
        ads: u32,
        /// All its ads that lead to a sale elsewhere.
        out_of: u32,
    },
}

impl ChangeSet {
    /// Adds up what changed of each seller, by slug.
    pub fn of(
        span: Span,
        mut clients: Vec<ClientChanges>,
        new_rivals: Vec<CompactString>,
        lost_rivals: Vec<CompactString>,
    ) -> Self {
        clients.sort_unstable_by(|one, other| one.slug.cmp(&other.slug));
        let sum = |of: &dyn Fn(&ClientChanges) -> u64| clients.iter().map(of).sum();
        Self {
            span,
            started: sum(&|it| u64::from(it.turn == Some(Turn::Started))),
            stopped: sum(&|it| u64::from(it.turn == Some(Turn::Stopped))),
            new_ads: sum(&|it| it.new_ads.into()),
            ended_ads: sum(&|it| it.ended_ads.into()),
            new_pages: sum(&|it| it.new_pages.into()),
            lost_pages: sum(&|it| it.lost_pages.into()),
            ratio_moves: sum(&|it| u64::from(it.ratio.is_some())),
            platform_moves: sum(&|it| u64::from(!it.moves.is_empty())),
            new_rivals,
            lost_rivals,
            clients,
        }
    }

    /// What changed of one seller within a span; `None` where nothing did.
    pub fn of_client(client: &crate::client::Client, span: Span) -> Option<ClientChanges> {
        judge::changes(client, span)
    }

    /// The same of some sellers only, counted again. Rivals stay where one of these sellers gained or lost them: they are
    /// new to all sellers or lost by all, not by these alone.
    #[must_use]
    pub fn kept(self, mut keep: impl FnMut(&ClientChanges) -> bool) -> Self {
        let Self {
            span,
            mut clients,
            mut new_rivals,
            mut lost_rivals,
            ..
        } = self;
        clients.retain(|client| keep(client));
        let named = |of: fn(&ClientChanges) -> &Vec<CompactString>| -> BTreeSet<&CompactString> {
            clients.iter().flat_map(of).collect()
        };
        let (gained, lost) = (named(|it| &it.new_rivals), named(|it| &it.lost_rivals));
        new_rivals.retain(|host| gained.contains(host));
        lost_rivals.retain(|host| lost.contains(host));
        Self::of(span, clients, new_rivals, lost_rivals)
    }
}

impl Snapshot {
    /// What changed within the days of a window.
    pub fn changes(&self, window: Window) -> ChangeSet {
        self.changes_within(Span::of(&self.frame, window))
    }

    /// What changed within a span: between two scans ([`Span::of_scans`]), or any two moments ([`Span::between`]). One walk
    /// over those that advertise or did.
    pub fn changes_within(&self, span: Span) -> ChangeSet {
        let clients = self.advertisers();
        let clients: Vec<_> = clients
            .filter_map(|client| judge::changes(client, span))
            .collect();
        let index = &self.standing().rivals;
        let new = rivals::new_to_all(&self.frame, index, span, &clients);
        let lost = rivals::lost_by_all(&index.stood(span));
        ChangeSet::of(span, clients, new, lost)
    }
}
