//! A worker's claim on a run: renewed while it lives, asked before whatever no fence reaches.
//!
//! Money is fenced by the ledger, the item by its token; ads and searches may be written twice. What is left is the
//! start of a run at Apify and the doing of work in vain: before each of them the lease is asked. Only the database
//! knows who claimed last, so it is the database that is asked, and no clock decides.

use std::cell::Cell;

use database::WorkItem;
use tokio::time::Instant;
use tokio_util::sync::CancellationToken;

use crate::Event;
use crate::error::Error;
use crate::job::{Context, after};

/// A claim.
#[derive(Debug)]
pub(crate) struct Lease {
    key: String,
    token: u64,
    /// Until when it surely holds although the database gives no answer.
    until: Cell<Instant>,
    lost: CancellationToken,
}

impl Lease {
    /// The claim that gave `item`, asked for at `asked`.
    pub(crate) fn new(context: &Context<'_>, item: &WorkItem, asked: Instant) -> Self {
        Self {
            key: item.key.clone(),
            token: item.token,
            until: Cell::new(asked + context.scan.settings.work.lease),
            lost: CancellationToken::new(),
        }
    }

    /// Makes sure that nobody claimed the run since, and holds it anew.
    pub(crate) fn ask(&self, context: &Context<'_>) -> Result<(), Error> {
        if !self.lost.is_cancelled() && self.renew(context)? {
            return Ok(());
        }
        self.lost.cancel();
        Err(Error::Lost(self.key.clone()))
    }

    /// Renews it for ever; ends once it is lost.
    pub(crate) async fn keep(&self, context: &Context<'_>) {
        let beat = context.scan.settings.work.beat;
        loop {
            tokio::select! {
                biased;
                () = self.lost.cancelled() => return,
                () = tokio::time::sleep(beat) => {}
            }
            match self.renew(context) {
                Ok(true) => {}
                Ok(false) => break,
                // Nobody else can claim it either while the database is away.
                Err(_) if Instant::now() < self.until.get() => {}
                Err(error) => {
                    let reason = error.to_string();
                    context.tell(&Event::Away { reason: &reason });
                    break;
                }
            }
        }
        self.lost.cancel();
    }

    fn renew(&self, context: &Context<'_>) -> Result<bool, database::Error> {
        let scan = context.scan;
        let length = scan.settings.work.lease;
        let asked = Instant::now();
        let until = after(context.now(), length);
        let held = scan.database.renew_work(&self.key, self.token, until)?;
        if held {
            self.until.set(asked + length);
        }
        Ok(held)
    }
}
