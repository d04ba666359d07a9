//! A worker: claims runs as long as it has hands free, carries them at once, and tells that it lives.

use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;
use std::future::Future;
use std::pin::Pin;
use std::time::Duration;

use database::{Claim, WorkEnd};
use futures_util::StreamExt;
use futures_util::stream::FuturesUnordered;
use tokio::time::Instant;
use tokio_util::sync::CancellationToken;

use super::carry::{Ending, carry};
use super::crew::{About, Role, beat};
use super::errand::QUEUE;
use crate::job::{Context, after};
use crate::{Event, Scan};

/// The longest pause between two questions to a database that is away.
pub(crate) const AWAY_MOST: Duration = Duration::from_secs(30);

/// A claimed run on its way: its tag, and what became of it.
type Carrying<'s> = Pin<Box<dyn Future<Output = (String, Ending)> + 's>>;

/// The runs that this process carries for the queue.
pub(crate) struct Hands<'s> {
    context: &'s Context<'s>,
    slots: usize,
    carrying: FuturesUnordered<Carrying<'s>>,
    /// Tokens of the claims, by tag.
    held: BTreeMap<String, u64>,
}

impl<'s> Hands<'s> {
    pub(crate) fn new(context: &'s Context<'s>, slots: usize) -> Self {
        Self {
            context,
            slots,
            carrying: FuturesUnordered::new(),
            held: BTreeMap::new(),
        }
    }

    pub(crate) fn len(&self) -> usize {
        self.carrying.len()
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.carrying.is_empty()
    }

    /// Claims runs until every hand is full or none waits.
    pub(crate) fn fill(&mut self) -> Result<(), database::Error> {
        let context = self.context;
        let scan = context.scan;
        while self.carrying.len() < self.slots {
            let asked = Instant::now();
            let now = context.now();
            let claimed = scan.database.claim_work(&Claim {
                queues: &[QUEUE],
                worker: &scan.owner,
                now,
                until: after(now, scan.settings.work.lease),
            })?;
            let Some(item) = claimed else { break };
            self.held.insert(item.key.clone(), item.token);
            let tag = item.key.clone();
            self.carrying
                .push(Box::pin(async move { (tag, carry(context, item, asked).await) }));
        }
        Ok(())
    }

    /// What became of the next run that ends; never, while none is carried.
    pub(crate) async fn next(&mut self) -> Ending {
        match self.carrying.next().await {
            Some((tag, ending)) => {
                // A run that was lost may have been claimed anew meanwhile: then its token is another's.
                if ending != Ending::Lost {
                    self.held.remove(&tag);
                }
                ending
            }
            None => std::future::pending().await,
        }
    }

    /// Gives back whatever is carried: the runs go on without this process, and another brings them home.
    fn give_back(&mut self) -> u64 {
        let under_way = self.carrying.len() as u64;
        self.carrying.clear();
        let database = self.context.scan.database;
        for (tag, token) in std::mem::take(&mut self.held) {
            // What cannot be said now is seen when the lease is over.
            let _ = database.end_work(&tag, token, &WorkEnd::Returned);
        }
        under_way
    }
}

/// How long a worker works.
#[derive(Debug, Clone, Default)]
pub struct Until {
    /// Cancelled: it claims nothing more, and ends once what it carries is at its end.
    pub stop: CancellationToken,
    /// Cancelled: it gives back what it carries, and ends.
    pub give_back: CancellationToken,
    /// It ends once it carried nothing and found nothing to claim for so long.
    pub idle: Option<Duration>,
    /// After so long it claims nothing more, as if it was told to stop: to begin again with what is known by then.
    pub session: Option<Duration>,
}

/// What a worker did.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Carried {
    /// Runs that it brought to their end.
    pub done: u64,
    /// Tries that failed; the runs rest and are tried again.
    pub failed: u64,
    /// Runs that it gave up after the last try.
    pub dead: u64,
    /// Runs that were another's when it came to their end.
    pub lost: u64,
    /// Runs that it gave back.
    pub returned: u64,
}

