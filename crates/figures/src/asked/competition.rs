//! Where ads lead away to: sums over all sellers, then the same lines as of a snapshot.

use std::collections::BTreeMap;
use std::sync::Arc;

use analytics::apart::{Index, Past, RivalSum, Span, competition};
use analytics::{Competition, Quarter, Window};
use compact_str::CompactString;
use database::Result;
use model::Timestamp;

use super::Asked;
use crate::pipelines;
use crate::row::{int, text, unsigned};

impl Asked {
    /// Rivals, with what changed within the window.
    pub fn competition(&self, window: Window) -> Result<Arc<Competition>> {
        self.kept.competitions.get(&window, || {
            let (frame, index, steps) = (&self.frame, self.index()?, self.steps()?);
            let before = self.led_before(frame.zone.start_of(window.from))?;
            let before = before.iter().map(|(host, ads)| (host.as_str(), *ads));
            let steps = steps
                .iter()
                .map(|(platform, at, more)| (platform.as_str(), *at, *more));
            let past = Past::of_sums(frame, &index, window, before, steps);
            Ok(competition(
                frame,
                &*self.base()?,
                &index,
                &past,
                Span::of(frame, window),
            ))
        })
    }

    /// Every rival host and platform.
    pub(super) fn index(&self) -> Result<Arc<Index>> {
        self.kept.index.get(|| {
            let mut rivals = Vec::new();
            self.sums(pipelines::rivals(), &mut |sums| rivals.extend(rival(sums)))?;
            let mut clients: BTreeMap<CompactString, u64> = BTreeMap::new();
            self.sums(pipelines::platforms(), &mut |sums| {
                clients.insert(text(sums, "_id").into(), unsigned(sums, "n"));
            })?;
            Ok(Index::of_sums(&rivals, |platform| {
                clients.get(platform).copied().unwrap_or(0)
            }))
        })
    }

    /// How many more ads lead to each platform from when on.
    pub(super) fn steps(&self) -> Result<Arc<Vec<(CompactString, Timestamp, i64)>>> {
        self.kept.steps.get(|| {
            let mut steps = Vec::new();
            self.sums(pipelines::platform_steps(), &mut |sums| {
                if let Some((quarter, platform)) = text(sums, "_id").split_once(':')
                    && let Ok(quarter) = quarter.parse()
                {
                    steps.push((platform.into(), Quarter(quarter).start(), int(sums, "n")));
                }
            })?;
            Ok(steps)
        })
    }
}

/// A line of `pipelines::rivals`.
fn rival(sums: &database::mongodb::bson::Document) -> Option<RivalSum> {
    let (length, rest) = text(sums, "_id").split_once(':')?;
    let (platform, domain) = rest.split_at_checked(length.parse().ok()?)?;
    Some(RivalSum {
        platform: platform.into(),
        domain: domain.into(),
        ads: unsigned(sums, "n"),
        clients: unsigned(sums, "c"),
        first_seen: Timestamp::clamped(int(sums, "f")),
    })
}
