//! The stamp of a view: equal stamps, equal pages.

use database::Search;
use xxhash_rust::xxh3::Xxh3;

use super::money::Purse;
use crate::config::Config;
use crate::view::View;

/// Of everything that a page shows: the view, and what the database holds beside it at this version.
pub fn of_view(view: &View, version: u64, purse: &Purse, people: u64, config: &Config) -> u64 {
    let mut digest = Xxh3::new();
    let snapshot = &view.snapshot;
    for number in [
        version,
        snapshot.taken_at.as_millis().cast_unsigned(),
        purse.last(),
        people,
        u64::from(view.refreshing),
    ] {
        digest.update(&number.to_le_bytes());
    }
    // The program and what it goes by: pages of another version or with other rules are other pages.
    digest.update(env!("CARGO_PKG_VERSION").as_bytes());
    digest.update(format!("{config:?}").as_bytes());
    digest.digest()
}

/// Of what makes a search one and the same: its text and its moment.
pub fn of_search(search: &Search) -> u64 {
    let mut digest = Xxh3::new();
    digest.update(
        &search
            .at
            .map_or(i64::MIN, model::Timestamp::as_millis)
            .to_le_bytes(),
    );
    digest.update(search.domain.as_bytes());
    digest.digest()
}
