//! Refusals with the types, statuses and messages of the real API.

use serde_json::json;

use super::http::Response;

/// A refusal: `{"error":{"type","message"}}`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Refusal {
    pub status: u16,
    pub kind: &'static str,
    pub message: String,
}

impl Refusal {
    pub fn new(status: u16, kind: &'static str, message: impl Into<String>) -> Self {
        Self {
            status,
            kind,
            message: message.into(),
        }
    }

    pub fn response(&self) -> Response {
        let error = json!({ "error": { "type": self.kind, "message": self.message } });
        Response::json(self.status, &error)
    }

    pub fn no_token() -> Self {
        Self::new(401, "token-not-provided", "Authentication token was not provided")
    }

    pub fn wrong_token() -> Self {
        Self::new(
            401,
            "user-or-token-not-found",
            "User was not found or authentication token is not valid",
        )
    }

    pub fn not_found(what: &str) -> Self {
        Self::new(404, "record-not-found", format!("{what} was not found"))
    }

    pub fn no_endpoint() -> Self {
        Self::new(
            404,
            "page-not-found",
            "We have bad news: there is no API endpoint at this URL. Did you specify it correctly?",
        )
    }

    pub fn method(method: &str) -> Self {
        Self::new(
            405,
            "method-not-allowed",
            format!("This API end-point cannot be accessed using the {method} HTTP method"),
        )
    }

    pub fn parameter(name: &str, wanted: &str) -> Self {
        Self::new(
            400,
            "invalid-parameter",
            format!("Query parameter \"{name}\" must be {wanted}"),
        )
    }

    pub fn rate_limit(per_second: u64) -> Self {
        Self::new(
            429,
            "rate-limit-exceeded",
            format!("You have exceeded the rate limit of {per_second} requests per second"),
        )
    }

    pub fn too_large() -> Self {
        Self::new(
            413,
            "request-too-large",
            "The request body is larger than 9437184 bytes",
        )
    }
}
