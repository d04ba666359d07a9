//! Many of a seller's ads lead elsewhere.

use model::Timestamp;

use crate::alerts::{Alert, AlertKind, AlertRules, Severity};
use crate::client::{Client, Tally};
use crate::competition::index::UNKNOWN;

/// At most one alert a seller, as long as it lasts. It comes back under another id when the number has doubled, so
/// that who muted it hears of it once more.
pub(super) fn alert(client: &Client, rules: &AlertRules, now: Timestamp) -> Option<Alert> {
    let ads = client.ads;
    if ads.concurrent == 0 || !is_many(ads, rules) {
        return None;
    }
    let tier = 1_u32 << ads.concurrent.ilog2();
    let severity = if u64::from(ads.concurrent) * 2 > u64::from(ads.total) {
        Severity::Critical
    } else {
        Severity::Warning
    };
    let since = since(client, tier).unwrap_or(now);
    let mut alert = Alert::of_client(
        AlertKind::ManyConcurrent,
        severity,
        client,
        &tier.to_string(),
        since,
    );
    alert.ads = ads.concurrent.into();
    alert.out_of = ads.total.into();
    if let Some(rival) = client.main_rival() {
        alert.place = Some(rival.domain.clone());
        alert.platform = Some(rival.platform.clone()).filter(|platform| platform != UNKNOWN);
    }
    Some(alert)
}

/// A number that is large, or a share that is; compared as fractions, not as rounded percentages.
fn is_many(ads: Tally, rules: &AlertRules) -> bool {
    let part = u128::from(ads.concurrent) * 10_000;
    let share = u128::from(rules.many_share.hundredths()) * u128::from(ads.total);
    ads.concurrent >= rules.many_concurrent || (ads.total >= rules.many_of && part >= share)
}

/// Since when it has had at least `tier` concurrent ads without a break.
fn since(client: &Client, tier: u32) -> Option<Timestamp> {
    let lasting = client
        .history
        .iter()
        .rev()
        .take_while(|mark| mark.ads.concurrent >= tier);
    lasting.last().map(|mark| mark.at)
}

/// A share of concurrent ads, in hundredths of a percent as [`Tally::concurrent_ratio`] rounds it, below which no share
/// is large under these rules.
pub fn least_share(rules: &AlertRules) -> u64 {
    rules.many_share.hundredths().saturating_sub(1)
}
