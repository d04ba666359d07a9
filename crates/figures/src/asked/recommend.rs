//! What to do next: counts and the first of each queue by indexed finds, and whom to call by the judge of a snapshot.

use std::sync::Arc;

use analytics::apart::{Calls, NAMED, Queue, Span, Waiting, recommendations, stale_before};
use analytics::{MoneyFacts, Recommendation, Window};
use database::Result;
use database::mongodb::FindAsk;
use database::mongodb::bson::{Document, doc};

use super::Asked;
use crate::filter::within;
use crate::pipelines;
use crate::row::unsigned;

impl Asked {
    /// What to do next: see [`Snapshot::recommendations`](analytics::Snapshot::recommendations).
    pub fn recommendations(&self, window: Window, money: &MoneyFacts) -> Result<Vec<Recommendation>> {
        let calls = self.calls(Span::of(&self.frame, window))?;
        let unidentified = self.index()?.unidentified();
        Ok(recommendations(
            &*self.base()?,
            calls,
            &*self.waiting()?,
            &unidentified,
            money,
        ))
    }

    /// Whom to call. Of those with concurrent ads alone the score is their number: they are summed, and the ten with
    /// most of them looked at; the few with more to say are looked at one by one.
    fn calls(&self, span: Span) -> Result<Calls> {
        let mut calls = Calls::default();
        let beside = doc! { "$or": [{ "mp": true }, { "stop": within(span) }, { "rise": within(span) }] };
        self.each(beside.clone(), FindAsk::default(), &mut |client| {
            calls.note(&client, span);
            Ok(())
        })?;
        let most = FindAsk::sorted(doc! { "k.concurrent": -1, "_id": 1 }).first(limit());
        let leading = doc! { "k.concurrent": { "$exists": true }, "$nor": [beside.clone()] };
        let (mut first, mut ads) = (0, 0);
        self.each(leading, most, &mut |client| {
            first += 1;
            ads += u64::from(client.ads.concurrent);
            calls.note(&client, span);
            Ok(())
        })?;
        self.sums(pipelines::leading_away(beside), &mut |sums| {
            let (all, all_ads) = (unsigned(sums, "n"), unsigned(sums, "x"));
            calls.count_more(all.saturating_sub(first), all_ads.saturating_sub(ads));
        })?;
        Ok(calls)
    }

    fn waiting(&self) -> Result<Arc<Waiting>> {
        self.kept.waiting.get(|| {
            let stale = stale_before(self.frame.taken_at).as_millis();
            let covered = doc! { "$in": [0, 1] };
            let longest = |status: i32| {
                let filter = doc! { "st": status, "k.seen": { "$lt": stale } };
                self.queue(filter, doc! { "k.seen": 1, "_id": 1 })
            };
            let (mut first, others) = (longest(0)?, longest(1)?);
            first.count += others.count;
            first.first.extend(others.first);
            first.first.truncate(NAMED);
            Ok(Waiting {
                uncovered: self.queue(doc! { "st": 3 }, doc! { "_id": 1 })?,
                partial: self.queue(
                    doc! { "partial": true, "st": covered },
                    doc! { "k.ads": -1, "_id": 1 },
                )?,
                stale: first,
                unscannable: self.queue(doc! { "st": 2 }, doc! { "_id": 1 })?,
            })
        })
    }

    /// How many there are, and the first of them.
    fn queue(&self, filter: Document, sort: Document) -> Result<Queue> {
        let count = self.count(filter.clone())?;
        let mut first = Vec::new();
        let ask = FindAsk::sorted(sort).first(limit()).with(doc! { "_id": 1 });
        self.each(filter, ask, &mut |client| {
            first.push(client.slug);
            Ok(())
        })?;
        Ok(Queue { count, first })
    }
}

fn limit() -> u32 {
    u32::try_from(NAMED).unwrap_or(u32::MAX)
}
