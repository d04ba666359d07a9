//! Share of voice: to which platform sellers' ads lead, over time, and Converty against each of its rivals.

mod duel;
mod series;

use compact_str::CompactString;
use model::Timestamp;
use model::document::Ratio;

use crate::book::Snapshot;
use crate::overview::span::Span;
use crate::time::{Day, Unit, Window};

pub use duel::{Duel, Duels};
pub use series::{Tide, series};

/// The id of the line of ads that lead to Converty.
pub const CONVERTY: &str = "converty";

/// What one point stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Beat {
    /// The end of a scan.
    Scan,
    /// The end of a day.
    Day,
    /// The end of a week, from Monday.
    Week,
    /// The end of a month.
    Month,
}

impl Beat {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Scan, Self::Day, Self::Week, Self::Month];

    /// The stable name, as in addresses and the API.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Scan => "scan",
            Self::Day => "day",
            Self::Week => "week",
            Self::Month => "month",
        }
    }

    /// The value of a name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|beat| beat.as_str() == name)
    }

    /// The stretch of days of a point; `None` of scans.
    const fn unit(self) -> Option<Unit> {
        match self {
            Self::Scan => None,
            Self::Day => Some(Unit::Day),
            Self::Week => Some(Unit::Week),
            Self::Month => Some(Unit::Month),
        }
    }
}

/// Sellers' commercial ads by where they lead, over a window.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Voice {
    /// The window.
    pub window: Window,
    /// What a point stands for.
    pub beat: Beat,
    /// The points, oldest first.
    pub points: Vec<VoicePoint>,
    /// Converty first, then platforms, most ads at the last point first; those with ads at any point.
    pub lines: Vec<VoiceLine>,
    /// Converty against each rival platform, most sellers with ads there first.
    pub duels: Vec<Duel>,
}

/// How things stood at the end of a stretch of days or of a scan.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct VoicePoint {
    /// The first day; of a scan the day on which it ended.
    pub day: Day,
    /// The last day within the window.
    pub last: Day,
    /// The first moment that it does not know of; `None` where it reaches to now.
    pub until: Option<Timestamp>,
    /// Sellers' ads that lead to Converty or to a sale elsewhere.
    pub ads: u64,
}

/// One platform over the points.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VoiceLine {
    /// Its id; [`CONVERTY`], or `unknown` where none is known.
    pub platform: CompactString,
    /// Sellers' ads that lead there at each point.
    pub ads: Vec<u64>,
    /// Percent of the point's ads, rounded so that the shares of a point add up to 100 (or 0 without ads).
    pub shares: Vec<Ratio>,
}

impl Snapshot {
    /// Where sellers' ads lead, over a window.
    ///
    /// As in [`Snapshot::competition`], ads to a sale elsewhere that no report names a place for count as `unknown`, and
    /// what documents date after now counts as now.
    pub fn voice(&self, window: Window, beat: Beat) -> Voice {
        let standing = self.standing();
        let mut tide = Tide::default();
        let mut duels = Duels::new(Span::of(&self.frame, window));
        for client in self.advertisers() {
            tide.client(client);
            duels.client(client);
        }
        for step in &standing.rivals.steps {
            tide.rival(standing.rivals.platform_name(step.platform), step.at, step.more);
        }
        let (points, lines) = series(&self.frame, window, beat, &tide);
        Voice {
            window,
            beat,
            points,
            lines,
            duels: duels.lines(),
        }
    }
}
