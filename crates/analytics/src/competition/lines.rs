//! From numbers to the lines of a table, in their order.

use std::cmp::Reverse;

use model::document::Ratio;

use crate::book::Frame;
use crate::competition::index::{Index, UNKNOWN};
use crate::competition::past::Past;
use crate::competition::{Competition, PlatformLine, RivalLine};
use crate::overview::Overview;
use crate::overview::span::Span;

/// All lines of a window. `base` counts the sellers, `index` their rivals, `past` tells of the same window.
pub fn competition(frame: &Frame, base: &Overview, index: &Index, past: &Past, span: Span) -> Competition {
    // Documents of other programs may count a host twice; no share may go past the whole because of it.
    let named = index.platforms.iter().map(|platform| platform.ads).sum();
    let whole = base.ads.concurrent.max(named);
    let rivals = rivals(frame, index, past, span, whole);
    let unidentified = rivals
        .iter()
        .filter(|line| line.platform == UNKNOWN && line.ads > 0);
    Competition {
        ads: whole,
        clients: base.concurrent_clients,
        all_ads: base.ads.total,
        unidentified: unidentified.cloned().collect(),
        platforms: platforms(frame, index, past, whole),
        rivals,
    }
}

fn rivals(frame: &Frame, index: &Index, past: &Past, span: Span, whole: u64) -> Vec<RivalLine> {
    let mut lines = Vec::new();
    for (number, host) in index.hosts.iter().enumerate() {
        let ads_before = past.host(number);
        if host.ads == 0 && ads_before.unwrap_or(0) == 0 && !span.holds(host.first_seen) {
            continue;
        }
        let platform = index.platform_of(host);
        lines.push(RivalLine {
            domain: host.domain.clone(),
            platform: platform.into(),
            kind: frame.kind_of(platform),
            ads: host.ads,
            clients: host.clients,
            share: Ratio::of(host.ads, whole),
            first_seen: host.first_seen,
            new: Index::is_new(frame, span, host.first_seen),
            ads_before,
        });
    }
    lines.sort_unstable_by(|one, other| {
        (Reverse(one.ads), &one.domain).cmp(&(Reverse(other.ads), &other.domain))
    });
    lines
}

fn platforms(frame: &Frame, index: &Index, past: &Past, whole: u64) -> Vec<PlatformLine> {
    let mut lines = Vec::new();
    for (number, platform) in index.platforms.iter().enumerate() {
        let ads_before = past.platform(number);
        let trend = past.trend(number);
        if platform.ads == 0 && ads_before.unwrap_or(0) == 0 && trend.iter().all(|ads| *ads == 0) {
            continue;
        }
        lines.push(PlatformLine {
            platform: platform.id.clone(),
            kind: frame.kind_of(&platform.id),
            ads: platform.ads,
            clients: platform.clients,
            domains: platform.domains,
            share: Ratio::of(platform.ads, whole),
            ads_before,
            trend,
        });
    }
    lines.sort_unstable_by(|one, other| {
        (Reverse(one.ads), &one.platform).cmp(&(Reverse(other.ads), &other.platform))
    });
    lines
}
