//! `probe`: looks at hosts for nothing: what the DNS says of them, and what answers behind them.

use std::collections::BTreeMap;
use std::sync::Arc;

use classification::{Catalogue, Standing};
use database::Database;
use model::observation::{Facts, Place, Undecided};
use probe::{Outcome, Targets};
use reports::tables::{Cell, Column, Table, render};
use serde::Serialize;

use crate::app::App;
use crate::args::ProbeArgs;
use crate::commands::facts::{self, Fact};
use crate::failure::{Exit, Failure};
use crate::messages::number;
use crate::output;
use crate::probing::{self, Pass, Prober};

/// The document that scripts read.
#[derive(Serialize)]
struct Probed<'o> {
    places: u64,
    fresh: u64,
    answered: u64,
    nowhere: u64,
    changed: u64,
    undecided: u64,
    undecided_by_reason: BTreeMap<&'static str, u64>,
    stopped: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    hosts: Option<&'o [Seen]>,
}

/// What is known of one place now.
#[derive(Serialize)]
pub struct Seen {
    place: Place,
    standing: Option<Standing>,
    facts: Vec<Fact>,
    undecided: Vec<Vain>,
}

/// A look that learned nothing.
#[derive(Serialize)]
struct Vain {
    kind: &'static str,
    reason: &'static str,
    detail: String,
    at: model::Timestamp,
    times: u32,
}

/// Runs the command.
pub fn run(app: &App, args: &ProbeArgs) -> Result<Exit, Failure> {
    let database = app.database()?;
    let catalogue = app.catalogue()?;
    let prober = Prober::open(&app.settings.network, args.landing)?;
    let targets = targets(database.as_ref(), &catalogue, args)?;
    let named = (!args.hosts.is_empty()).then(|| targets.places.clone());
    let outcome = prober.run(
        app,
        Pass {
            database: database.as_ref(),
            catalogue: &catalogue,
            targets,
            again: args.again,
            every_page: named.is_some(),
            clock: &probing::wall,
        },
    )?;
    let seen = named
        .map(|places| seen(database.as_ref(), &catalogue, &places))
        .transpose()?;
    if app.json {
        output::print_json(&document(&outcome, seen.as_deref()))?;
    } else {
        if let Some(seen) = &seen {
            output::print(&render(
                &table(app, seen),
                &|key| app.messages.column(key),
                output::width(),
            ))?;
        }
        output::print(&summary(app, &outcome))?;
    }
    Ok(exit_of(&outcome))
}

/// What scripts are told: places of which nothing could be learned are an answer, unless there is no other.
fn exit_of(outcome: &Outcome) -> Exit {
    let in_vain: u64 = outcome.undecided.values().sum();
    if outcome.stopped || (in_vain > 0 && outcome.answered == 0) {
        return Exit::Partly;
    }
    Exit::Done
}

fn targets(
    database: &dyn Database,
    catalogue: &Arc<Catalogue>,
    args: &ProbeArgs,
) -> Result<Targets, Failure> {
    if !args.hosts.is_empty() {
        let places = args.hosts.iter().map(|given| facts::place(catalogue, given));
        return Ok(facts::targets(places.collect::<Result<Vec<_>, _>>()?));
    }
    let everything = !args.which.all_sellers && !args.which.unknown;
    let mut targets = Targets::default();
    if args.which.all_sellers || everything {
        targets = targets.and(Targets::of_sellers(database, catalogue)?);
    }
    if args.which.unknown || everything {
        targets = targets.and(Targets::of_unknown(database, catalogue)?);
    }
    Ok(targets)
}

fn seen(database: &dyn Database, catalogue: &Catalogue, places: &[Place]) -> Result<Vec<Seen>, Failure> {
    let mut in_vain: Vec<Undecided> = Vec::new();
    database.each_undecided(&mut |undecided| {
        if places.contains(&undecided.place) {
            in_vain.push(undecided);
        }
        Ok(std::ops::ControlFlow::Continue(()))
    })?;
    let look = |place: &Place| {
        let facts = facts::latest(database, place)?;
        let standing = facts.iter().find_map(|observation| match &observation.facts {
            Facts::Dns(facts) => Some(catalogue.standing(facts)),
            Facts::Landing(_) => None,
        });
        let undecided = in_vain.iter().filter(|one| one.place == *place);
        Ok(Seen {
            place: place.clone(),
            standing,
            facts: facts.iter().flat_map(facts::facts_of).collect(),
            undecided: undecided
                .map(|one| Vain {
                    kind: one.kind.as_str(),
                    reason: one.reason.as_str(),
                    detail: one.detail.clone(),
                    at: one.at,
                    times: one.times,
                })
                .collect(),
        })
    };
    places.iter().map(look).collect()
}

fn document<'o>(outcome: &Outcome, hosts: Option<&'o [Seen]>) -> Probed<'o> {
    Probed {
        places: outcome.places,
        fresh: outcome.fresh,
        answered: outcome.answered,
        nowhere: outcome.nowhere,
        changed: outcome.changed,
        undecided: outcome.undecided.values().sum(),
        undecided_by_reason: outcome
            .undecided
            .iter()
            .map(|(reason, count)| (reason.as_str(), *count))
            .collect(),
        stopped: outcome.stopped,
        hosts,
    }
}

fn table(app: &App, seen: &[Seen]) -> Table {
    let columns = ["place", "fact", "value", "observed_at"].map(Column::text);
    let mut table = Table::new("probe", &columns);
    for one in seen {
        let mut place = one.place.as_str();
        let mut row = |fact: String, value: &str, at: Cell| {
            // The place once, before its first fact.
            table.push(vec![
                Cell::text(std::mem::take(&mut place)),
                Cell::Text(fact),
                Cell::Text(output::shown(value)),
                at,
            ]);
        };
        if let Some(standing) = &one.standing {
            row(
                app.say("fact-standing", &[]),
                &facts::standing(app, standing),
                Cell::Empty,
            );
        }
        for fact in &one.facts {
            row(facts::label(app, fact), &fact.value, Cell::Time(fact.at));
        }
        for vain in &one.undecided {
            let value = format!(
                "{} ({})",
                app.say(&format!("undecided-{}", vain.reason.replace('_', "-")), &[]),
                vain.detail
            );
            row(app.say("fact-undecided", &[]), &value, Cell::Time(vain.at));
        }
    }
    table
}

/// How it went, for people.
pub fn summary(app: &App, outcome: &Outcome) -> String {
    let mut lines = vec![app.say(
        "probe-summary",
        &[
            ("places", number(outcome.places)),
            ("answered", number(outcome.answered)),
            ("fresh", number(outcome.fresh)),
            ("nowhere", number(outcome.nowhere)),
            ("changed", number(outcome.changed)),
        ],
    )];
    for (reason, count) in &outcome.undecided {
        let reason = app.say(&format!("undecided-{}", reason.as_str().replace('_', "-")), &[]);
        lines.push(app.say(
            "probe-undecided",
            &[("count", number(*count)), ("reason", reason.into())],
        ));
    }
    if outcome.stopped {
        lines.push(app.say("probe-stopped", &[]));
    }
    lines.join("\n")
}
