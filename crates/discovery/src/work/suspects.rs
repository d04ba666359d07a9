//! Who may still start a run that was taken from them, and how long its money is therefore kept.

use model::Timestamp;
use purse::{OpenRun, OpenState};

use super::crew::parts;
use crate::error::Error;
use crate::job::{Context, after};

/// Until when the run may not be released though it is nowhere to be found; nothing where it may be at once: it is
/// known to have started, or every worker that could have started it is certainly dead.
///
/// Only a worker that adopted it while it was merely reserved starts a run; whoever takes it over says first that
/// nobody knows whether it was started. So the time runs from that word on, however often it is taken over.
pub(crate) fn kept_until(context: &Context<'_>, run: &OpenRun) -> Result<Option<Timestamp>, Error> {
    if matches!(run.state, OpenState::Started { .. }) {
        return Ok(None);
    }
    let scan = context.scan;
    for (worker, _) in run.may_start.iter().filter_map(|owner| parts(owner)) {
        if worker != scan.owner && !scan.vault.is_dead(worker)? {
            let since = run.unknown_since.unwrap_or_else(|| context.now());
            return Ok(Some(after(since, scan.settings.elsewhere_patience)));
        }
    }
    Ok(None)
}
