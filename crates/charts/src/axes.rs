//! Rules, numbers at the side and names below: the frame of a chart with an axis.

use std::fmt::Write;

use crate::markup::{Along, Edge, Tenths, escaped};
use crate::scale::part;
use crate::time::TimeChart;

/// Pixels below the plot for names and marks.
pub const BELOW: u16 = 26;
/// Pixels above it, so that the highest number is not cut.
pub const ABOVE: u16 = 10;
/// Names that fit in a wide chart; every second one goes in a narrow one.
const NAMES: usize = 8;

/// The axis of numbers.
pub struct Axes {
    ticks: Vec<u64>,
    longest: usize,
}

impl Axes {
    pub fn new(ticks: Vec<u64>, number: &dyn Fn(u64) -> String) -> Self {
        let longest = ticks.iter().map(|tick| number(*tick).chars().count()).max();
        Self {
            longest: longest.unwrap_or(1),
            ticks,
        }
    }

    /// Characters of the longest number, 1 to 9: a class of that name makes room for it.
    pub fn gutter(&self) -> u8 {
        u8::try_from(self.longest.clamp(1, 9)).unwrap_or(9)
    }

    /// Where a value lies, from the top of the drawing.
    pub fn y(&self, value: u64, height: u16) -> Tenths {
        let room = u64::from(height - ABOVE.min(height)) * 10;
        let top = self.ticks.last().copied().unwrap_or(1);
        Tenths(u64::from(height) * 10 - part(value, top, room))
    }

    /// A rule and a number per tick.
    pub fn rules(&self, height: u16, number: &dyn Fn(u64) -> String) -> String {
        let mut svg = String::new();
        for tick in &self.ticks {
            let y = self.y(*tick, height);
            let class = if *tick == 0 { "base" } else { "rule" };
            let said = escaped(&number(*tick));
            let _ = write!(
                svg,
                "<line class=\"{class}\" x2=\"100%\" y1=\"{y}\" y2=\"{y}\"/>\
                 <text x=\"-8\" y=\"{y}\" dy=\"4\" text-anchor=\"end\">{said}</text>"
            );
        }
        svg
    }
}

/// Names of slots, as many as fit, and marks of partial scans.
pub fn names(svg: &mut String, chart: &TimeChart) {
    let count = chart.slots.len();
    let step = count.div_ceil(NAMES).max(1);
    let bottom = chart.height;
    for (index, slot) in chart.slots.iter().enumerate() {
        let x = chart.x(index);
        if slot.partial {
            let _ = write!(
                svg,
                "<circle class=\"t-warn\" cx=\"{x}\" cy=\"{bottom}\" r=\"3.5\" fill=\"none\" stroke=\"currentColor\" \
                 stroke-width=\"1.6\"/>"
            );
        }
        if index.is_multiple_of(step) {
            let class = if (index / step).is_multiple_of(2) {
                ""
            } else {
                " class=\"only-wide\""
            };
            let edge = match x.0 {
                0..400 => Edge::Left,
                9_400.. => Edge::Right,
                _ => Edge::Middle,
            };
            name(svg, x, bottom + 19, class, edge.attributes(chart.rtl), &slot.name);
        }
    }
}

fn name(svg: &mut String, x: Along, y: u16, class: &str, anchor: &str, text: &str) {
    let text = escaped(text);
    let _ = write!(svg, "<text{class} x=\"{x}\" y=\"{y}\"{anchor}>{text}</text>");
}
