//! Looks at hosts against the sandbox's DNS: every answer, and all that goes wrong on the way.

use crate::support;

use std::time::Duration;

use model::observation::{DnsAnswer, UndecidedReason};
use probe::{Dns, DnsLook, DnsSettings, Missing, Resolvers, Ttl};
use sandbox::dns::{DnsFault, DnsSpec, RecordType};
use support::{dns, faults, host, resolver, settings, zone};

const ZONE: &str = "
$TTL 7200
gazela.com          IN NS  ns2.host.tn.
gazela.com          IN NS  NS1.Host.tn.
gazela.com          IN A   34.155.58.152
www.gazela.com      IN CNAME gazela.com.
six.gazela.com      IN A   34.155.58.152
six.gazela.com      IN AAAA 2001:4860:4860::8888
onlysix.tn          IN AAAA 2001:4860:4860::8888
moved.com.tn     60 IN CNAME shops.myshopify.com.
shops.myshopify.com 900 IN A 23.227.38.74
shops.myshopify.com 900 IN A 23.227.38.65
dangling.tn         IN CNAME gone.youcan.shop.
empty.tn            IN TXT \"nothing to see\"
loop.tn             IN CNAME b.loop.tn.
b.loop.tn           IN CNAME loop.tn.
*.converty.shop     IN A   34.155.58.152
converty.shop       IN NS  ns.converty.shop.
short.tn         10 IN A   34.155.58.152
long.tn     9999999 IN A   34.155.58.152
far.tn              IN CNAME x1.far.tn.
x1.far.tn           IN CNAME x2.far.tn.
x2.far.tn           IN A 198.41.0.4
";

async fn look(name: &str, spec: DnsSpec) -> Result<DnsLook, probe::Unknown> {
    let server = resolver(zone(ZONE), spec).await;
    dns(&settings(&[&server])).look(&host(name)).await
}

async fn facts(name: &str) -> DnsLook {
    let look = look(name, DnsSpec::default()).await.unwrap();
    assert_eq!(look.missing, Missing::default());
    look
}

fn addresses(look: &DnsLook) -> Vec<String> {
    look.facts.addresses.iter().map(ToString::to_string).collect()
}

#[tokio::test]
async fn an_apex_has_addresses_and_name_servers() {
    let look = facts("gazela.com").await;
    assert_eq!(look.facts.answer, DnsAnswer::Resolves);
    assert_eq!(addresses(&look), ["34.155.58.152"]);
    assert!(look.facts.aliases.is_empty());
    assert_eq!(look.facts.name_servers, ["ns1.host.tn", "ns2.host.tn"]);
    assert_eq!(look.counts_for, Duration::from_hours(2));
}

#[tokio::test]
async fn www_is_looked_at_as_itself_and_has_the_domains_name_servers() {
    let look = facts("www.gazela.com").await;
    assert_eq!(look.facts.aliases, ["gazela.com"]);
    assert_eq!(addresses(&look), ["34.155.58.152"]);
    assert_eq!(look.facts.name_servers, ["ns1.host.tn", "ns2.host.tn"]);
}

#[tokio::test]
async fn addresses_are_sorted_and_the_chain_sets_the_time() {
    let look = facts("moved.com.tn").await;
    assert_eq!(look.facts.aliases, ["shops.myshopify.com"]);
    assert_eq!(addresses(&look), ["23.227.38.65", "23.227.38.74"]);
    // 60 s of the alias, held to an hour at least.
    assert_eq!(look.counts_for, Duration::from_hours(1));
    assert_eq!(facts("far.tn").await.facts.aliases, ["x1.far.tn", "x2.far.tn"]);
}

#[tokio::test]
async fn both_kinds_of_addresses_count() {
    let expected = ["34.155.58.152", "2001:4860:4860::8888"];
    assert_eq!(addresses(&facts("six.gazela.com").await), expected);
    let only = facts("onlysix.tn").await;
    assert_eq!(only.facts.answer, DnsAnswer::Resolves);
    assert_eq!(addresses(&only), ["2001:4860:4860::8888"]);
}

