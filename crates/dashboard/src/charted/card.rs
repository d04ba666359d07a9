//! A chart as its card shows it: drawing, legend, table twin, downloads.

use std::fmt::Write;

use charts::{Bars, Tone};

use super::{Chart, Entry, Figure, Mark};
use crate::format::Html;
use crate::parts;
use crate::visit::Visit;

/// A chart in its card, as the macro `chart` of `templates/parts/parts.html` shows it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ChartCard {
    /// Its name in addresses (`/charts/{name}/svg`).
    pub name: &'static str,
    /// Its heading.
    pub title: String,
    /// Beside the heading: days, unit.
    pub note: String,
    /// In words, what it shows.
    pub summary: String,
    /// The drawing.
    pub drawing: Html,
    /// What its colours mean; may be empty.
    pub legend: Html,
    /// The same numbers as a table.
    pub twin: Html,
    /// Where it is as a file.
    pub svg: String,
    /// Where its numbers are as a file.
    pub csv: String,
}

impl Chart {
    /// In its card.
    pub(super) fn card(self, visit: &Visit) -> ChartCard {
        let legend = legend(&self.legend);
        let (drawing, legend) = match &self.figure {
            Figure::Time(chart) => (Html::trusted(chart.page()), legend),
            Figure::Histogram(chart) => (Html::trusted(chart.page()), Html::default()),
            Figure::Ring(chart) => {
                let ring = format!("<div class=\"ring\">{}{legend}</div>", chart.page());
                (Html::trusted(ring), Html::default())
            }
            Figure::Ranks(bars, addresses) => (rows(bars, addresses), Html::default()),
        };
        ChartCard {
            name: self.name,
            svg: visit.ask.on(&format!("/charts/{}/svg", self.name)),
            csv: visit.ask.on(&format!("/export/{}/csv", self.table)),
            twin: self.twin.html(&self.title),
            title: self.title,
            note: self.note,
            summary: self.summary,
            drawing,
            legend,
        }
    }
}

fn legend(entries: &[Entry]) -> Html {
    if entries.is_empty() {
        return Html::default();
    }
    let mut html = String::from("<ul class=\"legend\">");
    for entry in entries {
        let (name, class) = (Html::text(&entry.name), entry.tone.class());
        let dash = match entry.mark {
            Mark::Square => "",
            Mark::Dash => " class=\"dash\"",
            Mark::Ring => " class=\"hole\"",
        };
        let mark = format!("<span class=\"{class}\"><i{dash} aria-hidden=\"true\"></i></span>");
        let said = match entry.said.as_str() {
            "" => String::new(),
            said => format!(" <small>{}</small>", Html::set_apart(said)),
        };
        let _ = match &entry.href {
            Some(href) => write!(
                html,
                "<li><a href=\"{}\">{mark}<span class=\"word\">{name}</span>{said}</a></li>",
                Html::text(href)
            ),
            None => write!(html, "<li>{mark}<span class=\"word\">{name}</span>{said}</li>"),
        };
    }
    html.push_str("</ul>");
    Html::trusted(html)
}

fn rows(bars: &Bars, addresses: &[String]) -> Html {
    let most = bars.bars.iter().map(|bar| bar.value).max().unwrap_or(0);
    let mut html = String::from("<ul class=\"rows\">");
    for (bar, href) in bars.bars.iter().zip(addresses) {
        let _ = write!(
            html,
            "<li><a href=\"{}\">{}<span>{}</span><b>{}</b></a></li>",
            Html::text(href),
            parts::fill(Tone::Concurrent, bar.value, most),
            Html::isolated(&bar.name),
            Html::isolated(&bar.said),
        );
    }
    html.push_str("</ul>");
    Html::trusted(html)
}
