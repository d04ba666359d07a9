//! A server that gives the answers of a list, in order, and remembers what it was asked.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use apify::{Door, DoorOptions, Token};
use apify_client::ApifyClientError;
use apify_client::http_client::{HttpBackend, HttpMethod, HttpRequest, HttpResponse};
use async_trait::async_trait;
use serde_json::{Value, json};
use tokio::time::Instant;

pub const SECRET: &str = "apify_api_Wn5BQ7secret";

#[derive(Debug, Clone)]
pub enum Step {
    Answer(u16, Vec<(&'static str, String)>, Vec<u8>),
    /// The connection breaks, and the error tells everything that it should not.
    Breaks,
    /// No answer ever comes.
    Hangs,
    /// The answer comes after a while.
    After(Duration, Box<Step>),
}

#[derive(Debug, Clone)]
pub struct Asked {
    pub at: Instant,
    pub post: bool,
    pub url: String,
    pub headers: std::collections::HashMap<String, String>,
    pub body: Option<Vec<u8>>,
}

#[derive(Debug)]
pub struct Script {
    steps: Mutex<VecDeque<Step>>,
    asked: Mutex<Vec<Asked>>,
    under_way: Mutex<(usize, usize)>,
}

/// `{"data": value}` with status 200.
pub fn data(value: &Value) -> Step {
    raw(200, json!({ "data": value }).to_string())
}

pub fn raw(status: u16, body: impl Into<Vec<u8>>) -> Step {
    Step::Answer(status, Vec::new(), body.into())
}

pub fn fault(status: u16, kind: &str, message: &str) -> Step {
    raw(
        status,
        json!({"error": {"type": kind, "message": message}}).to_string(),
    )
}

pub fn html(status: u16) -> Step {
    raw(status, "<html><body>Bad gateway</body></html>")
}

pub fn run(id: &str, status: &str) -> Value {
    json!({
        "id": id, "actId": "janedoe~my-actor", "status": status, "startedAt": "2026-11-01T00:00:00.000Z",
        "defaultDatasetId": format!("set-{id}"), "defaultKeyValueStoreId": format!("store-{id}"),
        "somethingNew": {"deep": [1, 2, 3]},
    })
}

/// A door to the script, and the script.
pub fn door(steps: impl IntoIterator<Item = Step>) -> (Door, Arc<Script>) {
    door_with(steps, |_| {})
}

pub fn door_with(
    steps: impl IntoIterator<Item = Step>,
    change: impl FnOnce(&mut DoorOptions),
) -> (Door, Arc<Script>) {
    let script = Arc::new(Script {
        steps: Mutex::new(steps.into_iter().collect()),
        asked: Mutex::default(),
        under_way: Mutex::default(),
    });
    let mut options = DoorOptions {
        attempts: 4,
        ..DoorOptions::new(Token::new(SECRET))
    };
    change(&mut options);
    (
        Door::with_backend(options, Arc::clone(&script) as Arc<dyn HttpBackend>),
        script,
    )
}

impl Script {
    pub fn asked(&self) -> Vec<Asked> {
        self.asked.lock().unwrap().clone()
    }

    pub fn posts(&self) -> usize {
        self.asked().iter().filter(|asked| asked.post).count()
    }

    /// The most requests that were under way at once.
    pub fn at_once(&self) -> usize {
        self.under_way.lock().unwrap().1
    }

    pub fn is_over(&self) -> bool {
        self.steps.lock().unwrap().is_empty()
    }

    async fn act(&self, step: Step, request: &HttpRequest) -> Result<HttpResponse, ApifyClientError> {
        match step {
            Step::Answer(status, headers, body) => Ok(HttpResponse {
                status,
                headers: headers
                    .into_iter()
                    .map(|(name, value)| (name.to_owned(), value))
                    .collect(),
                body,
            }),
            Step::Breaks => Err(ApifyClientError::Http(format!(
                "broken: {} {:?}",
                request.url, request.headers
            ))),
            Step::Hangs => std::future::pending().await,
            Step::After(pause, step) => {
                tokio::time::sleep(pause).await;
                Box::pin(self.act(*step, request)).await
            }
        }
    }
}

#[async_trait]
impl HttpBackend for Script {
    async fn send(&self, request: HttpRequest) -> Result<HttpResponse, ApifyClientError> {
        self.asked.lock().unwrap().push(Asked {
            at: Instant::now(),
            post: request.method == HttpMethod::Post,
            url: request.url.clone(),
            headers: request.headers.clone(),
            body: request.body.clone(),
        });
        let step = self
            .steps
            .lock()
            .unwrap()
            .pop_front()
            .expect("a request that the script does not know");
        {
            let mut count = self.under_way.lock().unwrap();
            count.0 += 1;
            count.1 = count.1.max(count.0);
        }
        let answer = self.act(step, &request).await;
        self.under_way.lock().unwrap().0 -= 1;
        answer
    }
}
