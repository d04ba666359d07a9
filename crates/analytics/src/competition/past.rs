//! How many ads led to each host and platform when a window began, and at the end of each of its points.

use model::Timestamp;

use crate::book::Snapshot;
use crate::competition::index::Index;
use crate::time::Window;

/// Ads over time, in the order of [`Index::hosts`] and [`Index::platforms`].
pub(crate) struct Past {
    /// Whether anything was known when the window began.
    known: bool,
    hosts: Vec<i64>,
    platforms: Vec<i64>,
    /// Of each platform one number per point.
    trends: Vec<Vec<i64>>,
}

impl Past {
    /// One walk over the steps.
    pub(crate) fn of(snapshot: &Snapshot, index: &Index, window: Window) -> Self {
        let zone = &snapshot.zone;
        let begin = zone.start_of(window.from);
        let points = snapshot.timeline(window).points;
        let ends: Vec<Timestamp> = points
            .iter()
            .map(|point| zone.start_of(point.last.plus(1)))
            .collect();
        let mut past = Self {
            known: snapshot.day_before(window).is_some(),
            hosts: vec![0; index.hosts.len()],
            platforms: vec![0; index.platforms.len()],
            trends: vec![vec![0; ends.len()]; index.platforms.len()],
        };
        for step in &index.steps {
            if step.at < begin {
                add(&mut past.hosts, step.host, step.more);
                add(&mut past.platforms, step.platform, step.more);
            }
            if let Some(trend) = past.trends.get_mut(step.platform) {
                add(trend, ends.partition_point(|end| *end <= step.at), step.more);
            }
        }
        for trend in &mut past.trends {
            let mut sum = 0;
            for ads in trend {
                sum += *ads;
                *ads = sum;
            }
        }
        past
    }

    /// Ads that led to a host when the window began; `None` where nothing was known then.
    pub(crate) fn host(&self, number: usize) -> Option<u64> {
        self.before(&self.hosts, number)
    }

    /// The same of a platform.
    pub(crate) fn platform(&self, number: usize) -> Option<u64> {
        self.before(&self.platforms, number)
    }

    /// Ads that led to a platform at the end of each point.
    pub(crate) fn trend(&self, number: usize) -> Vec<u32> {
        let trend = self.trends.get(number).map(Vec::as_slice).unwrap_or_default();
        let ads = |ads: &i64| u32::try_from((*ads).max(0)).unwrap_or(u32::MAX);
        trend.iter().map(ads).collect()
    }

    fn before(&self, ads: &[i64], number: usize) -> Option<u64> {
        let ads = ads.get(number).copied().unwrap_or_default();
        self.known.then(|| u64::try_from(ads).unwrap_or(0))
    }
}

/// Adds to one of the sums, where there is one.
fn add(sums: &mut [i64], place: usize, more: i64) {
    if let Some(sum) = sums.get_mut(place) {
        *sum += more;
    }
}
