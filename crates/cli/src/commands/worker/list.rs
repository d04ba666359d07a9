//! `worker --list`: who works, what waits, and which runs were given up and why.

use std::ops::ControlFlow;

use database::{Database, WorkFilter, WorkState};
use discovery::WorkSettings;
use discovery::work::{QUEUE, Role, living};
use serde::Serialize;

use crate::app::{App, now};
use crate::failure::{Exit, Failure};
use crate::messages::number;
use crate::output;

/// The document that scripts read.
#[derive(Debug, Default, Serialize)]
struct Listed {
    workers: Vec<Worker>,
    waiting: u64,
    leased: u64,
    given_up: Vec<GivenUp>,
}

/// Somebody who is heard of.
#[derive(Debug, Serialize)]
struct Worker {
    name: String,
    role: Role,
    slots: u64,
    carrying: u64,
}

/// A run that nobody tries any more; the next scan goes on with it.
#[derive(Debug, Serialize)]
struct GivenUp {
    run: String,
    worker: String,
    tries: u32,
    reason: String,
}

/// Shows it.
pub fn show(app: &App) -> Result<Exit, Failure> {
    let Some(database) = app.existing_database()? else {
        return tell(app, &Listed::default());
    };
    tell(app, &look(database.as_ref())?)
}

fn look(database: &dyn Database) -> Result<Listed, Failure> {
    let mut listed = Listed::default();
    for (name, about) in living(database, now(), WorkSettings::default().lease)? {
        listed.workers.push(Worker {
            name,
            role: about.role,
            slots: about.slots,
            carrying: about.carrying,
        });
    }
    let of_runs = WorkFilter {
        queue: Some(QUEUE.to_owned()),
        ..WorkFilter::default()
    };
    database.each_work(&of_runs, &mut |item| {
        match item.state {
            WorkState::Waiting => listed.waiting += 1,
            WorkState::Leased => listed.leased += 1,
            WorkState::Dead => listed.given_up.push(GivenUp {
                run: item.key,
                worker: item.worker,
                tries: item.tries,
                reason: item.reason.unwrap_or_default(),
            }),
            WorkState::Done | WorkState::Withdrawn => {}
        }
        Ok(ControlFlow::Continue(()))
    })?;
    Ok(listed)
}

fn tell(app: &App, listed: &Listed) -> Result<Exit, Failure> {
    if app.json {
        output::print_json(listed)?;
        return Ok(Exit::Done);
    }
    let mut lines = Vec::new();
    for worker in &listed.workers {
        let sentence = match worker.role {
            Role::Worker => "work-worker",
            Role::Planner => "work-planner",
        };
        let values = [
            ("name", output::shown(&worker.name).into()),
            ("slots", number(worker.slots)),
            ("carrying", number(worker.carrying)),
        ];
        lines.push(app.say(sentence, &values));
    }
    let counts = [
        ("waiting", number(listed.waiting)),
        ("leased", number(listed.leased)),
        ("dead", number(listed.given_up.len() as u64)),
    ];
    lines.push(app.say("work-counts", &counts));
    for run in &listed.given_up {
        let values = [
            ("run", output::shown(&run.run).into()),
            ("tries", number(u64::from(run.tries))),
            ("reason", output::shown(&run.reason).into()),
        ];
        lines.push(app.say("work-given-up", &values));
    }
    output::print(&lines.join("\n"))?;
    Ok(Exit::Done)
}
