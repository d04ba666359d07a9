//! Apify's own Rust client against the sandbox, on a clock that does not wait; and what faults do to it.

use crate::api_common;

use std::sync::{Arc, Mutex};
use std::time::Duration;

use api_common::{ACTOR, apify, input, micros, spec, start_time};
use apify_client::{
    ActorStartOptions, ApifyClient, ApifyClientError, DatasetListItemsOptions, ListOptions, RunListOptions,
    Timeout,
};
use model::Timestamp;
use sandbox::api::{Apify, ApifySpec, InProcess, Truth};
use serde_json::Value;

struct World {
    apify: Arc<Mutex<Apify>>,
    backend: InProcess,
    client: ApifyClient,
}

fn world(spec: ApifySpec, retries: u32) -> World {
    let token = spec.token.clone();
    let apify = Arc::new(Mutex::new(apify(spec)));
    let backend = InProcess::new(Arc::clone(&apify), start_time());
    let client = ApifyClient::builder()
        .token(token)
        .base_url("http://sandbox.localhost")
        .max_retries(retries)
        .http_backend(Arc::new(backend.clone()))
        .build();
    World {
        apify,
        backend,
        client,
    }
}

impl World {
    fn truth(&self) -> Truth {
        self.apify.lock().unwrap().truth()
    }

    async fn start(&self, items: u32) -> Result<apify_client::models::ActorRun, ApifyClientError> {
        let options = ActorStartOptions {
            max_total_charge_usd: Some(0.5),
            ..ActorStartOptions::default()
        };
        self.client
            .actor(ACTOR)
            .start(Some(&input(&[items])), options)
            .await
    }
}

#[tokio::test(start_paused = true)]
async fn the_rust_client_starts_waits_and_reads() {
    let world = world(spec(""), 8);
    // Long enough that the client compresses it.
    let mut long = input(&[133]);
    long["ignored"] = Value::from("x".repeat(5_000));
    let run = world
        .client
        .actor(ACTOR)
        .start(Some(&long), ActorStartOptions::default())
        .await
        .unwrap();
    let run = world.client.run(&run.id).wait_for_finish(None).await.unwrap();
    assert_eq!(run.status.as_deref(), Some("SUCCEEDED"));
    assert_eq!(since(world.backend.now()), Duration::from_secs(29));
    tokio::time::sleep(Duration::from_secs(10)).await;
    let run = world.client.run(&run.id).get().await.unwrap().unwrap();
    assert_eq!(run.extra["usageTotalUsd"].to_string(), "0.0998");
    let dataset = world.client.dataset(run.default_dataset_id.as_deref().unwrap());
    let options = DatasetListItemsOptions {
        offset: Some(100),
        limit: Some(50),
        ..DatasetListItemsOptions::default()
    };
    let page = dataset.list_items::<Value>(options).await.unwrap();
    assert_eq!((page.items.len(), page.total, page.offset), (33, 133, 100));
    let options = RunListOptions {
        started_after: Some(start_time().to_string()),
        ..RunListOptions::default()
    };
    let listed = world
        .client
        .runs()
        .list(ListOptions::default(), options)
        .await
        .unwrap();
    assert_eq!((listed.total, listed.items[0].id.as_str()), (1, run.id.as_str()));
    let me = world.client.me();
    assert_eq!(
        me.limits().await.unwrap()["current"]["monthlyUsageUsd"].to_string(),
        "0.0998"
    );
    assert_eq!(
        me.monthly_usage().await.unwrap()["totalUsageCreditsUsdAfterVolumeDiscount"].to_string(),
        "0.0998"
    );
    assert!(world.client.actor(ACTOR).get().await.unwrap().is_some());
    assert!(world.client.run("nothing").get().await.unwrap().is_none());
}

fn since(now: Timestamp) -> Duration {
    Duration::from_millis(u64::try_from(now.as_millis() - start_time().as_millis()).unwrap())
}

#[tokio::test(start_paused = true)]
async fn a_lost_start_is_a_transport_error_before_or_after_the_effect() {
    for (fault, runs) in [("lost-start=1", 0), ("start-then-lost=1", 20)] {
        let world = world(spec(fault), 0);
        let (mut closed, mut silent) = (0, 0);
        for _ in 0..20 {
            match world.start(1).await.unwrap_err() {
                ApifyClientError::Http(_) => closed += 1,
                ApifyClientError::Timeout => silent += 1,
                other => panic!("{other}"),
            }
        }
        assert!(closed > 0 && silent > 0, "{closed} closed, {silent} silent");
        assert_eq!(world.truth().runs.len(), runs, "{fault}");
    }
}

#[tokio::test(start_paused = true)]
async fn the_clients_own_retry_buys_a_lost_start_again() {
    let world = world(spec("start-then-lost=0.5"), 8);
    let mut answered = 0;
    for _ in 0..20 {
        // It retries a connection that is closed, not one that stays silent.
        answered += usize::from(world.start(1).await.is_ok());
        tokio::time::sleep(Duration::from_mins(1)).await;
    }
    let runs = world.truth().runs.len();
    assert!(
        answered > 10 && runs > 20,
        "{answered} answers, {runs} runs for 20 intents"
    );
}

