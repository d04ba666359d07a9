//! A living world, its judge, and its sellers by the names under which answers speak of them.

use std::collections::HashMap;
use std::path::Path;

use classification::Engine;
use database::{Database, Sqlite};
use model::{Host, Seller, Timestamp};
use sandbox::library::LivingAds;
use sandbox::world::{LifeSpec, Living, WorldSpec};

use super::probe;
use crate::common::{engine, sellers_of};

/// A living world, and what is needed to ask and judge its ads.
pub struct LifeStage {
    pub ads: LivingAds,
    pub sellers: Vec<Seller>,
    pub engine: Engine,
    /// By slug: the seller's place in the base.
    pub by_slug: HashMap<String, usize>,
    /// By host without `www.`.
    pub by_host: HashMap<Host, Vec<usize>>,
    /// By id: whose page it is, and which of that seller's.
    pub by_page: HashMap<String, (usize, usize)>,
}

impl LifeStage {
    /// So many sellers, whose life is told for so many weeks.
    pub fn new(count: u32, seed: u64, weeks: u32) -> Self {
        let world = WorldSpec {
            sellers: count,
            seed,
            ..WorldSpec::default()
        };
        // One more week for scans that come late.
        let living = Living::new(LifeSpec::new(world, (weeks + 1) * 7));
        let sellers = sellers_of(living.world());
        let mut by_host: HashMap<Host, Vec<usize>> = HashMap::new();
        for (place, seller) in sellers.iter().enumerate() {
            for host in seller.hosts() {
                by_host.entry(host.without_www()).or_default().push(place);
            }
        }
        let by_slug = (0..)
            .zip(&sellers)
            .map(|(place, seller)| (seller.slug.clone(), place))
            .collect();
        let by_page = living
            .sellers()
            .iter()
            .enumerate()
            .flat_map(|(place, seller)| {
                let pages = seller.pages.iter().enumerate();
                pages.map(move |(number, page)| (page.id.clone(), (place, number)))
            })
            .collect();
        Self {
            engine: engine(&sellers),
            ads: LivingAds::new(living),
            sellers,
            by_slug,
            by_host,
            by_page,
        }
    }

    pub fn database(&self, folder: &Path) -> Sqlite {
        let database = Sqlite::open(&folder.join("life.db")).unwrap();
        database.upsert_sellers(&self.sellers).unwrap();
        database
    }

    /// When the scan of this week is meant to begin: Mondays, 06:00 UTC.
    pub fn week(week: u32) -> Timestamp {
        let first = WorldSpec::default().scanned_at.as_millis();
        Timestamp::clamped(first + i64::from(week) * 7 * 24 * 3_600_000)
    }

    /// Looks at all hosts' DNS and front pages, as `probe` does for nothing.
    pub fn probe(&self, database: &dyn Database, now: Timestamp) {
        probe::look(self.ads.living().world(), database, now);
    }
}
