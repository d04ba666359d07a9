//! What somebody should know today and what to do next: alerts with people's decisions, and recommendations.

pub(super) mod line;
mod proposal;
pub(super) mod tabs;

use analytics::{Alert, AlertKind};
use askama::Template;

use crate::ask::Misread;
use crate::decisions;
use crate::failure::Failure;
use crate::format::Html;
use crate::pages::naming;
use crate::reply::Reply;
use crate::shell::{self, Link, Section, Shell};
use crate::view::DecisionKind;
use crate::visit::Visit;

use line::AlertLine;
use proposal::Proposal;

/// Alerts on one page.
const PAGE: usize = 50;

#[derive(Template)]
#[template(path = "alerts.html")]
struct AlertsPage<'v> {
    shell: Shell<'v>,
    tabs: Vec<Link>,
    empty: Option<&'static str>,
    kinds: Vec<KindLink>,
    shows: Vec<Link>,
    lines: Vec<AlertLine>,
    /// `1 – 50 of 88`.
    shown: Html,
    next: String,
    /// Back to the first page, where this is another.
    first: String,
    proposals: Vec<Proposal>,
}

/// Alerts of one kind as a link.
struct KindLink {
    href: String,
    label: String,
    count: Html,
    current: bool,
}

/// What the address asks for.
struct Asked {
    kind: Option<AlertKind>,
    decided: bool,
    /// The alert after which the page begins.
    after: Option<String>,
}

/// `/alerts`
pub fn page(visit: &Visit) -> Result<Reply, Failure> {
    let mut shell = Shell::new(visit, Section::Alerts, "alerts-page")?;
    let asked = asked(visit, &mut shell.misread);
    let frame = visit.view.frame();
    let window = visit.ask.window(&frame.zone, visit.now, frame.earliest);
    let (open, decided) = visit.view.alerts(&visit.config, window)?;
    let (opened, told) = (open.len(), decided.len());
    let all = if asked.decided { decided } else { open };
    let of_kind: Vec<&Alert> = all
        .iter()
        .filter(|alert| asked.kind.is_none_or(|kind| kind == alert.kind))
        .collect();
    let start = place(&of_kind, asked.after.as_deref());
    let rest = of_kind.get(start..).unwrap_or_default();
    let lines: Vec<AlertLine> = rest
        .iter()
        .take(PAGE)
        .map(|alert| AlertLine::of(&shell, alert))
        .collect();
    let last = rest.get(PAGE - 1).filter(|_| rest.len() > PAGE);
    let recommended = visit.view.recommendations(window)?;
    shell::page(&AlertsPage {
        tabs: tabs::tabs(&shell, "/alerts"),
        empty: empty(&shell, &asked, of_kind.is_empty()),
        kinds: kinds(&shell, &all, asked.kind),
        shows: shows(&shell, &asked, opened, told),
        shown: shown(&shell, start, lines.len(), of_kind.len()),
        next: last.map_or_else(String::new, |alert| visit.ask.with(&[("cursor", &alert.id)])),
        first: if start > 0 {
            visit.ask.with(&[("cursor", "")])
        } else {
            String::new()
        },
        lines,
        proposals: recommended.iter().map(|one| Proposal::of(&shell, one)).collect(),
        shell,
    })
}

/// `POST /alerts/decide`
pub fn decide(visit: &Visit) -> Result<Reply, Failure> {
    let id = visit.fields.need("id")?;
    let kind = match visit.fields.need("kind")? {
        "acknowledged" => Some(DecisionKind::Acknowledged),
        "muted" => Some(DecisionKind::Muted),
        "none" => None,
        _ => return Err(Failure::invalid("kind", "is acknowledged, muted or none")),
    };
    let until = match kind {
        Some(DecisionKind::Muted) => Some(until(visit)?),
        Some(DecisionKind::Acknowledged) | None => None,
    };
    let database = visit.database.as_ref();
    decisions::decide(database, id, kind, until, &visit.who.name, visit.now)?;
    Ok(Reply::see_other(naming::back(visit, "/alerts")))
}

/// A mute of so many days ends when the last of them does: pages are made anew at midnight.
fn until(visit: &Visit) -> Result<model::Timestamp, Failure> {
    let days = visit.fields.need("days")?.parse::<u32>().ok();
    let days = days.filter(|days| (1..=decisions::LONGEST_MUTE).contains(days));
    let days = days.ok_or_else(|| {
        let reason = format!("is a number from 1 to {}", decisions::LONGEST_MUTE);
        Failure::invalid("days", reason)
    })?;
    let zone = &visit.config.zone;
    let today = zone.day(visit.now);
    Ok(zone.start_of(today.plus(i32::try_from(days).unwrap_or(i32::MAX))))
}

fn asked(visit: &Visit, misread: &mut Vec<Misread>) -> Asked {
    let ask = &visit.ask;
    let decided = ask.parsed("show", misread, |text| match text {
        "open" => Some(false),
        "decided" => Some(true),
        _ => None,
    });
    Asked {
        kind: ask.parsed("kind", misread, AlertKind::from_name),
        decided: decided.unwrap_or(false),
        after: ask.get("cursor").map(str::to_owned),
    }
}

/// Where the page begins: after the alert that it names, or at the beginning where that one is gone.
fn place(alerts: &[&Alert], after: Option<&str>) -> usize {
    let named = after.and_then(|id| alerts.iter().position(|alert| alert.id == id));
    named.map_or(0, |index| index + 1)
}

fn empty(shell: &Shell<'_>, asked: &Asked, none: bool) -> Option<&'static str> {
    if !none {
        return None;
    }
    shell.emptiness().or(Some(if asked.kind.is_some() {
        "filtered"
    } else if asked.decided {
        "undecided"
    } else {
        "calm"
    }))
}

fn shown(shell: &Shell<'_>, start: usize, rows: usize, total: usize) -> Html {
    let w = shell.w;
    let values = [
        ("first", w.count(start + usize::from(rows > 0))),
        ("last", w.count(start + rows)),
        ("total", w.count(total)),
    ];
    w.html("page-rows", &values)
}

/// All alerts, and those of each kind that there are; a chosen kind stays, even without any.
fn kinds(shell: &Shell<'_>, alerts: &[Alert], chosen: Option<AlertKind>) -> Vec<KindLink> {
    let ask = &shell.visit.ask;
    let link = |name: &str, sentence: String, count: usize, current: bool| KindLink {
        href: ask.with(&[("kind", name)]),
        label: shell.say(&sentence),
        count: shell.w.count(count),
        current,
    };
    let all = link("", "alerts-all".to_owned(), alerts.len(), chosen.is_none());
    let of_kind = AlertKind::ALL.into_iter().filter_map(|kind| {
        let count = alerts.iter().filter(|alert| alert.kind == kind).count();
        let current = chosen == Some(kind);
        (count > 0 || current).then(|| {
            let name = kind.as_str();
            link(name, format!("alerts-{}", name.replace('_', "-")), count, current)
        })
    });
    std::iter::once(all).chain(of_kind).collect()
}

fn shows(shell: &Shell<'_>, asked: &Asked, open: usize, decided: usize) -> Vec<Link> {
    let link = |value: &str, name: &str, count: usize, current: bool| Link {
        href: shell.visit.ask.with(&[("show", value)]),
        label: shell
            .w
            .fill(name, &[("count", &shell.w.plain_count(count as u64))]),
        current,
        key: "",
    };
    vec![
        link("", "alerts-open", open, !asked.decided),
        link("decided", "alerts-decided", decided, asked.decided),
    ]
}
