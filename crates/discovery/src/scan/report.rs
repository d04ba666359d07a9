//! The summary of a scan.

use std::collections::BTreeSet;
use std::ops::ControlFlow;

use database::Coverage;

use super::drive::Drive;
use crate::error::Error;
use crate::summary::{StoppedBy, Summary};

impl Drive<'_> {
    /// Sums up.
    pub(super) fn report(self, stopped_by: StoppedBy) -> Result<Summary, Error> {
        let context = self.context;
        let scan = context.scan;
        let coverage = Coverage::read(scan.database)?;
        let mut active = BTreeSet::new();
        scan.database.each_judged(&mut |ad| {
            active.extend(ad.verdict.owner);
            Ok(ControlFlow::Continue(()))
        })?;
        let (mut total, mut covered, mut searchable) = (0, 0, 0);
        scan.database.each_seller(&mut |seller| {
            total += 1;
            // An ad of its own is proof enough that a seller advertises, however little else was delivered.
            let known = active.contains(seller.slug.as_str()) || coverage.of(&seller).is_some();
            covered += u64::from(known);
            searchable += u64::from(!known && seller.hosts().next().is_some());
            Ok(ControlFlow::Continue(()))
        })?;
        let balance = scan.purse.balance(context.now())?;
        let totals = self.totals;
        Ok(Summary {
            sellers_total: total,
            sellers_covered: covered,
            sellers_active: active.len() as u64,
            // The planner also counts further hosts of sellers that are known to be active.
            sellers_left: self
                .planner
                .as_ref()
                .map_or(0, planner::Planner::sellers_left)
                .min(searchable),
            ads_new: totals.ads_new,
            ads_seen: totals.ads_seen,
            runs: totals.runs,
            runs_failed: totals.failed,
            refused: totals.refused,
            spent: totals.spent,
            reserved: balance.reserved,
            budget: balance.budget,
            left: balance.left,
            stopped_by,
            error: totals.error,
            partial: totals.partial,
            strays: totals.strays,
        })
    }
}
