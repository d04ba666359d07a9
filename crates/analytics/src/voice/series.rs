//! From steps of ads over time to points and lines.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use compact_str::CompactString;
use model::Timestamp;
use model::document::Ratio;

use super::{Beat, CONVERTY, VoiceLine, VoicePoint};
use crate::book::Frame;
use crate::client::{Client, Tally};
use crate::competition::index::UNKNOWN;
use crate::time::{Quarter, Window};
use crate::timeline::spans::spans;

/// A hundred percent, in hundredths.
const WHOLE: u64 = 10_000;

/// So many more (or fewer) ads from which moment on. Sums by quarters of an hour will do: no point ends within one.
#[derive(Debug, Clone, Default)]
pub struct Tide {
    /// Ads to Converty, and to a sale elsewhere.
    all: Vec<(Timestamp, [i64; 2])>,
    /// Ads to each platform elsewhere.
    platforms: BTreeMap<CompactString, Vec<(Timestamp, i64)>>,
}

impl Tide {
    /// Adds ads to Converty and ads to a sale elsewhere.
    pub fn all(&mut self, at: Timestamp, converty: i64, concurrent: i64) {
        self.all.push((at, [converty, concurrent]));
    }

    /// Adds ads to a platform elsewhere.
    pub fn rival(&mut self, platform: &str, at: Timestamp, more: i64) {
        if let Some(steps) = self.platforms.get_mut(platform) {
            steps.push((at, more));
        } else {
            self.platforms.insert(platform.into(), vec![(at, more)]);
        }
    }

    /// Adds the ads of a seller's history; those of its rivals are told beside it.
    pub(super) fn client(&mut self, client: &Client) {
        let mut before = Tally::default();
        for mark in &client.history {
            let more = |now: u32, was: u32| i64::from(now) - i64::from(was);
            let converty = more(mark.ads.converty, before.converty);
            self.all(mark.at, converty, more(mark.ads.concurrent, before.concurrent));
            before = mark.ads;
        }
    }
}

/// The points of a window and the line of each platform.
pub fn series(frame: &Frame, window: Window, beat: Beat, tide: &Tide) -> (Vec<VoicePoint>, Vec<VoiceLine>) {
    let mut points = points(frame, window, beat);
    let converty = levels(&points, tide.all.iter().map(|(at, more)| (*at, more[0])));
    let elsewhere = levels(&points, tide.all.iter().map(|(at, more)| (*at, more[1])));
    let mut lines: BTreeMap<CompactString, Vec<u64>> = BTreeMap::new();
    let mut named = vec![0_u64; points.len()];
    for (platform, steps) in &tide.platforms {
        let ads = levels(&points, steps.iter().copied());
        named.iter_mut().zip(&ads).for_each(|(sum, ads)| *sum += ads);
        lines.insert(platform.clone(), ads);
    }
    let nameless = elsewhere
        .iter()
        .zip(&named)
        .map(|(all, named)| all.saturating_sub(*named));
    join(&mut lines, UNKNOWN, nameless.collect());
    join(&mut lines, CONVERTY, converty);
    lines.retain(|_, ads| ads.iter().any(|ads| *ads > 0));
    for (number, point) in points.iter_mut().enumerate() {
        point.ads = lines.values().filter_map(|ads| ads.get(number)).sum();
    }
    (points, shared(lines))
}

/// Adds to a line, which may be there already.
fn join(lines: &mut BTreeMap<CompactString, Vec<u64>>, platform: &str, more: Vec<u64>) {
    let ads = lines
        .entry(platform.into())
        .or_insert_with(|| vec![0; more.len()]);
    ads.iter_mut().zip(more).for_each(|(sum, more)| *sum += more);
}

