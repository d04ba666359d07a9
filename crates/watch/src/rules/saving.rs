//! Rules that people change on the page: records above the file, each with who and when.

use database::{Database, Shelf};
use model::Timestamp;

use super::file::built_in_title;
use super::live::Kept;
use super::{Fault, Known, Rule, Written};

/// What somebody does to a rule.
#[derive(Debug, Clone, PartialEq)]
pub enum Edit {
    /// Writes it: a new one, or all of one that is there.
    Put(Written),
    /// Takes it out of use, so that it can be restored.
    Delete(Rule),
}

/// Why a rule was not saved.
#[derive(Debug, thiserror::Error)]
pub enum SaveError {
    /// Somebody else changed it meanwhile.
    #[error("somebody else changed this rule meanwhile: look at it again")]
    Conflict,
    /// It cannot be meant: everything that is wrong with it.
    #[error("the rule cannot be meant")]
    Invalid(Vec<Fault>),
    /// The database failed.
    #[error(transparent)]
    Database(#[from] database::Error),
}

/// Writes what somebody did to a rule, where nobody else did anything to it since revision `expected` (0: since there
/// was no record of it). Gives the new revision. A title that is the program's own is not kept: whoever reads it later
/// reads the program's.
///
/// # Errors
/// [`SaveError`].
pub fn save(
    database: &dyn Database,
    edit: Edit,
    by: &str,
    at: Timestamp,
    expected: u64,
    known: &Known<'_>,
) -> Result<u64, SaveError> {
    let (rule, deleted) = match edit {
        Edit::Put(written) => (written.rule(known).map_err(SaveError::Invalid)?, false),
        Edit::Delete(rule) => (rule, true),
    };
    let mut written = Written::from(&rule);
    written.title = written
        .title
        .filter(|title| built_in_title(&rule.id).as_ref() != Some(title));
    let kept = Kept {
        by: by.to_owned(),
        at,
        deleted,
        rule: written,
    };
    let body = serde_json::to_string(&kept).map_err(database::Error::from)?;
    let revision = database.put_record(Shelf::Rules, &rule.id, &body, Some(expected))?;
    revision.ok_or(SaveError::Conflict)
}

/// Takes away what people did to a rule: what the file or the program says holds again; a rule that only people wrote
/// is gone. It is marked first, with the revision as expected, so that nobody's newer change is taken away unseen.
///
/// # Errors
/// [`SaveError`].
pub fn restore(database: &dyn Database, id: &str, expected: u64) -> Result<(), SaveError> {
    let record = database.record(Shelf::Rules, id)?;
    let Some(record) = record.filter(|record| record.revision == expected) else {
        return Err(SaveError::Conflict);
    };
    let marked = database.put_record(Shelf::Rules, id, &record.body, Some(expected))?;
    marked.ok_or(SaveError::Conflict)?;
    database.remove_record(Shelf::Rules, id)?;
    Ok(())
}
