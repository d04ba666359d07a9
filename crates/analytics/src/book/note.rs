//! What the book notes of a seller beside what snapshots show.

use compact_str::CompactString;

use crate::client::{Client, ClientStatus};
use crate::time::Quarter;

/// When a report was made, and what it says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ReportMade {
    /// The quarter of an hour of `analyzed_at`.
    pub quarter: Quarter,
    /// Its status.
    pub status: ClientStatus,
}

/// Beside a client: its hosts, its reports. Most sellers need neither.
#[derive(Debug)]
pub struct Note(Option<Box<More>>);

#[derive(Debug)]
struct More {
    hosts: Option<Box<[CompactString]>>,
    reports: Box<[ReportMade]>,
}

impl Note {
    /// `hosts` where they differ from the client's domains as given; `reports` oldest first.
    pub fn new(hosts: Option<Box<[CompactString]>>, reports: Box<[ReportMade]>) -> Self {
        let needed = hosts.is_some() || !reports.is_empty();
        Self(needed.then(|| Box::new(More { hosts, reports })))
    }

    /// The hosts by which the seller can be asked for.
    pub fn hosts<'n>(&'n self, client: &'n Client) -> &'n [CompactString] {
        self.own_hosts().unwrap_or(&client.domains)
    }

    /// The same where they differ from the client's domains as given.
    pub fn own_hosts(&self) -> Option<&[CompactString]> {
        self.0.as_ref().and_then(|more| more.hosts.as_deref())
    }

    /// Its reports, oldest first.
    pub fn reports(&self) -> &[ReportMade] {
        self.0.as_ref().map_or(&[], |more| &more.reports)
    }
}
