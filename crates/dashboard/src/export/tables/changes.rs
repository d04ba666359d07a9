//! What changed between two scans, seller by seller.

use super::super::Table;
use super::super::column::{Column, Kind, column};
use super::{few, understood};
use crate::api::types::ClientChangesRow;
use crate::changes_ask::{between, changes as asked_changes, pressing_first};
use crate::failure::Failure;
use crate::visit::Visit;

const COLUMNS: [Column; 17] = [
    column("slug", Kind::Text),
    column("turn", Kind::Text),
    column("new_ads", Kind::Count),
    column("ended_ads", Kind::Count),
    column("new_pages", Kind::Count),
    column("lost_pages", Kind::Count),
    column("status_before", Kind::Text),
    column("status", Kind::Text),
    column("ads_before", Kind::Count),
    column("ads", Kind::Count),
    column("converty_ratio_before", Kind::Percent),
    column("converty_ratio", Kind::Percent),
    column("new_rivals", Kind::List),
    column("lost_rivals", Kind::List),
    column("moved_domains", Kind::List),
    column("platform_before", Kind::Text),
    column("platform", Kind::Text),
];

/// `changes`
pub(super) fn changes(visit: &Visit) -> Result<Table, Failure> {
    let (view, mut misread) = (&visit.view, Vec::new());
    let asked = between(&visit.ask, view.frame(), &mut misread);
    let found = asked
        .map(|asked| asked_changes(view, &visit.ask, asked, &mut misread))
        .transpose()?;
    understood(&misread)?;
    let clients = found.as_deref().map(pressing_first).unwrap_or_default();
    Ok(Table {
        columns: &COLUMNS,
        rows: few(clients.into_iter().map(ClientChangesRow::of).collect()),
    })
}
