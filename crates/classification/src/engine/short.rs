//! Where short links lead, as somebody saw who followed them.

use std::collections::BTreeMap;

use compact_str::CompactString;
use model::observation::{LandingFacts, Place};
use model::{Rule, Timestamp};

use super::Engine;
use crate::catalogue::{Catalogue, Listing};
use crate::explanation::{Step, Trace};
use crate::reading::{Address, Reading, read};

/// Targets by place.
#[derive(Debug, Default)]
pub(super) struct ShortLinks(BTreeMap<CompactString, (Timestamp, String)>);

impl ShortLinks {
    /// Adds where a link leads; one that leads to itself was never resolved. Of several looks the latest counts.
    pub fn add(&mut self, place: &Place, facts: &LandingFacts, at: Timestamp) {
        let itself = match read(&facts.target) {
            Reading::Address(address) => places_of(&address).any(|target| target == *place),
            _ => facts.target.is_empty(),
        };
        if itself {
            return;
        }
        // What was seen of a link with its query holds without it too: queries behind a path track clicks.
        let text = place.as_str();
        let bare = text.split_once('?').map_or(text, |(bare, _)| bare);
        let has_path = !bare.ends_with('/') && bare.contains('/');
        for key in [Some(text), Some(bare).filter(|_| has_path)]
            .into_iter()
            .flatten()
        {
            let led = (at, facts.target.clone());
            let known = self.0.entry(key.into()).or_insert_with(|| led.clone());
            if *known < led {
                *known = led;
            }
        }
    }

    /// Every place and its target, in one order.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0
            .iter()
            .map(|(place, (_, target))| (place.as_str(), target.as_str()))
    }
}

/// The names that a link may be kept under: with its query, then without.
fn places_of(address: &Address<'_>) -> impl Iterator<Item = Place> {
    let before_fragment = address.tail.split('#').next().unwrap_or_default();
    let whole = Place::of_link(&address.host, before_fragment);
    let bare = Place::of_link(&address.host, address.path());
    [whole, bare].into_iter().filter(Place::is_link)
}

impl Engine {
    /// Where a short link leads, if somebody followed it.
    pub(super) fn followed(
        &self,
        address: &Address<'_>,
        listing: Option<Listing>,
        trace: &mut Trace,
    ) -> Option<String> {
        if listing != Some(Listing::Destination(Rule::Shortener)) || self.short_links.0.is_empty() {
            return None;
        }
        let (place, (at, target)) =
            places_of(address).find_map(|place| self.short_links.0.get_key_value(place.as_str()))?;
        trace.note(|| Step::Followed {
            place: place.to_string(),
            target: target.clone(),
            observed_at: *at,
        });
        Some(target.clone())
    }
}

impl Catalogue {
    /// The place under which a short link is to be looked at and kept, for any text that an ad may hold; `None`
    /// where it is no link on a host that shortens them. The query counts only where there is no path: elsewhere it
    /// tracks clicks.
    pub fn short_link(&self, text: &str) -> Option<Place> {
        let Reading::Address(address) = read(text) else {
            return None;
        };
        let listing = self.listing_at(&address.host, address.path())?;
        let mut places = places_of(&address);
        let place = match address.path() {
            "" | "/" => places.next(),
            _ => places.last(),
        };
        place.filter(|_| listing == Listing::Destination(Rule::Shortener))
    }
}
