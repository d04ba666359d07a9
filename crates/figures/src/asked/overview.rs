//! The base at a glance, and who changed within a window.

use std::sync::Arc;

use analytics::apart::{Since, Span, Turned, Turns};
use analytics::{Changes, Overview, Window};
use database::Result;
use database::mongodb::FindAsk;
use database::mongodb::bson::doc;

use super::Asked;
use crate::filter::within;
use crate::pipelines;
use crate::row::{int, unsigned};

impl Asked {
    /// The base as it stands, without what changed.
    pub fn base(&self) -> Result<Arc<Overview>> {
        self.kept.base.get(|| self.make_base())
    }

    /// The base as it stands, and what changed within the window.
    pub fn overview(&self, window: Window) -> Result<Overview> {
        let made = self.kept.overviews.get(&window, || {
            let span = Span::of(&self.frame, window);
            let new_rivals = self.index()?.new_within(&self.frame, span);
            let base = Overview::clone(&*self.base()?);
            Ok(base.within(&self.frame, window, self.turned(span)?, new_rivals))
        })?;
        Ok(Overview::clone(&made))
    }

    /// What changed since the scan before the last one.
    pub fn since_last_scan(&self) -> Result<Changes> {
        let made = self.kept.last_scan.get(|| {
            let Some(since) = Since::of(&self.frame) else {
                return Ok(Changes::default());
            };
            let new_rivals = self.index()?.new_within(&self.frame, since.span);
            let turned = self.turned(since.span)?;
            Ok(self.stood(since)?.changes(turned, new_rivals))
        })?;
        Ok(Changes::clone(&made))
    }

    fn make_base(&self) -> Result<Overview> {
        let mut base = Overview::uncounted(&self.frame, 0);
        self.sums(pipelines::sellers(), &mut |sums| {
            let sellers = unsigned(sums, "n");
            base.clients += sellers;
            match int(sums, "_id") {
                0 => {
                    base.active += sellers;
                    base.partial += unsigned(sums, "p");
                    for (number, band) in base.bands.iter_mut().enumerate() {
                        band.clients += unsigned(sums, &format!("b{number}"));
                    }
                }
                1 => base.inactive += sellers,
                2 => base.unscannable += sellers,
                _ => base.uncovered += sellers,
            }
        })?;
        base.covered = base.active + base.inactive;
        self.sums(pipelines::ads(), &mut |sums| {
            base.ads.total += unsigned(sums, "a");
            base.ads.converty += unsigned(sums, "c");
            base.ads.concurrent += unsigned(sums, "x");
            base.ads.unknown += unsigned(sums, "u");
            base.concurrent_clients += unsigned(sums, "n");
        })?;
        Ok(base)
    }

    /// Who turned within a span: those that turned at all in it, judged one by one.
    fn turned(&self, span: Span) -> Result<Turned> {
        let mut turns = Turns::default();
        let fields = doc! { "st": 1, "cov": 1, "k": 1, "h": 1 };
        self.each(
            doc! { "turn": within(span) },
            FindAsk::default().with(fields),
            &mut |client| {
                turns.note(&client);
                Ok(())
            },
        )?;
        turns.sort();
        Ok(turns.within(span))
    }

    /// How all sellers stood when a span began.
    fn stood(&self, mut since: Since) -> Result<Since> {
        let begin = since.span.begin();
        self.sums(pipelines::stood(begin), &mut |sums| {
            since.covered += unsigned(sums, "n");
            since.newly_covered += unsigned(sums, "w");
            since.active += unsigned(sums, "on");
            since.ads.total += unsigned(sums, "a");
            since.ads.converty += unsigned(sums, "c");
            since.ads.concurrent += unsigned(sums, "x");
            since.ads.unknown += unsigned(sums, "u");
        })?;
        // Those without a history stood as they stand now, as far back as they are covered.
        let known = doc! { "$lt": begin.as_millis() };
        let quiet = |filter: database::mongodb::bson::Document| {
            let mut filter = filter;
            filter.insert("h", doc! { "$exists": false });
            self.count(filter)
        };
        since.covered += quiet(doc! { "st": { "$lt": 3 }, "cov": known.clone() })?;
        since.active += quiet(doc! { "st": 0, "cov": known.clone() })?;
        let now = quiet(doc! { "st": { "$in": [0, 1] } })?;
        let then = quiet(doc! { "st": { "$in": [0, 1] }, "cov": known })?;
        since.newly_covered += now.saturating_sub(then);
        Ok(since)
    }
}