#[tokio::test(start_paused = true)]
async fn errors_on_a_start_leave_open_whether_it_took_effect() {
    for (fault, certain) in [("429=1", true), ("5xx=1", false), ("html=1", false)] {
        let world = world(
            ApifySpec {
                max_concurrent_runs: 100,
                ..spec(fault)
            },
            0,
        );
        for _ in 0..30 {
            let error = world.start(1).await.unwrap_err();
            let error = error.as_api_error().unwrap().clone();
            match fault {
                "429=1" => assert_eq!(error.error_type.as_deref(), Some("rate-limit-exceeded")),
                "5xx=1" => assert!(matches!(error.status_code, 500 | 503)),
                _ => assert!(error.status_code == 502 && error.message.contains("<html>")),
            }
        }
        let runs = world.truth().runs.len();
        assert_eq!(runs == 0, certain, "{fault}: {runs}");
        assert!(runs < 30);
    }
}

#[tokio::test(start_paused = true)]
async fn truncated_and_slow_answers() {
    let cut = world(spec("truncated=1"), 0);
    let error = cut.start(1).await.unwrap_err();
    assert!(
        matches!(
            error,
            ApifyClientError::Serde(_) | ApifyClientError::InvalidResponse(_)
        ),
        "{error}"
    );
    assert_eq!(cut.truth().runs.len(), 1, "only the answer was cut");
    let slow = world(spec("slow=1"), 0);
    let mut outcomes = [0, 0];
    for _ in 0..20 {
        let limits = slow
            .client
            .me()
            .with_timeout(Timeout::Custom(Duration::from_secs(10)))
            .limits()
            .await;
        outcomes[usize::from(limits.is_err())] += 1;
    }
    assert!(outcomes[0] > 0 && outcomes[1] > 0, "{outcomes:?}");
}

#[tokio::test(start_paused = true)]
async fn pages_double_items_and_repeat() {
    let run = |world: &World| world.truth().runs[0].dataset_id.clone();
    let page = |offset| DatasetListItemsOptions {
        offset: Some(offset),
        limit: Some(10),
        ..DatasetListItemsOptions::default()
    };
    let doubled = world(spec("dup-items=1"), 0);
    doubled.start(50).await.unwrap();
    tokio::time::sleep(Duration::from_mins(1)).await;
    let items = doubled
        .client
        .dataset(run(&doubled))
        .list_items::<Value>(page(10))
        .await
        .unwrap();
    assert_eq!((items.items.len(), items.limit), (11, 10));
    assert_eq!(items.items[0], items.items[1]);
    let repeated = world(spec("repeat-page=1"), 0);
    repeated.start(50).await.unwrap();
    tokio::time::sleep(Duration::from_mins(1)).await;
    let items = repeated
        .client
        .dataset(run(&repeated))
        .list_items::<Value>(page(10))
        .await
        .unwrap();
    assert_eq!((items.offset, items.items[0]["position"].as_u64()), (0, Some(1)));
}

#[tokio::test(start_paused = true)]
async fn the_same_seed_and_calls_give_the_same_world() {
    let mut worlds = Vec::new();
    for seed in [3, 3, 4] {
        let faults =
            "lost-start=0.2,start-then-lost=0.2,5xx=0.1,slow=0.3,stuck=0.1,failed=0.2,late-charge=0.3";
        let world = world(
            ApifySpec {
                seed,
                answer_latency: Duration::from_millis(300),
                ..spec(faults)
            },
            2,
        );
        let mut seen = Vec::new();
        for items in 0..20 {
            let answer = world.start(items).await;
            seen.push(answer.map(|run| run.id).map_err(|error| error.to_string()));
        }
        worlds.push((seen, world.truth()));
    }
    // The client draws its own pauses, so only what does not depend on the moment can be compared.
    let plain = |truth: &Truth| -> Vec<_> {
        truth
            .runs
            .iter()
            .map(|run| (run.id.clone(), run.status, run.cost))
            .collect()
    };
    assert_eq!(worlds[0].0, worlds[1].0);
    assert_eq!(plain(&worlds[0].1), plain(&worlds[1].1));
    assert_ne!(plain(&worlds[0].1), plain(&worlds[2].1));
}

#[tokio::test(start_paused = true)]
async fn nothing_waits_in_an_instant_world() {
    let world = world(
        ApifySpec {
            max_concurrent_runs: 1,
            ..spec("").instant()
        },
        0,
    );
    for _ in 0..100 {
        let run = world.start(10).await.unwrap();
        assert_eq!(run.status.as_deref(), Some("SUCCEEDED"));
        assert_eq!(run.extra["usageTotalUsd"].to_string(), "0.00755");
    }
    assert_eq!(since(world.backend.now()), Duration::ZERO);
    assert_eq!(world.truth().used, micros(100 * 7_550));
}
