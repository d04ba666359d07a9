//! A network that loses a tenth of what is sent: every host ends answered, or undecided with its reason.

use crate::support;

use std::collections::BTreeSet;
use std::time::Duration;

use classification::Catalogue;
use database::Sqlite;
use model::observation::{Place, UndecidedReason};
use probe::{Campaign, DnsSettings, Targets};
use sandbox::dns::{Data, DnsFault, DnsSpec, Zone};
use support::{Clock, Diary, dns, faults, host, resolver, settings};
use tokio_util::sync::CancellationToken;

const HOSTS: usize = 4000;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn four_thousand_hosts_and_a_tenth_of_the_packets_lost() {
    let mut zone = Zone::default();
    let mut places = Vec::new();
    for number in 0..HOSTS {
        // One of a hundred is under a domain whose servers are silent.
        let domain = if number % 100 == 0 { "mute.tn" } else { "loud.tn" };
        let name = format!("shop{number}.{domain}");
        zone.add(&name, 7200, Data::A([34, 155, 58, 152].into()));
        places.push(Place::of_host(&host(&name)));
    }
    let spec = DnsSpec {
        drop_per_mille: 100,
        seed: 7,
        ..faults([("*.mute.tn", DnsFault::Silent)])
    };
    let server = resolver(zone, spec).await;
    let looker = dns(&DnsSettings {
        parallel: 64,
        timeout: Duration::from_millis(400),
        ..settings(&[&server])
    });
    let (database, catalogue) = (Sqlite::open_in_memory().unwrap(), Catalogue::builtin().unwrap());
    let (clock, diary) = (Clock::at("2026-01-05T08:00:00Z"), Diary::default());
    let campaign = Campaign {
        database: &database,
        catalogue: &catalogue,
        dns: &looker,
        landing: None,
        clock: &|| clock.now(),
        observer: &diary,
        again: false,
        every_page: false,
    };
    let targets = Targets {
        places: places.clone(),
    };
    let outcome = campaign.run(targets, CancellationToken::new()).await.unwrap();

    assert!(!outcome.stopped);
    assert!(server.counts.dropped() > 500, "{}", server.counts.dropped());
    let undecided = outcome.undecided.get(&UndecidedReason::Timeout).copied();
    assert_eq!(outcome.undecided.len(), 1, "{:?}", outcome.undecided);
    assert_eq!(outcome.answered + undecided.unwrap_or_default(), 4000);
    // All silent ones, and next to none of the others: four tries in a row are lost once in ten thousand. A machine
    // with much else to do loses some more.
    assert!(
        (40..400).contains(&undecided.unwrap_or_default()),
        "{undecided:?}"
    );
    let answered = diary.observed.lock().unwrap();
    let silent = diary.undecided.lock().unwrap();
    let met: BTreeSet<&Place> = answered
        .iter()
        .map(|observed| &observed.place)
        .chain(silent.iter().map(|undecided| &undecided.place))
        .collect();
    assert_eq!(met, places.iter().collect());
    assert!(silent.iter().all(|undecided| !undecided.detail.is_empty()));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn where_nobody_answers_at_all_the_campaign_gives_up_and_learns_nothing() {
    let server = resolver(Zone::default(), faults([("*.tn", DnsFault::Silent)])).await;
    let looker = dns(&DnsSettings {
        timeout: Duration::from_millis(40),
        ..settings(&[&server])
    });
    let bench = support::bench::Bench::new();
    let campaign = Campaign {
        database: &bench.database,
        catalogue: &bench.catalogue,
        dns: &looker,
        landing: None,
        clock: &|| bench.clock.now(),
        observer: &bench.diary,
        again: false,
        every_page: false,
    };
    let places = (0..2000)
        .map(|number| Place::of_host(&host(&format!("shop{number}.tn"))))
        .collect();
    let ended = campaign.run(Targets { places }, CancellationToken::new()).await;
    assert!(
        matches!(ended, Err(probe::Error::Silence { looks: 100, .. })),
        "{ended:?}"
    );
    assert_eq!(bench.observations(), []);
}
