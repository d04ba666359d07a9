//! Monday's digest: gathered from the view, written as files in three languages, and packed for every channel.

use std::path::{Path, PathBuf};

use analytics::{Day, Snapshot, Span, Window};
use figures::Figures;
use model::Timestamp;
use watch::channels::Cadence;
use watch::digest::{ChangeFacts, DigestFacts, Language, PaceFacts, QuietRule, Seen, render};
use watch::engine::Firing;
use watch::firings;
use watch::outbox::Batch;

use super::{Ended, Watcher, broken, calls, week};
use crate::failure::Failure;

const DAY: i64 = 24 * 60 * 60 * 1000;

impl Watcher<'_> {
    /// Makes the digest of the week or the day that ends with this occurrence, for the channels that want it so often.
    /// That of the week is written as files too.
    pub(super) fn digest(&self, cadence: Cadence, occurrence: Timestamp) -> Result<Ended, Failure> {
        let view = self.tables()?.view()?;
        let Figures::Held(snapshot) = &view.figures else {
            return Ok(Ended::Done);
        };
        let to = self.now();
        let days = match cadence {
            Cadence::Weekly => 7,
            Cadence::Daily => 1,
        };
        let from = Timestamp::clamped(to.as_millis().saturating_sub(days * DAY));
        let said = firings::between(self.database.as_ref(), from, to).map_err(broken)?;
        let facts = self.facts(snapshot, &view, (from, to), firings::digest(&said, from, to))?;
        let day = self.zone.day(occurrence);
        let filed = Language::ALL.into_iter().filter(|_| cadence == Cadence::Weekly);
        for language in filed {
            let mail = render(language, &facts);
            write(&self.app.settings.watching.digests, day, language, &mail.html)?;
        }
        let shown = self.channels.shown();
        for channel in shown.iter().filter(|channel| channel.digest == cadence) {
            let compose = |notices: &[Firing]| {
                let facts = DigestFacts {
                    alerts: notices.to_vec(),
                    ..facts.clone()
                };
                render(channel.language, &facts).content(&facts)
            };
            let period = day.to_string();
            let batch = Batch::Digest { period: &period };
            self.outbox
                .pack(&channel.name, batch, &compose, to)
                .map_err(broken)?;
        }
        Ok(Ended::Done)
    }

    fn facts(
        &self,
        snapshot: &Snapshot,
        view: &dashboard::View,
        (from, to): (Timestamp, Timestamp),
        alerts: Vec<Firing>,
    ) -> Result<DigestFacts, Failure> {
        let database = self.database.as_ref();
        let pace = week::pace_noted(database)?;
        let base = view.figures.base()?;
        let changes = snapshot.changes_within(Span::between(from, None));
        Ok(DigestFacts {
            from,
            to,
            zone: self.zone.clone(),
            base: self.app.settings.watching.public_url.clone(),
            seen: Seen {
                sellers: view.clients,
                covered: view.figures.seen_since(from)?,
                active: base.active,
            },
            calls: calls::of(
                snapshot,
                self.window(from, to),
                (&view.money, &view.potential),
                &changes,
            ),
            changes: ChangeFacts::of(&changes),
            alerts,
            money: view.money,
            pace: pace.map(|pace| PaceFacts {
                planned_by_now: model::MicroDollars::new(pace.planned_micros),
                per_week: model::MicroDollars::new(pace.per_week_micros),
                lasts_until: Some(pace.lasts_until),
            }),
            silence: self.silence(from, to)?,
        })
    }

    /// The whole days of the period: what changed within them is among the changes of the period, so that whoever is to be
    /// called for it has its reason told.
    fn window(&self, from: Timestamp, to: Timestamp) -> Window {
        Window {
            from: self.zone.day(from).plus(1).min(self.zone.day(to)),
            to: self.zone.day(to),
        }
    }

    /// The rules that said nothing in the period: how each stood the last time that it was looked at.
    fn silence(&self, from: Timestamp, to: Timestamp) -> Result<Vec<QuietRule>, Failure> {
        let database = self.database.as_ref();
        let known = watch::rules::Known::default();
        let loaded = watch::rules::Rules::load(database, Some(&self.app.settings.watching.rules), &known)?;
        let said = firings::silences(database, from, to).map_err(broken)?;
        let quiet = loaded.rules.active().filter_map(|rule| {
            let looks = || said.iter().filter(|look| look.rule == rule.id);
            let last = looks().max_by_key(|look| look.at)?;
            looks().all(|look| look.fired == 0).then(|| QuietRule {
                rule: rule.id.clone(),
                title: rule.title.clone(),
                looked_at: last.looked_at,
                held_back: last.held_back,
                not_evaluated: last.not_evaluated.clone(),
            })
        });
        Ok(quiet.collect())
    }
}

/// Written beside and moved: whoever looks into the folder sees a whole file or none.
fn write(folder: &Path, day: Day, language: Language, html: &str) -> Result<(), Failure> {
    let path: PathBuf = folder.join(format!("digest-{day}.{}.html", language.tag()));
    let unwritable = |error: std::io::Error| Failure::path(&path, &error, "next-path");
    std::fs::create_dir_all(folder).map_err(unwritable)?;
    let beside = path.with_extension("part");
    std::fs::write(&beside, html).map_err(unwritable)?;
    std::fs::rename(&beside, &path).map_err(unwritable)
}
