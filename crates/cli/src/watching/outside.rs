//! What a turn does out in the world: the probe and the scan. The rest of a turn is the same whoever did them.

use std::sync::Arc;

use database::Database;
use discovery::StoppedBy;
use tokio_util::sync::CancellationToken;

use super::{Ended, week};
use crate::app::App;
use crate::failure::Failure;

/// The outside world, as schedules ask for it.
pub trait Outside {
    /// Looks at the DNS of sellers' domains.
    fn probe(&self) -> Result<Ended, Failure>;

    /// Scans for what the week may spend; afterwards documents and chances are up to date. Ends early where `stop` says so.
    fn scan(&self, stop: &CancellationToken) -> Result<Ended, Failure>;
}

/// The real one: resolvers, and the paid door.
pub struct World<'w> {
    pub app: &'w App,
    pub database: Arc<dyn Database>,
}

impl Outside for World<'_> {
    fn probe(&self) -> Result<Ended, Failure> {
        week::probe(self.app, self.database.as_ref()).map(|()| Ended::Done)
    }

    fn scan(&self, stop: &CancellationToken) -> Result<Ended, Failure> {
        let summary = week::scan(self.app, &self.database, stop)?;
        match summary.stopped_by {
            StoppedBy::Done | StoppedBy::Budget | StoppedBy::Limit => Ok(Ended::Done),
            StoppedBy::Interrupt => Ok(Ended::Stopped),
            StoppedBy::Error => {
                let reason = summary.error.unwrap_or_default();
                Err(Failure::because("discover-error", reason, "next-apify"))
            }
        }
    }
}