#[tokio::test]
async fn absences_are_told_apart_and_count_for_a_month() {
    for (name, answer) in [
        ("nobody.tn", DnsAnswer::NoSuchName),
        ("empty.tn", DnsAnswer::NoAddress),
        ("dangling.tn", DnsAnswer::NoSuchName),
    ] {
        let look = facts(name).await;
        assert_eq!(look.facts.answer, answer, "{name}");
        assert_eq!(look.counts_for, Duration::from_hours(30 * 24), "{name}");
        assert!(look.facts.addresses.is_empty());
    }
    assert_eq!(facts("dangling.tn").await.facts.aliases, ["gone.youcan.shop"]);
}

#[tokio::test]
async fn times_are_bounded() {
    assert_eq!(facts("short.tn").await.counts_for, Duration::from_hours(1));
    assert_eq!(facts("long.tn").await.counts_for, Duration::from_hours(6 * 24));
    let server = resolver(zone(ZONE), DnsSpec::default()).await;
    let ttl = Ttl {
        least: Duration::from_secs(1),
        most: Duration::from_secs(5),
        absent: Duration::from_secs(7),
    };
    let looker = dns(&DnsSettings {
        ttl,
        ..settings(&[&server])
    });
    for (name, seconds) in [("short.tn", 5), ("nobody.tn", 7)] {
        let look = looker.look(&host(name)).await.unwrap();
        assert_eq!(look.counts_for, Duration::from_secs(seconds), "{name}");
    }
}

#[tokio::test]
async fn a_wildcard_answers_for_all_under_it_and_the_domain_is_asked_once() {
    let server = resolver(zone(ZONE), DnsSpec::default()).await;
    let looker = dns(&settings(&[&server]));
    let hosts: Vec<_> = (0..40).map(|n| host(&format!("shop{n}.converty.shop"))).collect();
    let looks = futures_util::future::join_all(hosts.iter().map(|host| looker.look(host))).await;
    for look in looks {
        let look = look.unwrap();
        assert_eq!(addresses(&look), ["34.155.58.152"]);
        assert_eq!(look.facts.name_servers, ["ns.converty.shop"]);
    }
    assert_eq!(server.counts.of("converty.shop", RecordType::NS).all(), 1);
    assert_eq!(server.counts.of("shop7.converty.shop", RecordType::A).all(), 1);
}

#[tokio::test]
async fn a_circle_is_a_circle() {
    let error = look("loop.tn", DnsSpec::default()).await.unwrap_err();
    assert_eq!(error.reason, UndecidedReason::AliasLoop, "{error}");
}

#[tokio::test]
async fn a_server_that_fails_once_is_asked_again() {
    let spec = faults([("gazela.com", DnsFault::ServFailTimes(2))]);
    let server = resolver(zone(ZONE), spec).await;
    let look = dns(&settings(&[&server]))
        .look(&host("gazela.com"))
        .await
        .unwrap();
    assert_eq!(addresses(&look), ["34.155.58.152"]);
    assert_eq!(look.facts.name_servers.len(), 2);
    assert_eq!(look.missing, Missing::default());
    assert_eq!(server.counts.of("gazela.com", RecordType::A).udp, 3);
}

#[tokio::test]
async fn failures_have_their_reasons_and_their_tries() {
    for (fault, reason, tries) in [
        (DnsFault::ServFail, UndecidedReason::ServerFailure, 4),
        (DnsFault::Silent, UndecidedReason::Timeout, 4),
        (DnsFault::Refused, UndecidedReason::Refused, 1),
        (DnsFault::Lame, UndecidedReason::BadAnswer, 1),
    ] {
        let server = resolver(zone(ZONE), faults([("gazela.com", fault.clone())])).await;
        let looker = dns(&settings(&[&server]));
        let error = looker.look(&host("gazela.com")).await.unwrap_err();
        assert_eq!(error.reason, reason, "{fault:?}: {error}");
        assert!(error.detail.contains("gazela.com"), "{error}");
        assert_eq!(
            server.counts.of("gazela.com", RecordType::A).udp,
            tries,
            "{fault:?}"
        );
    }
}

#[tokio::test]
async fn a_name_that_is_denied_is_absent() {
    let spec = faults([("gazela.com", DnsFault::NxDomain)]);
    let look = look("gazela.com", spec).await.unwrap();
    assert_eq!(look.facts.answer, DnsAnswer::NoSuchName);
    assert_eq!(
        (look.missing, look.facts.name_servers.len()),
        (Missing::default(), 0)
    );
}

