//! How many ads led to each host and platform when a window began, and at the end of each of its points.

use std::collections::HashMap;

use model::Timestamp;

use crate::book::Frame;
use crate::competition::index::Index;
use crate::time::Window;

/// Ads over time, in the order of `Index::hosts` and `Index::platforms`: first told step by step, then read.
#[derive(Debug)]
pub struct Past {
    /// When the window begins.
    begin: Timestamp,
    /// Where each of its points ends.
    ends: Vec<Timestamp>,
    /// Whether anything was known when the window began.
    known: bool,
    hosts: Vec<i64>,
    platforms: Vec<i64>,
    /// Of each platform one number per point: what changed within it.
    trends: Vec<Vec<i64>>,
}

impl Past {
    /// With no step told yet.
    fn new(frame: &Frame, index: &Index, window: Window) -> Self {
        let zone = &frame.zone;
        let points = frame.timeline(window).points;
        let ends: Vec<Timestamp> = points
            .iter()
            .map(|point| zone.start_of(point.last.plus(1)))
            .collect();
        Self {
            begin: zone.start_of(window.from),
            known: frame.day_before(window).is_some(),
            hosts: vec![0; index.hosts.len()],
            platforms: vec![0; index.platforms.len()],
            trends: vec![vec![0; ends.len()]; index.platforms.len()],
            ends,
        }
    }

    /// One walk over the steps of the index.
    pub(crate) fn of(frame: &Frame, index: &Index, window: Window) -> Self {
        let mut past = Self::new(frame, index, window);
        for step in &index.steps {
            if step.at < past.begin {
                add(&mut past.hosts, step.host, step.more);
            }
            past.lead(step.platform, step.at, step.more);
        }
        past
    }

    /// From sums: of each host the ads that led there when the window began, of each platform how many more led there
    /// from which moment on (its quarter of an hour will do). What the index does not name is left out.
    pub fn of_sums<'s>(
        frame: &Frame,
        index: &Index,
        window: Window,
        before: impl IntoIterator<Item = (&'s str, i64)>,
        steps: impl IntoIterator<Item = (&'s str, Timestamp, i64)>,
    ) -> Self {
        let mut past = Self::new(frame, index, window);
        let hosts: HashMap<&str, usize> = index.hosts.iter().map(|host| &*host.domain).zip(0..).collect();
        for (domain, ads) in before {
            if let Some(host) = hosts.get(domain) {
                add(&mut past.hosts, *host, ads);
            }
        }
        let platforms: HashMap<&str, usize> = (index.platforms.iter())
            .map(|platform| &*platform.id)
            .zip(0..)
            .collect();
        for (platform, at, more) in steps {
            if let Some(platform) = platforms.get(platform) {
                past.lead(*platform, at, more);
            }
        }
        past
    }

    fn lead(&mut self, platform: usize, at: Timestamp, more: i64) {
        if at < self.begin {
            add(&mut self.platforms, platform, more);
        }
        if let Some(trend) = self.trends.get_mut(platform) {
            add(trend, self.ends.partition_point(|end| *end <= at), more);
        }
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
        let mut sum = 0_i64;
        let end = |more: &i64| {
            sum += more;
            u32::try_from(sum.max(0)).unwrap_or(u32::MAX)
        };
        trend.iter().map(end).collect()
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
