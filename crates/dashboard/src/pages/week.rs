//! How the watch stands: how fast the month's money goes, what comes next, what was done last, and what rules looked at
//! in silence.

use askama::Template;
use model::{MicroDollars, Timestamp};
use watch::firings;
use watch::outbox::Kind;
use watch::schedule::runs;
use watch::state::{self, Planned};

use crate::failure::Failure;
use crate::format::Html;
use crate::pages::alerts::tabs;
use crate::pages::deliveries::outbox;
use crate::pages::rules::rule_name;
use crate::reply::Reply;
use crate::shell::{self, Link, Section, Shell};
use crate::visit::Visit;
use crate::watching;

/// Evaluations of the last so many milliseconds are told: eight days.
const SILENT: i64 = 8 * 86_400_000;
/// The last digest is looked for among so many messages.
const DIGEST_WITHIN: usize = 1_000;
/// A watch that was not heard of for longer than this is not running, it seems: an hour.
const UNHEARD: i64 = 3_600_000;

#[derive(Template)]
#[template(path = "week.html")]
struct WeekPage<'v> {
    shell: Shell<'v>,
    tabs: Vec<Link>,
    /// What is said where no watch ran, or none does any more.
    absent: Option<Html>,
    pace: Option<PaceLine>,
    schedules: Vec<ScheduleLine>,
    silences: Vec<SilenceLine>,
    digest: Option<DigestLine>,
    leader: Html,
}

struct PaceLine {
    spent: Html,
    planned: Html,
    left: Html,
    per_week: Html,
    lasts: Html,
    sweep: Html,
    /// Whether less is spent than planned by now, or as much.
    steady: bool,
}

/// The digest that was made last.
struct DigestLine {
    subject: Html,
    at: Html,
    text: String,
}

struct ScheduleLine {
    name: String,
    cron: Html,
    zone: Html,
    next: Html,
    last: Html,
    state: String,
    state_class: &'static str,
}

struct SilenceLine {
    rule: Html,
    at: Html,
    looked_at: Html,
    unknown: Html,
    fired: Html,
    held_back: Html,
}

/// `GET /alerts/week`
pub fn page(visit: &Visit) -> Result<Reply, Failure> {
    let mut shell = Shell::new(visit, Section::Alerts, "week-title")?;
    shell.ranged = false;
    let database = visit.database.as_ref();
    let state = state::read(database)?;
    let heard = state.as_ref().and_then(|state| state.at);
    let state = state.unwrap_or_default();
    let lines = state.next.iter().map(|planned| schedule(&shell, planned));
    shell::page(&WeekPage {
        tabs: tabs::tabs(&shell, "/alerts/week"),
        absent: absent(&shell, heard),
        pace: state.pace.as_ref().map(|seen| pace(&shell, seen)),
        schedules: lines.collect::<Result<_, _>>()?,
        silences: silences(&shell)?,
        digest: digest(&shell)?,
        leader: Html::isolated(&state.leader),
        shell,
    })
}

fn absent(shell: &Shell<'_>, heard: Option<Timestamp>) -> Option<Html> {
    let Some(at) = heard else {
        return Some(Html::text(&shell.say("week-never")));
    };
    let silent = shell.visit.now.as_millis() - at.as_millis() > UNHEARD;
    let at = shell.w.moment(&shell.visit.view.frame().zone, at);
    silent.then(|| shell.w.html("week-unheard", &[("at", at)]))
}

fn pace(shell: &Shell<'_>, seen: &state::PaceSeen) -> PaceLine {
    let (w, zone) = (shell.w, &shell.visit.view.frame().zone);
    let money = |micros| w.money(MicroDollars::new(micros));
    let sweep = match seen.sweep_due {
        Some(due) => {
            let values = [
                ("date", w.date(zone, due)),
                ("kept", money(seen.sweep_kept_micros)),
            ];
            w.html("week-sweep-due", &values)
        }
        None => Html::text(&w.say("week-sweep-none")),
    };
    PaceLine {
        spent: money(seen.spent_micros),
        planned: money(seen.planned_micros),
        left: money(seen.left_micros),
        per_week: money(seen.per_week_micros),
        lasts: w.date(zone, seen.lasts_until),
        sweep,
        steady: seen.spent_micros <= seen.planned_micros,
    }
}

