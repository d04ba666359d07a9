//! Runs that are carried by whoever claims them: put into the queue, watched by one look at their group, taken in.
//!
//! The planner's process is a worker too: while no other is heard of, or where runs wait in vain, it claims from the
//! queue itself. What comes of a run is read from the queue in either case.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::ControlFlow;
use std::time::Duration;

use database::{CLOCK_SKEW, WorkFilter, WorkItem, WorkState};
use model::Timestamp;
use purse::OpenState;
use tokio::time::Instant;

use super::drive::Drive;
use crate::error::Error;
use crate::job::{Context, Job, LeftOpen, NotStarted, Step, after};
use crate::run::tell;
use crate::work::{self, About, Errand, Hands, QUEUE, Report, Role};
use crate::{Event, Point};

/// Items of one group: so many are read at each look, whatever the scan's size.
const GROUP: usize = 128;

/// The scan's runs in the queue.
pub(super) struct Remote<'s> {
    /// By tag: runs that are waited for, and their groups.
    runs: BTreeMap<String, Sent>,
    /// Carries runs in this process.
    pub(super) hands: Hands<'s>,
    /// Number of the group that new runs go to, and how many it has.
    group: (u64, usize),
    /// Groups of ours that hold a run that was given up: those are left for people to look at.
    dead: BTreeSet<String>,
    /// When workers were last counted, and how many there were.
    counted: Option<(Instant, usize)>,
    looked: Option<Instant>,
    /// When runs under way were last aborted.
    aborted: Option<Timestamp>,
    withdrawn: bool,
    /// How long to leave a database in peace that gives no answer.
    away: Option<Duration>,
}

struct Sent {
    job: Job,
    group: String,
    since: Instant,
    /// Nobody has claimed it yet.
    waiting: bool,
}

impl<'s> Remote<'s> {
    pub(super) fn new(context: &'s Context<'s>) -> Self {
        let slots = context.scan.settings.parallel.max(1);
        Self {
            runs: BTreeMap::new(),
            hands: Hands::new(context, slots),
            group: (0, 0),
            dead: BTreeSet::new(),
            counted: None,
            looked: None,
            aborted: None,
            withdrawn: false,
            away: None,
        }
    }

    /// Whether nothing is waited for.
    pub(super) fn is_empty(&self) -> bool {
        self.runs.is_empty() && self.hands.is_empty()
    }

    fn wait_for(&mut self, job: Job, group: String) {
        let sent = Sent {
            group,
            since: Instant::now(),
            waiting: true,
            job,
        };
        self.runs.insert(sent.job.tag.clone(), sent);
    }

    /// Whether the database gives no answer.
    pub(super) fn is_away(&self) -> bool {
        self.away.is_some()
    }

    /// How long until the next look.
    pub(super) fn pause(&self, context: &Context<'_>) -> Duration {
        let poll = self.away.unwrap_or(context.scan.settings.work.poll);
        self.looked.map_or(poll, |at| poll.saturating_sub(at.elapsed()))
    }
}

