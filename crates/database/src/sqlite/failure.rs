//! What SQLite says, in words that an operator can act on.

use rusqlite::ErrorCode;

use crate::Error;

impl From<rusqlite::Error> for Error {
    fn from(error: rusqlite::Error) -> Self {
        match error.sqlite_error_code() {
            Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => Self::Busy,
            Some(ErrorCode::DiskFull) => Self::Full,
            Some(ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase) => Self::Damaged(words(&error)),
            _ if is_conversion(&error) => Self::Damaged(error.to_string()),
            _ => Self::Engine(words(&error)),
        }
    }
}

/// A stored value that has not the type that its column promises.
fn is_conversion(error: &rusqlite::Error) -> bool {
    matches!(
        error,
        rusqlite::Error::FromSqlConversionFailure(..)
            | rusqlite::Error::IntegralValueOutOfRange(..)
            | rusqlite::Error::InvalidColumnType(..)
            | rusqlite::Error::Utf8Error(..)
    )
}

/// The failure of an attempt to open `place`.
pub(super) fn opening(place: &str, error: Error) -> Error {
    match error {
        Error::Open { .. } | Error::TooNew { .. } => error,
        other => Error::Open {
            place: place.to_owned(),
            reason: match other {
                Error::Engine(reason) | Error::Damaged(reason) => reason,
                other => other.to_string(),
            },
        },
    }
}

fn words(error: &rusqlite::Error) -> String {
    let hint = match error.sqlite_error_code() {
        Some(ErrorCode::NotADatabase) => "the file is not a SQLite database",
        Some(ErrorCode::DatabaseCorrupt) => "the file is damaged; restore it from a copy",
        Some(ErrorCode::ReadOnly) => "the file or its folder is read-only",
        Some(ErrorCode::CannotOpen) => "the file cannot be opened or made: is its folder there and writable?",
        Some(ErrorCode::PermissionDenied) => "the rights of the file forbid it",
        Some(ErrorCode::SystemIoFailure) => "the disk failed or is not there any more",
        _ => return error.to_string(),
    };
    format!("{hint} ({error})")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::conformance::all;
    use crate::conformance::samples::{at, batch, import, sample};
    use crate::{Database, Sqlite};

    #[test]
    fn a_full_disk_is_told_and_loses_nothing_committed() {
        let database = Sqlite::open_in_memory().unwrap();
        import(&database, vec![batch(&[sample("1", "a", at(0))])]).unwrap();
        let limit = |pages: i64| {
            let writer = database.connections.writer().unwrap();
            writer
                .query_row(&format!("PRAGMA max_page_count = {pages}"), [], |_| Ok(()))
                .unwrap();
        };
        let samples: Vec<_> = (0..2000).map(|id| sample(&id.to_string(), "b", at(1))).collect();
        let batches = || samples.chunks(100).map(batch).collect();
        limit(30);
        let error = import(&database, batches()).unwrap_err();
        assert!(matches!(error, Error::Full), "{error}");
        assert_eq!(all(|visit| database.each_raw(visit)).unwrap().len(), 1);
        limit(1_000_000);
        assert_eq!(import(&database, batches()).unwrap().new, 1999);
        assert_eq!(database.verify().unwrap(), Vec::<String>::new());
    }
}
