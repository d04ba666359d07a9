//! Filters in force, each with the address without it.

use analytics::ClientFilter;

use crate::format::Html;
use crate::shell::Shell;

/// One filter.
pub struct Chip {
    /// What it says.
    pub says: Html,
    /// This page without it.
    pub href: String,
}

/// Every filter in force, in the order of the form.
pub fn of(shell: &Shell<'_>, filter: &ClientFilter) -> Vec<Chip> {
    let w = shell.w;
    let text = |value: &str| (!value.is_empty()).then(|| Html::isolated(value));
    let said = |name: String| Html::text(&shell.say(&name));
    let statuses: Vec<String> = filter
        .statuses
        .iter()
        .map(|status| shell.say(&format!("status-{}", status.as_str())))
        .collect();
    let asked = [
        ("q", text(&filter.text)),
        (
            "status",
            (!statuses.is_empty()).then(|| Html::text(&statuses.join(", "))),
        ),
        (
            "platform",
            filter.platform.as_deref().map(|id| shell.platform_html(id)),
        ),
        ("competitor", filter.competitor.as_deref().and_then(text)),
        ("ads_from", filter.ads_from.map(|ads| w.count(ads))),
        ("ads_to", filter.ads_to.map(|ads| w.count(ads))),
        (
            "segment",
            filter
                .segment
                .map(|segment| said(format!("band-{}", segment.as_str().trim_end_matches('+')))),
        ),
        (
            "confidence",
            filter.confidence.map(|one| said(format!("confidence-{one}"))),
        ),
        (
            "moved",
            filter
                .moved
                .map(|moved| said(format!("moved-{}", if moved { "yes" } else { "no" }))),
        ),
        (
            "slugs",
            (!filter.slugs.is_empty()).then(|| w.count(filter.slugs.len())),
        ),
    ];
    asked
        .into_iter()
        .filter_map(|(name, value)| {
            let sentence = format!("chip-{}", name.replace('_', "-"));
            Some(Chip {
                says: w.html(&sentence, &[("value", value?)]),
                href: shell.visit.ask.with(&[(name, "")]),
            })
        })
        .collect()
}
