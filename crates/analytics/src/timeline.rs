//! The base over time: a point per day, week or month.

pub(crate) mod spans;
mod state;

use crate::book::{Frame, Snapshot};
use crate::overview::SellerAds;
use crate::time::{Day, Unit, Window};
use spans::spans;
use state::State;

/// One point.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Moment {
    /// Its first day.
    pub day: Day,
    /// Its last day within the window.
    pub last: Day,
    /// Whether it is over; drawn dotted otherwise.
    pub finished: bool,
    /// Searches that did not bring everything.
    pub partial_searches: u32,
    /// Searches in all.
    pub searches: u32,
    /// Sellers covered for the first time within it.
    pub newly_covered: u32,
    /// Sellers covered by its end.
    pub covered: u32,
    /// Reports made within it that say active.
    pub reports_active: u32,
    /// Reports made within it that say inactive.
    pub reports_inactive: u32,
    /// Active sellers at its end.
    pub active: u32,
    /// Inactive sellers at its end.
    pub inactive: u32,
    /// Sellers' ads at its end.
    pub ads: SellerAds,
    /// What searches within it cost.
    pub cost: model::MicroDollars,
}

/// Points of a window, oldest first, without gaps.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Timeline {
    /// The window.
    pub window: Window,
    /// What a point stands for.
    pub unit: Unit,
    /// The points.
    pub points: Vec<Moment>,
}

impl Frame {
    /// The points of a window. Kept per day when data arrives; this only adds up.
    ///
    /// What documents date after the moment of the snapshot (by a clock that was wrong) counts as today's, so that the
    /// last point always agrees with what is known now. Days before [`Day::FIRST`] have no points.
    pub fn timeline(&self, window: Window) -> Timeline {
        let unit = window.unit();
        let today = self.today();
        let mut days = self
            .days()
            .iter()
            .map(|(day, delta)| ((*day).min(today), delta))
            .peekable();
        let mut state = State::default();
        let mut points = Vec::new();
        for (first, last) in spans(window, unit) {
            while let Some((_, delta)) = days.next_if(|(day, _)| *day < first) {
                state.add(delta);
            }
            let mut within = State::default();
            while let Some((_, delta)) = days.next_if(|(day, _)| *day <= last) {
                within.add(delta);
            }
            state.join(&within);
            points.push(state.moment(&within, first, last, last < today));
        }
        Timeline { window, unit, points }
    }

    /// How the base stood at the end of the day before the window; `None` where nobody was covered then.
    pub(crate) fn day_before(&self, window: Window) -> Option<Moment> {
        let day = window.from.plus(-1);
        let points = self.timeline(Window { from: day, to: day }).points;
        points.last().copied().filter(|before| before.covered > 0)
    }
}

impl Snapshot {
    /// The points of a window: see [`Frame::timeline`].
    pub fn timeline(&self, window: Window) -> Timeline {
        self.frame.timeline(window)
    }
}
