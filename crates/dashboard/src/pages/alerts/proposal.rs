//! One recommendation in words: what, for how much, what it should bring, and what does it.

use analytics::{Recommendation, RecommendationKind};
use model::MicroDollars;

use crate::format::Html;
use crate::pages::naming::link;
use crate::shell::Shell;

/// One recommendation.
pub struct Proposal {
    pub name: &'static str,
    pub title: Html,
    pub gain: Html,
    pub cost: Html,
    /// Sellers or hosts to begin with.
    pub first: Html,
    /// The page that does it; "" where a command alone does.
    pub href: String,
    pub label: String,
    /// The command that does it; "" where none does.
    pub command: &'static str,
}

impl Proposal {
    /// A recommendation as the page shows it.
    pub fn of(shell: &Shell<'_>, one: &Recommendation) -> Self {
        let w = shell.w;
        let sentence = |part: &str| format!("recommend-{}-{part}", one.kind.as_str().replace('_', "-"));
        let numbers = [
            ("count", w.count(one.count)),
            ("gain", w.count(one.gain)),
            ("affordable", w.count(one.affordable)),
        ];
        Self {
            name: one.kind.as_str(),
            title: w.html_n(&sentence("title"), one.count, &numbers),
            gain: w.html_n(&sentence("gain"), one.gain, &numbers),
            cost: cost(shell, one),
            first: first(shell, one),
            href: href(shell, one),
            label: shell.say(&sentence("do")),
            command: command(one.kind),
        }
    }
}

fn cost(shell: &Shell<'_>, one: &Recommendation) -> Html {
    let w = shell.w;
    if one.cost == MicroDollars::ZERO {
        return Html::text(&shell.say("recommend-free"));
    }
    let money = ("cost", w.money(one.cost));
    if one.affordable < one.count {
        let of = ("of", w.count(one.count));
        return w.html(
            "recommend-cost-part",
            &[money, of, ("affordable", w.count(one.affordable))],
        );
    }
    w.html("recommend-cost", &[money])
}

/// Hosts lead to the sellers behind them, sellers to their pages.
fn first(shell: &Shell<'_>, one: &Recommendation) -> Html {
    let named = |name: &compact_str::CompactString| match one.kind {
        RecommendationKind::ProbeUnidentified => {
            link(&shell.clients(&[("competitor", name)]), &Html::isolated(name))
        }
        _ => shell.client(name),
    };
    let links: Vec<String> = one.first.iter().map(|name| named(name).to_string()).collect();
    Html::trusted(links.join(" · "))
}

fn href(shell: &Shell<'_>, one: &Recommendation) -> String {
    match one.kind {
        RecommendationKind::Call => {
            let slugs: Vec<&str> = one.first.iter().map(AsRef::as_ref).collect();
            shell.clients(&[("slugs", &slugs.join(",")), ("sort", "-concurrent")])
        }
        RecommendationKind::Retain => shell.clients(&[("status", "active")]),
        RecommendationKind::Invite => shell.clients(&[("status", "inactive")]),
        RecommendationKind::ScanUncovered
        | RecommendationKind::CompletePartial
        | RecommendationKind::Rescan => shell.to("/scans"),
        RecommendationKind::ProbeUnidentified => shell
            .visit
            .ask
            .to("/competition", &[("platform", "unknown"), ("show", "all")]),
        RecommendationKind::FixDomains => shell.clients(&[("status", "unscannable")]),
    }
}

const fn command(kind: RecommendationKind) -> &'static str {
    match kind {
        RecommendationKind::ScanUncovered
        | RecommendationKind::CompletePartial
        | RecommendationKind::Rescan => "sellers-ads discover",
        RecommendationKind::ProbeUnidentified => "sellers-ads probe --unknown --landing",
        RecommendationKind::Call
        | RecommendationKind::Retain
        | RecommendationKind::Invite
        | RecommendationKind::FixDomains => "",
    }
}
