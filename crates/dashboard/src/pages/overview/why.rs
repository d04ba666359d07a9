//! Alerts and reasons in a line.

use analytics::{Alert, AlertKind, Client};

use crate::format::Html;
use crate::shell::Shell;

/// An alert in the list of the overview.
pub struct AlertLine {
    /// `critical`, `warning` or `notice`.
    pub severity: &'static str,
    /// What happened, with the seller or place it happened to.
    pub text: Html,
    /// When.
    pub detail: Html,
    /// Where it can be dealt with.
    pub href: String,
}

/// An alert in a line.
pub fn alert_line(shell: &Shell<'_>, alert: &Alert) -> AlertLine {
    let w = shell.w;
    let reason = reason(shell, alert);
    let text = match alert.kind {
        AlertKind::Budget => reason,
        AlertKind::NewCompetitor => {
            let host = bold(&Html::isolated(&alert.subject));
            w.html("home-alert", &[("subject", host), ("reason", reason)])
        }
        _ => {
            let client = bold(&shell.client(&alert.subject));
            w.html("home-alert", &[("subject", client), ("reason", reason)])
        }
    };
    let severity = alert.severity.as_str();
    let said = Html::text(&w.say(&format!("severity-{severity}")));
    let day = w.date(&shell.visit.view.frame().zone, alert.since);
    AlertLine {
        severity,
        text,
        detail: w.html("home-alert-since", &[("severity", said), ("day", day)]),
        href: shell.visit.ask.to("/alerts", &[("kind", alert.kind.as_str())]),
    }
}

/// Why, without naming the seller again.
pub fn reason(shell: &Shell<'_>, alert: &Alert) -> Html {
    let w = shell.w;
    let place = alert.place.as_deref().unwrap_or(&alert.subject);
    let platform = alert.platform.as_deref().map(|id| shell.platform_html(id));
    match alert.kind {
        AlertKind::DomainMoved => match platform {
            Some(platform) => w.html(
                "home-why-moved-to",
                &[("domain", Html::isolated(place)), ("platform", platform)],
            ),
            None => w.html("home-why-moved", &[("domain", Html::isolated(place))]),
        },
        AlertKind::BecameInactive => w.html_n("home-why-inactive", alert.ads, &[("ads", w.count(alert.ads))]),
        AlertKind::ManyConcurrent => {
            let values = [("ads", w.count(alert.ads)), ("all", w.count(alert.out_of))];
            w.html("home-why-concurrent", &values)
        }
        AlertKind::RatioFell => {
            let percent = |ratio: Option<_>| w.percent(ratio.unwrap_or_default());
            let values = [
                ("now", percent(alert.ratio)),
                ("before", percent(alert.ratio_before)),
            ];
            w.html("home-why-ratio", &values)
        }
        AlertKind::NewCompetitor => {
            let n = alert.clients.len() as u64;
            let values = [("clients", w.count(n)), ("ads", w.count(alert.ads))];
            w.html_n("home-why-new-competitor", n, &values)
        }
        AlertKind::Budget => w.html("home-why-budget", &[("percent", Html::isolated(&alert.subject))]),
    }
}

/// How a seller without an alert stands: where most of its concurrent ads lead.
pub fn standing(shell: &Shell<'_>, client: &Client) -> Html {
    let w = shell.w;
    let values = [
        ("ads", w.count(client.ads.concurrent)),
        ("all", w.count(client.ads.total)),
    ];
    let Some(rival) = client.main_rival() else {
        return w.html("home-why-concurrent", &values);
    };
    let place = match rival.platform.as_str() {
        "unknown" => Html::isolated(&rival.domain),
        platform => shell.platform_html(platform),
    };
    let [ads, all] = values;
    w.html("home-why-leads-to", &[ads, all, ("place", place)])
}

fn bold(html: &Html) -> Html {
    Html::trusted(format!("<b>{html}</b>"))
}
