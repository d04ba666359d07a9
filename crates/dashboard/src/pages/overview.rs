//! The whole base at a glance: what is covered, who advertises, where ads lead, whom to call, what it costs.

mod calls;
mod changes;
mod numbers;
mod purse;
mod why;

use analytics::{Alert, RecommendationKind};
use askama::Template;

use crate::charted::{ChartCard, Charter};
use crate::failure::Failure;
use crate::format::Html;
use crate::reply::Reply;
use crate::shell::{self, Section, Shell};
use crate::visit::Visit;

use calls::Call;
use changes::Change;
use numbers::Number;
use purse::PurseFacts;
pub use why::{AlertLine, alert_line};

/// Alerts that the overview shows; all are in their section.
const ALERTS: usize = 4;

#[derive(Template)]
#[template(path = "overview.html")]
struct OverviewPage<'v> {
    shell: Shell<'v>,
    /// Why there is nothing to show, if so.
    empty: Option<&'static str>,
    numbers: Vec<Number>,
    active: ChartCard,
    verdicts: ChartCard,
    status: ChartCard,
    bands: ChartCard,
    platforms: ChartCard,
    calls: Vec<Call>,
    calls_shown: Html,
    alerts: Vec<AlertLine>,
    changes: Vec<Change>,
    changes_since: Html,
    purse: PurseFacts,
}

/// `/`
pub fn page(visit: &Visit) -> Result<Reply, Failure> {
    let shell = Shell::new(visit, Section::Overview, "section-overview")?;
    let charter = Charter::new(visit);
    let (open, _) = visit.view.alerts(&visit.config, charter.window())?;
    let since = visit.view.figures.since_last_scan()?;
    let calls = calls::calls(&shell, charter.window(), &open)?;
    shell::page(&OverviewPage {
        empty: shell.emptiness(),
        numbers: numbers::numbers(&shell, charter.overview()?, charter.window()),
        active: charter.card("active")?,
        verdicts: charter.card("verdicts")?,
        status: charter.card("status")?,
        bands: charter.card("bands")?,
        platforms: top(charter.card("platforms")?),
        calls_shown: calls.shown,
        calls: calls.rows,
        alerts: alerts(&shell, &open),
        changes: changes::changes(&shell, &since),
        changes_since: changes::since(&shell, &since),
        purse: purse::facts(&shell),
        shell,
    })
}

/// The first alerts, one about each seller or place: the most pressing.
fn alerts(shell: &Shell<'_>, open: &[Alert]) -> Vec<AlertLine> {
    let mut first: Vec<&Alert> = Vec::new();
    for alert in open {
        if first.len() < ALERTS && !first.iter().any(|other| other.subject == alert.subject) {
            first.push(alert);
        }
    }
    first.into_iter().map(|alert| alert_line(shell, alert)).collect()
}

/// Sellers to call, as the recommendations order them.
fn to_call(
    shell: &Shell<'_>,
    window: analytics::Window,
) -> Result<Option<analytics::Recommendation>, Failure> {
    let all = shell.visit.view.recommendations(window)?;
    Ok(all.into_iter().find(|one| one.kind == RecommendationKind::Call))
}

/// The alert that says why a seller is worth a call: the most pressing one about it.
fn about<'a>(alerts: &'a [Alert], slug: &str) -> Option<&'a Alert> {
    alerts.iter().find(|alert| alert.subject == slug)
}

/// The note of this card says what its numbers count.
fn top(mut card: ChartCard) -> ChartCard {
    card.note = String::new();
    card
}
