//! Named bars from a side, longest first as given: for files. Pages show such lists as rows that are links.

use std::fmt::Write;

use crate::file::{self, Caption};
use crate::markup::{Along, Edge, escaped};
use crate::scale::part;
use crate::tone::Tone;

/// Pixels per bar.
const STEP: u16 = 34;

/// One bar.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bar {
    /// Its name.
    pub name: String,
    /// How long it is.
    pub value: u64,
    /// Its number.
    pub said: String,
}

/// Bars under one another.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bars {
    /// In words, what it shows.
    pub label: String,
    /// Whether they begin at the right.
    pub rtl: bool,
    /// Their colour.
    pub tone: Tone,
    /// The bars.
    pub bars: Vec<Bar>,
}

impl Bars {
    /// As a file of its own.
    pub fn file(&self, caption: &Caption) -> String {
        let most = self.bars.iter().map(|bar| bar.value).max().unwrap_or(0);
        let mut svg = String::new();
        let mut top = 0_u16;
        for bar in self.bars.iter().take(100) {
            self.bar(&mut svg, bar, top, most);
            top += STEP;
        }
        file::around(caption, &self.label, 24, top.max(STEP), &svg)
    }

    fn bar(&self, svg: &mut String, bar: &Bar, top: u16, most: u64) {
        let width = part(bar.value, most, Along::WHOLE).max(u64::from(bar.value > 0) * 20);
        let x = if self.rtl { Along::WHOLE - width } else { 0 };
        let (near, far) = if self.rtl { (99, 1) } else { (1, 99) };
        let (start, end) = if self.rtl {
            (Edge::Right, Edge::Left)
        } else {
            (Edge::Left, Edge::Right)
        };
        let _ = write!(
            svg,
            "<rect class=\"{}\" x=\"{}\" width=\"{}\" y=\"{top}\" height=\"28\" rx=\"6\" fill=\"currentColor\" \
             opacity=\".22\"/><text class=\"strong\" x=\"{near}%\" y=\"{}\"{}>{}</text>\
             <text class=\"strong\" x=\"{far}%\" y=\"{}\"{}>{}</text>",
            self.tone.class(),
            Along(x),
            Along(width),
            top + 19,
            start.attributes(self.rtl),
            escaped(&bar.name),
            top + 19,
            end.attributes(false),
            escaped(&bar.said),
        );
    }
}
