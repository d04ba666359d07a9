//! What can be asked of the account, and set.

use model::{MicroDollars, Timestamp};
use serde_json::{Value, json};

use super::error::Refusal;
use super::http::{Query, Response};
use super::time::Cycle;
use super::{Apify, money, user_json};

impl Apify {
    /// What the month with a date in it has cost so far.
    pub(super) fn monthly(&self, query: &Query) -> Result<Value, Refusal> {
        let at = match query.get("date") {
            None => self.now,
            Some(text) => {
                Timestamp::parse(text).ok_or_else(|| Refusal::parameter("date", "a date as YYYY-MM-DD"))?
            }
        };
        let cycle = self.account.cycle(at);
        let first = Cycle::of(self.opened, self.spec.cycle_day);
        let foreign = if cycle == first {
            self.spec.used
        } else {
            MicroDollars::ZERO
        };
        Ok(user_json::monthly(
            &self.spec, &self.runs, cycle, foreign, self.now,
        ))
    }

    /// Takes the account's own limits.
    pub(super) fn set_limits(&mut self, body: &[u8]) -> Result<Response, Refusal> {
        let value: Value = serde_json::from_slice(body).map_err(|error| {
            Refusal::new(400, "invalid-input", format!("Body is not valid JSON: {error}"))
        })?;
        if let Some(limit) = value.get("maxMonthlyUsageUsd") {
            let limit = money::cap(&limit.to_string())
                .ok_or_else(|| Refusal::new(400, "invalid-input", "maxMonthlyUsageUsd must be a number"))?;
            let used = self.account.used(&self.runs, self.now).truly;
            if limit < used {
                let message = format!("The limit is below this month's usage of ${used}");
                return Err(Refusal::new(400, "monthly-usage-limit-too-low", message));
            }
            self.account.set_limit(limit);
        }
        if let Some(days) = value.get("dataRetentionDays") {
            let days = days.as_u64().and_then(|days| u32::try_from(days).ok());
            self.spec.retention.days = days.ok_or_else(|| {
                Refusal::new(400, "invalid-input", "dataRetentionDays must be a whole number")
            })?;
        }
        Ok(Response::json(201, &json!({})))
    }
}
