//! A made-up world that goes on living: from its own scan on, sellers start and stop to advertise, turn to rivals and
//! get new pages, and ads begin, are edited and end, day by day. A function of its specification like the world itself.
//!
//! Told are [`LifeSpec::days`] days; nothing is decided by what anybody asks. The free signs ([`World::web`]) stay those
//! of the world: who starts is drawn by them, but no shop opens or closes.

mod ads;
mod calendar;
mod course;
mod item;
mod rates;
mod truth;

use std::collections::HashMap;

use model::{Host, Timestamp};

use crate::world::life::ads::Maker;
use crate::world::life::calendar::Calendar;
use crate::world::life::course::{Course, Seller, day};
use crate::world::life::rates::Sign;
use crate::world::profile::Profile;
use crate::world::rng::Rng;
use crate::world::web::WebRates;
use crate::world::{World, WorldSpec};

pub(crate) use ads::LivingAd;
pub use rates::LifeRates;
pub use truth::{PageLife, SellerLife, Span};

/// What a living world is made from. Equal specifications give equal lives.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LifeSpec {
    /// The world on day 0, which is the day of its scan.
    pub world: WorldSpec,
    /// So many days after it are told.
    pub days: u32,
    /// How fast it lives.
    pub rates: LifeRates,
}

impl LifeSpec {
    /// With the default rates.
    pub fn new(world: WorldSpec, days: u32) -> Self {
        Self {
            world,
            days,
            rates: LifeRates::default(),
        }
    }
}

/// A living world: about 40 bytes for each ad that ever ran, beside the world itself.
#[derive(Debug, Clone)]
pub struct Living {
    world: World,
    calendar: Calendar,
    /// By seller, number and version.
    ads: Vec<LivingAd>,
    sellers: Vec<SellerLife>,
}

impl Living {
    /// Lives the life of this specification.
    pub fn new(spec: LifeSpec) -> Self {
        let world = World::new(spec.world);
        let calendar = Calendar::new(spec.world.scanned_at, spec.days);
        let signs = signs(&world);
        let mut ads = Vec::new();
        let mut courses = Vec::with_capacity(world.profiles.len());
        for (seller, profile) in (0_u32..).zip(&world.profiles) {
            let (sign, own) = standing(profile, &signs);
            let key = u64::from(seller);
            let stream = |of: u64| Rng::new(spec.world.seed, &[of, key]);
            let seller_of = Seller {
                rates: &spec.rates,
                profile,
                own,
                sign,
            };
            let course: Course = seller_of.course(stream(20), calendar.last);
            Maker {
                rates: &spec.rates,
                course: &course,
                seed: spec.world.seed,
                rng: stream(21),
                seller,
                sister: sister(&world, seller, &mut stream(22)),
                days: calendar.last,
                next: 0,
                out: &mut ads,
            }
            .make();
            courses.push(course);
        }
        let sellers = truth::of(&world, calendar, &courses, &ads);
        Self {
            world,
            calendar,
            ads,
            sellers,
        }
    }

    /// The world on day 0: its sellers, and its web.
    pub const fn world(&self) -> &World {
        &self.world
    }

    /// The truth about each seller, in the base's order.
    pub fn sellers(&self) -> &[SellerLife] {
        &self.sellers
    }

    /// The first moment of a day, counted from the world's scan.
    pub fn moment(&self, of_day: u32) -> Timestamp {
        self.calendar.moment(day(u64::from(of_day)))
    }

    /// How many ads run at a moment.
    pub fn running(&self, at: Timestamp) -> usize {
        let today = self.calendar.day(at);
        self.ads.iter().filter(|ad| ad.runs(today)).count()
    }

    /// How many sellers an ad leads to at a moment.
    pub fn active(&self, at: Timestamp) -> usize {
        self.sellers.iter().filter(|seller| seller.is_active(at)).count()
    }

    /// Every look of every ad, by seller, number and version.
    pub(crate) fn ads(&self) -> &[LivingAd] {
        &self.ads
    }

    /// The day of a moment.
    pub(crate) fn day(&self, at: Timestamp) -> i32 {
        self.calendar.day(at)
    }
}

/// What the free signs say of each host.
fn signs(world: &World) -> HashMap<Host, Sign> {
    let web = world.web(WebRates::default());
    web.signs()
        .map(|truth| {
            let sign = match (truth.resolves, truth.shop_open, truth.pixel) {
                _ if truth.parked || truth.moved_to.is_some() => Sign::Nowhere,
                (false, ..) => Sign::Nowhere,
                (_, false, _) => Sign::Closed,
                (_, true, false) => Sign::Open,
                (_, true, true) => Sign::Pixel,
            };
            (truth.host, sign)
        })
        .collect()
}

/// The sign of the seller's shop, and whether it has a domain of its own.
fn standing(profile: &Profile, signs: &HashMap<Host, Sign>) -> (Sign, bool) {
    let Some(host) = &profile.host else {
        return (Sign::Nowhere, false);
    };
    let sign = signs.get(&host.without_www()).copied().unwrap_or(Sign::Closed);
    (sign, !host.is_under("converty.shop"))
}

/// Another seller of the same owner, as it were: one who can be searched for.
fn sister(world: &World, seller: u32, rng: &mut Rng) -> Option<u32> {
    let count = u64::try_from(world.profiles.len()).ok()?;
    (0..8).find_map(|_| {
        let other = u32::try_from(rng.below(count)).ok()?;
        let place = usize::try_from(other).ok()?;
        let known = world.profiles.get(place)?;
        (other != seller && known.host.is_some()).then_some(other)
    })
}
