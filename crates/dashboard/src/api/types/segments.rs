//! Saved segments and bands.

use analytics::Segment;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::Moment;
use crate::segments::{Kept, of_band};

/// A segment: what `segment=NAME` stands for.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct SegmentRow {
    /// Its name, as in `segment=NAME`.
    pub name: String,
    /// What people call it.
    pub title: String,
    /// Whether somebody saved it; the bands are always there.
    pub saved: bool,
    /// Its filter: parameters of `/api/v1/clients` as a query string.
    pub address: String,
    /// Its sellers; null where its filter is not understood any more, and it stands for nobody.
    pub clients: Option<u64>,
    /// To be handed back when it is written; null for bands.
    pub revision: Option<u64>,
    /// Who saved it last.
    pub by: Option<String>,
    /// When.
    pub at: Option<Moment>,
}

impl SegmentRow {
    /// Of a saved segment.
    pub(crate) fn of(kept: Kept, clients: Option<u64>) -> Self {
        Self {
            name: kept.name,
            title: kept.body.title,
            saved: true,
            address: kept.body.address,
            clients,
            revision: Some(kept.revision),
            by: Some(kept.body.by),
            at: Some(Moment(kept.body.at)),
        }
    }

    /// Of a band.
    pub(crate) fn of_band(band: Segment, clients: u64) -> Self {
        Self {
            name: band.as_str().to_owned(),
            title: band.as_str().to_owned(),
            saved: false,
            address: of_band(band),
            clients: Some(clients),
            revision: None,
            by: None,
            at: None,
        }
    }
}

/// A segment to save.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SegmentAsked {
    /// What people call it.
    #[schema(min_length = 1, max_length = 80, examples("To call"))]
    pub title: String,
    /// Its filter: parameters of `/api/v1/clients` that choose sellers, as a query string.
    #[schema(
        min_length = 1,
        max_length = 4_000,
        examples("status=active&not_platform=youcan")
    )]
    pub address: String,
    /// The revision that was read; 0 where there was no such segment. Another one is a conflict (409).
    #[serde(deserialize_with = "super::scalars::whole")]
    #[schema(maximum = 9_000_000_000_000_000_u64)]
    pub revision: u64,
}
