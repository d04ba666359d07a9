//! How a run goes: when it delivers what, how it ends, and how far behind the API tells of it.

use std::time::Duration;

use model::Timestamp;

use super::chance::Chance;
use super::faults::Fault;
use super::spec::ApifySpec;
use super::time::{after, before, millis, since};
use super::work::Work;

/// The course of one run, known from its start on: only an abort changes it.
#[derive(Debug, Clone)]
pub(super) struct Course {
    started: Timestamp,
    /// When the first request is made.
    begins: Timestamp,
    work: Work,
    /// Items delivered when it ends.
    reach: u64,
    ends: Timestamp,
    ending: &'static str,
    aborted: Option<Timestamp>,
    lags: Lags,
}

/// How far the API lags behind what is true.
#[derive(Debug, Clone, Copy)]
struct Lags {
    items: Duration,
    events: Duration,
    cost: Duration,
    /// The last items whose charge shows only so long after the end.
    late: Option<(u64, Duration)>,
    /// Whether the cost stays 0 until it is whole, as was seen of some runs.
    blank: bool,
}

impl Course {
    /// The course of run number `number`; a `timeout` of zero is none.
    pub fn plan(spec: &ApifySpec, number: u64, started: Timestamp, work: Work, timeout: Duration) -> Self {
        const COURSES: [Fault; 4] = [Fault::Stuck, Fault::Failed, Fault::TimedOut, Fault::Short];
        let chance = Chance::new(spec.seed);
        let fault = spec.faults.first(&COURSES, chance, number);
        let begins = after(started, spec.start_latency);
        let mut course = Self {
            started,
            begins,
            reach: work.items,
            ends: after(begins, work.takes),
            work,
            ending: "SUCCEEDED",
            aborted: None,
            lags: Lags::draw(spec, chance, number),
        };
        if let Some(fault) = fault {
            course.bend(fault, chance, number);
        }
        // Without a timeout of its own, a run that does nothing is ended after a day.
        let endless = timeout.is_zero() && matches!(fault, Some(Fault::Stuck | Fault::TimedOut));
        let timeout = if endless {
            Duration::from_hours(24)
        } else {
            timeout
        };
        if !timeout.is_zero() {
            course.limit(after(started, timeout), fault);
        }
        course
    }

    /// What a fault does to it, the timeout aside.
    fn bend(&mut self, fault: Fault, chance: Chance, number: u64) {
        let items = self.work.items;
        let part = |low, high| items * chance.between(low, high, "part", number) / 100;
        match fault {
            Fault::Short => self.reach = part(40, 90).max(items.min(1)),
            Fault::Failed => {
                self.reach = part(30, 70);
                self.ending = "FAILED";
            }
            Fault::Stuck => self.reach = part(0, 70),
            _ => {}
        }
        self.ends = after(self.begins, self.work.when(self.reach));
    }

    /// What the timeout does to it.
    fn limit(&mut self, timeout: Timestamp, fault: Option<Fault>) {
        match fault {
            Some(Fault::TimedOut) => {
                // Three quarters of the way when it is over.
                let way = since(self.begins, timeout);
                self.work.stretch(way + way / 3);
            }
            Some(Fault::Stuck) => {}
            _ if timeout < self.ends => {}
            _ => return,
        }
        self.reach = self.reach.min(self.work.done(since(self.begins, timeout)));
        self.ends = timeout;
        self.ending = "TIMED-OUT";
    }

    /// Ends it now, or (`gracefully`) half a second later; nothing changes once it is over.
    pub fn abort(&mut self, now: Timestamp, gracefully: bool) {
        let wait = Duration::from_millis(if gracefully { 500 } else { 0 });
        let ends = after(now, wait);
        if self.aborted.is_some() || self.is_over(now) || ends >= self.ends {
            return;
        }
        self.reach = self.delivered(ends);
        self.ends = ends;
        self.ending = "ABORTED";
        self.aborted = Some(now);
    }

    /// Items delivered, and charged, by then.
    pub fn delivered(&self, at: Timestamp) -> u64 {
        if at >= self.ends {
            return self.reach;
        }
        if at < self.begins {
            return 0;
        }
        self.work.done(since(self.begins, at)).min(self.reach)
    }

