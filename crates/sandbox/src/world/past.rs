//! The world as weekly scans saw it before the one of its specification: fewer sellers asked about, ads that have ended
//! since, sellers who stopped, and the time before some turned to a rival.
//!
//! What a past scan brings of an ad is the same bytes each week, as if nothing about it had changed meanwhile: an ad
//! that ran for eight weeks is one item, not eight.

use model::Class;
use serde::Serialize;

use crate::world::World;
use crate::world::ads::{Plan, Search};
use crate::world::item::Item;
use crate::world::page;
use crate::world::profile::{Habit, Profile};
use crate::world::rng::Rng;
use crate::world::scan::library_url;
use crate::world::times::{formatted, midnight_before};

/// So many weekly scans are told before the world's own.
pub const PAST_WEEKS: u32 = 8;

const WEEK: i64 = 7 * 86_400;
/// Of a thousand sellers, how many the first past scan asked about, and how many more each later one.
const FIRST_ASKED: u64 = 260;
const MORE_ASKED: u64 = 85;
/// The scans so many weeks ago were cut short for some.
const CUT_SHORT: [u32; 2] = [5, 2];
/// Of a thousand sellers in such a scan, how many were answered in part only.
const IN_PART: u64 = 120;
/// Of a thousand silent sellers, how many once advertised.
const STOPPED: u64 = 6;
/// Of a hundred ads that an advertiser has, how many others it had and ended.
const ENDED: u64 = 35;

/// What one question of a past scan brought.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PastSearch {
    /// The text that was searched for.
    pub domain: String,
    /// The items, as the actor gives them.
    pub items: Vec<Vec<u8>>,
    /// Whether everything that there was came.
    pub complete: bool,
}

/// An ad of a seller and the weeks, counted back from the world's scan, in which it ran.
struct Ran {
    number: u64,
    /// The weeks ago at which it was first and last seen; 0 is the world's own scan.
    first: u32,
    last: u32,
}

/// A seller as it was, and what it ran.
struct Past {
    profile: Profile,
    ads: Vec<Ran>,
}

