//! Values over time as lines. What is not over yet is dotted; where nothing was known there is a gap.

use std::fmt::Write;

use crate::axes::Axes;
use crate::columns::point;
use crate::markup::Tenths;
use crate::time::{Series, TimeChart};

/// Width of the stretched drawing that holds the paths, in its own units.
const UNITS: u64 = 10_000;

/// How a path is stroked. Strokes are not stretched with it.
const SOLID: &str = "stroke-width=\"2.2\"";
const DOTTED: &str = "stroke-width=\"2.2\" stroke-dasharray=\"2 5\" stroke-linecap=\"round\"";
const DASHED: &str = "stroke-width=\"1.4\" stroke-dasharray=\"5 4\"";

/// Draws grounds, lines, then a point per slot.
pub fn draw(svg: &mut String, chart: &TimeChart, axes: &Axes) {
    let height = u64::from(chart.height) * 10;
    let _ = write!(
        svg,
        "<svg width=\"100%\" height=\"{}\" viewBox=\"0 0 {UNITS} {height}\" preserveAspectRatio=\"none\" \
         overflow=\"visible\" fill=\"none\" stroke-linejoin=\"round\" aria-hidden=\"true\">",
        chart.height
    );
    if let Some(first) = chart.series.first() {
        ground(svg, chart, axes, first);
    }
    if let Some(before) = &chart.before {
        let before = Series {
            tone: crate::Tone::Muted,
            values: before.clone(),
        };
        stroke(svg, &before, &runs(chart, axes, &before, |_| true), DASHED);
    }
    for series in &chart.series {
        stroke(
            svg,
            series,
            &runs(chart, axes, series, |slot| slot.finished),
            SOLID,
        );
        stroke(svg, series, &dotted(chart, axes, series), DOTTED);
    }
    svg.push_str("</svg>");
    for slot in 0..chart.slots.len() {
        point(svg, chart, slot, |svg| dots(svg, chart, axes, slot));
    }
}

/// Runs of known values whose slots `keep`, each as places of a path. Heights are in tenths, as the drawing's.
fn runs(
    chart: &TimeChart,
    axes: &Axes,
    series: &Series,
    keep: impl Fn(&crate::Slot) -> bool,
) -> Vec<Vec<(u64, u64)>> {
    let mut runs = vec![Vec::new()];
    for (index, slot) in chart.slots.iter().enumerate() {
        match (series.at(index).filter(|_| keep(slot)), runs.last_mut()) {
            (Some(value), Some(run)) => {
                let Tenths(y) = axes.y(value, chart.height);
                run.push((chart.x(index).0, y));
            }
            _ => runs.push(Vec::new()),
        }
    }
    runs.retain(|run| !run.is_empty());
    runs
}

/// What is not over, from the last slot that is.
fn dotted(chart: &TimeChart, axes: &Axes, series: &Series) -> Vec<Vec<(u64, u64)>> {
    let Some(open) = chart.slots.iter().position(|slot| !slot.finished) else {
        return Vec::new();
    };
    let from = open.saturating_sub(1);
    let mut run = Vec::new();
    for index in from..chart.slots.len() {
        if let Some(value) = series.at(index) {
            run.push((chart.x(index).0, axes.y(value, chart.height).0));
        }
    }
    vec![run]
}

fn stroke(svg: &mut String, series: &Series, runs: &[Vec<(u64, u64)>], how: &str) {
    for run in runs.iter().filter(|run| run.len() > 1) {
        let _ = write!(
            svg,
            "<path class=\"{}\" d=\"{}\" stroke=\"currentColor\" {how} vector-effect=\"non-scaling-stroke\"/>",
            series.tone.class(),
            path(run)
        );
    }
}

fn ground(svg: &mut String, chart: &TimeChart, axes: &Axes, series: &Series) {
    let floor = u64::from(chart.height) * 10;
    for run in runs(chart, axes, series, |slot| slot.finished) {
        if let (Some((first, _)), Some((last, _)), 2..) = (run.first(), run.last(), run.len()) {
            let _ = write!(
                svg,
                "<path class=\"{}\" d=\"{}L{last} {floor}L{first} {floor}Z\" fill=\"currentColor\" opacity=\".1\"/>",
                series.tone.class(),
                path(&run)
            );
        }
    }
}

fn path(run: &[(u64, u64)]) -> String {
    let mut path = String::with_capacity(run.len() * 10);
    for (index, (x, y)) in run.iter().enumerate() {
        let command = if index == 0 { 'M' } else { 'L' };
        let _ = write!(path, "{command}{x} {y}");
    }
    path
}

/// A dot per series; the last known value of a series keeps its dot in sight, and so does a value that stands alone.
fn dots(svg: &mut String, chart: &TimeChart, axes: &Axes, slot: usize) {
    let x = chart.x(slot);
    for series in &chart.series {
        let Some(value) = series.at(slot) else { continue };
        let alone = slot.checked_sub(1).and_then(|before| series.at(before)).is_none()
            && series.at(slot + 1).is_none();
        let class = if alone || slot == chart.entry() {
            "seen"
        } else {
            "dot"
        };
        let y = axes.y(value, chart.height);
        let tone = series.tone.class();
        let _ = write!(
            svg,
            "<circle class=\"{class} {tone}\" cx=\"{x}\" cy=\"{y}\" r=\"4\" fill=\"currentColor\"/>"
        );
    }
}
