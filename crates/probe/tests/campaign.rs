//! Campaigns over the DNS: what is asked, what is written, and how one goes on where another ended.

use crate::support;

use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use model::observation::{DnsAnswer, Facts, Place, UndecidedReason};
use probe::{Event, Observer, Outcome, Targets};
use sandbox::dns::{Data, DnsFault, DnsSpec, RecordType, Zone};
use support::bench::Bench;
use support::{dns, faults, host, patient, resolver, settings, zone};
use tokio_util::sync::CancellationToken;

fn hosts(names: &[&str]) -> Targets {
    let places = names.iter().map(|name| Place::of_host(&host(name))).collect();
    Targets { places }
}

/// `shop0.tn`, `shop1.tn`, ... each with an address.
fn many(count: usize) -> (Zone, Targets) {
    let mut zone = Zone::default();
    let mut places = Vec::new();
    for number in 0..count {
        let name = format!("shop{number}.tn");
        zone.add(&name, 7200, Data::A([34, 155, 58, 152].into()));
        places.push(Place::of_host(&host(&name)));
    }
    (zone, Targets { places })
}

const ZONE: &str = "
$TTL 7200
shop.tn     IN A 34.155.58.152
shop.tn     IN NS ns.host.tn.
www.shop.tn IN CNAME shop.tn.
broken.tn   IN A 34.155.58.152
";

#[tokio::test]
async fn facts_are_written_and_a_second_run_asks_nothing() {
    let server = resolver(zone(ZONE), DnsSpec::default()).await;
    let looker = dns(&settings(&[&server]));
    let bench = Bench::new();
    let targets = hosts(&["shop.tn", "www.shop.tn", "gone.tn"]);
    let outcome = bench.run(&looker, targets.clone()).await;
    let expected = Outcome {
        places: 3,
        answered: 3,
        nowhere: 1,
        changed: 3,
        ..Outcome::default()
    };
    assert_eq!(outcome, expected);
    assert_eq!(*bench.diary.planned.lock().unwrap(), [(3, 0)]);
    assert_eq!(bench.observations().len(), 3);
    assert_eq!(server.counts.of("shop.tn", RecordType::NS).all(), 1);

    let asked = server.counts.total();
    let outcome = bench.run(&looker, targets.clone()).await;
    assert_eq!((outcome.fresh, outcome.answered, outcome.changed), (3, 0, 0));
    assert_eq!(server.counts.total(), asked);

    // Two hours later the addresses are due, the absence is not; nothing changed, so history does not grow.
    bench.clock.pass(Duration::from_hours(3));
    let outcome = bench.run(&looker, targets).await;
    assert_eq!((outcome.fresh, outcome.answered, outcome.changed), (1, 2, 0));
    assert_eq!(bench.observations().len(), 3);
}

#[tokio::test]
async fn a_move_is_a_new_line_of_history() {
    let bench = Bench::new();
    let before = resolver(zone(ZONE), DnsSpec::default()).await;
    bench.run(&dns(&settings(&[&before])), hosts(&["shop.tn"])).await;
    bench.clock.pass(Duration::from_hours(7 * 24));
    let moved = "shop.tn 300 IN CNAME shops.myshopify.com.\nshops.myshopify.com 300 IN A 23.227.38.65";
    let after = resolver(zone(moved), DnsSpec::default()).await;
    let outcome = bench.run(&dns(&settings(&[&after])), hosts(&["shop.tn"])).await;
    assert_eq!(outcome.changed, 1);
    let history = bench.observations();
    assert_eq!(history.len(), 2);
    let Facts::Dns(facts) = &history[1].facts else {
        panic!("{history:?}")
    };
    assert_eq!(facts.aliases, ["shops.myshopify.com"]);
}

#[tokio::test]
async fn failures_are_no_facts_and_are_tried_again() {
    let bench = Bench::new();
    let spec = faults([("broken.tn", DnsFault::ServFail)]);
    let server = resolver(zone(ZONE), spec).await;
    let targets = hosts(&["broken.tn", "shop.tn"]);
    let looker = dns(&settings(&[&server]));
    for _ in 0..2 {
        let outcome = bench.run(&looker, targets.clone()).await;
        assert_eq!(outcome.undecided.get(&UndecidedReason::ServerFailure), Some(&1));
    }
    assert_eq!(bench.observations().len(), 1);
    let notes = bench.undecided();
    assert_eq!((notes.len(), notes[0].times), (1, 2));
    assert_eq!(notes[0].place.as_str(), "broken.tn");

    // Facts that were learned before outlive a failure.
    let sound = resolver(zone(ZONE), DnsSpec::default()).await;
    bench.run(&dns(&settings(&[&sound])), targets.clone()).await;
    assert!(bench.undecided().is_empty());
    bench.clock.pass(Duration::from_hours(7 * 24));
    bench.run(&looker, targets).await;
    let known = bench.observations();
    let broken = known
        .iter()
        .filter(|known| known.place.as_str() == "broken.tn")
        .collect::<Vec<_>>();
    assert_eq!(broken.len(), 1);
    assert!(matches!(&broken[0].facts, Facts::Dns(facts) if facts.answer == DnsAnswer::Resolves));
}

