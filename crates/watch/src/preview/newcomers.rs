//! Rival hosts that no seller's ads led to before, over history.

use std::collections::{BTreeMap, BTreeSet};

use analytics::{Alert, AlertKind, Client, Day, Rival, Severity};
use compact_str::CompactString;
use model::Timestamp;

use super::run::Run;
use crate::facts::{DAY, OCCASION_DAYS, Of, Sight, Within, known_of, led, seen};

/// The sellers whose ads led to one host.
type Behind<'a> = Vec<(&'a Client, &'a Rival)>;

/// Every host that was new on some day.
pub fn walk(run: &mut Run<'_, '_>, within: &Within<'_>) {
    let facts = *run.facts;
    let frame = &facts.snapshot.frame;
    let Some(earliest) = frame.earliest else { return };
    let first_scan_ended = frame.zone.start_of(earliest.plus(1));
    let mut hosts = BTreeMap::<&str, Behind<'_>>::new();
    for client in facts.snapshot.each() {
        for rival in &client.rivals {
            hosts
                .entry(rival.domain.as_str())
                .or_default()
                .push((client, rival));
        }
    }
    for (host, behind) in hosts {
        let first = behind.iter().map(|(_, rival)| rival.first_seen).min();
        let Some(first) = first.filter(|first| *first >= first_scan_ended) else {
            continue;
        };
        if !behind.iter().any(|(client, _)| within.holds(&client.slug)) {
            continue;
        }
        let days = days(run, &behind, first);
        run.subject(days, |_, at| {
            let alert = alert(host, &behind, first, at);
            let within = alert
                .iter()
                .any(|alert| alert.clients.iter().any(|slug| within.holds(slug)));
            alert.filter(|_| within).map(sight).into_iter().collect()
        });
    }
}

/// The days on which somebody new was known to be behind it, as long as that is news.
fn days(run: &Run<'_, '_>, behind: &Behind<'_>, first: Timestamp) -> BTreeSet<Day> {
    let days = i64::from(OCCASION_DAYS) + i64::from(run.rule.cool_down_days);
    let news = first.as_millis().saturating_add(days * DAY);
    let known = behind
        .iter()
        .map(|(client, rival)| known_of(client, rival.first_seen));
    run.days(known.filter(|known| known.as_millis() <= news))
}

fn sight<'a>(alert: Alert) -> Sight<'a> {
    Sight {
        subject: alert.subject.clone(),
        seen: seen(&alert),
        of: Of::Alert(Box::new(alert)),
    }
}

/// The host at a moment; `None` where it was not proven yet that it is new.
fn alert(host: &str, behind: &Behind<'_>, first: Timestamp, at: Timestamp) -> Option<Alert> {
    let leads = |(client, rival): &&(&Client, &Rival)| led(client, rival, at) > 0;
    let now: Vec<_> = behind.iter().filter(leads).collect();
    if !now.iter().any(|(_, rival)| rival.proven) {
        return None;
    }
    let ads = |client: &Client| {
        crate::facts::Past::at(client, at)
            .ads()
            .map_or(0, |ads| u64::from(ads.total))
    };
    let platform = now
        .iter()
        .max_by_key(|(_, rival)| rival.ads)
        .map(|(_, rival)| rival.platform.clone());
    Some(Alert {
        id: format!(
            "{}:{host}:{}",
            AlertKind::NewCompetitor.as_str(),
            first.as_millis()
        ),
        kind: AlertKind::NewCompetitor,
        severity: Severity::Warning,
        subject: CompactString::from(host),
        clients: now.iter().map(|(client, _)| client.slug.clone()).collect(),
        since: first,
        ads: now
            .iter()
            .map(|(client, rival)| u64::from(led(client, rival, at)))
            .sum(),
        out_of: now.iter().map(|(client, _)| ads(client)).sum(),
        ratio: None,
        ratio_before: None,
        place: Some(CompactString::from(host)),
        platform: platform.filter(|platform| platform != "unknown"),
    })
}
