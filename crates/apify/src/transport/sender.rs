//! Sends questions: at a bearable pace, so many at once, and again where that is safe.
//!
//! The official client's own retry is off. It would repeat starts after lost answers, and it shares nothing between
//! tasks; here one object sees every request.

use std::sync::Arc;
use std::time::Duration;

use apify_client::ApifyClient;
use apify_client::http_client::HttpBackend;
use tokio::sync::{Semaphore, SemaphorePermit};
use tokio::time::{Instant, sleep, sleep_until};

use super::call::Call;
use super::pace::{Pace, Pacer};
use super::pause::Pauses;
use super::statistics::{Counters, Statistics};
use super::tap::{Came, Tap};
use crate::answer::Answer;
use crate::door::DoorOptions;
use crate::error::Error;
use crate::refusal::Refusal;
use crate::token::Token;

/// Answers that Apify may be holding back for us at once: as many as runs under way in its largest plan. They do no
/// work, so they do not stand in the way of requests that do.
const HELD: usize = 256;

/// How long a run may be unknown after its start, and how often to look (the official Python client's numbers).
const LAG: Duration = Duration::from_secs(3);
const LOOK_AGAIN: Duration = Duration::from_millis(250);

/// No attempt is waited for longer.
const LONGEST_PATIENCE: Duration = Duration::from_mins(6);

/// Why an attempt gave no answer; both texts are clean of secrets.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Trouble {
    /// Nothing left this program.
    NotSent(String),
    /// Something was sent, and no whole answer came.
    NoAnswer(String),
}

/// What came of one attempt at a question that may be asked again.
enum Attempt<T> {
    Done(T),
    /// No answer, too busy, broken inside: ask again.
    Unreachable(String),
    /// An answer that cannot be used: ask again.
    Broken(String),
    /// Not there.
    Absent,
    /// A definite no.
    No(Refusal),
}

pub(crate) struct Sender {
    base_url: String,
    token: Token,
    backend: Arc<dyn HttpBackend>,
    attempts: u32,
    working: Semaphore,
    held: Semaphore,
    pacer: Pacer,
    pauses: Pauses,
    counters: Counters,
}

impl Sender {
    pub(crate) fn new(options: DoorOptions, backend: Arc<dyn HttpBackend>) -> Self {
        Self {
            backend,
            attempts: options.attempts.max(1),
            working: Semaphore::new(options.parallel.clamp(1, HELD)),
            held: Semaphore::new(HELD),
            pacer: Pacer::new(Pace::default()),
            pauses: Pauses::new(options.first_pause, options.seed),
            counters: Counters::default(),
            base_url: options.base_url,
            token: options.token,
        }
    }

    pub(crate) fn set_pace(&mut self, pace: Pace) {
        self.pacer = Pacer::new(pace);
    }

    pub(crate) fn statistics(&self) -> Statistics {
        self.counters.read()
    }

    /// What a definite error answer says, clean of secrets; `None` where it is not Apify's own.
    pub(crate) fn refusal(&self, answer: &Answer) -> Option<Refusal> {
        let fault = answer.fault()?;
        Some(Refusal::of(
            answer.status,
            self.token.clean(&fault.kind),
            self.token.clean(&fault.message),
        ))
    }

    /// Asks until an answer can be read, patience ends, or the answer is a definite no.
    pub(crate) async fn read<T>(
        &self,
        call: &Call<'_>,
        read: impl Fn(Answer) -> Result<T, String>,
    ) -> Result<T, Error> {
        let what = call.what();
        let (mut attempts, mut lags_until) = (1, None);
        loop {
            let (reason, broken) = match self.attempt(call, attempts, &read).await {
                Attempt::Done(value) => return Ok(value),
                Attempt::No(refusal) => return Err(Error::Refused { what, refusal }),
                Attempt::Absent => {
                    let until = *lags_until.get_or_insert_with(|| Instant::now() + LAG);
                    if !call.may_lag() || Instant::now() >= until {
                        return Err(Error::NotFound { what });
                    }
                    self.counters.retry();
                    sleep(LOOK_AGAIN).await;
                    continue;
                }
                Attempt::Unreachable(reason) => (reason, false),
                Attempt::Broken(reason) => (self.token.clean(&reason), true),
            };
            self.failed(what, attempts, &reason);
            match (attempts >= self.attempts, broken) {
                (true, true) => {
                    return Err(Error::Broken {
                        what,
                        attempts,
                        reason,
                    });
                }
                (true, false) => {
                    return Err(Error::Unreachable {
                        what,
                        attempts,
                        reason,
                    });
                }
                (false, _) => {}
            }
            self.rest(attempts).await;
            attempts += 1;
        }
    }

