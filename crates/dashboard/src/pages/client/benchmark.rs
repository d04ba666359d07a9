//! A seller against sellers like it: what they have in common, how many they are, and where it stands among them.

use std::sync::OnceLock;

use analytics::benchmark::{Benchmark, Line, Metric};
use classification::category::Categories;
use model::document::Ratio;

use crate::failure::Failure;
use crate::format::Html;
use crate::shell::Shell;
use crate::words::Words;

/// Where it stands.
pub struct Standing {
    /// What the others have in common.
    pub cohort: Vec<String>,
    /// How many they are.
    pub size: Html,
    /// That there were too few closer ones; "" where there were enough.
    pub widened: Html,
    pub rows: Vec<Row>,
}

/// One measure.
pub struct Row {
    pub name: String,
    pub value: Html,
    pub percentile: Html,
    /// How far that is sure.
    pub interval: Html,
    pub quartiles: Html,
    pub n: Html,
}

/// Of a seller; `None` where it does not advertise.
pub fn of(shell: &Shell<'_>, slug: &str) -> Result<Option<Standing>, Failure> {
    let found = shell.visit.view.figures.benchmark(slug)?;
    Ok(found.map(|found| standing(shell, &found)))
}

fn standing(shell: &Shell<'_>, found: &Benchmark) -> Standing {
    let w = shell.w;
    let widened = (found.cohort != found.own).then(|| {
        w.html_n(
            "benchmark-widened",
            found.own_n as u64,
            &[("count", w.count(found.own_n))],
        )
    });
    Standing {
        cohort: cohort(shell, found),
        size: w.html_n("benchmark-size", found.n as u64, &[("count", w.count(found.n))]),
        widened: widened.unwrap_or_default(),
        rows: found.lines.iter().map(|line| row(w, line)).collect(),
    }
}

fn cohort(shell: &Shell<'_>, found: &Benchmark) -> Vec<String> {
    let cohort = &found.cohort;
    let mut says = Vec::new();
    if let Some(band) = cohort.segment {
        let band = shell.say(&format!("band-{}", band.as_str().trim_end_matches('+')));
        says.push(shell.w.fill("segment-band", &[("value", &band)]));
    }
    if let Some(own) = cohort.own_domain {
        says.push(shell.say(if own {
            "benchmark-own-domain"
        } else {
            "benchmark-no-domain"
        }));
    }
    if let Some(id) = &cohort.category {
        let named = categories()
            .and_then(|all| all.get(id))
            .map(|category| category.name(shell.w.language.tag()).to_owned());
        says.push(named.unwrap_or_else(|| shell.say("benchmark-unknown-category")));
    }
    if says.is_empty() {
        says.push(shell.say("benchmark-all"));
    }
    says
}

/// Read once.
fn categories() -> Option<&'static Categories> {
    static READ: OnceLock<Option<Categories>> = OnceLock::new();
    READ.get_or_init(|| Categories::builtin().ok()).as_ref()
}

fn row(w: &Words, line: &Line) -> Row {
    let value = |value: i64| measured(w, line.metric, value);
    let quartiles = [
        ("low", value(line.p25)),
        ("middle", value(line.median)),
        ("high", value(line.p75)),
    ];
    let interval = [
        ("low", w.percent(line.interval.0)),
        ("high", w.percent(line.interval.1)),
    ];
    Row {
        name: w.say(&format!("benchmark-{}", line.metric.as_str().replace('_', "-"))),
        value: value(line.value),
        percentile: w.percent(line.percentile),
        interval: w.html("benchmark-interval", &interval),
        quartiles: w.html("benchmark-quartiles", &quartiles),
        n: w.count(line.n),
    }
}

fn measured(w: &Words, metric: Metric, value: i64) -> Html {
    let value = value.unsigned_abs();
    if metric.is_ratio() {
        w.percent(Ratio::of(value, 10_000))
    } else {
        w.count(value)
    }
}
