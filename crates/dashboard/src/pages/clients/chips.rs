//! Filters in force, each with the address without it.

use analytics::clients::address::Read;
use analytics::{ClientFilter, Segment};

use crate::format::Html;
use crate::shell::Shell;

/// One filter.
pub struct Chip {
    /// What it says.
    pub says: Html,
    /// This page without it.
    pub href: String,
}

/// Every filter in force, in the order of the form; those that leave out come last.
pub fn of(shell: &Shell<'_>, read: &Read) -> Vec<Chip> {
    let mut chips: Vec<Chip> = fields(shell, &read.filter)
        .into_iter()
        .map(|(name, sentence, value)| Chip {
            says: shell.w.html(sentence, &[("value", value)]),
            href: shell.visit.ask.with(&[(name, "")]),
        })
        .collect();
    chips.extend(read.segments.iter().map(|name| Chip {
        says: segment(shell, name),
        href: without(shell, "segment", name),
    }));
    let not = read.filter.not.as_deref().map(|not| fields(shell, not));
    chips.extend(not.into_iter().flatten().map(|(name, sentence, value)| {
        // A platform or a host says itself what it is: "not YouCan".
        let says = match name {
            "platform" | "competitor" | "status" => value,
            _ => shell.w.html(sentence, &[("value", value)]),
        };
        Chip {
            says: shell.w.html("chip-not", &[("value", says)]),
            href: shell.visit.ask.with(&[(&format!("not_{name}"), "")]),
        }
    }));
    chips.extend(read.not_segments.iter().map(|name| Chip {
        says: shell.w.html("chip-not", &[("value", segment(shell, name))]),
        href: without(shell, "not_segment", name),
    }));
    chips
}

/// What each field says: its parameter, its sentence, its value. Segments are told by their names instead.
fn fields(shell: &Shell<'_>, filter: &ClientFilter) -> Vec<(&'static str, &'static str, Html)> {
    let w = shell.w;
    let text = |value: &str| (!value.trim().is_empty()).then(|| Html::isolated(value));
    let said = |name: String| Html::text(&shell.say(&name));
    let statuses = filter.statuses.iter();
    let statuses: Vec<String> = statuses
        .map(|status| shell.say(&format!("status-{}", status.as_str())))
        .collect();
    let statuses = (!statuses.is_empty()).then(|| Html::text(&statuses.join(", ")));
    let platform = filter.platform.as_deref().map(|id| shell.platform_html(id));
    let confidence = filter.confidence.map(|one| said(format!("confidence-{one}")));
    let moved = filter
        .moved
        .map(|moved| said(format!("moved-{}", if moved { "yes" } else { "no" })));
    let slugs = (!filter.slugs.is_empty()).then(|| w.count(filter.slugs.len()));
    let percent = |least: u8| Html::set_apart(&w.plain_whole_percent(u64::from(least) * 100));
    let all = [
        ("q", "chip-q", text(&filter.text)),
        ("status", "chip-status", statuses),
        ("platform", "chip-platform", platform),
        (
            "competitor",
            "chip-competitor",
            filter.competitor.as_deref().and_then(text),
        ),
        (
            "ads_from",
            "chip-ads-from",
            filter.ads_from.map(|ads| w.count(ads)),
        ),
        ("ads_to", "chip-ads-to", filter.ads_to.map(|ads| w.count(ads))),
        ("start_from", "chip-start-from", filter.start_from.map(percent)),
        ("leave_from", "chip-leave-from", filter.leave_from.map(percent)),
        ("confidence", "chip-confidence", confidence),
        ("moved", "chip-moved", moved),
        ("slugs", "chip-slugs", slugs),
    ];
    all.into_iter()
        .filter_map(|(name, sentence, value)| Some((name, sentence, value?)))
        .collect()
}

/// A segment by what people call it; by its name where it is not there any more.
fn segment(shell: &Shell<'_>, name: &str) -> Html {
    let segments = &shell.visit.view.segments;
    match (Segment::from_name(name), segments.get(name)) {
        (Some(band), _) => {
            let band = shell.say(&format!("band-{}", band.as_str().trim_end_matches('+')));
            shell.w.html("chip-segment", &[("value", Html::text(&band))])
        }
        (None, saved) => {
            let title = saved.map_or(name, |saved| saved.body.title.as_str());
            shell.w.html("chip-saved", &[("value", Html::isolated(title))])
        }
    }
}

/// This page with one segment less.
fn without(shell: &Shell<'_>, parameter: &str, name: &str) -> String {
    let named = shell.visit.ask.get(parameter).unwrap_or_default();
    let others: Vec<&str> = named.split(',').filter(|other| *other != name).collect();
    shell.visit.ask.with(&[(parameter, &others.join(","))])
}
