//! Since when it is known whether a seller advertises.

use std::collections::HashMap;

use compact_str::CompactString;
use model::{Host, Timestamp};

use super::note::Note;
use crate::client::Client;

/// For each host that was asked for, when the first search that brought everything was made.
#[derive(Debug, Default)]
pub(super) struct Asked {
    /// Only ever asked by name: its order shows nowhere.
    first: HashMap<CompactString, Timestamp, foldhash::fast::RandomState>,
    /// Hosts whose moment came or moved since the last `take_news`.
    news: Vec<CompactString>,
}

impl Asked {
    /// A search that brought everything.
    pub(super) fn complete(&mut self, text: &str, at: Timestamp) {
        let Some(host) = host_asked(text) else { return };
        let known = self.first.get(&host).copied();
        if known.is_none_or(|known| at < known) {
            self.first.insert(host.clone(), at);
            self.news.push(host);
        }
    }

    /// Hosts about which more is known than the last time, each once.
    pub(super) fn take_news(&mut self) -> News {
        News(std::mem::take(&mut self.news).into_iter().collect())
    }

    /// The first complete search of the host or of a name above it (a sweep).
    fn host(&self, host: &str) -> Option<Timestamp> {
        if self.first.is_empty() {
            return None;
        }
        names(host).filter_map(|name| self.first.get(name)).min().copied()
    }

    /// See [`covered_at`].
    pub(super) fn since(&self, client: &Client, note: &Note) -> Option<Timestamp> {
        covered_at(client, note, |host| self.host(host))
    }
}

/// When it was first known whether the seller advertises: when the last of its hosts was first asked for in full, or,
/// where that is earlier or never was, when a scan or a report first told of it. `None` without a mapping: then nothing
/// is known of it. Of a seller that cannot be asked for any more only reports tell.
///
/// `first` gives the first complete search of a host or of a name above it ([`names`]).
pub fn covered_at(
    client: &Client,
    note: &Note,
    first: impl Fn(&str) -> Option<Timestamp>,
) -> Option<Timestamp> {
    let seen = client.seen_at?;
    if !client.status.is_covered() {
        return client
            .history
            .iter()
            .find(|mark| mark.status.is_covered())
            .map(|mark| mark.at);
    }
    let told = client.history.first().map_or(seen, |mark| mark.at.min(seen));
    let mut asked = None;
    for host in note.hosts(client) {
        match first(host) {
            // One that was never asked for in full leaves it to what is told.
            None => return Some(told),
            moment => asked = asked.max(moment),
        }
    }
    Some(asked.map_or(told, |asked| asked.min(told)))
}

/// The host that a search asked for, without `www.`; `None` of what is no host (`page:ID`, words): it covers no seller.
pub fn host_asked(text: &str) -> Option<CompactString> {
    let host = Host::parse(text).ok()?;
    Some(CompactString::from(host.without_www()))
}

/// Hosts about which more became known.
pub(super) struct News(std::collections::HashSet<CompactString, foldhash::fast::RandomState>);

impl News {
    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Whether one of the hosts is among them or under one of them.
    pub(super) fn concern(&self, hosts: &[CompactString]) -> bool {
        hosts
            .iter()
            .any(|host| names(host).any(|name| self.0.contains(name)))
    }
}

/// The host and every name above it that is no single label: `a.b.tn`, `b.tn`.
pub fn names(host: &str) -> impl Iterator<Item = &str> {
    std::iter::successors(Some(host), |name| name.split_once('.').map(|(_, rest)| rest))
        .filter(|name| name.contains('.'))
}
