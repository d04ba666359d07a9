//! A stretch of time as moments: what was so when it began, and what happened within it.

use model::Timestamp;

use crate::book::{Frame, ScanTime};
use crate::client::{Client, Mark};
use crate::time::Window;

/// From a moment on, up to another or to now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Span {
    /// The first moment within; what came before it was so when it began.
    begin: Timestamp,
    /// The first moment after it; `None` where it reaches to now.
    end: Option<Timestamp>,
}

impl Span {
    /// The days of a window. One that reaches today has no end: what a clock that goes ahead has dated tomorrow is
    /// part of how things stand now.
    pub fn of(frame: &Frame, window: Window) -> Self {
        let zone = &frame.zone;
        let over = window.to < frame.today();
        Self {
            begin: zone.start_of(window.from),
            end: over.then(|| zone.start_of(window.to.plus(1))),
        }
    }

    /// All that came after a moment.
    pub fn after(moment: Timestamp) -> Self {
        Self::between(moment, None)
    }

    /// All that came after one moment and not after the other; to now where that is `None`.
    pub fn between(after: Timestamp, until: Option<Timestamp>) -> Self {
        Self {
            begin: right_after(after),
            end: until.map(right_after),
        }
    }

    /// What the scans after the one, up to and with the other, brought. The last scan's span has no end: what is dated
    /// after it is part of how things stand now.
    pub fn of_scans(frame: &Frame, older: &ScanTime, newer: &ScanTime) -> Self {
        let last = frame.scans().last();
        let open = last.is_none_or(|last| last.ended <= newer.ended);
        Self::between(older.ended, (!open).then_some(newer.ended))
    }

    /// The first moment within.
    pub const fn begin(self) -> Timestamp {
        self.begin
    }

    /// The first moment after it; `None` where it reaches to now.
    pub const fn end(self) -> Option<Timestamp> {
        self.end
    }

    /// Whether it reaches to now.
    pub(crate) const fn is_open(self) -> bool {
        self.end.is_none()
    }

    /// Whether a moment lies within.
    pub fn holds(self, at: Timestamp) -> bool {
        self.begin <= at && self.end.is_none_or(|end| at < end)
    }

    /// How the seller stood when it began.
    pub(crate) fn before(self, client: &Client) -> Option<&Mark> {
        let before = client.history.partition_point(|mark| mark.at < self.begin);
        before.checked_sub(1).and_then(|index| client.history.get(index))
    }

    /// How the seller stood when it began; where nobody had looked yet, how it stood when it was first looked at
    /// within.
    pub(crate) fn baseline(self, client: &Client) -> Option<&Mark> {
        self.before(client).or_else(|| self.marks(client).first())
    }

    /// The seller's marks within.
    pub(crate) fn marks(self, client: &Client) -> &[Mark] {
        let marks = &client.history;
        let from = marks.partition_point(|mark| mark.at < self.begin);
        let to = self
            .end
            .map_or(marks.len(), |end| marks.partition_point(|mark| mark.at < end));
        marks.get(from..to).unwrap_or_default()
    }

    /// How the seller stood at its end.
    pub(crate) fn last(self, client: &Client) -> Option<&Mark> {
        self.marks(client).last().or_else(|| self.before(client))
    }
}

fn right_after(moment: Timestamp) -> Timestamp {
    Timestamp::clamped(moment.as_millis().saturating_add(1))
}
