//! Where a seller's ads lead away to, and which of its domains left.

use analytics::Rival;
use model::moves::DomainMove;
use serde::Serialize;
use utoipa::ToSchema;

use super::super::{Moment, MovedToName};
use crate::view::View;

/// A rival host of one seller.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct ClientRivalRow {
    /// The host, without `www.`.
    pub domain: String,
    /// Its platform's id, `unknown` where none is known.
    pub platform: String,
    /// The platform's name.
    pub platform_name: String,
    /// The seller's ads that lead there now; 0 where they did once.
    pub ads: u32,
    /// When one of them was first seen to.
    pub first_seen: Moment,
}

impl ClientRivalRow {
    /// Of a rival.
    pub fn of(rival: &Rival, view: &View) -> Self {
        Self {
            domain: rival.domain.to_string(),
            platform: rival.platform.to_string(),
            platform_name: view.platform_name(&rival.platform).to_owned(),
            ads: rival.ads,
            first_seen: Moment(rival.first_seen),
        }
    }
}

/// A domain that left Converty.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct MoveRow {
    /// The domain, without `www.`.
    pub domain: String,
    /// Which of its names moved.
    pub names: Vec<String>,
    /// Where to.
    pub to: MovedToName,
    /// The rival platform's id where it is known.
    pub platform: Option<String>,
    /// What the DNS says now; empty where there is nothing.
    pub points_to: String,
    /// When it was last seen on Converty.
    pub last_on_converty: Moment,
    /// When it was first seen away.
    pub first_away: Moment,
}

impl MoveRow {
    /// Of a move.
    pub fn of(moved: &DomainMove) -> Self {
        Self {
            domain: moved.domain.clone(),
            names: moved.names.clone(),
            to: MovedToName(moved.to),
            platform: moved.platform.clone(),
            points_to: moved.points_to.clone(),
            last_on_converty: Moment(moved.last_on_converty),
            first_away: Moment(moved.first_away),
        }
    }
}
