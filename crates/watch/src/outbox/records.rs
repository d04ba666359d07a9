//! The five things that the outbox needs of a database, and no more: so that its tests can lose power between any two.

use std::ops::ControlFlow;
use std::sync::Arc;

use database::{Database, Record, Result, Shelf};

use crate::identity;

/// Compare-and-set records under string keys; see [`Database`] for what each promises.
pub trait Records: Send + Sync {
    /// One record.
    fn get(&self, key: &str) -> Result<Option<Record>>;

    /// All of them, by key.
    fn all(&self) -> Result<Vec<Record>>;

    /// Writes one where its revision is `expected` (0: where there is none). Gives its new revision, `None`
    /// where another was first.
    fn put(&self, key: &str, body: &str, expected: u64) -> Result<Option<u64>>;

    /// Takes one away.
    fn remove(&self, key: &str) -> Result<()>;

    /// The name of the base: see [`identity::of`].
    fn base(&self, offered: &str) -> Result<String>;
}

impl Records for Arc<dyn Database> {
    fn get(&self, key: &str) -> Result<Option<Record>> {
        self.record(Shelf::Deliveries, key)
    }

    fn all(&self) -> Result<Vec<Record>> {
        let mut all = Vec::new();
        self.each_record(Shelf::Deliveries, &mut |record| {
            all.push(record);
            Ok(ControlFlow::Continue(()))
        })?;
        Ok(all)
    }

    fn put(&self, key: &str, body: &str, expected: u64) -> Result<Option<u64>> {
        self.put_record(Shelf::Deliveries, key, body, Some(expected))
    }

    fn remove(&self, key: &str) -> Result<()> {
        self.remove_record(Shelf::Deliveries, key).map(drop)
    }

    fn base(&self, offered: &str) -> Result<String> {
        identity::of(self.as_ref(), offered)
    }
}
