//! The ads of a seller's course: so many beside each other, each for some weeks, the next when one ends.

use crate::world::ads::away;
use crate::world::destinations::Place;
use crate::world::life::course::{Course, NEVER, Spell, day};
use crate::world::life::rates::LifeRates;
use crate::world::rng::Rng;

/// An ad runs from one day to so many, evenly: then half of those that run began within three weeks.
const LONGEST: u64 = 70;
/// Who turns to a rival has no ad at home left after so many days.
const TURNING: u64 = 21;
/// Of a thousand ads that run when their seller turns, how many are edited to lead to the rival; the others end.
const TURNED_OVER: u64 = 150;
/// Of a thousand sellers with six ads and more, how many advertise for another seller's shop too; and of a thousand of
/// their ads, how many.
const WITH_SISTER: u64 = 120;
const FOR_SISTER: u64 = 100;
/// What an ad's id leaves room for.
const MOST_ADS: u16 = 4095;

/// One look of an ad: what it says and where it leads between two days. An edited ad has two.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct LivingAd {
    /// Its seller's place in the base.
    pub(in crate::world) seller: u32,
    pub(in crate::world) number: u16,
    /// 0, or 1 after it was edited.
    pub(in crate::world) version: u8,
    pub(in crate::world) page: u8,
    pub(in crate::world) place: Place,
    /// The seller whose shop it leads to, where it leads to one.
    pub(in crate::world) shop: u32,
    /// It looks so from this day on ...
    pub(in crate::world) from: i32,
    /// ... until before this one.
    pub(in crate::world) until: i32,
    /// The day on which it began to run.
    pub(in crate::world) began: i32,
    /// The first day on which it does not run.
    pub(in crate::world) ended: i32,
    /// So many days after its end a search still brings it.
    pub(in crate::world) lingers: u8,
}

/// Makes the ads of one seller.
pub(super) struct Maker<'a> {
    pub(super) rates: &'a LifeRates,
    pub(super) course: &'a Course,
    pub(super) seed: u64,
    /// That of the slot at hand: each has its own, so that what is told of later days changes nothing about earlier ones.
    pub(super) rng: Rng,
    pub(super) seller: u32,
    /// Another seller, whose shop some of its ads lead to if it has many.
    pub(super) sister: Option<u32>,
    /// The last day of the world.
    pub(super) days: i32,
    pub(super) next: u16,
    pub(super) out: &'a mut Vec<LivingAd>,
}

