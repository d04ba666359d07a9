//! Rules that watch a number, over history.

use analytics::Day;
use compact_str::CompactString;

use super::run::Run;
use crate::facts::{Level, Of, Past, Reading, Seen, Sight, Within, series, turnings};
use crate::rules::Metric;

/// Every seller of the scope.
pub fn sellers(run: &mut Run<'_, '_>, within: &Within<'_>) {
    let facts = *run.facts;
    let Some(level) = Level::of(run.rule) else { return };
    let scans: Vec<_> = facts
        .snapshot
        .frame
        .scans()
        .iter()
        .map(|scan| scan.ended)
        .collect();
    for client in facts.snapshot.each().filter(|client| within.holds(&client.slug)) {
        let days = run.days(turnings(client, &level, &scans));
        if days.is_empty() {
            continue;
        }
        let today = run.window.to;
        run.subject(days, |day, at| {
            let past = if day == today {
                Past::now(client, at)
            } else {
                Past::at(client, at)
            };
            let reading = past.value(level.metric, facts.chances);
            let since = Some(at);
            vec![Sight {
                subject: client.slug.clone(),
                seen: Seen::Value { reading, since },
                of: Of::Client(past),
            }]
        });
    }
}

/// All sellers together, or each platform.
pub fn whole(run: &mut Run<'_, '_>, metric: Metric) {
    let facts = *run.facts;
    for (subject, days) in series(&facts, metric, run.window.to).unwrap_or_default() {
        let each = days.iter().map(|(day, _)| *day).collect();
        run.subject(each, |day, at| vec![sight(&subject, &days, day, at)]);
    }
}

fn sight<'a>(subject: &CompactString, days: &[(Day, i64)], day: Day, at: model::Timestamp) -> Sight<'a> {
    let later = days.partition_point(|(known, _)| *known <= day);
    let value = later.checked_sub(1).and_then(|last| days.get(last));
    Sight {
        subject: subject.clone(),
        seen: Seen::Value {
            reading: value.map_or(Reading::Unknown, |(_, value)| Reading::Known(*value)),
            since: Some(at),
        },
        of: Of::Whole,
    }
}
