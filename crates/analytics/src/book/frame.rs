//! What stands around the sellers at one moment: when it is, where days begin, what each day changed, which scans were.

use std::fmt;
use std::sync::Arc;

use model::{Kind, Timestamp};

use super::days::DayDelta;
use super::scans::ScanTime;
use super::{Calendar, Totals};
use crate::competition::Platforms;
use crate::time::{Day, Zone};

/// All that is known but the sellers themselves; a few numbers per day, whatever their number.
#[derive(Debug, Clone)]
pub struct Frame {
    /// The version of the data that it shows.
    pub version: u64,
    /// When it was taken: "now" for everything that is read from it.
    pub taken_at: Timestamp,
    /// The zone of its days.
    pub zone: Zone,
    /// The day of the first thing known.
    pub earliest: Option<Day>,
    totals: Totals,
    kinds: Kinds,
    days: Arc<[(Day, DayDelta)]>,
    scans: Arc<[ScanTime]>,
}

/// Tells the kind of a platform.
#[derive(Clone)]
pub(super) struct Kinds(pub Arc<Platforms>);

impl fmt::Debug for Kinds {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Kinds")
    }
}

impl Frame {
    /// Of a calendar, at data version `version`.
    pub(super) fn of(calendar: &Calendar, version: u64, now: Timestamp) -> Self {
        Self {
            version,
            taken_at: now,
            zone: calendar.zone.clone(),
            earliest: calendar.days.first(),
            totals: calendar.totals,
            kinds: calendar.kinds.clone(),
            days: calendar.days.to_slice().into(),
            scans: calendar.scans.as_slice().into(),
        }
    }

    /// The day on which it was taken.
    pub fn today(&self) -> Day {
        self.zone.day(self.taken_at)
    }

    /// All ads, those of strangers included, as they were told.
    pub const fn totals(&self) -> Totals {
        self.totals
    }

    /// Scans as far as dated searches tell of them, oldest first: bursts with six quiet hours between.
    pub fn scans(&self) -> &[ScanTime] {
        &self.scans
    }

    /// When the scan before the last one ended.
    pub fn scan_before_last(&self) -> Option<Timestamp> {
        let index = self.scans.len().checked_sub(2)?;
        self.scans.get(index).map(|scan| scan.ended)
    }

    /// The kind of a platform, by its id.
    pub fn kind_of(&self, platform: &str) -> Kind {
        (self.kinds.0)(platform)
    }

    /// The last moment of the first day on which anything was searched or seen.
    pub(crate) fn first_scan_ended(&self) -> Option<Timestamp> {
        let next = self.zone.start_of(self.earliest?.plus(1));
        Some(Timestamp::clamped(next.as_millis() - 1))
    }

    pub(crate) fn days(&self) -> &[(Day, DayDelta)] {
        &self.days
    }
}
