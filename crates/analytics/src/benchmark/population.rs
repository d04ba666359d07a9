//! All sellers that advertise, with their numbers.

use compact_str::CompactString;
use model::Timestamp;

use super::rank::{mid_rank, quantile, wilson};
use super::{Benchmark, Line, Metric, is_compared};
use crate::book::Frame;
use crate::client::{Client, ClientStatus};
use crate::clients::Segment;
use crate::cohort::{Breadth, Cohort, LEAST, has_own_domain};

/// A week in milliseconds.
const WEEK: i64 = 7 * 86_400_000;
/// New ads are counted over so many days.
const NEW_DAYS: i32 = 28;

/// Sellers that are compared. Depends on the day of the frame, not on its moment.
#[derive(Debug, Clone)]
pub struct Population {
    /// When new ads began to count.
    new_from: Timestamp,
    /// When today ends.
    until: Timestamp,
    members: Vec<Member>,
}

#[derive(Debug, Clone)]
struct Member {
    slug: CompactString,
    segment: Option<Segment>,
    own_domain: bool,
    category: Option<CompactString>,
    /// In the order of [`Metric::ALL`]; `None` where not known.
    values: [Option<i64>; Metric::ALL.len()],
}

impl Population {
    /// With nobody in it.
    pub fn new(frame: &Frame) -> Self {
        let today = frame.today();
        Self {
            new_from: frame.zone.start_of(today.plus(1 - NEW_DAYS)),
            until: frame.zone.start_of(today.plus(1)),
            members: Vec::new(),
        }
    }

    /// Adds a seller; one that does not advertise is left out.
    pub fn add(&mut self, client: &Client) {
        if !is_compared(client) {
            return;
        }
        self.members.push(Member {
            slug: client.slug.clone(),
            segment: Segment::of(client.linked_ads),
            own_domain: has_own_domain(client),
            category: client.category.clone(),
            values: Metric::ALL.map(|metric| self.value(client, metric)),
        });
    }

    fn value(&self, client: &Client, metric: Metric) -> Option<i64> {
        let ads = client.ads;
        let hundredths =
            |ratio: model::document::Ratio| i64::try_from(ratio.hundredths()).unwrap_or(i64::MAX);
        let first = client.history.first().map(|mark| mark.at);
        match metric {
            Metric::Ads => first.map(|_| ads.total.into()),
            Metric::NewAds => {
                let known = client.covered_at.into_iter().chain(first).min()?;
                let marks = client.history.iter().filter(|mark| mark.at >= self.new_from);
                let new = marks.map(|mark| i64::from(mark.changes.new_ads)).sum();
                (known < self.new_from).then_some(new)
            }
            Metric::ConvertyRatio => (ads.total > 0).then(|| hundredths(ads.converty_ratio())),
            Metric::ConcurrentRatio => (ads.total > 0).then(|| hundredths(ads.concurrent_ratio())),
            Metric::Pages => Some(client.pages.into()),
            Metric::WeeksActive => first.map(|_| self.weeks_active(client)),
        }
    }

    fn weeks_active(&self, client: &Client) -> i64 {
        let until = self.until.as_millis();
        let ends = client.history.iter().skip(1).map(|mark| mark.at.as_millis());
        let spans = client.history.iter().zip(ends.chain([until]));
        let active = spans.filter(|(mark, _)| mark.status == ClientStatus::Active);
        let millis: i64 = active
            .map(|(mark, end)| end.min(until).saturating_sub(mark.at.as_millis()).max(0))
            .fold(0, i64::saturating_add);
        millis / WEEK
    }

    /// One of them against its cohort; `None` where it is none of them.
    pub fn benchmark(&self, slug: &str) -> Option<Benchmark> {
        let member = self.members.iter().find(|member| member.slug == *slug)?;
        let own = member.cohort();
        let own_n = self.of(&own).count();
        let wider = Breadth::ALL.into_iter().filter(|breadth| *breadth >= own.breadth);
        let mut cohorts = wider.map(|breadth| own.widened(breadth));
        let cohort = cohorts
            .find(|cohort| cohort.breadth == Breadth::All || self.of(cohort).nth(LEAST - 1).is_some())?;
        let metrics = Metric::ALL.into_iter().zip(0..);
        let lines = metrics.filter_map(|(metric, place)| self.line(member, &cohort, metric, place));
        Some(Benchmark {
            lines: lines.collect(),
            n: self.of(&cohort).count(),
            cohort,
            own,
            own_n,
        })
    }

    fn of(&self, cohort: &Cohort) -> impl Iterator<Item = &Member> {
        let holds =
            |member: &&Member| cohort.holds(member.segment, member.own_domain, member.category.as_deref());
        self.members.iter().filter(holds)
    }

    fn line(&self, member: &Member, cohort: &Cohort, metric: Metric, place: usize) -> Option<Line> {
        let value_of = |member: &Member| member.values.get(place).copied().flatten();
        let value = value_of(member)?;
        let mut values: Vec<i64> = self.of(cohort).filter_map(value_of).collect();
        values.sort_unstable();
        Some(Line {
            metric,
            value,
            n: values.len(),
            percentile: mid_rank(&values, value),
            interval: wilson(&values, value),
            p25: quantile(&values, 1, 4),
            median: quantile(&values, 1, 2),
            p75: quantile(&values, 3, 4),
        })
    }
}

impl Member {
    /// The narrowest cohort that it is in.
    fn cohort(&self) -> Cohort {
        Cohort::narrowest(self.segment, self.own_domain, self.category.as_ref())
    }
}
