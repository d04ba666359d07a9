//! What the book notes of a seller beside what snapshots show.

use compact_str::CompactString;

use crate::client::{Client, ClientStatus};
use crate::time::Day;

/// On which day a report was made, and what it says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct ReportDay {
    /// The day of `analyzed_at`.
    pub day: Day,
    /// Its status.
    pub status: ClientStatus,
}

/// Beside a client: its hosts, its reports by day. Most sellers need neither.
#[derive(Debug)]
pub(super) struct Note(Option<Box<More>>);

#[derive(Debug)]
struct More {
    hosts: Option<Box<[CompactString]>>,
    reports: Box<[ReportDay]>,
}

impl Note {
    /// `hosts` where they differ from the client's domains as given.
    pub(super) fn new(hosts: Option<Box<[CompactString]>>, reports: Box<[ReportDay]>) -> Self {
        let needed = hosts.is_some() || !reports.is_empty();
        Self(needed.then(|| Box::new(More { hosts, reports })))
    }

    /// The hosts by which the seller can be asked for.
    pub(super) fn hosts<'n>(&'n self, client: &'n Client) -> &'n [CompactString] {
        let own = self.0.as_ref().and_then(|more| more.hosts.as_deref());
        own.unwrap_or(&client.domains)
    }

    /// Its reports by day.
    pub(super) fn reports(&self) -> &[ReportDay] {
        self.0.as_ref().map_or(&[], |more| &more.reports)
    }
}
