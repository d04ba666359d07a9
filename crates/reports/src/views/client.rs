//! One seller's report as a table: a line for the seller, one per page, one per domain that left Converty, one per competitor.

use model::document::Report;

use crate::tables::{Cell, Column, Table};

/// The report as one table, told apart by `section`: `client`, `page`, `move`, `competitor`.
pub fn client_table(report: &Report) -> Table {
    let columns = [
        Column::text("section"),
        Column::text("id"),
        Column::text("name"),
        Column::number("total_ads"),
        Column::number("converty_ads"),
        Column::number("concurrent_ads"),
        Column::number("unknown_ads"),
        Column::number("converty_ratio"),
        Column::number("concurrent_ratio"),
    ];
    let mut table = Table::new("client", &columns);
    let metrics = &report.metrics;
    table.push(vec![
        Cell::text("client"),
        Cell::text(&report.client_id),
        Cell::text(&report.domain),
        Cell::Count(metrics.total_ads),
        Cell::Count(metrics.converty_ads),
        Cell::Count(metrics.concurrent_ads),
        Cell::Count(metrics.unknown_ads),
        Cell::Ratio(metrics.converty_ratio),
        Cell::Ratio(metrics.concurrent_ratio),
    ]);
    for page in &report.facebook_pages {
        table.push(vec![
            Cell::text("page"),
            Cell::text(&page.page_id),
            Cell::text(&page.page_name),
            Cell::Count(page.total_ads),
            Cell::Count(page.converty_ads),
            Cell::Count(page.concurrent_ads),
            Cell::Count(page.total_ads - page.converty_ads - page.concurrent_ads),
            Cell::Ratio(page.converty_ratio),
            Cell::Empty,
        ]);
    }
    for moved in &report.moves {
        let mut row = vec![
            Cell::text("move"),
            Cell::text(&moved.domain),
            Cell::text(super::destination(moved)),
        ];
        row.resize(columns.len(), Cell::Empty);
        table.push(row);
    }
    for competitor in &report.competitors {
        let mut row = vec![
            Cell::text("competitor"),
            Cell::text(&competitor.domain),
            Cell::text(&competitor.platform),
            Cell::Count(competitor.total_ads),
        ];
        row.resize(columns.len(), Cell::Empty);
        table.push(row);
    }
    table
}
