//! What was refused in a list, where, and why.

use std::fmt;

use model::DomainRefusal;

/// Longer values are cut: they are there to be recognised, not to be kept.
const MAX_VALUE: usize = 200;

/// A refused row or domain.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rejected {
    /// From 1: the line of the input for tables and JSONL, the number of the item for a JSON document.
    pub line: u64,
    /// The refused text as it was given, cut at 200 characters.
    pub value: String,
    /// Why.
    pub reason: Reason,
}

impl Rejected {
    pub(crate) fn new(line: u64, value: &str, reason: Reason) -> Self {
        let value = value.chars().take(MAX_VALUE).collect();
        Self { line, value, reason }
    }
}

/// Why a row or domain was refused.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Reason {
    /// No URL could carry the domain, or it is everybody's. The seller is kept, and the domain with it.
    Domain(DomainRefusal),
    /// A row with neither slug nor domain.
    NoSlugNoDomain,
    /// A text, number or list where a seller should be.
    NotAnObject,
    /// A line that is no JSON, or a table row with a quote that is never closed; the text says what is wrong.
    Malformed(String),
}

impl Reason {
    /// The stable name, as scripts see it: `no_slug_no_domain`, `not_an_object`, `malformed`, or that of the
    /// domain's refusal (`single_word`).
    pub const fn as_str(&self) -> &'static str {
        match self {
            Self::Domain(refusal) => refusal.as_str(),
            Self::NoSlugNoDomain => "no_slug_no_domain",
            Self::NotAnObject => "not_an_object",
            Self::Malformed(_) => "malformed",
        }
    }
}

impl fmt::Display for Reason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Domain(refusal) => refusal.fmt(f),
            Self::NoSlugNoDomain => f.write_str("neither a slug nor a domain"),
            Self::NotAnObject => f.write_str("not an object with a slug and a domain"),
            Self::Malformed(what) => write!(f, "malformed: {what}"),
        }
    }
}
