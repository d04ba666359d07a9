//! One seller's course, day by day: when it advertises and how much, when it turns to a rival, which pages it has.

use crate::world::life::rates::{LifeRates, Sign};
use crate::world::page;
use crate::world::profile::{AD_COUNTS, Habit, Profile};
use crate::world::rng::Rng;

/// A day so late that it never comes.
pub(super) const NEVER: i32 = i32::MAX;
/// Who stopped so many days ago starts again less often.
const SOON: i32 = 84;
/// Of a thousand restarts, how many come from one more page.
const ANOTHER_PAGE: u64 = 100;

/// A time in which a seller advertises without a break.
#[derive(Debug, Clone, Copy)]
pub(super) struct Spell {
    /// The first day; before the world's scan for those who ran then.
    pub(super) from: i32,
    /// The first day on which it does not, [`NEVER`] where the world ends before.
    pub(super) until: i32,
    /// So many ads run at once.
    pub(super) size: u64,
    pub(super) habit: Habit,
    /// From this day on new ads lead to the rival.
    pub(super) turn: Option<i32>,
}

/// Between which days a page runs new ads; the place in the list is its number.
#[derive(Debug, Clone, Copy)]
pub(super) struct Term {
    pub(super) from: i32,
    pub(super) until: i32,
}

/// What a seller does, and when.
#[derive(Debug, Clone, Default)]
pub(super) struct Course {
    pub(super) spells: Vec<Spell>,
    pub(super) pages: Vec<Term>,
}

/// What decides a seller's course.
pub(super) struct Seller<'a> {
    pub(super) rates: &'a LifeRates,
    pub(super) profile: &'a Profile,
    /// Not under the platform's suffix.
    pub(super) own: bool,
    pub(super) sign: Sign,
}

/// How a seller stands on a day.
enum State {
    Runs,
    /// Since this day; `None` for who never advertised.
    Quiet(Option<i32>),
}

impl Seller<'_> {
    /// The course from the world's scan, day 0, to the end of day `days`. Who cannot be searched for has none.
    pub(super) fn course(&self, mut rng: Rng, days: i32) -> Course {
        let mut course = Course::default();
        if self.profile.host.is_none() {
            return course;
        }
        let mut state = self.begin(&mut rng, &mut course);
        for day in 1..=days {
            state = match state {
                State::Runs => self.run_on(&mut rng, day, &mut course),
                State::Quiet(since) => {
                    if happens(&mut rng, self.start_of(since, day)) {
                        self.start(&mut rng, day, since.is_some(), &mut course);
                        State::Runs
                    } else {
                        State::Quiet(since)
                    }
                }
            };
        }
        course
    }

    /// Day 0: those run who do in the world's own scan; of the others some once did.
    fn begin(&self, rng: &mut Rng, course: &mut Course) -> State {
        if self.profile.ads > 0 {
            let always = Term {
                from: i32::MIN,
                until: NEVER,
            };
            let pages = usize::try_from(self.profile.pages).unwrap_or_default();
            course.pages = vec![always; pages];
            course.spells.push(Spell {
                from: 0,
                until: NEVER,
                size: self.profile.ads,
                habit: self.profile.habit,
                turn: None,
            });
            return State::Runs;
        }
        let once = if self.own {
            self.rates.once_own
        } else {
            self.rates.once_platform
        };
        if !rng.per_mille(self.sign.of(self.rates, once)) {
            return State::Quiet(None);
        }
        course.pages.push(Term {
            from: i32::MIN,
            until: NEVER,
        });
        State::Quiet(Some(-day(rng.between(1, 364))))
    }

    /// The chance of a quiet seller to start, within a week.
    fn start_of(&self, since: Option<i32>, day: i32) -> u64 {
        let rates = self.rates;
        match since {
            _ if self.sign == Sign::Nowhere => 0,
            Some(since) if day - since < SOON => rates.restart_soon,
            Some(_) => rates.restart_late,
            None if self.own => self.sign.of(rates, rates.first_own),
            None => self.sign.of(rates, rates.first_platform),
        }
    }

    fn start(&self, rng: &mut Rng, day: i32, again: bool, course: &mut Course) {
        // So that the sizes of those who run stay as they are: who stops often starts often.
        let counts = AD_COUNTS.map(|(weight, ads)| (weight * self.rates.stop_of(ads.1), ads));
        let (least, most) = rng.weighted(&counts);
        course.spells.push(Spell {
            from: day,
            until: NEVER,
            size: rng.between(least, most),
            habit: Habit::draw(rng),
            turn: None,
        });
        let another = rng.per_mille(ANOTHER_PAGE);
        if !again || another {
            course.add_page(day, another);
        }
    }

    fn run_on(&self, rng: &mut Rng, day: i32, course: &mut Course) -> State {
        let Some(spell) = course.spells.last_mut() else {
            return State::Quiet(None);
        };
        if happens(rng, self.rates.stop_of(spell.size)) {
            spell.until = day;
            return State::Quiet(Some(day));
        }
        if happens(rng, self.rates.turn) && spell.turn.is_none() {
            spell.turn = Some(day);
        }
        if happens(rng, self.rates.new_page) {
            course.add_page(day, rng.per_mille(500));
        }
        State::Runs
    }
}

impl Course {
    /// One more page from this day on; `alone` where the others run no new ad any more.
    fn add_page(&mut self, day: i32, alone: bool) {
        let count = u64::try_from(self.pages.len()).unwrap_or(u64::MAX);
        if count >= page::MOST {
            return;
        }
        for term in self.pages.iter_mut().filter(|term| alone && term.until == NEVER) {
            term.until = day;
        }
        self.pages.push(Term {
            from: day,
            until: NEVER,
        });
    }

    /// The page that an ad begun on this day runs from: mostly the first of those that run new ads.
    pub(super) fn page(&self, rng: &mut Rng, day: i32) -> usize {
        let open: Vec<usize> = (0..)
            .zip(&self.pages)
            .filter(|(_, term)| (term.from..term.until).contains(&day))
            .map(|(number, _)| number)
            .collect();
        let main = rng.per_mille(700);
        let other = rng.below(u64::try_from(open.len()).unwrap_or_default());
        let place = if main {
            0
        } else {
            usize::try_from(other).unwrap_or_default()
        };
        open.get(place).copied().unwrap_or_default()
    }
}

/// Whether something happens today that happens within a week with a chance of so many millionths.
fn happens(rng: &mut Rng, weekly: u64) -> bool {
    rng.below(7_000_000) < weekly
}

/// A small number of days.
pub(super) fn day(days: u64) -> i32 {
    i32::try_from(days).unwrap_or_default()
}
