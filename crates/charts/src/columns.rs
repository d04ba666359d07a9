//! Values over time as columns, one series on another. What is not over yet is pale.

use std::fmt::Write;

use crate::axes::Axes;
use crate::markup::{Along, Tenths, escaped};
use crate::scale::part;
use crate::time::{Shape, TimeChart};
use crate::tone::Tone;

/// Draws the columns, then the period before as short rules above them.
pub fn draw(svg: &mut String, chart: &TimeChart, axes: &Axes) {
    for slot in 0..chart.slots.len() {
        point(svg, chart, slot, |svg| stack(svg, chart, axes, slot));
    }
    let Some(before) = &chart.before else { return };
    let (tone, room) = (Tone::Muted.class(), width(chart) + 200);
    for (slot, value) in before.iter().enumerate().take(chart.slots.len()) {
        let Some(value) = value else { continue };
        let y = axes.y(*value, chart.height);
        let from = chart.x(slot).0.saturating_sub(room / 2);
        let to = (from + room).min(Along::WHOLE);
        let _ = write!(
            svg,
            "<line class=\"{tone}\" x1=\"{}\" x2=\"{}\" y1=\"{y}\" y2=\"{y}\" stroke=\"currentColor\" \
             stroke-width=\"1.6\" stroke-dasharray=\"3 2\"/>",
            Along(from),
            Along(to)
        );
    }
}

/// A slot that can be pointed at and focused, with what it says and what is drawn in it.
pub fn point(svg: &mut String, chart: &TimeChart, slot: usize, draw: impl Fn(&mut String)) {
    let Some(described) = chart.slots.get(slot) else {
        return;
    };
    let stop = if slot == chart.entry() { "0" } else { "-1" };
    let (from, reach) = chart.reach(slot);
    let tip = escaped(&described.tip);
    let _ = write!(
        svg,
        "<g class=\"pt\" tabindex=\"{stop}\" role=\"img\" data-tip=\"\"><title>{tip}</title>\
         <rect class=\"hit\" x=\"{from}\" width=\"{reach}\" height=\"{}\"/>",
        chart.height
    );
    draw(svg);
    svg.push_str("</g>");
}

/// Two thirds of a slot, at most a twelfth of the chart.
fn width(chart: &TimeChart) -> u64 {
    let count = chart.slots.len().max(1) as u64;
    (Along::WHOLE * 2 / 3 / count).min(Along::WHOLE / 12)
}

/// From where to where the column of a slot reaches. Steps touch: each begins where the one before ends.
fn extent(chart: &TimeChart, slot: usize) -> (Along, Along) {
    if chart.shape == Shape::Steps {
        let (slot, count) = (slot as u64, chart.slots.len().max(1) as u64);
        let from = part(slot, count, Along::WHOLE);
        return (Along(from), Along(part(slot + 1, count, Along::WHOLE) - from));
    }
    let width = width(chart);
    (Along(chart.x(slot).0.saturating_sub(width / 2)), Along(width))
}

fn stack(svg: &mut String, chart: &TimeChart, axes: &Axes, slot: usize) {
    let (x, width) = extent(chart, slot);
    let open = chart.slots.get(slot).is_some_and(|slot| !slot.finished);
    let pale = if open { " opacity=\".5\"" } else { "" };
    // Steps touch: blurred edges would show as stripes.
    let edges = match chart.shape {
        Shape::Steps => " shape-rendering=\"crispEdges\"",
        Shape::Columns | Shape::Lines => " rx=\"1.5\"",
    };
    let mut below = 0_u64;
    for series in &chart.series {
        let value = series.at(slot).unwrap_or(0);
        let (bottom, top) = (
            axes.y(below, chart.height),
            axes.y(below.saturating_add(value), chart.height),
        );
        below = below.saturating_add(value);
        if value > 0 {
            // What is there is seen: a pixel at least.
            let tall = (bottom.0 - top.0).max(10);
            let (class, top, tall) = (
                series.tone.class(),
                Tenths(bottom.0.saturating_sub(tall)),
                Tenths(tall),
            );
            let _ = write!(
                svg,
                "<rect class=\"{class}\" x=\"{x}\" width=\"{width}\" y=\"{top}\" height=\"{tall}\"{edges} \
                 fill=\"currentColor\"{pale}/>"
            );
        }
    }
}

/// Where the middle of one of `count` columns lies.
pub fn middle(index: usize, count: usize) -> Along {
    Along(part(2 * index as u64 + 1, 2 * count.max(1) as u64, Along::WHOLE))
}
