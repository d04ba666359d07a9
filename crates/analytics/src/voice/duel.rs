//! Converty against each rival: whose sellers' ads lead where, when a window began and at its end.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use compact_str::CompactString;

use crate::client::{Client, Mark};
use crate::overview::span::Span;

/// Converty against one platform, in sellers.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Duel {
    /// The rival's id, `unknown` where none is known.
    pub platform: CompactString,
    /// At the window's end, sellers with ads to both.
    pub shared: u64,
    /// When it began, sellers with ads to both.
    pub shared_before: u64,
    /// At its end, sellers with ads to the rival and none to Converty.
    pub away: u64,
    /// When it began, sellers with ads to the rival and none to Converty.
    pub away_before: u64,
    /// Sellers that had ads to the rival when it began, and at its end none there but some to Converty.
    pub won: u64,
    /// Sellers that had ads to Converty when it began, and at its end none but some to the rival.
    pub lost: u64,
}

/// All of them, seller by seller.
#[derive(Debug, Clone)]
pub struct Duels {
    span: Span,
    known: BTreeMap<CompactString, Duel>,
}

impl Duels {
    /// With no seller counted yet.
    pub const fn new(span: Span) -> Self {
        Self {
            span,
            known: BTreeMap::new(),
        }
    }

    /// Counts a seller, by its history and its rivals.
    pub fn client(&mut self, client: &Client) {
        if client.rivals.is_empty() {
            return;
        }
        let converty = |mark: Option<&Mark>| mark.is_some_and(|mark| mark.ads.converty > 0);
        let (ours_before, ours) = (
            converty(self.span.before(client)),
            converty(self.span.last(client)),
        );
        let mut theirs: BTreeMap<&CompactString, (bool, bool)> = BTreeMap::new();
        for rival in &client.rivals {
            let (before, now) = theirs.entry(&rival.platform).or_default();
            *before |= rival.ads_before(Some(self.span.begin())) > 0;
            *now |= rival.ads_before(self.span.end()) > 0;
        }
        for (platform, (before, now)) in theirs.into_iter().filter(|(_, (before, now))| *before || *now) {
            let duel = self.known.entry(platform.clone()).or_default();
            duel.shared += u64::from(now && ours);
            duel.shared_before += u64::from(before && ours_before);
            duel.away += u64::from(now && !ours);
            duel.away_before += u64::from(before && !ours_before);
            duel.won += u64::from(before && !now && ours);
            duel.lost += u64::from(ours_before && !ours && now);
        }
    }

    /// When all are counted: most sellers with ads to the rival at the end first, then by id.
    pub fn lines(self) -> Vec<Duel> {
        let named = self
            .known
            .into_iter()
            .map(|(platform, duel)| Duel { platform, ..duel });
        let mut lines: Vec<Duel> = named.collect();
        lines.sort_by_key(|duel| Reverse(duel.shared + duel.away));
        lines
    }
}
