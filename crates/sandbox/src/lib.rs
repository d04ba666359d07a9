//! A made-up world to try the product in: sellers, their ads and a recorded scan of them, with the truth at hand.
//!
//! Everything is a function of a [`world::WorldSpec`]: the same specification gives the same bytes on every
//! machine. Nothing here reads a clock or a file, and nothing is copied from a real shop. Three servers stand over it,
//! on loopback only: Apify's API, the DNS of its domains, and the pages behind them.

pub mod actor;
pub mod api;
pub mod dns;
pub mod library;
pub mod web;
pub mod world;
