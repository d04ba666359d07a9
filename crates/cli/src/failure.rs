//! How a command ends when it does not end well: a sentence, what to do next, an exit code.

use std::fmt;
use std::path::Path;

use database::Error as DatabaseError;

/// The sentence of a write to a pipe that its reader closed.
const CLOSED_PIPE: &str = "error-closed-pipe";

/// Exit codes that scripts rely on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Exit {
    /// Done.
    Done = 0,
    /// Unexpected failure.
    Failed = 1,
    /// Wrong usage or configuration.
    Usage = 2,
    /// Stopped by the budget, or by what the account may spend.
    Budget = 3,
    /// Finished in part, named in the output.
    Partly = 4,
}

/// A command that could not do what was asked.
#[derive(Debug)]
pub struct Failure {
    /// The exit code.
    pub exit: Exit,
    /// The name of the sentence in the catalogue.
    pub sentence: &'static str,
    /// Its values.
    pub values: Vec<(&'static str, String)>,
    /// The name of the sentence that says what to do next.
    pub next: Option<&'static str>,
}

impl Failure {
    /// Wrong usage or configuration.
    pub fn usage(sentence: &'static str, values: Vec<(&'static str, String)>, next: &'static str) -> Self {
        Self {
            exit: Exit::Usage,
            sentence,
            values,
            next: Some(next),
        }
    }

    /// A path that cannot be read or written; `next` says what to do.
    pub fn path(path: &Path, reason: &dyn fmt::Display, next: &'static str) -> Self {
        let values = vec![
            ("path", path.display().to_string()),
            ("reason", reason.to_string()),
        ];
        Self::usage("error-path", values, next)
    }

    /// Nobody in the base has this slug.
    pub fn no_seller(slug: &str) -> Self {
        let values = vec![("slug", slug.to_owned())];
        Self::usage("error-no-seller", values, "next-no-seller")
    }

    /// Whether it failed because whoever read the output went away.
    pub fn is_closed_pipe(&self) -> bool {
        self.sentence == CLOSED_PIPE
    }

    /// Something failed; `reason` in its own words.
    pub fn because(sentence: &'static str, reason: impl fmt::Display, next: &'static str) -> Self {
        Self {
            exit: Exit::Failed,
            sentence,
            values: vec![("reason", reason.to_string())],
            next: Some(next),
        }
    }
}

impl From<DatabaseError> for Failure {
    fn from(error: DatabaseError) -> Self {
        match &error {
            DatabaseError::Open { place, reason } => Self {
                exit: Exit::Usage,
                sentence: "error-database-open",
                values: vec![("place", place.clone()), ("reason", reason.clone())],
                next: Some(if place.starts_with("MongoDB") {
                    "next-database-unreachable"
                } else {
                    "next-database-open"
                }),
            },
            DatabaseError::TooNew { .. } => Self::because("error-database", &error, "next-database-too-new"),
            DatabaseError::Damaged(_) => Self::because("error-database", &error, "next-database-damaged"),
            DatabaseError::Unreachable { place, reason } => Self {
                exit: Exit::Failed,
                sentence: "error-database-unreachable",
                values: vec![("place", place.clone()), ("reason", reason.clone())],
                next: Some("next-database-unreachable"),
            },
            DatabaseError::Refused { place, reason } => Self::usage(
                "error-database-refused",
                vec![("place", place.clone()), ("reason", reason.clone())],
                "next-database-refused",
            ),
            _ => Self::because("error-database", &error, "next-database"),
        }
    }
}

impl From<ingestion::Error> for Failure {
    fn from(error: ingestion::Error) -> Self {
        match error {
            ingestion::Error::Database(error) => error.into(),
            ingestion::Error::Path { path, reason } => Self::path(Path::new(&path), &reason, "next-path"),
            ingestion::Error::WriterLost => Self::because("error-unexpected", error, "next-report-bug"),
        }
    }
}

