//! Reports to where a seller's ads lead or led, and whether it is proven that they did not lead there before.

use std::collections::BTreeMap;

use compact_str::CompactString;
use model::Timestamp;
use model::document::Report;

use super::documents::clamp;
use super::marks::moments;
use crate::client::Rival;

/// Every host that any of the reports names, most ads now first, then by name.
pub(super) fn rivals(reports: &[Report]) -> Box<[Rival]> {
    let mut known: BTreeMap<&str, Led<'_>> = BTreeMap::new();
    let mut whole_since = None;
    for (at, report) in moments(reports) {
        for led in known.values_mut() {
            led.now = 0;
        }
        let whole_before = whole_since.is_some_and(|since| since < at);
        for competitor in &report.competitors {
            let led = known.entry(&competitor.domain).or_insert_with(|| Led {
                proven: is_proven(report, &competitor.domain, whole_before),
                ..Led::new(at)
            });
            // What a later report calls it is known better.
            led.platform = &competitor.platform;
            led.now = led.now.saturating_add(clamp(competitor.total_ads));
        }
        for led in known.values_mut() {
            led.step(at);
        }
        if !report.partial {
            whole_since = whole_since.or(Some(at));
        }
    }
    let mut rivals: Vec<Rival> = known.into_iter().map(|(domain, led)| led.rival(domain)).collect();
    // Stable: those with as many ads stay by domain.
    rivals.sort_by_key(|rival| std::cmp::Reverse(rival.ads));
    rivals.into_boxed_slice()
}

/// Whether the first report that names a host proves that no ad led there before: it says so itself, where it compares
/// with an earlier look; else an earlier report of a whole look did not name it.
fn is_proven(report: &Report, domain: &str, whole_before: bool) -> bool {
    report.changes.as_ref().map_or(whole_before, |changes| {
        changes.new_rivals.iter().any(|new| new == domain)
    })
}

/// How many of a seller's ads led to one host over time, report by report.
struct Led<'r> {
    platform: &'r str,
    first_seen: Timestamp,
    proven: bool,
    now: u32,
    steps: Vec<(Timestamp, u32)>,
}

impl Led<'_> {
    const fn new(first_seen: Timestamp) -> Self {
        Self {
            platform: "",
            first_seen,
            proven: false,
            now: 0,
            steps: Vec::new(),
        }
    }

    /// Ends a report. Of two at one moment the later one counts.
    fn step(&mut self, at: Timestamp) {
        if self.steps.last().is_some_and(|(last, _)| *last == at) {
            self.steps.pop();
        }
        if self.steps.last().is_none_or(|(_, ads)| *ads != self.now) {
            self.steps.push((at, self.now));
        }
    }

    fn rival(self, domain: &str) -> Rival {
        Rival {
            domain: CompactString::from(domain),
            platform: CompactString::from(self.platform),
            ads: self.now,
            first_seen: self.first_seen,
            proven: self.proven,
            steps: self.steps.into_boxed_slice(),
        }
    }
}
