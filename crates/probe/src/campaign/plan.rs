//! Which looks are due: those without facts, or whose facts no longer count.

use std::ops::ControlFlow;

use model::observation::{DnsAnswer, Facts, Observation, Place};
use model::{Confidence, Host};

use super::Campaign;
use crate::Error;

/// What is to be done with each place; a few bytes per target.
#[derive(Debug, Default)]
pub(super) struct Plan {
    /// In the order of the targets.
    states: Vec<State>,
    /// Looks that are not needed yet.
    pub fresh: u64,
}

/// What is to be done with one place.
#[derive(Debug, Clone, Copy)]
struct State {
    host_due: bool,
    page_due: bool,
    leads: Leads,
}

/// Whether a place leads anywhere, by the latest facts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Leads {
    /// Nobody knows.
    Unknown,
    /// To an address.
    Somewhere,
    /// To none.
    Nowhere,
}

impl Plan {
    /// Of all places everything is due, but what is stored and still counts. Notes of looks that learned nothing never
    /// count: such a look is made again.
    pub(super) fn read(campaign: &Campaign<'_>, places: &[Place]) -> Result<Self, Error> {
        let page_wanted =
            |place: &Place| campaign.every_page || place.is_link() || !campaign.is_hosted(place);
        let state = |place: &Place| State {
            host_due: !place.is_link(),
            page_due: campaign.landing.is_some() && page_wanted(place),
            leads: Leads::Unknown,
        };
        let mut plan = Self {
            states: places.iter().map(state).collect(),
            fresh: 0,
        };
        let now = (campaign.clock)();
        let marks = campaign.catalogue.marks_digest();
        let lookup = Lookup::new(places);
        campaign.database.each_observation(false, &mut |stored| {
            if let Some(number) = lookup.number(&stored.place)
                && let Some(state) = plan.states.get_mut(number)
            {
                let counts = !campaign.again && stored.until > now;
                plan.fresh += u64::from(state.apply(&stored, counts, marks));
            }
            Ok(ControlFlow::Continue(()))
        })?;
        Ok(plan)
    }

    /// Hosts whose DNS is due.
    pub(super) fn hosts_due(&self) -> Vec<u32> {
        self.numbers(|state, _| state.host_due, &[])
    }

    /// Places whose page is due: short links, and hosts that lead somewhere.
    pub(super) fn pages_due(&self, places: &[Place]) -> Vec<u32> {
        let due = |state: &State, link: bool| state.page_due && (link || state.leads == Leads::Somewhere);
        self.numbers(due, places)
    }

    /// How many pages can be due at most, before the DNS was asked.
    pub(super) fn most_pages_due(&self, places: &[Place]) -> usize {
        let due = |(state, place): &(&State, &Place)| {
            state.page_due && (place.is_link() || state.host_due || state.leads == Leads::Somewhere)
        };
        self.states.iter().zip(places).filter(due).count()
    }

    /// Notes where a place was just seen to lead.
    pub(super) fn leads(&mut self, place: u32, leads: Leads) {
        let state = usize::try_from(place).ok().and_then(|at| self.states.get_mut(at));
        if let Some(state) = state {
            state.leads = leads;
        }
    }

    /// The numbers of the places of which something holds; it is told whether the place is a link.
    fn numbers(&self, holds: impl Fn(&State, bool) -> bool, places: &[Place]) -> Vec<u32> {
        let links = places.iter().map(Place::is_link).chain(std::iter::repeat(false));
        (0_u32..)
            .zip(self.states.iter().zip(links))
            .filter(|(_, (state, link))| holds(state, *link))
            .map(|(number, _)| number)
            .collect()
    }
}

impl Campaign<'_> {
    /// Whether the place's name says for certain on which platform it stands.
    fn is_hosted(&self, place: &Place) -> bool {
        let host = Host::parse(place.host()).ok();
        let platform = host.and_then(|host| self.catalogue.platform_of_host(&host));
        platform.is_some_and(|platform| platform.confidence == Confidence::High)
    }
}

impl State {
    /// Takes what is stored; whether it makes a look needless that was due.
    fn apply(&mut self, stored: &Observation, counts: bool, marks: u64) -> bool {
        match &stored.facts {
            Facts::Dns(facts) => {
                self.leads = match facts.answer {
                    DnsAnswer::Resolves => Leads::Somewhere,
                    DnsAnswer::NoAddress | DnsAnswer::NoSuchName => Leads::Nowhere,
                };
                counts && std::mem::take(&mut self.host_due)
            }
            // A page that was looked at under other marks, and was not kept, is looked at again.
            Facts::Landing(facts) => {
                counts && facts.looked_for == marks && std::mem::take(&mut self.page_due)
            }
        }
    }
}

/// From a place to its number.
struct Lookup<'p> {
    places: &'p [Place],
    /// Numbers, sorted by their places.
    sorted: Vec<u32>,
}

impl<'p> Lookup<'p> {
    fn new(places: &'p [Place]) -> Self {
        let mut sorted: Vec<u32> = (0_u32..).zip(places).map(|(number, _)| number).collect();
        sorted.sort_unstable_by_key(|number| Self::at(places, *number));
        Self { places, sorted }
    }

    fn number(&self, place: &Place) -> Option<usize> {
        let found = self
            .sorted
            .binary_search_by_key(&Some(place), |number| Self::at(self.places, *number))
            .ok()?;
        usize::try_from(*self.sorted.get(found)?).ok()
    }

    fn at(places: &[Place], number: u32) -> Option<&Place> {
        places.get(usize::try_from(number).ok()?)
    }
}
