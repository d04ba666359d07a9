//! What changed between two moments: sellers of which anything may have are found by an index, and judged one by one.

use std::collections::BTreeMap;
use std::sync::Arc;

use analytics::apart::{HostStood, lost_by_all, new_to_all};
use analytics::{ChangeSet, Span, Window};
use compact_str::CompactString;
use database::Result;
use database::mongodb::FindAsk;
use database::mongodb::bson::doc;
use model::Timestamp;

use super::Asked;
use crate::filter::within;
use crate::pipelines;
use crate::row::{int, text};

impl Asked {
    /// What changed within the days of a window.
    pub fn changes(&self, window: Window) -> Result<Arc<ChangeSet>> {
        self.changes_within(Span::of(&self.frame, window))
    }

    /// What changed within a span: see [`Snapshot::changes_within`](analytics::Snapshot::changes_within).
    pub fn changes_within(&self, span: Span) -> Result<Arc<ChangeSet>> {
        self.kept.changes.get(&span, || {
            let mut clients = Vec::new();
            self.each(doc! { "chg": within(span) }, FindAsk::default(), &mut |client| {
                clients.extend(ChangeSet::of_client(&client, span));
                Ok(())
            })?;
            let index = self.index()?;
            let new = new_to_all(&self.frame, &index, span, &clients);
            let lost = lost_by_all(&self.hosts_stood(span)?);
            Ok(ChangeSet::of(span, clients, new, lost))
        })
    }

    /// How hosts stood at both ends of a span; those without ads at its beginning are left out.
    fn hosts_stood(&self, span: Span) -> Result<Vec<HostStood>> {
        let before = self.led_before(span.begin())?;
        let after = if let Some(end) = span.end() {
            self.led_before(end)?
        } else {
            let index = self.index()?;
            let now = index.hosts_now();
            now.map(|(host, ads)| (host.clone(), i64::try_from(ads).unwrap_or(i64::MAX)))
                .collect()
        };
        let stood = before.into_iter().map(|(domain, before)| HostStood {
            after: after.get(&domain).copied().unwrap_or(0),
            before,
            domain,
        });
        Ok(stood.collect())
    }

    /// Ads that led to each host right before a moment.
    pub(super) fn led_before(&self, moment: Timestamp) -> Result<BTreeMap<CompactString, i64>> {
        let mut before = BTreeMap::new();
        self.sums(pipelines::hosts_before(moment), &mut |sums| {
            before.insert(text(sums, "_id").into(), int(sums, "n"));
        })?;
        Ok(before)
    }
}
