//! Work, in the ledger's file: what a queue lost would be forgotten for good, and no import holds it up.

use std::ops::ControlFlow;

use model::Timestamp;
use rusqlite::types::{ToSql, Value};
use rusqlite::{Connection, OptionalExtension, Row, TransactionBehavior, params, params_from_iter};

use super::Ledger;
use crate::sqlite::columns;
use crate::{Claim, NewWork, Result, Visit, WorkEnd, WorkFilter, WorkItem, WorkState};

/// Items that are read at once: a visitor is called between reads, so it may call back.
const PAGE: usize = 500;

/// What [`read`] reads, in its order.
const COLUMNS: &str =
    "key, queue, belongs_to, body, state, token, tries, worker, lease_until, not_before, result, reason";

/// The lease that ended first of a queue's.
pub(super) const TO_TAKE_OVER: &str = "SELECT lease_until, key FROM work WHERE state = 'leased' AND queue = ?1 \
     AND lease_until <= ?2 ORDER BY lease_until, key LIMIT 1";

/// The item of a queue that waits longest.
pub(super) const TO_BEGIN: &str = "SELECT not_before, key FROM work WHERE state = 'waiting' AND queue = ?1 \
     AND not_before <= ?2 ORDER BY not_before, key LIMIT 1";

impl Ledger {
    /// See [`crate::Database::put_work`].
    pub(in crate::sqlite) fn put_work(&self, items: &[NewWork]) -> Result<u64> {
        self.with(|connection| {
            let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
            let mut insert = transaction.prepare_cached(
                "INSERT INTO work (key, queue, belongs_to, body, not_before) VALUES (?1, ?2, ?3, ?4, ?5) \
                 ON CONFLICT (key) DO NOTHING",
            )?;
            let mut put = 0;
            for item in items {
                let not_before = item.not_before.as_millis();
                put += insert.execute(params![item.key, item.queue, item.group, item.body, not_before])?;
            }
            drop(insert);
            transaction.commit()?;
            Ok(put as u64)
        })
    }

    /// See [`crate::Database::claim_work`].
    pub(in crate::sqlite) fn claim_work(&self, claim: &Claim<'_>) -> Result<Option<WorkItem>> {
        self.with(|connection| {
            let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
            let mut key = first(
                &transaction,
                TO_TAKE_OVER,
                claim.queues,
                claim.takes_over_before(),
            )?;
            if key.is_none() {
                key = first(&transaction, TO_BEGIN, claim.queues, claim.now)?;
            }
            let Some(key) = key else {
                return Ok(None);
            };
            let item = transaction
                .prepare_cached(&format!(
                    "UPDATE work SET state = 'leased', token = token + 1, tries = tries + 1, worker = ?2, \
                     lease_until = ?3, ended = NULL WHERE key = ?1 RETURNING {COLUMNS}"
                ))?
                .query_row(params![key, claim.worker, claim.until.as_millis()], |row| {
                    Ok(read(row))
                })??;
            transaction.commit()?;
            Ok(Some(item))
        })
    }

    /// See [`crate::Database::renew_work`].
    pub(in crate::sqlite) fn renew_work(&self, key: &str, token: u64, until: Timestamp) -> Result<bool> {
        self.change_work(
            "UPDATE work SET lease_until = ?3 WHERE key = ?1 AND token = ?2 AND state = 'leased'",
            &[&key, &columns::count(token), &until.as_millis()],
        )
    }

    /// See [`crate::Database::end_work`].
    pub(in crate::sqlite) fn end_work(&self, key: &str, token: u64, end: &WorkEnd) -> Result<bool> {
        let stored = columns::count(token);
        let changed = self.change_work(
            "UPDATE work SET state = ?3, ended = ?4, lease_until = NULL, tries = tries - ?5, \
             not_before = ifnull(?6, not_before), result = ?7, reason = ifnull(?8, reason) \
             WHERE key = ?1 AND token = ?2 AND state = 'leased'",
            &[
                &key,
                &stored,
                &end.state().as_str(),
                &end.as_str(),
                &i64::from(matches!(end, WorkEnd::Returned)),
                &columns::millis(end.not_before()),
                &end.result(),
                &end.reason(),
            ],
        )?;
        Ok(changed || self.was_told(key, token, end)?)
    }

    /// Whether the latest claim was ended with just these words.
    fn was_told(&self, key: &str, token: u64, end: &WorkEnd) -> Result<bool> {
        self.with(|connection| {
            let mut statement = connection.prepare_cached(&format!(
                "SELECT {COLUMNS} FROM work WHERE key = ?1 AND token = ?2 AND ended = ?3"
            ))?;
            let ended = statement
                .query_row(params![key, columns::count(token), end.as_str()], |row| {
                    Ok(read(row))
                })
                .optional()?
                .transpose()?;
            Ok(ended.is_some_and(|item| end.left(&item)))
        })
    }

