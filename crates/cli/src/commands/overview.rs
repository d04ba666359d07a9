//! The overview as people read it at a terminal: every number with what it is out of.

use std::borrow::Cow;

use model::document::Ratio;
use reports::views::{Moved, Overview, destination};

use crate::app::App;
use crate::messages::number;
use crate::output;

/// Blocks of a share bar.
const BAR: u64 = 24;

/// Domains that left Converty shown by name.
const MOVES: usize = 10;

/// The overview in a few lines.
pub fn text(app: &App, view: &Overview) -> String {
    let share = |name: &str, part: u64, whole: u64| share(app, name, part, whole);
    let mut lines = vec![
        app.say("overview-clients", &[("total", number(view.total_clients))]),
        share("overview-covered", view.covered, view.total_clients),
        share("overview-active", view.active, view.covered),
        share("overview-inactive", view.inactive, view.covered),
        share("overview-unscannable", view.unscannable, view.total_clients),
        share("overview-unresolved", view.unresolved, view.total_clients),
        String::new(),
        app.say("overview-ads", &[("total", number(view.total_ads))]),
        share("overview-converty", view.converty_ads, view.total_ads),
        share("overview-concurrent", view.concurrent_ads, view.total_ads),
        share("overview-unknown", view.unknown_ads, view.total_ads),
        share("overview-mixed", view.mixed_ads, view.total_ads),
        share("overview-contested", view.contested_ads, view.total_ads),
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
    lines.extend(domains(app, view));
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

/// Where sellers' own domains stand, and which of them left; nothing where nobody looked.
fn domains(app: &App, view: &Overview) -> Vec<String> {
    let stand = &view.domains;
    if stand.probed == 0 {
        return Vec::new();
    }
    let total = [("probed", number(stand.probed)), ("total", number(stand.own))];
    let share = |name: &str, part: u64| share(app, name, part, stand.probed);
    let mut lines = vec![
        String::new(),
        app.say("overview-domains", &total),
        share("overview-domains-converty", stand.on_converty),
        share("overview-domains-rivals", stand.on_rivals),
        share("overview-domains-unknown", stand.elsewhere + stand.hidden),
        share("overview-domains-nowhere", stand.parked + stand.nowhere),
    ];
    if let Some(change) = &view.platform_change {
        let values = [
            ("count", number(change.domains)),
            ("place", change.points_to.as_str().into()),
        ];
        lines.push(format!("  ! {}", app.say("overview-platform-change", &values)));
    }
    if view.moves.is_empty() {
        return lines;
    }
    let count = |moves: usize| [("count", number(moves as u64))];
    lines.extend([String::new(), app.say("overview-moves", &count(view.moves.len()))]);
    lines.extend(
        view.moves
            .iter()
            .take(MOVES)
            .map(|moved| format!("  {}", line(app, moved))),
    );
    let more = view.moves.len().saturating_sub(MOVES);
    if more > 0 {
        lines.push(format!("  {}", app.say("overview-moves-more", &count(more))));
    }
    lines
}

/// One domain that left.
fn line(app: &App, moved: &Moved) -> String {
    let to = match destination(&moved.domain_move) {
        "elsewhere" => app.say("moved-elsewhere", &[]),
        "hidden" => app.say("moved-hidden", &[]),
        "parked" => app.say("moved-parked", &[]),
        "nowhere" => app.say("moved-nowhere", &[]),
        platform => platform.to_owned(),
    };
    let date: String = moved
        .domain_move
        .first_away
        .to_string()
        .chars()
        .take(10)
        .collect();
    let values = [
        ("date", date.into()),
        ("domain", moved.domain_move.domain.as_str().into()),
        ("to", to.into()),
        ("seller", output::shown(&moved.client_id).into()),
        ("ads", number(moved.total_ads)),
    ];
    app.say("overview-move", &values)
}

fn share(app: &App, name: &str, part: u64, whole: u64) -> String {
    let values: [(&str, Cow<'_, str>); 3] = [
        ("part", number(part)),
        ("whole", number(whole)),
        ("percent", Ratio::of(part, whole).to_string().into()),
    ];
    format!("  {} {}", bar(part, whole), app.say(name, &values))
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
