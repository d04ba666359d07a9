//! Occasions: the alerts of a snapshot, each once.

use std::collections::BTreeMap;

use analytics::{Alert, AlertKind, Day, Window};

use super::{Facts, Of, Seen, Sight, Within};

/// For so many days an occasion may become known late, and is told then.
pub const OCCASION_DAYS: i32 = 28;

/// The alerts of windows that begin on some day, made once each.
pub struct Alerts<'f, 'a> {
    facts: &'f Facts<'a>,
    of: BTreeMap<Day, Vec<Alert>>,
}

impl<'f, 'a> Alerts<'f, 'a> {
    pub const fn new(facts: &'f Facts<'a>) -> Self {
        Self {
            facts,
            of: BTreeMap::new(),
        }
    }

    /// What a rule that waits for an occasion sees in a window from `from` to today.
    pub fn sights(&mut self, kind: AlertKind, from: Day, within: &Within<'_>) -> Vec<Sight<'a>> {
        let facts = self.facts;
        let alerts = self.of.entry(from).or_insert_with(|| {
            let to = facts.snapshot.frame.today();
            let window = Window {
                from: from.min(to),
                to,
            };
            facts.snapshot.alerts(window, facts.alert_rules, facts.money)
        });
        let mut alerts: Vec<&Alert> = alerts
            .iter()
            .filter(|alert| alert.kind == kind && is_within(alert, within))
            .collect();
        // Of several occasions of one subject the earliest is told first.
        alerts.sort_by(|one, other| {
            (&one.subject, one.since, &one.id).cmp(&(&other.subject, other.since, &other.id))
        });
        alerts.into_iter().map(|alert| sight(facts, alert)).collect()
    }
}

fn is_within(alert: &Alert, within: &Within<'_>) -> bool {
    alert.clients.is_empty() || alert.clients.iter().any(|slug| within.holds(slug))
}

fn sight<'a>(facts: &Facts<'a>, alert: &Alert) -> Sight<'a> {
    let sure = subject_known(facts, alert);
    Sight {
        subject: alert.subject.clone(),
        seen: if sure { seen(alert) } else { Seen::Unsure },
        of: Of::Alert(Box::new(alert.clone())),
    }
}

/// An alert as an occasion.
pub fn seen(alert: &Alert) -> Seen {
    let prefix = alert.kind.as_str().len() + 1 + alert.subject.len() + 1;
    Seen::Occasion {
        occasion: alert.id.get(prefix..).unwrap_or(&alert.id).to_owned(),
        since: alert.since,
    }
}

/// Whether what an alert says of a seller's ads rests on a whole look. A domain that left, a host and the purse do not
/// depend on one.
pub fn subject_known(facts: &Facts<'_>, alert: &Alert) -> bool {
    match alert.kind {
        AlertKind::BecameInactive | AlertKind::ManyConcurrent | AlertKind::RatioFell => facts
            .snapshot
            .shared(&alert.subject)
            .is_some_and(|client| !client.partial),
        AlertKind::DomainMoved | AlertKind::NewCompetitor | AlertKind::Budget => true,
    }
}
