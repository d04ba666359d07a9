//! What is read out of answers: money, runs, prices.

use std::time::Duration;

use apify::{ActorPrices, PricingModel, RunStatus, actor};
use model::{MicroDollars, Timestamp};
use serde_json::{Value, json};

use crate::script::{data, door, run};

fn time(text: &str) -> Timestamp {
    Timestamp::parse(text).unwrap()
}

fn micros(micros: i64) -> MicroDollars {
    MicroDollars::new(micros)
}

#[tokio::test(start_paused = true)]
async fn a_run_with_all_that_money_depends_on() {
    let mut full = run("r1", "SUCCEEDED");
    let more = json!({
        "finishedAt": "2026-11-01T00:00:23.000Z", "usageTotalUsd": 0.0998,
        "chargedEventCounts": {"apify-default-dataset-item": 133, "apify-actor-start": 1},
        "options": {"build": "latest", "maxItems": 133, "maxTotalChargeUsd": "0.1"},
        "statusMessage": "Scraped requested number of records", "exitCode": 0,
    });
    full.as_object_mut()
        .unwrap()
        .extend(more.as_object().unwrap().clone());
    let (door, _) = door([data(&full), data(&run("r2", "RUNNING"))]);
    let read = door.run("r1", Duration::ZERO).await.unwrap();
    assert!(read.is_over());
    assert_eq!(
        (read.cost, read.cap),
        (Some(micros(99_800)), Some(micros(100_000)))
    );
    assert_eq!((read.items_charged, read.max_items), (Some(133), Some(133)));
    assert_eq!(read.charged["apify-actor-start"], 1);
    assert_eq!(read.finished_at, Some(time("2026-11-01T00:00:23Z")));
    assert_eq!(
        read.message.as_deref(),
        Some("Scraped requested number of records")
    );
    let thin = door.run("r2", Duration::ZERO).await.unwrap();
    assert_eq!(
        (thin.cost, thin.items_charged, thin.cap, thin.finished_at),
        (None, None, None, None)
    );
}

#[tokio::test(start_paused = true)]
async fn the_primary_event_counts_where_the_platform_has_none() {
    let mut other = run("r1", "SUCCEEDED");
    other["chargedEventCounts"] = json!({"ad": 12, "start": 1});
    other["pricingInfo"] =
        json!({"pricingPerEvent": {"actorChargeEvents": {"start": {}, "ad": {"isPrimaryEvent": true}}}});
    let (door, _) = door([data(&other)]);
    assert_eq!(
        door.run("r1", Duration::ZERO).await.unwrap().items_charged,
        Some(12)
    );
}

#[test]
fn statuses_in_every_spelling() {
    for (word, status, over) in [
        ("READY", RunStatus::Ready, false),
        ("RUNNING", RunStatus::Running, false),
        ("TIMING-OUT", RunStatus::Stopping, false),
        ("ABORTING", RunStatus::Stopping, false),
        ("SUCCEEDED", RunStatus::Succeeded, true),
        ("FAILED", RunStatus::Failed, true),
        ("TIMED-OUT", RunStatus::TimedOut, true),
        ("TIMED_OUT", RunStatus::TimedOut, true),
        ("ABORTED", RunStatus::Aborted, true),
        ("MIGRATING", RunStatus::Other("MIGRATING".to_owned()), false),
        ("", RunStatus::Other(String::new()), false),
    ] {
        assert_eq!(RunStatus::read(word), status, "{word}");
        assert_eq!(RunStatus::read(word).is_over(), over, "{word}");
    }
}

fn me() -> Value {
    json!({
        "id": "u1", "username": "growth", "isPaying": false, "proxy": {"password": "hunter2"},
        "plan": {"id": "FREE", "tier": "FREE", "maxMonthlyUsageUsd": 5, "maxConcurrentActorRuns": 25,
                 "maxActorMemoryGbytes": 16, "dataRetentionDays": 7},
        "effectivePlatformFeatures": {"ACTORS": {"isEnabled": true, "disabledReason": null}},
    })
}

fn limits() -> Value {
    json!({
        "monthlyUsageCycle": {"startAt": "2026-11-03T00:00:00.000Z", "endAt": "2026-12-02T23:59:59.999Z"},
        "limits": {"maxMonthlyUsageUsd": 4.5, "maxConcurrentActorJobs": 256, "maxActorMemoryGbytes": 8},
        "current": {"monthlyUsageUsd": 1.204_35, "actorMemoryGbytes": 0.5, "activeActorJobCount": 1},
    })
}

