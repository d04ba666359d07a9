//! The frame of lists and of errors.

use serde::Serialize;
use utoipa::ToSchema;

/// A page of a list.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Page<T> {
    /// The rows, in order.
    pub data: Vec<T>,
    /// Where they stand.
    pub page: PageInfo,
}

/// Where the rows of a page stand in the whole list, and how to go on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct PageInfo {
    /// Rows in all; null where counting them would mean to read them all.
    pub total: Option<u64>,
    /// The most rows that a page may have.
    pub limit: u64,
    /// The `cursor` of the next page; null on the last.
    pub next: Option<String>,
    /// The `cursor` of the page before; null on the first, and in lists that only go on.
    pub previous: Option<String>,
}

/// What every error answers.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct ErrorEnvelope {
    /// What went wrong.
    pub error: ErrorPart,
}

/// What went wrong.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct ErrorPart {
    /// A stable name: `invalid`, `not_found`, `unauthorized`, `forbidden`, `conflict` and so on.
    pub code: &'static str,
    /// A sentence for people.
    pub message: String,
    /// The parameter or field that was not understood.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub parameter: Option<String>,
}
