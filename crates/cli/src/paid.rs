//! The paid road as a command finds it: the account, the actor and its prices, and what reaches them.

use apify::{Account, Actor, ActorFacts, ActorPrices, Door, DoorOptions, Pace, Token};
use model::Timestamp;
use planner::{Habits, Prices};
use purse::AccountMoney;
use secrecy::ExposeSecret as _;
use tokio::runtime::Runtime;

use crate::app::{App, now};
use crate::failure::Failure;

/// An account that can be asked, and the actor that does the asking.
pub struct Paid {
    /// What everything asynchronous runs on.
    pub runtime: Runtime,
    /// The door.
    pub door: Door,
    /// The adapter of the actor.
    pub actor: Box<dyn Actor>,
    /// The account as it stands.
    pub account: Account,
    /// Just before it was asked: what is settled later is not in its numbers.
    pub asked_at: Timestamp,
    /// The actor as the store describes it.
    pub facts: ActorFacts,
    /// What it costs now, for this account.
    pub prices: ActorPrices,
}

/// How often a question is asked before Apify counts as out of reach.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Patience {
    /// Somebody waits for an answer: some seconds.
    Short,
    /// A scan is worth waiting for: some minutes.
    Long,
}

impl Paid {
    /// Asks Apify for the account and the actor's prices. Costs nothing.
    pub fn open(app: &App, patience: Patience) -> Result<Self, Failure> {
        let Some(token) = &app.settings.apify_token else {
            return Err(Failure::usage("error-no-token", vec![], "next-no-token"));
        };
        let token = Token::new(token.expose_secret());
        let mut options = DoorOptions {
            base_url: app.settings.apify_base_url.clone(),
            ..DoorOptions::new(token)
        };
        if patience == Patience::Short {
            options.attempts = 3;
        }
        // One thread is enough for a scan, and wakes nobody up.
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()?;
        Self::at(app, options, Pace::default(), runtime)
    }

    /// The same at another place, such as the demo's own sandbox.
    pub fn at(app: &App, options: DoorOptions, pace: Pace, runtime: Runtime) -> Result<Self, Failure> {
        let id = &app.settings.apify_actor;
        let actor = apify::actor(id).ok_or_else(|| {
            let values = vec![("actor", id.clone())];
            Failure::usage("error-actor", values, "next-actor")
        })?;
        let seed = u64::try_from(now().as_millis()).unwrap_or(0);
        let door = Door::new(DoorOptions { seed, ..options })?.paced(pace);
        let asked_at = now();
        let (account, facts) = runtime.block_on(async {
            let account = door.account().await?;
            let facts = door.actor(actor.id()).await?;
            Ok::<_, apify::Error>((account, facts))
        })?;
        let prices = prices(actor.as_ref(), &facts, &account.tier, now()).ok_or_else(|| {
            let values = vec![("actor", facts.name.clone())];
            Failure::usage("error-prices", values, "next-prices")
        })?;
        Ok(Self {
            runtime,
            door,
            actor,
            account,
            asked_at,
            facts,
            prices,
        })
    }

    /// The account's money, as the purse notes it.
    pub fn account_money(&self) -> AccountMoney {
        discovery::account_money(&self.account)
    }

    /// Prices and habits, as the planner reckons with them.
    pub fn planning(&self) -> (Prices, Habits) {
        let habits = self.actor.habits();
        let prices = Prices {
            item: self.prices.item,
            start: self.prices.start,
            minimum_cap: self.prices.minimum_cap,
        };
        let habits = Habits {
            floor: habits.floor,
            page: habits.page,
            attributes_urls: habits.attributes_urls,
            urls_per_run: habits.urls_per_run,
        };
        (prices, habits)
    }
}

fn prices(actor: &dyn Actor, facts: &ActorFacts, tier: &str, now: Timestamp) -> Option<ActorPrices> {
    actor.prices(&facts.pricing(now, tier)?, facts.memory_gb())
}

/// Two threads, for a sandbox that serves while others ask it.
pub fn runtime() -> Result<Runtime, Failure> {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build()?;
    Ok(runtime)
}