    pub fn is_over(&self, at: Timestamp) -> bool {
        at >= self.ends
    }

    pub const fn started(&self) -> Timestamp {
        self.started
    }

    pub const fn ends(&self) -> Timestamp {
        self.ends
    }

    pub fn status(&self, at: Timestamp) -> &'static str {
        if self.is_over(at) {
            self.ending
        } else if self.aborted.is_some_and(|asked| at >= asked) {
            "ABORTING"
        } else if at < self.begins {
            "READY"
        } else {
            "RUNNING"
        }
    }

    /// Items that the dataset shows.
    pub fn items_shown(&self, at: Timestamp) -> u64 {
        self.delivered(before(at, self.lags.items))
    }

    /// `modifiedAt` of the dataset: still moves while its items lag.
    pub fn modified(&self, at: Timestamp) -> Timestamp {
        before(at, self.lags.items).min(self.ends).max(self.started)
    }

    /// Item events that the run shows as charged, and whether it shows its start.
    pub fn events_shown(&self, at: Timestamp) -> (u64, bool) {
        self.shown(at, self.lags.events)
    }

    /// What the shown cost is made of: items, and whether the start.
    pub fn cost_shown(&self, at: Timestamp) -> (u64, bool) {
        if self.lags.blank && at < after(self.ends, self.lags.cost) {
            return (0, false);
        }
        self.shown(at, self.lags.cost)
    }

    fn shown(&self, at: Timestamp, lag: Duration) -> (u64, bool) {
        let seen = before(at, lag);
        let held_back = match self.lags.late {
            Some((items, late)) if at < after(self.ends, late) => items,
            _ => 0,
        };
        let most = self.reach.saturating_sub(held_back);
        (self.delivered(seen).min(most), seen >= self.started)
    }

    /// From when on nothing that the API shows of it changes any more.
    pub fn settles(&self) -> Timestamp {
        let late = self.lags.late.map_or(Duration::ZERO, |(_, late)| late);
        after(self.ends, self.lags.cost.max(late))
    }

    /// `stats.durationMillis`.
    pub fn took(&self, at: Timestamp) -> i64 {
        millis(since(self.started, at.min(self.ends)))
    }
}