    /// See [`crate::Database::withdraw_work`].
    pub(in crate::sqlite) fn withdraw_work(&self, key: &str) -> Result<bool> {
        self.change_work(
            "UPDATE work SET state = 'withdrawn' WHERE key = ?1 AND state = 'waiting' AND token = 0",
            &[&key],
        )
    }

    /// See [`crate::Database::work`].
    pub(in crate::sqlite) fn work(&self, key: &str) -> Result<Option<WorkItem>> {
        self.with(|connection| {
            let mut statement =
                connection.prepare_cached(&format!("SELECT {COLUMNS} FROM work WHERE key = ?1"))?;
            statement
                .query_row([key], |row| Ok(read(row)))
                .optional()?
                .transpose()
        })
    }

    /// See [`crate::Database::each_work`].
    pub(in crate::sqlite) fn each_work(&self, filter: &WorkFilter, visit: Visit<'_, WorkItem>) -> Result<()> {
        let mut last: Option<String> = None;
        loop {
            let items = self.with(|connection| page(connection, filter, last.as_deref()))?;
            let last_page = items.len() < PAGE;
            last = items.last().map(|item| item.key.clone());
            for item in items {
                if visit(item)? == ControlFlow::Break(()) {
                    return Ok(());
                }
            }
            if last_page {
                return Ok(());
            }
        }
    }

    /// See [`crate::Database::clear_work`].
    pub(in crate::sqlite) fn clear_work(&self, group: &str) -> Result<u64> {
        self.with(|connection| {
            let mut delete = connection.prepare_cached(
                "DELETE FROM work WHERE belongs_to = ?1 AND state IN ('done', 'dead', 'withdrawn')",
            )?;
            Ok(delete.execute([group])? as u64)
        })
    }

    /// Runs a statement that changes one item or none; gives whether it did.
    fn change_work(&self, sql: &str, values: &[&dyn ToSql]) -> Result<bool> {
        self.with(|connection| Ok(connection.prepare_cached(sql)?.execute(values)? > 0))
    }
}

/// The key of the item whose time is the earliest in any of the queues, if it is not after `until`.
fn first(connection: &Connection, sql: &str, queues: &[&str], until: Timestamp) -> Result<Option<String>> {
    let mut statement = connection.prepare_cached(sql)?;
    let mut first: Option<(i64, String)> = None;
    for queue in queues {
        let head = statement
            .query_row(params![queue, until.as_millis()], |row| {
                Ok((row.get::<_, i64>(0)?, row.get::<_, String>(1)?))
            })
            .optional()?;
        first = match (first, head) {
            (Some(one), Some(other)) => Some(one.min(other)),
            (one, other) => one.or(other),
        };
    }
    Ok(first.map(|(_, key)| key))
}

/// The next items after the key. The statement holds only what is asked for, so that an index serves it.
fn page(connection: &Connection, filter: &WorkFilter, after: Option<&str>) -> Result<Vec<WorkItem>> {
    let text = |value: &str| Value::Text(value.to_owned());
    let asked = [
        ("key > ?", after.map(text)),
        ("queue = ?", filter.queue.as_deref().map(text)),
        ("belongs_to = ?", filter.group.as_deref().map(text)),
        ("state = ?", filter.state.map(|state| text(state.as_str()))),
    ];
    let (mut conditions, mut values) = (vec!["true"], Vec::new());
    for (condition, value) in asked {
        if let Some(value) = value {
            conditions.push(condition);
            values.push(value);
        }
    }
    let mut statement = connection.prepare_cached(&format!(
        "SELECT {COLUMNS} FROM work WHERE {} ORDER BY key LIMIT {PAGE}",
        conditions.join(" AND ")
    ))?;
    let mut rows = statement.query(params_from_iter(values))?;
    let mut items = Vec::new();
    while let Some(row) = rows.next()? {
        items.push(read(row)?);
    }
    Ok(items)
}

fn read(row: &Row<'_>) -> Result<WorkItem> {
    Ok(WorkItem {
        key: row.get(0)?,
        queue: row.get(1)?,
        group: row.get(2)?,
        body: row.get(3)?,
        state: columns::named(row, 4, WorkState::from_name)?.unwrap_or(WorkState::Waiting),
        token: row.get(5)?,
        tries: row.get(6)?,
        worker: row.get(7)?,
        lease_until: columns::time(row, 8)?,
        not_before: columns::moment(row, 9)?,
        result: row.get(10)?,
        reason: row.get(11)?,
    })
}
