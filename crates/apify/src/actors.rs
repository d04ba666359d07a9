//! Adapters: what each actor wants as input, how it charges, and what habits money depends on.
//!
//! A new actor is one file beside the others, and its line in [`all`].

mod apify_ads_scraper;
mod curious_coder;

use model::MicroDollars;
use serde_json::Value;

use crate::pricing::{Pricing, PricingModel};
use crate::run::ITEM_EVENT;

/// The adapters.
fn all() -> Vec<Box<dyn Actor>> {
    vec![
        Box::new(curious_coder::CuriousCoder),
        Box::new(apify_ads_scraper::ApifyAdsScraper),
    ]
}

/// One actor that searches the Ad Library.
pub trait Actor: Send + Sync {
    /// Apify's id of it.
    fn id(&self) -> &str;

    /// `user/name`.
    fn name(&self) -> &str {
        self.id()
    }

    /// The input that asks this.
    fn input(&self, ask: &Ask) -> Value;

    /// The tag in an input that [`input`](Self::input) made, by which a run whose start was lost is found again.
    fn tag_of<'v>(&self, input: &'v Value) -> Option<&'v str>;

    /// What a run costs under a price list, with so many gigabytes of memory; `None` where that cannot be told
    /// beforehand, so that no cap can be set by it.
    fn prices(&self, pricing: &Pricing, memory_gb: u32) -> Option<ActorPrices>;

    /// What it does that money depends on.
    fn habits(&self) -> ActorHabits;
}

/// What is asked of an actor in one run.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ask {
    /// Ad Library URLs, in the order in which they are to be answered.
    pub urls: Vec<String>,
    /// Items wanted at most, of all URLs together.
    pub items: u32,
    /// Items wanted of each URL.
    pub per_url: Option<u32>,
    /// Names the run as ours.
    pub tag: String,
    /// Two letters, such as `TN`.
    pub country: String,
}

/// What a run costs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ActorPrices {
    /// Per item written to the dataset, markers of empty searches included.
    pub item: MicroDollars,
    /// Per run started.
    pub start: MicroDollars,
    /// No run may have a lower cap than this.
    pub minimum_cap: MicroDollars,
}

/// What an actor does that money depends on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ActorHabits {
    /// A run whose charged items are capped below this delivers nothing.
    pub floor: u32,
    /// A cap per URL may be exceeded by up to this many items.
    pub page: u32,
    /// Items carry the URL that brought them, so several keyword URLs can share a run.
    pub attributes_urls: bool,
    /// URLs that one run takes at most.
    pub urls_per_run: u32,
}

/// The adapter of an actor, by its id or by `user/name` (`user~name` too).
pub fn actor(id: &str) -> Option<Box<dyn Actor>> {
    let wanted = id.trim().replacen('~', "/", 1);
    all()
        .into_iter()
        .find(|actor| actor.id() == wanted || actor.name() == wanted)
}

/// The event of each run's start, charged once per gigabyte of memory.
const START_EVENT: &str = "apify-actor-start";

/// How Apify's two kinds of per-result prices become prices of a run. Rented and free actors charge for computing
/// on top, which nobody can tell beforehand.
fn per_result(pricing: &Pricing, memory_gb: u32) -> Option<ActorPrices> {
    let event = |name: &str| pricing.events.get(name).copied();
    let (item, start) = match pricing.model {
        PricingModel::PayPerEvent => {
            let item = event(ITEM_EVENT).or_else(|| event(pricing.primary.as_deref()?))?;
            let start = event(START_EVENT).unwrap_or_default();
            (item, start.times(u64::from(memory_gb.max(1))))
        }
        PricingModel::PricePerItem => (pricing.unit?, MicroDollars::ZERO),
        PricingModel::FlatMonth | PricingModel::Free | PricingModel::Other(_) => return None,
    };
    Some(ActorPrices {
        item,
        start,
        minimum_cap: pricing.minimum_cap,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn adapters_are_found_by_id_and_by_name() {
        for spelling in [
            "XtaWFhbtfxyzqrFmd",
            "curious_coder/facebook-ads-library-scraper",
            "curious_coder~facebook-ads-library-scraper",
        ] {
            assert_eq!(actor(spelling).unwrap().id(), "XtaWFhbtfxyzqrFmd", "{spelling}");
        }
        assert_eq!(
            actor("apify~facebook-ads-scraper").unwrap().id(),
            "JJghSZmShuco4j9gJ"
        );
        assert!(actor("someone/else").is_none());
    }
}
