//! Ad and evidence to verdict: links out of an ad, redirectors unwrapped, hosts judged by the catalogue.
//!
//! The road of a link: `reading` cleans the text into an address, `redirect` finds the target that a
//! redirector names, `engine` looks the host up and decides. A host is compared label by label, never by
//! substring. No I/O, no clock, no randomness: the same rules give the same verdict everywhere, and
//! [`Engine::digest`] names the rules.

pub mod catalogue;
pub mod category;
pub mod engine;
pub mod explanation;
mod page;
mod reading;
mod redirect;
mod standing;
mod testimony;
mod texts;

pub use catalogue::{
    Catalogue, CatalogueError, Mark, MarkError, MarkKind, Network, NetworkKind, Platform, PlatformKind,
};
pub use category::{Ballot, Categories, Category, CategoryError, Guess};
pub use engine::{Engine, EngineBuilder, Settings};
pub use explanation::{Explanation, Hint, Line, Step};
pub use standing::{Names, Standing};
pub use texts::{MAX_LINKS, links_of};
