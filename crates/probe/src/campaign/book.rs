//! What a campaign learned: told, counted, and written in batches.

use std::time::Duration;

use model::Timestamp;
use model::observation::{Facts, FactsKind, LandingPage, Observed, Place, Undecided, UndecidedReason};

use super::plan::Plan;
use super::{Campaign, Event, Outcome};
use crate::{Error, Unknown};

/// Looks written at once.
const BATCH: usize = 300;
/// Bytes of pages held before they are written.
const PAGES: usize = 4 << 20;

/// So many hosts in vain, and none that was not: nobody is there to ask.
const SILENCE: u64 = 100;

/// Results of a campaign on their way to the database.
pub(super) struct Book<'c> {
    pub campaign: &'c Campaign<'c>,
    pub plan: Plan,
    pub outcome: Outcome,
    places: &'c [Place],
    observed: Vec<Observed>,
    undecided: Vec<Undecided>,
    page_bytes: usize,
}

impl<'c> Book<'c> {
    pub(super) fn new(campaign: &'c Campaign<'c>, places: &'c [Place], plan: Plan) -> Self {
        let outcome = Outcome {
            places: places.len().try_into().unwrap_or(u64::MAX),
            fresh: plan.fresh,
            ..Outcome::default()
        };
        Self {
            campaign,
            plan,
            outcome,
            places,
            observed: Vec::new(),
            undecided: Vec::new(),
            page_bytes: 0,
        }
    }

    /// The place of a number.
    pub(super) fn place(&self, place: u32) -> Option<&'c Place> {
        self.places.get(usize::try_from(place).ok()?)
    }

    /// Tells how many looks the whole campaign is.
    pub(super) fn announce(&self, due: usize) {
        self.campaign.observer.event(&Event::Planned {
            due: due.try_into().unwrap_or(u64::MAX),
            fresh: self.outcome.fresh,
        });
    }

    /// Takes facts.
    pub(super) fn observed(
        &mut self,
        place: u32,
        facts: Facts,
        counts_for: Duration,
        page: Option<LandingPage>,
    ) -> Result<(), Error> {
        let Some(place) = self.place(place).cloned() else {
            return Ok(());
        };
        let at = (self.campaign.clock)();
        let counts_for = i64::try_from(counts_for.as_millis()).unwrap_or(i64::MAX);
        let observed = Observed {
            place,
            facts,
            at,
            until: Timestamp::clamped(at.as_millis().saturating_add(counts_for)),
            page,
        };
        self.campaign.observer.event(&Event::Observed(&observed));
        self.outcome.answered += 1;
        self.page_bytes += observed.page.as_ref().map_or(0, |page| page.html.len());
        self.observed.push(observed);
        self.flush_if_full()
    }

    /// Takes that nothing was learned.
    pub(super) fn undecided(&mut self, place: u32, kind: FactsKind, unknown: Unknown) -> Result<(), Error> {
        let Some(place) = self.place(place).cloned() else {
            return Ok(());
        };
        let undecided = Undecided {
            place,
            kind,
            at: (self.campaign.clock)(),
            times: 1,
            reason: unknown.reason,
            detail: unknown.detail,
        };
        self.campaign.observer.event(&Event::Undecided(&undecided));
        *self.outcome.undecided.entry(undecided.reason).or_default() += 1;
        self.heed_silence(&undecided)?;
        self.undecided.push(undecided);
        self.flush_if_full()
    }

    /// Gives up where no resolver answers at all: each host would wait for all its tries, for hours.
    fn heed_silence(&mut self, undecided: &Undecided) -> Result<(), Error> {
        let silent = undecided.kind == FactsKind::Dns && self.outcome.answered == 0;
        let looks = self.outcome.undecided.values().sum();
        if silent && looks >= SILENCE && self.outcome.undecided.keys().copied().all(is_no_answer) {
            return Err(Error::Silence {
                looks,
                detail: undecided.detail.clone(),
            });
        }
        Ok(())
    }

    fn flush_if_full(&mut self) -> Result<(), Error> {
        if self.observed.len() + self.undecided.len() >= BATCH || self.page_bytes >= PAGES {
            self.flush()?;
        }
        Ok(())
    }

    /// Writes what was taken.
    pub(super) fn flush(&mut self) -> Result<(), Error> {
        let database = self.campaign.database;
        if !self.observed.is_empty() {
            self.outcome.changed += database.put_observed(&self.observed)?;
            self.observed.clear();
            self.page_bytes = 0;
        }
        if !self.undecided.is_empty() {
            database.put_undecided(&self.undecided)?;
            self.undecided.clear();
        }
        Ok(())
    }
}

/// Whether nobody answered, rather than something that cannot be used.
const fn is_no_answer(reason: UndecidedReason) -> bool {
    matches!(
        reason,
        UndecidedReason::Timeout | UndecidedReason::Unreachable | UndecidedReason::Refused
    )
}
