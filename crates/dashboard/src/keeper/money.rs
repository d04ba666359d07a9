//! The purse as pages show it: the ledger's lines folded as they come.

use std::ops::ControlFlow;

use analytics::MoneyFacts;
use database::{Database, Error};
use figures::Figures;
use model::{MicroDollars, Timestamp};
use purse::Account;

/// The account as far as the ledger was read.
#[derive(Debug, Default)]
pub struct Purse {
    account: Account,
    /// Set where a line cannot follow those before it: what stood before is shown on.
    damaged: bool,
}

impl Purse {
    /// Reads new lines. Gives whether there were any.
    pub fn read(&mut self, database: &dyn Database) -> Result<bool, Error> {
        if self.damaged {
            return Ok(false);
        }
        let before = self.account.last();
        let (account, damaged) = (&mut self.account, &mut self.damaged);
        database.each_ledger_line(before, &mut |line| {
            if let Err(why) = account.apply(&line) {
                tracing::error!(line = line.number, %why, "the ledger is damaged: money is shown as before this line");
                *damaged = true;
                return Ok(ControlFlow::Break(()));
            }
            Ok(ControlFlow::Continue(()))
        })?;
        Ok(self.account.last() != before)
    }

    /// The number of the last line.
    pub fn last(&self) -> u64 {
        self.account.last()
    }

    /// How it stands.
    pub fn facts(
        &self,
        budget: MicroDollars,
        figures: &Figures,
        now: Timestamp,
    ) -> Result<MoneyFacts, Error> {
        let balance = self.account.balance(now, budget);
        let covered = figures.seen_since(balance.cycle.starts)?;
        Ok(MoneyFacts {
            limit: balance.limit,
            spent: balance.settled,
            reserved: balance.reserved,
            left: balance.left,
            percent: balance.percent,
            starts: Some(balance.cycle.starts),
            ends: Some(balance.cycle.ends),
            per_client: purse::average(balance.settled, covered),
        })
    }
}
