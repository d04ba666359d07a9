//! No bytes of a server make the door panic, hang, or start twice.

use std::time::Duration;

use apify::{Error, StartError, actor};
use model::{MicroDollars, Timestamp};
use proptest::prelude::*;
use serde_json::{Value, json};

use crate::script::{Script, Step, door_with};

/// The names that the door looks for.
const NAMES: &str = "
    data error type message id status startedAt items total offset valid usageTotalUsd options
    maxItems chargedEventCounts pricingInfo pricingInfos pricingModel pricingPerEvent
    actorChargeEvents eventPriceUsd eventTieredPricingUsd tieredPricing monthlyUsageCycle startAt
    endAt limits current maxMonthlyUsageUsd monthlyUsageUsd plan itemCount usageCycle
    monthlyServiceUsage defaultRunOptions memoryMbytes maxActorMemoryGbytes
    effectivePlatformFeatures ACTORS defaultDatasetId";

/// JSON of any shape, made of the names that the door looks for.
fn value() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<u64>().prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        prop::sample::select(vec![
            "",
            "r1",
            "TIMED_OUT",
            "FREE",
            "2026-11-01T00:00:00.000Z",
            "-1",
            "1e999",
            "NaN"
        ])
        .prop_map(Value::from),
        "\\PC{0,12}".prop_map(Value::from),
    ];
    leaf.prop_recursive(6, 48, 6, |inner| {
        let name = prop::sample::select(NAMES.split_whitespace().collect::<Vec<_>>());
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..5).prop_map(Value::from),
            prop::collection::btree_map(name, inner, 0..6).prop_map(|map| map
                .into_iter()
                .map(|(key, value)| (key.to_owned(), value))
                .collect()),
        ]
    })
}

fn body() -> impl Strategy<Value = Vec<u8>> {
    prop_oneof![
        prop::collection::vec(any::<u8>(), 0..64),
        value().prop_map(|value| value.to_string().into_bytes()),
        value().prop_map(|value| json!({"data": value}).to_string().into_bytes()),
        (value(), 0_usize..400).prop_map(|(value, cut)| {
            let mut bytes = json!({"data": {"id": "r1", "rest": value}})
                .to_string()
                .into_bytes();
            bytes.truncate(cut);
            bytes
        }),
    ]
}

fn step() -> impl Strategy<Value = Step> {
    let header = prop::sample::select(vec![
        "location",
        "X-Apify-Pagination-Total",
        "X-Apify-Pagination-Offset",
    ]);
    let headers = prop::collection::vec((header, "\\PC{0,20}"), 0..3);
    let status = prop_oneof![4 => Just(200_u16), 4 => Just(201), 2 => any::<u16>(), 1 => 400_u16..500];
    prop_oneof![
        9 => (status, headers, body()).prop_map(|(status, headers, body)| Step::Answer(status, headers, body)),
        1 => Just(Step::Breaks),
    ]
}

/// Asks everything, each question of a new door whose every answer is this one.
async fn ask_everything(step: &Step) {
    let door = || door_with(vec![step.clone(); 40], |options| options.attempts = 2).0;
    let now = Timestamp::clamped(1_793_500_000_000);
    let _ = door().account().await.map(|account| account.memory_left_mb());
    if let Ok(facts) = door().actor("a/b").await {
        for tier in ["", "FREE", "GOLD"] {
            let pricing = facts.pricing(now, tier);
            let adapter = actor("XtaWFhbtfxyzqrFmd").unwrap();
            let _ = pricing.and_then(|pricing| adapter.prices(&pricing, facts.memory_gb()));
        }
        let _ = facts.next_change(now);
    }
    let _ = door().validate("a", &json!({})).await;
    let _ = door()
        .run("r", Duration::from_secs(1))
        .await
        .map(|run| run.is_over());
    let _ = door().abort("r").await;
    let _ = door().dataset("d").await;
    let _ = door().month().await;
    if let Ok(page) = door().items("d", 0, 3).await {
        let items: Vec<Value> = serde_json::from_slice(&page.bytes).unwrap();
        assert_eq!(items.len() as u64, page.count);
    }
    if let Ok(runs) = door().runs_since("a", now).await {
        for line in runs.iter().take(2) {
            let _: Result<_, Error> = door().input_of(line).await;
        }
    }
}

async fn start_once(step: &Step) {
    let (door, script): (_, std::sync::Arc<Script>) =
        door_with(vec![step.clone(); 40], |options| options.attempts = 2);
    let started = door.start("a", &json!({}), MicroDollars::new(1)).await;
    assert_eq!(script.posts(), 1);
    let Step::Answer(status, ..) = step else {
        assert!(matches!(started, Err(StartError::Unknown(_))));
        return;
    };
    if matches!(started, Err(StartError::Refused(_))) {
        assert!(
            (400..500).contains(status) && !matches!(status, 408 | 409),
            "{step:?}"
        );
    }
    if started.is_ok() {
        assert!((200..300).contains(status), "{step:?}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_answer_is_survived(step in step()) {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_time().start_paused(true).build().unwrap();
        runtime.block_on(async {
            ask_everything(&step).await;
            start_once(&step).await;
        });
    }
}