#[tokio::test(start_paused = true)]
async fn the_account_is_read_from_both_answers_and_the_smaller_limit_rules() {
    let (door, script) = door([data(&me()), data(&limits())]);
    let account = door.account().await.unwrap();
    assert_eq!(
        (
            account.username.as_str(),
            account.plan.as_str(),
            account.tier.as_str()
        ),
        ("growth", "FREE", "FREE")
    );
    assert_eq!(
        (account.limit, account.used),
        (micros(4_500_000), micros(1_204_350))
    );
    assert_eq!(
        (account.starts, account.ends),
        (time("2026-11-03"), time("2026-12-02T23:59:59.999Z"))
    );
    assert_eq!((account.max_concurrent_runs, account.active_runs), (Some(25), 1));
    assert_eq!(
        (account.memory_limit_mb, account.memory_left_mb()),
        (Some(8192), Some(7680))
    );
    assert_eq!(
        (
            account.retention_days,
            account.disabled.as_deref(),
            account.paying
        ),
        (Some(7), None, false)
    );
    assert!(!format!("{account:?}").contains("hunter2"));
    assert!(
        script.asked()[0].url.ends_with("/v2/users/me")
            && script.asked()[1].url.ends_with("/v2/users/me/limits")
    );
}

#[tokio::test(start_paused = true)]
async fn without_cycle_limit_or_use_there_is_no_account() {
    for missing in [
        "/monthlyUsageCycle",
        "/current/monthlyUsageUsd",
        "/limits/maxMonthlyUsageUsd",
    ] {
        let (mut me, mut limits) = (me(), limits());
        *limits.pointer_mut(missing).unwrap() = Value::Null;
        me["plan"]["maxMonthlyUsageUsd"] = Value::Null;
        let (door, script) = door([vec![data(&me)], vec![data(&limits); 4]].concat());
        let error = door.account().await.unwrap_err();
        assert!(matches!(error, apify::Error::Broken { .. }), "{missing}: {error}");
        assert!(script.is_over());
    }
}

#[tokio::test(start_paused = true)]
async fn a_month_by_service() {
    let (door, _) = door([data(&json!({
        "usageCycle": {"startAt": "2026-11-03T00:00:00.000Z", "endAt": "2026-12-02T23:59:59.999Z"},
        "monthlyServiceUsage": {"PAID_ACTORS_PER_EVENT": {"quantity": 1, "baseAmountUsd": 1.2}, "ODD": null},
        "totalUsageCreditsUsdBeforeVolumeDiscount": 1.25, "totalUsageCreditsUsdAfterVolumeDiscount": 1.204_35,
    }))]);
    let month = door.month().await.unwrap();
    assert_eq!(month.total, micros(1_204_350));
    assert_eq!(
        month.services.into_iter().collect::<Vec<_>>(),
        [("PAID_ACTORS_PER_EVENT".to_owned(), micros(1_200_000))]
    );
}

fn priced(infos: &Value) -> Value {
    json!({"id": "XtaWFhbtfxyzqrFmd", "username": "curious_coder", "name": "facebook-ads-library-scraper",
           "isDeprecated": false, "pricingInfos": infos, "defaultRunOptions": {"memoryMbytes": 512, "timeoutSecs": 3600}})
}

fn per_event(started: &str, item: &Value, start: &Value) -> Value {
    json!({"pricingModel": "PAY_PER_EVENT", "startedAt": started, "minimalMaxTotalChargeUsd": 0.005,
           "pricingPerEvent": {"actorChargeEvents": {
               "apify-default-dataset-item": item, "apify-actor-start": start}}})
}

