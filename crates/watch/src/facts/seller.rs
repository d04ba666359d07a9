//! One seller at one moment: by what was known then, and nothing that came later.

use analytics::{Client, ClientStatus, Mark, MarkChanges, Rival, Tally};
use model::Timestamp;

use super::known::{known_at, known_of};
use super::{Chances, DAY, Reading};
use crate::rules::Metric;

/// Below so many ads a share says nothing.
const SHARE_OF: u32 = 4;
/// How far back what is new or gone counts.
pub const RECENT: i64 = 7 * DAY;
/// How far back the highest share is looked for.
pub const FALL_WITHIN: i64 = 28 * DAY;

/// A seller as it was known at a moment.
#[derive(Debug, Clone, Copy)]
pub struct Past<'c> {
    client: &'c Client,
    /// The marks that were known.
    marks: &'c [Mark],
    moment: Timestamp,
    /// Whether this is how it stands: then its mapping counts too.
    now: bool,
}

impl<'c> Past<'c> {
    /// As it stands, at the moment of the snapshot. What a clock that went ahead dated later counts too.
    pub fn now(client: &'c Client, moment: Timestamp) -> Self {
        Self {
            client,
            marks: &client.history,
            moment,
            now: true,
        }
    }

    /// As it was known at a moment.
    pub fn at(client: &'c Client, moment: Timestamp) -> Self {
        let known = client.history.partition_point(|mark| known_at(mark) <= moment);
        Self {
            client,
            marks: client.history.get(..known).unwrap_or_default(),
            moment,
            now: false,
        }
    }

    /// The value of a metric of a seller, in its unit.
    pub fn value(&self, metric: Metric, chances: impl FnOnce(&Client, Timestamp) -> Chances) -> Reading {
        let Some(last) = self.marks.last() else {
            return self.unreported(metric, chances);
        };
        if !last.whole || (self.now && self.client.partial) {
            return Reading::Unknown;
        }
        let count = |count: u32| Reading::Known(count.into());
        match metric {
            Metric::Ads => count(last.ads.total),
            Metric::ConvertyAds => count(last.ads.converty),
            Metric::ConcurrentAds => count(last.ads.concurrent),
            Metric::UnknownAds => count(last.ads.unknown),
            Metric::NewAds => self.recent(|told| told.new_ads),
            Metric::EndedAds => self.recent(|told| told.ended_ads),
            Metric::NewPages => self.recent(|told| told.new_pages),
            Metric::LostPages => self.recent(|told| told.lost_pages),
            Metric::NewRivals => self.new_rivals(),
            Metric::ConvertyRatio => share(last.ads, Tally::converty_ratio),
            Metric::ConcurrentRatio => share(last.ads, Tally::concurrent_ratio),
            Metric::RatioFall => self.fall(),
            Metric::StartChance | Metric::LeaveChance => self.chance(metric, chances),
            Metric::DaysSilent => self.days_silent(last),
            Metric::ActiveSellers | Metric::ConvertyShare | Metric::PlatformShare | Metric::SpentPercent => {
                Reading::Unknown
            }
        }
    }

