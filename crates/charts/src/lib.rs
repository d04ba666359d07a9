//! Charts as SVG, from a description to a string.
//!
//! On a page a chart is as wide as its card and as high as it says: places along the width are percentages, heights are
//! pixels, so nothing is ever scaled and text stays readable at 390 pixels as at 1400. As a file of its own it has a
//! fixed width, a style of its own and light colours, ready for a slide. No I/O, no floating point: lengths are tenths
//! of a pixel or hundredths of a percent.
//!
//! Pages colour by classes ([`Tone::class`]) and lay out by `.plot`, `.gutter-N`, `.only-wide`; points carry a `<title>`
//! and `data-tip`, one of each chart stands in the tab order and arrow keys reach the others.

mod axes;
mod bars;
mod columns;
mod donut;
mod file;
mod histogram;
mod lines;
mod markup;
mod scale;
mod spark;
mod time;
mod tone;

pub use bars::{Bar, Bars};
pub use donut::{Donut, Slice};
pub use file::Caption;
pub use histogram::{Column, Histogram};
pub use spark::spark;
pub use time::{Series, Shape, Slot, TimeChart};
pub use tone::Tone;
