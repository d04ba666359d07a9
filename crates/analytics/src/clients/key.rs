//! What sellers are ordered by, as one number each.

use model::document::Ratio;

use super::{ClientOrder, Sort};
use crate::client::{Client, ClientStatus};

/// The key of sellers that have none: they come last in both directions.
pub const NONE: i64 = i64::MIN;

/// The key that most sellers have.
pub const fn common(sort: Sort) -> i64 {
    match sort {
        Sort::ConvertyRatio | Sort::ConcurrentRatio | Sort::Confidence => NONE,
        Sort::Status => ClientStatus::Inactive as i64,
        _ => 0,
    }
}

impl Sort {
    /// Whether sellers without any report all have the common key.
    pub(super) const fn is_of_reports(self) -> bool {
        use Sort::{Ads, Concurrent, ConcurrentRatio, Converty, ConvertyRatio, Unknown};
        matches!(
            self,
            Ads | Converty | Concurrent | Unknown | ConvertyRatio | ConcurrentRatio
        )
    }
}

/// A key by which ascending order is the order that is asked for.
pub const fn directed(key: i64, order: ClientOrder) -> i64 {
    match key {
        NONE => i64::MAX,
        key if order.descending => key.saturating_neg(),
        i64::MAX => i64::MAX - 1,
        key => key,
    }
}

/// The key of a seller; `NONE` where it has none.
pub fn key(client: &Client, sort: Sort) -> i64 {
    let ratio = |ratio: Ratio| match client.ads.total {
        0 => NONE,
        _ => i64::try_from(ratio.hundredths()).unwrap_or(i64::MAX),
    };
    match sort {
        Sort::Slug => 0,
        Sort::Status => client.status as i64,
        Sort::Ads => client.ads.total.into(),
        Sort::Converty => client.ads.converty.into(),
        Sort::Concurrent => client.ads.concurrent.into(),
        Sort::Unknown => client.ads.unknown.into(),
        Sort::ConvertyRatio => ratio(client.ads.converty_ratio()),
        Sort::ConcurrentRatio => ratio(client.ads.concurrent_ratio()),
        Sort::Pages => client.pages.into(),
        Sort::Confidence => client.confidence.map_or(NONE, |confidence| confidence as i64),
        Sort::Cost => client.cost.micros().max(NONE + 1),
        Sort::Seen => client.seen_at.map_or(NONE, model::Timestamp::as_millis),
    }
}
