//! What goes into the sandbox and what comes out, free of any HTTP library.

use std::time::Duration;

use model::Timestamp;
use serde_json::Value;
use url::form_urlencoded;

use super::answer::Held;

/// One request as it arrived.
#[derive(Debug, Clone, Default)]
pub struct Request {
    /// `GET`, `POST`, ... in upper case.
    pub method: String,
    /// `/v2/actor-runs/abc?waitForFinish=60`.
    pub path_and_query: String,
    /// Names in any case.
    pub headers: Vec<(String, String)>,
    /// As sent: still compressed where `Content-Encoding` says so.
    pub body: Vec<u8>,
}

impl Request {
    /// A header by its name in lower case.
    pub fn header(&self, name: &str) -> Option<&str> {
        let found = self
            .headers
            .iter()
            .find(|(key, _)| key.eq_ignore_ascii_case(name));
        found.map(|(_, value)| value.as_str())
    }
}

/// What the sandbox says to a request.
#[derive(Debug, Clone)]
pub enum Reply {
    /// The answer.
    Send(Response),
    /// `waitForFinish`: hold the connection; at `until` hand `held` to [`super::Apify::resume`].
    Hold {
        /// When there may be something to say.
        until: Timestamp,
        /// What is waited for.
        held: Held,
    },
}

/// One answer, with what happens to it on its way.
#[derive(Debug, Clone)]
pub struct Response {
    /// HTTP status.
    pub status: u16,
    /// Names in lower case.
    pub headers: Vec<(String, String)>,
    /// The whole body, also where only a part of it will arrive.
    pub body: Vec<u8>,
    /// What the network does to the answer.
    pub fault: Delivery,
}

impl Response {
    /// Any JSON.
    pub(super) fn json(status: u16, value: &Value) -> Self {
        Self::bytes(
            status,
            "application/json; charset=utf-8",
            value.to_string().into_bytes(),
        )
    }

    /// `{"data": ...}`, the envelope of every answer but items, records and logs.
    pub(super) fn data(status: u16, value: &Value) -> Self {
        Self::json(status, &serde_json::json!({ "data": value }))
    }

    pub(super) fn bytes(status: u16, content_type: &str, body: Vec<u8>) -> Self {
        Self {
            status,
            headers: vec![("content-type".to_owned(), content_type.to_owned())],
            body,
            fault: Delivery::Whole,
        }
    }

    pub(super) fn with(mut self, name: &str, value: &dyn ToString) -> Self {
        self.headers.push((name.to_owned(), value.to_string()));
        self
    }
}

/// What happens to an answer on its way.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Delivery {
    /// It arrives.
    Whole,
    /// The connection ends without an answer.
    Lost,
    /// Nothing comes for as long as the caller waits.
    Silent,
    /// The body ends after so many bytes.
    Truncated(usize),
    /// It arrives this much later.
    Slow(Duration),
}

/// The parameters behind the question mark; the first of a name counts.
#[derive(Debug, Clone, Default)]
pub(super) struct Query(Vec<(String, String)>);

impl Query {
    pub(super) fn parse(text: &str) -> Self {
        Self(form_urlencoded::parse(text.as_bytes()).into_owned().collect())
    }

    pub(super) fn get(&self, name: &str) -> Option<&str> {
        let found = self.0.iter().find(|(key, _)| key == name)?;
        Some(found.1.as_str()).filter(|value| !value.is_empty())
    }

    /// `1` and `true` alike.
    pub(super) fn flag(&self, name: &str) -> bool {
        matches!(self.get(name), Some("1" | "true"))
    }

    /// A list with commas.
    pub(super) fn list(&self, name: &str) -> Vec<&str> {
        let list = self.get(name).unwrap_or_default();
        list.split(',').filter(|part| !part.is_empty()).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parameters_are_decoded_and_empty_ones_absent() {
        let query = Query::parse("status=SUCCEEDED%2CFAILED&desc=1&limit=&clean=true&q=a+b");
        assert_eq!(query.list("status"), ["SUCCEEDED", "FAILED"]);
        assert!(query.flag("desc") && query.flag("clean") && !query.flag("skipEmpty"));
        assert_eq!((query.get("limit"), query.get("q")), (None, Some("a b")));
    }

    #[test]
    fn headers_are_found_in_any_case() {
        let request = Request {
            headers: vec![("AUTHORIZATION".to_owned(), "Bearer x".to_owned())],
            ..Request::default()
        };
        assert_eq!(request.header("authorization"), Some("Bearer x"));
    }
}
