//! `classify`: verdicts, mappings and reports brought up to date, without spending a cent.

use model::Class;
use serde::Serialize;

use crate::app::App;
use crate::args::ClassifyArgs;
use crate::failure::{Exit, Failure};
use crate::messages::number;
use crate::output;
use crate::progress::spinner;

/// The document that scripts read.
#[derive(Serialize)]
struct Classified {
    clients: u64,
    total_ads: u64,
    converty_ads: u64,
    concurrent_ads: u64,
    unknown_ads: u64,
    judged: u64,
    mappings_changed: u64,
    reports_added: u64,
}

/// Runs the command.
pub fn run(app: &App, args: &ClassifyArgs) -> Result<Exit, Failure> {
    let database = app.database()?;
    for slug in &args.clients {
        if database.seller(slug)?.is_none() {
            return Err(Failure::no_seller(slug));
        }
    }
    let waiting = spinner(app.say("classifying", &[]));
    let ended = app.refresh(database.as_ref(), args.all, args.clients.clone());
    waiting.finish_and_clear();
    let refreshed = ended?;
    let (clients, tally) = if args.clients.is_empty() {
        (refreshed.analysis.facts.len() as u64, refreshed.analysis.all)
    } else {
        of_clients(&refreshed.analysis, &args.clients)
    };
    let classified = Classified {
        clients,
        total_ads: tally.total,
        converty_ads: tally.converty,
        concurrent_ads: tally.concurrent,
        unknown_ads: tally.unknown,
        judged: refreshed.judged,
        mappings_changed: refreshed.mappings,
        reports_added: refreshed.reports,
    };
    if app.json {
        output::print_json(&classified)?;
    } else {
        output::print(&sentence(app, &classified))?;
    }
    Ok(Exit::Done)
}

fn of_clients(analysis: &reports::Analysis, slugs: &[String]) -> (u64, reports::analysis::Tally) {
    let mut sum = reports::analysis::Tally::default();
    let mut clients = 0;
    for facts in slugs.iter().filter_map(|slug| analysis.facts.get(slug)) {
        clients += 1;
        sum.total += facts.tally.total;
        sum.converty += facts.tally.converty;
        sum.concurrent += facts.tally.concurrent;
        sum.unknown += facts.tally.unknown;
    }
    (clients, sum)
}

fn sentence(app: &App, classified: &Classified) -> String {
    let share = |ads: u64| {
        let ratio = model::document::Ratio::of(ads, classified.total_ads);
        format!("{} ({ratio} %)", number(ads))
    };
    app.say(
        "classified",
        &[
            ("judged", number(classified.judged)),
            ("total", number(classified.total_ads)),
            ("clients", number(classified.clients)),
            (Class::Converty.as_str(), share(classified.converty_ads).into()),
            (
                Class::Concurrent.as_str(),
                share(classified.concurrent_ads).into(),
            ),
            (Class::Unknown.as_str(), share(classified.unknown_ads).into()),
        ],
    )
}
