//! A rival host that no seller's ads led to before.

use std::collections::BTreeMap;

use compact_str::CompactString;
use model::Kind;

use crate::alerts::{Alert, AlertKind, Severity};
use crate::book::Frame;
use crate::client::{Client, Rival};
use crate::competition::index::{Host, Index, UNKNOWN};
use crate::overview::span::Span;

/// From so many sellers on, somebody should look today.
const CRITICAL_FROM: usize = 3;

/// The sellers behind a new host.
#[derive(Debug, Default)]
struct Behind {
    clients: Vec<CompactString>,
    ads: u64,
    out_of: u64,
    /// Whether one of them had been looked at whole before, and did not lead there.
    proven: bool,
}

/// Hosts that may be news, and who is behind them.
#[derive(Debug)]
pub struct Newcomers<'i> {
    index: &'i Index,
    behind: BTreeMap<&'i str, (&'i Host, Behind)>,
}

impl<'i> Newcomers<'i> {
    /// Those first seen within the span, with nobody behind them yet.
    pub fn of(frame: &Frame, index: &'i Index, span: Span) -> Self {
        let new = |host: &&Host| Index::is_new(frame, span, host.first_seen);
        let hosts = index.hosts.iter().filter(new);
        Self {
            index,
            behind: hosts
                .map(|host| (host.domain.as_str(), (host, Behind::default())))
                .collect(),
        }
    }

    /// Their names, in order; with none of them there is nobody to look at.
    pub fn names(&self) -> impl Iterator<Item = &'i str> {
        self.behind.keys().copied()
    }

    /// Adds a seller, where some of its ads lead to one of them now. Sellers come by slug.
    pub fn add(&mut self, client: &Client) {
        self.add_where(client, |_| true);
    }

    /// The same for some hosts only: for whoever asks for the sellers behind so many hosts at once.
    pub fn add_where(&mut self, client: &Client, asked: impl Fn(&str) -> bool) {
        let now = client.rivals.iter().filter(|rival| rival.ads > 0);
        for rival in now.filter(|rival| asked(&rival.domain)) {
            if let Some((_, behind)) = self.behind.get_mut(rival.domain.as_str()) {
                behind.add(client, rival);
            }
        }
    }

    /// One alert for each host that is proven to be new.
    pub fn alerts(self, frame: &Frame) -> impl Iterator<Item = Alert> {
        let Self { index, behind } = self;
        let proven = behind.into_values().filter(|(_, behind)| behind.proven);
        proven.map(move |(host, behind)| alert(frame, index.platform_of(host), host, behind))
    }
}

impl Behind {
    fn add(&mut self, client: &Client, rival: &Rival) {
        if self.clients.last() != Some(&client.slug) {
            self.clients.push(client.slug.clone());
            self.out_of += u64::from(client.ads.total);
        }
        self.ads += u64::from(rival.ads);
        self.proven |= rival.proven;
    }
}

fn alert(frame: &Frame, platform: &str, host: &Host, behind: Behind) -> Alert {
    let severity = match frame.kind_of(platform) {
        Kind::Messaging => Severity::Notice,
        _ if behind.clients.len() >= CRITICAL_FROM => Severity::Critical,
        _ => Severity::Warning,
    };
    let occasion = host.first_seen.as_millis().to_string();
    let kind = AlertKind::NewCompetitor;
    let mut alert = Alert::new(kind, severity, &host.domain, &occasion, host.first_seen);
    alert.clients = behind.clients;
    alert.ads = behind.ads;
    alert.out_of = behind.out_of;
    alert.place = Some(host.domain.clone());
    alert.platform = (platform != UNKNOWN).then(|| platform.into());
    alert
}
