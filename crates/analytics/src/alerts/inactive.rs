//! A seller that advertised does not any more.

use model::Timestamp;

use crate::alerts::{Alert, AlertKind, Severity};
use crate::client::{Client, ClientStatus, Mark, Tally};
use crate::overview::span::Span;

/// From so many ads before, somebody should call today.
const CRITICAL_FROM: u32 = 6;

/// When a seller may have stopped: whoever looks for those that stopped within a span may pass over sellers that have
/// no such moment in it. A superset of what `Stop::of` can find in any span.
pub fn stop_moments(client: &Client) -> Vec<Timestamp> {
    let turns = client.history.windows(2);
    let by_marks = turns.filter_map(|pair| match pair {
        [before, since] if before.status == ClientStatus::Active && since.status != before.status => {
            Some(since.at)
        }
        _ => None,
    });
    by_marks
        .chain(Stop::by_mapping(client).map(|stop| stop.at))
        .collect()
}

/// How a seller stopped.
pub(crate) struct Stop {
    /// When.
    pub(crate) at: Timestamp,
    /// Its ads before.
    before: Tally,
    /// Its ads since.
    since: Tally,
}

impl Stop {
    /// Of a seller that stopped within the span and did not begin again by its end.
    pub(crate) fn of(client: &Client, span: Span) -> Option<Self> {
        let stop = Self::by_mapping(client).filter(|stop| span.holds(stop.at));
        stop.or_else(|| Self::by_marks(client, span))
    }

    /// Ads that are gone, or that do not lead to Converty any more, whichever are more.
    pub(crate) fn lost(&self) -> u32 {
        let gone = self.before.total.saturating_sub(self.since.total);
        gone.max(self.before.converty.saturating_sub(self.since.converty))
    }

    fn by_marks(client: &Client, span: Span) -> Option<Self> {
        let last = span.last(client)?;
        let back = span.is_open() && client.status == ClientStatus::Active;
        if last.status != ClientStatus::Inactive || back {
            return None;
        }
        let until = client.history.partition_point(|mark| mark.at <= last.at);
        let marks = client.history.get(..until).unwrap_or_default();
        let active = |mark: &Mark| mark.status == ClientStatus::Active;
        let before = marks.iter().rposition(active)?;
        let (before, since) = (marks.get(before)?, marks.get(before + 1)?);
        span.holds(since.at).then_some(Self {
            at: since.at,
            before: before.ads,
            since: since.ads,
        })
    }

    /// Where the mapping is later than the last report, as in bases of programs that report on active sellers only.
    fn by_mapping(client: &Client) -> Option<Self> {
        let last = client.history.last()?;
        let at = client.seen_at.filter(|seen| *seen > last.at)?;
        let stopped = last.status == ClientStatus::Active && client.status == ClientStatus::Inactive;
        stopped.then_some(Self {
            at,
            before: last.ads,
            since: Tally {
                total: client.linked_ads,
                converty: client.linked_ads,
                ..Tally::default()
            },
        })
    }
}

/// At most one alert a seller.
pub(super) fn alert(client: &Client, span: Span) -> Option<Alert> {
    let stop = Stop::of(client, span)?;
    let severity = if stop.before.total >= CRITICAL_FROM {
        Severity::Critical
    } else {
        Severity::Warning
    };
    let occasion = stop.at.as_millis().to_string();
    let mut alert = Alert::of_client(AlertKind::BecameInactive, severity, client, &occasion, stop.at);
    alert.ads = stop.lost().into();
    alert.out_of = stop.before.total.into();
    Some(alert)
}
