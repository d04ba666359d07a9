//! The backend under the official client: sends its request once and keeps the answer as it came.
//!
//! The official client writes our requests (paths, parameters, authentication), but what it makes of an answer is
//! too little for money: item pages lose their pagination headers, a broken answer to a start loses the run's id,
//! and one odd date loses a whole run. So the answer stays here, and the client gets an error that nobody reads.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use apify_client::ApifyClientError;
use apify_client::http_client::{HttpBackend, HttpRequest, HttpResponse};
use async_trait::async_trait;

use crate::answer::Answer;

/// Sends one request, and never a second: whatever the client above does, one tap is one request.
#[derive(Debug)]
pub(super) struct Tap {
    backend: Arc<dyn HttpBackend>,
    patience: Duration,
    wait: Option<u64>,
    came: Mutex<Came>,
}

/// What came of the request.
#[derive(Debug, Default)]
pub(super) enum Came {
    /// It was never sent.
    #[default]
    NotSent,
    /// It is under way, or whoever waited for it has gone.
    Sent,
    /// An answer.
    Answer(Answer),
    /// No answer; the text is not yet cleaned of secrets.
    Nothing(String),
}

impl Tap {
    /// `wait` asks Apify to hold its answer for so many seconds while a run is not over: the official client can
    /// do that only in a loop of its own.
    pub(super) fn new(backend: Arc<dyn HttpBackend>, patience: Duration, wait: Option<u64>) -> Self {
        Self {
            backend,
            patience,
            wait,
            came: Mutex::default(),
        }
    }

    /// Takes what came.
    pub(super) fn came(&self) -> Came {
        std::mem::take(&mut self.came.lock().unwrap_or_else(PoisonError::into_inner))
    }

    fn keep(&self, came: Came) -> Came {
        std::mem::replace(
            &mut self.came.lock().unwrap_or_else(PoisonError::into_inner),
            came,
        )
    }
}

#[async_trait]
impl HttpBackend for Tap {
    async fn send(&self, mut request: HttpRequest) -> Result<HttpResponse, ApifyClientError> {
        let kept = || ApifyClientError::InvalidResponse("kept by the tap".to_owned());
        match self.keep(Came::Sent) {
            Came::NotSent => {}
            earlier => {
                self.keep(earlier);
                return Err(kept());
            }
        }
        // Ours, so that the client does not compress: inputs are small, and stay readable on their way.
        request
            .headers
            .retain(|name, _| !name.eq_ignore_ascii_case("content-encoding"));
        request.timeout = self.patience;
        if let Some(seconds) = self.wait {
            let sign = if request.url.contains('?') { '&' } else { '?' };
            request.url = format!("{}{sign}waitForFinish={seconds}", request.url);
        }
        // Held here too: a backend other than the real one may know no time limit.
        let came = match tokio::time::timeout(self.patience, self.backend.send(request)).await {
            Ok(Ok(HttpResponse {
                status,
                headers,
                body,
            })) => Came::Answer(Answer {
                status,
                headers,
                body,
            }),
            Ok(Err(error)) => Came::Nothing(error.to_string()),
            Err(_) => Came::Nothing(format!("no answer within {} s", self.patience.as_secs())),
        };
        self.keep(came);
        Err(kept())
    }
}

#[cfg(test)]
mod tests {
    use apify_client::http_client::HttpMethod;

    use super::*;

    /// Counts what reaches it, and always breaks.
    #[derive(Debug, Default)]
    struct Broken(Mutex<Vec<HttpRequest>>);

    #[async_trait]
    impl HttpBackend for Broken {
        async fn send(&self, request: HttpRequest) -> Result<HttpResponse, ApifyClientError> {
            self.0.lock().unwrap().push(request);
            Err(ApifyClientError::Timeout)
        }
    }

    #[tokio::test]
    async fn one_tap_is_one_request_whatever_the_client_above_does() {
        let backend = Arc::new(Broken::default());
        let tap = Tap::new(
            Arc::clone(&backend) as Arc<dyn HttpBackend>,
            Duration::from_secs(1),
            Some(9),
        );
        let request = HttpRequest {
            method: HttpMethod::Post,
            url: "https://x/v2/runs?a=1".to_owned(),
            headers: [("Content-Encoding".to_owned(), "identity".to_owned())].into(),
            body: None,
            timeout: Duration::MAX,
        };
        for _ in 0..3 {
            assert!(tap.send(request.clone()).await.is_err());
        }
        let sent = backend.0.lock().unwrap();
        assert_eq!(
            (sent.len(), sent[0].url.as_str()),
            (1, "https://x/v2/runs?a=1&waitForFinish=9")
        );
        assert!(sent[0].headers.is_empty() && sent[0].timeout == Duration::from_secs(1));
        assert!(matches!(tap.came(), Came::Nothing(_)));
    }
}
