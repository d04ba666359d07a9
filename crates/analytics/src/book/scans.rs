//! Scans as far as searches tell of them: bursts with quiet hours between.

use model::Timestamp;

/// Searches less than this apart belong to one scan.
const QUIET: i64 = 6 * 3_600_000;

/// One scan: searches with less than six hours from each to the next.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ScanTime {
    /// The first search.
    pub started: Timestamp,
    /// The last one.
    pub ended: Timestamp,
    /// Searches.
    pub searches: u32,
    /// Searches that did not bring everything.
    pub partial: u32,
}

impl ScanTime {
    fn of(at: Timestamp, complete: bool) -> Self {
        Self {
            started: at,
            ended: at,
            searches: 1,
            partial: u32::from(!complete),
        }
    }

    fn is_near(&self, other: &Self) -> bool {
        let gap = other.started.as_millis().max(self.started.as_millis())
            - other.ended.as_millis().min(self.ended.as_millis());
        gap < QUIET
    }

    fn join(&mut self, other: &Self) {
        self.started = self.started.min(other.started);
        self.ended = self.ended.max(other.ended);
        self.searches = self.searches.saturating_add(other.searches);
        self.partial = self.partial.saturating_add(other.partial);
    }
}

/// All scans, oldest first. The order in which searches are told does not matter.
#[derive(Debug, Clone, Default)]
pub(super) struct Scans(Vec<ScanTime>);

impl Scans {
    pub(super) fn add(&mut self, at: Timestamp, complete: bool) {
        let mut joined = ScanTime::of(at, complete);
        let place = self.0.partition_point(|scan| scan.started <= at);
        // A new search may close the gap between the scans on both sides.
        let mut range = place..place;
        if let Some(before) = self
            .0
            .get(place.wrapping_sub(1))
            .filter(|scan| scan.is_near(&joined))
        {
            joined.join(before);
            range.start -= 1;
        }
        if let Some(after) = self.0.get(place).filter(|scan| scan.is_near(&joined)) {
            joined.join(after);
            range.end += 1;
        }
        self.0.splice(range, [joined]);
    }

    pub(super) fn as_slice(&self) -> &[ScanTime] {
        &self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hours(of: &[i64]) -> Vec<ScanTime> {
        let mut scans = Scans::default();
        for hour in of {
            scans.add(Timestamp::clamped(hour * 3_600_000), hour % 2 == 0);
        }
        scans.as_slice().to_vec()
    }

    #[test]
    fn six_quiet_hours_end_a_scan() {
        let scans = hours(&[1, 6, 12, 30]);
        let spans: Vec<_> = scans
            .iter()
            .map(|scan| {
                (
                    scan.started.as_millis() / 3_600_000,
                    scan.ended.as_millis() / 3_600_000,
                )
            })
            .collect();
        assert_eq!(spans, [(1, 6), (12, 12), (30, 30)]);
        assert_eq!((scans[0].searches, scans[0].partial), (2, 1));
    }

    #[test]
    fn the_order_of_telling_does_not_matter() {
        let sorted = hours(&[0, 5, 10, 15, 21, 22]);
        assert_eq!(hours(&[22, 0, 10, 21, 15, 5]), sorted);
        assert_eq!(hours(&[15, 5, 0, 22, 21, 10]), sorted);
        assert_eq!(sorted.len(), 2);
    }
}
