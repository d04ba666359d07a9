//! What can be wrong in a catalogue file, told so that a marketer finds the line.

use model::HostError;

use super::sign::MarkError;

/// Why a catalogue file was refused. Lines count from 1.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CatalogueError {
    /// Not TOML, a field missing, or a field that nobody knows.
    #[error("{file}, line {line}: {message}")]
    Syntax {
        /// Which of the three files.
        file: &'static str,
        /// Where.
        line: usize,
        /// What the TOML reader says.
        message: String,
    },
    /// An id that is not made of lower-case letters, digits and hyphens.
    #[error("{file}, line {line}: `{id}` is no id: use lower-case letters, digits and hyphens")]
    BadId {
        /// Which of the three files.
        file: &'static str,
        /// The id as it stands.
        id: String,
        /// Where.
        line: usize,
    },
    /// A place whose host DNS could not carry.
    #[error("{file}, line {line}: `{place}` of `{entry}` has no valid host: {reason}")]
    BadHost {
        /// Which of the three files.
        file: &'static str,
        /// The platform's id, the group or the redirector.
        entry: String,
        /// The place as it stands.
        place: String,
        /// Why it is no host.
        reason: HostError,
        /// Where.
        line: usize,
    },
    /// A place or mark that stands in two entries, or twice in one.
    #[error("{file}, line {line}: `{place}` of `{entry}` already belongs to `{other}`")]
    Duplicate {
        /// Which of the three files.
        file: &'static str,
        /// The later entry.
        entry: String,
        /// The earlier entry.
        other: String,
        /// The place as it stands.
        place: String,
        /// Where the later one stands.
        line: usize,
    },
    /// A mark that cannot be looked for, or that nobody could check.
    #[error("{file}, line {line}: mark `{mark}` of `{entry}`: {reason}")]
    BadMark {
        /// Which of the three files.
        file: &'static str,
        /// The platform's or network's id.
        entry: String,
        /// The mark, its kind first; empty where it names no kind.
        mark: String,
        /// What is wrong.
        reason: MarkError,
        /// Where.
        line: usize,
    },
    /// A group under `[places]` that no rule answers to.
    #[error("destinations, line {line}: no group is called `{group}`")]
    UnknownGroup {
        /// The group as it stands.
        group: String,
        /// Where.
        line: usize,
    },
    /// `name.*` whose name has no list under `[endings]`.
    #[error("destinations, line {line}: `{place}` has no list of endings")]
    UnknownEndings {
        /// The place as it stands.
        place: String,
        /// Where.
        line: usize,
    },
    /// A scheme in the place of a platform's suffix or of a redirector.
    #[error("{file}, line {line}: `{place}` of `{entry}` is a scheme, a host is needed")]
    SchemeNotAllowed {
        /// Which of the three files.
        file: &'static str,
        /// The entry.
        entry: String,
        /// The place as it stands.
        place: String,
        /// Where.
        line: usize,
    },
    /// No platform `converty`, by whose suffixes all else is told.
    #[error("platforms: there is no `[converty]`")]
    NoConverty,
}

impl CatalogueError {
    /// A TOML error with its line.
    pub(crate) fn syntax(file: &'static str, text: &str, error: &toml::de::Error) -> Self {
        Self::Syntax {
            file,
            line: line_of(text, error.span().map_or(0, |span| span.start)),
            message: error.message().to_owned(),
        }
    }
}

/// The line, from 1, of a byte offset.
pub(crate) fn line_of(text: &str, offset: usize) -> usize {
    1 + text
        .as_bytes()
        .iter()
        .take(offset)
        .filter(|b| **b == b'\n')
        .count()
}