impl Maker<'_> {
    /// All ads of all spells, in the order of their numbers.
    pub(super) fn make(mut self) {
        let course = self.course;
        for (number, spell) in (0..).zip(&course.spells) {
            let (seed, seller) = (self.seed, u64::from(self.seller));
            let stream = |slot: u64| Rng::new(seed, &[21, seller, number, slot]);
            let sister = stream(u64::MAX).per_mille(WITH_SISTER) && spell.size >= 6;
            let sister = self.sister.filter(|_| sister);
            for slot in 0..spell.size {
                self.rng = stream(slot);
                self.slot(spell, slot, sister);
            }
        }
    }

    /// One ad after the other. The first slot is never empty: who advertises has an ad.
    fn slot(&mut self, spell: &Spell, slot: u64, sister: Option<u32>) {
        let rng = &mut self.rng;
        let first = slot == 0;
        let late = rng.below(7);
        let stop = match spell.until {
            NEVER => NEVER,
            until if first => until,
            until => until - day(late),
        };
        let (mut began, mut ended) = if spell.from == 0 {
            let age = rng.below(LONGEST).min(rng.below(LONGEST));
            (-day(age), day(rng.between(1, LONGEST - age)))
        } else {
            let stagger = if first { 0 } else { day(rng.below(10)) };
            let began = spell.from + stagger;
            (began, began + day(rng.between(1, LONGEST)))
        };
        while began < stop && began <= self.days && self.next < MOST_ADS {
            self.ad(spell, (began, ended.min(stop)), first, sister);
            let gap = if first { 0 } else { day(self.rng.below(4)) };
            began = ended + gap;
            ended = began + day(self.rng.between(1, LONGEST));
        }
    }

    fn ad(&mut self, spell: &Spell, (began, ended): (i32, i32), first: bool, sister: Option<u32>) {
        let rng = &mut self.rng;
        let place = place(rng, spell, began, first, sister.is_some());
        let mut ad = LivingAd {
            seller: self.seller,
            number: self.next,
            version: 0,
            page: u8::try_from(self.course.page(rng, began)).unwrap_or_default(),
            place,
            shop: match (place, sister) {
                (Place::OtherShop, Some(sister)) => sister,
                _ => self.seller,
            },
            from: began,
            until: ended,
            began,
            ended,
            lingers: 0,
        };
        let length = u64::try_from(ended - began).unwrap_or_default();
        let edit = began + day(rng.between(1, length.max(2) - 1));
        let mut edited = (rng.per_mille(self.rates.edited) && length > 7).then_some((edit, place));
        // Drawn in any case, so that who turns changes nothing about the ads of the others.
        let (over, when) = (rng.per_mille(TURNED_OVER), day(rng.between(1, TURNING)));
        if let Some(turn) = spell.turn.filter(|turn| began < *turn && place == Place::OwnShop) {
            edited = edited.filter(|(edit, _)| *edit < turn && !over);
            if turn + when < ended {
                if over {
                    edited = Some((turn + when, spell.habit.rival));
                } else {
                    ad.ended = turn + when;
                    ad.until = ad.ended;
                }
            }
        }
        let lingers = rng.per_mille(self.rates.lingering).then(|| rng.between(1, 3));
        ad.lingers = u8::try_from(lingers.unwrap_or_default()).unwrap_or_default();
        self.next += 1;
        self.push(ad, edited);
    }

    /// Notes an ad; where it is edited, its two looks.
    fn push(&mut self, ad: LivingAd, edited: Option<(i32, Place)>) {
        let Some((edit, place)) = edited.filter(|(edit, _)| (ad.from + 1..ad.until).contains(edit)) else {
            self.out.push(ad);
            return;
        };
        self.out.push(LivingAd { until: edit, ..ad });
        self.out.push(LivingAd {
            version: 1,
            from: edit,
            place,
            ..ad
        });
    }
}

/// Where an ad leads that begins on this day.
fn place(rng: &mut Rng, spell: &Spell, began: i32, first: bool, sister: bool) -> Place {
    let mut habit = spell.habit;
    if spell.turn.is_some_and(|turn| began >= turn) {
        habit.converty = 0;
    }
    let home = rng.per_mille(habit.converty);
    let for_sister = rng.per_mille(FOR_SISTER);
    if (first && habit.converty >= 900) || (home && !(sister && for_sister)) {
        Place::OwnShop
    } else if home {
        Place::OtherShop
    } else {
        away(rng, habit)
    }
}

impl LivingAd {
    /// Whether it runs on this day, if it looks so then.
    pub(crate) const fn is_running(&self, day: i32) -> bool {
        day < self.ended
    }

    /// Whether it looks so and runs on this day.
    pub(in crate::world) fn runs(&self, day: i32) -> bool {
        (self.from..self.until).contains(&day)
    }

    /// Whether a search brings it on this day: it runs, or ended a few days ago.
    pub(crate) fn shows(&self, day: i32) -> bool {
        let until = if self.until == self.ended {
            self.ended.saturating_add(i32::from(self.lingers))
        } else {
            self.until
        };
        (self.from..until).contains(&day)
    }

    /// Whether it and another are looks of one ad.
    pub(crate) const fn is_same_ad(&self, other: &Self) -> bool {
        self.seller == other.seller && self.number == other.number
    }

    /// The seller whose shop it leads to.
    pub(super) const fn leads_to(&self) -> Option<u32> {
        match self.place {
            Place::OwnShop | Place::OtherShop => Some(self.shop),
            _ => None,
        }
    }
}
