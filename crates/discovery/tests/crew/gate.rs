//! A process that the system stops and lets go on: its future is not polled for a while, at random moments and, which
//! is worse, exactly before its start of a run leaves it or after the answer came.

use std::fmt;
use std::future::{Future, poll_fn};
use std::pin::pin;
use std::sync::{Arc, Mutex};
use std::task::Poll;
use std::time::Duration;

use apify_client::ApifyClientResult;
use apify_client::http_client::{HttpBackend, HttpRequest, HttpResponse};
use tokio::time::{Instant, sleep_until};

use super::Rng;

/// When a process is stopped.
pub struct Gate {
    state: Mutex<State>,
}

struct State {
    rng: Rng,
    stopped_until: Instant,
    next: Instant,
    /// Seconds between two pauses at most.
    every: u64,
    /// Of so many starts one is stopped at; 0 for none.
    at_starts: u64,
    pauses: u64,
}

impl Gate {
    /// At random moments up to `every` seconds apart, and at one of so many starts; at none for 0.
    pub fn new(mut rng: Rng, every: u64, at_starts: u64) -> Arc<Self> {
        let now = Instant::now();
        let next = now + Duration::from_secs(rng.below(every));
        let state = Mutex::new(State {
            rng,
            stopped_until: now,
            next,
            every,
            at_starts,
            pauses: 0,
        });
        Arc::new(Self { state })
    }

    /// Never.
    pub fn still() -> Arc<Self> {
        let now = Instant::now();
        let state = Mutex::new(State {
            rng: Rng(0),
            stopped_until: now,
            next: now + Duration::from_hours(24 * 365),
            every: 1,
            at_starts: 0,
            pauses: 0,
        });
        Arc::new(Self { state })
    }

    /// How often it was stopped.
    pub fn pauses(&self) -> u64 {
        self.state.lock().unwrap().pauses
    }

    /// Until when it is stopped, if it is.
    fn stopped(&self) -> Option<Instant> {
        let mut state = self.state.lock().unwrap();
        let now = Instant::now();
        if now >= state.next {
            let every = state.every;
            let every = state.rng.below(every);
            state.next = now + Duration::from_secs(60 + every);
            state.stop(now);
        }
        Some(state.stopped_until).filter(|until| now < *until)
    }

    /// Stops at one of the starts; gives until when.
    fn at_start(&self) -> Option<Instant> {
        let mut state = self.state.lock().unwrap();
        let cases = state.at_starts;
        if cases == 0 || !state.rng.one_in(cases) {
            return None;
        }
        let now = Instant::now();
        state.stop(now);
        Some(state.stopped_until)
    }
}

impl State {
    fn stop(&mut self, now: Instant) {
        self.pauses += 1;
        // A lease holds for 180 s, and for 60 s more by others' clocks.
        self.stopped_until = now + Duration::from_secs(10 + self.rng.below(900));
    }
}

/// The future, polled only while it is not stopped.
pub async fn through<F: Future>(gate: &Gate, future: F) -> F::Output {
    let mut future = pin!(future);
    let mut timer = pin!(sleep_until(Instant::now()));
    poll_fn(|context| {
        loop {
            if let Some(until) = gate.stopped() {
                timer.as_mut().reset(until);
                if timer.as_mut().poll(context).is_pending() {
                    return Poll::Pending;
                }
                continue;
            }
            return future.as_mut().poll(context);
        }
    })
    .await
}

/// The way to Apify of a process that may be stopped while it starts a run.
pub struct Stopping {
    pub inner: Arc<dyn HttpBackend>,
    pub gate: Arc<Gate>,
    /// Stopped before the start is sent, or else after its answer came.
    pub before: bool,
}

impl fmt::Debug for Stopping {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Stopping")
    }
}

#[async_trait::async_trait]
impl HttpBackend for Stopping {
    async fn send(&self, request: HttpRequest) -> ApifyClientResult<HttpResponse> {
        let starts = request.method.as_str() == "POST" && request.url.contains("/runs");
        let until = if starts { self.gate.at_start() } else { None };
        match until {
            Some(until) if self.before => {
                sleep_until(until).await;
                self.inner.send(request).await
            }
            Some(until) => {
                let answer = self.inner.send(request).await;
                sleep_until(until).await;
                answer
            }
            None => self.inner.send(request).await,
        }
    }
}
