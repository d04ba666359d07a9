//! What a rule said, as a sentence with its numbers.

use analytics::{AlertKind, Zone};

use super::format::name;
use super::words::Words;
use crate::engine::{About, Firing};
use crate::rules::{Metric, Side, Unit};

/// The sentence of a firing.
pub fn sentence(words: &Words, firing: &Firing) -> String {
    match firing.about {
        About::Occasion(kind) => occasion(words, firing, kind),
        About::Level(metric, side) => level(words, firing, metric, side),
    }
}

/// What stands below it: the split of a seller's ads, and since when it is so.
pub fn details(words: &Words, zone: Option<&Zone>, firing: &Firing) -> Vec<String> {
    let numbers = &firing.numbers;
    let mut details = Vec::new();
    if let (Some(ads), Some(converty), Some(concurrent)) = (numbers.ads, numbers.converty, numbers.concurrent)
    {
        details.push(words.fill(
            "notice-split",
            &[
                ("ads", words.count(ads)),
                ("converty", words.count(converty)),
                ("concurrent", words.count(concurrent)),
            ],
        ));
    }
    if let (Some(zone), Some(since)) = (zone, numbers.since) {
        details.push(words.fill("notice-since", &[("date", words.date(zone, since))]));
    }
    details
}

fn subject(words: &Words, firing: &Firing) -> String {
    match firing.subject.as_str() {
        "" | "all" => words.say("subject-all"),
        subject => name(subject),
    }
}

fn occasion(words: &Words, firing: &Firing, kind: AlertKind) -> String {
    let numbers = &firing.numbers;
    let count = |number: Option<u64>| words.count(number.unwrap_or(0));
    let text = |text: &Option<String>| text.as_deref().map(name).unwrap_or_default();
    let percent = |number: Option<u64>| words.percent(number.unwrap_or(0));
    let (base, other) = match kind {
        AlertKind::DomainMoved => ("notice-domain-moved", numbers.platform.as_ref().map(|_| "-to")),
        AlertKind::BecameInactive => ("notice-became-inactive", None),
        AlertKind::ManyConcurrent => ("notice-many-concurrent", numbers.place.as_ref().map(|_| "-at")),
        AlertKind::RatioFell => ("notice-ratio-fell", None),
        AlertKind::NewCompetitor => ("notice-new-competitor", numbers.platform.as_ref().map(|_| "-of")),
        AlertKind::Budget => ("notice-budget", None),
    };
    // The subject of money is the percentage that was crossed.
    let crossed = firing.subject.parse().unwrap_or(0_u64).saturating_mul(100);
    words.fill(
        &format!("{base}{}", other.unwrap_or_default()),
        &[
            ("subject", subject(words, firing)),
            ("ads", count(numbers.ads)),
            ("of", count(numbers.out_of)),
            ("clients", words.count(numbers.clients.len() as u64)),
            ("place", text(&numbers.place)),
            ("platform", text(&numbers.platform)),
            ("before", percent(numbers.ratio_before)),
            ("now", percent(numbers.ratio)),
            ("percent", words.percent(crossed)),
        ],
    )
}

fn level(words: &Words, firing: &Firing, metric: Metric, side: Side) -> String {
    let value = |value: Option<i64>| measured(words, metric, value.unwrap_or(0));
    let sentence = match side {
        Side::Above => "notice-above",
        Side::Below => "notice-below",
    };
    words.fill(
        sentence,
        &[
            ("subject", subject(words, firing)),
            ("metric", words.say(&format!("metric-{}", metric.as_str()))),
            ("value", value(firing.numbers.value)),
            ("threshold", value(firing.numbers.threshold)),
        ],
    )
}

/// A metric's value with its unit. None is below nought.
fn measured(words: &Words, metric: Metric, value: i64) -> String {
    let value = u64::try_from(value).unwrap_or(0);
    match metric.unit() {
        Unit::Count => words.count(value),
        Unit::Days => words.fill_n("days", value, &[("count", words.count(value))]),
        Unit::Percent => words.percent(value),
        Unit::Points => {
            // As it is written: in tenths.
            let told = i64::try_from(value.saturating_add(5) / 10 * 10).unwrap_or(i64::MAX);
            let told = metric.unit().plural(told);
            words.fill_n("points", told, &[("value", name(&words.tenths(value)))])
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::digest::Language;

    /// The six forms that Arabic has, beside the numbers that take them.
    #[test]
    fn what_is_counted_takes_the_form_of_its_number() {
        let says = |language, metric, value| {
            let text = measured(Words::of(language), metric, value);
            text.replace(['\u{2068}', '\u{2069}'], "")
        };
        for (days, told) in [
            (0, "0 يوم"),
            (1, "يوم واحد"),
            (2, "يومان"),
            (3, "3 أيام"),
            (10, "10 أيام"),
            (11, "11 يوما"),
            (99, "99 يوما"),
            (100, "100 يوم"),
            (101, "101 يوم"),
            (103, "103 أيام"),
            (1_211, "1\u{202f}211 يوما"),
        ] {
            assert_eq!(says(Language::Ar, Metric::DaysSilent, days), told);
        }
        assert_eq!(says(Language::Fr, Metric::DaysSilent, 1), "1 jour");
        for (points, told) in [
            (100, "1 point"),
            (104, "1 point"),
            (150, "1.5 points"),
            (300, "3 points"),
        ] {
            assert_eq!(says(Language::En, Metric::RatioFall, points), told);
        }
        assert_eq!(says(Language::Ar, Metric::RatioFall, 300), "3 نقاط");
        assert_eq!(says(Language::Ar, Metric::RatioFall, 2_000), "20 نقطة");
    }

    #[test]
    fn every_metric_has_a_name_in_every_language() {
        for words in Language::ALL.map(Words::of) {
            for metric in Metric::ALL {
                assert!(
                    words.knows(&format!("metric-{}", metric.as_str())),
                    "{words:?} {metric:?}"
                );
            }
        }
    }
}
