//! The model of who starts and who leaves: fitted after each scan, kept as a note, asked by rules and the planner.

use std::sync::Arc;

use ::potential::{Model, Question};
use analytics::{Snapshot, potential};
use dashboard::chances::NOTE;
use database::Database;
use figures::Figures;
use model::Timestamp;
use planner::Known;

use super::exporter::Tables;
use super::{Clock, wall};
use crate::app::App;
use crate::failure::Failure;

/// Fits it to all that is known by now, and keeps it. `clock`: when now is.
pub fn refit(app: &App, database: &Arc<dyn Database>, clock: &Clock) -> Result<(), Failure> {
    let view = Tables::new(app, Arc::clone(database), Arc::clone(clock))?.view()?;
    if let Figures::Held(snapshot) = &view.figures {
        let model = snapshot.fit_potential();
        database.set_note(NOTE, &serde_json::to_string(&model)?)?;
    }
    Ok(())
}

/// Tells the planner how likely each quiet seller is to start. Who was never looked at stays as its name says.
pub fn fill(app: &App, database: &Arc<dyn Database>, known: &mut Known) -> Result<(), Failure> {
    let view = Tables::new(app, Arc::clone(database), wall())?.view()?;
    let Figures::Held(snapshot) = &view.figures else {
        return Ok(());
    };
    let as_of = snapshot.frame.potential_as_of();
    for facts in &mut known.hosts {
        facts.chance = start(snapshot, &facts.slug, &view.potential, as_of);
    }
    Ok(())
}

fn start(snapshot: &Snapshot, slug: &str, model: &Model, as_of: Timestamp) -> Option<u32> {
    let chance = potential::chance(snapshot.client(slug)?, model, as_of)?;
    (chance.question == Question::Start).then_some(chance.ppm)
}
