//! A seller as `sa_clients` holds it: one document, from which the whole [`Client`](analytics::Client) can be read back, with what filters,
//! orders, sums and narrowing need as plain fields. What most sellers do not have is absent, so that a quiet seller is
//! a few hundred bytes and stands in few indexes.
//!
//! | field | what |
//! | --- | --- |
//! | `_id` | the slug |
//! | `v`, `f` | the data version that it was made of, and the format of the document ([`FORMAT`]) |
//! | `st` | 0 active, 1 inactive, 2 unscannable, 3 uncovered; [`GONE`] for what is left of a removed seller |
//! | `dom`, `hosts` | domains as given; hosts where they are written otherwise |
//! | `text` | slug and domains in lower case, a line break after each |
//! | `names` | hosts and the names above them: which searches tell of it |
//! | `linked`, `partial`, `cov`, `quiet` | linked ads; known in part; first coverage; covered well before its first report |
//! | `cat` | the id of its category, where it has one |
//! | `k.*` | the key of each order of the list, absent where it is the key that most sellers have |
//! | `h` | its history: `t` from when, `m` when made (absent where the same), `s` status, `a c x u` ads by verdict, `n e` new and ended ads, `p l` new and lost pages, `part` of a partial look |
//! | `r` | rivals ever: `p` platform, `h` host, `n` ads now, `f` first seen, `w` proven to be new then, `s` steps (`t` from when, `m` so many more) |
//! | `on`, `to` | platforms and hosts that ads lead to now, each once |
//! | `moves`, `mp` | domains that left (`t` when first away); whether one stands on a rival platform |
//! | `turn`, `stop`, `fall`, `rise` | moments at which it turned, may have stopped, fell, gained: see `analytics::apart` |
//! | `chg` | moments at which anything of it changed: see `analytics::apart::change_moments` |
//! | `rep` | its reports: four times the quarter of an hour in which each was made, plus its status |
//! | `d` | what it changes in the series: `q` the quarter of an hour, then the numbers of `DayDelta` that are not 0 |
//!
//! Moments are milliseconds. No field depends on a time zone: days are made of quarters of an hour.

mod days;
mod read;
mod write;

use analytics::{ClientStatus, Sort, apart};

pub use read::{client, note};
pub(crate) use read::{delta, int, long, text, unsigned};
pub use write::document;

/// The format of the documents; another one makes all of them anew.
pub const FORMAT: i32 = 2;

/// The status of what is left of a removed seller: its version, so that nobody who knows less brings it back.
pub const GONE: i32 = 9;

/// The key that a seller without a field `k.*` has in this order.
pub(crate) const fn absent(sort: Sort) -> i64 {
    match sort {
        Sort::Seen => apart::NONE,
        sort => apart::common(sort),
    }
}

/// The number of a status.
pub(crate) const fn status_number(status: ClientStatus) -> i32 {
    match status {
        ClientStatus::Active => 0,
        ClientStatus::Inactive => 1,
        ClientStatus::Unscannable => 2,
        ClientStatus::Uncovered => 3,
    }
}

/// The status of a number; anything else is nobody asked.
pub(crate) const fn status_of(number: i64) -> ClientStatus {
    match number {
        0 => ClientStatus::Active,
        1 => ClientStatus::Inactive,
        2 => ClientStatus::Unscannable,
        _ => ClientStatus::Uncovered,
    }
}
