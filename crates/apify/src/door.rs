//! The door itself: every question that may be asked of Apify.

mod runs;
mod start;

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use apify_client::http_client::{HttpBackend, ReqwestBackend};
use model::{MicroDollars, Timestamp};
use serde_json::Value;

use crate::account::{Account, MonthUsage};
use crate::answer::Answer;
use crate::dataset::{DatasetFacts, ItemsPage};
use crate::error::Error;
use crate::facts::ActorFacts;
use crate::json;
use crate::refusal::{Refusal, StartError};
use crate::run::{Run, RunSummary};
use crate::token::Token;
use crate::transport::{Call, Pace, Sender, Statistics};

/// How to reach Apify, and how hard to try.
#[derive(Debug, Clone)]
pub struct DoorOptions {
    /// `https://api.apify.com`, or a sandbox; `/v2` at its end is understood.
    pub base_url: String,
    /// The account's token.
    pub token: Token,
    /// Requests at once, at least 1. Questions that Apify holds back while a run works are not counted.
    pub parallel: usize,
    /// How often a question is asked at most, at least 1. A start is always sent once.
    pub attempts: u32,
    /// The pause after the first failure is random between this and twice this, and doubled each time.
    pub first_pause: Duration,
    /// Where the randomness of pauses starts.
    pub seed: u64,
}

impl DoorOptions {
    /// Apify itself, with its own advice on pauses.
    pub fn new(token: Token) -> Self {
        Self {
            base_url: "https://api.apify.com".to_owned(),
            token,
            parallel: 32,
            attempts: 8,
            first_pause: Duration::from_millis(500),
            seed: 0,
        }
    }
}

/// The one way to Apify. Shared by all tasks: it owns how many requests go out at once and how many a second, when
/// one is repeated, and the statistics.
pub struct Door {
    sender: Sender,
}

impl fmt::Debug for Door {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Door")
            .field("statistics", &self.statistics())
            .finish_non_exhaustive()
    }
}

impl Door {
    /// A door to a server.
    pub fn new(options: DoorOptions) -> Result<Self, Error> {
        let Some((_, after)) = options
            .base_url
            .split_once("://")
            .filter(|(scheme, _)| matches!(*scheme, "http" | "https"))
        else {
            return Err(Error::Settings(
                "the address must begin with https:// or http://".to_owned(),
            ));
        };
        let mut client = reqwest::Client::builder()
            // A redirection would repeat a start, or carry the token elsewhere.
            .redirect(reqwest::redirect::Policy::none())
            .connect_timeout(Duration::from_secs(10));
        if ["localhost", "127.", "[::1]"]
            .iter()
            .any(|here| after.starts_with(here))
        {
            // A sandbox on this machine is not behind the proxy that the environment names.
            client = client.no_proxy();
        }
        let client = client
            .build()
            .map_err(|error| Error::Settings(options.token.clean(&error.to_string())))?;
        Ok(Self::with_backend(
            options,
            Arc::new(ReqwestBackend::with_client(client)),
        ))
    }

    /// A door to whatever answers in a server's place.
    pub fn with_backend(options: DoorOptions, backend: Arc<dyn HttpBackend>) -> Self {
        Self {
            sender: Sender::new(options, backend),
        }
    }

    /// The same door at another pace; see [`Pace`].
    #[must_use]
    pub fn paced(mut self, pace: Pace) -> Self {
        self.sender.set_pace(pace);
        self
    }

    /// Who we are, what may be spent in the current cycle, and how much may be under way at once.
    pub async fn account(&self) -> Result<Account, Error> {
        let me = self.sender.read(&Call::Me, |answer| answer.data()).await?;
        self.sender
            .read(&Call::Limits, |answer| Account::read(&me, &answer.data()?))
            .await
    }

