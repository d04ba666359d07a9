//! The area under the receiver operating characteristic: how often one with the outcome got a greater chance than one
//! without.

use std::collections::BTreeMap;

use super::{Interval, Seen, Z, number};

/// What one group adds to the variance.
#[derive(Debug, Clone, Copy, Default)]
struct Part {
    yes: f64,
    no: f64,
    /// Sums of the shares of the other kind that its rows are ranked right against.
    yes_won: f64,
    no_won: f64,
}

/// The area, ties counting half; `None` where one of both outcomes never came.
///
/// The interval is `DeLong`'s (Biometrics 44, 1988), with the sums taken over groups as Obuchowski has it (Biometrics 53,
/// 1997), so that rows of one seller count as one seller's; made on the logit scale, so that it stays between 0 and 1.
/// Where all are ranked right no variance is seen, and the lower end follows the rule of three.
pub fn area_under_curve(seen: &[Seen]) -> Option<Interval> {
    let yes = number(seen.iter().filter(|row| row.outcome).count());
    let no = number(seen.len()) - yes;
    if yes == 0.0 || no == 0.0 {
        return None;
    }
    let parts = parts(seen, yes, no);
    let value = parts.values().map(|part| part.yes_won).sum::<f64>() / yes;
    let low_or_high = (3.0 / yes.min(no)).min(1.0);
    if value >= 1.0 {
        return Some(Interval {
            value,
            low: 1.0 - low_or_high,
            high: 1.0,
        });
    }
    if value <= 0.0 {
        return Some(Interval {
            value,
            low: 0.0,
            high: low_or_high,
        });
    }
    let deviation = variance(&parts, value, yes, no).max(0.0).sqrt();
    let logit = (value / (1.0 - value)).ln();
    let half = Z * deviation / (value * (1.0 - value));
    Some(Interval {
        value,
        low: crate::fit::logistic(logit - half),
        high: crate::fit::logistic(logit + half),
    })
}

fn parts(seen: &[Seen], yes: f64, no: f64) -> BTreeMap<u64, Part> {
    let mut sorted: Vec<&Seen> = seen.iter().collect();
    sorted.sort_by(|a, b| a.chance.total_cmp(&b.chance));
    let mut parts: BTreeMap<u64, Part> = BTreeMap::new();
    let (mut yes_below, mut no_below) = (0.0, 0.0);
    for tied in sorted.chunk_by(|a, b| a.chance.total_cmp(&b.chance).is_eq()) {
        let yes_tied = number(tied.iter().filter(|row| row.outcome).count());
        let no_tied = number(tied.len()) - yes_tied;
        for row in tied {
            let part = parts.entry(row.group).or_default();
            if row.outcome {
                part.yes += 1.0;
                part.yes_won += (no_below + no_tied / 2.0) / no;
            } else {
                part.no += 1.0;
                part.no_won += (yes - yes_below - yes_tied / 2.0) / yes;
            }
        }
        yes_below += yes_tied;
        no_below += no_tied;
    }
    parts
}

fn variance(parts: &BTreeMap<u64, Part>, area: f64, yes: f64, no: f64) -> f64 {
    let groups = number(parts.len());
    let with = |kind: fn(&Part) -> f64| number(parts.values().filter(|part| kind(part) > 0.0).count());
    let (with_yes, with_no) = (with(|part| part.yes), with(|part| part.no));
    let (mut of_yes, mut of_no, mut of_both) = (0.0, 0.0, 0.0);
    for part in parts.values() {
        let (far_yes, far_no) = (part.yes_won - part.yes * area, part.no_won - part.no * area);
        of_yes += far_yes * far_yes;
        of_no += far_no * far_no;
        of_both += far_yes * far_no;
    }
    // Of n groups, n / (n - 1); of a single one no spread is known, and it counts as it is.
    let spread = |groups: f64| groups / (groups - 1.0).max(1.0);
    spread(with_yes) * of_yes / (yes * yes)
        + spread(with_no) * of_no / (no * no)
        + 2.0 * spread(groups) * of_both / (yes * no)
}