    /// Its slug.
    pub fn slug(&self) -> &'c str {
        &self.client.slug
    }

    /// Its ads; `None` where there was no report yet.
    pub fn ads(&self) -> Option<Tally> {
        self.marks.last().map(|last| last.ads)
    }

    /// The rival that got most of its ads.
    pub fn main_rival(&self) -> Option<&'c Rival> {
        if self.now {
            return self.client.main_rival();
        }
        let led = |rival: &Rival| led(self.client, rival, self.moment);
        let rivals = self.client.rivals.iter().filter(|rival| led(rival) > 0);
        rivals.min_by_key(|rival| (std::cmp::Reverse(led(rival)), &rival.domain))
    }

    /// Of a seller without any report only a chance can be told: that it starts.
    fn unreported(&self, metric: Metric, chances: impl FnOnce(&Client, Timestamp) -> Chances) -> Reading {
        match metric {
            Metric::StartChance => self.chance(metric, chances),
            _ => Reading::Unknown,
        }
    }

    fn chance(&self, metric: Metric, chances: impl FnOnce(&Client, Timestamp) -> Chances) -> Reading {
        let starts = metric == Metric::StartChance;
        if starts == self.is_active() {
            // One that started cannot start, and one that left cannot leave: the rule arms again.
            return Reading::Known(0);
        }
        let chances = chances(self.client, self.moment);
        let ppm = if starts { chances.start } else { chances.leave };
        ppm.map_or(Reading::Unknown, |ppm| Reading::Known(i64::from(ppm / 100)))
    }

    fn is_active(&self) -> bool {
        if self.now {
            return self.client.status == ClientStatus::Active;
        }
        self.marks
            .last()
            .is_some_and(|last| last.status == ClientStatus::Active)
    }

    /// Whether a moment lies within the last seven days.
    fn is_recent(&self, at: Timestamp) -> bool {
        let age = self.moment.as_millis().saturating_sub(at.as_millis());
        age < RECENT && (age >= 0 || self.now)
    }

    /// What marks of the last seven days told. A look in part tells less than there was: then nothing is known.
    fn recent(&self, of: impl Fn(MarkChanges) -> u32) -> Reading {
        let marks = self
            .marks
            .iter()
            .rev()
            .take_while(|mark| self.is_recent(known_at(mark)));
        Reading::Known(marks.map(|mark| i64::from(of(mark.changes))).sum())
    }

    fn new_rivals(&self) -> Reading {
        let new = self
            .client
            .rivals
            .iter()
            .filter(|rival| rival.proven && self.is_recent(known_of(self.client, rival.first_seen)));
        Reading::Known(i64::try_from(new.count()).unwrap_or(i64::MAX))
    }

    /// How far the share lies below the highest that was in force within the last 28 days.
    fn fall(&self) -> Reading {
        let Some((last, before)) = self.marks.split_last() else {
            return Reading::Unknown;
        };
        let Reading::Known(now) = share(last.ads, Tally::converty_ratio) else {
            return Reading::Unknown;
        };
        let begin = self.moment.as_millis().saturating_sub(FALL_WITHIN);
        let (mut highest, mut ends) = (now, known_at(last));
        for mark in before.iter().rev() {
            if ends.as_millis() <= begin {
                break;
            }
            ends = known_at(mark);
            if let Reading::Known(then) = share(mark.ads, Tally::converty_ratio)
                && mark.whole
            {
                highest = highest.max(then);
            }
        }
        Reading::Known(highest - now)
    }

    fn days_silent(&self, last: &Mark) -> Reading {
        if self.is_active() {
            return Reading::Known(0);
        }
        match stop(self.client, self.marks, self.now.then_some(last)) {
            Some(stop) => {
                let silent = self.moment.as_millis().saturating_sub(stop.as_millis());
                Reading::Known(silent.max(0) / DAY)
            }
            None => Reading::Unknown,
        }
    }
}

/// How many of a seller's ads led to a rival, by what was known at a moment.
pub fn led(client: &Client, rival: &Rival, moment: Timestamp) -> u32 {
    let known = rival
        .steps
        .partition_point(|(at, _)| known_of(client, *at) <= moment);
    let step = known.checked_sub(1).and_then(|last| rival.steps.get(last));
    step.map_or(0, |(_, ads)| *ads)
}

/// When a seller that does not advertise stopped, by these marks; `None` where it never did. `now` is the last of them
/// where the mapping counts too: it may be later, in bases of programs that report on active sellers only.
pub fn stop(client: &Client, marks: &[Mark], now: Option<&Mark>) -> Option<Timestamp> {
    let active = marks
        .iter()
        .rposition(|mark| mark.status == ClientStatus::Active)?;
    match marks.get(active + 1) {
        Some(since) => Some(known_at(since)),
        None => now.and(client.seen_at),
    }
}

fn share(ads: Tally, of: impl Fn(&Tally) -> model::document::Ratio) -> Reading {
    if ads.total < SHARE_OF {
        return Reading::Unknown;
    }
    Reading::Known(i64::try_from(of(&ads).hundredths()).unwrap_or(i64::MAX))
}
