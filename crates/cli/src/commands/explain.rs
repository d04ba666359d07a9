//! `explain`: the way to the verdict of a link, for people or as a line each for scripts.

use std::collections::BTreeSet;
use std::io::{self, BufRead as _, BufWriter, Write};

use classification::{Catalogue, Engine, Explanation, Hint, Line, Step};
use database::{Database, Sqlite};
use model::evidence::Evidence;
use model::observation::Place;
use model::{Host, SellerDomain};
use serde::{Deserialize, Serialize};

use crate::app::App;
use crate::args::ExplainArgs;
use crate::commands::facts::{self, Fact};
use crate::commands::probe::summary;
use crate::commands::steps;
use crate::failure::{Exit, Failure};
use crate::output;
use crate::probing::{self, Pass, Prober};

/// A line longer than this is refused rather than kept in memory.
const LONGEST_LINE: u64 = 16 * 1024 * 1024;

/// Short links followed one after the other.
const LOOKS: u32 = 4;

/// Runs the command. The sellers of the base count as known Converty hosts where there is a base.
pub fn run(app: &App, args: &ExplainArgs) -> Result<Exit, Failure> {
    if args.jsonl {
        return lines(&engine_of(app, app.existing_database()?.as_deref())?);
    }
    // What is looked up without a base is forgotten at the end.
    let database = match app.existing_database()? {
        Some(database) => database,
        None => Box::new(Sqlite::open_in_memory()?),
    };
    let database = database.as_ref();
    let engine = if args.probe {
        look(app, database, args)?
    } else {
        app.engine(database)?
    };
    let own = args
        .own_domains
        .iter()
        .map(|given| own_domain(given))
        .collect::<Result<Vec<_>, _>>()?;
    let explained = |url: &String| {
        let explanation = engine.explain(url, &own);
        let facts = facts_behind(app, database, &explanation)?;
        Ok((explanation, facts))
    };
    let explanations: Vec<(Explanation, Vec<Fact>)> =
        args.urls.iter().map(explained).collect::<Result<_, Failure>>()?;
    if app.json {
        let documents: Vec<_> = explanations
            .iter()
            .map(|(explanation, facts)| document(explanation, facts))
            .collect();
        match documents.as_slice() {
            [one] => output::print_json(one)?,
            several => output::print_json(&several)?,
        }
    } else {
        let texts: Vec<String> = explanations
            .iter()
            .map(|(explanation, facts)| steps::text(app, explanation, facts))
            .collect();
        output::print(&texts.join("\n\n"))?;
    }
    Ok(Exit::Done)
}

/// The keys of `--jsonl`, and beside them the way to the verdict.
#[derive(Serialize)]
struct Document<'a> {
    #[serde(flatten)]
    line: Line<'a>,
    owner: Option<&'a str>,
    cleaned: Option<&'a str>,
    steps: &'a [Step],
    hints: &'a [Hint],
    evidence: &'a [Evidence],
    contested: bool,
    facts: &'a [Fact],
}

fn document<'a>(explanation: &'a Explanation, facts: &'a [Fact]) -> Document<'a> {
    Document {
        line: explanation.as_line(),
        owner: explanation.verdict.owner.as_deref(),
        cleaned: explanation.cleaned.as_deref(),
        steps: &explanation.steps,
        hints: &explanation.hints,
        evidence: &explanation.evidence,
        contested: explanation.verdict.contested,
        facts,
    }
}

