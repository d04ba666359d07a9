//! A seller against those like it: the few fields that are compared, of every seller that advertises, asked for once.

use std::sync::Arc;

use analytics::apart::Population;
use analytics::{Benchmark, ClientStatus};
use database::Result;
use database::mongodb::FindAsk;
use database::mongodb::bson::doc;

use super::Asked;
use crate::row::status_number;

impl Asked {
    /// A seller against its cohort: see [`Snapshot::benchmark`](analytics::Snapshot::benchmark).
    pub fn benchmark(&self, slug: &str) -> Result<Option<Benchmark>> {
        Ok(self.population()?.benchmark(slug))
    }

    fn population(&self) -> Result<Arc<Population>> {
        self.kept.population.get(|| {
            let active = doc! { "st": status_number(ClientStatus::Active) };
            let told = FindAsk::default()
                .with(doc! { "st": 1, "dom": 1, "linked": 1, "cat": 1, "cov": 1, "k": 1, "h": 1 });
            let mut population = Population::new(&self.frame);
            self.each(active, told, &mut |client| {
                population.add(&client);
                Ok(())
            })?;
            Ok(population)
        })
    }
}