#[tokio::test]
async fn name_servers_that_fail_are_no_change() {
    let bench = Bench::new();
    let sound = resolver(zone(ZONE), DnsSpec::default()).await;
    bench
        .run(&dns(&settings(&[&sound])), hosts(&["www.shop.tn"]))
        .await;
    bench.clock.pass(Duration::from_hours(7 * 24));
    let text = "www.shop.tn 60 IN CNAME shop.tn.\nshop.tn 60 IN A 34.155.58.152";
    // The apex fails where it is asked for by itself, so its name servers cannot be told.
    let lame = resolver(zone(text), faults([("shop.tn", DnsFault::Lame)])).await;
    let outcome = bench
        .run(&dns(&settings(&[&lame])), hosts(&["www.shop.tn"]))
        .await;
    assert_eq!((outcome.answered, outcome.changed), (1, 0));
    let known = bench.observations();
    assert_eq!(known.len(), 1);
    assert!(matches!(&known[0].facts, Facts::Dns(facts) if facts.name_servers == ["ns.host.tn"]));
}

/// Says stop after so many facts.
struct StopAfter {
    left: AtomicU64,
    stop: CancellationToken,
}

impl Observer for StopAfter {
    fn event(&self, event: &Event<'_>) {
        if matches!(event, Event::Observed(_)) && self.left.fetch_sub(1, Ordering::Relaxed) == 1 {
            self.stop.cancel();
        }
    }
}

#[tokio::test]
async fn a_stopped_run_keeps_what_it_learned_and_the_next_goes_on() {
    let (zone, targets) = many(1000);
    let server = resolver(zone, DnsSpec::default()).await;
    let looker = dns(&patient(&[&server]));
    let bench = Bench::new();
    let stop = CancellationToken::new();
    let watcher = StopAfter {
        left: AtomicU64::new(400),
        stop: stop.clone(),
    };
    let outcome = bench
        .watched(&looker, targets.clone(), &watcher, stop, false)
        .await;
    assert!(outcome.stopped);
    assert_eq!((outcome.answered, outcome.changed), (400, 400));
    assert_eq!(bench.observations().len(), 400);

    let outcome = bench.run(&looker, targets).await;
    assert!(!outcome.stopped);
    assert_eq!((outcome.fresh, outcome.answered), (400, 600));
    assert_eq!(bench.observations().len(), 1000);
}

#[tokio::test]
async fn a_run_that_is_dropped_loses_one_batch_at_most() {
    let (zone, targets) = many(1000);
    let server = resolver(zone, DnsSpec::default()).await;
    let looker = dns(&patient(&[&server]));
    let bench = Bench::new();
    let stop = CancellationToken::new();
    let watcher = StopAfter {
        left: AtomicU64::new(700),
        stop: stop.clone(),
    };
    {
        let run = bench.watched(
            &looker,
            targets.clone(),
            &watcher,
            CancellationToken::new(),
            false,
        );
        tokio::select! {
            _ = run => panic!("it came to its end"),
            () = stop.cancelled() => {}
        }
    }
    let kept = bench.observations().len();
    assert!((400..1000).contains(&kept), "{kept}");
    let outcome = bench.run(&looker, targets).await;
    assert_eq!(usize::try_from(outcome.fresh).unwrap(), kept);
    assert_eq!(bench.observations().len(), 1000);
}

#[tokio::test]
async fn again_looks_at_what_is_not_due() {
    let (zone, targets) = many(20);
    let server = resolver(zone, DnsSpec::default()).await;
    let looker = dns(&patient(&[&server]));
    let bench = Bench::new();
    bench.run(&looker, targets.clone()).await;
    let stop = CancellationToken::new();
    let outcome = bench.watched(&looker, targets, &bench.diary, stop, true).await;
    assert_eq!((outcome.fresh, outcome.answered, outcome.changed), (0, 20, 0));
}

#[tokio::test]
async fn no_more_hosts_than_allowed_are_looked_at_at_once() {
    let (zone, targets) = many(200);
    let spec = DnsSpec {
        latency: Duration::from_millis(2),
        ..DnsSpec::default()
    };
    let server = resolver(zone, spec).await;
    let looker = dns(&probe::DnsSettings {
        parallel: 5,
        ..patient(&[&server])
    });
    let outcome = Bench::new().run(&looker, targets).await;
    assert_eq!(outcome.answered, 200);
    // Three questions a host: A, AAAA and NS.
    let most = server.counts.most_at_once();
    assert!((2..=15).contains(&most), "{most}");
}
