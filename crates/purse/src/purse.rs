//! The purse: decides on what the ledger says now, and writes only where nobody else wrote since.

use std::ops::ControlFlow;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use database::{Database, LedgerLine, Movement};
use model::{MicroDollars, Timestamp};

use crate::cycle::AccountMoney;
use crate::journal::{Journal, JournalError};
use crate::{Account, Balance, Error, Impossible, OpenRun, Reservation, SettledRun, Watcher};

/// Times in a row that an append may be refused although the ledger shows no new line, and the pause between
/// them: a database behind a network may show a line later than it refuses its number.
const PATIENCE: u32 = 500;
const PAUSE: Duration = Duration::from_millis(2);

/// The account of money, shared by the tasks of a process; each process opens its own over the same database.
///
/// Every call reads what others wrote since. It blocks, for about as long as the disk needs to sync. Calls that
/// write give `Ok` only once that outlives a power cut. Asking for what is so already (settling with the same
/// cost and end, say) writes nothing and is `Ok`, so that a call can be made again after a failure.
pub struct Purse<'d> {
    database: &'d dyn Database,
    budget: MicroDollars,
    /// Also keeps the tasks of this process from racing each other for the next line.
    account: Mutex<Account>,
    /// Gets what is appended too.
    journal: Option<Journal>,
}

impl<'d> Purse<'d> {
    /// Reads the whole ledger. `budget` is what may be spent per monthly cycle.
    pub fn open(database: &'d dyn Database, budget: MicroDollars, now: Timestamp) -> Result<Self, Error> {
        let purse = Self {
            database,
            budget,
            account: Mutex::default(),
            journal: None,
        };
        purse.balance(now)?;
        Ok(purse)
    }

    /// From here on lines that are appended are copied to the journal; those that none of its folder's journals holds
    /// are copied now.
    pub fn with_journal(self, journal: Journal) -> Result<Self, JournalError> {
        self.database.each_ledger_line(0, &mut |line| {
            if !journal.holds(line.number) {
                journal.write(&[line]);
            }
            Ok(ControlFlow::Continue(()))
        })?;
        Ok(Self {
            journal: Some(journal),
            ..self
        })
    }

    /// Notes the account's cycle and limits as Apify reported them when it was asked at `now` (before the
    /// request was sent, so that a run settled meanwhile is not taken off what others spent).
    ///
    /// What others spent is what was used less what our settled runs cost. Charges of runs still open count as
    /// others' until the account is asked again: on the safe side.
    pub fn note_account(&self, now: Timestamp, account: &AccountMoney) -> Result<(), Error> {
        self.change(now, |known| {
            let movement = known.noting(now, account);
            Ok((unless_so(known, &movement)?, ()))
        })
    }

    /// Sets caps aside, each granted whole or not at all, in order; stops at the first that does not fit. Gives
    /// the tags granted. A tag that was used before, or a cap that is not above zero, refuses all, if it is
    /// reached.
    pub fn reserve(&self, now: Timestamp, wanted: &[Reservation]) -> Result<Vec<String>, Error> {
        self.change(now, |account| {
            let mut left = account.balance(now, self.budget).left;
            let (mut movements, mut granted) = (Vec::new(), Vec::<String>::new());
            for wanted in wanted {
                let movement = reservation(wanted);
                account.check(&movement)?;
                if granted.contains(&wanted.tag) {
                    return Err(Impossible::TagTaken(wanted.tag.clone()).into());
                }
                if wanted.cap > left {
                    break;
                }
                left = left - wanted.cap;
                movements.push(movement);
                granted.push(wanted.tag.clone());
            }
            Ok((movements, granted))
        })
    }

