//! Rules that wait for an occasion of one seller, over history.

use analytics::apart::{Span, fall_moments, of_client, stop_moments};
use analytics::{AlertKind, Client, Window};
use model::Timestamp;

use super::run::Run;
use crate::facts::{OCCASION_DAYS, Of, Seen, Sight, Within, client_at, known_at, known_of, seen};

/// Every seller of the scope.
pub fn walk(run: &mut Run<'_, '_>, kind: AlertKind, within: &Within<'_>) {
    let facts = *run.facts;
    let back = -1 - OCCASION_DAYS - i32::from(run.rule.cool_down_days);
    for client in facts.snapshot.each().filter(|client| within.holds(&client.slug)) {
        let days = run.days(moments(client, kind));
        if days.is_empty() {
            continue;
        }
        run.subject(days, |day, at| {
            let past = client_at(client, at);
            let window = Window {
                from: day.plus(back),
                to: day,
            };
            let span = Span::of(&facts.snapshot.frame, window);
            let mut alerts: Vec<_> = of_client(&past, span, facts.alert_rules, at)
                .filter(|alert| alert.kind == kind)
                .collect();
            alerts.sort_by(|one, other| (one.since, &one.id).cmp(&(other.since, &other.id)));
            let sure = kind == AlertKind::DomainMoved || !past.partial;
            let sight = |alert| Sight {
                subject: client.slug.clone(),
                seen: if sure { seen(&alert) } else { Seen::Unsure },
                of: Of::Alert(Box::new(alert)),
            };
            alerts.into_iter().map(sight).collect()
        });
    }
}

/// When an occasion of this kind may have become known: none is left out.
fn moments(client: &Client, kind: AlertKind) -> Vec<Timestamp> {
    let known = |moments: Vec<Timestamp>| moments.into_iter().map(|at| known_of(client, at)).collect();
    match kind {
        AlertKind::DomainMoved => client.moves.iter().map(|it| it.first_away).collect(),
        AlertKind::BecameInactive => known(stop_moments(client)),
        AlertKind::RatioFell => known(fall_moments(client)),
        AlertKind::ManyConcurrent => {
            let marks = client.history.iter().filter(|mark| mark.ads.concurrent > 0);
            marks.map(known_at).collect()
        }
        AlertKind::NewCompetitor | AlertKind::Budget => Vec::new(),
    }
}
