//! The list of sellers: search, filters, order, columns and place all stand in the address.

mod cells;
pub mod chips;
pub(super) mod form;
mod segments;
mod settle;

use analytics::ClientList;
use askama::Template;

use crate::clients_ask::{self, Column, Order};
use crate::failure::Failure;
use crate::format::Html;
use crate::reply::Reply;
use crate::shell::{self, Link, Section, Shell};
use crate::visit::Visit;

use cells::Cell;
use chips::Chip;
use form::Form;
use segments::Segments;

#[derive(Template)]
#[template(path = "clients.html")]
struct ClientsPage<'v> {
    shell: Shell<'v>,
    empty: Option<&'static str>,
    form: Form,
    statuses: Vec<Link>,
    segments: Segments,
    chips: Vec<Chip>,
    /// This page without any filter.
    clear: String,
    /// Whether the order that was asked for is none that the database keeps.
    refused: bool,
    /// Whether it was to be filtered by chances that the database does not keep.
    unfiltered: bool,
    headings: Vec<Heading>,
    rows: Vec<Vec<Cell>>,
    /// `1 – 50 of 88`.
    shown: Html,
    /// Out of how many clients.
    whole: Html,
    next: String,
    previous: String,
    sizes: Vec<Link>,
}

/// The head of a column.
struct Heading {
    label: String,
    /// The list ordered by it; "" where it orders nothing.
    href: String,
    /// `ascending`, `descending` or "", as `aria-sort` says it.
    sorted: &'static str,
    class: &'static str,
}

/// `/clients`
pub fn page(visit: &Visit) -> Result<Reply, Failure> {
    if let Some(address) = settle::address(&visit.ask) {
        return Ok(Reply::see_other(address));
    }
    let mut shell = Shell::new(visit, Section::Clients, "section-clients")?;
    let (ask, misread) = (&visit.ask, &mut shell.misread);
    let mut read = clients_ask::read(ask, &visit.view.segments, misread);
    let unfiltered = !clients_ask::is_told(&visit.view, &read.filter);
    if unfiltered {
        read.filter = read.filter.without_chances();
    }
    let asked = clients_ask::order(ask, misread);
    let refused = !asked.is_possible(&visit.view);
    let order = if refused { Order::usual() } else { asked };
    let columns = clients_ask::columns(ask, misread);
    let limit = clients_ask::rows(ask, misread);
    let cursor = clients_ask::cursor(ask, misread);
    let list = visit.view.clients(&read.filter, order, cursor.as_ref(), limit)?;
    let filters: Vec<(&str, &str)> = clients_ask::FILTERS.map(|name| (name, "")).into();
    let at = |cursor: &Option<analytics::Cursor>| {
        cursor
            .as_ref()
            .map_or_else(String::new, |cursor| ask.with(&[("cursor", &cursor.to_string())]))
    };
    shell::page(&ClientsPage {
        empty: empty(&shell, &list),
        form: Form::of(&shell, &read, &columns)?,
        statuses: form::statuses(&shell, &read.filter.statuses),
        segments: segments::of(&shell, &read)?,
        chips: chips::of(&shell, &read),
        clear: ask.with(&filters),
        refused,
        unfiltered,
        headings: columns
            .iter()
            .map(|column| heading(&shell, *column, order))
            .collect(),
        rows: list
            .rows
            .iter()
            .map(|client| cells::of(&shell, client, &columns))
            .collect(),
        shown: shown(&shell, &list),
        whole: shell
            .w
            .html("of-whole", &[("whole", shell.w.count(visit.view.clients))]),
        next: at(&list.next),
        previous: at(&list.previous),
        sizes: form::sizes(&shell, limit),
        shell,
    })
}

/// A list of uncovered clients is worth showing: before the first scan only the first import is waited for.
fn empty(shell: &Shell<'_>, list: &ClientList) -> Option<&'static str> {
    let nothing = shell.emptiness().filter(|kind| *kind == "nothing");
    nothing.or_else(|| list.rows.is_empty().then_some("filtered"))
}

fn shown(shell: &Shell<'_>, list: &ClientList) -> Html {
    let w = shell.w;
    let first = list.skipped + usize::from(!list.rows.is_empty());
    let values = [
        ("first", w.count(first)),
        ("last", w.count(list.skipped + list.rows.len())),
        ("total", w.count(list.total)),
    ];
    w.html("page-rows", &values)
}

/// A click orders by the column: greatest first where it holds numbers, and the other way round at a second click.
fn heading(shell: &Shell<'_>, column: Column, order: Order) -> Heading {
    let current = column.sort() == Some(order.name());
    let downwards = if current {
        !order.is_descending()
    } else {
        column.is_number() || matches!(column, Column::Seen | Column::Confidence | Column::Split)
    };
    let possible = column != Column::Potential || shell.visit.view.figures.held().is_some();
    let href = column.sort().filter(|_| possible).map(|sort| {
        let sign = if downwards { "-" } else { "" };
        shell.visit.ask.with(&[("sort", &format!("{sign}{sort}"))])
    });
    Heading {
        label: shell.say(&format!("col-{}", column.as_str().replace('_', "-"))),
        href: href.unwrap_or_default(),
        sorted: match (current, order.is_descending()) {
            (false, _) => "",
            (true, true) => "descending",
            (true, false) => "ascending",
        },
        class: cells::class(column),
    }
}
