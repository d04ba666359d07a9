//! What a run cost and delivered, once Apify has made up its mind.
//!
//! Right after a run's end costs and counts are still too low, each by a lag of its own. They are believed once two
//! reads a while apart agree, and only if they agree among themselves: every item written is charged, so the cost
//! cannot be lower than what the start and the items cost.

use apify::Run;
use model::MicroDollars;
use planner::Prices;

use crate::error::Error;
use crate::job::{Context, LeftOpen, Patience};

/// What a run cost and delivered.
pub(super) struct Agreed {
    /// The last read of it.
    pub(super) run: Run,
    /// Items in its dataset; `None` where that is gone.
    pub(super) items: Option<u64>,
    /// What it cost, as far as can be told; never less than its items must have cost.
    pub(super) cost: MicroDollars,
}

/// One read.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Reading {
    cost: Option<MicroDollars>,
    charged: Option<u64>,
    items: Option<u64>,
}

impl Reading {
    fn of(run: &Run, items: Option<u64>) -> Self {
        Self {
            cost: run.cost,
            charged: run.items_charged,
            items,
        }
    }

    /// What the start and the items must have cost.
    fn least(&self, prices: &Prices) -> MicroDollars {
        let items = self.items.max(self.charged).unwrap_or(0);
        prices.start + prices.item.times(items)
    }

    /// What it is settled at: what Apify says, or what the items must have cost where that is more; the whole cap
    /// where nothing is known at all.
    fn cost_at_least(&self, prices: &Prices, cap: MicroDollars) -> MicroDollars {
        let least = self.least(prices).min(cap);
        match self.cost {
            Some(cost) => cost.max(least),
            None if self.items.or(self.charged).is_none() => cap,
            None => least,
        }
    }

    /// Whether the numbers fit each other.
    fn is_plausible(&self, prices: &Prices) -> bool {
        let counts = match (self.charged, self.items) {
            (Some(charged), Some(items)) => charged == items,
            _ => true,
        };
        counts && self.cost.is_some_and(|cost| cost >= self.least(prices))
    }
}

/// Reads a run that is over until two reads agree, or often enough.
pub(super) async fn agree(
    context: &Context<'_>,
    mut run: Run,
    cap: MicroDollars,
) -> Result<Result<Agreed, LeftOpen>, Error> {
    let scan = context.scan;
    let settings = &scan.settings;
    let mut patience = Patience::new(scan);
    let mut before: Option<Reading> = None;
    let mut reads = 0;
    loop {
        let items = match scan.door.dataset(&run.dataset_id).await {
            Ok(facts) => Some(facts.item_count),
            Err(error) if error.is_not_found() => None,
            Err(error) => {
                if let Err(left) = patience.after(error).await {
                    return Ok(Err(left));
                }
                continue;
            }
        };
        let reading = Reading::of(&run, items);
        reads += 1;
        let same = before.as_ref() == Some(&reading);
        if (same && reading.is_plausible(&settings.prices)) || reads >= settings.settle_reads {
            let cost = reading.cost_at_least(&settings.prices, cap);
            return Ok(Ok(Agreed { run, items, cost }));
        }
        before = Some(reading);
        tokio::time::sleep(settings.settle_pause).await;
        run = loop {
            match scan.door.run(&run.id, std::time::Duration::ZERO).await {
                Ok(read) => break with_dataset(read, &run),
                // Deleted meanwhile: what was read last is all that will ever be known.
                Err(error) if error.is_not_found() => break run,
                Err(error) => {
                    if let Err(left) = patience.after(error).await {
                        return Ok(Err(left));
                    }
                }
            }
        };
    }
}

/// An answer may leave out what an earlier one told.
fn with_dataset(mut read: Run, earlier: &Run) -> Run {
    if read.dataset_id.is_empty() {
        read.dataset_id.clone_from(&earlier.dataset_id);
    }
    read
}

#[cfg(test)]
mod tests {
    use super::*;

    const PRICES: Prices = Prices {
        item: MicroDollars::new(750),
        start: MicroDollars::new(50),
        minimum_cap: MicroDollars::ZERO,
    };

    fn reading(cost: Option<i64>, charged: Option<u64>, items: Option<u64>) -> Reading {
        Reading {
            cost: cost.map(MicroDollars::new),
            charged,
            items,
        }
    }

    #[test]
    fn a_cost_below_that_of_the_items_is_not_believed() {
        // The measured case: 117 of 133 shown right after the end, then all of them.
        assert!(!reading(Some(44_300), Some(117), Some(117)).is_plausible(&PRICES));
        assert!(!reading(Some(99_800), Some(133), Some(117)).is_plausible(&PRICES));
        assert!(reading(Some(99_800), Some(133), Some(133)).is_plausible(&PRICES));
        assert!(!reading(None, Some(133), Some(133)).is_plausible(&PRICES));
        assert!(reading(Some(50), Some(0), Some(0)).is_plausible(&PRICES));
        assert!(
            !reading(Some(0), Some(0), Some(0)).is_plausible(&PRICES),
            "a start is never free"
        );
        let settled = |cost, charged, items| {
            let cap = MicroDollars::new(7_550);
            reading(cost, charged, items).cost_at_least(&PRICES, cap).micros()
        };
        assert_eq!(settled(None, Some(2), None), 1_550);
        assert_eq!(settled(Some(50), Some(2), Some(2)), 1_550);
        assert_eq!(settled(None, None, None), 7_550);
        assert_eq!(
            settled(Some(9_000), None, Some(1)),
            9_000,
            "told costs count as they are"
        );
    }
}
