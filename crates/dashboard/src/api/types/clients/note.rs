//! What people wrote about a seller.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::super::Moment;
use crate::notes::Note;

/// A seller's note.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct NoteRow {
    /// The text; empty where nobody wrote any.
    pub text: String,
    /// To be handed back when it is written; 0 where there never was one.
    pub revision: u64,
    /// Who wrote it last.
    pub by: Option<String>,
    /// When.
    pub at: Option<Moment>,
}

impl NoteRow {
    /// Of a note and its revision.
    pub fn of(found: Option<(Note, u64)>) -> Self {
        match found {
            Some((note, revision)) => Self {
                text: note.text,
                revision,
                by: Some(note.by),
                at: Some(Moment(note.at)),
            },
            None => Self {
                text: String::new(),
                revision: 0,
                by: None,
                at: None,
            },
        }
    }
}

/// A note to write.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NoteAsked {
    /// The text; may be empty.
    #[schema(max_length = 10_000)]
    pub text: String,
    /// The revision that was read; 0 where there was no note. Another one is a conflict (409).
    #[serde(deserialize_with = "super::super::scalars::whole")]
    #[schema(maximum = 9_000_000_000_000_000_u64)]
    pub revision: u64,
}
