//! Shares of a whole as it stands: where ads lead, who advertises, how much.

use analytics::Segment;
use charts::{Column, Donut, Histogram, Slice, Tone};
use model::document::Ratio;

use super::twin::Twin;
use super::{Chart, Charter, Entry, Figure, Mark};
use crate::failure::Failure;
use crate::words::Words;

/// One part of a ring: its colour, its plain name, how much, where it leads.
type Part = (Tone, String, u64, Option<String>);

impl Charter<'_> {
    /// Where sellers' ads lead.
    pub(super) fn verdicts(&self) -> Result<Chart, Failure> {
        let overview = self.overview()?;
        let ads = overview.ads;
        let by = |sort: &str| {
            Some(
                self.visit
                    .ask
                    .to("/clients", &[("status", "active"), ("sort", sort)]),
            )
        };
        let parts = [
            (
                Tone::Converty,
                self.w.say("verdict-converty"),
                ads.converty,
                by("-converty"),
            ),
            (
                Tone::Concurrent,
                self.w.say("verdict-concurrent"),
                ads.concurrent,
                by("-concurrent"),
            ),
            (
                Tone::Unknown,
                self.w.say("verdict-unknown"),
                ads.unknown,
                by("-unknown"),
            ),
        ];
        let note = self.covered_note(overview.covered, overview.clients);
        Ok(self.ring("verdicts", &parts, ads.total, "unit-ads", note))
    }

    /// Who of the covered sellers advertises.
    pub(super) fn status(&self) -> Result<Chart, Failure> {
        let overview = self.overview()?;
        let of = |status: &str| Some(self.visit.ask.to("/clients", &[("status", status)]));
        let parts = [
            (
                Tone::Active,
                self.w.say("series-active"),
                overview.active,
                of("active"),
            ),
            (
                Tone::Inactive,
                self.w.say("series-inactive"),
                overview.inactive,
                of("inactive"),
            ),
        ];
        let note = self.covered_note(overview.covered, overview.clients);
        let mut chart = self.ring("status", &parts, overview.covered, "unit-covered", note);
        chart.table = "timeline";
        Ok(chart)
    }

    /// Active sellers by number of ads.
    pub(super) fn bands(&self) -> Result<Chart, Failure> {
        let w = self.w;
        let overview = self.overview()?;
        let columns: Vec<Column> = (overview.bands.iter())
            .map(|band| {
                let (name, said) = (band_name(w, band.segment), w.plain_count(band.clients));
                let share = w.plain_percent(Ratio::of(band.clients, overview.active));
                let values = [
                    ("band", name.as_str()),
                    ("n", said.as_str()),
                    ("percent", share.as_str()),
                ];
                let ask = &self.visit.ask;
                Column {
                    tip: w.fill("tip-band", &values),
                    href: Some(ask.to(
                        "/clients",
                        &[("status", "active"), ("segment", band.segment.as_str())],
                    )),
                    value: band.clients,
                    name,
                    said,
                }
            })
            .collect();
        let rows = columns
            .iter()
            .map(|column| vec![column.name.clone(), column.said.clone()]);
        let summary = columns
            .iter()
            .map(|column| column.tip.as_str())
            .collect::<Vec<_>>()
            .join(" ; ");
        Ok(Chart {
            name: "bands",
            title: w.say("chart-bands"),
            note: self.active_note(overview.active, overview.covered),
            summary: String::new(),
            twin: Twin {
                head: vec![w.say("twin-band"), w.say("twin-clients")],
                rows: rows.collect(),
            },
            figure: Figure::Histogram(Histogram {
                label: summary,
                rtl: self.rtl(),
                height: 170,
                tone: Tone::Active,
                columns,
            }),
            legend: Vec::new(),
            table: "bands",
        })
    }

    fn ring(&self, name: &'static str, parts: &[Part], whole: u64, unit: &str, note: String) -> Chart {
        let w = self.w;
        let said = |value: u64| {
            let percent = w.plain_percent(Ratio::of(value, whole));
            (w.plain_count(value), percent)
        };
        let tip = |name: &str, value: u64| {
            let (count, percent) = said(value);
            self.line(name, &format!("{count} · {percent}"))
        };
        let slice = |(tone, name, value, _): &Part| Slice {
            tone: *tone,
            value: *value,
            tip: tip(name, *value),
        };
        let entry = |(tone, name, value, href): &Part| {
            let (count, percent) = said(*value);
            Entry {
                tone: *tone,
                name: name.clone(),
                said: format!("{percent} · {count}"),
                href: href.clone(),
                mark: Mark::Square,
            }
        };
        let row = |(_, name, value, _): &Part| {
            let (count, percent) = said(*value);
            vec![name.clone(), count, percent]
        };
        let label: Vec<String> = parts
            .iter()
            .map(|(_, name, value, _)| tip(name, *value))
            .collect();
        Chart {
            name,
            title: w.say(&format!("chart-{name}")),
            note,
            summary: String::new(),
            figure: Figure::Ring(Donut {
                label: label.join(" ; "),
                slices: parts.iter().map(slice).collect(),
                centre: w.plain_count(whole),
                under: w.say(unit),
            }),
            legend: parts.iter().map(entry).collect(),
            twin: Twin {
                head: vec![
                    w.say("twin-part"),
                    w.say(&format!("twin-{unit}")),
                    w.say("twin-share"),
                ],
                rows: parts.iter().map(row).collect(),
            },
            table: name,
        }
    }

    /// `sur 14 210 des 21 764 clients`, plain.
    pub(super) fn covered_note(&self, covered: u64, clients: u64) -> String {
        let (part, whole) = (self.w.plain_count(covered), self.w.plain_count(clients));
        self.w.fill("coverage-of", &[("part", &part), ("whole", &whole)])
    }

    fn active_note(&self, active: u64, covered: u64) -> String {
        let (active, covered) = (self.w.plain_count(active), self.w.plain_count(covered));
        self.w
            .fill("active-of-covered", &[("active", &active), ("covered", &covered)])
    }
}

/// `plus de 20`.
pub(super) fn band_name(w: &Words, segment: Segment) -> String {
    w.say(&format!("band-{}", segment.as_str().trim_end_matches('+')))
}
