//! The same reading and judging, one seller at a time: for whoever keeps sellers somewhere else than in a [`Book`].
//!
//! A [`Snapshot`] is made of these parts itself, so that both ways cannot say different things: documents are read and
//! first coverages told ([`read`], [`covered_at`]), days add up ([`Calendar`], [`each_change`]), sellers are judged
//! within a [`Span`], and sums over all of them ([`Index`], [`Since`], [`Waiting`]) become answers. Functions that end
//! in `_moments` narrow down whom there is to look at: they never leave out a seller that would be judged.
//!
//! [`Book`]: crate::Book
//! [`Snapshot`]: crate::Snapshot

pub use crate::alerts::concurrent::least_share;
pub use crate::alerts::inactive::stop_moments;
pub use crate::alerts::ratio::fall_moments;
pub use crate::alerts::rival::Newcomers;
pub use crate::alerts::{in_order, of_client, of_money};
pub use crate::benchmark::Population;
pub use crate::book::chunk::search_text;
pub use crate::book::coverage::{covered_at, host_asked, names};
pub use crate::book::days::{AdsDelta, DayDelta, each_change};
pub use crate::book::documents::read;
pub use crate::book::note::{Note, ReportMade};
pub use crate::book::{Calendar, Frame};
pub use crate::changes::judge::change_moments;
pub use crate::changes::rivals::{HostStood, lost_by_all, new_to_all};
pub use crate::clients::key::{NONE, common, directed, key};
pub use crate::clients::matching::lower;
pub use crate::competition::index::{Index, RivalSum};
pub use crate::competition::lines::competition;
pub use crate::competition::past::Past;
pub use crate::overview::Turned;
pub use crate::overview::since::Since;
pub use crate::overview::span::Span;
pub use crate::overview::turns::{Turns, was_silent};
pub use crate::recommend::call::{Calls, rise_moments};
pub use crate::recommend::ranked::{NAMED, Queue};
pub use crate::recommend::recommendations;
pub use crate::recommend::waiting::{Waiting, stale_before};
pub use crate::voice::{Duels, Tide, series};