impl Lags {
    /// Costs lag behind event counts, and these behind the dataset, as measured on the real platform.
    fn draw(spec: &ApifySpec, chance: Chance, number: u64) -> Self {
        let items = chance.up_to(spec.count_lag, "lag of items", number);
        let more = chance.up_to(spec.count_lag.saturating_sub(items), "lag of events", number);
        let events = items + more;
        let cost = events + chance.up_to(spec.cost_lag.saturating_sub(events), "lag of cost", number);
        let late = spec.faults.befalls(Fault::LateCharge, chance, number).then(|| {
            let seconds = chance.between(30, 90, "late", number);
            let items = chance.between(1, 5, "late items", number);
            (items, cost + Duration::from_secs(seconds))
        });
        Self {
            items,
            events,
            cost,
            late,
            blank: chance.below(4, "blank", number) == 0,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::api::faults::Faults;

    fn at(seconds: i64) -> Timestamp {
        Timestamp::clamped(1_795_000_000_000 + seconds * 1000)
    }

    /// A page of thirty every five seconds.
    fn work(items: u64) -> Work {
        let pages = items.div_ceil(30);
        let steps = (1..=pages).map(|page| (Duration::from_secs(page * 5), items.min(page * 30)));
        Work {
            steps: steps.collect(),
            items,
            takes: Duration::from_secs(pages * 5),
        }
    }

    fn course(faults: &str, items: u64) -> Course {
        let spec = ApifySpec {
            faults: Faults::parse(faults).unwrap(),
            ..ApifySpec::default()
        };
        Course::plan(&spec, 1, at(0), work(items), Duration::from_mins(10))
    }

    #[test]
    fn pages_come_one_by_one() {
        // Four seconds until the first page is begun, five for each of the five pages.
        let course = course("", 133);
        let seen: Vec<_> = [0, 3, 4, 9, 14, 28, 29]
            .map(at)
            .map(|at| course.delivered(at))
            .to_vec();
        assert_eq!(seen, [0, 0, 0, 30, 60, 120, 133]);
        let status = [0, 4, 28, 29].map(at).map(|at| course.status(at));
        assert_eq!(status, ["READY", "RUNNING", "RUNNING", "SUCCEEDED"]);
        assert_eq!(course.ends(), at(29));
    }

    #[test]
    fn a_cost_can_stay_blank_until_it_is_whole() {
        let spec = ApifySpec::default();
        let plan = |number| Course::plan(&spec, number, at(0), work(133), Duration::ZERO);
        let blank = (0..40)
            .filter(|number| plan(*number).cost_shown(at(28)) == (0, false))
            .count();
        assert!((1..30).contains(&blank), "{blank} of 40");
        assert!((0..40).all(|number| plan(number).cost_shown(at(37)) == (133, true)));
    }

    #[test]
    fn what_is_shown_lags_and_then_agrees() {
        let course = course("", 133);
        let settled = course.settles();
        assert!(settled > at(29) && settled <= at(29 + 8));
        assert!(course.items_shown(at(29)) >= course.events_shown(at(29)).0);
        assert!(course.events_shown(at(29)).0 >= course.cost_shown(at(29)).0);
        assert_eq!(course.cost_shown(settled), (133, true));
        assert_eq!(course.items_shown(settled), 133);
    }

    #[test]
    fn faults_bend_the_course() {
        let failed = course("failed=1", 133);
        assert_eq!(failed.status(at(600)), "FAILED");
        assert!((30..100).contains(&failed.delivered(at(600))));
        let stuck = course("stuck=1", 133);
        assert_eq!(
            (stuck.status(at(599)), stuck.status(at(600))),
            ("RUNNING", "TIMED-OUT")
        );
        assert_eq!(stuck.delivered(at(29)), stuck.delivered(at(600)));
        let slow = course("timed-out=1", 133);
        assert_eq!(
            (slow.status(at(599)), slow.status(at(600))),
            ("RUNNING", "TIMED-OUT")
        );
        assert!(slow.delivered(at(300)) < slow.delivered(at(600)));
        assert_eq!(slow.delivered(at(600)), 90);
        let short = course("short=1", 133);
        assert_eq!(short.status(at(29)), "SUCCEEDED");
        assert!(short.delivered(at(600)) < 133);
    }

    #[test]
    fn a_late_charge_shows_long_after_the_end() {
        let late = course("late-charge=1", 133);
        let looks_settled = late.cost_shown(at(29 + 20)).0;
        assert!((128..133).contains(&looks_settled), "{looks_settled}");
        assert_eq!(late.cost_shown(at(29 + 30)).0, looks_settled);
        assert_eq!(late.cost_shown(late.settles()).0, 133);
        assert_eq!(late.items_shown(at(29 + 20)), 133);
    }

    #[test]
    fn an_abort_keeps_what_was_delivered() {
        let mut kill = course("", 133);
        kill.abort(at(10), false);
        assert_eq!((kill.status(at(10)), kill.delivered(at(600))), ("ABORTED", 30));
        kill.abort(at(20), false);
        assert_eq!(kill.ends(), at(10));
        let mut gentle = course("", 133);
        gentle.abort(at(10), true);
        assert_eq!(
            (gentle.status(at(10)), gentle.status(at(11))),
            ("ABORTING", "ABORTED")
        );
        let mut over = course("", 133);
        over.abort(at(29), false);
        assert_eq!(over.status(at(30)), "SUCCEEDED");
    }

    #[test]
    fn a_short_timeout_cuts_it() {
        let spec = ApifySpec::default();
        let ten = Duration::from_secs(10);
        let cut = Course::plan(&spec, 1, at(0), work(133), ten);
        assert_eq!((cut.status(at(10)), cut.delivered(at(99))), ("TIMED-OUT", 30));
        // Nothing waits where nothing takes time.
        let mut at_once = work(133);
        at_once.stretch(Duration::ZERO);
        let instant = Course::plan(&ApifySpec::default().instant(), 1, at(0), at_once, ten);
        assert_eq!(
            (instant.status(at(0)), instant.delivered(at(0))),
            ("SUCCEEDED", 133)
        );
        assert_eq!(instant.settles(), at(0));
    }
}
