//! A line of a word's height, for rows of tables.

use std::fmt::Write;

use crate::markup::escaped;
use crate::scale::part;
use crate::tone::Tone;

/// Width and height in tenths of a pixel; CSS may show it in another size.
const WIDTH: u64 = 900;
const HEIGHT: u64 = 240;
const EDGE: u64 = 30;

/// A small line of values, drawn from the least to the greatest; its last point has a dot. `label` says in words what
/// it shows.
pub fn spark(values: &[u32], tone: Tone, label: &str) -> String {
    let label = escaped(label);
    let mut svg = format!(
        "<svg class=\"spark {}\" viewBox=\"0 0 90 24\" role=\"img\"><title>{label}</title>",
        tone.class()
    );
    let most = values.iter().copied().max().unwrap_or(0);
    let least = values.iter().copied().min().unwrap_or(0);
    let y = |value: u32| {
        let room = HEIGHT - 2 * EDGE;
        let up = part(u64::from(value - least), u64::from(most - least), room);
        // A level line lies on the ground where it is zero, in the middle elsewhere.
        let up = if most == least && most > 0 { room / 2 } else { up };
        HEIGHT - EDGE - up
    };
    let steps = values.len().saturating_sub(1).max(1) as u64;
    let x = |index: usize| EDGE + part(index as u64, steps, WIDTH - 2 * EDGE);
    let mut path = String::new();
    for (index, value) in values.iter().enumerate() {
        let (x, y) = (x(index), y(*value));
        let command = if index == 0 { 'M' } else { 'L' };
        let _ = write!(path, "{command}{}.{} {}.{}", x / 10, x % 10, y / 10, y % 10);
    }
    if values.len() > 1 {
        let _ = write!(
            svg,
            "<path d=\"{path}\" fill=\"none\" stroke=\"currentColor\" stroke-width=\"1.6\" stroke-linejoin=\"round\"/>"
        );
    }
    if let Some((index, value)) = values.iter().enumerate().next_back() {
        let (x, y) = (x(index), y(*value));
        let _ = write!(
            svg,
            "<circle cx=\"{}.{}\" cy=\"{}.{}\" r=\"2.2\" fill=\"currentColor\"/>",
            x / 10,
            x % 10,
            y / 10,
            y % 10
        );
    }
    svg.push_str("</svg>");
    svg
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rises_and_ends_in_a_dot() {
        let svg = spark(&[0, 5, 10], Tone::Concurrent, "3 < 5");
        assert!(svg.contains("d=\"M3.0 21.0L45.0 12.0L87.0 3.0\""), "{svg}");
        assert!(svg.contains("cx=\"87.0\" cy=\"3.0\""), "{svg}");
        assert!(svg.contains("<title>3 &lt; 5</title>"), "{svg}");
    }

    #[test]
    fn nothing_one_point_and_level_lines_are_drawn() {
        assert!(!spark(&[], Tone::Active, "").contains("circle"));
        let one = spark(&[7], Tone::Active, "");
        assert!(one.contains("circle") && !one.contains("path"));
        assert!(spark(&[0, 0], Tone::Active, "").contains("L87.0 21.0"));
        assert!(spark(&[u32::MAX, u32::MAX], Tone::Active, "").contains("L87.0 12.0"));
        assert!(spark(&[0, u32::MAX], Tone::Active, "").contains("L87.0 3.0"));
    }
}
