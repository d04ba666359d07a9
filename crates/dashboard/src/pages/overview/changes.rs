//! What changed since the last scan.

use analytics::Changes;
use compact_str::CompactString;

use crate::format::Html;
use crate::shell::Shell;

/// Names that a line tells.
const NAMES: usize = 3;

/// One kind of change.
pub struct Change {
    /// How many.
    pub count: Html,
    /// What.
    pub label: String,
    /// The first of them by name, as links.
    pub names: Vec<Html>,
    /// Where all of them are; empty where there is none.
    pub href: String,
}

/// What changed.
pub fn changes(shell: &Shell<'_>, since: &Changes) -> Vec<Change> {
    let w = shell.w;
    let line = |name: &str, count: usize, names: Vec<Html>, href: String| Change {
        count: w.count(count),
        label: w.say(name),
        names,
        href,
    };
    let covered = usize::try_from(since.newly_covered).unwrap_or(usize::MAX);
    vec![
        line("home-changed-covered", covered, Vec::new(), shell.to("/time")),
        line(
            "home-changed-started",
            since.started.len(),
            sellers(shell, &since.started),
            behind(shell, &since.started),
        ),
        line(
            "home-changed-stopped",
            since.stopped.len(),
            sellers(shell, &since.stopped),
            behind(shell, &since.stopped),
        ),
        line(
            "home-changed-rivals",
            since.new_rivals.len(),
            hosts(shell, &since.new_rivals),
            shell.to("/competition"),
        ),
    ]
}

/// Since when.
pub fn since(shell: &Shell<'_>, since: &Changes) -> Html {
    let zone = &shell.visit.view.frame().zone;
    since.since.map_or_else(
        || Html::text(&shell.say("home-changed-first")),
        |at| {
            shell
                .w
                .html("home-changed-since", &[("day", shell.w.date(zone, at))])
        },
    )
}

fn sellers(shell: &Shell<'_>, slugs: &[CompactString]) -> Vec<Html> {
    slugs.iter().take(NAMES).map(|slug| shell.client(slug)).collect()
}

fn hosts(shell: &Shell<'_>, hosts: &[CompactString]) -> Vec<Html> {
    let link = |host: &CompactString| {
        let href = shell.visit.ask.to("/clients", &[("competitor", host)]);
        Html::trusted(format!(
            "<a href=\"{}\">{}</a>",
            Html::text(&href),
            Html::isolated(host)
        ))
    };
    hosts.iter().take(NAMES).map(link).collect()
}

/// The list of these sellers, as far as an address may name them.
fn behind(shell: &Shell<'_>, slugs: &[CompactString]) -> String {
    if slugs.is_empty() || slugs.len() > crate::clients_ask::MOST_SLUGS {
        return String::new();
    }
    shell.visit.ask.to("/clients", &[("slugs", &slugs.join(","))])
}
