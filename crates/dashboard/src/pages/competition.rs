//! Where sellers' ads lead away to: platforms, rival hosts, messaging, and the hosts that nobody knows yet.

mod rows;
mod voice;

use analytics::Competition;
use askama::Template;
use model::Kind;

use crate::ask::Misread;
use crate::failure::Failure;
use crate::format::Html;
use crate::parts;
use crate::reply::Reply;
use crate::shell::{self, Section, Shell};
use crate::visit::Visit;

use rows::{HostRow, KindRow, PlatformRow};
use voice::VoicePart;

/// Lines of each list where nobody asked for all.
const TOP: usize = 10;
/// New hosts where nobody asked for all: they stand beside, not in the middle.
const FEW: usize = 5;
/// Lines of a list at most: a page is read by people. Exports give every line.
const MOST: usize = 500;
/// Kinds of places that sell, in the order in which they are listed.
const KINDS: [Kind; 3] = [Kind::Shop, Kind::Messaging, Kind::Marketplace];

#[derive(Template)]
#[template(path = "competition.html")]
struct CompetitionPage<'v> {
    shell: Shell<'v>,
    /// Why there is nothing to show, if so.
    empty: Option<&'static str>,
    facts: Facts,
    /// Share of voice.
    voice: VoicePart,
    kinds: Vec<KindRow>,
    platforms: List<PlatformRow>,
    rivals: List<HostRow>,
    /// First seen within the window.
    newcomers: List<HostRow>,
    /// On no known platform.
    unidentified: List<HostRow>,
    /// Filters in force: what each says, and the address without it.
    chips: Vec<(Html, String)>,
    /// Whether what was is shown beside what is.
    compares: bool,
}

/// The numbers at the top.
struct Facts {
    ads: Html,
    ads_of: Html,
    clients: Html,
    clients_of: Html,
    rivals: Html,
    new_rivals: Html,
    unidentified: Html,
    unidentified_of: Html,
}

/// The first lines of a list, and how many there are.
struct List<T> {
    rows: Vec<T>,
    total: usize,
    /// `1 – 10 of 88`.
    shown: Html,
}

/// What the address asks for.
struct Asked {
    platform: Option<String>,
    kind: Option<Kind>,
    limit: usize,
}

impl Asked {
    const fn few(&self) -> usize {
        if self.limit == TOP { FEW } else { self.limit }
    }
}

/// `/competition`
pub fn page(visit: &Visit) -> Result<Reply, Failure> {
    let mut shell = Shell::new(visit, Section::Competition, "section-competition")?;
    let asked = asked(visit, &mut shell.misread);
    let frame = visit.view.frame();
    let window = visit.ask.window(&frame.zone, visit.now, frame.earliest);
    let competition = visit.view.figures.competition(window)?;
    let voice = VoicePart::of(&mut shell, window, asked.limit)?;
    let fits = |platform: &str, kind: Kind| {
        asked.kind.is_none_or(|wanted| wanted == kind)
            && asked.platform.as_deref().is_none_or(|wanted| wanted == platform)
    };
    let most = competition
        .rivals
        .iter()
        .map(|line| line.ads)
        .max()
        .unwrap_or_default();
    let hosts = |lines: &mut dyn Iterator<Item = &analytics::RivalLine>, limit| {
        let lines: Vec<_> = lines.collect();
        list(&shell, &lines, limit, |line| HostRow::of(&shell, line, most))
    };
    let platforms: Vec<_> = competition
        .platforms
        .iter()
        .filter(|line| asked.kind.is_none_or(|kind| kind == line.kind))
        .collect();
    let page = CompetitionPage {
        empty: shell
            .emptiness()
            .or_else(|| competition.rivals.is_empty().then_some("rivals")),
        facts: facts(&shell, &competition, visit.view.figures.base()?.active),
        voice,
        kinds: KINDS
            .map(|kind| KindRow::of(&shell, &competition, kind, asked.kind))
            .into(),
        platforms: list(&shell, &platforms, asked.limit, |line| {
            PlatformRow::of(&shell, line, asked.platform.as_deref())
        }),
        rivals: hosts(
            &mut competition
                .rivals
                .iter()
                .filter(|line| fits(&line.platform, line.kind)),
            asked.limit,
        ),
        newcomers: hosts(
            &mut competition
                .rivals
                .iter()
                .filter(|line| line.new && fits(&line.platform, line.kind)),
            asked.few(),
        ),
        unidentified: hosts(&mut competition.unidentified.iter(), asked.limit),
        chips: chips(&shell, &asked),
        compares: visit.ask.compares(),
        shell,
    };
    shell::page(&page)
}

fn asked(visit: &Visit, misread: &mut Vec<Misread>) -> Asked {
    let ask = &visit.ask;
    let all = ask.parsed("show", misread, |text| (text == "all").then_some(()));
    Asked {
        platform: ask.get("platform").map(str::to_owned),
        kind: ask.parsed("kind", misread, |text| {
            KINDS.into_iter().find(|kind| kind.as_str() == text)
        }),
        limit: if all.is_some() { MOST } else { TOP },
    }
}

fn list<L, T>(shell: &Shell<'_>, lines: &[L], limit: usize, row: impl Fn(&L) -> T) -> List<T> {
    let rows: Vec<T> = lines.iter().take(limit).map(row).collect();
    let w = shell.w;
    let values = [
        ("first", w.count(usize::from(!rows.is_empty()))),
        ("last", w.count(rows.len())),
        ("total", w.count(lines.len())),
    ];
    List {
        shown: w.html("page-rows", &values),
        total: lines.len(),
        rows,
    }
}

fn facts(shell: &Shell<'_>, competition: &Competition, active: u64) -> Facts {
    let w = shell.w;
    let standing = |lines: &[analytics::RivalLine]| lines.iter().filter(|line| line.ads > 0).count();
    let new = competition.rivals.iter().filter(|line| line.new).count();
    let unidentified: u64 = competition.unidentified.iter().map(|line| line.ads).sum();
    Facts {
        ads: w.count(competition.ads),
        ads_of: parts::out_of(w, competition.ads, competition.all_ads),
        clients: w.count(competition.clients),
        clients_of: w.html("rivals-of-active", &[("active", w.count(active))]),
        rivals: w.count(standing(&competition.rivals)),
        new_rivals: w.html_n("rivals-new-within", new as u64, &[("count", w.count(new))]),
        unidentified: w.count(standing(&competition.unidentified)),
        unidentified_of: w.html_n(
            "rivals-unidentified-ads",
            unidentified,
            &[("count", w.count(unidentified))],
        ),
    }
}

fn chips(shell: &Shell<'_>, asked: &Asked) -> Vec<(Html, String)> {
    let mut chips = Vec::new();
    let ask = &shell.visit.ask;
    if let Some(platform) = &asked.platform {
        let says = shell
            .w
            .html("chip-platform", &[("value", shell.platform_html(platform))]);
        chips.push((says, ask.with(&[("platform", "")])));
    }
    if let Some(kind) = asked.kind {
        let name = shell.say(&format!("kind-{kind}"));
        let says = shell.w.html("chip-kind", &[("value", Html::text(&name))]);
        chips.push((says, ask.with(&[("kind", "")])));
    }
    chips
}