impl World {
    /// The questions of the scan that was made so many weeks before the world's own, in the base's order; none from
    /// nine weeks ago back. Of the sellers that one asks about, every later one does.
    ///
    /// # Errors
    /// Where an item cannot be written as JSON.
    pub fn past_scan(&self, weeks_ago: u32) -> impl Iterator<Item = serde_json::Result<PastSearch>> + '_ {
        let sellers = 0..self.profiles.len();
        sellers
            .filter(move |seller| (1..=PAST_WEEKS).contains(&weeks_ago) && self.was_asked(*seller, weeks_ago))
            .filter_map(move |seller| {
                let host = self.profiles.get(seller)?.host.as_ref()?;
                Some(self.past_search(seller, host.as_str().to_owned(), weeks_ago))
            })
    }

    fn was_asked(&self, seller: usize, weeks_ago: u32) -> bool {
        let place = Rng::new(self.spec.seed, &[8, number(seller)]).below(1000);
        let scans_before = u64::from(PAST_WEEKS.saturating_sub(weeks_ago));
        place < FIRST_ASKED + MORE_ASKED * scans_before
    }

    fn past_search(&self, seller: usize, domain: String, weeks_ago: u32) -> serde_json::Result<PastSearch> {
        let mut search = PastSearch {
            items: Vec::new(),
            complete: true,
            domain,
        };
        let mut rng = Rng::new(self.spec.seed, &[9, number(seller), u64::from(weeks_ago)]);
        let Some(past) = self.past_of(seller) else {
            return Ok(search);
        };
        let mut found: Vec<&Ran> = past
            .ads
            .iter()
            .filter(|ad| (ad.last..=ad.first).contains(&weeks_ago))
            .collect();
        if CUT_SHORT.contains(&weeks_ago) && found.len() > 1 && rng.per_mille(IN_PART) {
            found.truncate(found.len() / 2);
            search.complete = false;
        }
        let url = library_url(&search.domain);
        for ad in found {
            search.items.extend(self.past_item(seller, &past, ad, &url)?);
        }
        Ok(search)
    }

    /// Who a seller was and what it ran; `None` for those who never advertised.
    fn past_of(&self, seller: usize) -> Option<Past> {
        let known = self.profiles.get(seller)?;
        let mut rng = Rng::new(self.spec.seed, &[7, number(seller)]);
        let mut profile = known.clone();
        let turned = known.habit.converty < 950;
        let turn = week(rng.between(2, 5));
        let mut ads = Vec::new();
        let stopped = known.ads == 0;
        if stopped {
            if !rng.per_mille(STOPPED) {
                return None;
            }
            let many = rng.between(1, 9);
            profile.habit = Habit {
                converty: 1000,
                ..Habit::default()
            };
            profile.pages = 1;
            let stop = week(rng.between(1, 6));
            ads.extend((0..many).map(|number| Ran {
                number,
                first: stop.saturating_add(week(rng.between(1, 6))),
                last: stop,
            }));
            return Some(Past { profile, ads });
        }
        let turn_of = turned.then_some(turn);
        ads.extend((0..known.ads).map(|number| self.still_runs(seller, known, number, turn_of)));
        // A seller who turned had most of its ads in its own shop before.
        let many = if turned {
            known.ads.clamp(3, 40)
        } else {
            (known.ads * ENDED).div_ceil(100)
        };
        ads.extend((0..many).map(|ad| {
            let last = if turned { turn } else { week(rng.between(1, 7)) };
            Ran {
                number: known.ads + ad,
                first: last.saturating_add(week(rng.between(0, 5))),
                last,
            }
        }));
        Some(Past { profile, ads })
    }

    /// An ad that the world still holds, from the week in which it began; of one who turned, those that lead away began
    /// no earlier than that.
    fn still_runs(&self, seller: usize, profile: &Profile, number: u64, turn: Option<u32>) -> Ran {
        let plan = Plan::new(self, seller, profile, number);
        let age = self.spec.scanned_at.as_millis() / 1000 - plan.began(self.spec.scanned_at);
        let mut first = u32::try_from(age.div_euclid(WEEK)).unwrap_or_default();
        if let Some(turn) = turn.filter(|_| plan.class() != Class::Converty) {
            first = first.min(turn);
        }
        Ran {
            number,
            first,
            last: 0,
        }
    }

    fn past_item(
        &self,
        seller: usize,
        past: &Past,
        ad: &Ran,
        url: &str,
    ) -> serde_json::Result<Option<Vec<u8>>> {
        let mut plan = Plan::new(self, seller, &past.profile, ad.number);
        if ad.last > 0 {
            plan.leads_home(&past.profile);
        }
        let pages = page::pages(self, seller, &past.profile);
        let Some(page) = pages.get(plan.page) else {
            return Ok(None);
        };
        let search = Search {
            url,
            items: 1,
            first_page: 1,
        };
        let mut item = plan.item(self, &past.profile, page, search, 0);
        self.date(&mut item, ad);
        let mut bytes = Vec::new();
        item.serialize(&mut serde_json::Serializer::new(&mut bytes))?;
        Ok(Some(bytes))
    }

    /// While it ran it was running; its end is the last past week in which it was seen.
    fn date(&self, item: &mut Item<'_>, ad: &Ran) {
        let scanned = self.spec.scanned_at.as_millis() / 1000;
        let seen = |weeks_ago: u32| midnight_before(scanned - i64::from(weeks_ago) * WEEK);
        if ad.last > 0 {
            item.start_date = seen(ad.first);
            item.start_date_formatted = formatted(item.start_date);
        }
        item.is_active = true;
        item.end_date = seen(ad.last.max(1));
        item.end_date_formatted = formatted(item.end_date);
    }
}

fn number(seller: usize) -> u64 {
    u64::try_from(seller).unwrap_or_default()
}

fn week(weeks: u64) -> u32 {
    u32::try_from(weeks).unwrap_or_default()
}
