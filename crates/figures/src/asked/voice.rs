//! Share of voice: sums of steps over all sellers, and the rivals of those that have any for Converty against each.

use std::sync::Arc;

use analytics::apart::{Duels, Span, Tide, series};
use analytics::{Beat, Quarter, Voice, Window};
use database::Result;
use database::mongodb::FindAsk;
use database::mongodb::bson::doc;

use super::Asked;
use crate::pipelines;
use crate::row::int;

impl Asked {
    /// Where sellers' ads lead, over a window: see [`Snapshot::voice`](analytics::Snapshot::voice).
    pub fn voice(&self, window: Window, beat: Beat) -> Result<Arc<Voice>> {
        self.kept.voices.get(&(window, beat), || {
            let (points, lines) = series(&self.frame, window, beat, &*self.tide()?);
            Ok(Voice {
                window,
                beat,
                points,
                lines,
                duels: self.duels(window)?.lines(),
            })
        })
    }

    /// How many more ads lead where, from which quarter of an hour on.
    fn tide(&self) -> Result<Arc<Tide>> {
        self.kept.tide.get(|| {
            let mut tide = Tide::default();
            self.sums(pipelines::ads_steps(), &mut |sums| {
                if let Ok(quarter) = i32::try_from(int(sums, "_id")) {
                    tide.all(Quarter(quarter).start(), int(sums, "c"), int(sums, "x"));
                }
            })?;
            for (platform, at, more) in self.steps()?.iter() {
                tide.rival(platform, *at, *more);
            }
            Ok(tide)
        })
    }

    fn duels(&self, window: Window) -> Result<Duels> {
        let mut duels = Duels::new(Span::of(&self.frame, window));
        let rivals = doc! { "r": { "$elemMatch": { "h": { "$gte": "" } } } };
        let told = FindAsk::default().with(doc! { "r": 1, "h": 1 });
        self.each(rivals, told, &mut |client| {
            duels.client(&client);
            Ok(())
        })?;
        Ok(duels)
    }
}
