//! `ads import`: files on disk become stored, judged ads. It costs nothing.

use ingestion::Summary;
use serde::Serialize;

use crate::app::App;
use crate::args::AdsCommand;
use crate::failure::{Exit, Failure};
use crate::messages::number;
use crate::output::{self, shown};
use crate::progress::Bytes;

/// Refused items shown to people; `--json` names all.
const SHOWN: usize = 20;

/// The document that scripts read.
#[derive(Serialize)]
struct Imported<'a> {
    files: u64,
    items: u64,
    ads: u64,
    new: u64,
    updated: u64,
    no_ads: u64,
    refused: Vec<RefusedLine<'a>>,
}

#[derive(Serialize)]
struct RefusedLine<'a> {
    file: &'a str,
    item: u64,
    reason: &'a str,
}

/// Runs the command.
pub fn run(app: &App, command: &AdsCommand) -> Result<Exit, Failure> {
    let AdsCommand::Import { paths } = command;
    let files = ingestion::sources(paths)?;
    let database = app.database()?;
    let engine = app.engine(database.as_ref())?;
    let bar = Bytes::new(files.iter().map(|file| file.size).sum());
    let ended = ingestion::ingest(database.as_ref(), &engine, &files, &bar);
    bar.end();
    let summary = ended?;
    if app.json {
        output::print_json(&document(&summary))?;
    } else {
        output::print(&sentences(app, &summary))?;
    }
    Ok(if summary.broken_files > 0 {
        Exit::Partly
    } else {
        Exit::Done
    })
}

fn document(summary: &Summary) -> Imported<'_> {
    let refused = summary
        .refused
        .iter()
        .map(|r| RefusedLine {
            file: &r.file,
            item: r.item,
            reason: &r.reason,
        })
        .collect();
    Imported {
        files: summary.files,
        items: summary.items,
        ads: summary.ads,
        new: summary.new,
        updated: summary.updated,
        no_ads: summary.no_ads,
        refused,
    }
}

/// What was read and stored, for people.
pub fn sentences(app: &App, summary: &Summary) -> String {
    let refused = summary.refused.len();
    let mut lines = vec![app.say(
        "ads-imported",
        &[
            ("files", number(summary.files)),
            ("items", number(summary.items)),
            ("ads", number(summary.ads)),
            ("none", number(summary.no_ads)),
            ("refused", number(refused as u64)),
        ],
    )];
    let stored = [("new", number(summary.new)), ("updated", number(summary.updated))];
    lines.push(app.say(
        if summary.new + summary.updated == 0 {
            "ads-nothing-new"
        } else {
            "ads-stored"
        },
        &stored,
    ));
    for item in summary.refused.iter().take(SHOWN) {
        lines.push(format!(
            "  {} #{}: {}",
            shown(&item.file),
            item.item,
            shown(&item.reason)
        ));
    }
    if refused > SHOWN {
        lines.push(app.say("and-more", &[("count", number((refused - SHOWN) as u64))]));
    }
    lines.push(app.say("ads-next", &[]));
    lines.join("\n")
}
