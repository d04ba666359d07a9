//! What the server was asked, and how much at once.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use compact_str::CompactString;

/// What the server was asked, up to now.
#[derive(Debug, Default)]
pub struct Counts {
    counted: Mutex<Counted>,
}

#[derive(Debug, Default)]
struct Counted {
    connections: Gauge,
    requests: Gauge,
    hosts: BTreeMap<CompactString, Gauge>,
}

#[derive(Debug, Clone, Copy, Default)]
struct Gauge {
    begun: u64,
    now: u64,
    most: u64,
}

impl Gauge {
    const fn begin(&mut self) {
        self.begun += 1;
        self.now += 1;
        if self.now > self.most {
            self.most = self.now;
        }
    }
}

impl Counts {
    /// Connections that were taken.
    pub fn connections(&self) -> u64 {
        self.counted().connections.begun
    }

    /// Connections that were open at the same time, at most.
    pub fn most_connections(&self) -> u64 {
        self.counted().connections.most
    }

    /// Requests, those that got no answer included.
    pub fn requests(&self) -> u64 {
        self.counted().requests.begun
    }

    /// Requests that were under way at the same time, at most: each from its head to the end of its answer's body.
    pub fn most_at_once(&self) -> u64 {
        self.counted().requests.most
    }

    /// Requests for a host: lower case, no port.
    pub fn requests_of(&self, host: &str) -> u64 {
        self.of(host).begun
    }

    /// Requests for a host that were under way at the same time, at most.
    pub fn most_at_once_of(&self, host: &str) -> u64 {
        self.of(host).most
    }

    /// All hosts that were asked for, and how often.
    pub fn hosts(&self) -> Vec<(CompactString, u64)> {
        let counted = self.counted();
        let each = counted.hosts.iter();
        each.map(|(host, gauge)| (host.clone(), gauge.begun)).collect()
    }

    /// A connection that is open until what is returned is dropped.
    pub(super) fn open(self: &Arc<Self>) -> Open {
        self.counted().connections.begin();
        Open(Arc::clone(self))
    }

    /// A request that is under way until what is returned is dropped.
    pub(super) fn begin(self: &Arc<Self>, host: &str) -> UnderWay {
        let mut counted = self.counted();
        counted.requests.begin();
        counted.hosts.entry(host.into()).or_default().begin();
        UnderWay {
            counts: Arc::clone(self),
            host: host.into(),
        }
    }

    fn of(&self, host: &str) -> Gauge {
        self.counted().hosts.get(host).copied().unwrap_or_default()
    }

    fn counted(&self) -> MutexGuard<'_, Counted> {
        self.counted.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// An open connection.
pub(super) struct Open(Arc<Counts>);

impl Drop for Open {
    fn drop(&mut self) {
        self.0.counted().connections.now -= 1;
    }
}

/// A request whose answer is not out yet.
pub(super) struct UnderWay {
    counts: Arc<Counts>,
    host: CompactString,
}

impl Drop for UnderWay {
    fn drop(&mut self) {
        let mut counted = self.counts.counted();
        counted.requests.now -= 1;
        if let Some(gauge) = counted.hosts.get_mut(&self.host) {
            gauge.now -= 1;
        }
    }
}
