//! `curious_coder/facebook-ads-library-scraper`: cheap, takes many URLs, says which one brought each item.

use serde_json::{Value, json};

use super::{Actor, ActorHabits, ActorPrices, Ask, per_result};
use crate::pricing::Pricing;

pub(super) struct CuriousCoder;

/// Below this the actor refuses `count`, and delivers nothing under a cap on charged items.
const FLOOR: u32 = 10;

impl Actor for CuriousCoder {
    fn id(&self) -> &'static str {
        "XtaWFhbtfxyzqrFmd"
    }

    fn name(&self) -> &'static str {
        "curious_coder/facebook-ads-library-scraper"
    }

    fn input(&self, ask: &Ask) -> Value {
        let urls: Vec<Value> = ask.urls.iter().map(|url| json!({ "url": url })).collect();
        let mut input = json!({
            "urls": urls,
            "count": ask.items.max(FLOOR),
            "scrapeAdDetails": false,
            // Keys with dots are flat keys. They rule page URLs only; searches carry their own filters.
            "scrapePageAds.activeStatus": "all",
            "scrapePageAds.countryCode": ask.country,
            "runTag": ask.tag,
        });
        if let (Some(limit), Some(input)) = (ask.per_url, input.as_object_mut()) {
            input.insert("limitPerSource".to_owned(), limit.into());
        }
        input
    }

    fn tag_of<'v>(&self, input: &'v Value) -> Option<&'v str> {
        input.get("runTag")?.as_str()
    }

    fn prices(&self, pricing: &Pricing, memory_gb: u32) -> Option<ActorPrices> {
        per_result(pricing, memory_gb)
    }

    fn habits(&self) -> ActorHabits {
        ActorHabits {
            floor: FLOOR,
            page: 30,
            attributes_urls: true,
            // No limit is known; so many that one lost run loses little.
            urls_per_run: 20,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_input_says_what_is_asked_and_can_be_found_again() {
        let mut ask = Ask {
            urls: vec!["https://x/?q=a".to_owned(), "https://x/?q=b".to_owned()],
            items: 3,
            per_url: None,
            tag: "scan-7".to_owned(),
            country: "TN".to_owned(),
        };
        let input = CuriousCoder.input(&ask);
        assert_eq!(
            input,
            json!({
                "urls": [{"url": "https://x/?q=a"}, {"url": "https://x/?q=b"}],
                "count": 10,
                "scrapeAdDetails": false,
                "scrapePageAds.activeStatus": "all",
                "scrapePageAds.countryCode": "TN",
                "runTag": "scan-7",
            })
        );
        assert_eq!(CuriousCoder.tag_of(&input), Some("scan-7"));
        assert_eq!(CuriousCoder.tag_of(&json!(["runTag"])), None);
        ask.items = 200;
        ask.per_url = Some(30);
        let input = CuriousCoder.input(&ask);
        assert_eq!(
            (&input["count"], &input["limitPerSource"]),
            (&json!(200), &json!(30))
        );
    }
}