/// Looks at the hosts and short links that the links lead to, as far as can be read from them; then at the hosts
/// that the short links turned out to lead to. Gives the engine that knows what was seen.
fn look(app: &App, database: &dyn Database, args: &ExplainArgs) -> Result<Engine, Failure> {
    let prober = match Prober::open(&app.settings.network, args.landing) {
        Ok(prober) => prober,
        // A verdict needs no resolver: it says that nobody looked.
        Err(failure) if failure.exit == Exit::Usage => {
            output::tell(&app.say_failure(&failure));
            return app.engine(database);
        }
        Err(failure) => return Err(failure),
    };
    let catalogue = app.catalogue()?;
    let mut seen: BTreeSet<Place> = BTreeSet::new();
    for _ in 0..LOOKS {
        let engine = app.engine(database)?;
        let places = args
            .urls
            .iter()
            .filter_map(|url| place_of(&catalogue, &engine.explain(url, &[])));
        let new: Vec<Place> = places.filter(|place| seen.insert(place.clone())).collect();
        if new.is_empty() {
            return Ok(engine);
        }
        let pass = Pass {
            database,
            catalogue: &catalogue,
            targets: facts::targets(new),
            again: true,
            every_page: true,
            clock: &probing::wall,
        };
        let outcome = prober.run(app, pass)?;
        if !app.json && !outcome.undecided.is_empty() {
            output::tell(&summary(app, &outcome));
        }
    }
    app.engine(database)
}

/// The place that decided, or would have: a short link itself, else the host.
fn place_of(catalogue: &Catalogue, explanation: &Explanation) -> Option<Place> {
    let cleaned = explanation.cleaned.as_deref()?;
    facts::place(catalogue, cleaned).ok()
}

/// All that is known of the host that decided.
fn facts_behind(app: &App, database: &dyn Database, explanation: &Explanation) -> Result<Vec<Fact>, Failure> {
    let Some(place) = place_of(app.catalogue()?.as_ref(), explanation) else {
        return Ok(Vec::new());
    };
    let observations = facts::latest(database, &place)?;
    Ok(observations.iter().flat_map(facts::facts_of).collect())
}

fn engine_of(app: &App, database: Option<&dyn Database>) -> Result<Engine, Failure> {
    match database {
        Some(database) => app.engine(database),
        None => Ok(Engine::builder(app.catalogue()?).settings(app.judging()).build()),
    }
}

fn own_domain(given: &str) -> Result<Host, Failure> {
    SellerDomain::clean(given).host.map_err(|refusal| {
        let values = vec![("domain", given.to_owned()), ("reason", refusal.to_string())];
        Failure::usage("error-own-domain", values, "next-own-domain")
    })
}

/// One line of stdin.
#[derive(Deserialize)]
struct Question {
    url: Option<String>,
    #[serde(default)]
    own_domains: Option<Vec<String>>,
}

/// The answer to a line that cannot be read.
#[derive(Serialize)]
struct BadLine {
    error: String,
    line: u64,
}

fn lines(engine: &Engine) -> Result<Exit, Failure> {
    let mut input = io::stdin().lock();
    let mut out = BufWriter::new(io::stdout().lock());
    let mut line = Vec::new();
    let mut number = 0;
    loop {
        line.clear();
        let read = io::Read::take(&mut input, LONGEST_LINE).read_until(b'\n', &mut line)?;
        if read == 0 {
            break;
        }
        number += 1;
        if line.last() == Some(&b'\n') {
            line.pop();
        } else if read as u64 == LONGEST_LINE {
            input.skip_until(b'\n')?;
            answer(
                &mut out,
                &BadLine {
                    error: "the line is longer than 16 MiB".to_owned(),
                    line: number,
                },
            )?;
            continue;
        }
        match serde_json::from_slice::<Question>(&line) {
            Ok(question) => {
                let own: Vec<Host> = question
                    .own_domains
                    .iter()
                    .flatten()
                    .filter_map(|given| SellerDomain::clean(given).host.ok())
                    .collect();
                let url = question.url.unwrap_or_default();
                answer(&mut out, &engine.explain(&url, &own).as_line())?;
            }
            Err(error) => answer(
                &mut out,
                &BadLine {
                    error: error.to_string(),
                    line: number,
                },
            )?,
        }
    }
    out.flush()?;
    Ok(Exit::Done)
}

fn answer(out: &mut impl Write, document: &impl Serialize) -> Result<(), Failure> {
    serde_json::to_writer(&mut *out, document)?;
    out.write_all(b"\n")?;
    Ok(())
}
