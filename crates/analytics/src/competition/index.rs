//! Every rival host and platform of all sellers, gathered once per snapshot, so that a window only adds numbers up.

use std::cmp::Reverse;

use compact_str::CompactString;
use model::Timestamp;

use crate::book::Snapshot;
use crate::competition::gathering::Gathering;
use crate::overview::span::Span;
use crate::recommend::ranked::Ranked;

/// The id of a platform that nobody knows.
pub(crate) const UNKNOWN: &str = "unknown";

/// A rival host as it stands.
#[derive(Debug, Clone)]
pub(crate) struct Host {
    pub(crate) domain: CompactString,
    /// Place of its platform in [`Index::platforms`]: that of most of its ads, where reports disagree.
    pub(crate) platform: usize,
    pub(crate) ads: u64,
    pub(crate) clients: u64,
    pub(crate) first_seen: Timestamp,
}

/// A platform as it stands.
#[derive(Debug, Clone)]
pub(crate) struct Platform {
    pub(crate) id: CompactString,
    pub(crate) ads: u64,
    pub(crate) clients: u64,
    pub(crate) domains: u64,
}

/// So many more (or fewer) ads of some seller lead to a host from a moment on.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Step {
    pub(crate) at: Timestamp,
    pub(crate) host: usize,
    pub(crate) platform: usize,
    pub(crate) more: i64,
}

/// All of them.
#[derive(Debug, Clone, Default)]
pub(crate) struct Index {
    /// In no order that means anything.
    pub(crate) hosts: Vec<Host>,
    /// In no order that means anything.
    pub(crate) platforms: Vec<Platform>,
    /// In no order that means anything: they are only added up.
    pub(crate) steps: Vec<Step>,
}

impl Index {
    /// Walks the rivals of all sellers.
    pub(crate) fn of(snapshot: &Snapshot) -> Self {
        let mut gathering = Gathering::default();
        for (number, client) in snapshot.advertisers().enumerate() {
            gathering.client(number, client);
        }
        gathering.index()
    }

    /// Whether a first sight lies within the span and is news: in the first scan ever everything is seen first.
    pub(crate) fn is_new(snapshot: &Snapshot, span: Span, first_seen: Timestamp) -> bool {
        let after_first_scan = snapshot
            .first_scan_ended()
            .is_some_and(|ended| first_seen > ended);
        after_first_scan && span.holds(first_seen)
    }

    /// Hosts seen for the first time within the span, by name.
    pub(crate) fn new_within(&self, snapshot: &Snapshot, span: Span) -> Vec<CompactString> {
        let new = |host: &&Host| Self::is_new(snapshot, span, host.first_seen);
        let mut names: Vec<_> = self
            .hosts
            .iter()
            .filter(new)
            .map(|host| host.domain.clone())
            .collect();
        names.sort_unstable();
        names
    }

    /// Hosts on no known platform that ads lead to now, most ads first.
    pub(crate) fn unidentified(&self) -> Ranked<(Reverse<u64>, &str)> {
        let mut ranked = Ranked::default();
        for host in self.hosts.iter().filter(|host| host.ads > 0) {
            if self.platform_of(host) == UNKNOWN {
                ranked.push((Reverse(host.ads), host.domain.as_str()), || host.domain.clone());
            }
        }
        ranked
    }

    /// The id of a host's platform.
    pub(crate) fn platform_of(&self, host: &Host) -> &str {
        self.platforms
            .get(host.platform)
            .map_or(UNKNOWN, |platform| platform.id.as_str())
    }
}
