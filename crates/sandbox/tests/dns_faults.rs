//! Everything that goes wrong with the DNS, as a client meets it.
#![allow(
    clippy::disallowed_methods,
    reason = "it knocks at the server under test, on loopback"
)]

use crate::dns_common;

use std::net::Ipv4Addr;
use std::sync::Arc;
use std::time::Duration;

use dns_common::{Running, lines, question, server, serving};
use hickory_resolver::proto::op::{Message, OpCode, ResponseCode};
use hickory_resolver::proto::rr::{DNSClass, RecordType};
use sandbox::dns::{Data, DnsFault, DnsServer, DnsSpec, Tally, Zone};
use tokio::net::{TcpListener, UdpSocket};

/// Long enough for an answer that comes, short enough to wait for one that does not.
const MOMENT: Duration = Duration::from_millis(200);

const ZONE: &str =
    "$TTL 60\na.tn A 1.1.1.1\nb.tn A 2.2.2.2\nx.b.tn A 3.3.3.3\ny.x.b.tn A 4.4.4.4\nto.tn CNAME a.tn\n";

async fn faulty<const N: usize>(faults: [(&str, DnsFault); N]) -> Running {
    let faults = faults
        .map(|(pattern, fault)| (pattern.to_owned(), fault))
        .to_vec();
    let spec = DnsSpec {
        faults,
        ..DnsSpec::default()
    };
    server(ZONE, spec).await
}

fn code(answer: &Message) -> ResponseCode {
    answer.metadata.response_code
}

#[tokio::test]
async fn codes_are_answered_in_place_of_records() {
    let server = faulty([
        ("A.tn.", DnsFault::ServFail),
        ("b.tn", DnsFault::Refused),
        ("x.b.tn", DnsFault::NxDomain),
    ])
    .await;
    for (name, expected, authorities) in [
        ("a.tn", ResponseCode::ServFail, 0),
        ("b.tn", ResponseCode::Refused, 0),
        ("x.b.tn", ResponseCode::NXDomain, 1),
    ] {
        let answer = server.ask(name, RecordType::A).await;
        assert_eq!(code(&answer), expected, "{name}");
        assert!(answer.answers.is_empty(), "{name}");
        assert_eq!(answer.authorities.len(), authorities, "{name}");
    }
    let resolver = server.resolver();
    assert!(resolver.lookup_ip("x.b.tn.").await.unwrap_err().is_nx_domain());
    assert!(resolver.lookup_ip("a.tn.").await.is_err());
    // An alias that leads to a faulty name does not meet its fault.
    assert_eq!(server.ask("to.tn", RecordType::A).await.answers.len(), 2);
    server.stop().await;
}

#[tokio::test]
async fn a_failure_passes_after_its_times_for_each_type() {
    let server = faulty([("*.tn", DnsFault::ServFailTimes(2))]).await;
    for name in ["a.tn", "b.tn"] {
        for kind in [RecordType::A, RecordType::AAAA] {
            let mut codes = Vec::new();
            for _ in 0..4 {
                codes.push(code(&server.ask(name, kind).await));
            }
            let (fails, well) = (ResponseCode::ServFail, ResponseCode::NoError);
            assert_eq!(codes, [fails, fails, well, well], "{name} {kind}");
        }
    }
    server.stop().await;
}

#[tokio::test]
async fn names_beat_suffixes_and_long_suffixes_short_ones() {
    let server = faulty([
        ("*.tn", DnsFault::Refused),
        ("*.b.tn", DnsFault::ServFail),
        ("y.x.b.tn", DnsFault::NxDomain),
        ("y.x.b.tn", DnsFault::Silent),
    ])
    .await;
    for (name, expected) in [
        ("b.tn", ResponseCode::Refused),
        ("x.b.tn", ResponseCode::ServFail),
        ("y.x.b.tn", ResponseCode::NXDomain),
        // The suffix itself is not under itself.
        ("tn", ResponseCode::NoError),
    ] {
        assert_eq!(code(&server.ask(name, RecordType::A).await), expected, "{name}");
    }
    server.stop().await;
}

