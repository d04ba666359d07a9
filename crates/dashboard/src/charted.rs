//! Charts on pages: what the crate `charts` draws, in the words and colours of the pages, each with its table twin and
//! its files.

mod card;
mod over_time;
mod ranks;
mod rings;
mod twin;
mod voice;

use std::cell::OnceCell;

use analytics::{Overview, Timeline, Window};
use charts::{Bars, Caption, Donut, Histogram, TimeChart, Tone};

use crate::failure::Failure;
use crate::format::Html;
use crate::reply::{self, Reply};
use crate::visit::Visit;
use crate::words::{Language, Words};

pub use card::ChartCard;
use twin::Twin;

/// Every chart, by its name in addresses.
pub const CHARTS: [&str; 11] = [
    "active",
    "ads",
    "verdicts",
    "bands",
    "coverage",
    "reports",
    "covered_daily",
    "status",
    "platforms",
    "rivals",
    "voice",
];

/// U+200E: has no width and reads from left to right.
const LEFT_TO_RIGHT: char = '\u{200e}';

/// Makes the charts of one request. What several of them need is asked for once.
pub struct Charter<'v> {
    visit: &'v Visit,
    w: &'static Words,
    window: Window,
    overview: OnceCell<Overview>,
    timeline: OnceCell<Timeline>,
    before: OnceCell<Timeline>,
}

/// A chart, before it is put on a page or into a file.
pub struct Chart {
    name: &'static str,
    title: String,
    /// Days, unit or coverage, plain.
    note: String,
    /// In words, what it shows; plain.
    summary: String,
    figure: Figure,
    legend: Vec<Entry>,
    twin: Twin,
    /// The export that has its numbers.
    table: &'static str,
}

enum Figure {
    Time(TimeChart),
    Histogram(Histogram),
    Ring(Donut),
    /// On pages these are rows that are links.
    Ranks(Bars, Vec<String>),
}

/// What one colour means.
struct Entry {
    tone: Tone,
    name: String,
    /// Its number, where the legend tells it.
    said: String,
    /// Where it leads.
    href: Option<String>,
    /// How it is drawn.
    mark: Mark,
}

/// How what an entry of a legend names is drawn.
#[derive(Clone, Copy)]
enum Mark {
    Square,
    Dash,
    Ring,
}

impl<'v> Charter<'v> {
    /// For a request and the days it asks for.
    pub fn new(visit: &'v Visit) -> Self {
        let frame = visit.view.frame();
        Self {
            visit,
            w: visit.words(),
            window: visit.ask.window(&frame.zone, visit.now, frame.earliest),
            overview: OnceCell::new(),
            timeline: OnceCell::new(),
            before: OnceCell::new(),
        }
    }

    /// The days.
    pub const fn window(&self) -> Window {
        self.window
    }

    /// The base as it stands.
    pub fn overview(&self) -> Result<&Overview, Failure> {
        if let Some(overview) = self.overview.get() {
            return Ok(overview);
        }
        let overview = self.visit.view.figures.overview(self.window)?;
        Ok(self.overview.get_or_init(|| overview))
    }

    /// The base over these days.
    pub fn timeline(&self) -> &Timeline {
        self.timeline
            .get_or_init(|| self.visit.view.figures.timeline(self.window))
    }

    /// The base over as many days right before them.
    pub fn before(&self) -> &Timeline {
        self.before
            .get_or_init(|| self.visit.view.figures.timeline(self.window.before()))
    }

    /// A chart by its name.
    pub fn chart(&self, name: &str) -> Result<Option<Chart>, Failure> {
        match name {
            "verdicts" => self.verdicts().map(Some),
            "status" => self.status().map(Some),
            "bands" => self.bands().map(Some),
            "platforms" => self.platforms().map(Some),
            "rivals" => self.rivals().map(Some),
            "voice" => self.voice().map(Some),
            name => self.over_time(name),
        }
    }

    /// The same in its card; an empty card for a name that is none.
    pub fn card(&self, name: &str) -> Result<ChartCard, Failure> {
        let chart = self.chart(name)?;
        Ok(chart.map(|chart| chart.card(self.visit)).unwrap_or_default())
    }

    fn rtl(&self) -> bool {
        self.w.language == Language::Ar
    }

    /// `24 oct. – 23 nov.`
    fn days(&self) -> String {
        let (from, to) = (
            self.w.plain_day(self.window.from),
            self.w.plain_day(self.window.to),
        );
        self.w.fill("days-between", &[("from", &from), ("to", &to)])
    }

    /// `Actifs : 812`, a line of a tip.
    fn line(&self, name: &str, value: &str) -> String {
        self.w
            .fill("tip-line", &[("name", name), ("value", &self.number(value))])
    }

    /// A number inside a plain sentence: in Arabic its percent sign would change sides without marks around it.
    fn number(&self, number: &str) -> String {
        if self.rtl() {
            format!("{LEFT_TO_RIGHT}{number}{LEFT_TO_RIGHT}")
        } else {
            number.to_owned()
        }
    }
}

impl Chart {
    /// As a file of its own.
    fn file(&self, w: &Words) -> String {
        let legend = self.legend.iter().map(|entry| {
            let separator = if entry.said.is_empty() { "" } else { " · " };
            (entry.tone, format!("{}{separator}{}", entry.name, entry.said))
        });
        let caption = Caption {
            title: self.title.clone(),
            note: self.note.clone(),
            legend: legend.collect(),
            rtl: w.language == Language::Ar,
            language: w.language.tag(),
        };
        match &self.figure {
            Figure::Time(chart) => chart.file(&caption),
            Figure::Histogram(chart) => chart.file(&caption),
            Figure::Ring(chart) => chart.file(&caption),
            Figure::Ranks(chart, _) => chart.file(&caption),
        }
    }
}

/// `/charts/{chart}/{format}`: the chart of this address' days and language as an SVG file.
pub fn file(visit: &Visit) -> Result<Reply, Failure> {
    let missing = Failure::NotFound { what: "chart" };
    let (name, format) = (visit.part(0)?, visit.part(1)?);
    let chart = Charter::new(visit).chart(name)?.filter(|_| format == "svg");
    let chart = chart.ok_or(missing)?;
    let disposition = format!("attachment; filename=\"{}.svg\"", chart.name);
    Ok(Reply::new(reply::SVG, chart.file(visit.words())).with_header("content-disposition", disposition))
}

/// A small line for a row of a table; `label` says in words what it shows.
pub fn spark(values: &[u32], tone: Tone, label: &str) -> Html {
    Html::trusted(charts::spark(values, tone, label))
}
