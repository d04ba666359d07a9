//! The loop of a scan: fills free room with runs and takes in what they tell.

use std::collections::BTreeSet;
use std::future::Future;
use std::pin::Pin;

use futures_util::StreamExt;
use futures_util::stream::FuturesUnordered;
use model::{MicroDollars, Timestamp};
use planner::{Outcome, Planner};
use purse::Alerts;

use super::admit::Idle;
use super::remote::Remote;
use crate::Event;
use crate::error::Error;
use crate::job::{Closed, Context, Job, LeftOpen, NotStarted, Step, after};
use crate::run::finish;
use crate::summary::{Partial, StoppedBy, Stray, Summary};
use crate::url::search_key;

/// A run on its way to its next step.
pub(super) type Flight<'s> = Pin<Box<dyn Future<Output = Result<Step, Error>> + 's>>;

/// Starts refused in a row for reasons that we do not know, after which the scan stops.
const STRANGE_REFUSALS: u32 = 5;

/// The state of a scan.
pub(super) struct Drive<'s> {
    pub(super) context: &'s Context<'s>,
    /// `None` where nothing new is asked.
    pub(super) planner: Option<Planner>,
    pub(super) flights: FuturesUnordered<Flight<'s>>,
    /// Runs in the queue.
    pub(super) remote: Remote<'s>,
    /// Runs that take room of the account.
    pub(super) holding: usize,
    /// Room for runs, now and at most.
    pub(super) room: usize,
    pub(super) most: usize,
    /// Runs of this scan so far; part of their tags.
    pub(super) number: u64,
    pub(super) started_at: Timestamp,
    /// When the account must be read again: its monthly cycle is over then.
    pub(super) cycle_ends: Timestamp,
    /// Nothing is started before.
    pub(super) paused_until: Option<Timestamp>,
    busy: u32,
    strange: u32,
    /// Why nothing more is started.
    pub(super) stopped: Option<StoppedBy>,
    pub(super) alerts: Alerts,
    pub(super) totals: Totals,
}

/// What the scan brought so far.
#[derive(Default)]
pub(super) struct Totals {
    pub(super) ads_new: u64,
    pub(super) ads_seen: u64,
    pub(super) runs: u64,
    pub(super) failed: u64,
    pub(super) refused: u64,
    pub(super) spent: MicroDollars,
    pub(super) error: Option<String>,
    pub(super) partial: Vec<Partial>,
    pub(super) strays: Vec<Stray>,
    /// Tags of the runs that it settled.
    pub(super) settled: BTreeSet<String>,
}

impl<'s> Drive<'s> {
    pub(super) fn new(context: &'s Context<'s>, planner: Option<Planner>) -> Self {
        let now = context.now();
        Self {
            context,
            planner,
            flights: FuturesUnordered::new(),
            remote: Remote::new(context),
            holding: 0,
            room: 1,
            most: 1,
            number: 0,
            started_at: now,
            cycle_ends: now,
            paused_until: None,
            busy: 0,
            strange: 0,
            stopped: None,
            alerts: Alerts::default(),
            totals: Totals::default(),
        }
    }

    pub(super) async fn go(mut self) -> Result<Summary, Error> {
        self.read_account().await?;
        self.adopt()?;
        self.correct_earlier().await?;
        let stopped_by = self.fly().await?;
        self.farewell();
        self.correct_own().await?;
        self.report(stopped_by)
    }

    /// Until nothing is under way and nothing can be started.
    async fn fly(&mut self) -> Result<StoppedBy, Error> {
        loop {
            self.notice_stop();
            self.renew_cycle().await;
            let idle = if self.remote.is_away() {
                Idle::Full
            } else {
                self.admit()?
            };
            if !self.is_flying() {
                match idle {
                    Idle::Over(stopped_by) => return Ok(stopped_by),
                    Idle::Full => continue,
                    Idle::Paused => {}
                }
            }
            self.wait(matches!(idle, Idle::Paused)).await?;
        }
    }

    /// Whether any run is on its way, here or elsewhere.
    pub(super) fn is_flying(&self) -> bool {
        !self.flights.is_empty() || !self.remote.is_empty()
    }

    /// Until a run tells something, the user stops the scan, or the pause is over.
    async fn wait(&mut self, paused: bool) -> Result<(), Error> {
        let context = self.context;
        let pause = self.pause_left();
        let look = self.remote.pause(context);
        let queued = !self.remote.is_empty();
        tokio::select! {
            biased;
            () = context.stop.cancelled(), if context.stopped_at.get().is_none() => Ok(()),
            Some(step) = self.flights.next(), if !self.flights.is_empty() => self.take(step?),
            _ = self.remote.hands.next(), if queued => self.watch_queue().await,
            () = tokio::time::sleep(look), if queued => self.watch_queue().await,
            () = tokio::time::sleep(pause), if paused => Ok(()),
        }
    }

