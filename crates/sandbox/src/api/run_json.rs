//! Runs, their datasets and stores as the API shows them.
//! Shapes: Apify's `OpenAPI` description, `schemas/actor-runs/Run.yaml`, `RunShort.yaml`, `schemas/datasets`.

use model::Timestamp;
use serde_json::{Map, Value, json};

use super::actor_json::pricing;
use super::money::dollars;
use super::run::Run;
use super::spec::ApifySpec;
use super::user_json::USER_ID;

/// The item event of a pay-per-event actor.
pub(super) const ITEM_EVENT: &str = "apify-default-dataset-item";
/// The start event.
pub(super) const START_EVENT: &str = "apify-actor-start";

/// A whole run; `costs` tells whether its costs are shown (without a token they are not).
pub(super) fn run(run: &Run, spec: &ApifySpec, now: Timestamp, costs: bool) -> Value {
    let mut shown = short(run, spec, now, costs);
    let (items, start) = run.course.events_shown(now);
    let starts = if start { run.terms.starts } else { 0 };
    let more = json!({
        "statusMessage": run.message(now),
        "isStatusMessageTerminal": run.course.is_over(now),
        "stats": stats(run, now),
        "options": options(run),
        "exitCode": run.exit_code(now),
        "generalAccess": "FOLLOW_USER_SETTING",
        "platformUsageBillingModel": "DEVELOPER",
        "isContainerServerReady": false,
        "containerUrl": format!("https://{}.runs.apify.net", run.id.to_lowercase()),
        "storageIds": {
            "datasets": { "default": run.dataset },
            "keyValueStores": { "default": run.store },
            "requestQueues": { "default": run.queue },
        },
    });
    extend(&mut shown, more);
    if costs {
        extend(
            &mut shown,
            json!({
                "pricingInfo": pricing(spec, run.terms.item_price, run.terms.start_price, run.course.started()),
                "chargedEventCounts": { ITEM_EVENT: items, START_EVENT: starts },
            }),
        );
    }
    Value::Object(shown)
}

/// A run as the lists of runs show it.
pub(super) fn short(run: &Run, spec: &ApifySpec, now: Timestamp, costs: bool) -> Map<String, Value> {
    let (_, number, build) = run.terms.build;
    let mut shown = Map::new();
    extend(
        &mut shown,
        json!({
            "id": run.id,
            "actId": spec.actor_id,
            "userId": USER_ID,
            "actorTaskId": null,
            "status": run.course.status(now),
            "startedAt": run.course.started(),
            "finishedAt": run.course.is_over(now).then(|| run.course.ends()),
            "buildId": build,
            "buildNumber": number,
            "meta": { "origin": "API", "clientIp": "127.0.0.1" },
            "defaultKeyValueStoreId": run.store,
            "defaultDatasetId": run.dataset,
            "defaultRequestQueueId": run.queue,
        }),
    );
    if costs {
        shown.insert("usageTotalUsd".to_owned(), dollars(run.cost_shown(now)));
    }
    shown
}

fn stats(run: &Run, now: Timestamp) -> Value {
    let millis = run.course.took(now);
    json!({
        "inputBodyLen": run.stored.len(),
        "migrationCount": 0,
        "rebootCount": 0,
        "restartCount": 0,
        "resurrectCount": 0,
        "durationMillis": millis,
        "runTimeSecs": millis / 1000,
        "metamorph": 0,
        "computeUnits": 0,
    })
}

fn options(run: &Run) -> Value {
    let terms = &run.terms;
    let mut options = json!({
        "build": terms.build.0,
        "timeoutSecs": terms.timeout_secs,
        "memoryMbytes": terms.memory_mb,
        "diskMbytes": terms.memory_mb * 2,
        "restartOnError": false,
    });
    if let Value::Object(options) = &mut options {
        if let Some(cap) = terms.cap {
            options.insert("maxTotalChargeUsd".to_owned(), dollars(cap));
        }
        if let Some(most) = terms.max_items {
            options.insert("maxItems".to_owned(), Value::from(most));
        }
    }
    options
}

/// The dataset of a run.
pub(super) fn dataset(run: &Run, spec: &ApifySpec, now: Timestamp) -> Value {
    let started = run.course.started();
    let items = run.course.items_shown(now);
    json!({
        "id": run.dataset,
        "name": null,
        "userId": USER_ID,
        "createdAt": started,
        "modifiedAt": run.course.modified(now),
        "accessedAt": now,
        "itemCount": items,
        "cleanItemCount": items,
        "actId": spec.actor_id,
        "actRunId": run.id,
        "fields": [],
        "schema": null,
        "consoleUrl": format!("https://console.apify.com/storage/datasets/{}", run.dataset),
        "itemsPublicUrl": format!("https://api.apify.com/v2/datasets/{}/items", run.dataset),
        "generalAccess": "FOLLOW_USER_SETTING",
        "stats": { "readCount": 0, "writeCount": items, "storageBytes": items * 5_700 },
    })
}

/// The key-value store of a run.
pub(super) fn store(run: &Run, spec: &ApifySpec, now: Timestamp) -> Value {
    json!({
        "id": run.store,
        "name": null,
        "userId": USER_ID,
        "username": spec.username,
        "createdAt": run.course.started(),
        "modifiedAt": run.course.started(),
        "accessedAt": now,
        "actId": spec.actor_id,
        "actRunId": run.id,
        "consoleUrl": format!("https://console.apify.com/storage/key-value/{}", run.store),
        "keysPublicUrl": format!("https://api.apify.com/v2/key-value-stores/{}/keys", run.store),
        "generalAccess": "FOLLOW_USER_SETTING",
        "stats": { "readCount": 0, "writeCount": 1, "deleteCount": 0, "listCount": 0, "storageBytes": run.stored.len() },
    })
}

/// What the run's log holds so far.
pub(super) fn log(run: &Run, now: Timestamp) -> String {
    let started = run.course.started();
    let mut lines = vec![
        format!(
            "{started} ACTOR: Pulling Docker image of build {}.\n",
            run.terms.build.2
        ),
        format!("{started} ACTOR: Starting Docker container.\n"),
    ];
    let over = run.course.is_over(now);
    let at = if over { run.course.ends() } else { now };
    if let Some(message) = run.message(now).filter(|_| at > started || over) {
        lines.push(format!("{at} [Status message]: {message}\n"));
    }
    lines.concat()
}

pub(super) fn extend(object: &mut Map<String, Value>, more: Value) {
    if let Value::Object(more) = more {
        object.extend(more);
    }
}
