//! A few named columns with their numbers above them.

use std::fmt::Write;

use crate::columns::middle;
use crate::file::{self, Caption};
use crate::markup::{Along, Edge, Tenths, escaped};
use crate::scale::part;
use crate::tone::Tone;

/// Pixels for the numbers above and the names below.
const ABOVE: u16 = 22;
const BELOW: u16 = 24;

/// One column.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Column {
    /// Its name below.
    pub name: String,
    /// How high it is.
    pub value: u64,
    /// Its number above.
    pub said: String,
    /// Everything about it, told on hover and focus.
    pub tip: String,
    /// Where it leads, on pages.
    pub href: Option<String>,
}

/// Columns side by side.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Histogram {
    /// In words, what it shows.
    pub label: String,
    /// Whether the page is read from right to left: the first column stands where reading begins.
    pub rtl: bool,
    /// Height in pixels, numbers and names included.
    pub height: u16,
    /// Its colour.
    pub tone: Tone,
    /// The columns.
    pub columns: Vec<Column>,
}

impl Histogram {
    /// For a page: as wide as where it stands.
    pub fn page(&self) -> String {
        let (label, height) = (escaped(&self.label), self.height);
        format!(
            "<div class=\"plot gutter-0\"><svg height=\"{height}\" role=\"group\" aria-label=\"{label}\">{}</svg></div>",
            self.drawn(true)
        )
    }

    /// As a file of its own.
    pub fn file(&self, caption: &Caption) -> String {
        file::around(caption, &self.label, 24, self.height, &self.drawn(false))
    }

    fn drawn(&self, linked: bool) -> String {
        let most = self.columns.iter().map(|column| column.value).max().unwrap_or(0);
        let floor = u64::from(self.height.saturating_sub(BELOW)) * 10;
        let mut svg = format!(
            "<line class=\"base\" x2=\"100%\" y1=\"{0}\" y2=\"{0}\"/>",
            Tenths(floor)
        );
        for (index, column) in self.columns.iter().enumerate() {
            let place = if self.rtl {
                self.columns.len() - 1 - index
            } else {
                index
            };
            let href = column.href.as_deref().filter(|_| linked);
            self.column(&mut svg, column, middle(place, self.columns.len()), most, href);
        }
        svg
    }

    fn column(&self, svg: &mut String, column: &Column, x: Along, most: u64, href: Option<&str>) {
        let floor = u64::from(self.height.saturating_sub(BELOW)) * 10;
        let room = floor.saturating_sub(u64::from(ABOVE) * 10);
        let tall = part(column.value, most, room).max(u64::from(column.value > 0) * 10);
        let width = (Along::WHOLE / 2 / self.columns.len().max(1) as u64).min(Along::WHOLE / 4);
        let (name, said, tip) = (escaped(&column.name), escaped(&column.said), escaped(&column.tip));
        let (open, close) = match href {
            Some(href) => (
                format!("<a class=\"pt\" href=\"{}\" data-tip=\"\">", escaped(href)),
                "</a>",
            ),
            None => ("<g class=\"pt\">".to_owned(), "</g>"),
        };
        let _ = write!(
            svg,
            "{open}<title>{tip}</title><rect class=\"{}\" x=\"{}\" width=\"{}\" y=\"{}\" height=\"{}\" rx=\"4\" \
             fill=\"currentColor\"/><text class=\"strong\" x=\"{x}\" y=\"{}\"{}>{said}</text>\
             <text x=\"{x}\" y=\"{}\"{}>{name}</text>{close}",
            self.tone.class(),
            Along(x.0.saturating_sub(width / 2)),
            Along(width),
            Tenths(floor - tall),
            Tenths(tall),
            Tenths((floor - tall).saturating_sub(60)),
            Edge::Middle.attributes(false),
            Tenths(floor + 180),
            Edge::Middle.attributes(self.rtl),
        );
    }
}
