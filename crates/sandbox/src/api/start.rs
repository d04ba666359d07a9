//! Starting a run: everything the platform checks, and what it promises when it agrees.

use std::time::Duration;

use model::{MicroDollars, Timestamp};
use serde_json::Value;

use crate::actor::{ActorSpec, Input};
use crate::library::Library;

use super::account::Account;
use super::actor_json::prices_at;
use super::chance::Chance;
use super::course::Course;
use super::error::Refusal;
use super::faults::Fault;
use super::http::Query;
use super::money;
use super::run::{BUILDS, Build, Run, Runs, Terms};
use super::spec::{ActorPrices, ApifySpec};
use super::time::after;
use super::work::Work;

/// What a start is judged by.
pub(super) struct Starter<'a> {
    pub spec: &'a ApifySpec,
    pub library: &'a dyn Library,
    pub account: &'a Account,
    pub runs: &'a Runs,
    /// When the sandbox began.
    pub opened: Timestamp,
    pub now: Timestamp,
}

/// Reads an actor's input, as starting and validating do.
pub(super) fn input(body: &[u8]) -> Result<(Value, Input), Refusal> {
    let body = if body.is_empty() { b"{}" } else { body };
    let value: Value = serde_json::from_slice(body).map_err(|error| {
        let message = format!("Run input body is not valid JSON: {error}");
        Refusal::new(400, "run-input-body-not-valid-json", message)
    })?;
    let input =
        Input::parse(&value).map_err(|error| Refusal::new(400, "invalid-input", error.to_string()))?;
    Ok((value, input))
}

