//! A made-up world to try the product in: sellers, their ads and a recorded scan of them, with the truth at hand.
//!
//! Everything is a function of a [`world::WorldSpec`]: the same specification gives the same bytes on every
//! machine. Nothing here reads a clock, a file or a socket, and nothing is copied from a real shop.

pub mod actor;
pub mod api;
pub mod library;
pub mod world;
