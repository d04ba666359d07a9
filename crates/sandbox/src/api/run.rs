//! One run: what was asked for, what it is allowed, what it delivers and what it costs.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use model::{MicroDollars, Timestamp};

use crate::actor::{Delivery, Input};
use crate::library::Library;

use super::course::Course;
use super::spec::ApifySpec;
use super::time::before;

/// Tag, number and id of a build.
pub(super) type Build = (&'static str, &'static str, &'static str);

/// The builds that the tags `latest` and, for old callers, `last-v4` stand for.
pub(super) const BUILDS: [Build; 2] = [
    ("latest", "2.7.28", "bNd4gkFHZ3VfPjYqC"),
    ("last-v4", "2.6.21", "Zr8wTc0xN5LmQeVuA"),
];

/// A run that took effect.
pub(super) struct Run {
    pub id: String,
    pub dataset: String,
    pub store: String,
    pub queue: String,
    pub input: Input,
    /// The INPUT record: what was sent, with the actor's own defaults.
    pub stored: Vec<u8>,
    pub terms: Terms,
    /// The library as it stood when the run began, where it changes with time.
    pub library: Option<Arc<dyn Library>>,
    /// Everything that the run would write; how much of it is written, when, its course says.
    pub items: Vec<Delivery>,
    /// What it says when it succeeds.
    pub last_words: &'static str,
    pub course: Course,
    /// From when on the lists of runs know it.
    pub listed_from: Timestamp,
}

/// Under which terms a run was started.
#[derive(Debug, Clone)]
pub(super) struct Terms {
    pub build: Build,
    pub memory_mb: u64,
    /// Seconds; 0 for none.
    pub timeout_secs: u64,
    /// `maxTotalChargeUsd` as asked for.
    pub cap: Option<MicroDollars>,
    /// `options.maxItems`: as asked for or as derived from the cap, the smaller.
    pub max_items: Option<u64>,
    pub item_price: MicroDollars,
    /// Per begun GB of memory.
    pub start_price: MicroDollars,
    /// Start events charged: none where not even the start fits under the cap.
    pub starts: u64,
}

impl Terms {
    /// Start events of so much memory: one up to a GB, one more per GB beyond.
    pub const fn start_events(memory_mb: u64) -> u64 {
        let gigabytes = memory_mb.div_ceil(1024);
        if gigabytes == 0 { 1 } else { gigabytes }
    }

    /// What so many items cost, and the start where it is to be counted.
    pub fn cost(&self, items: u64, start: bool) -> MicroDollars {
        let starts = if start { self.starts } else { 0 };
        self.item_price.times(items) + self.start_price.times(starts)
    }
}

impl fmt::Debug for Run {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Run")
            .field("id", &self.id)
            .finish_non_exhaustive()
    }
}

impl Run {
    /// The item of one of its deliveries; `otherwise` is the library of a world that never changes.
    pub fn item(&self, delivery: &Delivery, otherwise: &dyn Library) -> Vec<u8> {
        delivery.item(self.library.as_deref().unwrap_or(otherwise), &self.input)
    }

    /// What was truly charged by then.
    pub fn charged(&self, at: Timestamp) -> MicroDollars {
        let started = at >= self.course.started();
        self.terms.cost(self.course.delivered(at), started)
    }

    /// What the API says was charged.
    pub fn cost_shown(&self, at: Timestamp) -> MicroDollars {
        let (items, start) = self.course.cost_shown(at);
        self.terms.cost(items, start)
    }

    /// The status message, as far as there is one.
    pub fn message(&self, at: Timestamp) -> Option<String> {
        match self.course.status(at) {
            "SUCCEEDED" => Some(self.last_words.to_owned()),
            "READY" => None,
            "RUNNING" => Some(format!("Scraped {} ads", self.course.delivered(at))),
            "TIMED-OUT" => Some("The Actor timed out. You can resurrect it with a longer timeout".to_owned()),
            "FAILED" => Some("The Actor failed: too many blocked requests".to_owned()),
            _ => Some("The Actor was aborted by the user".to_owned()),
        }
    }

    pub fn exit_code(&self, at: Timestamp) -> Option<i32> {
        match self.course.status(at) {
            "SUCCEEDED" => Some(0),
            "FAILED" => Some(91),
            _ => None,
        }
    }
}

/// All runs that ever took effect, in the order of their starts.
#[derive(Debug, Default)]
pub(super) struct Runs {
    all: Vec<Run>,
    by_id: BTreeMap<String, usize>,
}

impl Runs {
    pub fn add(&mut self, run: Run) -> usize {
        let index = self.all.len();
        for id in [&run.id, &run.dataset, &run.store] {
            self.by_id.insert(id.clone(), index);
        }
        self.all.push(run);
        index
    }

    pub fn all(&self) -> &[Run] {
        &self.all
    }

    pub fn len(&self) -> usize {
        self.all.len()
    }

    pub fn get(&self, index: usize) -> Option<&Run> {
        self.all.get(index)
    }

    pub fn get_mut(&mut self, index: usize) -> Option<&mut Run> {
        self.all.get_mut(index)
    }

    /// The run of which `id_of` gives that id, while retention keeps it.
    pub fn find(&self, id_of: fn(&Run) -> &str, id: &str, now: Timestamp, spec: &ApifySpec) -> Option<usize> {
        let index = *self.by_id.get(id)?;
        let run = self.all.get(index)?;
        (id_of(run) == id && self.keeps(index, run, now, spec)).then_some(index)
    }

    /// The runs that are not gone, in the order of their starts.
    pub fn kept<'r>(
        &'r self,
        now: Timestamp,
        spec: &'r ApifySpec,
    ) -> impl DoubleEndedIterator<Item = (usize, &'r Run)> {
        let all = self.all.iter().enumerate();
        all.filter(move |(index, run)| self.keeps(*index, run, now, spec))
    }

    fn keeps(&self, index: usize, run: &Run, now: Timestamp, spec: &ApifySpec) -> bool {
        let days = Duration::from_hours(24) * spec.retention.days;
        index + spec.retention.keep_runs >= self.all.len() || run.course.ends() >= before(now, days)
    }
}
