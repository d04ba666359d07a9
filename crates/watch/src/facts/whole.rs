//! Values over all sellers: now, and day by day.

use std::collections::BTreeMap;

use analytics::{Client, Day, Window};
use compact_str::CompactString;
use model::document::Ratio;

use super::known::{known_at, known_of};
use super::{ALL, Facts, Reading};
use crate::rules::Metric;

/// Values day by day, by subject: so much at the end of the day, oldest first; until the next one it stays so.
pub type Series = BTreeMap<CompactString, Vec<(Day, i64)>>;

/// Days that are asked for at once: a timeline of more gives weeks.
const DAYS_AT_ONCE: i32 = 90;

/// The value of each subject of a metric over all sellers, as things stand.
pub fn whole(facts: &Facts<'_>, metric: Metric) -> Vec<(CompactString, Reading)> {
    let one = |value| vec![(CompactString::const_new(ALL), Reading::Known(value))];
    let base = facts.snapshot.base();
    match metric {
        Metric::ActiveSellers => one(i64::try_from(base.active).unwrap_or(i64::MAX)),
        Metric::ConvertyShare | Metric::PlatformShare if base.ads.total == 0 => Vec::new(),
        Metric::ConvertyShare => one(hundredths(base.ads.converty_ratio())),
        Metric::SpentPercent if facts.money.limit.micros() <= 0 => Vec::new(),
        Metric::SpentPercent => one(i64::from(facts.money.percent) * 100),
        Metric::PlatformShare => {
            let mut ads = BTreeMap::<&CompactString, u64>::new();
            for rival in facts.snapshot.each().flat_map(|client| &client.rivals) {
                *ads.entry(&rival.platform).or_default() += u64::from(rival.ads);
            }
            let share = |led| Reading::Known(hundredths(Ratio::of(led, base.ads.total)));
            ads.into_iter()
                .map(|(platform, led)| (platform.clone(), share(led)))
                .collect()
        }
        _ => Vec::new(),
    }
}

fn hundredths(ratio: Ratio) -> i64 {
    i64::try_from(ratio.hundredths()).unwrap_or(i64::MAX)
}

/// Values of the days up to one; `None` of a metric whose past nobody keeps. Active sellers and the share that leads to
/// Converty go by when the sources saw them, as in every series of the program.
pub fn series(facts: &Facts<'_>, metric: Metric, to: Day) -> Option<Series> {
    let value = |point: &analytics::Moment| match metric {
        Metric::ActiveSellers => Some(i64::from(point.active)),
        _ => (point.ads.total > 0).then(|| hundredths(point.ads.converty_ratio())),
    };
    match metric {
        Metric::ActiveSellers | Metric::ConvertyShare => {
            let mut days = Vec::new();
            let mut from = facts.snapshot.frame.earliest.unwrap_or(to);
            while from <= to {
                let end = from.plus(DAYS_AT_ONCE - 1).min(to);
                let points = facts.snapshot.timeline(Window { from, to: end }).points;
                days.extend(
                    points
                        .iter()
                        .filter_map(|point| Some((point.last, value(point)?))),
                );
                from = end.plus(1);
            }
            Some(Series::from([(CompactString::const_new(ALL), days)]))
        }
        Metric::PlatformShare => Some(platform_shares(facts, to)),
        _ => None,
    }
}

/// What a day changed in the ads of all sellers.
#[derive(Default)]
struct Delta<'a> {
    all: i64,
    led: BTreeMap<&'a str, i64>,
}

fn platform_shares(facts: &Facts<'_>, to: Day) -> Series {
    let mut days = BTreeMap::<Day, Delta<'_>>::new();
    for client in facts.snapshot.each() {
        each_delta(facts, client, &mut days);
    }
    let (mut all, mut led, mut series) = (0_i64, BTreeMap::<&str, i64>::new(), Series::new());
    for (day, delta) in days.range(..=to) {
        all += delta.all;
        for (platform, more) in &delta.led {
            *led.entry(platform).or_default() += more;
        }
        let Some(out_of) = u64::try_from(all).ok().filter(|all| *all > 0) else {
            continue;
        };
        for (platform, ads) in &led {
            let share = hundredths(Ratio::of(u64::try_from(*ads).unwrap_or(0), out_of));
            series
                .entry(CompactString::from(*platform))
                .or_default()
                .push((*day, share));
        }
    }
    series
}

fn each_delta<'a>(facts: &Facts<'a>, client: &'a Client, days: &mut BTreeMap<Day, Delta<'a>>) {
    let zone = &facts.snapshot.frame.zone;
    let mut before = 0;
    for mark in &client.history {
        let total = i64::from(mark.ads.total);
        days.entry(zone.day(known_at(mark))).or_default().all += total - before;
        before = total;
    }
    for rival in &client.rivals {
        let mut before = 0;
        for (at, ads) in &rival.steps {
            let day = days.entry(zone.day(known_of(client, *at))).or_default();
            *day.led.entry(&rival.platform).or_default() += i64::from(*ads) - before;
            before = i64::from(*ads);
        }
    }
}
