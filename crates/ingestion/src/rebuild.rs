//! Every ad made again from the raw items that are stored: no question is paid for twice.

use std::ops::ControlFlow;

use ad_library::{Item, parse_item};
use classification::Engine;
use database::Database;

use crate::Error;
use crate::batch::{Filler, Origin};

/// What a rebuild made.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Rebuilt {
    /// Raw items that were read.
    pub items: u64,
    /// Items that this version of the program can no longer read as an ad.
    pub unreadable: u64,
}

/// Forgets all ads and makes them again from the raw items.
pub fn rebuild(database: &dyn Database, engine: &Engine) -> Result<Rebuilt, Error> {
    let mut rebuilt = Rebuilt::default();
    database.clear_ads()?;
    let mut import = database.start_import()?;
    let mut filler = Filler::new(engine);
    database.each_raw(&mut |stored| {
        rebuilt.items += 1;
        let origin = Origin {
            searched: stored.searched.as_deref(),
            seen_at: stored.seen_at,
        };
        match parse_item(&stored.raw) {
            Item::Ad(ad) => filler.push_stored(&ad, stored.digest, origin),
            _ => rebuilt.unreadable += 1,
        }
        if let Some(batch) = filler.take_full() {
            import.restore(batch)?;
        }
        Ok(ControlFlow::Continue(()))
    })?;
    if let Some(batch) = filler.take() {
        import.restore(batch)?;
    }
    import.finish()?;
    Ok(rebuilt)
}
