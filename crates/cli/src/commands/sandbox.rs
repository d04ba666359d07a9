//! `sandbox`: a server that behaves like Apify and the actor, over a made-up or recorded ad library; and beside it
//! the DNS and the landing pages of the world.

use std::collections::HashMap;
use std::fs::File;
use std::io::BufReader;
use std::net::SocketAddr;
use std::path::Path;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use compact_str::CompactString;
use model::MicroDollars;
use sandbox::api::{self, Apify, ApifySpec, Faults};
use sandbox::dns::{DnsSpec, Zone};
use sandbox::library::{Library, Made, Recorded};
use sandbox::web::{Site, Sites};
use sandbox::world::{WebRates, When, World, WorldSpec};
use serde::Serialize;

use crate::app::{App, now};
use crate::args::{SandboxArgs, WorldArg};
use crate::failure::{Exit, Failure};
use crate::messages::number;
use crate::output;
use crate::paid;
use crate::settings;
use crate::stand_in;

/// The document that scripts read: what to set `APIFY_BASE_URL`, `APIFY_API_TOKEN`,
/// `SELLERS_ADS_RESOLVERS` and `SELLERS_ADS_PROBE_VIA` to.
#[derive(Serialize)]
struct Listening {
    base_url: String,
    token: String,
    resolvers: String,
    probe_via: String,
}

/// Runs the command until it is interrupted.
pub fn run(app: &App, args: &SandboxArgs) -> Result<Exit, Failure> {
    if let Some(address) = [args.listen, args.dns_listen, args.web_listen]
        .iter()
        .find(|address| !address.ip().is_loopback())
    {
        let values = vec![("address", address.to_string())];
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
    let made = matches!(args.world, WorldArg::Made).then(|| world(args.sellers, args.seed));
    let apify = Apify::new(library(app, args, made.as_ref())?, spec, now());
    let (zone, sites) = internet(args, made.as_ref())?;
    let runtime = paid::runtime()?;
    runtime.block_on(async {
        let listener = listen(args.listen).await?;
        let spec = DnsSpec {
            latency: Duration::from_millis(args.dns_latency),
            drop_per_mille: args.dns_drop,
            seed: args.seed,
            ..DnsSpec::default()
        };
        let listening = Listening {
            base_url: format!("http://{}", listener.local_addr()?),
            token,
            resolvers: stand_in::dns(args.dns_listen, zone, spec, runtime.handle())
                .await?
                .to_string(),
            probe_via: stand_in::web(args.web_listen, sites, runtime.handle())
                .await?
                .to_string(),
        };
        tell(app, &listening)?;
        let stop = async {
            // Where signals cannot be heard, the process ends as the system ends it.
            let _ = tokio::signal::ctrl_c().await;
        };
        api::serve(listener, Arc::new(Mutex::new(apify)), Arc::new(now), stop).await?;
        Ok(Exit::Done)
    })
}

fn tell(app: &App, listening: &Listening) -> Result<(), Failure> {
    if app.json {
        return output::print_json(listening);
    }
    let values = [
        ("address", listening.base_url.as_str().into()),
        ("token", listening.token.as_str().into()),
        ("resolvers", listening.resolvers.as_str().into()),
        ("via", listening.probe_via.as_str().into()),
    ];
    app.tell("sandbox-listening", &values);
    Ok(())
}

/// Listens on a loopback address.
pub async fn listen(address: SocketAddr) -> Result<tokio::net::TcpListener, Failure> {
    let taken = |reason: std::io::Error| stand_in::listen_failure(address, &reason);
    tokio::net::TcpListener::bind(address).await.map_err(taken)
}

fn library(app: &App, args: &SandboxArgs, made: Option<&World>) -> Result<Arc<dyn Library>, Failure> {
    match (&args.world, made) {
        (WorldArg::Recorded(file), _) => recorded(app, file),
        (WorldArg::Made, Some(world)) => Ok(Arc::new(Made::new(world))),
        (WorldArg::Made, None) => Ok(Arc::new(Made::new(&world(args.sellers, args.seed)))),
    }
}

/// The names that its DNS knows, and the pages behind them: the zone file's, else the world's.
fn internet(args: &SandboxArgs, made: Option<&World>) -> Result<(Zone, Arc<dyn Sites>), Failure> {
    let web = made.map(|world| world.web(WebRates::default()));
    let when = if args.before { When::Before } else { When::Now };
    let zone = match (&args.zone, &web) {
        (Some(file), _) => {
            let unreadable = |reason: &dyn std::fmt::Display| Failure::path(file, reason, "next-zone");
            let text = std::fs::read_to_string(file).map_err(|error| unreadable(&error))?;
            Zone::parse(&text).map_err(|error| unreadable(&error))?
        }
        (None, Some(web)) => web.zone(when),
        (None, None) => Zone::default(),
    };
    let sites: Arc<dyn Sites> = match &web {
        Some(web) => Arc::new(web.sites()),
        None => Arc::new(HashMap::<CompactString, Site>::new()),
    };
    Ok((zone, sites))
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