    /// The purse as this owner uses it for runs that it watches over.
    pub fn watcher<'p>(&'p self, owner: &'p str) -> Watcher<'p, 'd> {
        Watcher { purse: self, owner }
    }

    /// Another owner watches over the run from here on, if `from` still does: of several that try at once, one gets
    /// `true`. From then on `from` is refused ([`Impossible::NotOwner`]), whatever it believes.
    pub fn adopt_from(&self, now: Timestamp, tag: &str, from: &str, owner: &str) -> Result<bool, Error> {
        self.change(now, |known| {
            let watched_by = known.open_run(tag)?.owner.as_str();
            if watched_by == from || watched_by == owner {
                return Ok((unless_so(known, &adoption(tag, owner))?, true));
            }
            Ok((Vec::new(), false))
        })
    }

    /// A later read showed another cost: a late charge or a refund. Anybody may say so.
    pub fn correct(&self, now: Timestamp, tag: &str, cost: MicroDollars) -> Result<(), Error> {
        let tag = tag.to_owned();
        let movement = Movement::Correct { tag, cost };
        self.change(now, |account| Ok((unless_so(account, &movement)?, ())))
    }

    /// How the account stands.
    pub fn balance(&self, now: Timestamp) -> Result<Balance, Error> {
        Ok(self.read()?.balance(now, self.budget))
    }

    /// Runs that may still cost something, in the order in which they were reserved.
    pub fn open_runs(&self) -> Result<Vec<OpenRun>, Error> {
        Ok(self.read()?.open_runs().cloned().collect())
    }

    /// Runs that are over, of all cycles, in the order in which they ended.
    pub fn settled_runs(&self) -> Result<Vec<SettledRun>, Error> {
        Ok(self.read()?.settled_runs().cloned().collect())
    }

    /// The account with every line that can be read now.
    fn read(&self) -> Result<MutexGuard<'_, Account>, Error> {
        // Whoever panicked with it left whole lines: `Account::apply` takes all of a line or nothing.
        let mut account = self.account.lock().unwrap_or_else(PoisonError::into_inner);
        self.catch_up(&mut account)?;
        Ok(account)
    }

    fn catch_up(&self, account: &mut Account) -> Result<(), Error> {
        let mut refused = None;
        self.database.each_ledger_line(account.last(), &mut |line| {
            Ok(match account.apply(&line) {
                Ok(()) => ControlFlow::Continue(()),
                Err(why) => {
                    refused = Some(Error::Damaged {
                        line: line.number,
                        why,
                    });
                    ControlFlow::Break(())
                }
            })
        })?;
        refused.map_or(Ok(()), Err)
    }

    /// Decides on the account as it is now and appends what was decided; where another writer came first,
    /// decides again.
    pub(crate) fn change<T>(
        &self,
        now: Timestamp,
        decide: impl Fn(&Account) -> Result<(Vec<Movement>, T), Error>,
    ) -> Result<T, Error> {
        let mut account = self.read()?;
        let mut fruitless = 0;
        loop {
            let (movements, value) = decide(&account)?;
            if movements.is_empty() || self.append(&mut account, now, movements)? {
                return Ok(value);
            }
            let after = account.last();
            self.catch_up(&mut account)?;
            if account.last() > after {
                fruitless = 0;
                continue;
            }
            fruitless += 1;
            if fruitless >= PATIENCE {
                return Err(Error::Stuck { after });
            }
            std::thread::sleep(PAUSE);
        }
    }

    /// Whether the movements are in the ledger now; the account knows them then.
    fn append(&self, account: &mut Account, now: Timestamp, movements: Vec<Movement>) -> Result<bool, Error> {
        let after = account.last();
        let failure = match self.database.append_to_ledger(after, now, &movements) {
            Ok(false) => return Ok(false),
            Ok(true) => None,
            Err(error) => Some(error),
        };
        let lines: Vec<_> = (after.saturating_add(1)..)
            .zip(movements)
            .map(|(number, movement)| LedgerLine {
                number,
                at: now,
                movement,
            })
            .collect();
        if let Some(error) = failure
            && !self.holds(&lines)?
        {
            return Err(error.into());
        }
        for line in &lines {
            account.apply(line).map_err(|why| Error::Damaged {
                line: line.number,
                why,
            })?;
        }
        if let Some(journal) = &self.journal {
            journal.write(&lines);
        }
        Ok(true)
    }

    /// Whether the ledger holds exactly these lines: an append that failed may have taken effect.
    fn holds(&self, lines: &[LedgerLine]) -> Result<bool, Error> {
        let Some(first) = lines.first() else {
            return Ok(true);
        };
        let mut expected = lines.iter();
        let mut found = 0;
        self.database.each_ledger_line(first.number - 1, &mut |line| {
            let same = expected.next() == Some(&line);
            found += usize::from(same);
            Ok(if same {
                ControlFlow::Continue(())
            } else {
                ControlFlow::Break(())
            })
        })?;
        Ok(found == lines.len())
    }
}

fn reservation(wanted: &Reservation) -> Movement {
    Movement::Reserve {
        tag: wanted.tag.clone(),
        owner: wanted.owner.clone(),
        scan: wanted.scan.clone(),
        cap: wanted.cap,
        order: wanted.order.clone(),
    }
}

fn adoption(tag: &str, owner: &str) -> Movement {
    Movement::Adopt {
        tag: tag.to_owned(),
        owner: owner.to_owned(),
    }
}

/// The movement, if it can be taken; nothing where what it says is so already.
pub(crate) fn unless_so(account: &Account, movement: &Movement) -> Result<Vec<Movement>, Impossible> {
    if account.says(movement) {
        return Ok(Vec::new());
    }
    account.check(movement)?;
    Ok(vec![movement.clone()])
}
