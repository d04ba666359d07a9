//! What a digest tells, as plain data: whoever has a snapshot fills it in.

use analytics::{MoneyFacts, Zone};
use model::{MicroDollars, Timestamp};
use url::Url;

use crate::engine::Firing;

/// All that a digest tells.
#[derive(Debug, Clone)]
pub struct DigestFacts {
    /// When the period began.
    pub from: Timestamp,
    /// When it ended: the moment of the figures.
    pub to: Timestamp,
    /// The zone in which days begin.
    pub zone: Zone,
    /// The public address of the dashboard, before every link; without it there are none.
    pub base: Option<Url>,
    /// How much was looked at.
    pub seen: Seen,
    /// What changed in the period.
    pub changes: ChangeFacts,
    /// Whom to call.
    pub calls: CallFacts,
    /// What rules said in the period and kept for the digest.
    pub alerts: Vec<Firing>,
    /// The month's money.
    pub money: MoneyFacts,
    /// Its pace, where one is planned.
    pub pace: Option<PaceFacts>,
    /// The rules that said nothing.
    pub silence: Vec<QuietRule>,
}

/// How much was looked at.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Seen {
    /// Sellers there are.
    pub sellers: u64,
    /// Of them, looked at in the period.
    pub covered: u64,
    /// Active ones, at its end.
    pub active: u64,
}

/// What changed in a period.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ChangeFacts {
    /// Sellers that began to advertise.
    pub started: u64,
    /// Sellers that stopped.
    pub stopped: u64,
    /// Ads that were new.
    pub new_ads: u64,
    /// Ads that ended.
    pub ended_ads: u64,
    /// Pages that were new.
    pub new_pages: u64,
    /// Pages that went.
    pub lost_pages: u64,
    /// Sellers whose share to Converty moved.
    pub ratio_moves: u64,
    /// Sellers that went from one platform to another.
    pub platform_moves: u64,
    /// Hosts of rivals new to all sellers.
    pub new_rivals: Vec<String>,
    /// Hosts that no ad leads to any more.
    pub lost_rivals: Vec<String>,
    /// The sellers with most new and ended ads, most first; the first five are told.
    pub movers: Vec<Mover>,
}

/// A seller whose ads changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mover {
    /// Which.
    pub slug: String,
    /// Ads that were new.
    pub new_ads: u64,
    /// Ads that ended.
    pub ended_ads: u64,
    /// Ads now.
    pub ads: u64,
}

/// Whom to call.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct CallFacts {
    /// How many there are to call.
    pub count: u64,
    /// Ads to win back from all of them.
    pub gain: u64,
    /// Active sellers that are likely to leave: to be kept.
    pub keep: u64,
    /// Quiet sellers that are likely to start: to be invited.
    pub invite: u64,
    /// The first to call, then to keep, then to invite, each best first and each seller once.
    pub first: Vec<Call>,
}

/// A seller to call.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Call {
    /// Which.
    pub slug: String,
    /// Its first domain.
    pub domain: Option<String>,
    /// Why, the strongest reason first.
    pub why: Vec<Why>,
}

/// Why to call, with its numbers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Why {
    /// So many of its ads lead to rivals, most of them to `place`.
    Concurrent {
        /// Those that do.
        ads: u64,
        /// All of its ads.
        of: u64,
        /// The rival host with most of them.
        place: Option<String>,
    },
    /// So many more of them than when the period began.
    Gained(u64),
    /// A domain of its own left Converty.
    Moved {
        /// Which.
        domain: String,
        /// Where it went, if that is known.
        platform: Option<String>,
    },
    /// It stopped to advertise.
    Stopped {
        /// Ads that are gone, or that do not lead to Converty any more, whichever are more.
        lost: u64,
        /// All the ads it had.
        of: u64,
    },
    /// Its share to Converty moved, in hundredths of a percent.
    Ratio {
        /// Before.
        before: u64,
        /// Now.
        now: u64,
    },
    /// The chance that it leaves within 28 days, in parts per million.
    MayLeave(u32),
    /// The chance that it starts within 28 days, in parts per million.
    MayStart(u32),
}

/// The pace of the month's money.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PaceFacts {
    /// What was to be spent by now.
    pub planned_by_now: MicroDollars,
    /// What each further week may spend.
    pub per_week: MicroDollars,
    /// Until when the money lasts.
    pub lasts_until: Option<Timestamp>,
}

/// A rule that said nothing in the period.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct QuietRule {
    /// Its id.
    pub rule: String,
    /// Its title.
    pub title: String,
    /// How many sellers (or other subjects) it looked at, the last time.
    pub looked_at: u64,
    /// How many it would have told of, but for its cool-down.
    pub held_back: u64,
    /// Why it could not be evaluated, where it could not.
    pub not_evaluated: Option<String>,
}
