//! `sandbox`: a server that behaves like Apify and the actor, over a made-up or recorded ad library.

use std::fs::File;
use std::io::BufReader;
use std::net::SocketAddr;
use std::path::Path;
use std::sync::{Arc, Mutex};

use model::MicroDollars;
use sandbox::api::{self, Apify, ApifySpec, Faults};
use sandbox::library::{Library, Made, Recorded};
use sandbox::world::{World, WorldSpec};
use serde::Serialize;

use crate::app::{App, now};
use crate::args::{SandboxArgs, WorldArg};
use crate::failure::{Exit, Failure};
use crate::messages::number;
use crate::output;
use crate::paid;
use crate::settings;

/// The document that scripts read: what to set `APIFY_BASE_URL` and `APIFY_API_TOKEN` to.
#[derive(Serialize)]
struct Listening {
    base_url: String,
    token: String,
}

/// Runs the command until it is interrupted.
pub fn run(app: &App, args: &SandboxArgs) -> Result<Exit, Failure> {
    if !args.listen.ip().is_loopback() {
        let values = vec![("address", args.listen.to_string())];
        return Err(Failure::usage("error-not-loopback", values, "next-not-loopback"));
    }
    let faults = Faults::parse(&args.faults).map_err(|error| {
        let values = vec![("reason", error.to_string())];
        Failure::usage("error-faults", values, "next-faults")
    })?;
    let budget = settings::budget(Some(args.budget.clone()))?;
    let spec = ApifySpec {
        faults,
        ..spec(budget, args.seed, args.speed)
    };
    let token = spec.token.clone();
    let apify = Apify::new(library(app, args)?, spec, now());
    let runtime = paid::runtime()?;
    runtime.block_on(async {
        let listener = listen(args.listen).await?;
        let address = listener.local_addr()?.to_string();
        if app.json {
            let base_url = format!("http://{address}");
            output::print_json(&Listening { base_url, token })?;
        } else {
            let values = [("address", address.into()), ("token", token.into())];
            app.tell("sandbox-listening", &values);
        }
        let stop = async {
            // Where signals cannot be heard, the process ends as the system ends it.
            let _ = tokio::signal::ctrl_c().await;
        };
        api::serve(listener, Arc::new(Mutex::new(apify)), Arc::new(now), stop).await?;
        Ok(Exit::Done)
    })
}

/// Listens on a loopback address.
pub async fn listen(address: SocketAddr) -> Result<tokio::net::TcpListener, Failure> {
    let taken = |reason: std::io::Error| {
        let values = vec![("address", address.to_string()), ("reason", reason.to_string())];
        Failure::usage("error-listen", values, "next-listen")
    };
    tokio::net::TcpListener::bind(address).await.map_err(taken)
}

fn library(app: &App, args: &SandboxArgs) -> Result<Arc<dyn Library>, Failure> {
    match &args.world {
        WorldArg::Made => Ok(Arc::new(Made::new(&world(args.sellers, args.seed)))),
        WorldArg::Recorded(file) => recorded(app, file),
    }
}

/// A made-up world.
pub fn world(sellers: u32, seed: u64) -> World {
    World::new(WorldSpec {
        sellers,
        seed,
        ..WorldSpec::default()
    })
}

fn recorded(app: &App, file: &Path) -> Result<Arc<dyn Library>, Failure> {
    let unreadable = |reason: &dyn std::fmt::Display| Failure::path(file, reason, "next-path");
    let input = File::open(file).map_err(|error| unreadable(&error))?;
    let recorded = Recorded::read(BufReader::new(input)).map_err(|error| unreadable(&error))?;
    app.tell(
        "sandbox-recorded",
        &[
            ("ads", number(recorded.ads() as u64)),
            ("file", output::shown(&file.display().to_string()).into()),
        ],
    );
    Ok(Arc::new(recorded))
}

/// A sandbox whose account has this money, and whose actor is so many times as fast as the real one.
pub fn spec(budget: MicroDollars, seed: u64, speed: u32) -> ApifySpec {
    let real = ApifySpec::default();
    ApifySpec {
        seed,
        plan_limit: budget,
        start_latency: real.start_latency / speed,
        page_time: real.page_time / speed,
        cost_lag: real.cost_lag / speed,
        count_lag: real.count_lag / speed,
        ..real
    }
}
