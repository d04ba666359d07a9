//! The world's ads one by one, as a library of ads needs them.

use crate::world::World;
use crate::world::ads::{Plan, Search};
use crate::world::page;

/// So many results come with a search's first page.
const FIRST_PAGE: usize = 30;

impl World {
    /// Every ad: its seller's place in the base, and which of the seller's ads it is; in the base's order.
    pub(crate) fn ads(&self) -> impl Iterator<Item = (u32, u32)> {
        self.profiles.iter().zip(0..).flat_map(|(profile, seller)| {
            let ads = u32::try_from(profile.ads).unwrap_or(u32::MAX);
            (0..ads).map(move |number| (seller, number))
        })
    }

    /// Writes the item that a search brings for an ad, the `position`th (from 1) of `total`; newer items have
    /// both. Nothing is written for an ad that the world does not have.
    pub(crate) fn write_item(
        &self,
        (seller, number): (u32, u32),
        url: &str,
        (position, total): (u64, u64),
        out: &mut Vec<u8>,
    ) -> serde_json::Result<()> {
        let seller = usize::try_from(seller).unwrap_or(usize::MAX);
        let Some(profile) = self.profiles.get(seller) else {
            return Ok(());
        };
        let plan = Plan::new(self, seller, profile, u64::from(number));
        let pages = page::pages(self, seller, profile);
        let Some(page) = pages.get(plan.page) else {
            return Ok(());
        };
        let search = Search {
            url,
            items: usize::try_from(total).unwrap_or(usize::MAX),
            first_page: FIRST_PAGE,
        };
        let place = usize::try_from(position.saturating_sub(1)).unwrap_or(usize::MAX);
        let mut item = plan.item(self, profile, page, search, place);
        item.total = Some(total);
        item.position = Some(position);
        serde_json::to_writer(out, &item)
    }
}