/// The points, with no ads counted yet.
fn points(frame: &Frame, window: Window, beat: Beat) -> Vec<VoicePoint> {
    let zone = &frame.zone;
    let point = |day, last, until| VoicePoint {
        day,
        last,
        until,
        ads: 0,
    };
    if let Some(unit) = beat.unit() {
        let end = |last: crate::time::Day| (last < frame.today()).then(|| zone.start_of(last.plus(1)));
        return spans(window, unit)
            .map(|(day, last)| point(day, last, end(last)))
            .collect();
    }
    let mut scans = frame.scans().iter().peekable();
    let mut points = Vec::new();
    while let Some(scan) = scans.next() {
        let day = zone.day(scan.ended);
        if window.holds(day) {
            let next = Quarter(Quarter::of(scan.ended).0.saturating_add(1)).start();
            points.push(point(day, day, scans.peek().map(|_| next)));
        }
    }
    points
}

/// How many ads there are at each point.
fn levels(points: &[VoicePoint], steps: impl Iterator<Item = (Timestamp, i64)>) -> Vec<u64> {
    let mut more = vec![0_i64; points.len()];
    for (at, step) in steps {
        let place = points.partition_point(|point| point.until.is_some_and(|until| until <= at));
        if let Some(sum) = more.get_mut(place) {
            *sum += step;
        }
    }
    let mut sum = 0_i64;
    let level = |step: i64| {
        sum += step;
        u64::try_from(sum).unwrap_or(0)
    };
    more.into_iter().map(level).collect()
}

/// In the order of pages, with their shares.
fn shared(lines: BTreeMap<CompactString, Vec<u64>>) -> Vec<VoiceLine> {
    let mut lines: Vec<VoiceLine> = (lines.into_iter())
        .map(|(platform, ads)| VoiceLine {
            platform,
            shares: Vec::with_capacity(ads.len()),
            ads,
        })
        .collect();
    lines.sort_by_key(|line| (line.platform != CONVERTY, Reverse(line.ads.last().copied())));
    let points = lines.first().map_or(0, |line| line.ads.len());
    for number in 0..points {
        let ads = lines
            .iter()
            .map(|line| line.ads.get(number).copied().unwrap_or(0));
        let shares = shares(&ads.collect::<Vec<u64>>());
        for (line, share) in lines.iter_mut().zip(shares) {
            line.shares.push(Ratio::of(share, WHOLE));
        }
    }
    lines
}

/// Parts of a whole in hundredths of a percent that add up to it: rounded down, and what is missing given to the
/// greatest rests, the first of equal ones.
fn shares(ads: &[u64]) -> Vec<u64> {
    let whole: u128 = ads.iter().map(|ads| u128::from(*ads)).sum();
    if whole == 0 {
        return vec![0; ads.len()];
    }
    let exact = ads.iter().map(|ads| u128::from(*ads) * u128::from(WHOLE));
    let mut rests: Vec<(Reverse<u128>, usize)> =
        exact.clone().map(|part| Reverse(part % whole)).zip(0..).collect();
    let mut parts: Vec<u64> = exact
        .map(|part| u64::try_from(part / whole).unwrap_or(WHOLE))
        .collect();
    let missing = WHOLE.saturating_sub(parts.iter().sum());
    rests.sort_unstable();
    for (_, place) in rests.into_iter().take(usize::try_from(missing).unwrap_or(0)) {
        if let Some(part) = parts.get_mut(place) {
            *part += 1;
        }
    }
    parts
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn thirds_add_up() {
        assert_eq!(shares(&[1, 1, 1]), [3_334, 3_333, 3_333]);
        assert_eq!(shares(&[0, 0]), [0, 0]);
        assert_eq!(shares(&[7]), [10_000]);
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn shares_add_up_and_are_near(ads in prop::collection::vec(0..5_000_u64, 1..30)) {
            let whole: u64 = ads.iter().sum();
            let parts = shares(&ads);
            prop_assert_eq!(parts.iter().sum::<u64>(), if whole == 0 { 0 } else { WHOLE });
            for (ads, part) in ads.iter().zip(parts) {
                let exact = ads * WHOLE;
                prop_assert!(whole == 0 || exact.abs_diff(part * whole) < whole, "less than a hundredth off");
            }
        }
    }
}
