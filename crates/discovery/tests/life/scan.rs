//! One week's scan, as the product makes it.

use std::path::Path;
use std::time::Duration;

use database::Sqlite;
use discovery::{Carriers, Scan, ScanSettings, Silent, Summary, Vault, account_money};
use model::MicroDollars;
use planner::{Agenda, Habits, Month, Options, Planner};
use purse::Purse;
use tokio_util::sync::CancellationToken;

use super::stage::LifeStage;
use crate::common::{PRICES, Sandbox, adapter, catalogue, sweeps};

/// Everything that the weekly scan stands on.
pub struct Scanner<'a> {
    pub stage: &'a LifeStage,
    pub database: &'a Sqlite,
    pub folder: &'a Path,
    pub sandbox: &'a Sandbox,
    pub budget: MicroDollars,
}

impl Scanner<'_> {
    /// One process: what was left open is brought to its end, then the week's agenda is asked.
    pub async fn scan(
        &self,
        week: u32,
        name: &str,
        stop: CancellationToken,
    ) -> Result<Summary, discovery::Error> {
        let seed = self.sandbox.now().as_millis().unsigned_abs();
        self.go(format!("week-{week}-{name}"), seed, stop, true).await
    }

    /// A process of this name, behind a door of this seed: it only recovers, or asks as well.
    async fn go(
        &self,
        owner: String,
        seed: u64,
        stop: CancellationToken,
        ask: bool,
    ) -> Result<Summary, discovery::Error> {
        let now = self.sandbox.now();
        let vault = Vault::open(self.folder, &owner)?;
        let purse = Purse::open(self.database, self.budget, now)?;
        let purse = purse.with_journal(vault.ledger_journal().unwrap()).unwrap();
        let (door, actor) = (self.sandbox.door(seed), adapter());
        if ask && let Ok(account) = door.account().await {
            purse.note_account(now, &account_money(&account))?;
        }
        let planner = ask.then(|| self.planner(&purse)).transpose()?;
        let scan = Scan {
            database: self.database,
            engine: &self.stage.engine,
            door: &door,
            actor: actor.as_ref(),
            purse: &purse,
            vault: &vault,
            clock: &self.sandbox.clock,
            observer: &Silent,
            settings: ScanSettings::new(PRICES),
            owner: owner.clone(),
            scan: owner,
            carriers: Carriers::ThisProcess,
        };
        match planner {
            Some(planner) => scan.run(planner, stop).await,
            None => scan.recover(stop).await,
        }
    }

    fn planner(&self, purse: &Purse<'_>) -> Result<Planner, discovery::Error> {
        let now = self.sandbox.now();
        let habits = adapter().habits();
        let habits = Habits {
            floor: habits.floor,
            page: habits.page,
            attributes_urls: habits.attributes_urls,
            urls_per_run: habits.urls_per_run,
        };
        let known = discovery::known(self.database, &catalogue(), &sweeps())?;
        let balance = purse.balance(now)?;
        let month = Month {
            now,
            starts: balance.cycle.starts,
            ends: balance.cycle.ends,
            limit: balance.limit,
            spent: balance.settled + balance.reserved,
            left: balance.left,
        };
        let base = Options {
            sweeps: sweeps(),
            ..Options::new(now)
        };
        let agenda = Agenda::of(&known, PRICES, habits, &month, &base);
        if std::env::var("WEEKS_VERBOSE").is_ok() {
            eprintln!("{now} {agenda:?}");
        }
        Ok(Planner::new(&known, PRICES, habits, agenda.options(&month, base)))
    }

    /// Scans; where Apify cannot be reached, again a while later.
    pub async fn patient(&self, week: u32) {
        for attempt in 0..20 {
            match self
                .scan(week, &format!("try-{attempt}"), CancellationToken::new())
                .await
            {
                Ok(summary) => {
                    assert!(summary.strays.is_empty(), "{:?}", summary.strays);
                    return;
                }
                Err(discovery::Error::Apify(_)) => tokio::time::sleep(Duration::from_mins(10)).await,
                Err(error) => panic!("{error}"),
            }
        }
        panic!("week {week} cannot be scanned");
    }

    /// What all runs so far truly cost.
    pub fn spent(&self) -> MicroDollars {
        self.sandbox.truth().spent
    }

    /// What is left open is taken up until nothing is.
    pub async fn end(&self) {
        for number in 0..60 {
            let ended = self
                .go(format!("last-{number}"), number, CancellationToken::new(), false)
                .await;
            let purse = Purse::open(self.database, self.budget, self.sandbox.now()).unwrap();
            let open = purse.open_runs().unwrap().len();
            tokio::time::sleep(Duration::from_mins(15)).await;
            if number > 0 && open == 0 && ended.is_ok() {
                return;
            }
        }
        panic!("runs stay open for ever");
    }
}
