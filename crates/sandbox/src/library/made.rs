//! The ads of a made-up world as a library.

use crate::library::index::Index;
use crate::library::query::Query;
use crate::library::reading::Reading;
use crate::library::{AdRef, Library};
use crate::world::World;

/// All ads of a made-up world, in the order of its sellers. Holds who runs each ad and an index of their words;
/// items are made when they are asked for.
#[derive(Debug)]
pub struct Made {
    world: World,
    /// The seller's place in the base, and which of its ads.
    ads: Vec<(u32, u32)>,
    index: Index,
}

impl Made {
    /// Indexes a world: every ad of it is made once and forgotten.
    pub fn new(world: &World) -> Self {
        let mut library = Self {
            world: world.clone(),
            ads: Vec::new(),
            index: Index::default(),
        };
        let mut item = Vec::with_capacity(1 << 14);
        for (seller, number) in world.ads() {
            item.clear();
            let is_read = world
                .write_item((seller, number), "", (1, 1), &mut item)
                .and_then(|()| Reading::of(&item));
            if let Ok(ad) = is_read {
                library.ads.push((seller, number));
                library.index.add(&ad);
            }
        }
        library.index.shrink();
        library
    }

    /// How many ads it holds.
    pub fn ads(&self) -> usize {
        self.index.len()
    }
}

impl Library for Made {
    fn search(&self, url: &str) -> Vec<AdRef> {
        let read = |ad| Reading::of(&self.item(ad, url, 1, 1)).ok();
        self.index.find(&Query::parse(url), read, |_| Vec::new())
    }

    fn item(&self, ad: AdRef, url: &str, position: u64, total: u64) -> Vec<u8> {
        let place = usize::try_from(ad.0).ok().and_then(|place| self.ads.get(place));
        let mut item = Vec::with_capacity(1 << 13);
        let written = place.map(|ad| self.world.write_item(*ad, url, (position, total), &mut item));
        // Nothing half written leaves: an item is whole or empty.
        if !matches!(written, Some(Ok(()))) {
            item.clear();
        }
        item
    }
}
