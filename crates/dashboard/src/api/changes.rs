//! `/api/v1/changes`: what changed between two scans, or any two moments.

use super::paging::page;
use super::param::strict;
use super::query::ChangesQuery;
use super::types::{ChangesAnswer, ClientChangesRow};
use crate::changes_ask::{between, changes, pressing, pressing_first};
use crate::failure::Failure;
use crate::reply::Reply;
use crate::visit::Visit;

/// What changed between two scans (the last two where nothing else is asked), or any two moments: sums over the sellers
/// that are chosen, and the sellers of which anything changed, those to look at first. All zero where there are no two
/// scans yet.
#[utoipa::path(
    get,
    path = "/api/v1/changes",
    tag = "overview",
    params(ChangesQuery),
    responses((status = 200, description = "What changed.", body = ChangesAnswer))
)]
pub(super) fn changed(visit: &Visit) -> Result<Reply, Failure> {
    strict::<ChangesQuery>(visit)?;
    let (view, mut misread) = (&visit.view, Vec::new());
    let asked = between(&visit.ask, view.frame(), &mut misread);
    let changes = asked
        .map(|asked| changes(view, &visit.ask, asked, &mut misread))
        .transpose()?;
    if let Some(one) = misread.first() {
        return Err(super::misread(one));
    }
    let clients = changes.as_deref().map(pressing_first).unwrap_or_default();
    let rows = page(
        &visit.ask,
        &clients,
        |client| (pressing(client), &client.slug),
        |client| ClientChangesRow::of(client),
    );
    Reply::json(&ChangesAnswer::of(asked, changes.as_deref(), rows))
}