#[tokio::test]
async fn a_cut_answer_is_fetched_over_tcp() {
    let spec = faults([("gazela.com", DnsFault::Truncated)]);
    let server = resolver(zone(ZONE), spec).await;
    let look = dns(&settings(&[&server]))
        .look(&host("gazela.com"))
        .await
        .unwrap();
    assert_eq!(addresses(&look), ["34.155.58.152"]);
    assert_eq!(look.facts.name_servers.len(), 2);
    let asked = server.counts.of("gazela.com", RecordType::A);
    assert_eq!((asked.udp, asked.tcp), (1, 1));
}

#[tokio::test]
async fn name_servers_that_fail_undo_nothing_and_are_told_as_missing() {
    let spec = faults([("gazela.com", DnsFault::ServFail)]);
    let server = resolver(zone(ZONE), spec).await;
    let looker = dns(&settings(&[&server]));
    for name in ["six.gazela.com", "six.gazela.com"] {
        let look = looker.look(&host(name)).await.unwrap();
        assert_eq!(addresses(&look).len(), 2);
        assert!(look.facts.name_servers.is_empty());
        assert!(look.missing.name_servers && !look.missing.ipv6);
    }
    // The failure is shared, too.
    assert_eq!(server.counts.of("gazela.com", RecordType::NS).udp, 4);
}

#[tokio::test]
async fn another_resolver_is_asked_where_one_does_not_answer() {
    for fault in [DnsFault::Silent, DnsFault::Refused, DnsFault::ServFail] {
        let broken = resolver(zone(ZONE), faults([("gazela.com", fault.clone())])).await;
        let sound = resolver(zone(ZONE), DnsSpec::default()).await;
        let look = dns(&settings(&[&broken, &sound])).look(&host("gazela.com")).await;
        assert_eq!(addresses(&look.unwrap()), ["34.155.58.152"], "{fault:?}");
        assert_eq!(
            broken.counts.of("gazela.com", RecordType::A).all(),
            1,
            "{fault:?}"
        );
    }
}

#[tokio::test]
async fn a_silent_resolver_loses_its_place() {
    let broken = resolver(zone(ZONE), faults([("*.tn", DnsFault::Silent)])).await;
    let sound = resolver(zone(ZONE), DnsSpec::default()).await;
    let looker = dns(&settings(&[&broken, &sound]));
    for name in ["short.tn", "long.tn", "far.tn"] {
        looker.look(&host(name)).await.unwrap();
    }
    assert_eq!(broken.counts.of("short.tn", RecordType::A).all(), 1);
    assert_eq!(broken.counts.of("far.tn", RecordType::A).all(), 0);
}

#[tokio::test]
async fn addresses_are_asked_anew_each_time() {
    let later = zone("gazela.com 60 IN A 127.0.0.1");
    let spec = faults([("gazela.com", DnsFault::Then(later))]);
    let server = resolver(zone(ZONE), spec).await;
    let looker = dns(&settings(&[&server]));
    let first = looker.addresses("gazela.com").await.unwrap();
    let second = looker.addresses("GAZELA.com.").await.unwrap();
    assert_eq!(first[0].to_string(), "34.155.58.152");
    assert_eq!(second[0].to_string(), "127.0.0.1");
    for (name, reason) in [
        ("nobody.tn", UndecidedReason::NoAddress),
        ("empty.tn", UndecidedReason::NoAddress),
        ("loop.tn", UndecidedReason::AliasLoop),
        ("a..tn", UndecidedReason::BadAnswer),
    ] {
        assert_eq!(looker.addresses(name).await.unwrap_err().reason, reason, "{name}");
    }
}

#[tokio::test]
async fn nobody_listens_is_silence_or_unreachable() {
    let (udp, tcp) = support::sockets().await;
    let address = udp.local_addr().unwrap();
    drop((udp, tcp));
    let looker = dns(&DnsSettings {
        resolvers: Resolvers::Addresses(vec![address]),
        timeout: Duration::from_millis(20),
        ..DnsSettings::default()
    });
    let error = looker.look(&host("gazela.com")).await.unwrap_err();
    let expected = [UndecidedReason::Timeout, UndecidedReason::Unreachable];
    assert!(expected.contains(&error.reason), "{error}");
}

#[test]
fn without_resolvers_nothing_is_asked() {
    for resolvers in [Resolvers::None, Resolvers::Addresses(Vec::new())] {
        let settings = DnsSettings {
            resolvers,
            ..DnsSettings::default()
        };
        assert!(Dns::open(&settings).unwrap().is_none());
    }
}
