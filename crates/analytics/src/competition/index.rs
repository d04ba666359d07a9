//! Every rival host and platform of all sellers, gathered once per snapshot, so that a window only adds numbers up.

use std::cmp::Reverse;

use compact_str::CompactString;
use model::Timestamp;

use crate::book::{Frame, Snapshot};
use crate::competition::gathering::Gathering;
use crate::overview::span::Span;
use crate::recommend::ranked::{Queue, Ranked};

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

/// Over all sellers, their ads that lead to one host of one platform.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RivalSum {
    /// The platform's id.
    pub platform: CompactString,
    /// The host.
    pub domain: CompactString,
    /// Ads now.
    pub ads: u64,
    /// Sellers with ads there now: a seller has each host once.
    pub clients: u64,
    /// When the first of their ads was seen to lead there.
    pub first_seen: Timestamp,
}

/// So many more (or fewer) ads of some seller lead to a host from a moment on.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Step {
    pub(crate) at: Timestamp,
    pub(crate) host: usize,
    pub(crate) platform: usize,
    pub(crate) more: i64,
}

/// Rivals of all sellers: hosts, platforms, and how many ads led to them over time.
#[derive(Debug, Clone, Default)]
pub struct Index {
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

    /// The same from sums: over all sellers for each platform and host, and for each platform the sellers with ads there
    /// now. Its steps are none: they are told to [`Past`](super::Past).
    pub fn of_sums<'s>(
        sums: impl IntoIterator<Item = &'s RivalSum>,
        clients_of: impl Fn(&str) -> u64,
    ) -> Self {
        let mut gathering = Gathering::default();
        for sum in sums {
            gathering.sum(sum);
        }
        let mut index = gathering.index();
        for platform in &mut index.platforms {
            platform.clients = clients_of(&platform.id);
        }
        index
    }

    /// Whether a first sight lies within the span and is news: in the first scan ever everything is seen first.
    pub(crate) fn is_new(frame: &Frame, span: Span, first_seen: Timestamp) -> bool {
        let after_first_scan = frame.first_scan_ended().is_some_and(|ended| first_seen > ended);
        after_first_scan && span.holds(first_seen)
    }

    /// Hosts seen for the first time within the span, by name.
    pub fn new_within(&self, frame: &Frame, span: Span) -> Vec<CompactString> {
        let new = |host: &&Host| Self::is_new(frame, span, host.first_seen);
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
    pub fn unidentified(&self) -> Queue {
        let mut ranked = Ranked::default();
        for host in self.hosts.iter().filter(|host| host.ads > 0) {
            if self.platform_of(host) == UNKNOWN {
                ranked.push((Reverse(host.ads), host.domain.as_str()), || host.domain.clone());
            }
        }
        ranked.queue()
    }

    /// The id of a host's platform.
    pub(crate) fn platform_of(&self, host: &Host) -> &str {
        self.platform_name(host.platform)
    }

    /// The id of a platform by its place.
    pub(crate) fn platform_name(&self, place: usize) -> &str {
        self.platforms
            .get(place)
            .map_or(UNKNOWN, |platform| platform.id.as_str())
    }
}
