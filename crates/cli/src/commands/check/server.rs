//! What the engine behind the database can do, and what is done where it cannot.

use std::borrow::Cow;

use database::Database;
use serde::Serialize;

use crate::app::App;
use crate::failure::Failure;
use crate::output;

/// The server behind a shared database.
#[derive(Serialize)]
pub(super) struct Server {
    version: String,
    topology: String,
    majority: bool,
    pipeline_updates: bool,
    change_streams: bool,
    lacks: Vec<String>,
}

/// The engine's name, and what its server says where it has one.
pub(super) fn of(database: &dyn Database) -> Result<(&'static str, Option<Server>), Failure> {
    let Some(shared) = database.shared() else {
        return Ok(("sqlite", None));
    };
    let can = shared.capabilities()?;
    let lacks = can.lacks();
    let server = Server {
        version: can.version,
        topology: can.topology,
        majority: can.majority,
        pipeline_updates: can.pipeline_updates,
        change_streams: can.change_streams,
        lacks,
    };
    Ok(("mongodb", Some(server)))
}

/// A line that says what the server is, and one for each thing that it lacks, with the path that is taken.
pub(super) fn text(app: &App, server: &Server) -> Vec<String> {
    let shown = |value: &str| Cow::Owned(output::shown(value));
    let values = [
        ("version", shown(&server.version)),
        ("topology", shown(&server.topology)),
    ];
    let mut lines = vec![app.say("check-server", &values)];
    for (has, sentence) in [
        (server.majority, "check-server-alone"),
        (server.pipeline_updates, "check-server-no-pipelines"),
        (server.change_streams, "check-server-no-streams"),
    ] {
        if !has {
            lines.push(format!("  {}", app.say(sentence, &[])));
        }
    }
    if server.majority {
        lines.push(format!("  {}", app.say("check-server-majority", &[])));
    }
    lines
}
