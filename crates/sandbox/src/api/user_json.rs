//! The account as the API shows it: plan, limits and what the month has cost.
//! Shapes: Apify's `OpenAPI` description, `schemas/users`.

use model::{MicroDollars, Timestamp};
use serde_json::{Value, json};

use super::account::{Account, charged_in};
use super::money::dollars;
use super::run::Runs;
use super::spec::ApifySpec;
use super::time::Cycle;

/// Id of the account.
pub(super) const USER_ID: &str = "uS3rSandb0xAcc0nt";

/// `users/me`, with the secret that the real one has too.
pub(super) fn me(spec: &ApifySpec, start: Timestamp) -> Value {
    let enabled = json!({ "isEnabled": true, "disabledReason": null, "disabledReasonType": null,
                          "isTrial": false, "trialExpirationAt": null });
    let features = [
        "ACTORS",
        "STORAGE",
        "SCHEDULER",
        "PROXY",
        "PROXY_EXTERNAL_ACCESS",
        "PROXY_RESIDENTIAL",
        "PROXY_SERPS",
        "WEBHOOKS",
        "ACTORS_PUBLIC_ALL",
        "ACTORS_PUBLIC_DEVELOPER",
    ];
    let features = features.map(|feature| (feature.to_owned(), enabled.clone()));
    json!({
        "id": USER_ID,
        "username": spec.username,
        "email": format!("{}@example.com", spec.username),
        "profile": { "name": spec.username },
        "proxy": { "password": "apify_proxy_sandbox", "groups": [] },
        "plan": {
            "id": "FREE",
            "description": "Free plan",
            "isEnabled": true,
            "tier": "FREE",
            "monthlyBasePriceUsd": 0,
            "monthlyUsageCreditsUsd": dollars(spec.plan_limit),
            "usageDiscountPercent": 0,
            "maxMonthlyUsageUsd": dollars(spec.plan_limit),
            "maxActorMemoryGbytes": spec.max_memory_mb / 1024,
            "maxConcurrentActorRuns": spec.max_concurrent_runs,
            "dataRetentionDays": spec.retention.days,
            "enabledPlatformFeatures": ["ACTORS", "STORAGE"],
            "availableProxyGroups": {},
            "availableAddOns": [],
        },
        "effectivePlatformFeatures": Value::Object(features.into_iter().collect()),
        "createdAt": start,
        "isPaying": false,
    })
}

/// `users/me/limits`.
pub(super) fn limits(spec: &ApifySpec, account: &Account, runs: &Runs, now: Timestamp) -> Value {
    let cycle = account.cycle(now);
    let memory: u64 = account.active(runs, now).map(|run| run.terms.memory_mb).sum();
    json!({
        "monthlyUsageCycle": { "startAt": cycle.starts, "endAt": cycle.ends },
        "limits": {
            "maxMonthlyUsageUsd": dollars(account.limit()),
            "maxMonthlyActorComputeUnits": 625,
            "maxMonthlyExternalDataTransferGbytes": 20,
            "maxMonthlyProxySerps": 50_000,
            "maxMonthlyResidentialProxyGbytes": 0,
            "maxActorMemoryGbytes": gigabytes(spec.max_memory_mb),
            "maxActorCount": 25,
            "maxActorTaskCount": 1000,
            "maxScheduleCount": 100,
            "maxConcurrentActorJobs": spec.max_concurrent_runs,
            "maxTeamAccountSeatCount": 0,
            "dataRetentionDays": spec.retention.days,
        },
        "current": {
            "monthlyUsageUsd": dollars(account.used(runs, now).shown),
            "monthlyActorComputeUnits": 0,
            "monthlyExternalDataTransferGbytes": 0,
            "monthlyProxySerps": 0,
            "monthlyResidentialProxyGbytes": 0,
            "actorMemoryGbytes": gigabytes(memory),
            "actorCount": 0,
            "actorTaskCount": 0,
            "scheduleCount": 0,
            "activeActorJobCount": account.active(runs, now).count(),
            "teamAccountSeatCount": 1,
        },
    })
}

/// Half a GB is 0.5: the same digits as an amount of dollars, and as free of rounding.
fn gigabytes(megabytes: u64) -> Value {
    let millionths = megabytes.saturating_mul(1_000_000) / 1024;
    dollars(MicroDollars::new(i64::try_from(millionths).unwrap_or(i64::MAX)))
}

/// `users/me/usage/monthly`: of one cycle, day by day up to now.
pub(super) fn monthly(
    spec: &ApifySpec,
    runs: &Runs,
    cycle: Cycle,
    foreign: MicroDollars,
    now: Timestamp,
) -> Value {
    let within = |starts, ends: Timestamp| -> (MicroDollars, u64) {
        let part = Cycle { starts, ends };
        let last = now.min(ends);
        let charged = runs.all().iter().map(|run| {
            let items = run.course.delivered(last) - run.course.delivered(part.before());
            (charged_in(run, part, last), items)
        });
        charged.fold((MicroDollars::ZERO, 0), |sum, one| (sum.0 + one.0, sum.1 + one.1))
    };
    let days: Vec<Value> = cycle
        .days(now)
        .map(|(starts, ends)| {
            let (amount, items) = within(starts, ends);
            json!({ "date": starts, "serviceUsage": usage(spec, amount, items), "totalUsageCreditsUsd": dollars(amount) })
        })
        .collect();
    let (amount, items) = within(cycle.starts, cycle.ends);
    let total = dollars(amount + foreign);
    json!({
        "usageCycle": { "startAt": cycle.starts, "endAt": cycle.ends },
        "monthlyServiceUsage": usage(spec, amount + foreign, items),
        "dailyServiceUsages": days,
        "totalUsageCreditsUsdBeforeVolumeDiscount": total,
        "totalUsageCreditsUsdAfterVolumeDiscount": total,
    })
}

fn usage(spec: &ApifySpec, amount: MicroDollars, items: u64) -> Value {
    json!({
        "PAID_ACTORS_PER_EVENT": {
            "quantity": items,
            "baseAmountUsd": dollars(amount),
            "baseUnitPriceUsd": dollars(spec.prices.item),
            "amountAfterVolumeDiscountUsd": dollars(amount),
            "priceTiers": [],
        },
    })
}
