//! Alerts and recommendations.

use analytics::AlertKind;

use super::super::Table;
use super::super::column::{Column, Kind, column};
use super::{few, one_of};
use crate::api::types::RecommendationRow;
use crate::api::{alert_row, chosen_alerts, window};
use crate::failure::Failure;
use crate::visit::Visit;

const ALERTS: [Column; 16] = [
    column("id", Kind::Text),
    column("kind", Kind::Text),
    column("severity", Kind::Text),
    column("subject", Kind::Text),
    column("clients", Kind::List),
    column("since", Kind::Moment),
    column("ads", Kind::Count),
    column("out_of", Kind::Count),
    column("ratio", Kind::Percent),
    column("ratio_before", Kind::Percent),
    column("place", Kind::Text),
    column("platform", Kind::Text),
    column("decision", Kind::Text),
    column("decided_by", Kind::Text),
    column("decided_at", Kind::Moment),
    column("decided_until", Kind::Moment),
];

const RECOMMENDATIONS: [Column; 6] = [
    column("kind", Kind::Text),
    column("count", Kind::Count),
    column("affordable", Kind::Count),
    column("cost_usd", Kind::Money),
    column("gain", Kind::Count),
    column("first", Kind::List),
];

/// `alerts`
pub(super) fn alerts(visit: &Visit) -> Result<Table, Failure> {
    one_of(visit, "kind", |kind| AlertKind::from_name(kind).is_some())?;
    one_of(visit, "show", |show| matches!(show, "open" | "decided"))?;
    let alerts = chosen_alerts(visit)?;
    let rows: Vec<_> = alerts.iter().map(|alert| alert_row(visit, alert)).collect();
    Ok(Table {
        columns: &ALERTS,
        rows: few(rows),
    })
}

/// `recommendations`
pub(super) fn recommendations(visit: &Visit) -> Result<Table, Failure> {
    let view = &visit.view;
    let all = view.recommendations(window(visit))?;
    Ok(Table {
        columns: &RECOMMENDATIONS,
        rows: few(all.iter().map(RecommendationRow::of).collect()),
    })
}
