//! Admitting orders: money is set aside for all free room at once, then each run takes off.

use std::time::Duration;

use apify::Account;
use database::CLOCK_SKEW;
use model::Timestamp;
use planner::{Next, Order, Outcome};
use purse::{AccountMoney, Reservation};

use super::drive::{Drive, Flight};
use super::{Carriers, TAG_PREFIX};
use crate::error::Error;
use crate::job::{Intent, Job, after, before};
use crate::run::begin;
use crate::summary::StoppedBy;
use crate::{Event, Point};

/// Why nothing more was started.
pub(super) enum Idle {
    /// Something may be after the next step of a run.
    Full,
    /// Something may be after a pause.
    Paused,
    /// Nothing will be, unless a run under way changes that.
    Over(StoppedBy),
}

/// After this the account is read again where that failed.
const AGAIN: Duration = Duration::from_mins(10);

/// What the purse notes of an account.
pub fn account_money(account: &Account) -> AccountMoney {
    AccountMoney {
        starts: account.starts,
        ends: account.ends,
        limit: account.limit,
        used: account.used,
    }
}

impl<'s> Drive<'s> {
    /// Fills the free room.
    pub(super) fn admit(&mut self) -> Result<Idle, Error> {
        if let Some(stopped) = self.stopped {
            return Ok(Idle::Over(stopped));
        }
        if self.context.stop.is_cancelled() {
            return Ok(Idle::Over(StoppedBy::Interrupt));
        }
        if self.pause_left() > Duration::ZERO {
            return Ok(Idle::Paused);
        }
        let (orders, idle) = self.choose()?;
        if orders.is_empty() {
            return Ok(idle);
        }
        let jobs = self.set_aside(orders)?;
        if self.context.scan.carriers == Carriers::Queue {
            self.send_out(jobs)?;
            return Ok(idle);
        }
        for job in jobs {
            self.holding += 1;
            let context = self.context;
            let flight: Flight<'s> = Box::pin(begin(context, job));
            self.flights.push(flight);
        }
        Ok(idle)
    }

    /// How long nothing may be started.
    pub(super) fn pause_left(&self) -> Duration {
        let now = self.context.now().as_millis();
        let until = self.paused_until.map_or(now, Timestamp::as_millis);
        Duration::from_millis(u64::try_from(until - now).unwrap_or(0))
    }

    /// Asks the planner for as many orders as there is room.
    fn choose(&mut self) -> Result<(Vec<Order>, Idle), Error> {
        let mut orders = Vec::new();
        let under_way = self.is_flying();
        if self.holding >= self.room {
            return Ok((orders, Idle::Full));
        }
        let Some(planner) = &mut self.planner else {
            return Ok((orders, Idle::Over(StoppedBy::Done)));
        };
        let balance = self.context.scan.purse.balance(self.context.now())?;
        let mut left = balance.left;
        while self.holding + orders.len() < self.room {
            match planner.next(left) {
                Next::Run(order) if order.cap <= left => {
                    left = left - order.cap;
                    orders.push(order);
                }
                // Nothing is under way that could be waited for: the planner has nothing more to say.
                Next::Wait if self.holding == 0 && orders.is_empty() && !under_way => {
                    return Ok((orders, Idle::Over(StoppedBy::Done)));
                }
                Next::Wait => break,
                // The second case cannot be: an order is always within what is left.
                Next::Unaffordable { .. } | Next::Run(_) => {
                    let by_account = balance.limit < balance.budget;
                    let why = if by_account {
                        StoppedBy::Limit
                    } else {
                        StoppedBy::Budget
                    };
                    return Ok((orders, Idle::Over(why)));
                }
                Next::Done => return Ok((orders, Idle::Over(StoppedBy::Done))),
            }
        }
        Ok((orders, Idle::Full))
    }

    /// Sets money aside for the orders; gives those for which there was enough.
    fn set_aside(&mut self, orders: Vec<Order>) -> Result<Vec<Job>, Error> {
        let context = self.context;
        let scan = context.scan;
        let now = context.now();
        let mut jobs = Vec::new();
        let mut wanted = Vec::new();
        for order in orders {
            self.number += 1;
            let intent = Intent {
                order,
                country: scan.settings.country.clone(),
            };
            let tag = self.tag();
            wanted.push(Reservation {
                tag: tag.clone(),
                owner: scan.owner.clone(),
                scan: scan.scan.clone(),
                cap: intent.order.cap,
                order: serde_json::to_value(&intent)?,
            });
            jobs.push(Job::new(tag, scan.owner.clone(), intent.order.cap, now, intent));
        }
        let granted = scan.purse.reserve(now, &wanted)?;
        // Granted in order, so what was not is at the end: another process took the money meanwhile.
        for job in jobs.drain(granted.len().min(jobs.len())..) {
            if let Some(planner) = &mut self.planner {
                planner.answered(job.order(), &Outcome::NotStarted);
            }
        }
        for job in &jobs {
            context.passed(Point::Reserved);
            context.tell(&Event::Reserved {
                tag: &job.tag,
                order: job.order(),
            });
        }
        self.tell_money()?;
        Ok(jobs)
    }

    /// A tag that no other run has: whose, of which scan, begun when, and its number.
    fn tag(&self) -> String {
        let scan = self.context.scan;
        let begun = self.started_at.as_millis();
        format!(
            "{TAG_PREFIX}/{}/{}/{begun:x}-{}",
            scan.scan, scan.owner, self.number
        )
    }

    /// Reads what the account may spend and hold.
    pub(super) async fn read_account(&mut self) -> Result<(), Error> {
        let context = self.context;
        let scan = context.scan;
        let asked = context.now();
        let account = scan.door.account().await?;
        // What others settled by a clock that is behind may not be in the account's numbers yet.
        let asked = match scan.carriers {
            Carriers::ThisProcess => asked,
            Carriers::Queue => before(asked, CLOCK_SKEW),
        };
        scan.purse.note_account(asked, &account_money(&account))?;
        self.cycle_ends = account.ends;
        let count = |number: u64| usize::try_from(number).unwrap_or(usize::MAX);
        let by_runs = account.max_concurrent_runs.map_or(usize::MAX, count);
        let memory = scan.settings.run_memory_mb.max(1);
        let by_memory = account
            .memory_limit_mb
            .map_or(usize::MAX, |limit| count(limit / memory));
        self.most = scan.settings.parallel.min(by_runs).min(by_memory).max(1);
        self.room = self.most;
        if let Some(reason) = account.disabled {
            self.stop_for(StoppedBy::Limit, Some(reason));
        }
        self.tell_money()
    }

    /// Reads the account again once its monthly cycle is over: a new month has its own money.
    pub(super) async fn renew_cycle(&mut self) {
        let now = self.context.now();
        if now <= self.cycle_ends {
            return;
        }
        // Where that fails, the ledger carries the last cycle on with the same limit.
        if self.read_account().await.is_err() || now > self.cycle_ends {
            self.cycle_ends = after(now, AGAIN);
        }
    }
}
