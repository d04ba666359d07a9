//! The base over time: what was covered and analysed, who advertised, where ads led, against the period before.

mod changed;

use analytics::{Moment, Timeline};
use askama::Template;

use crate::charted::{ChartCard, Charter};
use crate::failure::Failure;
use crate::format::Html;
use crate::parts;
use crate::reply::Reply;
use crate::shell::{self, Section, Shell};
use crate::visit::Visit;
use changed::Changed;

#[derive(Template)]
#[template(path = "time.html")]
struct TimePage<'v> {
    shell: Shell<'v>,
    /// Why there is nothing to show, if so.
    empty: Option<&'static str>,
    facts: Vec<Fact>,
    active: ChartCard,
    charts: Vec<ChartCard>,
    changed: Changed,
}

/// One number of the period.
struct Fact {
    live: String,
    href: String,
    label: String,
    value: Html,
    detail: Html,
}

/// `/time`
pub fn page(visit: &Visit) -> Result<Reply, Failure> {
    let mut shell = Shell::new(visit, Section::Time, "section-time")?;
    let charter = Charter::new(visit);
    let frame = visit.view.frame();
    let before = charter.before();
    // Of days before the first thing known nothing is known: nothing to compare with.
    let comparable = frame.earliest.is_some_and(|first| first <= before.window.from);
    let changed = changed::of(&mut shell)?;
    shell::page(&TimePage {
        changed,
        empty: shell.emptiness(),
        facts: facts(&shell, charter.timeline(), comparable.then_some(before)),
        active: charter.card("active")?,
        charts: ["coverage", "ads", "covered_daily", "reports"]
            .into_iter()
            .map(|name| charter.card(name))
            .collect::<Result<_, _>>()?,
        shell,
    })
}

fn facts(shell: &Shell<'_>, now: &Timeline, before: Option<&Timeline>) -> Vec<Fact> {
    let flow = |of: fn(&Moment) -> u64| {
        let sum = move |timeline: &Timeline| {
            timeline
                .points
                .iter()
                .map(of)
                .fold(0, |sum: u64, value| sum.saturating_add(value))
        };
        (sum(now), before.map(sum))
    };
    let level = |of: fn(&Moment) -> u64| {
        let end = move |timeline: &Timeline| timeline.points.last().map_or(0, of);
        (end(now), before.map(end))
    };
    let ask = &shell.visit.ask;
    let covered = ask.to("/clients", &[("status", "active,inactive")]);
    let active = ask.to("/clients", &[("status", "active")]);
    vec![
        fact(
            shell,
            "newly",
            covered.clone(),
            flow(|moment| moment.newly_covered.into()),
        ),
        fact(
            shell,
            "reports",
            covered,
            flow(|moment| u64::from(moment.reports_active) + u64::from(moment.reports_inactive)),
        ),
        fact(
            shell,
            "active",
            active.clone(),
            level(|moment| moment.active.into()),
        ),
        fact(shell, "ads", active, level(|moment| moment.ads.total)),
    ]
}

fn fact(shell: &Shell<'_>, name: &'static str, href: String, (now, before): (u64, Option<u64>)) -> Fact {
    let w = shell.w;
    let detail = match before {
        Some(before) => {
            let values = [
                ("change", parts::change(w, now, Some(before), true)),
                ("before", w.count(before)),
            ];
            w.html("time-against", &values)
        }
        None => Html::text(&w.say("time-nothing-before")),
    };
    Fact {
        live: format!("{name}-number"),
        href,
        label: w.say(&format!("time-{name}")),
        value: w.count(now),
        detail,
    }
}
