//! One alert in words: what happened, with its numbers, since when, what to do, and what was decided.

use analytics::{Alert, AlertKind};

use crate::decisions::MUTE_DAYS;
use crate::format::Html;
use crate::pages::naming::link;
use crate::shell::Shell;
use crate::view::{Decision, DecisionKind};

/// Sellers that one alert names; the rest are behind a link.
const NAMED: usize = 3;

/// One alert.
pub struct AlertLine {
    pub id: String,
    pub severity: &'static str,
    /// The severity in words: a colour alone says nothing.
    pub severity_label: String,
    pub text: Html,
    pub since: Html,
    /// What is proposed.
    pub action: String,
    /// The sellers behind it, where there are several.
    pub clients: Html,
    /// What was decided, by whom, when.
    pub decided: Html,
    /// Days for which it may be muted, each with its words.
    pub mutes: Vec<(u32, String)>,
}

impl AlertLine {
    /// An alert as the page shows it.
    pub fn of(shell: &Shell<'_>, alert: &Alert) -> Self {
        let w = shell.w;
        let view = &shell.visit.view;
        let severity = alert.severity.as_str();
        let decision = view
            .decisions
            .get(&alert.id)
            .filter(|one| one.holds(view.frame().taken_at));
        let days = |days: u32| (days, w.fill("decide-days", &[("days", &days.to_string())]));
        Self {
            id: alert.id.clone(),
            severity,
            severity_label: shell.say(&format!("severity-{severity}")),
            text: text(shell, alert),
            since: since(shell, alert),
            action: shell.say(&format!("action-{}", alert.kind.as_str().replace('_', "-"))),
            clients: clients(shell, alert),
            decided: decision.map_or_else(Html::default, |one| decided(shell, one)),
            mutes: MUTE_DAYS.map(days).into(),
        }
    }
}

fn text(shell: &Shell<'_>, alert: &Alert) -> Html {
    let w = shell.w;
    let bold = |html: Html| Html::trusted(format!("<b>{html}</b>"));
    let client = ("client", bold(shell.client(&alert.subject)));
    let (ads, of) = (("ads", w.count(alert.ads)), ("of", w.count(alert.out_of)));
    let place = alert.place.as_deref().map(Html::isolated);
    let platform = alert.platform.as_deref().map(|id| shell.platform_html(id));
    match alert.kind {
        AlertKind::DomainMoved => {
            let domain = ("domain", bold(place.unwrap_or_default()));
            match platform {
                Some(platform) => w.html("alert-domain-moved-to", &[client, domain, ("platform", platform)]),
                None => w.html("alert-domain-moved", &[client, domain]),
            }
        }
        AlertKind::BecameInactive => w.html_n("alert-became-inactive", alert.ads, &[client, ads, of]),
        AlertKind::ManyConcurrent => match place {
            Some(place) => w.html("alert-many-concurrent", &[client, ads, of, ("place", place)]),
            None => w.html("alert-many-concurrent-somewhere", &[client, ads, of]),
        },
        AlertKind::RatioFell => {
            let percent = |ratio: Option<_>| ratio.map_or_else(Html::default, |ratio| w.percent(ratio));
            let before = ("before", percent(alert.ratio_before));
            w.html(
                "alert-ratio-fell",
                &[client, before, ("now", bold(percent(alert.ratio)))],
            )
        }
        AlertKind::NewCompetitor => {
            let href = shell.clients(&[("competitor", &alert.subject)]);
            let host = bold(link(&href, &Html::isolated(&alert.subject)));
            let count = alert.clients.len();
            let platform = platform.unwrap_or_else(|| shell.platform_html("unknown"));
            let values = [
                ("place", host),
                ("platform", platform),
                ("count", w.count(count)),
                ads,
            ];
            w.html_n("alert-new-competitor", count as u64, &values)
        }
        AlertKind::Budget => budget(shell),
    }
}

fn budget(shell: &Shell<'_>) -> Html {
    let (w, money) = (shell.w, &shell.visit.view.money);
    let percent = model::document::Ratio::of(money.percent.into(), 100);
    let values = [
        ("percent", w.percent(percent)),
        ("spent", w.money(money.spent)),
        ("limit", w.money(money.limit)),
        ("left", w.money(money.left)),
    ];
    w.html("alert-budget", &values)
}

/// Nobody saw the purse cross a threshold: there the end of the cycle is worth more.
fn since(shell: &Shell<'_>, alert: &Alert) -> Html {
    let (w, zone) = (shell.w, &shell.visit.view.frame().zone);
    match alert.kind {
        AlertKind::Budget => shell.purse_ends(),
        _ => w.html("alert-since", &[("date", w.date(zone, alert.since))]),
    }
}

fn clients(shell: &Shell<'_>, alert: &Alert) -> Html {
    if alert.kind != AlertKind::NewCompetitor || alert.clients.is_empty() {
        return Html::default();
    }
    let named: Vec<String> = alert
        .clients
        .iter()
        .take(NAMED)
        .map(|slug| shell.client(slug).to_string())
        .collect();
    let mut html = named.join(" · ");
    if alert.clients.len() > NAMED {
        let href = shell.clients(&[("competitor", &alert.subject)]);
        let more = shell.w.html(
            "alert-clients-all",
            &[("count", shell.w.count(alert.clients.len()))],
        );
        html = format!("{html} · {}", link(&href, &more));
    }
    Html::trusted(html)
}

fn decided(shell: &Shell<'_>, decision: &Decision) -> Html {
    let (w, zone) = (shell.w, &shell.visit.view.frame().zone);
    let by = ("by", Html::isolated(&decision.by));
    let at = ("at", w.moment(zone, decision.at));
    match (decision.kind, decision.until) {
        (DecisionKind::Muted, Some(until)) => {
            w.html("decided-muted", &[by, at, ("until", w.date(zone, until))])
        }
        (DecisionKind::Muted | DecisionKind::Acknowledged, _) => w.html("decided-acknowledged", &[by, at]),
    }
}
