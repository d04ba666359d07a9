//! Workers as they were last heard of, in the ledger's file beside the work that they do.

use std::ops::ControlFlow;

use rusqlite::params;

use super::Ledger;
use crate::sqlite::columns;
use crate::{Result, Visit, WorkerSeen};

impl Ledger {
    /// See [`crate::Database::note_worker`].
    pub(in crate::sqlite) fn note_worker(&self, worker: &WorkerSeen) -> Result<()> {
        self.with(|connection| {
            connection
                .prepare_cached(
                    "INSERT INTO workers VALUES (?1, ?2, ?3) ON CONFLICT (name) \
                     DO UPDATE SET seen_at = excluded.seen_at, about = excluded.about",
                )?
                .execute(params![worker.name, worker.seen_at.as_millis(), worker.about])?;
            Ok(())
        })
    }

    /// See [`crate::Database::forget_worker`].
    pub(in crate::sqlite) fn forget_worker(&self, name: &str) -> Result<()> {
        self.with(|connection| {
            connection
                .prepare_cached("DELETE FROM workers WHERE name = ?1")?
                .execute([name])?;
            Ok(())
        })
    }

    /// See [`crate::Database::each_worker`]. There are as many as machines have processes: they are read at once, so
    /// that a visitor may call back.
    pub(in crate::sqlite) fn each_worker(&self, visit: Visit<'_, WorkerSeen>) -> Result<()> {
        let workers = self.with(|connection| {
            let mut statement =
                connection.prepare_cached("SELECT name, seen_at, about FROM workers ORDER BY name")?;
            let mut rows = statement.query([])?;
            let mut workers = Vec::new();
            while let Some(row) = rows.next()? {
                workers.push(WorkerSeen {
                    name: row.get(0)?,
                    seen_at: columns::moment(row, 1)?,
                    about: row.get(2)?,
                });
            }
            Ok(workers)
        })?;
        for worker in workers {
            if visit(worker)? == ControlFlow::Break(()) {
                break;
            }
        }
        Ok(())
    }
}
