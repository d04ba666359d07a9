//! What a rule would have said over stored history, in words: how often, about whom, when.

use figures::Figures;
use watch::engine::Firing;
use watch::facts::Facts;
use watch::preview::{Preview, preview};
use watch::rules::Rule;

use super::line::amount;
use crate::format::Html;
use crate::shell::Shell;
use crate::watching;

/// Days that a preview looks back.
pub const DAYS: u16 = 90;
/// Firings that are named, the latest.
const NAMED: usize = 15;

/// A preview.
pub struct Shown {
    /// `It would have fired 7 times in 90 days, for 5 clients`.
    pub says: Html,
    /// What to bear in mind.
    pub caveats: Vec<String>,
    pub rows: Vec<Row>,
    /// Whether there were more than are named.
    pub more: Html,
}

/// One firing.
pub struct Row {
    pub day: Html,
    pub subject: Html,
    pub number: Html,
}

impl Shown {
    /// Of a rule; `None` where sellers are not in memory: nothing walks all of them there within a request.
    pub fn of(shell: &Shell<'_>, rule: &Rule) -> Option<Self> {
        let Figures::Held(snapshot) = &shell.visit.view.figures else {
            return None;
        };
        let view = &shell.visit.view;
        let segments = |name: &str| view.segments.filter(name);
        let chances = watching::chances(view);
        let told = preview(
            &Facts {
                snapshot,
                money: &view.money,
                alert_rules: &shell.visit.config.rules,
                segments: &segments,
                chances: &chances,
            },
            rule,
            DAYS,
        );
        let latest = told.firings.iter().rev().take(NAMED);
        Some(Self {
            says: says(shell, &told),
            caveats: caveats(shell, &told),
            rows: latest.map(|firing| row(shell, rule, firing)).collect(),
            more: more(shell, &told),
        })
    }
}

fn says(shell: &Shell<'_>, told: &Preview) -> Html {
    let w = shell.w;
    if !told.is_possible() {
        return Html::text(&w.say("preview-impossible"));
    }
    let days = u64::try_from(told.window.days()).unwrap_or_default();
    let fired = told.firings.len();
    let values = [
        ("times", w.count(fired)),
        ("days", w.count(days)),
        ("subjects", w.count(told.subjects)),
    ];
    let fired = w.html_n("preview-fired", fired as u64, &values);
    if told.held_back == 0 {
        return fired;
    }
    let held = w.html_n(
        "preview-held-back",
        told.held_back,
        &[("count", w.count(told.held_back))],
    );
    Html::trusted(format!("{fired} {held}"))
}

fn caveats(shell: &Shell<'_>, told: &Preview) -> Vec<String> {
    let say =
        |caveat: &watch::preview::Caveat| shell.say(&format!("caveat-{}", caveat.as_str().replace('_', "-")));
    told.caveats.iter().map(say).collect()
}

fn row(shell: &Shell<'_>, rule: &Rule, firing: &Firing) -> Row {
    let zone = &shell.visit.view.frame().zone;
    Row {
        day: shell.w.date(zone, firing.at),
        subject: subject(shell, firing),
        number: match (rule.metric(), firing.numbers.value) {
            (Some(metric), Some(value)) => amount(shell, metric, value),
            _ => firing
                .numbers
                .ads
                .map(|ads| shell.w.count(ads))
                .unwrap_or_default(),
        },
    }
}

/// A seller leads to its page; anything else is named.
pub fn subject(shell: &Shell<'_>, firing: &Firing) -> Html {
    if firing.subject == watch::facts::ALL {
        return Html::text(&shell.say("rule-scope-whole"));
    }
    if firing.link.starts_with("/clients/") {
        return shell.client(&firing.subject);
    }
    Html::isolated(&firing.subject)
}

fn more(shell: &Shell<'_>, told: &Preview) -> Html {
    let rest = told.firings.len().saturating_sub(NAMED);
    if rest == 0 {
        return Html::default();
    }
    shell.w.html("preview-more", &[("count", shell.w.count(rest))])
}