impl From<transfer::Error> for Failure {
    fn from(error: transfer::Error) -> Self {
        match error {
            transfer::Error::Database(error) => error.into(),
            transfer::Error::Same => Self::usage("error-copy-same", vec![], "next-copy-same"),
            transfer::Error::OtherLedger { line } => Self::usage(
                "error-copy-ledger",
                vec![("line", line.to_string())],
                "next-copy-ledger",
            ),
            transfer::Error::Unmade { ad } => {
                Self::usage("error-copy-unmade", vec![("ad", ad)], "next-copy-unmade")
            }
            transfer::Error::Stopped => Self::because("error-unexpected", error, "next-copy-stopped"),
        }
    }
}

impl From<apify::Error> for Failure {
    fn from(error: apify::Error) -> Self {
        let next = if error.is_out_of_money() {
            "next-apify-money"
        } else if error.is_fatal() {
            "next-apify-refused"
        } else {
            "next-apify"
        };
        Self::because("error-apify", error, next)
    }
}

impl From<probe::Error> for Failure {
    fn from(error: probe::Error) -> Self {
        match error {
            probe::Error::Database(error) => error.into(),
            probe::Error::NoResolver(_) => Self {
                exit: Exit::Usage,
                ..Self::because("error-resolver", error, "next-no-resolver")
            },
            probe::Error::Silence { .. } => Self::because("error-resolver", error, "next-silence"),
            probe::Error::Client(_) => Self::because("error-resolver", error, "next-report-bug"),
        }
    }
}

impl From<purse::Error> for Failure {
    fn from(error: purse::Error) -> Self {
        match error {
            purse::Error::Database(error) => error.into(),
            other => Self::because("error-purse", other, "next-purse"),
        }
    }
}

impl From<purse::JournalError> for Failure {
    fn from(error: purse::JournalError) -> Self {
        match error {
            purse::JournalError::Database(error) => error.into(),
            purse::JournalError::Json(error) => error.into(),
            purse::JournalError::Busy => Self::because("error-purse", error, "next-purse"),
            purse::JournalError::Disk { .. } => Self::because("error-vault", error, "next-io"),
        }
    }
}

impl From<discovery::replay::ReplayError> for Failure {
    fn from(error: discovery::replay::ReplayError) -> Self {
        match error {
            discovery::replay::ReplayError::Scan(error) => error.into(),
            discovery::replay::ReplayError::Journal(error) => error.into(),
        }
    }
}

impl From<discovery::VaultError> for Failure {
    fn from(error: discovery::VaultError) -> Self {
        Self::because("error-vault", error, "next-io")
    }
}

impl From<discovery::Error> for Failure {
    fn from(error: discovery::Error) -> Self {
        match error {
            discovery::Error::Database(error) => error.into(),
            discovery::Error::Purse(error) => error.into(),
            discovery::Error::Ingestion(error) => error.into(),
            discovery::Error::Vault(error) => error.into(),
            discovery::Error::Apify(error) => error.into(),
            discovery::Error::Order(error) => error.into(),
            discovery::Error::Lost(_) => Self::because("error-unexpected", error, "next-report-bug"),
        }
    }
}

impl From<std::io::Error> for Failure {
    fn from(error: std::io::Error) -> Self {
        if error.kind() == std::io::ErrorKind::BrokenPipe {
            return Self::because(CLOSED_PIPE, error, "next-io");
        }
        Self::because("error-io", error, "next-io")
    }
}

impl From<serde_json::Error> for Failure {
    fn from(error: serde_json::Error) -> Self {
        if error.is_io() {
            std::io::Error::from(error).into()
        } else {
            Self::because("error-unexpected", error, "next-report-bug")
        }
    }
}

impl From<reports::tables::TableError> for Failure {
    fn from(error: reports::tables::TableError) -> Self {
        match error {
            reports::tables::TableError::Io(error) => error.into(),
            other => Self::because("error-table", other, "next-table"),
        }
    }
}

impl From<crate::settings::SettingError> for Failure {
    fn from(error: crate::settings::SettingError) -> Self {
        Self::usage(
            "error-setting",
            vec![("reason", error.to_string())],
            "next-setting",
        )
    }
}

impl From<classification::CatalogueError> for Failure {
    fn from(error: classification::CatalogueError) -> Self {
        Self {
            exit: Exit::Usage,
            ..Self::because("error-catalogue", error, "next-catalogue")
        }
    }
}