impl Drive<'_> {
    /// Puts runs whose money is set aside into the queue.
    pub(super) fn send_out(&mut self, jobs: Vec<Job>) -> Result<(), Error> {
        let scan = self.context.scan;
        let mut items = Vec::new();
        let mut sent = Vec::new();
        for job in jobs {
            let (number, size) = &mut self.remote.group;
            if *size >= GROUP {
                (*number, *size) = (*number + 1, 0);
            }
            *size += 1;
            let group = format!("{}/{number}", scan.scan);
            let errand = Errand {
                scan: scan.scan.clone(),
                planner: scan.owner.clone(),
                actor: scan.actor.id().to_owned(),
                cap: job.cap,
                reserved_at: job.reserved_at,
                intent: job.intent.clone(),
            };
            items.push(errand.item(&job.tag, &group)?);
            sent.push((job, group));
        }
        scan.database.put_work(&items)?;
        for (job, group) in sent {
            self.context.passed(Point::Queued);
            self.holding += 1;
            self.remote.wait_for(job, group);
        }
        self.remote.looked = None;
        Ok(())
    }

    /// A run of a dead planner that is in the queue still: what comes of it is ours to take in.
    pub(super) fn follow(&mut self, job: Job, group: String) {
        self.holding += 1;
        self.remote.wait_for(job, group);
    }

    /// The same as [`look`](Self::look), but that a database that gives no answer is asked again and again.
    pub(super) async fn watch_queue(&mut self) -> Result<(), Error> {
        let context = self.context;
        match self.look().await {
            Ok(()) => {
                if self.remote.away.take().is_some() {
                    context.tell(&Event::Back);
                }
                Ok(())
            }
            Err(error) if error.is_away() => {
                if self.remote.away.is_none() {
                    let reason = error.to_string();
                    context.tell(&Event::Away { reason: &reason });
                }
                let poll = context.scan.settings.work.poll;
                let pause = self.remote.away.map_or(poll, |pause| pause * 2);
                self.remote.away = Some(pause.min(work::AWAY_MOST));
                Ok(())
            }
            Err(error) => Err(error),
        }
    }

    /// Looks what came of the runs in the queue; claims some where nobody else does.
    pub(super) async fn look(&mut self) -> Result<(), Error> {
        self.remote.looked = Some(Instant::now());
        self.count_workers()?;
        if self.context.stop.is_cancelled() && !self.remote.withdrawn {
            self.remote.withdrawn = true;
            self.withdraw()?;
        }
        self.abort_remote().await?;
        let groups: BTreeSet<String> = self.remote.runs.values().map(|sent| sent.group.clone()).collect();
        for group in groups {
            self.look_at(&group)?;
        }
        if !self.context.stop.is_cancelled() && self.is_to_help() {
            self.remote.hands.fill()?;
        }
        Ok(())
    }

    /// Counts who else works, and tells that this process lives, three times a lease.
    fn count_workers(&mut self) -> Result<(), Error> {
        let context = self.context;
        let scan = context.scan;
        let settings = &scan.settings.work;
        let before = self.remote.counted;
        if before.is_some_and(|(at, _)| at.elapsed() < settings.beat) {
            return Ok(());
        }
        let about = About {
            role: Role::Planner,
            slots: 0,
            carrying: self.remote.hands.len() as u64,
        };
        work::beat(scan.database, &scan.owner, context.now(), &about)?;
        let living = work::living(scan.database, context.now(), settings.lease)?;
        let workers = living
            .iter()
            .filter(|(_, about)| about.role == Role::Worker)
            .count();
        if before.is_none_or(|(_, before)| before != workers) {
            context.tell(&Event::Workers(workers));
        }
        self.remote.counted = Some((Instant::now(), workers));
        Ok(())
    }

    /// Nobody need wait for this planner any more.
    pub(super) fn farewell(&self) {
        let scan = self.context.scan;
        if self.remote.counted.is_some() {
            // Where that fails, its sign of life grows old.
            let _ = scan.database.forget_worker(&scan.owner);
        }
    }

    /// Whether this process is to claim runs: nobody else is heard of, or a run waits for a whole lease.
    fn is_to_help(&self) -> bool {
        let lease = self.context.scan.settings.work.lease;
        let alone = self.remote.counted.is_none_or(|(_, workers)| workers == 0);
        let mut sent = self.remote.runs.values();
        alone || sent.any(|sent| sent.waiting && sent.since.elapsed() > lease)
    }

    fn look_at(&mut self, group: &str) -> Result<(), Error> {
        let database = self.context.scan.database;
        let filter = WorkFilter {
            queue: Some(QUEUE.to_owned()),
            group: Some(group.to_owned()),
            state: None,
        };
        let mut items = Vec::new();
        database.each_work(&filter, &mut |item| {
            items.push(item);
            Ok(ControlFlow::Continue(()))
        })?;
        let seen: BTreeSet<&str> = items.iter().map(|item| item.key.as_str()).collect();
        let of_group = self.remote.runs.iter().filter(|(_, sent)| sent.group == group);
        let gone: Vec<String> = of_group
            .filter(|(tag, _)| !seen.contains(tag.as_str()))
            .map(|(tag, _)| tag.clone())
            .collect();
        for tag in gone {
            if let Some(sent) = self.remote.runs.remove(&tag) {
                self.take(left(sent.job, "somebody took it out of the queue".to_owned()))?;
            }
        }
        for item in items {
            self.take_in(item)?;
        }
        self.clear(group)
    }

    /// Takes in what came of a run.
    fn take_in(&mut self, item: WorkItem) -> Result<(), Error> {
        let Some(sent) = self.remote.runs.get_mut(&item.key) else {
            return Ok(());
        };
        sent.waiting = item.state == WorkState::Waiting && item.tries == 0;
        if !item.state.is_over() {
            return self.leave_where_stopped(&item);
        }
        let Some(Sent { job, group, .. }) = self.remote.runs.remove(&item.key) else {
            return Ok(());
        };
        let reason = item.reason.unwrap_or_default();
        let step = match item.state {
            WorkState::Done => match serde_json::from_str::<Report>(&item.result.unwrap_or_default()) {
                Ok(report) => report.step(job),
                Err(error) => left(job, format!("what came of it cannot be read: {error}")),
            },
            WorkState::Withdrawn => return self.release(job),
            _ => {
                self.remote.dead.insert(group);
                left(job, format!("given up: {reason}"))
            }
        };
        if let Step::Closed(closed) = &step {
            // It took room until now, and was told to whoever watches its worker only.
            self.holding -= 1;
            self.made_room();
            tell(self.context, closed);
        }
        self.take(step)
    }

    /// Once the user stopped the scan, runs are watched only as long as somebody carries them.
    fn leave_where_stopped(&mut self, item: &WorkItem) -> Result<(), Error> {
        let context = self.context;
        let carried = item.state == WorkState::Leased
            && item
                .lease_until
                .is_some_and(|until| context.now() <= after(until, CLOCK_SKEW));
        if carried || !context.stop.is_cancelled() {
            return Ok(());
        }
        match self.remote.runs.remove(&item.key) {
            Some(sent) => self.take(left(
                sent.job,
                "the scan was stopped, and nobody carries it now".to_owned(),
            )),
            None => Ok(()),
        }
    }

    /// Forgets a group that is over and full, unless something in it is for people to look at.
    fn clear(&self, group: &str) -> Result<(), Error> {
        let remote = &self.remote;
        let current = format!("{}/{}", self.context.scan.scan, remote.group.0);
        let waited_for = remote.runs.values().any(|sent| sent.group == group);
        let over = self.stopped.is_some() || self.planner.is_none();
        if waited_for || remote.dead.contains(group) || (group == current && !over) {
            return Ok(());
        }
        self.context.scan.database.clear_work(group)?;
        Ok(())
    }

    /// The user stopped the scan: takes back what nobody has claimed.
    fn withdraw(&mut self) -> Result<(), Error> {
        let database = self.context.scan.database;
        let tags: Vec<String> = self.remote.runs.keys().cloned().collect();
        for tag in tags {
            if database.withdraw_work(&tag)?
                && let Some(sent) = self.remote.runs.remove(&tag)
            {
                self.release(sent.job)?;
            }
        }
        Ok(())
    }

    /// A run that nobody claimed: certainly nobody started it.
    fn release(&mut self, job: Job) -> Result<(), Error> {
        let context = self.context;
        let open = context.scan.purse.open_runs()?;
        let run = open.into_iter().find(|run| run.tag == job.tag);
        if run.is_some_and(|run| run.state == OpenState::Reserved && run.owner == context.scan.owner) {
            let reason = "the scan was stopped before anybody took it up";
            let ours = context.scan.purse.watcher(&job.owner);
            ours.release(context.now(), &job.tag, reason)?;
            context.passed(Point::Released);
        }
        self.take(Step::NotStarted(job, NotStarted::Stopped))
    }

    /// Aborts runs that others carry, where everything is to end at once or takes too long to.
    async fn abort_remote(&mut self) -> Result<(), Error> {
        let context = self.context;
        let settings = &context.scan.settings;
        let now = context.now();
        let late = context.stopped_at.get();
        let late = late.is_some_and(|at| now > after(at, settings.stop_patience));
        let again = self
            .remote
            .aborted
            .is_none_or(|at| now > after(at, settings.stop_patience));
        if !(settings.abort.is_cancelled() || late) || !again {
            return Ok(());
        }
        self.remote.aborted = Some(now);
        for run in context.scan.purse.open_runs()? {
            if let (OpenState::Started { run_id, .. }, true) =
                (&run.state, self.remote.runs.contains_key(&run.tag))
            {
                context.tell(&Event::Aborting {
                    tag: &run.tag,
                    reason: "the user stopped the scan",
                });
                // Whether it worked is seen by whoever carries it.
                let _ = context.scan.door.abort(run_id).await;
            }
        }
        Ok(())
    }
}

fn left(job: Job, reason: String) -> Step {
    Step::LeftOpen(
        job,
        LeftOpen {
            reason,
            fatal: false,
            under_way: true,
            again: false,
        },
    )
}
