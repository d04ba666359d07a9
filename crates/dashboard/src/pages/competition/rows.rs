//! Lines of the lists of rivals: numbers beside what they are out of, and links to the sellers behind.

use analytics::{Competition, PlatformLine, RivalLine};
use charts::Tone;
use model::Kind;
use model::document::Ratio;

use crate::charted;
use crate::format::Html;
use crate::parts;
use crate::shell::Shell;

/// Shops, messaging or marketplaces taken together.
pub struct KindRow {
    pub href: String,
    pub current: bool,
    pub fill: Html,
    pub name: String,
    pub ads: Html,
    pub share: Html,
}

/// A platform.
pub struct PlatformRow {
    /// This page with the rivals of the platform alone, or of all where it is chosen already.
    pub href: String,
    pub current: bool,
    pub name: String,
    pub kind: String,
    pub ads: Html,
    pub share: Html,
    pub bar: Html,
    pub trend: Html,
    pub change: Html,
    pub before: Html,
    /// The sellers behind it.
    pub clients: String,
    pub client_count: Html,
    pub domains: Html,
}

/// A rival host.
pub struct HostRow {
    /// The sellers behind it.
    pub href: String,
    pub domain: String,
    pub fill: Html,
    pub platform: String,
    pub platform_href: String,
    pub ads: Html,
    pub share: Html,
    pub change: Html,
    pub before: Html,
    pub clients: Html,
    pub since: Html,
    /// The same as a sentence.
    pub since_text: Html,
    pub new: bool,
}

impl KindRow {
    /// All rivals of a kind; a click shows them alone, another shows all again.
    pub fn of(shell: &Shell<'_>, competition: &Competition, kind: Kind, chosen: Option<Kind>) -> Self {
        let lines = competition.platforms.iter().filter(|line| line.kind == kind);
        let ads: u64 = lines.map(|line| line.ads).sum();
        let current = chosen == Some(kind);
        let asked = if current { "" } else { kind.as_str() };
        Self {
            href: shell.visit.ask.with(&[("kind", asked)]),
            current,
            fill: parts::fill(Tone::Concurrent, ads, competition.ads),
            name: shell.say(&format!("rivals-kind-{kind}")),
            ads: shell.w.count(ads),
            share: shell.w.percent(Ratio::of(ads, competition.ads)),
        }
    }
}

impl PlatformRow {
    /// One line of the table of platforms.
    pub fn of(shell: &Shell<'_>, line: &PlatformLine, chosen: Option<&str>) -> Self {
        let w = shell.w;
        let current = chosen == Some(line.platform.as_str());
        let asked = if current { "" } else { line.platform.as_str() };
        let name = shell.platform(&line.platform);
        let trend = w.fill("rivals-trend-of", &[("platform", &name)]);
        Self {
            href: shell.visit.ask.with(&[("platform", asked)]),
            current,
            kind: shell.say(&format!("kind-{}", line.kind)),
            ads: w.count(line.ads),
            share: w.percent(line.share),
            bar: parts::bar(&[(Tone::Concurrent, line.share.hundredths())], 10_000),
            trend: charted::spark(&line.trend, Tone::Concurrent, &trend),
            change: change(shell, line.ads, line.ads_before),
            before: before(shell, line.ads_before),
            clients: shell.clients(&[("platform", &line.platform)]),
            client_count: w.count(line.clients),
            domains: w.count(line.domains),
            name,
        }
    }
}

impl HostRow {
    /// One line of a list of hosts; `most` is the longest bar.
    pub fn of(shell: &Shell<'_>, line: &RivalLine, most: u64) -> Self {
        let w = shell.w;
        let zone = &shell.visit.view.frame().zone;
        Self {
            href: shell.clients(&[("competitor", &line.domain)]),
            domain: line.domain.to_string(),
            fill: parts::fill(Tone::Concurrent, line.ads, most),
            platform: shell.platform(&line.platform),
            platform_href: shell.visit.ask.with(&[("platform", &line.platform)]),
            ads: w.count(line.ads),
            share: w.percent(line.share),
            change: change(shell, line.ads, line.ads_before),
            before: before(shell, line.ads_before),
            clients: w.count(line.clients),
            since: w.date(zone, line.first_seen),
            since_text: w.html("rivals-since", &[("date", w.date(zone, line.first_seen))]),
            new: line.new,
        }
    }
}

fn change(shell: &Shell<'_>, ads: u64, before: Option<u64>) -> Html {
    match before {
        Some(_) => parts::change(shell.w, ads, before, false),
        None => Html::text("–"),
    }
}

fn before(shell: &Shell<'_>, ads: Option<u64>) -> Html {
    match ads {
        Some(ads) => shell.w.count(ads),
        None => Html::text("–"),
    }
}
