//! What the database holds, counted.

use std::ops::ControlFlow;

use database::Database;
use model::observation::FactsKind;
use serde::Serialize;

use crate::failure::Failure;

/// Counts of what is stored.
#[derive(Debug, Default, Serialize)]
pub(super) struct Holds {
    pub sellers: u64,
    pub domains: u64,
    pub rejected_domains: u64,
    pub ads: u64,
    pub searches: u64,
    pub refused_items: u64,
    pub hosts_probed: u64,
    pub pages_probed: u64,
    pub undecided: u64,
}

impl Holds {
    pub fn count(database: &dyn Database) -> Result<Self, Failure> {
        let mut holds = Self::default();
        database.each_seller(&mut |seller| {
            holds.sellers += 1;
            holds.domains += seller.hosts().count() as u64;
            let rejected = seller.domains.iter().filter(|domain| domain.host.is_err());
            holds.rejected_domains += rejected.count() as u64;
            Ok(ControlFlow::Continue(()))
        })?;
        database.each_observation(false, &mut |observation| {
            match observation.facts.kind() {
                FactsKind::Dns => holds.hosts_probed += 1,
                FactsKind::Landing => holds.pages_probed += 1,
            }
            Ok(ControlFlow::Continue(()))
        })?;
        database.each_judged(&mut |_| one_more(&mut holds.ads))?;
        database.each_search(&mut |_| one_more(&mut holds.searches))?;
        database.each_refused(&mut |_| one_more(&mut holds.refused_items))?;
        database.each_undecided(&mut |_| one_more(&mut holds.undecided))?;
        Ok(holds)
    }
}

#[expect(clippy::unnecessary_wraps, reason = "the shape of a visitor")]
fn one_more(count: &mut u64) -> database::Result<ControlFlow<()>> {
    *count += 1;
    Ok(ControlFlow::Continue(()))
}
