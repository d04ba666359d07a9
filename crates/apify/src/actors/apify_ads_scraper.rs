//! `apify/facebook-ads-scraper`: Apify's own, some seven times the price; a way out when the other is down.

use serde_json::{Value, json};

use super::{Actor, ActorHabits, ActorPrices, Ask, per_result};
use crate::pricing::Pricing;

pub(super) struct ApifyAdsScraper;

impl Actor for ApifyAdsScraper {
    fn id(&self) -> &'static str {
        "JJghSZmShuco4j9gJ"
    }

    fn name(&self) -> &'static str {
        "apify/facebook-ads-scraper"
    }

    fn input(&self, ask: &Ask) -> Value {
        let urls: Vec<Value> = ask.urls.iter().map(|url| json!({ "url": url })).collect();
        json!({
            // The country stands in the URLs; there is no field for it.
            "startUrls": urls,
            "resultsLimit": ask.per_url.unwrap_or(ask.items).min(ask.items),
            "activeStatus": "active",
            "isDetailsPerAd": false,
            // Not the actor's own field: kept in the stored input, where we look for it.
            "runTag": ask.tag,
        })
    }

    fn tag_of<'v>(&self, input: &'v Value) -> Option<&'v str> {
        input.get("runTag")?.as_str()
    }

    fn prices(&self, pricing: &Pricing, memory_gb: u32) -> Option<ActorPrices> {
        per_result(pricing, memory_gb)
    }

    fn habits(&self) -> ActorHabits {
        // Nothing says that items carry their URL: one URL per run, until that is seen.
        ActorHabits {
            floor: 1,
            page: 30,
            attributes_urls: false,
            urls_per_run: 1,
        }
    }
}
