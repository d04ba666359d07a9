//! One rule in words: what it waits for, of whom, how it tells, and who wrote it.

use analytics::{AlertKind, Segment, Severity};
use watch::rules::{Condition, Delivery, Listed, Metric, Origin, Rule, Side, Unit};

use crate::format::Html;
use crate::pages::naming;
use crate::shell::Shell;
use crate::words::{Language, Words};

use super::fired::Fired;

/// A rule in the list.
pub struct Line {
    /// Leads to its form.
    pub link: Html,
    pub id: Html,
    pub severity: &'static str,
    pub severity_label: String,
    pub condition: Html,
    pub scope: Html,
    pub delivery: String,
    pub channels: Html,
    pub state: String,
    pub state_class: &'static str,
    /// How often it spoke.
    pub fired: Html,
    pub origin: Html,
}

impl Line {
    /// A rule as the list shows it.
    pub fn of(shell: &Shell<'_>, listed: &Listed, fired: &Fired) -> Self {
        let rule = &listed.rule;
        let severity = rule.severity.as_str();
        let (state, state_class) = match (listed.deleted, rule.enabled) {
            (true, _) => ("rule-deleted", "chip-concurrent"),
            (false, true) => ("rule-on", "chip-converty"),
            (false, false) => ("rule-off", "chip-unknown"),
        };
        let href = shell.to(&format!("/alerts/rules/{}", rule.id));
        Self {
            link: naming::link(&href, &Html::isolated(&title(shell.w, listed))),
            id: Html::isolated(&rule.id),
            severity,
            severity_label: shell.say(&format!("severity-{severity}")),
            condition: condition(shell, rule),
            scope: scope(shell, rule),
            delivery: delivery(shell, rule),
            channels: channels(shell, rule),
            state: shell.say(state),
            state_class,
            fired: fired.of(shell, &rule.id),
            origin: origin(shell, listed),
        }
    }
}

/// What a rule is called: what the program calls it, in the reader's language, where nobody gave it another title. (One
/// that was saved before such titles were left out is still known by them.)
pub fn title(w: &Words, listed: &Listed) -> String {
    let rule = &listed.rule;
    naming::plain(&watch::digest::Words::of(w.language).titled(&rule.id, &rule.title))
}

/// What it waits for.
pub fn condition(shell: &Shell<'_>, rule: &Rule) -> Html {
    let w = shell.w;
    match &rule.condition {
        Condition::Occasion { kind } => {
            Html::text(&shell.say(&format!("alerts-{}", kind.as_str().replace('_', "-"))))
        }
        Condition::Level {
            metric,
            side,
            threshold,
        } => {
            let name = match side {
                Side::Above => "rule-at-least",
                Side::Below => "rule-at-most",
            };
            let metric_words = Html::text(&metric_name(shell, *metric));
            let values = [
                ("metric", metric_words),
                ("threshold", amount(shell, *metric, *threshold)),
            ];
            let level = w.html(name, &values);
            let Some(rearm) = rule.rearm else { return level };
            let name = match side {
                Side::Above => "rule-rearm-below",
                Side::Below => "rule-rearm-above",
            };
            let rearm = w.html(name, &[("rearm", amount(shell, *metric, rearm))]);
            Html::trusted(format!("{level} <small>{rearm}</small>"))
        }
    }
}

/// What a metric is called.
pub fn metric_name(shell: &Shell<'_>, metric: Metric) -> String {
    shell.say(&format!("metric-{}", metric.as_str().replace('_', "-")))
}

/// A value in words of its unit.
pub fn amount(shell: &Shell<'_>, metric: Metric, value: i64) -> Html {
    let w = shell.w;
    let whole = w.plain_count(value.unsigned_abs() / 100);
    let sign = if value < 0 { "-" } else { "" };
    let decimal = if w.language == Language::En { '.' } else { ',' };
    let hundredths = || match value.unsigned_abs() % 100 {
        0 => format!("{sign}{whole}"),
        part => format!("{sign}{whole}{decimal}{part:02}"),
    };
    let (name, number) = match metric.unit() {
        Unit::Count => (
            "amount-count",
            format!("{sign}{}", w.plain_count(value.unsigned_abs())),
        ),
        Unit::Days => (
            "amount-days",
            format!("{sign}{}", w.plain_count(value.unsigned_abs())),
        ),
        Unit::Points => ("amount-points", hundredths()),
        // The sign stays on its side of the number in every direction.
        Unit::Percent => return Html::set_apart(&w.fill("amount-percent", &[("n", &hundredths())])),
    };
    w.html_n(
        name,
        metric.unit().plural(value),
        &[("count", Html::isolated(&number))],
    )
}

fn scope(shell: &Shell<'_>, rule: &Rule) -> Html {
    let whole = match &rule.condition {
        Condition::Occasion { kind } => *kind == AlertKind::Budget,
        Condition::Level { metric, .. } => !metric.is_of_seller(),
    };
    match &rule.scope.segment {
        Some(segment) => {
            let saved = shell.visit.view.segments.get(segment);
            let words = match Segment::from_name(segment) {
                Some(band) => shell
                    .w
                    .html("rule-band", &[("band", Html::isolated(band.as_str()))]),
                None => Html::isolated(saved.map_or(segment, |saved| &saved.body.title)),
            };
            naming::link(&shell.clients(&[("segment", segment)]), &words)
        }
        None if whole => Html::text(&shell.say("rule-scope-whole")),
        None => Html::text(&shell.say("rule-scope-all")),
    }
}

/// At once or with the digest, and how long it is silent afterwards.
fn delivery(shell: &Shell<'_>, rule: &Rule) -> String {
    let name = match rule.delivery {
        Delivery::AtOnce => "rule-at-once",
        Delivery::Digest => "rule-digest",
    };
    let days = shell.w.plain_count(rule.cool_down_days.into());
    if rule.cool_down_days == 0 {
        return shell.say(name);
    }
    let cool_down = shell.w.fill("rule-cool-down", &[("days", &days)]);
    format!("{} · {cool_down}", shell.say(name))
}

fn channels(shell: &Shell<'_>, rule: &Rule) -> Html {
    if rule.channels.is_empty() {
        return Html::text(&shell.say("rule-channels-all"));
    }
    let names: Vec<String> = rule
        .channels
        .iter()
        .map(|name| Html::isolated(name).to_string())
        .collect();
    Html::trusted(names.join(", "))
}

fn origin(shell: &Shell<'_>, listed: &Listed) -> Html {
    let w = shell.w;
    match (listed.origin, &listed.changed) {
        (Origin::Person, Some(changed)) => {
            let at = w.moment(&shell.visit.view.frame().zone, changed.at);
            w.html(
                "rule-origin-person",
                &[("by", Html::isolated(&changed.by)), ("at", at)],
            )
        }
        (Origin::File, _) => Html::text(&shell.say("rule-origin-file")),
        (Origin::BuiltIn | Origin::Person, _) => Html::text(&shell.say("rule-origin-built-in")),
    }
}

/// The severities, most pressing first.
pub const SEVERITIES: [Severity; 3] = [Severity::Critical, Severity::Warning, Severity::Notice];
