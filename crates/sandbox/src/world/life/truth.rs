//! What is true of each seller of a living world, over all its days.

use std::collections::BTreeMap;

use model::Timestamp;

use crate::world::World;
use crate::world::life::ads::LivingAd;
use crate::world::life::calendar::Calendar;
use crate::world::life::course::Course;
use crate::world::page;

/// A time without a break.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Span {
    /// Its first moment; before the world's scan where it began before.
    pub from: Timestamp,
    /// The first moment after it; `None` where the told days end before.
    pub until: Option<Timestamp>,
}

/// A page of a seller, and when it ran ads, wherever they led.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PageLife {
    /// Its id.
    pub id: String,
    /// When at least one ad of it ran, in order.
    pub runs: Vec<Span>,
}

/// What is true of one seller.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SellerLife {
    /// The seller's id.
    pub slug: String,
    /// No URL could carry its domain: it can never be searched for.
    pub unscannable: bool,
    /// When at least one running ad led to its own shop, whoever ran it, in order: it starts where a span does, and
    /// stops where one ends.
    pub active: Vec<Span>,
    /// Its pages that ran ads.
    pub pages: Vec<PageLife>,
    /// When it turned to a rival.
    pub turned: Vec<Timestamp>,
}

impl Span {
    /// Whether it holds this moment.
    pub fn holds(&self, at: Timestamp) -> bool {
        self.from <= at && self.until.is_none_or(|until| at < until)
    }
}

impl SellerLife {
    /// Whether an ad leads to its shop at this moment.
    pub fn is_active(&self, at: Timestamp) -> bool {
        self.active.iter().any(|span| span.holds(at))
    }
}

/// Days from the first to before the second, one after the other.
type Days = Vec<(i32, i32)>;

/// The truth about each seller, in the base's order.
pub(super) fn of(world: &World, calendar: Calendar, courses: &[Course], ads: &[LivingAd]) -> Vec<SellerLife> {
    let mut active: BTreeMap<u32, Days> = BTreeMap::new();
    let mut pages: BTreeMap<(u32, u8), Days> = BTreeMap::new();
    for ad in ads {
        if let Some(seller) = ad.leads_to() {
            active.entry(seller).or_default().push((ad.from, ad.until));
        }
        pages
            .entry((ad.seller, ad.page))
            .or_default()
            .push((ad.from, ad.until));
    }
    let lives = world.profiles.iter().zip(courses).zip(0_u32..);
    lives
        .map(|((profile, course), seller)| SellerLife {
            slug: profile.slug.clone(),
            unscannable: profile.host.is_none(),
            active: spans(active.remove(&seller).unwrap_or_default(), calendar),
            pages: (0..=u8::MAX)
                .zip(&course.pages)
                .filter_map(|(number, _)| {
                    let days = pages.remove(&(seller, number))?;
                    let place = usize::try_from(seller).unwrap_or_default();
                    Some(PageLife {
                        id: page::page(world, place, profile, u64::from(number)).id,
                        runs: spans(days, calendar),
                    })
                })
                .collect(),
            turned: course
                .spells
                .iter()
                .filter_map(|spell| spell.turn.map(|turn| calendar.moment(turn)))
                .collect(),
        })
        .collect()
}

/// Days that overlap or touch as one span each; what begins after the last told day is left out.
fn spans(mut days: Days, calendar: Calendar) -> Vec<Span> {
    days.sort_unstable();
    let mut joined: Days = Vec::new();
    for (from, until) in days {
        match joined.last_mut() {
            Some(last) if from <= last.1 => last.1 = last.1.max(until),
            _ => joined.push((from, until)),
        }
    }
    let told = joined.into_iter().filter(|(from, _)| *from <= calendar.last);
    told.map(|(from, until)| Span {
        from: calendar.moment(from),
        until: (until <= calendar.last).then(|| calendar.moment(until)),
    })
    .collect()
}
