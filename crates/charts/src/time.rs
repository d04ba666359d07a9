//! A chart over time: what it is made of. `lines` and `columns` draw it.

use crate::axes::{self, Axes};
use crate::file::{self, Caption};
use crate::markup::{Along, escaped};
use crate::scale::{part, ticks};
use crate::tone::Tone;
use crate::{columns, lines};

/// One point of time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Slot {
    /// Its name under the axis: `4 janv.`.
    pub name: String,
    /// Everything about it, told on hover and focus; lines are separated by line feeds.
    pub tip: String,
    /// Whether it is over; dotted or pale otherwise.
    pub finished: bool,
    /// Whether a scan within it did not bring everything: marked on the axis.
    pub partial: bool,
}

/// One value per slot.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Series {
    /// What it means.
    pub tone: Tone,
    /// The values; `None` where nothing was known.
    pub values: Vec<Option<u64>>,
}

/// How the series are drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shape {
    /// Each as a line from zero on its own; the first one stands on a tinted ground.
    Lines,
    /// One on another, as columns with room between: what happened within each slot.
    Columns,
    /// One on another without room between: how things stood at each slot's end.
    Steps,
}

/// A chart over time. Slots and each series have the same length; what is missing counts as unknown.
pub struct TimeChart {
    /// In words, what it shows.
    pub label: String,
    /// Whether the page is read from right to left. Time is not: it goes from left to right in every language.
    pub rtl: bool,
    /// Height of the plot in pixels.
    pub height: u16,
    /// How.
    pub shape: Shape,
    /// When.
    pub slots: Vec<Slot>,
    /// What.
    pub series: Vec<Series>,
    /// The period before, slot by slot: a thin dashed line.
    pub before: Option<Vec<Option<u64>>>,
    /// Numbers of the axis in the reader's language.
    pub number: Box<dyn Fn(u64) -> String>,
}

impl TimeChart {
    /// For a page: as wide as where it stands.
    pub fn page(&self) -> String {
        let axes = self.axes();
        let gutter = axes.gutter();
        let (label, height) = (escaped(&self.label), self.height);
        format!(
            "<div class=\"plot gutter-{gutter}\"><svg height=\"{}\" role=\"group\" aria-label=\"{label}\">{}</svg></div>",
            height + axes::BELOW,
            self.drawn(&axes)
        )
    }

    /// As a file of its own.
    pub fn file(&self, caption: &Caption) -> String {
        let axes = self.axes();
        let left = u32::from(axes.gutter()) * 7 + 18;
        file::around(
            caption,
            &self.label,
            left,
            self.height + axes::BELOW,
            &self.drawn(&axes),
        )
    }

    fn drawn(&self, axes: &Axes) -> String {
        let mut svg = axes.rules(self.height, &self.number);
        match self.shape {
            Shape::Lines => lines::draw(&mut svg, self, axes),
            Shape::Columns | Shape::Steps => columns::draw(&mut svg, self, axes),
        }
        axes::names(&mut svg, self);
        svg
    }

    fn axes(&self) -> Axes {
        Axes::new(ticks(self.most()), &self.number)
    }

    /// The greatest number that must fit.
    fn most(&self) -> u64 {
        let at = |slot: usize| {
            let values = self.series.iter().filter_map(move |series| series.at(slot));
            match self.shape {
                Shape::Lines => values.max(),
                Shape::Columns | Shape::Steps => Some(values.fold(0, u64::saturating_add)),
            }
        };
        let now = (0..self.slots.len()).filter_map(at).max();
        let before = self.before.iter().flatten().flatten().copied().max();
        now.max(before).unwrap_or(0)
    }

    /// The middle of a slot along the width.
    pub(crate) fn x(&self, slot: usize) -> Along {
        let count = self.slots.len() as u64;
        let slot = slot as u64;
        Along(match (self.shape, count) {
            (Shape::Lines, 2..) => part(slot, count - 1, Along::WHOLE),
            _ => part(2 * slot + 1, 2 * count.max(1), Along::WHOLE),
        })
    }

    /// From where to where a slot reaches, for pointers.
    pub(crate) fn reach(&self, slot: usize) -> (Along, Along) {
        let count = self.slots.len().max(1) as u64;
        let half = match self.shape {
            Shape::Lines if count > 1 => Along::WHOLE / (count - 1) / 2,
            _ => Along::WHOLE / count / 2,
        };
        let middle = self.x(slot).0;
        let from = middle.saturating_sub(half);
        let to = (middle + half).min(Along::WHOLE);
        (Along(from), Along(to - from))
    }

    /// The slot that stands in the tab order: the last one that is over.
    pub(crate) fn entry(&self) -> usize {
        let last = self.slots.iter().rposition(|slot| slot.finished);
        last.unwrap_or(self.slots.len().saturating_sub(1))
    }
}

impl Series {
    /// Its value in a slot.
    pub(crate) fn at(&self, slot: usize) -> Option<u64> {
        self.values.get(slot).copied().flatten()
    }
}
