//! What rules say of what is known now, told to the channels.

use analytics::AlertRules;
use database::Shelf;
use figures::Figures;
use model::Timestamp;
use watch::channels;
use watch::engine;
use watch::facts::{Facts, chances_by};
use watch::firings;
use watch::outbox::Batch;
use watch::rules::{Known, Rules};

use super::{RULES, Watcher, broken};
use crate::failure::Failure;

/// How far before the last telling firings are told again: clocks of two leaders differ, and channels take each once.
const AGAIN: i64 = 2 * DAY;
/// The record of when firings were told last. What a crash kept from the channels is told by the next turn, however
/// long nobody watched in between.
const TOLD: &str = "told";
/// What ended long ago is thrown away so often.
const PRUNE: i64 = DAY;
const DAY: i64 = 24 * 60 * 60 * 1000;

impl Watcher<'_> {
    /// Looks at the rules where something moved, or an hour passed; gives how many times they fired.
    pub(super) fn look(&mut self, moved: bool) -> Result<u64, Failure> {
        let now = self.now();
        if !moved && !self.ruled.is_none_or(|then| has_passed(then, RULES, now)) {
            return Ok(0);
        }
        let fired = self.evaluate()?;
        self.tell()?;
        let now = self.now();
        self.ruled = Some(now);
        if self.pruned.is_none_or(|then| has_passed(then, PRUNE, now)) {
            self.outbox.prune(now).map_err(broken)?;
            self.pruned = Some(now);
        }
        Ok(fired)
    }

    fn evaluate(&self) -> Result<u64, Failure> {
        let database = self.database.as_ref();
        let view = self.tables()?.view()?;
        let Figures::Held(snapshot) = &view.figures else {
            return Ok(0);
        };
        let shown = self.channels.shown();
        let names: Vec<&str> = shown.iter().map(|channel| channel.name.as_str()).collect();
        let segments = |name: &str| view.segments.filter(name);
        let is_segment = |name: &str| segments(name).is_some();
        let known = Known {
            // Without any channel here the rules may have been written for those of another machine.
            channels: (!names.is_empty()).then_some(names.as_slice()),
            segments: Some(&is_segment),
        };
        let loaded = Rules::load(database, Some(&self.app.settings.watching.rules), &known)?;
        for problem in &loaded.problems {
            tracing::warn!("{problem}");
        }
        let chances = chances_by(&view.potential, &snapshot.frame);
        let facts = Facts {
            snapshot,
            money: &view.money,
            alert_rules: &AlertRules::default(),
            segments: &segments,
            chances: &chances,
        };
        let evaluated = engine::evaluate(database, &loaded.rules, &facts).map_err(broken)?;
        Ok(evaluated.firings.len() as u64)
    }

    /// Gathers what rules said for each channel, and packs what goes at once.
    fn tell(&self) -> Result<(), Failure> {
        let at = self.now();
        let since = self.told()?;
        let said = firings::between(self.database.as_ref(), since, at).map_err(broken)?;
        let shown = self.channels.shown();
        let names: Vec<&str> = shown.iter().map(|channel| channel.name.as_str()).collect();
        self.outbox.tell(&names, &said).map_err(broken)?;
        let base = self.app.settings.watching.public_url.as_ref();
        for channel in &shown {
            let compose = |notices: &[engine::Firing]| channels::alerts(channel.language, base, notices);
            self.outbox
                .pack(&channel.name, Batch::AtOnce, &compose, at)
                .map_err(broken)?;
        }
        let body = serde_json::to_string(&at)?;
        self.database.put_record(Shelf::Watch, TOLD, &body, None)?;
        Ok(())
    }

    /// From when on firings are told: some time before the last telling, the beginning where there was none.
    fn told(&self) -> Result<Timestamp, Failure> {
        let record = self.database.record(Shelf::Watch, TOLD)?;
        let last: Option<Timestamp> = record.and_then(|record| serde_json::from_str(&record.body).ok());
        let since = last.map_or(0, |last| last.as_millis().saturating_sub(AGAIN));
        Ok(Timestamp::clamped(since))
    }
}

fn has_passed(since: Timestamp, millis: i64, now: Timestamp) -> bool {
    now.as_millis().saturating_sub(since.as_millis()) >= millis
}
