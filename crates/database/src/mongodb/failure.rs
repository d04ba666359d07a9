//! What the server and its driver say, in words that an operator can act on.
//!
//! Their own sentences may quote documents, so only codes, and the part of a sentence that comes before anything it
//! could quote, go on from here.

use ::mongodb::error::{CommandError, Error as DriverError, ErrorKind, WriteFailure};

use crate::Error;

/// `Unauthorized`, `AuthenticationFailed`.
const REFUSALS: [i32; 2] = [13, 18];
/// `OutOfDiskSpace`.
const OUT_OF_DISK: i32 = 14_031;
/// What Atlas answers with; its words tell what is meant.
const ATLAS: i32 = 8_000;
/// A `_id`, or another unique value, is there already.
pub(super) const DUPLICATE: i32 = 11_000;
/// Failures that pass: a primary that changed or stops, a network that failed, two writers at one document, a majority
/// that is not there in time (<https://github.com/mongodb/mongo/blob/master/src/mongo/base/error_codes.yml>).
const PASSING: [i32; 19] = [
    6, 7, 46, 50, 64, 79, 89, 91, 112, 134, 189, 262, 317, 9_001, 10_107, 11_600, 11_602, 13_435, 13_436,
];

/// Whether the same may well succeed when it is sent again.
pub(super) fn passes(error: &DriverError) -> bool {
    let label = |label: &str| error.contains_label(label);
    match &*error.kind {
        ErrorKind::Io(_)
        | ErrorKind::ConnectionPoolCleared { .. }
        | ErrorKind::ServerSelection { .. }
        | ErrorKind::DnsResolve { .. } => true,
        _ if label("RetryableWriteError") || label("RetryableError") || label("SystemOverloadedError") => {
            true
        }
        kind => code(kind).is_some_and(passing),
    }
}

/// Whether a failure with this code passes.
pub(super) fn passing(code: i32) -> bool {
    PASSING.contains(&code)
}

/// What a failure of the server at `place` means.
pub(super) fn meaning(error: &DriverError, place: &str) -> Error {
    match &*error.kind {
        ErrorKind::Authentication { message, .. } => refused(place, clipped(message)),
        ErrorKind::Command(command) => coded(command.code, &command.message, &words(error), place),
        ErrorKind::Write(WriteFailure::WriteError(write)) => {
            coded(write.code, &write.message, &words(error), place)
        }
        ErrorKind::Write(WriteFailure::WriteConcernError(write)) => {
            coded(write.code, &write.message, &words(error), place)
        }
        _ if passes(error) => unreachable(place, words(error)),
        _ => Error::Engine(words(error)),
    }
}

/// What a failure with this code and message means.
pub(super) fn coded(code: i32, message: &str, words: &str, place: &str) -> Error {
    match code {
        OUT_OF_DISK => Error::Full,
        ATLAS if message.contains("space quota") => Error::Full,
        ATLAS if message.contains("auth") => refused(place, clipped(message)),
        _ if REFUSALS.contains(&code) => refused(place, words.to_owned()),
        _ if passing(code) => unreachable(place, words.to_owned()),
        _ => Error::Engine(words.to_owned()),
    }
}

/// A failure that did not pass in time.
pub(super) fn unreachable(place: &str, reason: String) -> Error {
    Error::Unreachable {
        place: place.to_owned(),
        reason,
    }
}

fn refused(place: &str, reason: String) -> Error {
    Error::Refused {
        place: place.to_owned(),
        reason,
    }
}

/// A failure in a few words that quote nothing.
pub(super) fn words(error: &DriverError) -> String {
    match &*error.kind {
        ErrorKind::Command(CommandError {
            code,
            code_name,
            message,
            ..
        }) => named(*code, code_name, message),
        ErrorKind::Write(WriteFailure::WriteError(write)) => named(
            write.code,
            write.code_name.as_deref().unwrap_or_default(),
            &write.message,
        ),
        ErrorKind::Write(WriteFailure::WriteConcernError(write)) => {
            named(write.code, &write.code_name, &write.message)
        }
        ErrorKind::Io(error) => format!("the connection failed ({})", error.kind()),
        ErrorKind::ConnectionPoolCleared { .. } => "the connection was cut".to_owned(),
        ErrorKind::ServerSelection { .. } => "no server answers".to_owned(),
        ErrorKind::DnsResolve { .. } => "its name cannot be resolved".to_owned(),
        ErrorKind::InvalidArgument { message, .. } | ErrorKind::InvalidTlsConfig { message, .. } => {
            clipped(message)
        }
        ErrorKind::Authentication { message, .. } => clipped(message),
        ErrorKind::IncompatibleServer { message, .. } => message.clone(),
        ErrorKind::InvalidResponse { .. } => "the server's answer cannot be read".to_owned(),
        ErrorKind::BsonDeserialization(_) | ErrorKind::BsonSerialization(_) | ErrorKind::Bson(_) => {
            "a document cannot be read or written".to_owned()
        }
        _ => "the driver of MongoDB failed".to_owned(),
    }
}

/// `WriteConflict (112): a sentence`.
pub(super) fn named(code: i32, name: &str, message: &str) -> String {
    let name = if name.is_empty() { "error" } else { name };
    match clipped(message).as_str() {
        "" => format!("{name} ({code})"),
        message => format!("{name} ({code}): {message}"),
    }
}

/// A sentence up to the first sign that could begin a quotation.
fn clipped(message: &str) -> String {
    let end = message
        .find(['{', '[', '(', '"', '\'', '`', ':', '='])
        .unwrap_or(message.len());
    message.get(..end).unwrap_or_default().trim().to_owned()
}

fn code(kind: &ErrorKind) -> Option<i32> {
    match kind {
        ErrorKind::Command(error) => Some(error.code),
        ErrorKind::Write(WriteFailure::WriteError(error)) => Some(error.code),
        ErrorKind::Write(WriteFailure::WriteConcernError(error)) => Some(error.code),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sentences_are_cut_before_what_they_quote() {
        for (message, kept) in [
            (
                "E11000 duplicate key error collection: c dup key: { _id: \"s\" }",
                "E11000 duplicate key error collection",
            ),
            (
                "not authorized on x to execute command { insert: \"stores\" }",
                "not authorized on x to execute command",
            ),
            ("unknown operator: $foo", "unknown operator"),
            ("", ""),
        ] {
            assert_eq!(clipped(message), kept);
        }
    }

    #[test]
    fn codes_have_meanings() {
        let meaning = |code, message| coded(code, message, "words", "here");
        assert!(matches!(meaning(14_031, ""), Error::Full));
        assert!(matches!(
            meaning(8_000, "you are over your space quota"),
            Error::Full
        ));
        assert!(matches!(meaning(8_000, "bad auth"), Error::Refused { .. }));
        assert!(matches!(meaning(13, ""), Error::Refused { .. }));
        assert!(matches!(meaning(112, ""), Error::Unreachable { .. }));
        assert!(matches!(meaning(9, ""), Error::Engine(_)));
    }
}
