//! Orders that the planner gives, and what comes back.

use model::{Host, MicroDollars};
use serde::{Deserialize, Serialize};

/// One thing asked of the Ad Library: one URL of a run.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(tag = "ask", rename_all = "snake_case")]
pub enum Question {
    /// A keyword search for a host under which many sellers have theirs.
    Sweep {
        /// `converty.shop`.
        suffix: Host,
    },
    /// A keyword search for one host.
    Domain {
        /// The host.
        host: Host,
    },
    /// All ads of one Facebook page.
    Page {
        /// The page's id.
        id: String,
    },
}

/// What an order is for, as shown to people.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Purpose {
    /// One search that covers many sellers.
    Sweep,
    /// Is this seller active, and from which pages?
    Probe,
    /// The whole answer to a question that a probe could not settle, or all of a host's ads.
    Whole,
    /// What known pages advertise.
    Pages,
}

/// One run to start: questions, and the caps that bound its cost.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Order {
    /// What it is for.
    pub purpose: Purpose,
    /// What is asked, in the order in which the actor is to answer.
    pub questions: Vec<Question>,
    /// Items that may be charged; never under the actor's floor.
    pub items: u32,
    /// Items wanted of each question; `None` for all. The actor finishes the page it is on.
    pub per_question: Option<u32>,
    /// The most that the run can cost: `start + items x item`, at least the minimum cap.
    pub cap: MicroDollars,
    /// What it is expected to cost.
    pub expected: MicroDollars,
    /// Active sellers that it is expected to find or confirm, in thousandths.
    pub expected_finds_milli: u64,
}

/// What one question brought.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Answer {
    /// The question.
    pub question: Question,
    /// Items that it brought, markers of empty searches included.
    pub items: u64,
    /// Ads among them.
    pub ads: u64,
    /// Ads whose deciding link is on the host that was asked for (or under the sweep's suffix).
    pub own: u64,
    /// Of those, for a page of those that lead to any seller, the ads that the library does not call ended.
    #[serde(default)]
    pub running: u64,
    /// The library's own count of results, where an item told it.
    pub total: Option<u64>,
    /// Whether everything was delivered: the run ended well, no cap was reached, and no fewer came than
    /// `total` says. Only such an answer proves that somebody is absent.
    pub complete: bool,
}

/// What became of an order.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "outcome", rename_all = "snake_case")]
pub enum Outcome {
    /// The run ended and was collected. A question without an answer was not reached, and may be asked again.
    Answered {
        /// One per question that was reached.
        answers: Vec<Answer>,
        /// What it cost.
        cost: MicroDollars,
        /// No item of the run said which URL brought it, although several were asked.
        unattributed: bool,
    },
    /// The run failed or was lost; what it asked may be asked again only by a later scan.
    Failed,
    /// It never started and cost nothing; it may be asked again.
    NotStarted,
}

/// What to do next.
#[derive(Debug, Clone, PartialEq)]
pub enum Next {
    /// Start this.
    Run(Order),
    /// Nothing before an order under way has been answered.
    Wait,
    /// Something is left to ask, but even the cheapest question has a higher cap than what is left.
    Unaffordable {
        /// The cap of the cheapest.
        cheapest: MicroDollars,
    },
    /// Everything worth asking has been asked.
    Done,
}
