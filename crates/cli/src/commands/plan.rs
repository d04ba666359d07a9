//! `discover --plan`: what would be asked, what it costs and what it may find, before anything is spent.

use model::MicroDollars;
use planner::{Feature, Preview, Purpose, Question, Reason};
use reports::tables::{Cell, Column, Table, render};
use serde::Serialize;

use crate::app::App;
use crate::commands::money::short;
use crate::failure::{Exit, Failure};
use crate::messages::number;
use crate::output;

/// Reasons shown for a question; `--json` gives all.
const REASONS: usize = 3;

/// The document that scripts read.
#[derive(Serialize)]
struct Plan<'p> {
    budget_usd: String,
    left_usd: String,
    expected_usd: String,
    worst_usd: String,
    expected_active: String,
    sellers_reached: u64,
    #[serde(flatten)]
    preview: &'p Preview,
}

/// Shows the plan.
pub fn show(app: &App, preview: &Preview, left: MicroDollars, probed: bool) -> Result<Exit, Failure> {
    if app.json {
        output::print_json(&Plan {
            budget_usd: app.settings.budget.to_string(),
            left_usd: left.to_string(),
            expected_usd: preview.expected.to_string(),
            worst_usd: preview.worst.to_string(),
            expected_active: thousandths(preview.expected_finds_milli),
            sellers_reached: preview.reach,
            preview,
        })?;
    } else {
        output::print(&text(app, preview, left))?;
        if !probed {
            app.tell("plan-probe-first", &[]);
        }
    }
    Ok(Exit::Done)
}

fn text(app: &App, preview: &Preview, left: MicroDollars) -> String {
    let label = |key: &str| app.messages.column(key);
    let width = output::width();
    let mut parts = vec![
        render(&lines(app, preview), &label, width),
        app.say(
            "plan-sum",
            &[
                ("expected", short(preview.expected)),
                ("worst", short(preview.worst)),
                ("left", short(left)),
            ],
        ),
        app.say(
            "plan-reach",
            &[
                ("reach", number(preview.reach)),
                ("sellers", number(preview.sellers)),
                ("active", whole(preview.expected_finds_milli).into()),
            ],
        ),
    ];
    if preview.unresolved > 0 {
        parts.push(app.say("plan-unresolved", &[("count", number(preview.unresolved))]));
    }
    if !preview.first.is_empty() {
        parts.push(app.say("plan-first", &[("count", number(preview.first.len() as u64))]));
        parts.push(render(&first(app, preview), &label, width));
    }
    parts.push(app.say("plan-free", &[]));
    parts.join("\n\n")
}

fn lines(app: &App, preview: &Preview) -> Table {
    let mut table = Table::new(
        "plan",
        &[
            Column::text("purpose"),
            Column::number("runs"),
            Column::number("questions"),
            Column::number("sellers"),
            Column::number("expected_usd"),
            Column::number("worst_usd"),
            Column::number("expected_active"),
        ],
    );
    for line in &preview.lines {
        table.push(vec![
            Cell::text(&purpose(app, line.purpose)),
            Cell::Count(line.runs),
            Cell::Count(line.questions),
            Cell::Count(line.sellers),
            Cell::Decimal(short(line.expected).into_owned()),
            Cell::Decimal(short(line.worst).into_owned()),
            Cell::Decimal(whole(line.expected_finds_milli)),
        ]);
    }
    table
}

fn first(app: &App, preview: &Preview) -> Table {
    let mut table = Table::new(
        "first",
        &[
            Column::text("question"),
            Column::text("purpose"),
            Column::number("expected_usd"),
            Column::number("chance"),
            Column::text("reason"),
        ],
    );
    for planned in &preview.first {
        let reasons: Vec<String> = planned
            .reasons
            .iter()
            .take(REASONS)
            .map(|reason| why(app, reason))
            .collect();
        table.push(vec![
            Cell::text(asked(&planned.question)),
            Cell::text(&purpose(app, planned.purpose)),
            Cell::Decimal(planned.expected.to_string()),
            Cell::Decimal(format!("{:.3}", planned.probability)),
            Cell::text(&reasons.join(", ")),
        ]);
    }
    table
}

/// What is asked, as people name it.
pub fn asked(question: &Question) -> &str {
    match question {
        Question::Sweep { suffix } => suffix.as_str(),
        Question::Domain { host } => host.as_str(),
        Question::Page { id } => id,
    }
}

/// What an order is for, in words.
pub fn purpose(app: &App, purpose: Purpose) -> String {
    let name = match purpose {
        Purpose::Sweep => "purpose-sweep",
        Purpose::Probe => "purpose-probe",
        Purpose::Whole => "purpose-whole",
        Purpose::Pages => "purpose-pages",
    };
    app.say(name, &[])
}

/// A reason and what it adds to the logit of the chance.
fn why(app: &App, reason: &Reason) -> String {
    let name = match reason.feature {
        Feature::Base => "feature-base",
        Feature::OwnDomain => "feature-own-domain",
        Feature::TldTn | Feature::TldShop | Feature::TldOther => "feature-ending",
        Feature::LabelLength => "feature-length",
        Feature::Hyphen => "feature-hyphen",
        Feature::Digit => "feature-digit",
        Feature::SeveralDomains => "feature-several",
        Feature::SeenAds => "feature-seen",
        Feature::ManyAds => "feature-many",
        Feature::PageKnown => "feature-page",
        Feature::FoundEmpty => "feature-empty",
        Feature::ShopOpen => "feature-shop-open",
        Feature::NoShop => "feature-no-shop",
        Feature::Pixel => "feature-pixel",
        Feature::NoPixel => "feature-no-pixel",
        Feature::Away => "feature-away",
    };
    format!("{} {:+.1}", app.say(name, &[]), reason.contribution)
}

fn thousandths(milli: u64) -> String {
    format!("{}.{:03}", milli / 1000, milli % 1000)
}

/// Rounded, for people.
fn whole(milli: u64) -> String {
    ((milli + 500) / 1000).to_string()
}
