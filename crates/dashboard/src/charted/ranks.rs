//! Where ads lead away to, most first.

use charts::{Bar, Bars, Tone};

use super::twin::Twin;
use super::{Chart, Charter, Figure};
use crate::failure::Failure;

/// Lines of a chart; the table behind it has all.
const TOP: usize = 10;

/// A line: its name, its ads, where it leads.
struct Line {
    name: String,
    ads: u64,
    clients: u64,
    href: String,
}

impl Charter<'_> {
    /// Platforms.
    pub(super) fn platforms(&self) -> Result<Chart, Failure> {
        let competition = self.visit.view.figures.competition(self.window)?;
        let lines = competition
            .platforms
            .iter()
            .filter(|line| line.ads > 0)
            .map(|line| Line {
                name: self.platform_name(&line.platform),
                ads: line.ads,
                clients: line.clients,
                href: self.visit.ask.to("/clients", &[("platform", &line.platform)]),
            });
        self.ranks("platforms", "platforms", lines.take(TOP).collect())
    }

    /// Rival hosts.
    pub(super) fn rivals(&self) -> Result<Chart, Failure> {
        let competition = self.visit.view.figures.competition(self.window)?;
        let lines = competition
            .rivals
            .iter()
            .filter(|line| line.ads > 0)
            .map(|line| Line {
                name: line.domain.to_string(),
                ads: line.ads,
                clients: line.clients,
                href: self.visit.ask.to("/clients", &[("competitor", &line.domain)]),
            });
        self.ranks("rivals", "competitors", lines.take(TOP).collect())
    }

    fn ranks(&self, name: &'static str, table: &'static str, lines: Vec<Line>) -> Result<Chart, Failure> {
        let w = self.w;
        let overview = self.overview()?;
        let bars = |line: &Line| Bar {
            name: line.name.clone(),
            value: line.ads,
            said: w.plain_count(line.ads),
        };
        let row = |line: &Line| {
            vec![
                line.name.clone(),
                w.plain_count(line.ads),
                w.plain_count(line.clients),
            ]
        };
        let label: Vec<String> = (lines.iter().take(3))
            .map(|line| self.line(&line.name, &w.plain_count(line.ads)))
            .collect();
        Ok(Chart {
            name,
            title: w.say(&format!("chart-{name}")),
            note: self.covered_note(overview.covered, overview.clients),
            summary: String::new(),
            legend: Vec::new(),
            twin: Twin {
                head: vec![
                    w.say(&format!("twin-{name}")),
                    w.say("twin-unit-ads"),
                    w.say("twin-clients"),
                ],
                rows: lines.iter().map(row).collect(),
            },
            figure: Figure::Ranks(
                Bars {
                    label: label.join(" ; "),
                    rtl: self.rtl(),
                    tone: Tone::Concurrent,
                    bars: lines.iter().map(bars).collect(),
                },
                lines.into_iter().map(|line| line.href).collect(),
            ),
            table,
        })
    }
}
