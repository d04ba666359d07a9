//! Parts of a whole as a ring, with the whole in its middle.

use std::fmt::Write;

use crate::file::{self, Caption};
use crate::markup::escaped;
use crate::scale::part;
use crate::tone::Tone;

/// Length of the ring, in its own units.
const RING: u64 = 1_000;
/// What is there is seen: no part is shorter.
const LEAST: u64 = 8;
/// Units left free between parts.
const GAP: u64 = 4;

/// One part.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Slice {
    /// What it means.
    pub tone: Tone,
    /// How much.
    pub value: u64,
    /// Everything about it, told on hover and focus.
    pub tip: String,
}

/// A ring of parts. What the colours mean is told beside it, by the page or the file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Donut {
    /// In words, what it shows.
    pub label: String,
    /// The parts, clockwise from the top.
    pub slices: Vec<Slice>,
    /// The number in the middle.
    pub centre: String,
    /// What it counts.
    pub under: String,
}

impl Donut {
    /// For a page: 150 by 150 pixels.
    pub fn page(&self) -> String {
        let label = escaped(&self.label);
        format!(
            "<svg viewBox=\"0 0 150 150\" width=\"150\" height=\"150\" role=\"group\" aria-label=\"{label}\">{}</svg>",
            self.drawn()
        )
    }

    /// As a file of its own.
    pub fn file(&self, caption: &Caption) -> String {
        // Where reading begins.
        let x = if caption.rtl { 572 } else { 0 };
        let ring = format!(
            "<svg x=\"{x}\" width=\"180\" height=\"180\" viewBox=\"0 0 150 150\">{}</svg>",
            self.drawn()
        );
        file::around(caption, &self.label, 24, 180, &ring)
    }

    fn drawn(&self) -> String {
        let mut svg = String::from(
            "<g transform=\"translate(75 75) rotate(-90)\" fill=\"none\" stroke-width=\"21\">\
             <circle class=\"rule\" r=\"60\" stroke-width=\"1\"/>",
        );
        let mut at = 0;
        let lengths = self.lengths();
        let gap = if lengths.len() > 1 { GAP } else { 0 };
        for (index, (slice, length)) in lengths.iter().enumerate() {
            let stop = if index == 0 { "0" } else { "-1" };
            let drawn = length.saturating_sub(gap).max(1);
            let _ = write!(
                svg,
                "<g class=\"pt slice\" tabindex=\"{stop}\" role=\"img\" data-tip=\"\"><title>{}</title>\
                 <circle class=\"{}\" r=\"60\" pathLength=\"{RING}\" stroke=\"currentColor\" \
                 stroke-dasharray=\"{drawn} {}\" stroke-dashoffset=\"-{at}\"/></g>",
                escaped(&slice.tip),
                slice.tone.class(),
                RING - drawn,
            );
            at += length;
        }
        let _ = write!(
            svg,
            "</g><text class=\"big\" x=\"75\" y=\"75\" text-anchor=\"middle\">{}</text>\
             <text x=\"75\" y=\"92\" text-anchor=\"middle\">{}</text>",
            escaped(&self.centre),
            escaped(&self.under)
        );
        svg
    }

    /// Parts that are not nothing, with their lengths; together they are the ring. What small ones gain the greatest
    /// gives.
    fn lengths(&self) -> Vec<(&Slice, u64)> {
        let whole = self
            .slices
            .iter()
            .fold(0, |sum: u64, slice| sum.saturating_add(slice.value));
        let shown = self.slices.iter().filter(|slice| slice.value > 0);
        let mut lengths: Vec<_> = shown
            .map(|slice| (slice, part(slice.value, whole, RING).max(LEAST)))
            .collect();
        let sum: u64 = lengths.iter().map(|(_, length)| *length).sum();
        if let Some((_, greatest)) = lengths.iter_mut().max_by_key(|(_, length)| *length) {
            *greatest = (*greatest + RING).saturating_sub(sum);
        }
        lengths
    }
}
