//! Numbers that are given out once, each greater than all before it.

use ::mongodb::bson::{Bson, doc};

use super::Mongo;
use super::names::COUNTERS;
use super::values::Read;
use crate::{Error, Result};

/// Blocks of raw items.
pub(super) const BLOCKS: &str = "raw_blocks";
/// Writes of ads.
pub(super) const WRITES: &str = "ad_writes";

/// Takes so many numbers, from 1 on; gives the first. Where an answer is lost some numbers stay unused, which nobody
/// minds.
pub(super) fn take(mongo: &Mongo, counter: &str, count: u64) -> Result<i64> {
    let count = i64::try_from(count).unwrap_or(i64::MAX);
    let fields = doc! {
        "query": {"_id": counter},
        "update": {"$inc": {"n": Bson::Int64(count)}},
        "upsert": true,
    };
    let counted = mongo.find_and_modify(COUNTERS, &fields)?.value;
    let counted = counted.ok_or_else(|| Error::Engine(format!("{counter} cannot be counted")))?;
    Ok(counted.number("n")? - count + 1)
}
