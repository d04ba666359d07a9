//! Whether all sellers fit into memory, before they are read.

use std::ops::ControlFlow;

use database::mongodb::bson::doc;
use database::mongodb::names::{METRICS, STORES};
use database::{Database, Result};

/// What a seller takes, and what one that advertises takes besides. Measured is their sum: 1,000,000 sellers of whom
/// 200,000 advertise took 1.26 GB (docs/performance.md); how it is shared between the two is an estimate.
const SELLER: u64 = 560;
const ADVERTISER: u64 = 3_500;

/// Where sellers are kept.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Choice {
    /// In memory, whatever they take.
    Memory,
    /// In the database, which must be one that several machines share.
    Database,
    /// In memory where the database is this machine's own, or where an estimate says that they fit.
    #[default]
    Auto,
}

impl Choice {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Memory, Self::Database, Self::Auto];

    /// The stable name, as in settings.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Memory => "memory",
            Self::Database => "database",
            Self::Auto => "auto",
        }
    }

    /// The value of a name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|choice| choice.as_str() == name)
    }

    /// Whether the database is to be asked; `limit` in bytes.
    pub fn asks(self, database: &dyn Database, limit: u64) -> Result<bool> {
        match self {
            Self::Memory => Ok(false),
            Self::Database => Ok(true),
            Self::Auto => Ok(bytes(database)?.is_some_and(|bytes| bytes > limit)),
        }
    }
}

/// What a snapshot of all sellers would take; `None` where the database is no shared one.
fn bytes(database: &dyn Database) -> Result<Option<u64>> {
    let Some(mongo) = database.shared() else {
        return Ok(None);
    };
    let sellers = mongo.count(STORES, doc! {})?;
    let mut advertisers = 0_u64;
    let reported = vec![
        doc! { "$match": { "type": "report" } },
        doc! { "$group": { "_id": "$client_id" } },
        doc! { "$group": { "_id": null, "n": { "$sum": 1 } } },
    ];
    mongo.aggregate(METRICS, reported, &mut |sums| {
        advertisers += crate::row::unsigned(&sums, "n");
        Ok(ControlFlow::Continue(()))
    })?;
    Ok(Some(estimate(sellers, advertisers)))
}

const fn estimate(sellers: u64, advertisers: u64) -> u64 {
    sellers
        .saturating_mul(SELLER)
        .saturating_add(advertisers.saturating_mul(ADVERTISER))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_million_takes_what_was_measured() {
        let bytes = estimate(1_000_000, 200_000);
        assert!((1_200_000_000..1_320_000_000).contains(&bytes));
        assert!(estimate(10_000_000, 2_000_000) > 2048 << 20);
        assert!(estimate(21_764, 5_000) < 64 << 20);
    }

    #[test]
    fn names_come_back() {
        for choice in Choice::ALL {
            assert_eq!(Choice::from_name(choice.as_str()), Some(choice));
        }
        assert_eq!(Choice::from_name("disk"), None);
    }
}
