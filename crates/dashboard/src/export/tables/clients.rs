//! Sellers: the filter and order of their page, every match.

use std::io;
use std::sync::Arc;

use analytics::Client;

use super::super::Table;
use super::super::column::{Column, Kind, column};
use super::understood;
use crate::api::types::ClientRow;
use crate::clients_ask;
use crate::failure::Failure;
use crate::visit::Visit;

const COLUMNS: [Column; 21] = [
    column("slug", Kind::Text),
    column("domains", Kind::List),
    column("status", Kind::Text),
    column("partial", Kind::Flag),
    column("ads", Kind::Count),
    column("converty_ads", Kind::Count),
    column("concurrent_ads", Kind::Count),
    column("unknown_ads", Kind::Count),
    column("converty_ratio", Kind::Percent),
    column("concurrent_ratio", Kind::Percent),
    column("linked_ads", Kind::Count),
    column("pages", Kind::Count),
    column("confidence", Kind::Text),
    column("main_rival", Kind::Text),
    column("main_platform", Kind::Text),
    column("moved", Kind::Flag),
    column("start_chance", Kind::Percent),
    column("leave_chance", Kind::Percent),
    column("cost_usd", Kind::Money),
    column("seen_at", Kind::Moment),
    column("covered_at", Kind::Moment),
];

/// Why a walk ended early: who reads went away, or the database failed.
struct Stopped(io::Error);

impl From<io::Error> for Stopped {
    fn from(error: io::Error) -> Self {
        Self(error)
    }
}

impl From<database::Error> for Stopped {
    fn from(error: database::Error) -> Self {
        Self(io::Error::other(error))
    }
}

/// `clients`
pub(super) fn clients(visit: &Visit) -> Result<Table, Failure> {
    let mut misread = Vec::new();
    let read = clients_ask::read(&visit.ask, &visit.view.segments, &mut misread);
    let order = clients_ask::order(&visit.ask, &mut misread);
    understood(&misread)?;
    clients_ask::told(&visit.view, &read)?;
    if !order.is_possible(&visit.view) {
        return Err(clients_ask::not_kept());
    }
    let (view, filter) = (Arc::clone(&visit.view), read.filter);
    Ok(Table {
        columns: &COLUMNS,
        // At most eight bytes a seller are held while it is written; rows are made one by one.
        rows: Box::new(move |sink| {
            let mut write = |client: &Client| Ok(sink(&ClientRow::of(client, &view))?);
            let walked: Result<(), Stopped> = view.each_client(&filter, order, &mut write);
            walked.map_err(|Stopped(why)| why)
        }),
    })
}
