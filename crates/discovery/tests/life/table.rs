//! What was measured, as a table of Markdown.

use std::fmt::Write as _;

use super::measure::{Measured, Share, WITHIN};
use super::{Told, Week};

fn percent(share: Share) -> String {
    let tenths = share.per_mille();
    format!("{}.{} % of {}", tenths / 10, tenths % 10, share.all)
}

/// One column for each play, by its title.
pub fn table(columns: &[(String, Told)]) -> String {
    let mut out = String::from("| |");
    for (title, _) in columns {
        write!(out, " {title} |").unwrap();
    }
    writeln!(out, "\n| --- |{}", " ---: |".repeat(columns.len())).unwrap();
    let mut line = |name: &str, cell: &dyn Fn(&Told) -> String| {
        write!(out, "| {name} |").unwrap();
        for (_, told) in columns {
            write!(out, " {} |", cell(told)).unwrap();
        }
        out.push('\n');
    };
    line("money per monthly cycle", &|told| {
        let cycles = told
            .cycles
            .iter()
            .map(|cycle| format!("{}: ${}", cycle.month, cycle.spent));
        cycles.collect::<Vec<_>>().join("<br>")
    });
    line("moments over budget", &|told| told.overdrawn.len().to_string());
    line("false \"stopped\"", &|told| {
        told.measured.false_stops.len().to_string()
    });
    for (name, pick) in FIRST {
        line(name, &|told| percent(pick(&told.measured)));
    }
    for (number, days) in WITHIN.into_iter().enumerate() {
        let weeks = days / 7;
        line(&format!("all starts seen within {weeks} wk"), &|told| {
            percent(told.measured.starts_within[number])
        });
        line(&format!("all stops seen within {weeks} wk"), &|told| {
            percent(told.measured.stops_within[number])
        });
    }
    for group in GROUPS {
        line(
            &format!("starters who stayed, found within 4 wk: {group}"),
            &|told| percent(told.measured.starters.get(group).copied().unwrap_or_default()),
        );
    }
    line("runs", &|told| told.runs.to_string());
    line("scans killed, late", &|told| {
        format!("{}, {}", told.killed, told.late)
    });
    out
}

type Pick = fn(&Measured) -> Share;

const FIRST: [(&str, Pick); 4] = [
    ("known page started: seen by the first scan that asked", |m| {
        m.page_starts
    }),
    ("known page stopped: seen by the first scan that asked", |m| {
        m.page_stops
    }),
    ("known seller started: likewise", |m| m.seller_starts),
    ("known seller stopped: likewise", |m| m.seller_stops),
];

/// The groups of starters.
pub const GROUPS: [&str; 5] = [
    "all",
    "seen before",
    "ran before, never seen",
    "first seen, own domain",
    "first seen, *.converty.shop",
];

/// One line a week.
pub fn weeks(weeks: &[Week]) -> String {
    let mut out = String::from("week | began | spent | sweep | pages | hosts | called active | truly\n");
    for (number, week) in weeks.iter().enumerate() {
        let began = &week.at.to_string()[..16];
        writeln!(
            out,
            "{number} | {began} | {} | {} | {} | {} | {} | {}",
            week.spent, week.swept, week.pages, week.hosts, week.believed, week.truly
        )
        .unwrap();
    }
    out
}
