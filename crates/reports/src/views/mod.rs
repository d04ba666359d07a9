//! What people ask for: one file per view. A view serialises to the JSON that scripts read and turns into
//! a table for the other formats.

mod client;
mod competitors;
mod inactive;
mod moves;
mod overview;

pub use client::client_table;
pub use competitors::{Competition, CompetitorRow, PlatformRow};
pub use inactive::{Inactive, InactiveRow, UnscannableRow};
pub use moves::{Moved, Moves, destination};
pub use overview::{Money, Overview, SizeBand};
