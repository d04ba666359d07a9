//! A rival host that no seller's ads led to before.

use std::collections::BTreeMap;

use compact_str::CompactString;
use model::Kind;

use crate::alerts::{Alert, AlertKind, Severity};
use crate::book::Snapshot;
use crate::client::{Client, Rival};
use crate::competition::index::{Host, Index, UNKNOWN};
use crate::overview::span::Span;

/// From so many sellers on, somebody should look today.
const CRITICAL_FROM: usize = 3;

/// The sellers behind a new host.
#[derive(Default)]
struct Behind {
    clients: Vec<CompactString>,
    ads: u64,
    out_of: u64,
    /// Whether one of them had been looked at before, and did not lead there.
    proven: bool,
}

/// One alert for each host that is proven to be new.
pub(super) fn alerts(snapshot: &Snapshot, span: Span) -> Vec<Alert> {
    let index = &snapshot.standing().rivals;
    let new = |host: &&Host| Index::is_new(snapshot, span, host.first_seen);
    let hosts = index.hosts.iter().filter(new);
    let mut behind: BTreeMap<&str, (&Host, Behind)> = hosts
        .map(|host| (host.domain.as_str(), (host, Behind::default())))
        .collect();
    if behind.is_empty() {
        return Vec::new();
    }
    for client in snapshot.advertisers() {
        for rival in client.rivals.iter().filter(|rival| rival.ads > 0) {
            if let Some((_, behind)) = behind.get_mut(rival.domain.as_str()) {
                behind.add(client, rival);
            }
        }
    }
    let proven = behind.into_values().filter(|(_, behind)| behind.proven);
    proven
        .map(|(host, behind)| alert(snapshot, index.platform_of(host), host, behind))
        .collect()
}

impl Behind {
    fn add(&mut self, client: &Client, rival: &Rival) {
        if self.clients.last() != Some(&client.slug) {
            self.clients.push(client.slug.clone());
            self.out_of += u64::from(client.ads.total);
        }
        self.ads += u64::from(rival.ads);
        let first = client.history.first();
        self.proven |= first.is_some_and(|first| first.at < rival.first_seen);
    }
}

fn alert(snapshot: &Snapshot, platform: &str, host: &Host, behind: Behind) -> Alert {
    let severity = match snapshot.kind_of(platform) {
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
