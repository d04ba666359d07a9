//! The base over time.

use analytics::{Moment as Point, Timeline};
use serde::Serialize;
use utoipa::ToSchema;

use super::{Date, Dollars, UnitName};

/// The points of a range, and those of the period before where they were asked for.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct TimelineAnswer {
    /// The range.
    #[serde(flatten)]
    pub span: Span,
    /// As many days right before it, with `compare=1`.
    pub before: Option<Span>,
}

/// The points of some days, oldest first, without gaps.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Span {
    /// The first day.
    pub from: Date,
    /// The last day.
    pub to: Date,
    /// What a point stands for: a day up to 100 days, a week up to 700, a month beyond.
    pub unit: UnitName,
    /// The points.
    pub points: Vec<PointRow>,
}

impl Span {
    /// Of a timeline.
    pub fn of(timeline: &Timeline) -> Self {
        Self {
            from: Date(timeline.window.from),
            to: Date(timeline.window.to),
            unit: UnitName(timeline.unit),
            points: timeline.points.iter().map(PointRow::of).collect(),
        }
    }
}

/// A point.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct PointRow {
    /// Its first day.
    pub day: Date,
    /// Its last day within the range.
    pub last: Date,
    /// Whether it is over.
    pub finished: bool,
    /// Searches made within it.
    pub searches: u32,
    /// Those that did not bring everything.
    pub partial_searches: u32,
    /// Sellers covered for the first time within it.
    pub newly_covered: u32,
    /// Sellers covered by its end.
    pub covered: u32,
    /// Active sellers at its end.
    pub active: u32,
    /// Inactive sellers at its end.
    pub inactive: u32,
    /// Reports made within it that say active.
    pub reports_active: u32,
    /// Reports made within it that say inactive.
    pub reports_inactive: u32,
    /// Sellers' ads at its end.
    pub ads: u64,
    /// Those that lead to a Converty shop.
    pub converty_ads: u64,
    /// Those that lead to a sale elsewhere.
    pub concurrent_ads: u64,
    /// The others.
    pub unknown_ads: u64,
    /// What searches within it cost.
    pub cost_usd: Dollars,
}

impl PointRow {
    /// Of a point.
    pub fn of(point: &Point) -> Self {
        Self {
            day: Date(point.day),
            last: Date(point.last),
            finished: point.finished,
            searches: point.searches,
            partial_searches: point.partial_searches,
            newly_covered: point.newly_covered,
            covered: point.covered,
            active: point.active,
            inactive: point.inactive,
            reports_active: point.reports_active,
            reports_inactive: point.reports_inactive,
            ads: point.ads.total,
            converty_ads: point.ads.converty,
            concurrent_ads: point.ads.concurrent,
            unknown_ads: point.ads.unknown,
            cost_usd: Dollars(point.cost),
        }
    }
}