    /// What the store says of an actor, its prices above all. `id` is an id, `user/name` or `user~name`.
    pub async fn actor(&self, id: &str) -> Result<ActorFacts, Error> {
        self.sender
            .read(&Call::Actor { id }, |answer| ActorFacts::read(&answer.data()?))
            .await
    }

    /// Checks an input without paying for anything. An input that is refused is [`Error::Refused`].
    pub async fn validate(&self, actor: &str, input: &Value) -> Result<(), Error> {
        let call = Call::Validate { actor, input };
        // Unlike all others this answer has no envelope.
        let valid = |answer: Answer| Ok(json::flag(answer.json()?.get("valid")));
        match self.sender.read(&call, valid).await? {
            Some(false) => Err(Error::Refused {
                what: call.what(),
                refusal: Refusal::Invalid {
                    status: 200,
                    kind: "invalid-input".to_owned(),
                    message: "the actor's schema does not allow it".to_owned(),
                },
            }),
            _ => Ok(()),
        }
    }

    /// Starts a run that can never cost more than `cap`. Sent exactly once: where the answer is lost this is
    /// [`StartError::Unknown`], and whoever reserved the money looks for the run by its tag.
    pub async fn start(&self, actor: &str, input: &Value, cap: MicroDollars) -> Result<Run, StartError> {
        start::start(self, actor, input, cap).await
    }

    /// How a run stands. Apify holds the answer back for up to `wait` (whole seconds, at most 60) while the run is
    /// not over. A run that is unknown is asked for again for 3 s: it may just have been started.
    pub async fn run(&self, id: &str, wait: Duration) -> Result<Run, Error> {
        self.sender
            .read(&Call::Run { id, wait }, |answer| run(&answer))
            .await
    }

    /// Stops a run. Safe to repeat, and no change to a run that is over; its items stay readable.
    pub async fn abort(&self, id: &str) -> Result<Run, Error> {
        self.sender.read(&Call::Abort { id }, |answer| run(&answer)).await
    }

    /// The actor's runs that were started at `since` or later, oldest first, all pages, each once. A list that can be
    /// seen to have holes is read again, and is [`Error::Broken`] where that does not help.
    pub async fn runs_since(&self, actor: &str, since: Timestamp) -> Result<Vec<RunSummary>, Error> {
        runs::since(&self.sender, actor, since).await
    }

    /// The input that a run was started with; `None` where it is gone with its store.
    pub async fn input_of(&self, run: &RunSummary) -> Result<Option<Value>, Error> {
        if run.store_id.is_empty() {
            return Ok(None);
        }
        match self
            .sender
            .read(&Call::Input { store: &run.store_id }, |answer| answer.json())
            .await
        {
            Err(Error::NotFound { .. }) => Ok(None),
            other => other.map(Some),
        }
    }

    /// How much a dataset holds, as counted so far.
    pub async fn dataset(&self, id: &str) -> Result<DatasetFacts, Error> {
        self.sender
            .read(&Call::Dataset { id }, |answer| {
                DatasetFacts::read(&answer.data()?)
            })
            .await
    }

    /// A page of a dataset, in the order in which items were written, as raw bytes that are certainly one whole
    /// array of at most `limit` items.
    pub async fn items(&self, dataset: &str, offset: u64, limit: u64) -> Result<ItemsPage, Error> {
        let call = Call::Items {
            id: dataset,
            offset,
            limit,
        };
        self.sender
            .read(&call, |answer| ItemsPage::read(answer, offset, limit))
            .await
    }

    /// What the current cycle has cost.
    pub async fn month(&self) -> Result<MonthUsage, Error> {
        self.sender
            .read(&Call::Month, |answer| MonthUsage::read(&answer.data()?))
            .await
    }

    /// What went over the wire so far.
    pub fn statistics(&self) -> Statistics {
        self.sender.statistics()
    }
}

fn run(answer: &Answer) -> Result<Run, String> {
    Run::read(&answer.data()?).ok_or_else(|| "a run without an id".to_owned())
}
