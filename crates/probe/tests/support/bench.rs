//! A database, a catalogue and a clock, and campaigns over them.

use std::ops::ControlFlow;

use classification::Catalogue;
use database::{Database, Sqlite};
use model::observation::{Observation, Undecided};
use probe::{Campaign, Dns, Landing, Observer, Outcome, Targets};
use tokio_util::sync::CancellationToken;

use super::{Clock, Diary};

pub struct Bench {
    pub database: Sqlite,
    pub catalogue: Catalogue,
    pub clock: Clock,
    pub diary: Diary,
    pub every_page: bool,
}

impl Bench {
    pub fn new() -> Self {
        Self {
            database: Sqlite::open_in_memory().unwrap(),
            catalogue: Catalogue::builtin().unwrap(),
            clock: Clock::at("2026-01-05T08:00:00Z"),
            diary: Diary::default(),
            every_page: false,
        }
    }

    /// A campaign over the DNS, to its end.
    pub async fn run(&self, dns: &Dns, targets: Targets) -> Outcome {
        self.watched(dns, targets, &self.diary, CancellationToken::new(), false)
            .await
    }

    pub async fn watched(
        &self,
        dns: &Dns,
        targets: Targets,
        observer: &(dyn Observer + Sync),
        stop: CancellationToken,
        again: bool,
    ) -> Outcome {
        let campaign = Campaign {
            database: &self.database,
            catalogue: &self.catalogue,
            dns,
            landing: None,
            clock: &|| self.clock.now(),
            observer,
            again,
            every_page: false,
        };
        campaign.run(targets, stop).await.unwrap()
    }

    /// A campaign that fetches pages too, to its end.
    pub async fn fetch(&self, dns: &Dns, landing: &Landing, targets: Targets) -> Outcome {
        let campaign = Campaign {
            database: &self.database,
            catalogue: &self.catalogue,
            dns,
            landing: Some(landing),
            clock: &|| self.clock.now(),
            observer: &self.diary,
            again: false,
            every_page: self.every_page,
        };
        campaign.run(targets, CancellationToken::new()).await.unwrap()
    }

    /// All that is stored, with its history.
    pub fn observations(&self) -> Vec<Observation> {
        let mut all = Vec::new();
        let mut visit = |observation| {
            all.push(observation);
            Ok(ControlFlow::Continue(()))
        };
        self.database.each_observation(true, &mut visit).unwrap();
        all
    }

    pub fn undecided(&self) -> Vec<Undecided> {
        let mut all = Vec::new();
        let mut visit = |undecided| {
            all.push(undecided);
            Ok(ControlFlow::Continue(()))
        };
        self.database.each_undecided(&mut visit).unwrap();
        all
    }
}