impl Carried {
    fn count(&mut self, ending: Ending) {
        match ending {
            Ending::Done => self.done += 1,
            Ending::Failed => self.failed += 1,
            Ending::Dead => self.dead += 1,
            Ending::Lost => self.lost += 1,
            Ending::Returned => self.returned += 1,
        }
    }

    /// Both together.
    #[must_use]
    pub const fn and(self, more: Self) -> Self {
        Self {
            done: self.done + more.done,
            failed: self.failed + more.failed,
            dead: self.dead + more.dead,
            lost: self.lost + more.lost,
            returned: self.returned + more.returned,
        }
    }
}

impl Scan<'_> {
    /// Works for the queue of runs: claims up to `slots` at once and brings each to its end, until it is told to end.
    /// Of the scan's own fields all but `scan` are used; `owner` names the worker.
    ///
    /// Nothing ends it but `until`: while the database is away it asks again and again, and what goes wrong with one
    /// run is written down with that run.
    pub async fn carry(&self, slots: usize, until: &Until) -> Carried {
        let stop = until.stop.child_token();
        let context = Context {
            scan: self,
            stop: stop.clone(),
            stopped_at: Cell::new(None),
            tags: RefCell::new(BTreeMap::new()),
        };
        let mut shift = Shift {
            context: &context,
            hands: Hands::new(&context, slots.max(1)),
            carried: Carried::default(),
            slots: slots as u64,
            beaten: None,
            away: None,
        };
        shift.work(until, &stop).await;
        let _ = self.database.forget_worker(&self.owner);
        shift.carried
    }
}

/// A worker at work.
struct Shift<'s> {
    context: &'s Context<'s>,
    hands: Hands<'s>,
    carried: Carried,
    slots: u64,
    beaten: Option<Instant>,
    /// How long to leave a database in peace that gives no answer.
    away: Option<Duration>,
}

impl Shift<'_> {
    async fn work(&mut self, until: &Until, stop: &CancellationToken) {
        let settings = &self.context.scan.settings.work;
        let began = Instant::now();
        let mut busy = began;
        loop {
            let over = until.session.is_some_and(|most| began.elapsed() >= most);
            let closing = stop.is_cancelled() || over;
            let look = self.look(closing);
            self.heard(look);
            if !self.hands.is_empty() {
                busy = Instant::now();
            }
            let idle = until
                .idle
                .is_some_and(|most| busy.elapsed() >= most && self.away.is_none());
            if self.hands.is_empty() && (closing || idle) {
                return;
            }
            tokio::select! {
                biased;
                () = until.give_back.cancelled() => {
                    self.carried.returned += self.hands.give_back();
                    return;
                }
                ending = self.hands.next() => self.carried.count(ending),
                () = stop.cancelled(), if !closing => {}
                () = tokio::time::sleep(self.away.unwrap_or(settings.poll)) => {}
            }
        }
    }

    /// Tells that it lives, where that is due, and claims what there is room for.
    fn look(&mut self, closing: bool) -> Result<(), database::Error> {
        let scan = self.context.scan;
        let due = self
            .beaten
            .is_none_or(|at| at.elapsed() >= scan.settings.work.beat);
        if due {
            let about = About {
                role: Role::Worker,
                slots: self.slots,
                carrying: self.hands.len() as u64,
            };
            beat(scan.database, &scan.owner, self.context.now(), &about)?;
            self.beaten = Some(Instant::now());
        }
        if closing { Ok(()) } else { self.hands.fill() }
    }

    fn heard(&mut self, look: Result<(), database::Error>) {
        let poll = self.context.scan.settings.work.poll;
        match look {
            Ok(()) => {
                if self.away.take().is_some() {
                    self.context.tell(&Event::Back);
                }
            }
            Err(error) => {
                if self.away.is_none() {
                    let reason = error.to_string();
                    self.context.tell(&Event::Away { reason: &reason });
                }
                self.away = Some(self.away.map_or(poll, |pause| (pause * 2).min(AWAY_MOST)));
            }
        }
    }
}
