//! From what fired to the firing: its numbers, and where to read on.

use analytics::{Alert, AlertKind};

use super::{About, Firing, Numbers, Said};
use crate::facts::{ALL, Of, Past, Reading, Seen, Sight};
use crate::rules::{Condition, Metric, Rule};
use model::Timestamp;

/// Sellers that a firing names, at most.
const NAMED: usize = 50;

/// The firing of a rule about what it saw.
pub fn firing(rule: &Rule, sight: &Sight<'_>, said: &Said, at: Timestamp) -> Firing {
    let about = match &rule.condition {
        Condition::Occasion { kind } => About::Occasion(*kind),
        Condition::Level { metric, side, .. } => About::Level(*metric, *side),
    };
    Firing {
        id: format!("{}:{}:{}", rule.id, sight.subject, said.occasion),
        rule: rule.id.clone(),
        title: rule.title.clone(),
        severity: rule.severity,
        subject: sight.subject.to_string(),
        at,
        delivery: rule.delivery,
        channels: rule.channels.clone(),
        about,
        numbers: numbers(rule, sight),
        link: link(about, &sight.subject),
    }
}

fn numbers(rule: &Rule, sight: &Sight<'_>) -> Numbers {
    let mut numbers = match &sight.of {
        Of::Alert(alert) => of_alert(alert),
        Of::Client(past) => of_client(past),
        Of::Whole => Numbers::default(),
    };
    if let (
        Condition::Level {
            metric, threshold, ..
        },
        Seen::Value { reading, since },
    ) = (&rule.condition, &sight.seen)
    {
        if let Reading::Known(value) = reading {
            numbers.value = Some(*value);
        }
        numbers.threshold = Some(*threshold);
        numbers.since = *since;
        if *metric == Metric::PlatformShare {
            numbers.platform = Some(sight.subject.to_string());
        }
    }
    numbers
}

fn of_alert(alert: &Alert) -> Numbers {
    let text = |text: &Option<_>| text.as_ref().map(ToString::to_string);
    let of_money = alert.kind == AlertKind::Budget;
    Numbers {
        // The percentage that was crossed.
        value: of_money
            .then(|| alert.subject.parse().ok().map(|percent: i64| percent * 100))
            .flatten(),
        ads: (!of_money).then_some(alert.ads),
        out_of: (!of_money).then_some(alert.out_of),
        ratio: alert.ratio.map(model::document::Ratio::hundredths),
        ratio_before: alert.ratio_before.map(model::document::Ratio::hundredths),
        place: text(&alert.place),
        platform: text(&alert.platform),
        clients: alert
            .clients
            .iter()
            .take(NAMED)
            .map(ToString::to_string)
            .collect(),
        since: Some(alert.since),
        ..Numbers::default()
    }
}

fn of_client(past: &Past<'_>) -> Numbers {
    let (ads, rival) = (past.ads(), past.main_rival());
    Numbers {
        ads: ads.map(|ads| ads.total.into()),
        converty: ads.map(|ads| ads.converty.into()),
        concurrent: ads.map(|ads| ads.concurrent.into()),
        place: rival.map(|rival| rival.domain.to_string()),
        platform: rival.map(|rival| rival.platform.to_string()),
        clients: vec![past.slug().to_owned()],
        ..Numbers::default()
    }
}

/// A path of the dashboard, with the filter that shows whom it is about.
fn link(about: About, subject: &str) -> String {
    let query = |name: &str| {
        let mut query = url::form_urlencoded::Serializer::new(String::new());
        format!("/clients?{}", query.append_pair(name, subject).finish())
    };
    match about {
        About::Occasion(AlertKind::Budget) | About::Level(Metric::SpentPercent, _) => "/scans".to_owned(),
        About::Occasion(AlertKind::NewCompetitor) => query("competitor"),
        About::Level(Metric::PlatformShare, _) => query("platform"),
        _ if subject == ALL => "/".to_owned(),
        _ => {
            let mut link = url::Url::parse("http://localhost/clients/").ok();
            if let Some(link) = &mut link
                && let Ok(mut path) = link.path_segments_mut()
            {
                path.pop_if_empty().push(subject);
            }
            link.map_or_else(|| "/clients".to_owned(), |link| link.path().to_owned())
        }
    }
}
