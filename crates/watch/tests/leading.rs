//! Several that watch, on clocks that differ, with pauses and deaths: of each occurrence one living leader does the
//! work, and no occurrence is forgotten.

use std::time::Duration;

use database::Sqlite;
use model::Timestamp;
use proptest::prelude::*;
use watch::leader::{Lead, lead};
use watch::schedule::Schedule;
use watch::schedule::runs::{self, State, Taken};

const LEASE: Duration = Duration::from_mins(3);
const MINUTE: i64 = 60_000;
const START: i64 = 1_767_225_600_000;

/// What happens next.
#[derive(Debug, Clone, Copy)]
enum Step {
    /// Time passes, in minutes.
    Pass(i64),
    /// A watcher takes its turn: renews, takes what is due, or goes on with what it has.
    Turn(usize),
    /// A watcher ends what it is at.
    End(usize, bool),
    /// A watcher dies; a new process stands in its place.
    Kill(usize),
}

/// One process.
struct Watcher {
    name: String,
    /// How far its clock is ahead, in seconds; two are less than a minute apart.
    skew: i64,
    lead: Option<Lead>,
    at: Option<Taken>,
}

struct Model {
    folder: tempfile::TempDir,
    database: Sqlite,
    schedule: Schedule,
    now: i64,
    watchers: Vec<Watcher>,
    births: usize,
    /// Tokens under which each occurrence was begun, in order.
    begun: std::collections::BTreeMap<Timestamp, Vec<u64>>,
    done: std::collections::BTreeMap<Timestamp, u32>,
}

impl Model {
    fn new(skews: &[i64]) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let database = Sqlite::open(&folder.path().join("watch.db")).unwrap();
        let watcher = |(number, &skew): (usize, &i64)| Watcher {
            name: format!("w{number}"),
            skew,
            lead: None,
            at: None,
        };
        Self {
            folder,
            database,
            schedule: Schedule::new("scan", "*/15 * * * *", "UTC", Duration::from_mins(2)).unwrap(),
            now: START,
            watchers: skews.iter().enumerate().map(watcher).collect(),
            births: skews.len(),
            begun: std::collections::BTreeMap::new(),
            done: std::collections::BTreeMap::new(),
        }
    }

    fn clock(&self, who: usize) -> Timestamp {
        Timestamp::clamped(self.now + self.watchers[who].skew * 1000)
    }

    /// Whether its lease holds by its own clock.
    fn leads(&self, who: usize) -> bool {
        let clock = self.clock(who);
        self.watchers[who]
            .lead
            .as_ref()
            .is_some_and(|lead| clock <= lead.until)
    }

    fn turn(&mut self, who: usize) {
        let clock = self.clock(who);
        let held = lead(&self.database, &self.watchers[who].name, LEASE, clock).unwrap();
        self.watchers[who].lead.clone_from(&held);
        let leaders = (0..self.watchers.len()).filter(|&each| self.leads(each)).count();
        assert!(leaders <= 1, "two lead at once");
        if held.is_none() {
            // Told that it leads no more, it lets go of its work.
            self.watchers[who].at = None;
        }
        if let (Some(held), None) = (held, &self.watchers[who].at)
            && let Some(taken) = runs::take(&self.database, &self.schedule, &held, clock).unwrap()
        {
            let others = (0..self.watchers.len()).filter(|&other| other != who && self.leads(other));
            for other in others {
                assert!(self.watchers[other].at.is_none(), "a living leader is at it");
            }
            let tokens = self.begun.entry(taken.run.occurrence).or_default();
            assert!(tokens.iter().all(|&token| token <= held.token));
            tokens.push(held.token);
            self.watchers[who].at = Some(taken);
        }
    }

    fn end(&mut self, who: usize, well: bool) {
        let clock = self.clock(who);
        let Some(taken) = self.watchers[who].at.take() else {
            return;
        };
        let ended = if well {
            Ok(())
        } else {
            Err("it went wrong".to_owned())
        };
        if runs::end(&self.database, &taken, ended, clock).unwrap() && well {
            *self.done.entry(taken.run.occurrence).or_default() += 1;
        }
    }

    fn kill(&mut self, who: usize) {
        self.births += 1;
        let watcher = &mut self.watchers[who];
        watcher.name = format!("w{}", self.births);
        (watcher.lead, watcher.at) = (None, None);
    }

    /// The first watcher works on undisturbed for two hours.
    fn settle(&mut self) {
        for _ in 0..120 {
            self.now += MINUTE;
            self.turn(0);
            self.end(0, true);
        }
    }
}

fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        3 => (1_i64..12).prop_map(Step::Pass),
        1 => (12_i64..90).prop_map(Step::Pass),
        6 => (0_usize..3).prop_map(Step::Turn),
        2 => ((0_usize..3), any::<bool>()).prop_map(|(who, well)| Step::End(who, well)),
        1 => (0_usize..3).prop_map(Step::Kill),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 32, ..ProptestConfig::default() })]
    #[test]
    fn one_leader_at_a_time_and_no_occurrence_forgotten(
        skews in prop::collection::vec(-29_i64..30, 3),
        steps in prop::collection::vec(step(), 1..60),
    ) {
        let mut model = Model::new(&skews);
        for step in steps {
            match step {
                Step::Pass(minutes) => model.now += minutes * MINUTE,
                Step::Turn(who) => model.turn(who),
                Step::End(who, well) => model.end(who, well),
                Step::Kill(who) => model.kill(who),
            }
        }
        for (occurrence, times) in &model.done {
            prop_assert_eq!(*times, 1, "{} ended well twice", occurrence);
        }
        model.settle();
        let last = runs::last(&model.database, "scan").unwrap().unwrap();
        let latest = model.schedule.latest(model.clock(0)).unwrap();
        prop_assert!(matches!(last.state, State::Done { .. }), "{:?}", last);
        prop_assert_eq!(last.occurrence, latest.at);
        prop_assert!(model.folder.path().exists());
    }
}

#[test]
fn whoever_was_overtaken_changes_nothing_any_more() {
    let mut model = Model::new(&[0, 0]);
    model.schedule = Schedule::new("scan", "0 0 * * *", "UTC", Duration::ZERO).unwrap();
    model.turn(0);
    let slept = model.watchers[0].at.clone().expect("a first run is due at once");
    model.now += 10 * MINUTE;
    model.turn(1);
    let second = model.watchers[1].at.clone().expect("what the other left");
    assert_eq!(
        (second.run.occurrence, second.run.tries),
        (slept.run.occurrence, 2)
    );
    assert!(!runs::end(&model.database, &slept, Ok(()), model.clock(0)).unwrap());
    let stale = model.watchers[0].lead.clone().unwrap();
    assert_eq!(
        runs::take(&model.database, &model.schedule, &stale, model.clock(0)).unwrap(),
        None
    );
    assert!(runs::end(&model.database, &second, Ok(()), model.clock(1)).unwrap());
}

#[test]
fn what_goes_wrong_rests_and_is_given_up_at_last() {
    let mut model = Model::new(&[0]);
    let daily = Schedule::new("scan", "0 0 * * *", "UTC", Duration::ZERO).unwrap();
    model.schedule = daily;
    let mut pauses = Vec::new();
    for _ in 0..runs::TRIES {
        model.turn(0);
        model.end(0, false);
        let last = runs::last(&model.database, "scan").unwrap().unwrap();
        if let State::Failed { again, .. } = last.state {
            model.turn(0);
            assert!(model.watchers[0].at.is_none(), "it rests");
            pauses.push((again.as_millis() - model.now) / MINUTE);
            model.now = again.as_millis();
        }
    }
    assert_eq!(pauses, [10, 20, 40, 80, 160]);
    let last = runs::last(&model.database, "scan").unwrap().unwrap();
    assert!(matches!(last.state, State::GivenUp { .. }), "{last:?}");
    model.now = START + 24 * 60 * MINUTE;
    model.turn(0);
    let taken = model.watchers[0].at.as_ref().expect("the next day's");
    assert_eq!((taken.run.tries, taken.run.missed), (1, 0));
}
