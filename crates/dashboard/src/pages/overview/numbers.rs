//! The four numbers at the top, each with what it is out of.

use analytics::overview::SellerAds;
use analytics::{Overview, Window};
use charts::Tone;

use crate::format::Html;
use crate::parts;
use crate::shell::Shell;

/// One number in its card.
pub struct Number {
    /// Its name on the page.
    pub name: &'static str,
    /// Where the sellers behind it are.
    pub href: String,
    /// What it counts.
    pub label: String,
    /// The number.
    pub value: Html,
    /// How much of the whole it is, drawn.
    pub bar: Html,
    /// What it is out of, and how it changed.
    pub detail: Html,
}

/// The numbers.
pub fn numbers(shell: &Shell<'_>, overview: &Overview, window: Window) -> Vec<Number> {
    vec![
        covered(shell, overview),
        active(shell, overview, window),
        converty(shell, overview),
        concurrent(shell, overview),
    ]
}

fn covered(shell: &Shell<'_>, overview: &Overview) -> Number {
    let w = shell.w;
    let tones = [
        (Tone::Active, overview.active),
        (Tone::Inactive, overview.inactive),
    ];
    Number {
        name: "covered",
        href: shell.visit.ask.to("/clients", &[("status", "active,inactive")]),
        label: w.say("kpi-covered"),
        value: w.count(overview.covered),
        bar: parts::bar(&tones, overview.clients),
        detail: parts::out_of(w, overview.covered, overview.clients),
    }
}

fn active(shell: &Shell<'_>, overview: &Overview, window: Window) -> Number {
    let w = shell.w;
    let of = w.html("kpi-of-covered", &[("covered", w.count(overview.covered))]);
    let change = parts::change(w, overview.active, overview.changes.active_before, true);
    let since = Html::isolated(&w.plain_day(window.from));
    Number {
        name: "active",
        href: shell.visit.ask.to("/clients", &[("status", "active")]),
        label: w.say("kpi-active"),
        value: w.count(overview.active),
        bar: Html::default(),
        detail: joined(&[of, changed(shell, change, since)]),
    }
}

fn converty(shell: &Shell<'_>, overview: &Overview) -> Number {
    let w = shell.w;
    let ads = overview.ads;
    let values = [("part", w.count(ads.converty)), ("whole", w.count(ads.total))];
    let before = overview
        .changes
        .ads_before
        .as_ref()
        .map(SellerAds::converty_ratio);
    Number {
        name: "converty",
        href: shell
            .visit
            .ask
            .to("/clients", &[("status", "active"), ("sort", "converty_ratio")]),
        label: w.say("kpi-converty"),
        value: w.percent(ads.converty_ratio()),
        bar: Html::default(),
        detail: joined(&[
            w.html("kpi-part-of", &values),
            parts::change_points(w, ads.converty_ratio(), before, true),
        ]),
    }
}

fn concurrent(shell: &Shell<'_>, overview: &Overview) -> Number {
    let w = shell.w;
    let ads = overview.ads;
    let n = overview.concurrent_clients;
    let clients = w.html_n("kpi-with-clients", n, &[("clients", w.count(n))]);
    let before = overview.changes.ads_before.map(|ads| ads.concurrent);
    Number {
        name: "concurrent",
        href: shell
            .visit
            .ask
            .to("/clients", &[("status", "active"), ("sort", "-concurrent")]),
        label: w.say("kpi-concurrent"),
        value: w.count(ads.concurrent),
        bar: Html::default(),
        detail: joined(&[
            w.percent(ads.concurrent_ratio()),
            clients,
            parts::change(w, ads.concurrent, before, false),
        ]),
    }
}

/// `▲ 31 depuis le 24 oct.`; nothing where nothing was known then.
fn changed(shell: &Shell<'_>, change: Html, since: Html) -> Html {
    if change.as_str().is_empty() {
        return change;
    }
    shell.w.html("kpi-since", &[("change", change), ("day", since)])
}

/// What there is, with a dot between.
fn joined(parts: &[Html]) -> Html {
    let there: Vec<&str> = parts
        .iter()
        .map(Html::as_str)
        .filter(|part| !part.is_empty())
        .collect();
    Html::trusted(there.join(" · "))
}
