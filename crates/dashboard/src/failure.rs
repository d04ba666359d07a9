//! What can go wrong with a request, in the words that may be told to whoever sent it.

use axum::http::StatusCode;

/// Why a request was not answered as asked. The text of an inner error is logged, never sent.
#[derive(Debug, thiserror::Error)]
pub enum Failure {
    /// There is no such page, seller, alert or scan.
    #[error("there is no {what}")]
    NotFound {
        /// What was looked for: `client`, `alert`, `scan`, `page`.
        what: &'static str,
    },
    /// A parameter or field was not understood.
    #[error("{parameter}: {reason}")]
    Invalid {
        /// The parameter or field.
        parameter: String,
        /// What is expected, in English, for the API; pages say `invalid-<parameter>` where there is such a sentence.
        reason: String,
    },
    /// Nobody is logged in, and somebody must be.
    #[error("log in, or send an API key")]
    Unauthorized,
    /// Whoever asks may not.
    #[error("this needs the role {needed}")]
    Forbidden {
        /// The role that may.
        needed: &'static str,
    },
    /// A change that does not come from a page of ours.
    #[error("the request does not come from this site")]
    CrossSite,
    /// Asked for by a name that is not this dashboard's.
    #[error("this dashboard is not known by that name")]
    WrongHost,
    /// There is something at this address, but not by this method.
    #[error("this address answers {allowed}")]
    Method {
        /// The methods that it answers, as the header `Allow` says them.
        allowed: String,
    },
    /// More bytes than a form or a JSON body of ours ever has.
    #[error("the body is longer than {limit} bytes")]
    TooLarge {
        /// How many it may be.
        limit: usize,
    },
    /// The body did not come in time.
    #[error("the request did not arrive in time")]
    Slow,
    /// Somebody else changed the same thing meanwhile.
    #[error("it was changed meanwhile: read it again")]
    Conflict,
    /// Too many attempts.
    #[error("too many attempts: try again in {seconds} s")]
    TooMany {
        /// After how long.
        seconds: u64,
    },
    /// The database could not be read or written.
    #[error("the database could not be used")]
    Database(#[from] database::Error),
    /// Anything else that should not happen.
    #[error("an unexpected failure; the log says more")]
    Unexpected(String),
}

impl Failure {
    /// Its status.
    pub const fn status(&self) -> StatusCode {
        match self {
            Self::NotFound { .. } => StatusCode::NOT_FOUND,
            Self::Invalid { .. } => StatusCode::BAD_REQUEST,
            Self::Unauthorized => StatusCode::UNAUTHORIZED,
            Self::Forbidden { .. } | Self::CrossSite => StatusCode::FORBIDDEN,
            Self::WrongHost => StatusCode::MISDIRECTED_REQUEST,
            Self::Method { .. } => StatusCode::METHOD_NOT_ALLOWED,
            Self::TooLarge { .. } => StatusCode::PAYLOAD_TOO_LARGE,
            Self::Slow => StatusCode::REQUEST_TIMEOUT,
            Self::Conflict => StatusCode::CONFLICT,
            Self::TooMany { .. } => StatusCode::TOO_MANY_REQUESTS,
            Self::Database(_) => StatusCode::SERVICE_UNAVAILABLE,
            Self::Unexpected(_) => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }

    /// Its stable name, the `code` of the API's error envelope.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::NotFound { .. } => "not_found",
            Self::Invalid { .. } => "invalid",
            Self::Unauthorized => "unauthorized",
            Self::Forbidden { .. } => "forbidden",
            Self::CrossSite => "cross_site",
            Self::WrongHost => "wrong_host",
            Self::Method { .. } => "method",
            Self::TooLarge { .. } => "too_large",
            Self::Slow => "slow",
            Self::Conflict => "conflict",
            Self::TooMany { .. } => "too_many",
            Self::Database(_) => "unavailable",
            Self::Unexpected(_) => "unexpected",
        }
    }

    /// A parameter that was not understood.
    pub fn invalid(parameter: &str, reason: impl Into<String>) -> Self {
        Self::Invalid {
            parameter: parameter.to_owned(),
            reason: reason.into(),
        }
    }
}

impl From<watch::outbox::OutboxError> for Failure {
    fn from(error: watch::outbox::OutboxError) -> Self {
        use watch::outbox::OutboxError;
        match error {
            OutboxError::Database(error) => Self::Database(error),
            OutboxError::Contended { .. } => Self::Conflict,
            other @ OutboxError::Unwritable(_) => Self::Unexpected(other.to_string()),
        }
    }
}
