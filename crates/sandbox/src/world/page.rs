//! Facebook pages of sellers.

use crate::world::World;
use crate::world::ids::page_id;
use crate::world::names;
use crate::world::profile::Profile;
use crate::world::rng::Rng;

const CATEGORIES: [&str; 8] = [
    "Shopping",
    "Brand",
    "Boutique",
    "Website",
    "Health/beauty",
    "Clothing (Brand)",
    "Accessories",
    "Business",
];

/// A Facebook page of a seller.
#[derive(Debug)]
pub(super) struct Page {
    pub(super) id: String,
    pub(super) name: String,
    pub(super) likes: u64,
    pub(super) category: &'static str,
    /// The address under which it is known: a name or a number.
    pub(super) address: String,
}

/// So many pages a seller has at most.
pub(super) const MOST: u64 = 4;

/// The pages of a seller, in order.
pub(super) fn pages(world: &World, seller: usize, profile: &Profile) -> Vec<Page> {
    (0..profile.pages)
        .map(|page| self::page(world, seller, profile, page))
        .collect()
}

/// The page of this number, below [`MOST`], of a seller, whether or not it has so many yet.
pub(super) fn page(world: &World, seller: usize, profile: &Profile, page: u64) -> Page {
    let number = u64::try_from(seller).unwrap_or_default() * MOST + page;
    let mut rng = Rng::new(world.spec.seed, &[4, number]);
    let id = page_id(number, world.spec.seed);
    let address = match rng.below(2) {
        0 => id.clone(),
        _ => profile.name.replace('-', "."),
    };
    Page {
        name: names::page(&mut rng, &profile.name),
        likes: rng.between(20, 400) * rng.between(1, 120),
        category: rng.pick(&CATEGORIES),
        id,
        address,
    }
}