#[tokio::test]
async fn silence_is_silence_over_udp_and_tcp() {
    let server = faulty([("a.tn", DnsFault::Silent)]).await;
    assert!(
        server
            .datagram(&question("a.tn", RecordType::A), MOMENT)
            .await
            .is_none()
    );
    let over_tcp = tokio::time::timeout(MOMENT, server.ask_tcp("a.tn", RecordType::A)).await;
    assert!(over_tcp.is_err());
    assert_eq!(server.counts.total(), Tally { udp: 1, tcp: 1 });
    assert_eq!(server.counts.dropped(), 0);
    server.stop().await;
}

#[tokio::test]
async fn a_cut_answer_is_whole_over_tcp() {
    let server = faulty([("a.tn", DnsFault::Truncated)]).await;
    let cut = server.ask("a.tn", RecordType::A).await;
    assert!(cut.metadata.truncation && cut.answers.is_empty());
    let whole = server.ask_tcp("a.tn", RecordType::A).await;
    assert!(!whole.metadata.truncation);
    assert_eq!(lines(&whole.answers), ["a.tn. A 1.1.1.1"]);
    let before = server.counts.of("a.tn", RecordType::A);
    let ips = server.resolver().ipv4_lookup("a.tn.").await.unwrap();
    assert_eq!(ips.answers().len(), 1);
    let after = server.counts.of("a.tn", RecordType::A);
    assert_eq!((after.udp - before.udp, after.tcp - before.tcp), (1, 1));
    server.stop().await;
}

#[tokio::test]
async fn an_answer_that_does_not_fit_is_cut_too() {
    let mut zone = Zone::default();
    for last in 1..=250 {
        zone.add("big.tn", 60, Data::A(Ipv4Addr::new(1, 2, 3, last)));
    }
    let server = serving(zone, DnsSpec::default()).await;
    let cut = server.ask("big.tn", RecordType::A).await;
    assert!(cut.metadata.truncation && cut.answers.len() < 250);
    let mut plain = question("big.tn", RecordType::A);
    plain.edns = None;
    let small = server.datagram(&plain, Duration::from_secs(20)).await.unwrap();
    assert!(small.metadata.truncation && small.edns.is_none());
    assert!(small.to_vec().unwrap().len() <= 512);
    let whole = server.ask_tcp("big.tn", RecordType::A).await;
    assert_eq!(whole.answers.len(), 250);
    server.stop().await;
}

#[tokio::test]
async fn a_lame_delegation_is_a_referral_to_nobody() {
    let server = faulty([("a.tn", DnsFault::Lame)]).await;
    let answer = server.ask("a.tn", RecordType::A).await;
    assert_eq!(code(&answer), ResponseCode::NoError);
    assert!(answer.answers.is_empty());
    assert_eq!(lines(&answer.authorities), ["tn. NS ns.nobody.invalid."]);
    server.stop().await;
}

#[tokio::test]
async fn a_name_is_rebound_after_its_first_question_of_a_type() {
    let then = Zone::parse("a.tn 1 A 127.0.0.1").unwrap();
    let server = faulty([("a.tn", DnsFault::Then(then))]).await;
    assert_eq!(server.ask("a.tn", RecordType::AAAA).await.answers.len(), 0);
    let mut seen = Vec::new();
    for _ in 0..3 {
        seen.extend(lines(&server.ask("a.tn", RecordType::A).await.answers));
    }
    assert_eq!(
        seen,
        ["a.tn. A 1.1.1.1", "a.tn. A 127.0.0.1", "a.tn. A 127.0.0.1"]
    );
    server.stop().await;
}

