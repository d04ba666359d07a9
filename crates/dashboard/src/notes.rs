//! What people write about a seller: one text each, which nobody overwrites without having read it.

use database::{Database, Shelf};
use model::Timestamp;

use crate::failure::Failure;

/// Characters of a note, at most.
pub const LONGEST_NOTE: usize = 10_000;

/// What somebody wrote about a seller; a record on the shelf `Notes` under its slug.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Note {
    /// The text: lines end with a line feed. Foreign: it may be anything.
    pub text: String,
    /// Who wrote it last.
    pub by: String,
    /// When.
    pub at: Timestamp,
}

/// A seller's note with its revision, to be handed back when it is written; `None` where there never was one. One that
/// was emptied stays as an empty text, so that its revision goes on.
pub fn read(database: &dyn Database, slug: &str) -> Result<Option<(Note, u64)>, Failure> {
    let Some(record) = database.record(Shelf::Notes, slug)? else {
        return Ok(None);
    };
    let note = serde_json::from_str(&record.body).map_err(database::Error::from)?;
    Ok(Some((note, record.revision)))
}

/// Writes a seller's note; it may be emptied. `revision` is that of the note which the writer read, 0 where there was
/// none. Gives the new revision.
///
/// # Errors
/// [`Failure::Conflict`] where somebody else wrote meanwhile, [`Failure::Invalid`] where the text is too long; the
/// database's.
pub fn write(
    database: &dyn Database,
    slug: &str,
    text: &str,
    revision: u64,
    who: &str,
    now: Timestamp,
) -> Result<u64, Failure> {
    let text = clean(text);
    if text.chars().count() > LONGEST_NOTE {
        return Err(Failure::invalid(
            "text",
            format!("has more than {LONGEST_NOTE} characters"),
        ));
    }
    let note = Note {
        text,
        by: who.to_owned(),
        at: now,
    };
    let body = serde_json::to_string(&note).map_err(|error| Failure::Unexpected(error.to_string()))?;
    let written = database.put_record(Shelf::Notes, slug, &body, Some(revision))?;
    written.ok_or(Failure::Conflict)
}

/// Line ends as forms send them (HTML, "constructing the entry list") become line feeds; control characters go.
fn clean(text: &str) -> String {
    let unix = text.replace("\r\n", "\n").replace('\r', "\n");
    let kept = unix
        .chars()
        .filter(|c| !c.is_control() || matches!(c, '\n' | '\t'));
    kept.collect::<String>().trim().to_owned()
}

#[cfg(test)]
mod tests {
    use database::Sqlite;

    use super::*;

    fn now() -> Timestamp {
        Timestamp::parse("2027-01-04T08:00:00Z").unwrap()
    }

    #[test]
    fn a_note_is_written_read_and_emptied() {
        let database = Sqlite::open_in_memory().unwrap();
        assert_eq!(read(&database, "atlas").unwrap(), None);
        let first = write(
            &database,
            "atlas",
            " Called.\r\nCalls\0 back.\r\n",
            0,
            "leila",
            now(),
        )
        .unwrap();
        let (note, revision) = read(&database, "atlas").unwrap().unwrap();
        assert_eq!(
            (note.text.as_str(), note.by.as_str()),
            ("Called.\nCalls back.", "leila")
        );
        assert_eq!(revision, first);

        let second = write(&database, "atlas", "  \n", revision, "leila", now()).unwrap();
        let (empty, revision) = read(&database, "atlas").unwrap().unwrap();
        assert_eq!((empty.text.as_str(), revision), ("", second));
        write(&database, "atlas", "anew", revision, "leila", now()).unwrap();
    }

    #[test]
    fn nobody_overwrites_what_it_did_not_read() {
        let database = Sqlite::open_in_memory().unwrap();
        let first = write(&database, "atlas", "one", 0, "leila", now()).unwrap();
        let second = write(&database, "atlas", "two", first, "sami", now()).unwrap();
        for stale in [0, first, second + 1] {
            for text in ["three", ""] {
                let outcome = write(&database, "atlas", text, stale, "leila", now());
                assert!(matches!(outcome, Err(Failure::Conflict)), "{stale} {text}");
            }
        }
        assert_eq!(read(&database, "atlas").unwrap().unwrap().0.text, "two");
    }

    #[test]
    fn a_text_has_an_end() {
        let database = Sqlite::open_in_memory().unwrap();
        let text = "é".repeat(LONGEST_NOTE);
        write(&database, "atlas", &text, 0, "leila", now()).unwrap();
        let outcome = write(&database, "other", &format!("{text}x"), 0, "leila", now());
        assert!(matches!(outcome, Err(Failure::Invalid { .. })));
    }
}
