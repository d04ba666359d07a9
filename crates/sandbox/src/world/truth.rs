//! What is true of each seller, told without writing or reading an ad.

use std::collections::BTreeMap;

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
    /// Its pages' ads that lead to another seller's shop; they are among `converty`.
    pub astray: u64,
    /// Ads of other sellers' pages that lead to its own shop; they are not among `converty`.
    pub visitors: u64,
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

    /// Whether any ad leads to its own shop, whoever runs it: what a mapping with the threshold 1 calls
    /// active.
    pub const fn is_active(&self) -> bool {
        self.own + self.visitors > 0
    }
}

impl World {
    /// The truth about each seller, in the base's order.
    pub fn truth(&self) -> impl Iterator<Item = SellerTruth> {
        let visitors = self.visitors();
        self.profiles.iter().enumerate().map(move |(seller, profile)| {
            let known = page::pages(self, seller, profile);
            let mut truth = SellerTruth {
                slug: profile.slug.clone(),
                unscannable: profile.host.is_none(),
                pages: Vec::new(),
                own: 0,
                astray: 0,
                visitors: profile
                    .host
                    .as_ref()
                    .and_then(|host| visitors.get(host.as_str()))
                    .copied()
                    .unwrap_or(0),
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
                truth.astray += u64::from(plan.place == Place::OtherShop);
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

    /// By host: how many ads of other sellers' pages lead to it.
    fn visitors(&self) -> BTreeMap<&str, u64> {
        let mut visitors = BTreeMap::new();
        for (seller, profile) in self.profiles.iter().enumerate() {
            for number in 0..profile.ads {
                let plan = Plan::new(self, seller, profile, number);
                if plan.place == Place::OtherShop {
                    *visitors.entry(plan.shop).or_default() += 1;
                }
            }
        }
        visitors
    }
}