#[tokio::test]
async fn the_same_questions_are_lost_for_the_same_seed() {
    async fn lost(seed: u64) -> Vec<bool> {
        let spec = DnsSpec {
            drop_per_mille: 300,
            seed,
            ..DnsSpec::default()
        };
        let server = server(ZONE, spec).await;
        let socket = UdpSocket::bind((Ipv4Addr::LOCALHOST, 0)).await.unwrap();
        let question = question("a.tn", RecordType::A).to_vec().unwrap();
        let mut lost = Vec::new();
        for asked in 1..=50 {
            let before = server.counts.dropped();
            socket.send_to(&question, server.address).await.unwrap();
            while server.counts.total().udp < asked {
                tokio::task::yield_now().await;
            }
            lost.push(server.counts.dropped() > before);
        }
        // What was not lost was answered, and nothing else.
        let mut buffer = [0; 512];
        for _ in lost.iter().filter(|lost| !**lost) {
            socket.recv(&mut buffer).await.unwrap();
        }
        assert!(
            tokio::time::timeout(MOMENT, socket.recv(&mut buffer))
                .await
                .is_err()
        );
        // The network of TCP repairs itself.
        for _ in 0..30 {
            server.ask_tcp("a.tn", RecordType::A).await;
        }
        server.stop().await;
        lost
    }
    let (one, again, other) = tokio::join!(lost(1), lost(1), lost(2));
    assert_eq!(one, again);
    assert_ne!(one, other);
    let many = one.iter().chain(&other).filter(|lost| **lost).count();
    assert!((15..=45).contains(&many), "{many} of 100");
}

#[tokio::test(start_paused = true)]
async fn answers_take_their_time() {
    let spec = DnsSpec {
        latency: Duration::from_secs(3),
        ..DnsSpec::default()
    };
    let server = server(ZONE, spec).await;
    let begun = tokio::time::Instant::now();
    let (one, two) = tokio::join!(
        server.ask("a.tn", RecordType::A),
        server.ask("b.tn", RecordType::A)
    );
    assert_eq!((one.answers.len(), two.answers.len()), (1, 1));
    // The clock is the test's: it stands still but for what is waited for.
    assert!(begun.elapsed() >= Duration::from_secs(3));
    assert_eq!(server.counts.most_at_once(), 2);
    server.stop().await;
}

#[tokio::test]
async fn what_is_no_question_is_told_so() {
    let server = faulty([]).await;
    let send =
        async |message: &Message| code(&server.datagram(message, Duration::from_secs(20)).await.unwrap());
    let mut update = question("a.tn", RecordType::A);
    update.metadata.op_code = OpCode::Notify;
    assert_eq!(send(&update).await, ResponseCode::NotImp);
    let mut none = question("a.tn", RecordType::A);
    none.queries.clear();
    assert_eq!(send(&none).await, ResponseCode::FormErr);
    let mut chaos = question("a.tn", RecordType::A);
    chaos.queries[0].query_class = DNSClass::CH;
    assert_eq!(send(&chaos).await, ResponseCode::Refused);
    // Bytes that are nothing at all end nothing.
    let socket = UdpSocket::bind((Ipv4Addr::LOCALHOST, 0)).await.unwrap();
    for bytes in [&b""[..], b"x", &[0xff; 40], &[0; 12]] {
        socket.send_to(bytes, server.address).await.unwrap();
    }
    assert_eq!(server.ask("a.tn", RecordType::A).await.answers.len(), 1);
    server.stop().await;
}

#[tokio::test]
async fn it_serves_loopback_only() {
    let open = UdpSocket::bind((Ipv4Addr::UNSPECIFIED, 0)).await.unwrap();
    let tcp = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await.unwrap();
    let server = DnsServer::new(Arc::default(), DnsSpec::default());
    let refused = server.serve(open, tcp, std::future::pending::<()>()).await;
    assert_eq!(refused.unwrap_err().kind(), std::io::ErrorKind::InvalidInput);
}
