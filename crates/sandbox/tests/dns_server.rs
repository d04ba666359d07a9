//! The DNS server over real sockets, asked by a resolver that is not ours and by hand.
#![allow(
    clippy::disallowed_methods,
    reason = "it knocks at the server under test, on loopback, and tells how long many questions took"
)]

use crate::dns_common;

use std::net::{Ipv4Addr, SocketAddr, UdpSocket};
use std::time::{Duration, Instant};

use dns_common::{lines, question, server, serving};
use hickory_resolver::proto::op::ResponseCode;
use hickory_resolver::proto::rr::RecordType;
use sandbox::dns::{Data, DnsSpec, Tally, Zone};

const SHOPS: &str = "\
$TTL 600
$ORIGIN shop.tn.
@      IN NS  ns1.host.tn.
@      IN A   34.155.58.152
       IN AAAA 2a00:1450::1
www    IN CNAME @
old    IN CNAME rival
rival  IN CNAME shops.myshopify.com.
note   IN TXT \"one\" \"two\"
shops.myshopify.com. 60 A 23.227.38.65
*.converty.shop. A 34.155.58.152
";

#[tokio::test]
async fn a_resolver_is_answered_as_by_the_whole_dns() {
    let server = server(SHOPS, DnsSpec::default()).await;
    let resolver = server.resolver();
    let ips = resolver.lookup_ip("old.shop.tn.").await.unwrap();
    assert_eq!(
        ips.iter().map(|ip| ip.to_string()).collect::<Vec<_>>(),
        ["23.227.38.65"]
    );
    let answer = server.ask("old.shop.tn", RecordType::A).await;
    assert_eq!(
        lines(&answer.answers),
        [
            "old.shop.tn. CNAME rival.shop.tn.",
            "rival.shop.tn. CNAME shops.myshopify.com.",
            "shops.myshopify.com. A 23.227.38.65"
        ]
    );
    let flags = answer.metadata;
    assert!(flags.recursion_available && flags.recursion_desired && !flags.authoritative);
    assert_eq!(answer.answers[0].ttl, 600);
    assert_eq!(answer.answers[2].ttl, 60);
    let missing = resolver.lookup_ip("missing.tn.").await.unwrap_err();
    assert!(missing.is_nx_domain(), "{missing}");
    let nothing = server.ask("rival.converty.shop", RecordType::MX).await;
    assert_eq!(nothing.metadata.response_code, ResponseCode::NoError);
    assert_eq!(nothing.authorities[0].record_type(), RecordType::SOA);
    server.stop().await;
}

#[tokio::test]
async fn questions_are_counted_by_name_type_and_way() {
    let server = server(SHOPS, DnsSpec::default()).await;
    server.ask("www.shop.tn", RecordType::A).await;
    server.ask("WWW.Shop.tn", RecordType::A).await;
    let answer = server.ask_tcp("www.shop.tn", RecordType::AAAA).await;
    assert_eq!(lines(&answer.answers)[1], "shop.tn. AAAA 2a00:1450::1");
    let counts = &server.counts;
    assert_eq!(counts.total(), Tally { udp: 2, tcp: 1 });
    assert_eq!(counts.of("www.shop.tn", RecordType::A), Tally { udp: 2, tcp: 0 });
    assert_eq!(
        counts.of("www.shop.tn", RecordType::AAAA),
        Tally { udp: 0, tcp: 1 }
    );
    assert_eq!(counts.of("shop.tn", RecordType::A), Tally::default());
    assert_eq!(counts.asked().len(), 2);
    server.stop().await;
}

const NAMES: u16 = 20_000;
const QUESTIONS: u16 = 60_000;
const SOCKETS: usize = 16;
/// Questions under way at once.
const WINDOW: u16 = 384;

fn shops() -> Zone {
    let mut zone = Zone::default();
    for at in 0..NAMES {
        zone.add(
            &format!("shop{at}.tn"),
            300,
            Data::A(Ipv4Addr::new(34, 155, 58, 152)),
        );
    }
    zone
}

/// Asks from another thread, so that the server has this one to itself.
fn ask_all(address: SocketAddr) -> Duration {
    // Several, so that no answer is lost on the client's side.
    let sockets: [_; SOCKETS] = std::array::from_fn(|_| {
        let socket = UdpSocket::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
        socket.connect(address).unwrap();
        socket.set_read_timeout(Some(Duration::from_secs(10))).unwrap();
        socket
    });
    let socket = |number: u16| &sockets[usize::from(number) % SOCKETS];
    let send = |number: u16| {
        let mut message = question(&format!("shop{}.tn", number % NAMES), RecordType::A);
        message.metadata.id = number;
        socket(number).send(&message.to_vec().unwrap()).unwrap();
    };
    let mut buffer = [0; 2_048];
    let begun = Instant::now();
    for number in 0..QUESTIONS + WINDOW {
        if number < QUESTIONS {
            send(number);
        }
        if number >= WINDOW {
            socket(number - WINDOW)
                .recv(&mut buffer)
                .expect("every question is answered");
        }
    }
    begun.elapsed()
}

#[tokio::test]
#[ignore = "a figure, not a check"]
async fn questions_a_second_on_one_thread() {
    for latency in [Duration::ZERO, Duration::from_millis(5)] {
        let spec = DnsSpec {
            latency,
            ..DnsSpec::default()
        };
        let server = serving(shops(), spec).await;
        let address = server.address;
        // Until it serves, the system holds few questions for it.
        server.ask("shop0.tn", RecordType::A).await;
        let took = tokio::task::spawn_blocking(move || ask_all(address))
            .await
            .unwrap();
        let rate = u128::from(QUESTIONS) * 1_000 / took.as_millis().max(1);
        println!("latency {latency:?}, {WINDOW} at once: {rate} questions a second");
        assert_eq!(server.counts.total().udp, u64::from(QUESTIONS) + 1);
        server.stop().await;
    }
}
