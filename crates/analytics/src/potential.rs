//! How likely a quiet seller is to start, and an active one to leave, within the next 28 days: what a seller's history
//! says of it at a moment, what past moments taught, and the chance now.
//!
//! The arithmetic is the crate `potential`'s; here it is told what is known of sellers, and never more than was known at
//! the moment in question.

mod facts;
mod invite;
mod rows;

use model::Timestamp;
use potential::{Chance, Facts, Model, Row};

use crate::book::{Frame, Snapshot};
use crate::client::{Client, ClientStatus};

pub use facts::{facts, facts_now};

/// The chance of a seller as of a moment, for the question that its state asks; `None` where nobody knows whether it
/// advertises (never looked at, or no URL can carry its domains).
pub fn chance(client: &Client, model: &Model, as_of: Timestamp) -> Option<Chance> {
    known(client, as_of).map(|facts| model.chance(&facts))
}

/// The same chance alone, in millionths, 0 where there is none: cheap enough to sort all sellers by.
pub fn ppm(client: &Client, model: &Model, as_of: Timestamp) -> u32 {
    known(client, as_of).map_or(0, |facts| model.ppm(&facts))
}

fn known(client: &Client, as_of: Timestamp) -> Option<Facts> {
    let covered = matches!(client.status, ClientStatus::Active | ClientStatus::Inactive);
    covered.then(|| facts_now(client, as_of))
}

impl Frame {
    /// The moment as of which chances are told: the end of the last scan, since nothing was learned later; where no
    /// scan is dated, when the snapshot was taken.
    pub fn potential_as_of(&self) -> Timestamp {
        let last = self.scans().last().map(|scan| scan.ended);
        last.map_or(self.taken_at, |ended| ended.min(self.taken_at))
    }
}

impl Snapshot {
    /// Every seller at each past scan whose outcome is known by now: what a model is fitted on.
    pub fn potential_rows(&self) -> Vec<Row> {
        let times = rows::Times::of(self.frame.scans());
        let mut found = Vec::new();
        for client in self.each() {
            times.rows(client, &mut found);
        }
        found
    }

    /// The model that this history teaches; the prior, and why, where it is too short.
    pub fn fit_potential(&self) -> Model {
        Model::fit(&self.potential_rows())
    }
}
