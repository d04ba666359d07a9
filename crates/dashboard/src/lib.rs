//! The window: pages, exports, API and live refresh over one snapshot.
//!
//! The way of a request, which is the way to read this crate: the router finds the [`route::Route`], `gate` asks who
//! comes and whether it may, the cache answers where nothing changed since; else the route's handler, a plain function
//! of a [`visit::Visit`], gives a [`reply::Reply`]. What a visit sees is one [`view::View`]: a snapshot of all sellers,
//! the money and people's decisions, made by the `keeper` when data arrives, never by a request.

pub mod api;
pub mod ask;
pub mod assets;
pub mod cache;
pub mod chances;
pub mod changes_ask;
pub mod charted;
pub mod clients_ask;
pub mod config;
pub mod decisions;
pub mod events;
pub mod export;
pub mod failure;
pub mod format;
pub mod gate;
pub mod keeper;
pub mod notes;
pub mod pages;
pub mod parts;
pub mod reply;
pub mod route;
pub mod scans;
pub mod segments;
pub mod server;
pub mod shell;
pub mod view;
pub mod visit;
mod voice_ask;
pub mod watching;
pub mod words;

pub use config::Config;
pub use failure::Failure;
pub use reply::Reply;
pub use route::{Need, Route, routes};
pub use view::View;
pub use visit::Visit;
pub use words::{Language, Words};
