//! How the base stood when the scan before the last one ended.

use model::Timestamp;

use super::span::Span;
use super::turns::was_silent;
use super::{Changes, SellerAds, Turned};
use crate::book::Frame;
use crate::client::{Client, ClientStatus};

/// Sums over all sellers, as they stood at that moment.
#[derive(Debug, Clone)]
pub struct Since {
    moment: Timestamp,
    /// All that came after it.
    pub span: Span,
    /// Sellers covered then.
    pub covered: u64,
    /// Sellers covered since, for the first time.
    pub newly_covered: u64,
    /// Sellers that advertised then.
    pub active: u64,
    /// Their ads.
    pub ads: SellerAds,
}

impl Since {
    /// With nothing counted yet; `None` where there were no two scans.
    pub fn of(frame: &Frame) -> Option<Self> {
        let moment = frame.scan_before_last()?;
        Some(Self {
            moment,
            span: Span::after(moment),
            covered: 0,
            newly_covered: 0,
            active: 0,
            ads: SellerAds::default(),
        })
    }

    /// Counts a seller; of those that are not covered nothing would be counted.
    pub fn count(&mut self, client: &Client) {
        let known = client
            .covered_at
            .is_some_and(|covered| covered < self.span.begin());
        let mark = self.span.before(client);
        self.newly_covered += u64::from(client.status.is_covered() && !known && mark.is_none());
        self.covered += u64::from(known || mark.is_some());
        if let Some(mark) = mark {
            self.ads.add(mark.ads);
        }
        // Before its first report a seller stood as that says; without any, as its mapping says.
        let first = client.history.first().map_or(client.status, |first| first.status);
        let guessed = Some(first).filter(|_| known && !was_silent(client));
        let status = mark.map(|mark| mark.status).or(guessed);
        self.active += u64::from(status == Some(ClientStatus::Active));
    }

    /// When all are counted: with who turned within the span, and which rivals were first seen in it.
    pub fn changes(self, (started, stopped): Turned, new_rivals: Vec<compact_str::CompactString>) -> Changes {
        let known = self.covered > 0;
        Changes {
            since: Some(self.moment),
            newly_covered: self.newly_covered,
            started,
            stopped,
            new_rivals,
            ads_before: known.then_some(self.ads),
            active_before: known.then_some(self.active),
        }
    }
}
