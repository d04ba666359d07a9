//! From ads to a seller: what most of its ads count for.

use std::collections::BTreeMap;

use model::document::Ratio;

use super::{Category, GENERAL};

/// A seller of everything has at least so many ads that tell something,
const GENERAL_ADS: u32 = 5;
/// of at least so many kinds.
const GENERAL_KINDS: usize = 3;
/// More than one in so many ads must tell something.
const TELLING: u32 = 4;

/// Ads of a seller, counted.
#[derive(Debug, Clone, Default)]
pub struct Ballot {
    votes: BTreeMap<String, u32>,
    ads: u32,
}

/// What a seller seems to sell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Guess {
    /// The category's id.
    pub category: String,
    /// Ads that count for it; for [`GENERAL`] all that tell something.
    pub votes: u32,
    /// Ads that tell something.
    pub n: u32,
    /// The share of `votes` in `n`.
    pub share: Ratio,
}

impl Ballot {
    /// Counts an ad with what it sells, as [`Categories::of_ad`](super::Categories::of_ad) says.
    pub fn add(&mut self, category: Option<&Category>) {
        self.ads = self.ads.saturating_add(1);
        if let Some(category) = category {
            *self.votes.entry(category.id.clone()).or_default() += 1;
        }
    }

    /// What the seller sells. `None` where not even more than one ad in four tells anything. Else the kind of at least half
    /// of those that do, if no other has as many; a seller of everything where at least five ads tell of at least three
    /// kinds and none is half; else `None`.
    pub fn decide(&self) -> Option<Guess> {
        let n: u32 = self.votes.values().sum();
        if n == 0 || n.saturating_mul(TELLING) <= self.ads {
            return None;
        }
        let most = self.votes.values().copied().max()?;
        let mut best = self.votes.iter().filter(|(_, votes)| **votes == most);
        let (first, alone) = (best.next()?, best.next().is_none());
        let guess = |category: &str, votes: u32| Guess {
            category: category.to_owned(),
            votes,
            n,
            share: Ratio::of(votes.into(), n.into()),
        };
        if most.saturating_mul(2) >= n {
            return alone.then(|| guess(first.0, most));
        }
        let everything = n >= GENERAL_ADS && self.votes.len() >= GENERAL_KINDS;
        everything.then(|| guess(GENERAL, n))
    }
}
