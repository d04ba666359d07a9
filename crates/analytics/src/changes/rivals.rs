//! Hosts that are new to all sellers, and hosts that none leads to any more.

use std::collections::BTreeSet;

use compact_str::CompactString;

use super::ClientChanges;
use crate::book::Frame;
use crate::competition::index::Index;
use crate::overview::span::Span;

/// Ads of all sellers that led to a host when a span began, and at its end.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct HostStood {
    /// The host.
    pub domain: CompactString,
    /// When the span began.
    pub before: i64,
    /// At its end.
    pub after: i64,
}

/// Hosts that nobody's ads led to before the span, proven by at least one of the sellers behind them, by name.
pub fn new_to_all(frame: &Frame, index: &Index, span: Span, clients: &[ClientChanges]) -> Vec<CompactString> {
    let proven: BTreeSet<&CompactString> = clients.iter().flat_map(|client| &client.new_rivals).collect();
    let mut new = index.new_within(frame, span);
    new.retain(|host| proven.contains(host));
    new
}

/// Hosts that ads led to when the span began, and none at its end, by name.
pub fn lost_by_all(hosts: &[HostStood]) -> Vec<CompactString> {
    let lost = hosts.iter().filter(|host| host.before > 0 && host.after <= 0);
    let mut lost: Vec<_> = lost.map(|host| host.domain.clone()).collect();
    lost.sort_unstable();
    lost
}

impl Index {
    /// How all hosts stood at both ends of a span, where the index has its steps; in no order.
    pub(crate) fn stood(&self, span: Span) -> Vec<HostStood> {
        let mut stood: Vec<_> = self
            .hosts
            .iter()
            .map(|host| HostStood {
                domain: host.domain.clone(),
                ..HostStood::default()
            })
            .collect();
        for step in &self.steps {
            let Some(host) = stood.get_mut(step.host) else {
                continue;
            };
            if step.at < span.begin() {
                host.before += step.more;
            }
            if span.end().is_none_or(|end| step.at < end) {
                host.after += step.more;
            }
        }
        stood
    }

    /// Ads that lead to each host now, by name: for whoever keeps the steps elsewhere.
    pub fn hosts_now(&self) -> impl Iterator<Item = (&CompactString, u64)> {
        self.hosts.iter().map(|host| (&host.domain, host.ads))
    }
}
