//! How fast a campaign asks the DNS, and what memory it takes: `cargo run --release -p probe --example speed`.
//!
//! 21,764 made-up sellers with a domain of their own each, so 43,528 hosts with `www.`, against the sandbox's DNS in a
//! process of its own (this program again) over loopback, with default settings. Arguments: domains, latency of an
//! answer in milliseconds, questions of a thousand that are lost.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::print_stdout,
    missing_docs
)]
#![allow(clippy::disallowed_methods, reason = "measures time; loopback only")]

use std::io::{BufRead, BufReader, Read};
use std::net::SocketAddr;
use std::process::{Command, Stdio};
use std::sync::Arc;
use std::time::{Duration, Instant};

use classification::Catalogue;
use database::{Database, Sqlite};
use model::seller::SellerDomain;
use model::{Host, Seller, Timestamp};
use probe::{Campaign, Dns, DnsSettings, Event, Observer, Resolvers, Targets};
use sandbox::dns::{Data, DnsServer, DnsSpec, Zone};
use tokio::net::{TcpListener, UdpSocket};
use tokio_util::sync::CancellationToken;

#[derive(Clone, Copy)]
struct Scene {
    domains: u64,
    latency: u64,
    lost: u32,
}

impl Scene {
    fn read(mut arguments: impl Iterator<Item = String>) -> Self {
        let mut number = |otherwise| arguments.next().map_or(otherwise, |text| text.parse().unwrap());
        Self {
            domains: number(21_764),
            latency: number(5),
            lost: number(0).try_into().unwrap(),
        }
    }

    fn arguments(self) -> [String; 3] {
        [
            self.domains.to_string(),
            self.latency.to_string(),
            self.lost.to_string(),
        ]
    }

    fn domain(number: u64) -> String {
        format!("shop-{number:05}.tn")
    }
}

fn main() {
    let mut arguments = std::env::args().skip(1).peekable();
    let runtime = tokio::runtime::Runtime::new().unwrap();
    if arguments.next_if(|word| word == "serve").is_some() {
        runtime.block_on(serve(Scene::read(arguments)));
    } else {
        runtime.block_on(measure(Scene::read(arguments)));
    }
}

/// Serves until the standard input ends, then says how much was asked.
async fn serve(scene: Scene) {
    let mut zone = Zone::default();
    for number in 0..scene.domains {
        let domain = Scene::domain(number);
        zone.add(&domain, 7200, Data::A([34, 155, 58, 152].into()));
        zone.add(&domain, 7200, Data::Ns("ns1.host.tn".into()));
        zone.add(&domain, 7200, Data::Ns("ns2.host.tn".into()));
        zone.add(&format!("www.{domain}"), 7200, Data::Cname(domain.into()));
    }
    let spec = DnsSpec {
        latency: Duration::from_millis(scene.latency),
        drop_per_mille: scene.lost,
        seed: 1,
        ..DnsSpec::default()
    };
    let server = DnsServer::new(Arc::new(zone), spec);
    let counts = server.counts();
    let tcp = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = tcp.local_addr().unwrap();
    let udp = UdpSocket::bind(address).await.unwrap();
    println!("{address}");
    let stop = tokio::task::spawn_blocking(|| std::io::stdin().read_to_end(&mut Vec::new()));
    server.serve(udp, tcp, stop).await.unwrap();
    println!("{} {}", counts.total().all(), counts.most_at_once());
}

struct Nobody;

impl Observer for Nobody {
    fn event(&self, _: &Event<'_>) {}
}

async fn measure(scene: Scene) {
    let mut server = Command::new(std::env::current_exe().unwrap())
        .arg("serve")
        .args(scene.arguments())
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut said = BufReader::new(server.stdout.take().unwrap()).lines();
    let address: SocketAddr = said.next().unwrap().unwrap().parse().unwrap();

    let database = Sqlite::open_in_memory().unwrap();
    let sellers: Vec<Seller> = (0..scene.domains).map(seller).collect();
    database.upsert_sellers(&sellers).unwrap();
    drop(sellers);
    let catalogue = Catalogue::builtin().unwrap();
    let settings = DnsSettings {
        resolvers: Resolvers::Addresses(vec![address]),
        ..DnsSettings::default()
    };
    let dns = Dns::open(&settings).unwrap().unwrap();
    let begun = Timestamp::parse("2026-01-05T08:00:00Z").unwrap();
    let campaign = Campaign {
        database: &database,
        catalogue: &catalogue,
        dns: &dns,
        landing: None,
        clock: &|| begun,
        observer: &Nobody,
        again: false,
        every_page: false,
    };
    let targets = Targets::of_sellers(&database, &catalogue).unwrap();
    println!("hosts: {}, memory before: {}", targets.places.len(), peak());
    let clock = Instant::now();
    let outcome = campaign.run(targets, CancellationToken::new()).await.unwrap();
    let took = clock.elapsed();

    drop(server.stdin.take());
    let asked = said.next().unwrap().unwrap();
    server.wait().unwrap();
    let (questions, at_once) = asked.split_once(' ').unwrap();
    let per_second = |count: u64| u128::from(count) * 1000 / took.as_millis().max(1);
    println!("took: {took:.1?}, {} looks a second", per_second(outcome.places));
    println!(
        "questions: {questions}, {} a second, {at_once} at once at most",
        per_second(questions.parse().unwrap())
    );
    println!("peak memory: {}", peak());
    println!("{outcome:?}");
}

fn seller(number: u64) -> Seller {
    let domain = Scene::domain(number);
    Seller {
        slug: format!("seller-{number:05}"),
        domains: vec![SellerDomain {
            host: Ok(Host::parse(&domain).unwrap()),
            given: domain,
        }],
    }
}

/// The most memory that this process ever had, as Linux tells it.
fn peak() -> String {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    line.unwrap_or("not known").trim().to_owned()
}
