//! The base that the other tests look at is what they believe it to be.

use crate::common;

use analytics::ClientStatus;
use common::{House, empty, house, now, text};

#[test]
fn the_made_base_has_something_of_everything() {
    let house = house();
    let clients: Vec<_> = house.snapshot().each().collect();
    let count = |status| clients.iter().filter(|client| client.status == status).count();
    assert_eq!(clients.len(), common::made::SELLERS);
    assert_eq!(count(ClientStatus::Unscannable), 3);
    assert_eq!(count(ClientStatus::Uncovered), 40);
    let (active, inactive) = (count(ClientStatus::Active), count(ClientStatus::Inactive));
    assert!(
        active > 40 && inactive > 150,
        "{active} active, {inactive} inactive"
    );
    assert!(
        clients.iter().any(|client| !client.moves.is_empty()),
        "a domain moved"
    );
    assert!(clients.iter().any(|client| client.history.len() > 3), "history");
    let stopped =
        |client: &&&analytics::Client| client.status == ClientStatus::Inactive && client.history.len() > 1;
    assert!(clients.iter().filter(stopped).count() > 3, "some stopped");
    let platforms: std::collections::BTreeSet<_> = clients
        .iter()
        .flat_map(|client| client.rivals.iter())
        .map(|rival| rival.platform.clone())
        .collect();
    for platform in [
        "youcan",
        "shopify",
        "whatsapp",
        "lightfunnels",
        "unknown",
        "jumia",
    ] {
        assert!(platforms.contains(platform), "{platform} among {platforms:?}");
    }
}

#[test]
fn pages_are_visited_without_a_server() {
    assert!(text(house().visit("/").unwrap()).starts_with("<!doctype html>"));
    assert!(House::over(empty(now())).visit("/?lang=ar").is_ok());
}
