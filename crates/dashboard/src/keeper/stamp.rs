//! The stamp of a view: equal stamps, equal pages.

use xxhash_rust::xxh3::Xxh3;

use super::money::Purse;
use crate::config::Config;
use crate::view::View;

/// Of everything that a page shows: the view, and what the database holds beside it at this version.
pub fn of_view(view: &View, version: u64, purse: &Purse, people: u64, config: &Config) -> u64 {
    let mut digest = Xxh3::new();
    for number in [
        version,
        view.frame().taken_at.as_millis().cast_unsigned(),
        purse.last(),
        people,
        u64::from(view.refreshing),
    ] {
        digest.update(&number.to_le_bytes());
    }
    // The program and what it goes by: pages of another version or with other rules are other pages.
    digest.update(env!("CARGO_PKG_VERSION").as_bytes());
    digest.update(format!("{config:?}").as_bytes());
    digest.update(format!("{:?}", view.potential).as_bytes());
    digest.digest()
}
