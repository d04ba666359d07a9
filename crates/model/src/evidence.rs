//! Observed facts about a host: the slots that `probe` fills and verdicts weigh.

use compact_str::CompactString;
use serde::{Deserialize, Serialize};

use crate::Timestamp;

/// One observed fact about a host that names a platform.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Evidence {
    /// How it was observed.
    pub source: EvidenceSource,
    /// The platform's id in the catalogue that the fact speaks for.
    pub platform: CompactString,
    /// The fact itself: an address, a CNAME, the mark that was found.
    pub detail: String,
    /// When it was observed.
    pub observed_at: Timestamp,
}

/// How a fact was observed, strongest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum EvidenceSource {
    /// A name in the CNAME chain: the seller chose it, whatever address stands behind it today.
    Cname,
    /// An A or AAAA record.
    Address,
    /// A mark in the landing page, its headers or cookies.
    Landing,
    /// A name server of the registrable domain: says who runs the DNS, not who hosts the shop.
    NameServer,
}
