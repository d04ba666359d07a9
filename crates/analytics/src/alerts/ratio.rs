//! The share of a seller's ads that lead to Converty fell.

use model::Timestamp;

use crate::alerts::{Alert, AlertKind, AlertRules, Severity};
use crate::client::{Client, Mark};
use crate::overview::span::Span;

/// From a fall of so many hundredths of a percent, somebody should call today.
const CRITICAL_FROM: u64 = 5_000;

/// At most one alert a seller: how it stands at the end of the span against how it stood when it began.
pub(super) fn alert(client: &Client, span: Span, rules: &AlertRules) -> Option<Alert> {
    let counts = |mark: &&Mark| mark.ads.total >= rules.ratio_of.max(1);
    let before = span.baseline(client).filter(counts)?.ads.converty_ratio();
    let last = span.last(client).filter(counts)?;
    let now = last.ads.converty_ratio();
    let fall = before.hundredths().checked_sub(now.hundredths())?;
    if fall < rules.ratio_fall.max(1) {
        return None;
    }
    let since = occasion(client, last.at, rules).filter(|since| span.holds(*since))?;
    let severity = if fall >= CRITICAL_FROM {
        Severity::Critical
    } else {
        Severity::Warning
    };
    let id = since.as_millis().to_string();
    let mut alert = Alert::of_client(AlertKind::RatioFell, severity, client, &id, since);
    alert.ads = last.ads.concurrent.into();
    alert.out_of = last.ads.total.into();
    alert.ratio = Some(now);
    alert.ratio_before = Some(before);
    Some(alert)
}

/// The last moment up to `until` at which the share had fallen far enough from where it had stood since the moment
/// before that one. It depends on the seller's marks alone, not on where a window begins: the same fall keeps its id
/// while days go by, and a small step down is no new one.
///
/// Where the share at the end of a span lies a whole fall below that at its beginning, such a moment lies within it:
/// the highest share since the last occasion before the span is at least that at its beginning.
fn occasion(client: &Client, until: Timestamp, rules: &AlertRules) -> Option<Timestamp> {
    let mut highest = None;
    let mut found = None;
    let marks = client.history.iter().take_while(|mark| mark.at <= until);
    for mark in marks.filter(|mark| mark.ads.total >= rules.ratio_of.max(1)) {
        let share = mark.ads.converty_ratio().hundredths();
        match highest {
            Some(high) if share.saturating_add(rules.ratio_fall.max(1)) <= high => {
                found = Some(mark.at);
                highest = Some(share);
            }
            _ => highest = highest.max(Some(share)),
        }
    }
    found
}

/// When the share was lower than it had been at some time before: whoever looks for falls within a span may pass over sellers that
/// have no such moment in it. A superset of the occasions under any rules.
pub fn fall_moments(client: &Client) -> Vec<Timestamp> {
    let mut highest = None;
    let mut found = Vec::new();
    for mark in client.history.iter().filter(|mark| mark.ads.total > 0) {
        let share = mark.ads.converty_ratio().hundredths();
        if highest.is_some_and(|high| share < high) {
            found.push(mark.at);
        }
        highest = highest.max(Some(share));
    }
    found
}