    /// Waits before something is asked once more.
    pub(crate) async fn rest(&self, attempts: u32) {
        sleep(self.pauses.after(attempts)).await;
        self.counters.retry();
    }

    /// Notes an attempt that brought nothing usable; the reason must be clean.
    pub(crate) fn failed(&self, what: &'static str, attempts: u32, reason: &str) {
        tracing::debug!(what, attempts, reason, "an attempt failed");
        self.counters.failed();
    }

    async fn attempt<T>(
        &self,
        call: &Call<'_>,
        attempt: u32,
        read: impl Fn(Answer) -> Result<T, String>,
    ) -> Attempt<T> {
        let answer = match self.once(call, attempt).await {
            Ok(answer) => answer,
            Err(Trouble::NotSent(reason)) => return Attempt::No(not_sent(reason)),
            Err(Trouble::NoAnswer(reason)) => return Attempt::Unreachable(reason),
        };
        let status = answer.status;
        if answer.is_success() {
            return read(answer).map_or_else(Attempt::Broken, Attempt::Done);
        }
        let definite = (400..500).contains(&status) && status != 429;
        match self.refusal(&answer) {
            Some(_) if status == 404 => Attempt::Absent,
            None if status == 404 && answer.is_empty() => Attempt::Absent,
            Some(refusal) if definite => Attempt::No(refusal),
            // Too busy, broken inside, a redirection, or somebody else's page: it proves nothing.
            said => {
                let said = said.map(|refusal| format!(": {refusal}")).unwrap_or_default();
                Attempt::Unreachable(format!("status {status}{said}"))
            }
        }
    }

    /// One request, exactly.
    pub(crate) async fn once(&self, call: &Call<'_>, attempt: u32) -> Result<Answer, Trouble> {
        let resource = call.resource();
        let turn = self.turn(&resource, call.wait().is_some()).await;
        let patience = call
            .patience()
            .saturating_mul(1_u32.checked_shl(attempt.saturating_sub(1)).unwrap_or(u32::MAX))
            .min(LONGEST_PATIENCE);
        let tap = Arc::new(Tap::new(Arc::clone(&self.backend), patience, call.wait()));
        let told = call.put(&self.client(&tap)).await;
        drop(turn);
        let came = tap.came();
        if !matches!(came, Came::NotSent) {
            self.counters.request();
        }
        match came {
            Came::Answer(answer) => {
                self.count(&resource, &answer);
                Ok(answer)
            }
            Came::Nothing(reason) => Err(Trouble::NoAnswer(self.token.clean(&reason))),
            Came::Sent => Err(Trouble::NoAnswer("the request was given up".to_owned())),
            Came::NotSent => {
                let reason = told.err().map_or_else(String::new, |error| error.to_string());
                Err(Trouble::NotSent(self.token.clean(&reason)))
            }
        }
    }

    fn count(&self, resource: &str, answer: &Answer) {
        self.counters.bytes(answer.body.len());
        if answer.status == 429 {
            self.counters.rate_limited();
            self.pacer.hold(resource, Instant::now() + self.pauses.after(1));
        }
    }

    /// Waits until the pace allows a request and one of those at once is free.
    async fn turn(&self, resource: &str, held: bool) -> Option<SemaphorePermit<'_>> {
        let places = if held { &self.held } else { &self.working };
        loop {
            // Never closed: there is always a permit.
            let place = places.acquire().await.ok();
            match self.pacer.take(resource, Instant::now()) {
                Ok(()) => return place,
                Err(ready) => {
                    // A place is not kept while waiting for the pace: others may go another way.
                    drop(place);
                    sleep_until(ready).await;
                }
            }
        }
    }

    /// The official client for one request. It holds the token and must never be printed.
    fn client(&self, tap: &Arc<Tap>) -> ApifyClient {
        ApifyClient::builder()
            .token(self.token.reveal())
            .base_url(&self.base_url)
            .max_retries(0)
            .user_agent_suffix("sellers-ads")
            // Keeps it from compressing; the tap takes the header away again.
            .default_header("Content-Encoding", "identity")
            .http_backend(Arc::clone(tap) as Arc<dyn HttpBackend>)
            .build()
    }
}

/// What the official client refused to send, such as an empty id.
pub(crate) fn not_sent(message: String) -> Refusal {
    Refusal::Invalid {
        status: 0,
        kind: "not-sent".to_owned(),
        message,
    }
}
