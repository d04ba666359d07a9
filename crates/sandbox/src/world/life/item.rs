//! An ad of a living world as a search brings it at some moment.

use model::{Host, Timestamp};

use crate::world::ads::{Plan, Search};
use crate::world::life::Living;
use crate::world::life::ads::LivingAd;
use crate::world::page;
use crate::world::times::{formatted, midnight_before};

/// So many results come with a search's first page.
const FIRST_PAGE: usize = 30;

impl Living {
    /// Writes the item that a search at this moment brings for an ad, the `position`th (from 1) of `total`. Meta's own
    /// dates are true: its start, and its end where it ended; of one that runs, the day before.
    pub(crate) fn write_item(
        &self,
        ad: &LivingAd,
        at: Timestamp,
        url: &str,
        (position, total): (u64, u64),
        out: &mut Vec<u8>,
    ) -> serde_json::Result<()> {
        let seller = usize::try_from(ad.seller).unwrap_or(usize::MAX);
        let Some(profile) = self.world.profiles.get(seller) else {
            return Ok(());
        };
        let shop = usize::try_from(ad.shop)
            .ok()
            .and_then(|shop| self.world.profiles.get(shop));
        let shop = shop.and_then(|shop| shop.host.as_ref()).map_or("", Host::as_str);
        let key = (seller, u64::from(ad.number), u64::from(ad.version));
        let plan = Plan::decided(&self.world, key, usize::from(ad.page), ad.place, shop);
        let page = page::page(&self.world, seller, profile, u64::from(ad.page));
        let search = Search {
            url,
            items: usize::try_from(total).unwrap_or(usize::MAX),
            first_page: FIRST_PAGE,
        };
        let place = usize::try_from(position.saturating_sub(1)).unwrap_or(usize::MAX);
        let mut item = plan.item(&self.world, profile, &page, search, place);
        item.is_active = self.calendar.day(at) < ad.ended;
        item.start_date = self.calendar.seconds(ad.began);
        item.end_date = if item.is_active {
            midnight_before(at.as_millis() / 1000).max(item.start_date)
        } else {
            self.calendar.seconds(ad.ended)
        };
        item.start_date_formatted = formatted(item.start_date);
        item.end_date_formatted = formatted(item.end_date);
        item.total = Some(total);
        item.position = Some(position);
        serde_json::to_writer(out, &item)
    }
}
