//! A DNS over loopback, and what campaigns need around them.
#![allow(dead_code, reason = "each test file uses its part")]
#![allow(clippy::disallowed_methods, reason = "loopback only")]

pub mod bench;

use std::net::SocketAddr;
use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use model::observation::{Observed, Undecided};
use model::{Host, Timestamp};
use probe::{Dns, DnsSettings, Event, Observer, Resolvers};
use sandbox::dns::{Counts, DnsFault, DnsServer, DnsSpec, Zone};
use tokio::net::{TcpListener, UdpSocket};

pub fn host(text: &str) -> Host {
    Host::parse(text).unwrap()
}

pub fn zone(text: &str) -> Zone {
    Zone::parse(text).unwrap()
}

pub fn faults<'f>(faults: impl IntoIterator<Item = (&'f str, DnsFault)>) -> DnsSpec {
    let faults = faults.into_iter().map(|(name, fault)| (name.to_owned(), fault));
    DnsSpec {
        faults: faults.collect(),
        ..DnsSpec::default()
    }
}

/// A resolver of the sandbox.
pub struct Resolver {
    pub address: SocketAddr,
    pub counts: Arc<Counts>,
}

/// One UDP and one TCP socket with the same port.
pub async fn sockets() -> (UdpSocket, TcpListener) {
    loop {
        let tcp = TcpListener::bind("127.0.0.1:0").await.unwrap();
        if let Ok(udp) = UdpSocket::bind(tcp.local_addr().unwrap()).await {
            return (udp, tcp);
        }
    }
}

/// Serves until the test's runtime ends.
pub async fn resolver(zone: Zone, spec: DnsSpec) -> Resolver {
    let (udp, tcp) = sockets().await;
    let address = udp.local_addr().unwrap();
    let server = DnsServer::new(Arc::new(zone), spec);
    let counts = server.counts();
    tokio::spawn(server.serve(udp, tcp, std::future::pending::<()>()));
    Resolver { address, counts }
}

/// Short waits: a look at a silent name takes a quarter of a second.
pub fn settings(resolvers: &[&Resolver]) -> DnsSettings {
    DnsSettings {
        resolvers: Resolvers::Addresses(resolvers.iter().map(|resolver| resolver.address).collect()),
        timeout: Duration::from_millis(100),
        ..DnsSettings::default()
    }
}

/// Long waits and few hosts at once, for many hosts on a busy machine.
pub fn patient(resolvers: &[&Resolver]) -> DnsSettings {
    DnsSettings {
        parallel: 32,
        timeout: Duration::from_secs(10),
        ..settings(resolvers)
    }
}

pub fn dns(settings: &DnsSettings) -> Dns {
    Dns::open(settings).unwrap().unwrap()
}

/// A clock that stands until it is set.
pub struct Clock(AtomicI64);

impl Clock {
    pub fn at(text: &str) -> Self {
        Self(AtomicI64::new(Timestamp::parse(text).unwrap().as_millis()))
    }

    pub fn now(&self) -> Timestamp {
        Timestamp::clamped(self.0.load(Ordering::Relaxed))
    }

    pub fn pass(&self, time: Duration) {
        let millis = i64::try_from(time.as_millis()).unwrap();
        self.0.fetch_add(millis, Ordering::Relaxed);
    }
}

/// Keeps what happened.
#[derive(Default)]
pub struct Diary {
    pub planned: Mutex<Vec<(u64, u64)>>,
    pub observed: Mutex<Vec<Observed>>,
    pub undecided: Mutex<Vec<Undecided>>,
}

impl Observer for Diary {
    fn event(&self, event: &Event<'_>) {
        match event {
            Event::Planned { due, fresh } => self.planned.lock().unwrap().push((*due, *fresh)),
            Event::Observed(observed) => self.observed.lock().unwrap().push((*observed).clone()),
            Event::Undecided(undecided) => self.undecided.lock().unwrap().push((*undecided).clone()),
        }
    }
}
