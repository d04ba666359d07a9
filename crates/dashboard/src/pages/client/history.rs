//! How a seller stood over time: its reports, its rivals, its domains that left.

use analytics::{Client, ClientStatus};
use charts::Tone;
use model::document::Report;

use super::nothing;
use crate::charted;
use crate::format::Html;
use crate::parts;
use crate::shell::Shell;

/// Reports that are shown; exports hold all of them.
const SHOWN: usize = 20;

/// Reports, latest first.
pub struct History {
    pub rows: Vec<ReportRow>,
    pub total: usize,
    /// Its ads over time, drawn.
    pub trend: Html,
}

/// One report.
pub struct ReportRow {
    pub at: Html,
    pub seen: Html,
    pub status: Html,
    pub ads: Html,
    pub split: Html,
    pub ratio: Html,
    pub change: Html,
}

/// Where some of its concurrent ads lead or led.
pub struct RivalRow {
    /// The sellers behind it.
    pub href: String,
    pub fill: Html,
    pub domain: Html,
    pub platform: String,
    pub ads: Html,
    pub since: Html,
    /// Whether none leads there any more.
    pub past: bool,
}

/// A domain that left.
pub struct MoveRow {
    pub domain: Html,
    pub to: String,
    pub points_to: Html,
    pub last: Html,
    pub first: Html,
}

/// Of a seller with these reports, oldest first.
pub fn of(shell: &Shell<'_>, client: &Client, reports: &[Report]) -> History {
    let before = reports.iter().rev().skip(1).map(Some).chain([None]);
    let ads: Vec<u32> = client.history.iter().map(|mark| mark.ads.total).collect();
    History {
        rows: reports
            .iter()
            .rev()
            .zip(before)
            .take(SHOWN)
            .map(|(report, before)| row(shell, report, before))
            .collect(),
        total: reports.len(),
        trend: charted::spark(&ads, Tone::Active, &shell.say("history-trend")),
    }
}

fn row(shell: &Shell<'_>, report: &Report, before: Option<&Report>) -> ReportRow {
    let (w, zone) = (shell.w, &shell.visit.view.frame().zone);
    let metrics = &report.metrics;
    let status = report
        .status
        .map(|status| parts::status_chip(w, ClientStatus::of(Some(status))));
    ReportRow {
        at: w.moment(zone, report.analyzed_at),
        seen: report.seen_at.map_or_else(nothing, |at| w.date(zone, at)),
        status: status.unwrap_or_else(nothing),
        ads: w.count(metrics.total_ads),
        split: parts::split(
            w,
            metrics.converty_ads,
            metrics.concurrent_ads,
            metrics.unknown_ads,
        ),
        ratio: if metrics.total_ads == 0 {
            nothing()
        } else {
            w.percent(metrics.converty_ratio)
        },
        change: parts::change(
            w,
            metrics.total_ads,
            before.map(|before| before.metrics.total_ads),
            true,
        ),
    }
}

/// Its rivals, most ads first, those of before at the end.
pub fn rivals(shell: &Shell<'_>, client: &Client) -> Vec<RivalRow> {
    let (w, zone) = (shell.w, &shell.visit.view.frame().zone);
    let row = |rival: &analytics::Rival| RivalRow {
        href: shell.clients(&[("competitor", &rival.domain)]),
        fill: parts::fill(Tone::Concurrent, rival.ads.into(), client.ads.concurrent.into()),
        domain: Html::isolated(&rival.domain),
        platform: shell.platform(&rival.platform),
        ads: w.count(rival.ads),
        since: w.html("rivals-since", &[("date", w.date(zone, rival.first_seen))]),
        past: rival.ads == 0,
    };
    client.rivals.iter().map(row).collect()
}

/// Its domains that left Converty.
pub fn moves(shell: &Shell<'_>, client: &Client) -> Vec<MoveRow> {
    let (w, zone) = (shell.w, &shell.visit.view.frame().zone);
    let row = |moved: &model::moves::DomainMove| MoveRow {
        domain: Html::isolated(&moved.domain),
        to: match &moved.platform {
            Some(platform) => shell.platform(platform),
            None => shell.say(&format!("moved-to-{}", moved.to.as_str())),
        },
        points_to: if moved.points_to.is_empty() {
            nothing()
        } else {
            Html::isolated(&moved.points_to)
        },
        last: w.date(zone, moved.last_on_converty),
        first: w.date(zone, moved.first_away),
    };
    client.moves.iter().map(row).collect()
}
