//! `explain`: the way to the verdict of a link, for people or as a line each for scripts.

use std::io::{self, BufRead as _, BufWriter, Write};

use classification::{Engine, Explanation, Hint, Line, Step};
use model::evidence::Evidence;
use model::{Host, SellerDomain};
use serde::{Deserialize, Serialize};

use crate::app::App;
use crate::args::ExplainArgs;
use crate::commands::steps;
use crate::failure::{Exit, Failure};
use crate::output;

/// A line longer than this is refused rather than kept in memory.
const LONGEST_LINE: u64 = 16 * 1024 * 1024;

/// Runs the command. The sellers of the base count as known Converty hosts where there is a base.
pub fn run(app: &App, args: &ExplainArgs) -> Result<Exit, Failure> {
    let engine = engine(app)?;
    if args.jsonl {
        return lines(&engine);
    }
    let own = args
        .own_domains
        .iter()
        .map(|given| own_domain(given))
        .collect::<Result<Vec<_>, _>>()?;
    let explanations: Vec<_> = args.urls.iter().map(|url| engine.explain(url, &own)).collect();
    if app.json {
        let documents: Vec<_> = explanations.iter().map(document).collect();
        match documents.as_slice() {
            [one] => output::print_json(one)?,
            several => output::print_json(&several)?,
        }
    } else {
        let texts: Vec<String> = explanations
            .iter()
            .map(|explanation| steps::text(app, explanation))
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
}

fn document(explanation: &Explanation) -> Document<'_> {
    Document {
        line: explanation.as_line(),
        owner: explanation.verdict.owner.as_deref(),
        cleaned: explanation.cleaned.as_deref(),
        steps: &explanation.steps,
        hints: &explanation.hints,
        evidence: &explanation.evidence,
    }
}

fn engine(app: &App) -> Result<Engine, Failure> {
    match app.existing_database()? {
        Some(database) => app.engine(database.as_ref()),
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
