//! Records, in the ledger's file: like its lines they cannot be made again, and no import holds them up.

use std::ops::ControlFlow;

use rusqlite::{Connection, OptionalExtension, Row, TransactionBehavior, params};

use super::Ledger;
use crate::sqlite::columns;
use crate::{Record, Result, Shelf, Visit};

/// Records that are read at once: a visitor is called between reads, so it may call back.
const PAGE: usize = 500;

impl Ledger {
    /// See [`crate::Database::record`].
    pub(in crate::sqlite) fn record(&self, shelf: Shelf, key: &str) -> Result<Option<Record>> {
        self.with(|connection| {
            let mut statement = connection
                .prepare_cached("SELECT key, body, revision FROM records WHERE shelf = ?1 AND key = ?2")?;
            Ok(statement.query_row([shelf.as_str(), key], read).optional()?)
        })
    }

    /// See [`crate::Database::each_record`].
    pub(in crate::sqlite) fn each_record(&self, shelf: Shelf, visit: Visit<'_, Record>) -> Result<()> {
        let mut last: Option<String> = None;
        loop {
            let records = self.with(|connection| page(connection, shelf, last.as_deref()))?;
            let last_page = records.len() < PAGE;
            last = records.last().map(|record| record.key.clone());
            for record in records {
                if visit(record)? == ControlFlow::Break(()) {
                    return Ok(());
                }
            }
            if last_page {
                return Ok(());
            }
        }
    }

    /// See [`crate::Database::put_record`].
    pub(in crate::sqlite) fn put_record(
        &self,
        shelf: Shelf,
        key: &str,
        body: &str,
        expected: Option<u64>,
    ) -> Result<Option<u64>> {
        serde_json::from_str::<serde::de::IgnoredAny>(body)?;
        self.with(|connection| {
            let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
            if let Some(expected) = expected
                && revision(&transaction, shelf, key)?.unwrap_or(0) != expected
            {
                return Ok(None);
            }
            let next = count_change(&transaction)?;
            transaction
                .prepare_cached(
                    "INSERT INTO records VALUES (?1, ?2, ?3, ?4) ON CONFLICT (shelf, key) \
                     DO UPDATE SET body = excluded.body, revision = excluded.revision",
                )?
                .execute(params![shelf.as_str(), key, body, columns::count(next)])?;
            transaction.commit()?;
            Ok(Some(next))
        })
    }

    /// See [`crate::Database::remove_record`].
    pub(in crate::sqlite) fn remove_record(&self, shelf: Shelf, key: &str) -> Result<bool> {
        self.with(|connection| {
            let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
            let removed = transaction
                .prepare_cached("DELETE FROM records WHERE shelf = ?1 AND key = ?2")?
                .execute([shelf.as_str(), key])?
                > 0;
            if removed {
                count_change(&transaction)?;
            }
            transaction.commit()?;
            Ok(removed)
        })
    }

    /// See [`crate::Database::records_version`].
    pub(in crate::sqlite) fn records_version(&self) -> Result<u64> {
        self.with(|connection| {
            let mut statement = connection.prepare_cached("SELECT version FROM record_changes")?;
            Ok(statement.query_row([], |row| row.get(0))?)
        })
    }
}

/// Records whose body is no JSON: nobody could read them.
pub(super) fn findings(connection: &Connection) -> Result<Vec<String>> {
    let mut statement = connection
        .prepare("SELECT shelf, key FROM records WHERE NOT json_valid(body) ORDER BY shelf, key")?;
    let told = statement.query_map([], |row| {
        let (shelf, key): (String, String) = (row.get(0)?, row.get(1)?);
        Ok(format!("the record {key:?} of {shelf} is not JSON"))
    })?;
    Ok(told.collect::<rusqlite::Result<_>>()?)
}

fn page(connection: &Connection, shelf: Shelf, after: Option<&str>) -> Result<Vec<Record>> {
    let mut statement = connection.prepare_cached(
        "SELECT key, body, revision FROM records WHERE shelf = ?1 AND (?2 IS NULL OR key > ?2) \
         ORDER BY key LIMIT ?3",
    )?;
    let records = statement.query_map(params![shelf.as_str(), after, PAGE], read)?;
    Ok(records.collect::<rusqlite::Result<_>>()?)
}

fn revision(connection: &Connection, shelf: Shelf, key: &str) -> Result<Option<u64>> {
    let mut statement =
        connection.prepare_cached("SELECT revision FROM records WHERE shelf = ?1 AND key = ?2")?;
    Ok(statement
        .query_row([shelf.as_str(), key], |row| row.get(0))
        .optional()?)
}

/// Counts a change; the new count is the revision of what changed, so that no revision is given twice.
fn count_change(connection: &Connection) -> Result<u64> {
    let mut count =
        connection.prepare_cached("UPDATE record_changes SET version = version + 1 RETURNING version")?;
    Ok(count.query_row([], |row| row.get(0))?)
}

fn read(row: &Row<'_>) -> rusqlite::Result<Record> {
    Ok(Record {
        key: row.get(0)?,
        body: row.get(1)?,
        revision: row.get(2)?,
    })
}
