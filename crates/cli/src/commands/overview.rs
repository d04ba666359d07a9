//! The overview as people read it at a terminal: every number with what it is out of.

use std::borrow::Cow;

use model::document::Ratio;
use reports::views::Overview;

use crate::app::App;
use crate::messages::number;

/// Blocks of a share bar.
const BAR: u64 = 24;

/// The overview in a few lines.
pub fn text(app: &App, view: &Overview) -> String {
    let share = |name: &str, part: u64, whole: u64| -> String {
        let values: [(&str, Cow<'_, str>); 3] = [
            ("part", number(part)),
            ("whole", number(whole)),
            ("percent", Ratio::of(part, whole).to_string().into()),
        ];
        format!("  {} {}", bar(part, whole), app.say(name, &values))
    };
    let mut lines = vec![
        app.say("overview-clients", &[("total", number(view.total_clients))]),
        share("overview-covered", view.covered, view.total_clients),
        share("overview-active", view.active, view.covered),
        share("overview-inactive", view.inactive, view.covered),
        share("overview-unscannable", view.unscannable, view.total_clients),
        String::new(),
        app.say("overview-ads", &[("total", number(view.total_ads))]),
        share("overview-converty", view.converty_ads, view.total_ads),
        share("overview-concurrent", view.concurrent_ads, view.total_ads),
        share("overview-unknown", view.unknown_ads, view.total_ads),
        share("overview-mixed", view.mixed_ads, view.total_ads),
        share("overview-attributed", view.attributed_ads, view.total_ads),
        String::new(),
        app.say("overview-sizes", &[]),
    ];
    for band in &view.active_by_ads {
        lines.push(format!(
            "  {} {:>6}  {}",
            bar(band.clients, view.active),
            band.ads,
            number(band.clients)
        ));
    }
    if !view.platforms.is_empty() {
        let mut platforms: Vec<_> = view.platforms.iter().collect();
        platforms.sort_by(|a, b| b.1.cmp(a.1).then_with(|| a.0.cmp(b.0)));
        lines.push(String::new());
        lines.push(app.say(
            "overview-platforms",
            &[("total", number(view.attributed_concurrent_ads))],
        ));
        for (platform, ads) in platforms.into_iter().take(10) {
            lines.push(format!(
                "  {} {:>6}  {platform}",
                bar(*ads, view.attributed_concurrent_ads),
                number(*ads)
            ));
        }
    }
    let money = &view.money;
    lines.push(String::new());
    lines.push(app.say(
        "overview-money",
        &[
            ("spent", cents(&money.spent_usd)),
            ("left", cents(&money.left_usd)),
            ("budget", cents(&money.budget_usd)),
        ],
    ));
    lines.join("\n")
}

/// Six places are for the ledger; people read cents.
fn cents(dollars: &str) -> Cow<'_, str> {
    Cow::Borrowed(dollars.get(..dollars.len().saturating_sub(4)).unwrap_or(dollars))
}

fn bar(part: u64, whole: u64) -> String {
    let filled = if whole == 0 {
        0
    } else {
        (part * BAR).div_ceil(whole).min(BAR)
    };
    (0..BAR)
        .map(|block| if block < filled { '█' } else { '░' })
        .collect()
}