fn schedule(shell: &Shell<'_>, planned: &Planned) -> Result<ScheduleLine, Failure> {
    let (w, zone) = (shell.w, &shell.visit.view.frame().zone);
    let run = runs::last(shell.visit.database.as_ref(), &planned.schedule);
    let run = run.map_err(|error| match error {
        runs::Error::Database(error) => Failure::Database(error),
        other @ runs::Error::Record { .. } => Failure::Unexpected(other.to_string()),
    })?;
    let (state, state_class) = match run.as_ref().map(|run| &run.state) {
        None => ("week-run-none", "chip-unknown"),
        Some(runs::State::Begun) => ("week-run-begun", "chip-active"),
        Some(runs::State::Done { .. }) => ("week-run-done", "chip-converty"),
        Some(runs::State::Failed { .. }) => ("week-run-failed", "chip-concurrent"),
        Some(runs::State::GivenUp { .. }) => ("week-run-given-up", "chip-concurrent"),
    };
    let name = w.say_if(&format!("schedule-{}", planned.schedule));
    Ok(ScheduleLine {
        name: name.unwrap_or_else(|| crate::pages::naming::plain(&planned.schedule)),
        cron: Html::isolated(&planned.cron),
        zone: Html::isolated(&planned.zone),
        next: planned.due.map(|due| w.moment(zone, due)).unwrap_or_default(),
        last: run.map(|run| last(shell, &run)).unwrap_or_default(),
        state: w.say(state),
        state_class,
    })
}

/// When it was begun, what it made up for, and what went wrong.
fn last(shell: &Shell<'_>, run: &runs::Run) -> Html {
    let (w, zone) = (shell.w, &shell.visit.view.frame().zone);
    let mut told = w.moment(zone, run.begun_at).to_string();
    if run.missed > 0 {
        let missed = w.html_n(
            "week-missed",
            run.missed.into(),
            &[("count", w.count(u64::from(run.missed)))],
        );
        told = format!("{told} · {missed}");
    }
    if let runs::State::Failed { reason, .. } | runs::State::GivenUp { reason } = &run.state {
        told = format!("{told} · {}", Html::isolated(reason));
    }
    Html::trusted(told)
}

/// The digest that was made last, whichever channel it is for.
fn digest(shell: &Shell<'_>) -> Result<Option<DigestLine>, Failure> {
    let log = outbox(shell.visit).log(DIGEST_WITHIN)?;
    let last = log
        .into_iter()
        .find(|sent| sent.message.content.kind == Kind::Digest);
    Ok(last.map(|sent| DigestLine {
        subject: Html::isolated(&sent.message.content.subject),
        at: shell.w.moment(&shell.visit.view.frame().zone, sent.message.at),
        text: sent.message.content.text,
    }))
}

/// The last evaluation of each rule within some days.
fn silences(shell: &Shell<'_>) -> Result<Vec<SilenceLine>, Failure> {
    let visit = shell.visit;
    let (w, zone) = (shell.w, &visit.view.frame().zone);
    let after = Timestamp::clamped(visit.now.as_millis().saturating_sub(SILENT));
    let mut latest = std::collections::BTreeMap::new();
    for silence in firings::silences(visit.database.as_ref(), after, visit.now)? {
        latest.insert(silence.rule.clone(), silence);
    }
    let loaded = watching::rules(visit)?;
    let line = |silence: &watch::engine::Silence| SilenceLine {
        rule: rule_name(shell, &loaded.rules, &silence.rule),
        at: w.moment(zone, silence.at),
        looked_at: w.count(silence.looked_at),
        unknown: w.count(silence.unknown),
        fired: w.count(silence.fired),
        held_back: w.count(silence.held_back),
    };
    Ok(latest.values().map(line).collect())
}
