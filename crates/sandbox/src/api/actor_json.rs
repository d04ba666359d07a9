//! The actor as the API shows it: prices with their history, builds, the schema of its input.
//! Source of the facts: the actor's public page and its entry in the API, October 2026.

use std::time::Duration;

use model::{MicroDollars, Timestamp};
use serde_json::{Value, json};

use super::money::dollars;
use super::run::{BUILDS, Build};
use super::run_json::{ITEM_EVENT, START_EVENT};
use super::spec::{ActorPrices, ApifySpec};
use super::time::{after, before};

const OWNER_ID: &str = "bNFq7XkZpRwT3sYvA";

/// The prices in force at a moment. `start` is when the sandbox began.
pub(super) fn prices_at(spec: &ApifySpec, start: Timestamp, now: Timestamp) -> ActorPrices {
    match spec.price_change {
        Some((later, prices)) if now >= after(start, later) => prices,
        _ => spec.prices,
    }
}

/// One entry of `pricingInfos`; a start price of zero means that starts are not charged.
pub(super) fn pricing(spec: &ApifySpec, item: MicroDollars, start: MicroDollars, from: Timestamp) -> Value {
    let mut events = json!({
        ITEM_EVENT: {
            "eventTitle": "Ad",
            "eventDescription": "Every item written to the default dataset",
            "eventPriceUsd": dollars(item),
            "isPrimaryEvent": true,
            "isOneTimeEvent": false,
        },
    });
    if start > MicroDollars::ZERO
        && let Value::Object(events) = &mut events
    {
        let event = json!({
            "eventTitle": "Actor start",
            "eventDescription": "Charged when the Actor starts, once per GB of memory",
            "eventPriceUsd": dollars(start),
            "isPrimaryEvent": false,
            "isOneTimeEvent": true,
        });
        events.insert(START_EVENT.to_owned(), event);
    }
    let mut entry = json!({
        "pricingModel": "PAY_PER_EVENT",
        "apifyMarginPercentage": 0.2,
        "createdAt": before(from, Duration::from_hours(24 * 14)),
        "startedAt": from,
        "pricingPerEvent": { "actorChargeEvents": events },
    });
    if spec.prices.minimum_cap > MicroDollars::ZERO
        && let Value::Object(entry) = &mut entry
    {
        entry.insert(
            "minimalMaxTotalChargeUsd".to_owned(),
            dollars(spec.prices.minimum_cap),
        );
    }
    entry
}

/// The actor: its prices of two years ago, of now and of later, where a change is in sight.
pub(super) fn actor(spec: &ApifySpec, start: Timestamp) -> Value {
    let (user, name) = spec.actor_name.split_once('/').unwrap_or(("", &spec.actor_name));
    let long_ago = before(start, Duration::from_hours(24 * 730));
    let lately = before(start, Duration::from_hours(24 * 30));
    let mut pricing_infos = vec![
        json!({ "pricingModel": "PRICE_PER_DATASET_ITEM", "apifyMarginPercentage": 0.2, "createdAt": long_ago,
                "startedAt": long_ago, "unitName": "ad", "pricePerUnitUsd": dollars(spec.prices.item) }),
        pricing(spec, spec.prices.item, spec.prices.start, lately),
    ];
    if let Some((later, prices)) = spec.price_change {
        pricing_infos.push(pricing(spec, prices.item, prices.start, after(start, later)));
    }
    let builds = BUILDS.map(|(tag, number, id)| {
        let build = json!({ "buildId": id, "buildNumber": number, "finishedAt": lately });
        (tag.to_owned(), build)
    });
    json!({
        "id": spec.actor_id,
        "userId": OWNER_ID,
        "name": name,
        "username": user,
        "title": "Facebook Ads Library Scraper",
        "description": "A sandbox of the real Actor",
        "isPublic": true,
        "isDeprecated": false,
        "createdAt": long_ago,
        "modifiedAt": lately,
        "stats": { "totalBuilds": 2, "totalRuns": 0, "totalUsers": 1, "totalUsers30Days": 1 },
        "versions": [],
        "pricingInfos": pricing_infos,
        "defaultRunOptions": {
            "build": "latest",
            "timeoutSecs": spec.run_timeout.as_secs(),
            "memoryMbytes": spec.run_memory_mb,
            "restartOnError": false,
        },
        "taggedBuilds": Value::Object(builds.into_iter().collect()),
    })
}

/// A build, with the schema of its input.
pub(super) fn build(spec: &ApifySpec, start: Timestamp, build: Build) -> Value {
    let (_, number, id) = build;
    let at = before(start, Duration::from_hours(24 * 30));
    let schema = input_schema();
    json!({
        "id": id,
        "actId": spec.actor_id,
        "userId": OWNER_ID,
        "startedAt": at,
        "finishedAt": at,
        "status": "SUCCEEDED",
        "meta": { "origin": "WEB" },
        "buildNumber": number,
        "options": {},
        "inputSchema": schema.to_string(),
        "readme": "# Facebook Ads Library Scraper (sandbox)",
        "actorDefinition": { "actorSpecification": 1, "name": spec.actor_name, "version": "2.7", "input": schema },
    })
}

/// The fields that the actor knows; keys with dots are literal. Everything else is ignored without a word.
fn input_schema() -> Value {
    let text = |title: &str, values: &[&str]| json!({ "title": title, "type": "string", "enum": values });
    json!({
        "title": "Input schema",
        "type": "object",
        "schemaVersion": 1,
        "properties": {
            "urls": { "title": "URLs", "type": "array", "editor": "requestListSources" },
            "count": { "title": "Total number of records required", "type": "integer", "minimum": 10 },
            "limitPerSource": {
                "title": "Limit per source", "type": "integer",
                "description": "Maximum ads per URL. The result may exceed it by up to 30.",
            },
            "scrapeAdDetails": { "title": "Scrape ad details", "type": "boolean" },
            "scrapePageAds.activeStatus": text("Active status", &["all", "active", "inactive"]),
            "scrapePageAds.countryCode": { "title": "Country", "type": "string" },
            "scrapePageAds.sortBy": text("Sort by", &["impressions_desc", "most_recent"]),
            "scrapePageAds.period": text("Period", &["", "last24h", "last7d", "last14d", "last30d"]),
            "runTag": { "title": "Run tag", "type": "string" },
            "proxy": { "title": "Proxy", "type": "object" },
        },
        "required": ["urls"],
    })
}
