//! How our values stand in SQLite's columns, and back. Columns are named by position where rows are many:
//! finding a name costs a comparison with each column before it.

use std::fmt::Display;

use model::Timestamp;
use rusqlite::{Row, RowIndex};

use crate::{Error, Result};

/// A column by its name or position.
pub(super) trait Column: RowIndex + Copy + Display {}

impl<T: RowIndex + Copy + Display> Column for T {}

/// Milliseconds since 1970.
pub(super) fn millis(time: Option<Timestamp>) -> Option<i64> {
    time.map(Timestamp::as_millis)
}

/// The time in a column.
pub(super) fn time<C: Column>(row: &Row<'_>, column: C) -> Result<Option<Timestamp>> {
    let Some(millis) = row.get::<_, Option<i64>>(column)? else {
        return Ok(None);
    };
    match Timestamp::from_millis(millis) {
        Some(time) => Ok(Some(time)),
        None => Err(Error::Damaged(format!(
            "column {column} holds {millis}, which is no time"
        ))),
    }
}

/// The time in a column that always holds one.
pub(super) fn moment<C: Column>(row: &Row<'_>, column: C) -> Result<Timestamp> {
    time(row, column)?.ok_or_else(|| Error::Damaged(format!("column {column} holds no time")))
}

/// The xxh3-128 in a column.
pub(super) fn digest<C: Column>(row: &Row<'_>, column: C) -> Result<u128> {
    Ok(u128::from_be_bytes(row.get(column)?))
}

/// The value of a stable name in a column; `None` for NULL.
pub(super) fn named<T, C: Column>(
    row: &Row<'_>,
    column: C,
    from_name: fn(&str) -> Option<T>,
) -> Result<Option<T>> {
    let value = row.get_ref(column)?;
    let Some(name) = value.as_str_or_null().map_err(rusqlite::Error::from)? else {
        return Ok(None);
    };
    match from_name(name) {
        Some(value) => Ok(Some(value)),
        None => Err(Error::Damaged(format!(
            "column {column} holds {name:?}, which means nothing here"
        ))),
    }
}

/// A count; SQLite's integers are signed, and no count of ours comes near their end.
pub(super) fn count(number: u64) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}
