//! Competition, clients, a client, alerts: what their handlers reply over the made-up base.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    missing_docs
)]

mod alerts;
mod client;
#[path = "../common/mod.rs"]
mod common;
mod hostile;
mod lists;
mod rules;
mod segments;
mod watched;
mod week;

use common::{House, text};

fn page(house: &House, address: &str) -> String {
    text(house.visit(address).unwrap())
}

/// The slugs of the list, in order: what its row headings lead to.
fn listed(html: &str) -> Vec<String> {
    let rows = html
        .split("<th scope=\"row\" class=\"c-slug\"><a href=\"/clients/")
        .skip(1);
    rows.map(|row| row.split(['"', '?']).next().unwrap().to_owned())
        .collect()
}

/// The address of the first link whose tag holds this.
fn href(html: &str, mark: &str) -> String {
    let tag = html
        .split("<a ")
        .find(|tag| tag.split('>').next().unwrap().contains(mark));
    let tag = tag.unwrap_or_else(|| panic!("no link with {mark}"));
    let href = tag.split("href=\"").nth(1).unwrap().split('"').next().unwrap();
    href.replace("&#38;", "&").replace("&amp;", "&")
}
