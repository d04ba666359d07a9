//! `demo`: the whole product on a made-up world, no account needed.
//!
//! The world's files are written like any others and take the same road as real ones. The same seed gives
//! the same world, so that a second run finds nothing new.

use std::fs::File;
use std::io::{BufWriter, Write as _};
use std::path::{Path, PathBuf};

use database::{Database, Sqlite};
use reports::views::{Money, Overview};
use sandbox::world::{World, WorldSpec};

use crate::app::{App, now};
use crate::args::DemoArgs;
use crate::commands::overview;
use crate::failure::{Exit, Failure};
use crate::messages::number;
use crate::output;
use crate::progress::{Bytes, spinner};
use crate::settings;

/// Runs the command.
pub fn run(app: &App, args: &DemoArgs) -> Result<Exit, Failure> {
    let budget = match &args.budget {
        Some(given) => settings::budget(Some(given.clone()))?,
        None => app.settings.budget,
    };
    let folder = app
        .settings
        .data_dir
        .join("demo")
        .join(format!("{}-sellers-seed-{}", args.sellers, args.seed));
    std::fs::create_dir_all(&folder)?;
    if !app.json {
        app.tell(
            "demo-making",
            &[
                ("sellers", number(u64::from(args.sellers))),
                ("seed", args.seed.to_string().into()),
            ],
        );
    }
    let (stores, scan) = write_world(app, args, &folder)?;
    let database = Sqlite::open(&folder.join("sellers-ads.db"))?;
    import_sellers(app, &database, &stores)?;
    import_ads(app, &database, &scan)?;
    let analysis = app.refresh(&database, false, Vec::new())?.analysis;
    let view = Overview::new(&analysis, app.settings.active_threshold, Money::unspent(budget));
    if app.json {
        output::print_json(&view)?;
    } else {
        output::print(&overview::text(app, &view))?;
        app.tell("demo-next", &[("folder", folder.display().to_string().into())]);
    }
    Ok(Exit::Done)
}

fn write_world(app: &App, args: &DemoArgs, folder: &Path) -> Result<(PathBuf, PathBuf), Failure> {
    let waiting = spinner(app.say("demo-writing", &[]));
    let world = World::new(WorldSpec {
        sellers: args.sellers,
        seed: args.seed,
        ..WorldSpec::default()
    });
    let stores = folder.join("stores.json");
    let scan = folder.join("results.jsonl");
    let mut out = BufWriter::new(File::create(&stores)?);
    world.write_stores_json(&mut out)?;
    out.flush()?;
    let mut out = BufWriter::new(File::create(&scan)?);
    world.write_scan_jsonl(&mut out)?;
    out.flush()?;
    waiting.finish_and_clear();
    Ok((stores, scan))
}

fn import_sellers(app: &App, database: &dyn Database, stores: &Path) -> Result<(), Failure> {
    let catalogue = app.catalogue()?;
    let list = sellers::read(File::open(stores)?, &|host| catalogue.refusal(host))
        .map_err(|error| Failure::because("error-unexpected", error, "next-report-bug"))?;
    database.upsert_sellers(&list.sellers)?;
    if !app.json {
        let counts = [
            ("sellers", number(list.sellers.len() as u64)),
            ("rejected", number(list.rejected.len() as u64)),
        ];
        app.tell("demo-sellers", &counts);
    }
    Ok(())
}

fn import_ads(app: &App, database: &dyn Database, scan: &Path) -> Result<(), Failure> {
    let files = ingestion::sources(&[scan])?;
    let engine = app.engine(database)?;
    let bar = Bytes::new(files.iter().map(|file| file.size).sum());
    let started = now();
    let ended = ingestion::ingest(database, &engine, &files, &bar);
    bar.end();
    let summary = ended?;
    if !app.json {
        let millis = u64::try_from(now().as_millis() - started.as_millis())
            .unwrap_or(0)
            .max(1);
        app.tell(
            "demo-ads",
            &[
                ("ads", number(summary.ads)),
                ("rate", number(summary.ads * 1000 / millis)),
            ],
        );
        if summary.new == 0 {
            app.tell(
                "ads-nothing-new",
                &[("new", number(0)), ("updated", number(summary.updated))],
            );
        }
    }
    Ok(())
}