#[tokio::test(start_paused = true)]
async fn the_last_price_that_has_started_rules() {
    let item = json!({"eventPriceUsd": 0.00075, "isPrimaryEvent": true});
    let infos = json!([
        {"pricingModel": "FREE", "startedAt": "2024-01-01T00:00:00.000Z"},
        per_event("2026-01-01T00:00:00.000Z", &item, &json!({"eventPriceUsd": 0})),
        per_event("2026-08-14T00:00:00.000Z", &item, &json!({"eventPriceUsd": "0.00005", "isOneTimeEvent": true})),
        per_event("2027-01-01T00:00:00.000Z", &json!({"eventPriceUsd": 9}), &json!({"eventPriceUsd": 9})),
    ]);
    let (door, script) = door([data(&priced(&infos))]);
    let facts = door
        .actor("curious_coder/facebook-ads-library-scraper")
        .await
        .unwrap();
    assert!(
        script.asked()[0]
            .url
            .ends_with("/v2/actors/curious_coder~facebook-ads-library-scraper")
    );
    assert_eq!(
        (facts.name.as_str(), facts.deprecated),
        ("curious_coder/facebook-ads-library-scraper", false)
    );
    assert_eq!(
        (facts.memory_mb, facts.memory_gb(), facts.timeout_secs),
        (Some(512), 1, Some(3600))
    );
    let adapter = actor(&facts.id).unwrap();
    let at = |now| facts.pricing(time(now), "FREE");
    let prices = |now, gb| adapter.prices(&at(now).unwrap(), gb);
    let known = |start| {
        Some(ActorPrices {
            item: micros(750),
            start: micros(start),
            minimum_cap: micros(5_000),
        })
    };
    assert_eq!(prices("2026-11-01", 1), known(50));
    assert_eq!(prices("2026-11-01", 4), known(200));
    assert_eq!(prices("2026-11-01", 0), known(50));
    assert_eq!(prices("2026-08-11", 1), known(0));
    assert_eq!(prices("2025-01-01", 1), None);
    assert_eq!(at("2020-01-01"), None);
    assert_eq!(facts.next_change(time("2026-11-01")), Some(time("2027-01-01")));
}

#[tokio::test(start_paused = true)]
async fn tiered_prices_go_by_the_account_and_an_unknown_tier_pays_most() {
    let tiers = json!({"eventTieredPricingUsd": {
        "FREE": {"tieredEventPriceUsd": 0.0058}, "BRONZE": {"tieredEventPriceUsd": 0.005},
        "GOLD": {"tieredEventPriceUsd": 0.0034}}});
    let events = json!([{"pricingModel": "PAY_PER_EVENT", "pricingPerEvent": {"actorChargeEvents": {
        "ad": {"isPrimaryEvent": true, "eventTieredPricingUsd": tiers["eventTieredPricingUsd"]},
        "detail": {"eventPriceUsd": 1}}}}]);
    let items = json!([{"pricingModel": "PRICE_PER_DATASET_ITEM", "unitName": "result", "tieredPricing": {
        "FREE": {"tieredPricePerUnitUsd": 0.0058}, "BRONZE": {"tieredPricePerUnitUsd": 0.005},
        "GOLD": {"tieredPricePerUnitUsd": 0.0034}}}]);
    let adapter = actor("apify/facebook-ads-scraper").unwrap();
    let now = time("2026-11-01");
    for infos in [events, items] {
        let (door, _) = door([data(&priced(&infos))]);
        let facts = door.actor("apify/facebook-ads-scraper").await.unwrap();
        for (tier, expected) in [
            ("FREE", 5_800),
            ("bronze", 5_000),
            ("GOLD", 3_400),
            ("DIAMOND", 5_800),
            ("", 5_800),
        ] {
            let pricing = facts.pricing(now, tier).unwrap();
            let prices = adapter.prices(&pricing, 1).unwrap();
            assert_eq!(
                (prices.item, prices.start),
                (micros(expected), micros(0)),
                "{tier}"
            );
        }
    }
}

#[tokio::test(start_paused = true)]
async fn rented_and_free_actors_have_no_price_of_a_run() {
    for (model, read) in [
        ("FLAT_PRICE_PER_MONTH", PricingModel::FlatMonth),
        ("FREE", PricingModel::Free),
        ("NEW", PricingModel::Other("NEW".to_owned())),
    ] {
        let (door, _) = door([data(&priced(
            &json!([{"pricingModel": model, "pricePerUnitUsd": 20}]),
        ))]);
        let pricing = door
            .actor("x")
            .await
            .unwrap()
            .pricing(time("2026-11-01"), "FREE")
            .unwrap();
        assert_eq!(pricing.model, read);
        assert_eq!(actor("XtaWFhbtfxyzqrFmd").unwrap().prices(&pricing, 1), None);
    }
}
