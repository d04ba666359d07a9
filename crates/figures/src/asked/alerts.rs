//! Alerts: indexed fields narrow down whom there is to look at, the judges of a snapshot look.

use analytics::apart::{self, Newcomers, Span};
use analytics::{Alert, AlertRules, MoneyFacts, Window};
use database::Result;
use database::mongodb::FindAsk;
use database::mongodb::bson::{Document, doc};

use super::Asked;
use crate::filter::within;

/// Hosts asked about at once.
const HOSTS: usize = 500;

impl Asked {
    /// What somebody should know: see [`Snapshot::alerts`](analytics::Snapshot::alerts).
    pub fn alerts(&self, window: Window, rules: &AlertRules, money: &MoneyFacts) -> Result<Vec<Alert>> {
        let (frame, now) = (&self.frame, self.frame.taken_at);
        let span = Span::of(frame, window);
        let mut alerts: Vec<Alert> = apart::of_money(money, now).into_iter().collect();
        self.each(suspects(span, rules), FindAsk::default(), &mut |client| {
            alerts.extend(apart::of_client(&client, span, rules, now));
            Ok(())
        })?;
        alerts.extend(self.newcomers(span)?);
        apart::in_order(&mut alerts);
        Ok(alerts)
    }

    /// Hosts that are news, with the sellers behind each by slug.
    fn newcomers(&self, span: Span) -> Result<Vec<Alert>> {
        let index = self.index()?;
        let mut newcomers = Newcomers::of(&self.frame, &index, span);
        let names: Vec<&str> = newcomers.names().collect();
        for some in names.chunks(HOSTS) {
            let filter = doc! { "to": { "$in": some } };
            self.each(filter, FindAsk::sorted(doc! { "_id": 1 }), &mut |client| {
                newcomers.add_where(&client, |host| some.binary_search(&host).is_ok());
                Ok(())
            })?;
        }
        Ok(newcomers.alerts(&self.frame).collect())
    }
}

/// Every seller about whom there may be something to say: indexes `moves.t`, `stop`, `fall`, `concurrent_*`,
/// `concurrent_ratio_*`.
fn suspects(span: Span, rules: &AlertRules) -> Document {
    let mut away = doc! { "$gte": span.begin().as_millis() };
    if let Some(end) = span.end() {
        away.insert("$lt", end.as_millis());
    }
    let share = i64::try_from(apart::least_share(rules)).unwrap_or(i64::MAX);
    doc! { "$or": [
        { "moves": { "$elemMatch": { "t": away } } },
        { "stop": within(span) },
        { "fall": within(span) },
        { "k.concurrent": { "$gte": i64::from(rules.many_concurrent.max(1)) } },
        { "k.concurrent_ratio": { "$gte": share }, "k.ads": { "$gte": i64::from(rules.many_of) } },
    ] }
}
