//! Charts whose axis is time: each is a line of [`PLANS`], drawn from the timeline of the window.

use analytics::{Moment, Timeline, Unit};
use charts::{Series, Shape, Slot, TimeChart, Tone};

use super::twin::Twin;
use super::{Chart, Charter, Entry, Figure, Mark};
use crate::failure::Failure;

/// One series: its colour, the sentence that names it, its number at a moment.
type Part = (Tone, &'static str, fn(&Moment) -> u64);

/// A chart over time.
struct Plan {
    name: &'static str,
    shape: Shape,
    /// A level stands at the end of each point and is unknown before the first thing known; anything else happens
    /// within the point and can be summed.
    level: bool,
    parts: &'static [Part],
}

const PLANS: [Plan; 5] = [
    Plan {
        name: "active",
        shape: Shape::Lines,
        level: true,
        parts: &[(Tone::Active, "series-active", |moment| moment.active.into())],
    },
    Plan {
        name: "coverage",
        shape: Shape::Steps,
        level: true,
        parts: &[
            (Tone::Active, "series-active", |moment| moment.active.into()),
            (Tone::Inactive, "series-inactive", |moment| moment.inactive.into()),
        ],
    },
    Plan {
        name: "ads",
        shape: Shape::Steps,
        level: true,
        parts: &[
            (Tone::Converty, "verdict-converty", |moment| moment.ads.converty),
            (Tone::Concurrent, "verdict-concurrent", |moment| {
                moment.ads.concurrent
            }),
            (Tone::Unknown, "verdict-unknown", |moment| moment.ads.unknown),
        ],
    },
    Plan {
        name: "covered_daily",
        shape: Shape::Columns,
        level: false,
        parts: &[(Tone::Active, "series-newly", |moment| moment.newly_covered.into())],
    },
    Plan {
        name: "reports",
        shape: Shape::Columns,
        level: false,
        parts: &[
            (Tone::Active, "series-reports-active", |moment| {
                moment.reports_active.into()
            }),
            (Tone::Inactive, "series-reports-inactive", |moment| {
                moment.reports_inactive.into()
            }),
        ],
    },
];

/// Height of the plots in pixels.
const HEIGHT: u16 = 200;

impl Plan {
    /// Everything at a moment.
    fn sum(&self, moment: &Moment) -> u64 {
        self.parts
            .iter()
            .fold(0, |sum, (_, _, of)| sum.saturating_add(of(moment)))
    }
}

impl Charter<'_> {
    pub(super) fn over_time(&self, name: &str) -> Result<Option<Chart>, Failure> {
        let Some(plan) = PLANS.iter().find(|plan| plan.name == name) else {
            return Ok(None);
        };
        let timeline = self.timeline();
        let before = self.visit.ask.compares().then(|| self.before());
        let before: Option<Vec<Option<u64>>> = before.map(|before| {
            let points = before.points.iter();
            points
                .map(|moment| self.since_earliest(moment).then(|| plan.sum(moment)))
                .collect()
        });
        let label = self.summary(plan, timeline)?;
        let mut note = self.days();
        if timeline.points.last().is_some_and(|moment| !moment.finished) {
            let open = self.w.say(match plan.shape {
                Shape::Lines => "note-open-line",
                Shape::Columns | Shape::Steps => "note-open-column",
            });
            note = format!("{note} · {open}");
        }
        Ok(Some(Chart {
            name: plan.name,
            title: self.w.say(&format!("chart-{}", plan.name.replace('_', "-"))),
            note,
            summary: label.clone(),
            legend: self.entries(plan, timeline, before.iter().flatten().any(Option::is_some)),
            twin: self.twin(plan, timeline, before.as_deref()),
            figure: Figure::Time(TimeChart {
                label,
                rtl: self.rtl(),
                height: HEIGHT,
                shape: plan.shape,
                slots: self.slots(plan, timeline, before.as_deref()),
                series: self.series(plan, timeline),
                before,
                number: {
                    let w = self.w;
                    Box::new(move |number| w.plain_count(number))
                },
            }),
            table: "timeline",
        }))
    }

    /// A level before the first thing known is not zero but unknown.
    fn known(&self, plan: &Plan, moment: &Moment, value: u64) -> Option<u64> {
        (!plan.level || self.since_earliest(moment)).then_some(value)
    }

    /// Whether anything was known by the end of a point.
    fn since_earliest(&self, moment: &Moment) -> bool {
        let earliest = self.visit.view.frame().earliest;
        earliest.is_some_and(|first| first <= moment.last)
    }

    fn series(&self, plan: &Plan, timeline: &Timeline) -> Vec<Series> {
        let series = |(tone, _, of): &Part| Series {
            tone: *tone,
            values: (timeline.points.iter())
                .map(|moment| self.known(plan, moment, of(moment)))
                .collect(),
        };
        plan.parts.iter().map(series).collect()
    }

    fn slots(&self, plan: &Plan, timeline: &Timeline, before: Option<&[Option<u64>]>) -> Vec<Slot> {
        let slot = |(index, moment): (usize, &Moment)| {
            let mut lines = vec![self.slot_name(timeline.unit, moment, true)];
            if !moment.finished {
                lines = vec![format!("{} ({})", lines.concat(), self.w.say("unfinished"))];
            }
            for (_, name, of) in plan.parts {
                if let Some(value) = self.known(plan, moment, of(moment)) {
                    lines.push(self.line(&self.w.say(name), &self.w.plain_count(value)));
                }
            }
            if let Some(value) = before.and_then(|before| before.get(index).copied().flatten()) {
                lines.push(self.line(&self.w.say("period-before"), &self.w.plain_count(value)));
            }
            if moment.partial_searches > 0 {
                let partial = self.w.plain_count(moment.partial_searches.into());
                let all = self.w.plain_count(moment.searches.into());
                let said = [("partial", partial.as_str()), ("all", all.as_str())];
                lines.push(self.line(&self.w.say("partial-scan"), &self.w.fill("partial-scans", &said)));
            }
            Slot {
                name: self.slot_name(timeline.unit, moment, false),
                tip: lines.join("\n"),
                finished: moment.finished,
                partial: moment.partial_searches > 0,
            }
        };
        timeline.points.iter().enumerate().map(slot).collect()
    }

    /// `4 janv.`; `janv. 2027` for a month; in full, a week says both its ends.
    fn slot_name(&self, unit: Unit, moment: &Moment, full: bool) -> String {
        match unit {
            Unit::Day if full => self.w.plain_date(moment.day),
            Unit::Week if full => {
                let (from, to) = (self.w.plain_day(moment.day), self.w.plain_date(moment.last));
                self.w.fill("days-between", &[("from", &from), ("to", &to)])
            }
            Unit::Day | Unit::Week => self.w.plain_day(moment.day),
            Unit::Month => {
                let date = moment.day.date();
                let month = self.w.say(&format!("month-{}", date.month()));
                format!("{month} {}", date.year())
            }
        }
    }

    /// `De 640 à 812, au plus 815`; of what can be summed, the sum.
    fn summary(&self, plan: &Plan, timeline: &Timeline) -> Result<String, Failure> {
        let known = |moment: &Moment| self.known(plan, moment, plan.sum(moment));
        let values: Vec<u64> = timeline.points.iter().filter_map(known).collect();
        let count = |value: u64| self.w.plain_count(value);
        let most = values.iter().copied().max().unwrap_or(0);
        Ok(match (values.first(), values.last()) {
            (Some(first), Some(last)) if plan.level => self.w.fill(
                "summary-level",
                &[
                    ("coverage", &self.coverage_now()?),
                    ("first", &count(*first)),
                    ("last", &count(*last)),
                    ("most", &count(most)),
                ],
            ),
            (Some(_), _) => {
                let sum = values
                    .iter()
                    .fold(0, |sum: u64, value| sum.saturating_add(*value));
                self.w
                    .fill("summary-flow", &[("sum", &count(sum)), ("most", &count(most))])
            }
            _ => self.w.say("summary-nothing"),
        })
    }

    /// What the last numbers are out of.
    fn coverage_now(&self) -> Result<String, Failure> {
        let overview = self.overview()?;
        Ok(self.covered_note(overview.covered, overview.clients))
    }

    fn entries(&self, plan: &Plan, timeline: &Timeline, compared: bool) -> Vec<Entry> {
        let entry = |tone, name: &str, mark| Entry {
            tone,
            name: self.w.say(name),
            said: String::new(),
            href: None,
            mark,
        };
        let mut entries: Vec<Entry> = (plan.parts.iter())
            .map(|(tone, name, _)| entry(*tone, name, Mark::Square))
            .collect();
        if compared {
            entries.push(entry(Tone::Muted, "period-before", Mark::Dash));
        }
        if timeline.points.iter().any(|moment| moment.partial_searches > 0) {
            entries.push(entry(Tone::Warn, "partial-scan", Mark::Ring));
        }
        entries
    }

    fn twin(&self, plan: &Plan, timeline: &Timeline, before: Option<&[Option<u64>]>) -> Twin {
        let mut head = vec![self.w.say("twin-day")];
        head.extend(plan.parts.iter().map(|(_, name, _)| self.w.say(name)));
        if before.is_some() {
            head.push(self.w.say("period-before"));
        }
        head.push(self.w.say("twin-partial"));
        let said =
            |value: Option<u64>| value.map_or_else(|| "–".to_owned(), |value| self.w.plain_count(value));
        let row = |(index, moment): (usize, &Moment)| {
            let mut row = vec![self.slot_name(timeline.unit, moment, true)];
            let values = plan
                .parts
                .iter()
                .map(|(_, _, of)| self.known(plan, moment, of(moment)));
            row.extend(values.map(said));
            if let Some(before) = before {
                row.push(said(before.get(index).copied().flatten()));
            }
            row.push(self.w.plain_count(moment.partial_searches.into()));
            row
        };
        Twin {
            rows: timeline.points.iter().enumerate().map(row).collect(),
            head,
        }
    }
}