    fn notice_stop(&self) {
        let context = self.context;
        let stopped = context.stop.is_cancelled() || context.scan.settings.abort.is_cancelled();
        if stopped && context.stopped_at.get().is_none() {
            context.stop.cancel();
            context.stopped_at.set(Some(context.now()));
        }
    }

    /// Takes in a step of a run.
    pub(super) fn take(&mut self, step: Step) -> Result<(), Error> {
        match step {
            Step::NotStarted(job, why) => {
                self.holding -= 1;
                self.answered(&job, &Outcome::NotStarted);
                self.not_started(why);
                self.tell_money()
            }
            Step::Ended(job, end) => {
                self.holding -= 1;
                self.made_room();
                let context = self.context;
                self.flights.push(Box::pin(finish(context, job, end)));
                Ok(())
            }
            Step::Closed(closed) => {
                self.closed(closed);
                self.tell_money()
            }
            Step::LeftOpen(job, left) => {
                self.left_open(&job, left);
                Ok(())
            }
        }
    }

    /// A run came to its end: the account can hold another.
    pub(super) fn made_room(&mut self) {
        self.room = (self.room + 1).min(self.most);
        self.busy = 0;
        self.strange = 0;
    }

    fn not_started(&mut self, why: NotStarted) {
        match why {
            NotStarted::Absent | NotStarted::Stopped => return,
            NotStarted::OutOfMoney(_) => self.stop_for(StoppedBy::Limit, None),
            NotStarted::Busy(reason) => self.is_busy(reason),
            NotStarted::Fatal(reason) => self.stop_for(StoppedBy::Error, Some(reason)),
            NotStarted::Other(reason) => {
                self.strange += 1;
                if self.strange >= STRANGE_REFUSALS {
                    self.stop_for(StoppedBy::Error, Some(reason));
                }
            }
        }
        self.totals.refused += 1;
    }

    /// The account can hold no more for now: fewer at once, after a pause.
    fn is_busy(&mut self, reason: String) {
        let context = self.context;
        let settings = &context.scan.settings;
        self.room = self.holding.max(1);
        self.paused_until = Some(after(context.now(), settings.busy_pause));
        context.tell(&Event::Busy {
            parallel: self.room,
            pause: settings.busy_pause,
        });
        // As long as something of ours is under way, its end makes room.
        if self.holding == 0 {
            self.busy += 1;
        }
        if self.busy >= settings.busy_attempts {
            self.stop_for(StoppedBy::Limit, Some(reason));
        }
    }

    pub(super) fn stop_for(&mut self, why: StoppedBy, error: Option<String>) {
        // The first reason is the one to tell.
        if self.stopped.is_none() {
            self.stopped = Some(why);
            self.totals.error = error;
        }
    }

    fn closed(&mut self, closed: Closed) {
        let Closed { job, brought } = closed;
        self.answered(&job, &brought.outcome);
        let totals = &mut self.totals;
        if let Outcome::Answered { answers, .. } = &brought.outcome {
            // What an earlier run left in part is whole now.
            let whole: Vec<String> = answers
                .iter()
                .filter(|a| a.complete)
                .map(|a| search_key(&a.question))
                .collect();
            totals
                .partial
                .retain(|partial| !whole.contains(&partial.question));
        }
        totals.runs += 1;
        totals.failed += u64::from(brought.trouble.is_some());
        totals.ads_seen += brought.ads;
        totals.ads_new += brought.new;
        totals.spent += brought.cost;
        totals.partial.extend(brought.partial);
        totals.settled.insert(job.tag);
    }

    fn left_open(&mut self, job: &Job, left: LeftOpen) {
        if left.under_way {
            self.holding -= 1;
        }
        self.context.tell(&Event::LeftOpen {
            tag: &job.tag,
            reason: &left.reason,
        });
        let outcome = if left.again {
            Outcome::NotStarted
        } else {
            Outcome::Failed
        };
        self.answered(job, &outcome);
        self.totals.partial.extend(job.all_partial(&left.reason));
        if left.fatal {
            self.stop_for(StoppedBy::Error, Some(left.reason));
        }
    }

    fn answered(&mut self, job: &Job, outcome: &Outcome) {
        if let Some(planner) = &mut self.planner {
            planner.answered(job.order(), outcome);
        }
    }

    /// Tells how the account stands, and which thresholds that crosses.
    pub(super) fn tell_money(&mut self) -> Result<(), Error> {
        let context = self.context;
        let balance = context.scan.purse.balance(context.now())?;
        context.tell(&Event::Money(balance));
        for percent in self.alerts.news(&balance) {
            context.tell(&Event::Threshold(percent));
        }
        Ok(())
    }
}