impl Starter<'_> {
    /// The run that a start brings about.
    pub fn run(&self, query: &Query, body: &[u8]) -> Result<Run, Refusal> {
        let (value, input) = input(body)?;
        let prices = prices_at(self.spec, self.opened, self.now);
        let (terms, most) = self.terms(query, prices)?;
        let actor = ActorSpec {
            item_micros: u64::try_from(prices.item.micros()).unwrap_or_default(),
            start_micros: u64::try_from(prices.start.micros()).unwrap_or_default(),
            floor: self.spec.floor,
            page: self.spec.page,
            page_time: self.spec.page_time,
        };
        let library = self.library.at(self.now);
        let seen = library.as_deref().unwrap_or(self.library);
        let delivered = actor.plan(seen, &input, terms.max_items);
        let number = u64::try_from(self.runs.len()).unwrap_or(u64::MAX);
        let timeout = Duration::from_secs(terms.timeout_secs);
        let work = Work::of(&delivered, most);
        let chance = Chance::new(self.spec.seed);
        let hidden = self.spec.faults.befalls(Fault::HiddenRun, chance, number);
        let hidden = hidden.then(|| Duration::from_secs(chance.between(5, 60, "hidden", number)));
        Ok(Run {
            id: chance.id("run", number),
            dataset: chance.id("dataset", number),
            store: chance.id("store", number),
            queue: chance.id("queue", number),
            stored: Input::stored(value).to_string().into_bytes(),
            input,
            last_words: delivered.message,
            library,
            items: delivered.items,
            course: Course::plan(self.spec, number, self.now, work, timeout),
            terms,
            listed_from: after(self.now, hidden.unwrap_or_default()),
        })
    }

    /// The terms, and how many items may be charged under them.
    fn terms(&self, query: &Query, prices: ActorPrices) -> Result<(Terms, u64), Refusal> {
        let number = |name| number(query, name);
        let memory_mb = number("memory")?.unwrap_or(self.spec.run_memory_mb);
        if !memory_mb.is_power_of_two() || !(128..=32_768).contains(&memory_mb) {
            let wanted = "a power of two from 128 to 32768";
            return Err(Refusal::parameter("memory", wanted));
        }
        let build = build(query.get("build"))?;
        let cap = match query.get("maxTotalChargeUsd") {
            None => None,
            Some(text) => Some(
                money::cap(text)
                    .ok_or_else(|| Refusal::parameter("maxTotalChargeUsd", "a number of US dollars"))?,
            ),
        };
        let wanted = number("maxItems")?;
        let derived = cap.map(|cap| limit(cap, prices.item));
        let max_items = match (wanted, derived) {
            (Some(wanted), Some(derived)) => Some(wanted.min(derived)),
            (either, None) | (None, either) => either,
        };
        let left = self.afford(prices, cap, max_items)?;
        self.fits(memory_mb)?;
        let events = Terms::start_events(memory_mb);
        let most_charged = cap.unwrap_or(left).min(left);
        let start = prices.start.times(events);
        let starts = if start <= most_charged { events } else { 0 };
        let items = limit(most_charged - prices.start.times(starts), prices.item);
        let terms = Terms {
            build,
            memory_mb,
            timeout_secs: number("timeout")?.unwrap_or(self.spec.run_timeout.as_secs()),
            cap,
            max_items,
            item_price: prices.item,
            start_price: prices.start,
            starts,
        };
        let items = if starts == 0 { 0 } else { items };
        Ok((terms, items.min(wanted.unwrap_or(u64::MAX))))
    }

    /// Whether the month's money allows it; what is left of it. Caps of runs under way are not set aside here:
    /// who starts too many at once overdraws the month, and a test can see it.
    fn afford(
        &self,
        prices: ActorPrices,
        cap: Option<MicroDollars>,
        max_items: Option<u64>,
    ) -> Result<MicroDollars, Refusal> {
        let left = self.account.left(self.runs, self.now);
        if let Some(cap) = cap.filter(|cap| *cap < prices.minimum_cap) {
            let message = format!(
                "Maximum total charge of ${cap} is below the Actor's minimum of ${}",
                prices.minimum_cap
            );
            return Err(Refusal::new(400, "max-total-charge-usd-below-minimum", message));
        }
        if left <= MicroDollars::ZERO {
            let message = "Monthly usage hard limit exceeded";
            return Err(Refusal::new(403, "platform-feature-disabled", message));
        }
        if left < prices.item || max_items == Some(0) {
            let message = "Maximum charged results must be greater than zero";
            return Err(Refusal::new(400, "max-items-must-be-greater-than-zero", message));
        }
        if cap.is_some_and(|cap| cap > left) {
            let message = format!(
                "By launching this job you will exceed your remaining usage of ${left}. Please consider an upgrade."
            );
            return Err(Refusal::new(402, "not-enough-usage-to-run-paid-actor", message));
        }
        Ok(left)
    }

    /// Whether the plan allows one more run of so much memory. The HTTP status of these two refusals is not
    /// documented; 402 is what callers report.
    fn fits(&self, memory_mb: u64) -> Result<(), Refusal> {
        let spec = self.spec;
        let (mut active, mut memory) = (0_u64, 0_u64);
        for run in self.account.active(self.runs, self.now) {
            active += 1;
            memory += run.terms.memory_mb;
        }
        if active >= spec.max_concurrent_runs {
            let message = format!(
                "By launching this job you will exceed the limit of {} concurrent runs.",
                spec.max_concurrent_runs
            );
            return Err(Refusal::new(402, "concurrent-runs-limit-exceeded", message));
        }
        if memory.saturating_add(memory_mb) > spec.max_memory_mb {
            let message = format!(
                "By launching this job you will exceed the memory limit of {}MB for all your Actor runs and builds \
                 (currently used: {memory}MB, requested: {memory_mb}MB). Please consider an upgrade.",
                spec.max_memory_mb
            );
            return Err(Refusal::new(402, "actor-memory-limit-exceeded", message));
        }
        Ok(())
    }
}

/// How many items an amount pays for; no end of them where they are free.
fn limit(amount: MicroDollars, item: MicroDollars) -> u64 {
    if item > MicroDollars::ZERO {
        amount.fits(item)
    } else {
        u64::MAX
    }
}

fn build(wanted: Option<&str>) -> Result<Build, Refusal> {
    let wanted = wanted.unwrap_or("latest");
    let found = BUILDS
        .into_iter()
        .find(|(tag, number, _)| *tag == wanted || *number == wanted);
    found.ok_or_else(|| {
        let message = format!("Build with tag or number \"{wanted}\" was not found");
        Refusal::new(400, "unknown-build-tag", message)
    })
}

/// A whole number of the query.
pub(super) fn number(query: &Query, name: &str) -> Result<Option<u64>, Refusal> {
    let Some(text) = query.get(name) else {
        return Ok(None);
    };
    let whole = text.strip_suffix(".0").unwrap_or(text);
    let number = whole.parse();
    number
        .map(Some)
        .map_err(|_| Refusal::parameter(name, "a non-negative whole number"))
}
