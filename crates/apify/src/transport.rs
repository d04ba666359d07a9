//! How questions reach Apify: one attempt at a time, at a bearable pace, again where that is safe.

mod call;
mod pace;
mod pause;
mod sender;
mod statistics;
mod tap;

pub(crate) use call::Call;
pub use pace::Pace;
pub(crate) use sender::{Sender, Trouble, not_sent};
pub use statistics::Statistics;
