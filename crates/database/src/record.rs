//! People's own words: users, keys, sessions, notes, decisions, requests for work.
//!
//! Records are never derived and never rebuilt; like the ledger they cannot be made again and must not wait for an
//! import, so they are kept beside it. They move neither the digest nor the version of the database: they have a
//! counter of their own. A body is JSON that its owner shapes; the database does not look inside.

/// Where records are kept, by what they are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Shelf {
    /// Who may log in.
    Users,
    /// Keys of programs.
    Keys,
    /// Who is logged in.
    Sessions,
    /// What people wrote about sellers.
    Notes,
    /// What people decided about alerts and recommendations.
    Decisions,
    /// Work that people asked for, for a worker to do.
    Requests,
    /// Filters that people named.
    Segments,
    /// Alert rules that people wrote or changed.
    Rules,
    /// What the watch knows of itself: who leads, which schedule ran when, how each rule stands.
    Watch,
    /// What rules said, and when they were silent.
    Firings,
    /// What is to go out and what went out, with every attempt.
    Deliveries,
}

impl Shelf {
    /// All of them.
    pub const ALL: [Self; 11] = [
        Self::Users,
        Self::Keys,
        Self::Sessions,
        Self::Notes,
        Self::Decisions,
        Self::Requests,
        Self::Segments,
        Self::Rules,
        Self::Watch,
        Self::Firings,
        Self::Deliveries,
    ];

    /// The stable name, under which it is stored.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Users => "users",
            Self::Keys => "keys",
            Self::Sessions => "sessions",
            Self::Notes => "notes",
            Self::Decisions => "decisions",
            Self::Requests => "requests",
            Self::Segments => "segments",
            Self::Rules => "rules",
            Self::Watch => "watch",
            Self::Firings => "firings",
            Self::Deliveries => "deliveries",
        }
    }
}

/// One record of a shelf.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Record {
    /// Its key, one of a kind on its shelf.
    pub key: String,
    /// JSON.
    pub body: String,
    /// Another after each writing, and never given twice: one who read this revision and writes with it as the
    /// expected one overwrites nobody, not even who removed the record and wrote it anew.
    pub revision: u64,
}
