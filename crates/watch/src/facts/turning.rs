//! The moments at which a seller's value may be another than before: between them nobody needs to look.

use analytics::Client;
use model::Timestamp;

use super::known::{known_at, known_of};
use super::seller::{FALL_WITHIN, Past, RECENT, stop};
use super::{DAY, Level, Reading, no_chances};
use crate::rules::Metric;

/// Every moment at which the level may begin or cease to be crossed, oldest first. `scans`: when scans ended, at which
/// chances are told anew.
pub fn turnings(client: &Client, level: &Level, scans: &[Timestamp]) -> Vec<Timestamp> {
    let mut found: Vec<Timestamp> = client.history.iter().map(known_at).collect();
    match level.metric {
        Metric::NewAds | Metric::EndedAds | Metric::NewPages | Metric::LostPages => {
            let leave = client.history.iter().map(|mark| later(known_at(mark), RECENT));
            found.extend(leave);
        }
        Metric::NewRivals => {
            for rival in &client.rivals {
                let seen = known_of(client, rival.first_seen);
                found.extend([seen, later(seen, RECENT)]);
            }
        }
        // A share leaves the window when the mark after it is as old as the window is long.
        Metric::RatioFall => {
            let ends = client.history.iter().skip(1);
            found.extend(ends.map(|mark| later(known_at(mark), FALL_WITHIN)));
        }
        Metric::DaysSilent => found.extend(silent_days(client, level)),
        Metric::StartChance | Metric::LeaveChance => found.extend(scans),
        _ => {}
    }
    found.sort_unstable();
    found.dedup();
    found
}

/// When the days of silence reach the threshold, and the re-arm level, after each stop.
fn silent_days<'c>(client: &'c Client, level: &Level) -> impl Iterator<Item = Timestamp> + use<'c> {
    // At most and above: the value leaves a level with the day after it.
    let days = [level.threshold, level.threshold + 1, level.rearm, level.rearm + 1];
    (1..=client.history.len()).flat_map(move |known| {
        let marks = client.history.get(..known).unwrap_or_default();
        let last = marks.last().filter(|_| known == client.history.len());
        let stop = stop(client, marks, last);
        let each = stop
            .into_iter()
            .flat_map(move |stop| days.map(|days| later(stop, days.saturating_mul(DAY))));
        stop.into_iter().chain(each)
    })
}

fn later(at: Timestamp, millis: i64) -> Timestamp {
    Timestamp::clamped(at.as_millis().saturating_add(millis))
}

/// Since when a value that lies beyond the threshold at `moment` does so without a break; what was unknown in between
/// breaks nothing. `moment` itself where no earlier moment is known to have been so.
pub fn since(client: &Client, level: &Level, moment: Timestamp) -> Timestamp {
    if matches!(level.metric, Metric::StartChance | Metric::LeaveChance) {
        // Told anew at each moment.
        return moment;
    }
    let turnings = turnings(client, level, &[]);
    let mut since = moment;
    for at in turnings.into_iter().rev().skip_while(|at| *at > moment) {
        match Past::at(client, at).value(level.metric, no_chances) {
            Reading::Known(value) if level.side.is_beyond(value, level.threshold) => since = at,
            Reading::Known(_) => break,
            Reading::Unknown => {}
        }
    }
    since
}
