//! The sandbox behind Apify's own Rust client, without a socket: on a paused tokio clock, months pass at once.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use apify_client::http_client::{HttpBackend, HttpRequest, HttpResponse};
use apify_client::{ApifyClientError, ApifyClientResult};
use async_trait::async_trait;
use model::Timestamp;
use tokio::time::{Instant, sleep};

use super::http::{Delivery, Reply, Request, Response};
use super::time::{after, since};
use super::{Apify, Held};

/// A transport for `apify_client` that answers from an [`Apify`]. Its time is tokio's: it sleeps where the real
/// platform would take its time.
#[derive(Debug, Clone)]
pub struct InProcess {
    apify: Arc<Mutex<Apify>>,
    base: Timestamp,
    zero: Instant,
}

impl InProcess {
    /// `base` is what the sandbox takes the present moment of tokio's clock for. Must be called within a runtime
    /// where its clock is paused.
    pub fn new(apify: Arc<Mutex<Apify>>, base: Timestamp) -> Self {
        Self {
            apify,
            base,
            zero: Instant::now(),
        }
    }

    /// The moment in the sandbox.
    pub fn now(&self) -> Timestamp {
        after(self.base, self.zero.elapsed())
    }

    async fn response(&self, request: &Request) -> Response {
        let mut reply = self.with(|apify, now| apify.handle(now, request));
        loop {
            match reply {
                Reply::Send(response) => return response,
                Reply::Hold { until, held } => {
                    sleep(since(self.now(), until)).await;
                    reply = self.resumed(&held);
                }
            }
        }
    }

    fn resumed(&self, held: &Held) -> Reply {
        self.with(|apify, now| apify.resume(now, held))
    }

    fn with<T>(&self, act: impl FnOnce(&mut Apify, Timestamp) -> T) -> T {
        let now = self.now();
        let mut apify = self.apify.lock().unwrap_or_else(PoisonError::into_inner);
        act(&mut apify, now)
    }

    /// The exchange, without a caller's patience.
    async fn exchange(&self, request: &Request) -> ApifyClientResult<HttpResponse> {
        let response = self.response(request).await;
        let mut body = response.body;
        match response.fault {
            Delivery::Whole => {}
            Delivery::Slow(delay) => sleep(delay).await,
            // As a gateway that closes the body properly would pass it on: only the content shows it.
            Delivery::Truncated(length) => body.truncate(length),
            Delivery::Silent => std::future::pending().await,
            Delivery::Lost => {
                let message = "connection closed before message completed";
                return Err(ApifyClientError::Http(message.to_owned()));
            }
        }
        Ok(HttpResponse {
            status: response.status,
            headers: response.headers.into_iter().collect::<HashMap<_, _>>(),
            body,
        })
    }
}

#[async_trait]
impl HttpBackend for InProcess {
    async fn send(&self, request: HttpRequest) -> ApifyClientResult<HttpResponse> {
        // A caller without a timeout of its own is cut off by the gateway some day.
        const LONGEST: Duration = Duration::from_mins(10);
        let patience = request.timeout.min(LONGEST);
        let request = plain(request);
        let answer = tokio::time::timeout(patience, self.exchange(&request));
        answer.await.unwrap_or(Err(ApifyClientError::Timeout))
    }
}

fn plain(request: HttpRequest) -> Request {
    let path = request
        .url
        .split_once("://")
        .and_then(|(_, rest)| rest.find('/').and_then(|at| rest.get(at..)));
    Request {
        method: request.method.as_str().to_owned(),
        path_and_query: path.unwrap_or("/").to_owned(),
        headers: request.headers.into_iter().collect(),
        body: request.body.unwrap_or_default(),
    }
}
