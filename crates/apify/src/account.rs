//! The account: who it is, what it may spend, and how much at once.

use std::collections::BTreeMap;

use model::{MicroDollars, Timestamp};
use serde_json::Value;

use crate::json;

/// The account as `users/me` and its limits describe it. Mail, proxy password and the like are not read at all.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Account {
    /// Apify's id of the user.
    pub id: String,
    /// The user's name.
    pub username: String,
    /// The plan's id, such as `FREE`; empty where not told.
    pub plan: String,
    /// The plan's tier, which decides tiered prices; empty where not told.
    pub tier: String,
    /// Whether somebody pays for it.
    pub paying: bool,
    /// First instant of the current monthly cycle.
    pub starts: Timestamp,
    /// Last instant of it.
    pub ends: Timestamp,
    /// What may be spent in the cycle: the lower of the account's own limit and the plan's.
    pub limit: MicroDollars,
    /// What was spent in it so far, by whatever.
    pub used: MicroDollars,
    /// Runs that may be under way at once; `None` where not told.
    pub max_concurrent_runs: Option<u64>,
    /// Runs under way now.
    pub active_runs: u64,
    /// Memory that runs may use together, in megabytes; `None` where not told.
    pub memory_limit_mb: Option<u64>,
    /// Memory in use now, in megabytes.
    pub memory_used_mb: u64,
    /// Days for which data is kept; `None` where not told.
    pub retention_days: Option<u64>,
    /// Why actors cannot be run at present, where Apify says so.
    pub disabled: Option<String>,
}

/// What a cycle cost, as Apify adds it up.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MonthUsage {
    /// First instant of the cycle.
    pub starts: Timestamp,
    /// Last instant of it.
    pub ends: Timestamp,
    /// All of it, after discounts.
    pub total: MicroDollars,
    /// By service, such as `PAID_ACTORS_PER_EVENT`; before discounts where Apify tells no other amount.
    pub services: BTreeMap<String, MicroDollars>,
}

impl Account {
    /// Memory that further runs may use, in megabytes; `None` where no limit is known.
    pub fn memory_left_mb(&self) -> Option<u64> {
        Some(self.memory_limit_mb?.saturating_sub(self.memory_used_mb))
    }

    /// From the `data` of `users/me` and of `users/me/limits`. Cycle, limit and use are required: without them
    /// nothing may be spent. The error names what is missing.
    pub(crate) fn read(me: &Value, limits: &Value) -> Result<Self, String> {
        let at = |path: &str| limits.pointer(path);
        let (starts, ends) = cycle(limits.get("monthlyUsageCycle"))?;
        Ok(Self {
            id: json::text(me.get("id")).unwrap_or_default(),
            username: json::text(me.get("username")).unwrap_or_default(),
            plan: json::text(me.pointer("/plan/id")).unwrap_or_default(),
            tier: json::text(me.pointer("/plan/tier")).unwrap_or_default(),
            paying: json::flag(me.get("isPaying")).unwrap_or(false),
            starts,
            ends,
            limit: least(
                json::dollars(at("/limits/maxMonthlyUsageUsd")),
                json::dollars(me.pointer("/plan/maxMonthlyUsageUsd")),
            )
            .ok_or("no maxMonthlyUsageUsd")?,
            used: json::dollars(at("/current/monthlyUsageUsd")).ok_or("no monthlyUsageUsd")?,
            max_concurrent_runs: least(
                json::count(at("/limits/maxConcurrentActorJobs")),
                json::count(me.pointer("/plan/maxConcurrentActorRuns")),
            ),
            active_runs: json::count(at("/current/activeActorJobCount")).unwrap_or(0),
            memory_limit_mb: megabytes(at("/limits/maxActorMemoryGbytes"))
                .or_else(|| megabytes(me.pointer("/plan/maxActorMemoryGbytes"))),
            memory_used_mb: megabytes(at("/current/actorMemoryGbytes")).unwrap_or(0),
            retention_days: json::count(at("/limits/dataRetentionDays"))
                .or_else(|| json::count(me.pointer("/plan/dataRetentionDays"))),
            disabled: disabled(me),
        })
    }
}

impl MonthUsage {
    /// From the `data` of `usage/monthly`.
    pub(crate) fn read(data: &Value) -> Result<Self, String> {
        let (starts, ends) = cycle(data.get("usageCycle"))?;
        let services = data.get("monthlyServiceUsage").and_then(Value::as_object);
        let amount = |usage: &Value| {
            json::dollars(usage.get("amountAfterVolumeDiscountUsd"))
                .or_else(|| json::dollars(usage.get("baseAmountUsd")))
        };
        Ok(Self {
            starts,
            ends,
            total: json::dollars(data.get("totalUsageCreditsUsdAfterVolumeDiscount"))
                .or_else(|| json::dollars(data.get("totalUsageCreditsUsdBeforeVolumeDiscount")))
                .ok_or("no totalUsageCreditsUsdAfterVolumeDiscount")?,
            services: services
                .into_iter()
                .flatten()
                .filter_map(|(service, usage)| Some((service.clone(), amount(usage)?)))
                .collect(),
        })
    }
}

fn cycle(cycle: Option<&Value>) -> Result<(Timestamp, Timestamp), String> {
    let at = |name: &str| json::time(cycle?.get(name));
    match (at("startAt"), at("endAt")) {
        (Some(starts), Some(ends)) if starts < ends => Ok((starts, ends)),
        _ => Err("no usable monthly cycle".to_owned()),
    }
}

/// The smaller of two limits, or the one that is there.
fn least<T: Ord>(one: Option<T>, other: Option<T>) -> Option<T> {
    match (one, other) {
        (Some(one), Some(other)) => Some(one.min(other)),
        (one, other) => one.or(other),
    }
}

/// Gigabytes, with a fraction where runs are small, as whole megabytes. Read as an amount with six places, so that
/// no floating point is calculated with.
fn megabytes(gigabytes: Option<&Value>) -> Option<u64> {
    let millionths = json::dollars(gigabytes)?.micros();
    u64::try_from(millionths.checked_mul(1024)? / 1_000_000).ok()
}

fn disabled(me: &Value) -> Option<String> {
    let actors = me.pointer("/effectivePlatformFeatures/ACTORS")?;
    (json::flag(actors.get("isEnabled")) == Some(false)).then(|| {
        json::text(actors.get("disabledReason")).unwrap_or_else(|| "Apify gives no reason".to_owned())
    })
}
