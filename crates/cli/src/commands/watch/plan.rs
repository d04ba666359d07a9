//! `watch --plan`: what the week would ask and spend, how long the money lasts, what comes next.

use std::sync::Arc;

use database::Database;
use planner::{Agenda, Preview, SweepTurn};
use serde::Serialize;
use watch::state::Planned;

use crate::app::{App, now};
use crate::commands::money::short;
use crate::failure::{Exit, Failure};
use crate::messages::number;
use crate::output;
use crate::watching::{self, Plan};

/// The document that scripts read.
#[derive(Serialize)]
struct Shown {
    #[serde(flatten)]
    agenda: Agenda,
    asks: Preview,
    next: Vec<Planned>,
}

/// Shows it; costs nothing.
pub fn show(app: &App, database: &Arc<dyn Database>) -> Result<Exit, Failure> {
    let Plan { agenda, preview } = watching::plan(app, database)?;
    let shown = Shown {
        agenda,
        asks: preview,
        next: watching::next(app, now()),
    };
    if app.json {
        output::print_json(&shown)?;
    } else {
        output::print(&text(app, &shown))?;
    }
    Ok(Exit::Done)
}

fn text(app: &App, shown: &Shown) -> String {
    let agenda = &shown.agenda;
    let sweep = match agenda.sweep {
        SweepTurn::None => app.say("watch-sweep-none", &[]),
        SweepTurn::NotBefore { due, kept } => app.say(
            "watch-sweep-later",
            &[("due", watching::local(app, due).into()), ("kept", short(kept))],
        ),
        SweepTurn::Now { expected, .. } => app.say("watch-sweep-now", &[("expected", short(expected))]),
        SweepTurn::NextCycle { expected } => app.say("watch-sweep-next", &[("expected", short(expected))]),
    };
    let pace = &agenda.pace;
    let questions = shown.asks.lines.iter().map(|line| line.questions).sum();
    let mut lines = vec![
        app.say(
            "watch-week",
            &[
                ("allowance", short(agenda.allowance)),
                ("questions", number(questions)),
                ("expected", short(shown.asks.expected)),
            ],
        ),
        sweep,
        app.say(
            "watch-pace",
            &[
                ("spent", short(pace.spent)),
                ("planned", short(pace.planned_by_now)),
                ("left", short(pace.left)),
                ("until", watching::local(app, pace.lasts_until).into()),
            ],
        ),
    ];
    lines.extend(shown.next.iter().filter_map(|next| coming(app, next)));
    lines.join("\n")
}

/// When a schedule comes next; nothing of one that never does.
pub fn coming(app: &App, next: &Planned) -> Option<String> {
    let values = [
        ("schedule", watching::named(app, &next.schedule).into()),
        ("due", watching::local(app, next.due?).into()),
    ];
    Some(app.say("watch-next", &values))
}
