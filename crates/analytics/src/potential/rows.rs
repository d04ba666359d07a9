//! Past scans at which something can be learned, and what came of each seller after them.

use model::Timestamp;
use potential::{Ads, Facts, Question, Row};

use super::facts::{ads_of, facts, known_since};
use crate::book::ScanTime;
use crate::client::{Client, ClientStatus, Mark};

const DAY: i64 = 86_400_000;
/// Scans closer together count as one: what is asked at both is nearly the same.
const APART: i64 = 5 * DAY;
/// A scan so much before the 28 days are over closes them: weekly scans come with jitter.
const EARLY: i64 = DAY / 2;
/// One that comes so much later than they are over does not: what happened within them cannot be told then.
const LATE: i64 = 7 * DAY;
/// No more past scans than these are learned from, the latest: what was so a quarter of a year ago teaches least.
const MOST: usize = 13;

/// Moments to learn from.
pub(super) struct Times(Vec<Time>);

/// A scan, and the one that tells what came of it.
struct Time {
    at: Timestamp,
    /// When the scan that closes the 28 days began, and when it ended.
    closed: (Timestamp, Timestamp),
    weight: f64,
}

impl Times {
    /// Of all scans, oldest first.
    pub(super) fn of(scans: &[ScanTime]) -> Self {
        let mut chosen: Vec<Timestamp> = Vec::new();
        for scan in scans {
            let far = |last: &Timestamp| scan.ended.as_millis() - last.as_millis() >= APART;
            if chosen.last().is_none_or(far) {
                chosen.push(scan.ended);
            }
        }
        let gaps = chosen
            .iter()
            .zip(chosen.iter().skip(1))
            .map(|(at, next)| next.as_millis() - at.as_millis());
        let times = chosen.iter().zip(gaps).filter_map(|(at, gap)| {
            let over = at.as_millis().saturating_add(Question::HORIZON);
            let closing = scans.iter().find(|scan| scan.ended.as_millis() >= over - EARLY)?;
            (closing.ended.as_millis() <= over + LATE).then(|| Time {
                at: *at,
                closed: (closing.started, closing.ended),
                weight: share(gap),
            })
        });
        let mut times: Vec<Time> = times.collect();
        times.drain(..times.len().saturating_sub(MOST));
        Self(times)
    }

    /// Adds the rows of a seller.
    pub(super) fn rows(&self, client: &Client, into: &mut Vec<Row>) {
        let Some(seen_at) = client.seen_at else { return };
        let seller = number(&client.slug);
        for time in &self.0 {
            if known_since(client, time.at).is_none() {
                continue;
            }
            let facts = facts(client, time.at);
            let (started, ended) = time.closed;
            let came = came(client, &facts, time.at, ended);
            // That something came is proven by seeing it; that nothing did, by a whole look at the end or later.
            let whole = |mark: &Mark| mark.at >= started && mark.whole;
            let looked = (seen_at >= started && !client.partial) || client.history.iter().any(whole);
            if came || looked {
                into.push(Row {
                    seller,
                    at: time.at,
                    facts,
                    known: ended,
                    outcome: came,
                    weight: time.weight,
                });
            }
        }
    }
}

/// Whether what is asked of a seller at a moment was seen to come until the end.
fn came(client: &Client, facts: &Facts, at: Timestamp, end: Timestamp) -> bool {
    let from = client.history.partition_point(|mark| mark.at <= at);
    let to = client.history.partition_point(|mark| mark.at <= end);
    let mut within = client.history.get(from..to).unwrap_or_default().iter();
    match facts.question() {
        Question::Start => within.any(|mark| mark.status == ClientStatus::Active),
        Question::Leave => within.any(|mark| {
            mark.status == ClientStatus::Inactive || (is_away(ads_of(mark.ads)) && !is_away(facts.ads))
        }),
    }
}

/// Whether most of the ads lead to a sale elsewhere.
const fn is_away(ads: Ads) -> bool {
    ads.concurrent as u64 * 2 > ads.total as u64
}

/// Of four weeks, the part that a row does not share with the next one.
#[expect(
    clippy::float_arithmetic,
    reason = "the weight of a row; money never comes here"
)]
fn share(gap: i64) -> f64 {
    let days = u32::try_from(gap / DAY).unwrap_or(u32::MAX);
    (f64::from(days) / f64::from(Question::DAYS)).clamp(0.01, 1.0)
}

/// A seller's number, the same in every base: FNV-1a of its slug.
fn number(slug: &str) -> u64 {
    slug.bytes().fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn weekly(weeks: i64) -> Vec<ScanTime> {
        let scan = |week: i64| ScanTime {
            // An hour later each week.
            started: Timestamp::clamped(week * 7 * DAY + week * 3_600_000),
            ended: Timestamp::clamped(week * 7 * DAY + week * 3_600_000 + 1_000),
            searches: 3,
            partial: 0,
        };
        (0..weeks).map(scan).collect()
    }

    #[test]
    fn nothing_is_learned_before_four_weeks() {
        assert!(Times::of(&weekly(4)).0.is_empty());
        assert_eq!(Times::of(&weekly(5)).0.len(), 1);
        assert_eq!(Times::of(&weekly(9)).0.len(), 5);
        assert_eq!(Times::of(&weekly(40)).0.len(), MOST);
    }

    #[test]
    fn weekly_rows_count_a_quarter() {
        let times = Times::of(&weekly(9));
        assert!(times.0.iter().all(|time| (time.weight - 0.25).abs() < 1e-9));
    }

    #[test]
    fn a_pause_leaves_its_scans_out() {
        let mut scans = weekly(12);
        scans.drain(5..11);
        let learned: Vec<i64> = Times::of(&scans)
            .0
            .iter()
            .map(|time| time.at.as_millis() / (7 * DAY))
            .collect();
        assert_eq!(learned, [0]);
    }
}
