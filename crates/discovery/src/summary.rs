//! What a scan brought, as `discover --json` tells it.

use model::MicroDollars;
use planner::Question;
use serde::{Deserialize, Serialize, Serializer};

use crate::url::search_key;

/// What a scan brought. Serialized with the keys of the command line's contract; money as text, six places.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Summary {
    /// Sellers in the base.
    pub sellers_total: u64,
    /// Sellers of whom it is known whether they advertise: an ad of theirs was seen, or each of their hosts was
    /// searched for completely, by this scan or an earlier one.
    pub sellers_covered: u64,
    /// Sellers that ads lead to, as far as ever seen.
    pub sellers_active: u64,
    /// Sellers not yet covered and still worth asking.
    pub sellers_left: u64,
    /// Ads not known before.
    pub ads_new: u64,
    /// Ads seen, one that several runs brought counted for each.
    pub ads_seen: u64,
    /// Runs that this scan brought to their end, adopted ones included.
    pub runs: u64,
    /// Those among them that failed or were lost; they are paid for too.
    pub runs_failed: u64,
    /// Starts that Apify refused; they cost nothing.
    pub refused: u64,
    /// What this scan's runs cost, late charges included.
    #[serde(rename = "spent_usd", serialize_with = "dollars")]
    pub spent: MicroDollars,
    /// What open runs may still cost: of others, and those left to the next scan.
    #[serde(rename = "reserved_usd", serialize_with = "dollars")]
    pub reserved: MicroDollars,
    /// The budget of the monthly cycle.
    #[serde(rename = "budget_usd", serialize_with = "dollars")]
    pub budget: MicroDollars,
    /// What is left of it.
    #[serde(rename = "left_usd", serialize_with = "dollars")]
    pub left: MicroDollars,
    /// Why it ended.
    pub stopped_by: StoppedBy,
    /// What went wrong, where it ended by an error.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub error: Option<String>,
    /// Everything that is there in part only, or not at all, though it was asked.
    pub partial: Vec<Partial>,
    /// Runs of ours that no ledger line knows of: their money is in no balance of ours.
    pub strays: Vec<Stray>,
}

impl Summary {
    /// This scan and one that followed it, summed up as one.
    #[must_use]
    pub fn then(self, later: Self) -> Self {
        let again: Vec<String> = later
            .partial
            .iter()
            .map(|partial| partial.question.clone())
            .collect();
        let mut partial = self.partial;
        partial.retain(|partial| !again.contains(&partial.question));
        partial.extend(later.partial);
        let mut strays = self.strays;
        for stray in later.strays {
            if !strays.contains(&stray) {
                strays.push(stray);
            }
        }
        Self {
            ads_new: self.ads_new + later.ads_new,
            ads_seen: self.ads_seen + later.ads_seen,
            runs: self.runs + later.runs,
            runs_failed: self.runs_failed + later.runs_failed,
            refused: self.refused + later.refused,
            spent: self.spent + later.spent,
            error: later.error.or(self.error),
            partial,
            strays,
            // How things stand after both.
            sellers_total: later.sellers_total,
            sellers_covered: later.sellers_covered,
            sellers_active: later.sellers_active,
            sellers_left: later.sellers_left,
            reserved: later.reserved,
            budget: later.budget,
            left: later.left,
            stopped_by: later.stopped_by,
        }
    }
}

/// Why a scan ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum StoppedBy {
    /// Everything worth asking was asked.
    Done,
    /// The budget is used up.
    Budget,
    /// The account's own limit is used up.
    Limit,
    /// The user stopped it.
    Interrupt,
    /// Apify refuses; see [`Summary::error`].
    Error,
}

/// A question that was not answered whole.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Partial {
    /// What was asked, as it is kept among the searches: a host, or `page:<id>`.
    pub question: String,
    /// The run that asked it.
    pub tag: String,
    /// Why.
    pub reason: String,
}

impl Partial {
    pub(crate) fn new(question: &Question, tag: &str, reason: &str) -> Self {
        Self {
            question: search_key(question),
            tag: tag.to_owned(),
            reason: reason.to_owned(),
        }
    }
}

/// A run of ours that no ledger line knows of.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Stray {
    /// Apify's id.
    pub run_id: String,
    /// Its tag.
    pub tag: String,
    /// What it cost, where Apify says.
    #[serde(rename = "cost_usd", serialize_with = "maybe_dollars")]
    pub cost: Option<MicroDollars>,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde's signature")]
fn dollars<S: Serializer>(amount: &MicroDollars, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_str(amount)
}

#[expect(clippy::ref_option, reason = "serde's signature")]
fn maybe_dollars<S: Serializer>(amount: &Option<MicroDollars>, serializer: S) -> Result<S::Ok, S::Error> {
    match amount {
        Some(amount) => serializer.collect_str(amount),
        None => serializer.serialize_none(),
    }
}
