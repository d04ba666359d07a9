//! Sweeps: what one search for the platform's own domain is expected to bring, and what it proves.
//!
//! A sweep costs the ads that it finds and covers every seller under its suffix, but only if everything was
//! delivered. How much there is, is told by the library itself on every item (`total`): the smallest run that the
//! actor takes tells it for a cent, and only then is the sweep asked, at a cap that lets it end.

use model::{Host, MicroDollars};

use crate::costs::{CERTAIN, Costs};
use crate::known::Known;
use crate::order::Answer;

/// Hosts under a suffix from which on a sweep is thought of.
pub(crate) const HOSTS: usize = 20;
/// The chance that a host under the platform's suffix is active, in percent, before any sweep.
const PRIOR_PERCENT: u64 = 2;
/// Whole sweeps asked in one scan at most: a second one where the first was cut off at its cap.
const ASKS: u32 = 2;
/// A sweep is expected to bring so many percent of what the last whole one brought, whenever that was.
pub(crate) const GROWN: u64 = 125;
/// How many times a guess a sweep may bring.
const ROOM: u64 = 4;
/// How often a guess about a sweep's size is wrong beyond its cap: one time in so many.
const WRONG: u64 = 5;

/// What to do with a sweep next.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Stage {
    /// Ask the smallest run, to be told how much there is; if it is not told, go by the guess.
    Size {
        /// Ads that it is thought to bring.
        guess: u64,
    },
    /// Ask it.
    Ask {
        /// Ads that it is expected to bring.
        expect: u64,
        /// Items to allow.
        cap: u64,
    },
    /// Nothing more: it is complete, failed, or given up.
    Over,
}

/// One suffix.
#[derive(Debug, Clone)]
pub(crate) struct Sweep {
    pub(crate) suffix: Host,
    pub(crate) stage: Stage,
    /// A run of it is under way.
    pub(crate) busy: bool,
    /// The run under way only asks for the size.
    sizing: bool,
    asks: u32,
}

/// What an answer to a sweep means for the hosts under it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Verdict {
    /// All are covered.
    Covers,
    /// It is to be asked, or asked again, if that is still cheaper than asking one by one.
    Ask,
    /// It proved nothing and would not the next time: this share of its ads, in millionths, was not seen.
    Short(u64),
}

impl Sweep {
    /// That is expected to bring `grown` percent of what the last whole one brought.
    pub(crate) fn new(suffix: Host, known: &Known, costs: &Costs, grown: u64) -> Self {
        let stage = first_stage(&suffix, known, costs, grown);
        Self {
            suffix,
            stage,
            busy: false,
            sizing: false,
            asks: 0,
        }
    }

    /// Ads that it is expected to bring.
    pub(crate) const fn expect(&self) -> u64 {
        match self.stage {
            Stage::Size { guess } => guess,
            Stage::Ask { expect, .. } => expect,
            Stage::Over => 0,
        }
    }

    /// What it is expected to cost, the question for its size included.
    pub(crate) fn price(&self, costs: &Costs) -> MicroDollars {
        let sweep = costs.price(self.expect().saturating_mul(1000));
        match self.stage {
            Stage::Size { .. } => sweep + costs.cheapest(),
            Stage::Ask { .. } => sweep,
            Stage::Over => MicroDollars::ZERO,
        }
    }

    /// A run with this cap was started.
    pub(crate) fn started(&mut self, items: u32, costs: &Costs) {
        self.busy = true;
        self.sizing = matches!(self.stage, Stage::Size { .. }) && items <= costs.floor();
        self.asks += u32::from(!self.sizing);
    }

    /// Whether the run under way only asks for the size.
    pub(crate) const fn is_sizing(&self) -> bool {
        self.busy && self.sizing
    }

    /// The run never started; it is to be asked again as before.
    pub(crate) fn not_started(&mut self) {
        self.busy = false;
        self.asks -= u32::from(!std::mem::take(&mut self.sizing) && self.asks > 0);
    }

    /// Reads an answer; `items` is what the run allowed.
    pub(crate) fn answered(&mut self, answer: Option<&Answer>, items: u32, costs: &Costs) -> Verdict {
        self.busy = false;
        let sizing = std::mem::take(&mut self.sizing);
        let Some(answer) = answer else {
            return self.guess(self.expect(), sizing, Verdict::Short(CERTAIN));
        };
        if answer.complete {
            self.stage = Stage::Over;
            return Verdict::Covers;
        }
        let total = answer.total.filter(|&total| total > 0);
        let missing = total.map_or(CERTAIN / 2, |total| {
            CERTAIN * total.saturating_sub(answer.ads).min(total) / total
        });
        let short = Verdict::Short(missing);
        // Items that came twice may have been charged twice and counted once: the total tells, too.
        let cut_off = answer.items.max(total.unwrap_or(0)) >= u64::from(items);
        match total {
            Some(total) if sizing || cut_off => {
                self.stage = Stage::Ask {
                    expect: total,
                    cap: total.saturating_add(total / 4 + u64::from(costs.page())),
                };
                if sizing || self.asks < ASKS {
                    Verdict::Ask
                } else {
                    self.over(short)
                }
            }
            None if sizing || cut_off => {
                let expect = self.expect().max(answer.ads.saturating_mul(2));
                self.guess(expect, sizing, short)
            }
            // It ended by itself and still lacks some: the next would, too.
            _ => self.over(short),
        }
    }

    /// Goes by a guess, with room for its being wrong.
    fn guess(&mut self, expect: u64, sizing: bool, short: Verdict) -> Verdict {
        if !sizing && self.asks >= ASKS {
            return self.over(short);
        }
        let cap = expect.saturating_mul(ROOM);
        self.stage = Stage::Ask { expect, cap };
        Verdict::Ask
    }

    const fn over(&mut self, verdict: Verdict) -> Verdict {
        self.stage = Stage::Over;
        verdict
    }
}

/// How a scan begins with a sweep: by what the last complete one brought, where no later one that was cut off brought
/// more than it is expected to; else by a guess.
fn first_stage(suffix: &Host, known: &Known, costs: &Costs, grown: u64) -> Stage {
    let floor = u64::from(costs.floor());
    let past = || known.sweeps.iter().filter(|sweep| sweep.suffix == *suffix);
    let whole = past().filter(|sweep| sweep.complete).max_by_key(|sweep| sweep.at);
    let since = past().filter(|sweep| whole.is_none_or(|whole| sweep.at > whole.at));
    let most = since.map(|sweep| sweep.ads).max().unwrap_or(0);
    if let Some(whole) = whole {
        let expect = (whole.ads.saturating_mul(grown) / 100).max(floor);
        if most <= expect {
            let cap = expect.saturating_mul(2);
            return Stage::Ask { expect, cap };
        }
    }
    let hosts = known
        .hosts
        .iter()
        .filter(|host| host.host.is_under(suffix.as_str()));
    let hosts = u64::try_from(hosts.count()).unwrap_or(u64::MAX);
    let prior = hosts
        .saturating_mul(costs.mean_ads())
        .saturating_mul(PRIOR_PERCENT)
        / 100;
    let guess = prior.max(most).max(floor);
    let cap = guess.saturating_mul(ROOM);
    // A guess that is wrong loses its whole cap; being told first costs the smallest run.
    if costs.cap(u32::try_from(cap).unwrap_or(u32::MAX)) > costs.cheapest().times(WRONG) {
        Stage::Size { guess }
    } else {
        Stage::Ask { expect: guess, cap }
    }
}
