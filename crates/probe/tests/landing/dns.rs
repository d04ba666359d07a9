use std::sync::Arc;

use model::observation::UndecidedReason::{Forbidden, NoAddress, ServerFailure};
use probe::{Dns, DnsSettings, Guard, Landing, Resolvers};
use sandbox::dns::{Data, DnsFault, DnsServer, DnsSpec, Zone};
use sandbox::web::Answer;
use tokio::net::{TcpListener, UdpSocket};

use crate::support::{Internet, place, settings};

fn zone(lines: &[(&str, Data)]) -> Zone {
    let mut zone = Zone::default();
    for (name, data) in lines {
        zone.add(name, 60, data.clone());
    }
    zone
}

#[expect(clippy::disallowed_methods, reason = "the test's own server, on loopback")]
async fn dns(zone: Zone, faults: Vec<(String, DnsFault)>) -> Dns {
    let udp = UdpSocket::bind("127.0.0.1:0").await.unwrap();
    let address = udp.local_addr().unwrap();
    let tcp = TcpListener::bind(address).await.unwrap();
    let server = DnsServer::new(
        Arc::new(zone),
        DnsSpec {
            faults,
            ..DnsSpec::default()
        },
    );
    tokio::spawn(server.serve(udp, tcp, std::future::pending::<()>()));
    let settings = DnsSettings {
        resolvers: Resolvers::Addresses(vec![address]),
        ..DnsSettings::default()
    };
    Dns::open(&settings).unwrap().unwrap()
}

#[tokio::test]
async fn names_are_resolved_and_rebinding_gains_nothing() {
    let public = |last| Data::A([185, 199, 220, last].into());
    let inside = Data::A([127, 0, 0, 1].into());
    let before = zone(&[
        ("a.tn", public(1)),
        ("turn.tn", public(2)),
        ("alias.tn", Data::Cname("inner.tn".into())),
        ("inner.tn", inside.clone()),
        ("six.tn", public(3)),
        ("six.tn", Data::Aaaa("fd00:ec2::254".parse().unwrap())),
    ]);
    let turned = DnsFault::Then(zone(&[("turn.tn", inside)]));
    let dns = dns(
        before,
        vec![("turn.tn".into(), turned), ("ill.tn".into(), DnsFault::ServFail)],
    )
    .await;
    let (via, counts) = Internet::default()
        .host("a.tn", Answer::html("<p>59 DT"))
        .path("turn.tn", "/", Answer::redirect(302, "/inside"))
        .path("turn.tn", "/inside", Answer::html("secret"))
        .serve()
        .await;
    let landing = Landing::open(&settings(via), dns, Guard::new()).unwrap();
    assert_eq!(landing.look(&place("a.tn")).await.unwrap().facts.status, 200);
    for (host, reason) in [
        ("turn.tn", Forbidden),
        ("alias.tn", Forbidden),
        ("six.tn", Forbidden),
        ("none.tn", NoAddress),
        ("ill.tn", ServerFailure),
    ] {
        let unknown = landing.look(&place(host)).await.unwrap_err();
        assert_eq!(unknown.reason, reason, "{host}: {unknown}");
    }
    assert_eq!((counts.requests_of("turn.tn"), counts.requests()), (1, 2));
}
