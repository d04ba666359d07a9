//! The engine that the tests share: the built-in catalogue and a few made-up sellers.

use std::sync::Arc;

use classification::{Catalogue, Engine, EngineBuilder};
use model::Host;

pub const SELLERS: [(&str, &str); 6] = [
    ("one", "seller-one.tn"),
    ("one", "seller-one.converty.shop"),
    ("two", "seller-two.myshopify.com"),
    ("two", "seller-two.tn"),
    ("market", "market.converty.shop"),
    ("perfumes", "عطور.tn"),
];

#[allow(dead_code, reason = "each test file uses its own part of this module")]
pub fn builder() -> EngineBuilder {
    let catalogue = Catalogue::builtin().unwrap_or_else(|error| panic!("{error}"));
    SELLERS
        .iter()
        .fold(Engine::builder(Arc::new(catalogue)), |builder, (slug, host)| {
            builder.seller(slug, &Host::parse(host).unwrap())
        })
}

#[allow(dead_code, reason = "each test file uses its own part of this module")]
pub fn engine() -> Engine {
    builder().build()
}
