//! What is true of each seller, told without writing or reading an ad.

use model::Class;

use crate::world::World;
use crate::world::ads::Plan;
use crate::world::destinations::Place;
use crate::world::page;

/// What is true of one seller.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SellerTruth {
    /// The seller's id.
    pub slug: String,
    /// No URL could carry its domain: it can never be searched for.
    pub unscannable: bool,
    /// Ids of the pages that run its ads, in no order that matters.
    pub pages: Vec<String>,
    /// Ads that lead to its own shop; they are among `converty`.
    pub own: u64,
    /// Ads that lead to a Converty shop.
    pub converty: u64,
    /// Ads that lead to a sale elsewhere.
    pub concurrent: u64,
    /// The others.
    pub unknown: u64,
}

impl SellerTruth {
    /// All the ads of its pages.
    pub const fn total(&self) -> u64 {
        self.converty + self.concurrent + self.unknown
    }

    /// Whether any ad leads to its own shop: what a mapping with the threshold 1 calls active.
    pub const fn is_active(&self) -> bool {
        self.own > 0
    }
}

impl World {
    /// The truth about each seller, in the base's order.
    pub fn truth(&self) -> impl Iterator<Item = SellerTruth> {
        self.profiles.iter().enumerate().map(|(seller, profile)| {
            let known = page::pages(self, seller, profile);
            let mut truth = SellerTruth {
                slug: profile.slug.clone(),
                unscannable: profile.host.is_none(),
                pages: Vec::new(),
                own: 0,
                converty: 0,
                concurrent: 0,
                unknown: 0,
            };
            let mut used = [false; 3];
            for number in 0..profile.ads {
                let plan = Plan::new(self, seller, profile, number);
                if let Some(used) = used.get_mut(plan.page) {
                    *used = true;
                }
                truth.own += u64::from(plan.place == Place::OwnShop);
                match plan.class() {
                    Class::Converty => truth.converty += 1,
                    Class::Concurrent => truth.concurrent += 1,
                    Class::Unknown => truth.unknown += 1,
                }
            }
            truth.pages = known
                .into_iter()
                .zip(used)
                .filter(|(_, used)| *used)
                .map(|(page, _)| page.id)
                .collect();
            truth
        })
    }
}
