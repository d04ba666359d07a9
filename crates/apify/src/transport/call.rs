//! Every question that we ask Apify, and how the official client puts it.

use std::time::Duration;

use apify_client::{
    ActorStartOptions, ApifyClient, ApifyClientError, DatasetDownloadOptions, DatasetListItemsOptions,
    DownloadItemsFormat, GetRecordOptions, ListOptions, RunListOptions,
};
use model::{MicroDollars, Timestamp};
use serde_json::Value;

/// Lines of a list that Apify gives at most in one answer.
pub(crate) const LONGEST_LIST: u64 = 1000;

/// The longest that Apify holds an answer back.
const LONGEST_WAIT: Duration = Duration::from_mins(1);

/// One question.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Call<'a> {
    Me,
    Limits,
    Month,
    Actor {
        id: &'a str,
    },
    Validate {
        actor: &'a str,
        input: &'a Value,
    },
    Start {
        actor: &'a str,
        input: &'a Value,
        cap: MicroDollars,
    },
    Run {
        id: &'a str,
        wait: Duration,
    },
    Abort {
        id: &'a str,
    },
    Runs {
        actor: &'a str,
        since: Timestamp,
        offset: u64,
    },
    Input {
        store: &'a str,
    },
    Dataset {
        id: &'a str,
    },
    Items {
        id: &'a str,
        offset: u64,
        limit: u64,
    },
}

impl Call<'_> {
    /// What it asks for, in words for people.
    pub(crate) fn what(&self) -> &'static str {
        match self {
            Self::Me => "the account",
            Self::Limits => "the account's limits",
            Self::Month => "the month's usage",
            Self::Actor { .. } => "the actor",
            Self::Validate { .. } => "the check of an input",
            Self::Start { .. } => "the start of a run",
            Self::Run { .. } => "a run",
            Self::Abort { .. } => "the stop of a run",
            Self::Runs { .. } => "the list of runs",
            Self::Input { .. } => "the input of a run",
            Self::Dataset { .. } => "a dataset",
            Self::Items { .. } => "the items of a dataset",
        }
    }

    /// The resource by which Apify counts requests.
    pub(crate) fn resource(&self) -> String {
        match self {
            Self::Me | Self::Limits | Self::Month => "user".to_owned(),
            Self::Actor { id } | Self::Validate { actor: id, .. } | Self::Runs { actor: id, .. } => {
                format!("actor {id}")
            }
            // Counted apart by Apify, and so that no list delays a start.
            Self::Start { actor, .. } => format!("start {actor}"),
            Self::Run { id, .. } | Self::Abort { id } => format!("run {id}"),
            Self::Input { store } => format!("store {store}"),
            Self::Dataset { id } | Self::Items { id, .. } => format!("dataset {id}"),
        }
    }

    /// Seconds for which Apify is asked to hold its answer back; `None` for not at all.
    pub(crate) fn wait(&self) -> Option<u64> {
        match self {
            Self::Run { wait, .. } => Some(wait.min(&LONGEST_WAIT).as_secs()).filter(|seconds| *seconds > 0),
            _ => None,
        }
    }

    /// How long the first attempt may take; a start has only one, and a lost answer is dear.
    pub(crate) fn patience(&self) -> Duration {
        match self {
            Self::Start { .. } | Self::Items { .. } => Duration::from_mins(1),
            Self::Runs { .. } => Duration::from_secs(30),
            _ => Duration::from_secs(15 + self.wait().unwrap_or(0)),
        }
    }

    /// Whether "not found" may only mean that Apify's copies have not heard of it yet.
    pub(crate) fn may_lag(&self) -> bool {
        matches!(self, Self::Run { .. } | Self::Abort { .. })
    }

    /// Puts the question. What the client makes of the answer is left aside (see the tap); its error counts only
    /// where it never sent anything.
    pub(crate) async fn put(&self, client: &ApifyClient) -> Result<(), ApifyClientError> {
        match *self {
            Self::Me => client.user("me").get().await.map(drop),
            Self::Limits => client.user("me").limits().await.map(drop),
            Self::Month => client.user("me").monthly_usage().await.map(drop),
            Self::Actor { id } => client.actor(id).get().await.map(drop),
            Self::Validate { actor, input } => client.actor(actor).validate_input(input).await.map(drop),
            Self::Start { actor, input, cap } => {
                let options = capped(cap)?;
                client.actor(actor).start(Some(input), options).await.map(drop)
            }
            Self::Run { id, .. } => client.run(id).get().await.map(drop),
            Self::Abort { id } => client.run(id).abort(None).await.map(drop),
            Self::Runs { actor, since, offset } => {
                let page = ListOptions {
                    offset: Some(whole(offset)),
                    limit: Some(whole(LONGEST_LIST)),
                    desc: None,
                };
                let filter = RunListOptions {
                    started_after: Some(since.to_string()),
                    ..RunListOptions::default()
                };
                client.actor(actor).runs().list(page, filter).await.map(drop)
            }
            Self::Input { store } => {
                let options = GetRecordOptions {
                    attachment: Some(false),
                    signature: None,
                };
                client
                    .key_value_store(store)
                    .get_record_with_options("INPUT", options)
                    .await
                    .map(drop)
            }
            Self::Dataset { id } => client.dataset(id).get().await.map(drop),
            Self::Items { id, offset, limit } => {
                let options = part(offset, limit);
                client
                    .dataset(id)
                    .download_items(DownloadItemsFormat::Json, options)
                    .await
                    .map(drop)
            }
        }
    }
}

/// A start without the cap that was set aside for it must not be possible.
fn capped(cap: MicroDollars) -> Result<ActorStartOptions, ApifyClientError> {
    let max_total_charge_usd = dollars(cap);
    if max_total_charge_usd.is_none() {
        return Err(ApifyClientError::InvalidArgument(format!("{cap} is no cap")));
    }
    Ok(ActorStartOptions {
        max_total_charge_usd,
        ..ActorStartOptions::default()
    })
}

/// Part of a dataset. Never `clean`: that drops items and shifts offsets.
fn part(offset: u64, limit: u64) -> DatasetDownloadOptions {
    let items = DatasetListItemsOptions {
        offset: Some(whole(offset)),
        limit: Some(whole(limit)),
        ..DatasetListItemsOptions::default()
    };
    DatasetDownloadOptions {
        items,
        ..DatasetDownloadOptions::default()
    }
}

fn whole(number: u64) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}

/// The amount as the client takes it; `None` where it is not above zero or would become another on its way.
fn dollars(cap: MicroDollars) -> Option<f64> {
    // Six places are far within a double's digits: the client writes the same decimal again.
    let dollars: f64 = cap.to_string().parse().ok()?;
    (cap > MicroDollars::ZERO && MicroDollars::from_dollars(dollars) == Some(cap)).then_some(dollars)
}
