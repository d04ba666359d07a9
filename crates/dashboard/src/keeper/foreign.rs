//! What others write into a shared base without telling: looked for now and then.

use std::sync::atomic::{AtomicI64, Ordering};

use database::{Database, Error};
use model::Timestamp;

/// Between two looks at least, in milliseconds. Each reads all sellers, mappings and reports of the base.
const PAUSE: i64 = 5 * 60_000;

/// When it was looked last.
#[derive(Debug)]
pub struct Foreign {
    looked_at: AtomicI64,
}

impl Foreign {
    /// Counts from here: whoever starts has the base looked through by the refresh that it begins with.
    pub const fn since(now: Timestamp) -> Self {
        Self {
            looked_at: AtomicI64::new(now.as_millis()),
        }
    }

    /// Looks, where the base is shared and the time has come. Gives how many documents of others were news.
    pub fn notice(&self, database: &dyn Database, now: Timestamp) -> Result<u64, Error> {
        let Some(shared) = database.shared() else {
            return Ok(0);
        };
        let (before, now) = (self.looked_at.load(Ordering::Relaxed), now.as_millis());
        // A clock that was put back is no reason to wait until it has caught up.
        if now.saturating_sub(before).saturating_abs() < PAUSE {
            return Ok(0);
        }
        let mine = self
            .looked_at
            .compare_exchange(before, now, Ordering::Relaxed, Ordering::Relaxed);
        match mine {
            Ok(_) => shared.notice_foreign(),
            Err(_) => Ok(0),
        }
    }
}
