//! Whole scans of a made world on a paused clock, held against what really happened.

use crate::common;

use std::sync::OnceLock;
use std::sync::atomic::{AtomicUsize, Ordering};

use common::{BASE, PRICES, Process, Sandbox, Stage, check, folder, ledger};
use database::{Database, Ended};
use discovery::{Event, Observer, Point, ScanSettings, Silent, StoppedBy};
use model::MicroDollars;
use sandbox::api::{ApifySpec, Faults};
use tokio_util::sync::CancellationToken;

const DOLLAR: MicroDollars = MicroDollars::new(1_000_000);

fn stage() -> &'static Stage {
    static STAGE: OnceLock<Stage> = OnceLock::new();
    STAGE.get_or_init(|| Stage::new(300, 7))
}

fn process<'a>(
    database: &'a database::Sqlite,
    folder: &'a std::path::Path,
    sandbox: &'a Sandbox,
    owner: &str,
) -> Process<'a> {
    Process {
        stage: stage(),
        database,
        folder,
        sandbox,
        owner: owner.to_owned(),
        budget: DOLLAR.times(5),
        settings: ScanSettings::new(PRICES),
    }
}

#[tokio::test(start_paused = true)]
async fn everything_is_covered_and_every_cent_is_right() {
    let folder = folder();
    let database = stage().database(folder.path());
    let sandbox = Sandbox::new(stage(), ApifySpec::default(), BASE);
    let process = process(&database, folder.path(), &sandbox, "one");
    let summary = process.scan(&Silent, CancellationToken::new()).await.unwrap();
    check(stage(), &database, &sandbox.apify, process.budget);
    let truth = sandbox.truth();
    assert_eq!(summary.stopped_by, StoppedBy::Done);
    assert_eq!(
        (summary.spent, summary.reserved),
        (truth.spent, MicroDollars::ZERO)
    );
    assert_eq!(summary.runs, truth.runs.len() as u64);
    assert_eq!(summary.runs_failed, 0);
    let scannable = stage().truth.iter().filter(|seller| !seller.unscannable).count() as u64;
    assert_eq!((summary.sellers_total, summary.sellers_left), (300, 0));
    assert_eq!(
        summary.sellers_active,
        stage().active().len() as u64,
        "every active seller is found"
    );
    assert!(summary.sellers_covered <= scannable);
    let json = serde_json::to_value(&summary).unwrap();
    assert_eq!(json["spent_usd"], truth.spent.to_string());
    assert_eq!(json["stopped_by"], "done");
}

#[tokio::test(start_paused = true)]
async fn a_second_scan_asks_nothing_that_is_fresh() {
    let folder = folder();
    let database = stage().database(folder.path());
    let sandbox = Sandbox::new(stage(), ApifySpec::default(), BASE);
    process(&database, folder.path(), &sandbox, "one")
        .scan(&Silent, CancellationToken::new())
        .await
        .unwrap();
    let runs = sandbox.truth().runs.len();
    let second = process(&database, folder.path(), &sandbox, "two");
    let summary = second.scan(&Silent, CancellationToken::new()).await.unwrap();
    assert_eq!(summary.stopped_by, StoppedBy::Done);
    assert!(summary.strays.is_empty());
    let again = sandbox.truth().runs.len() - runs;
    assert!(again * 10 <= runs, "{again} runs again after {runs}");
    check(stage(), &database, &sandbox.apify, second.budget);
}

#[tokio::test(start_paused = true)]
async fn a_small_budget_stops_the_scan_and_is_never_overdrawn() {
    let folder = folder();
    let database = stage().database(folder.path());
    let sandbox = Sandbox::new(stage(), ApifySpec::default(), BASE);
    let mut process = process(&database, folder.path(), &sandbox, "one");
    process.budget = MicroDollars::new(40_000);
    let summary = process.scan(&Silent, CancellationToken::new()).await.unwrap();
    assert_eq!(summary.stopped_by, StoppedBy::Budget);
    assert!(summary.sellers_left > 0);
    check(stage(), &database, &sandbox.apify, process.budget);
}

#[tokio::test(start_paused = true)]
async fn the_accounts_own_limit_is_the_smaller_one() {
    let folder = folder();
    let database = stage().database(folder.path());
    let spec = ApifySpec {
        used: MicroDollars::new(4_900_000),
        ..ApifySpec::default()
    };
    let sandbox = Sandbox::new(stage(), spec, BASE);
    let process = process(&database, folder.path(), &sandbox, "one");
    let summary = process.scan(&Silent, CancellationToken::new()).await.unwrap();
    assert_eq!(summary.stopped_by, StoppedBy::Limit);
    assert!(sandbox.truth().spent <= MicroDollars::new(100_000));
    check(stage(), &database, &sandbox.apify, process.budget);
}

#[tokio::test(start_paused = true)]
async fn two_processes_at_once_share_one_purse_and_leave_each_other_alone() {
    let folder = folder();
    let database = stage().database(folder.path());
    let sandbox = Sandbox::new(stage(), ApifySpec::default(), BASE);
    let mut one = process(&database, folder.path(), &sandbox, "one");
    let mut two = process(&database, folder.path(), &sandbox, "two");
    one.budget = MicroDollars::new(60_000);
    two.budget = one.budget;
    let (first, second) = tokio::join!(one.scan(&Silent, CancellationToken::new()), async {
        // Searches are told apart by when their money was set aside.
        tokio::time::sleep(std::time::Duration::from_millis(1_500)).await;
        two.scan(&Silent, CancellationToken::new()).await
    });
    let (first, second) = (first.unwrap(), second.unwrap());
    assert!(first.runs > 0 && second.runs > 0);
    assert_eq!(
        first.spent + second.spent,
        sandbox.truth().spent,
        "each settles its own runs"
    );
    check(stage(), &database, &sandbox.apify, one.budget);
}

#[tokio::test(start_paused = true)]
async fn what_a_scan_saw_is_known_to_the_next() {
    let folder = folder();
    let database = stage().database(folder.path());
    let sandbox = Sandbox::new(stage(), ApifySpec::default(), BASE);
    let process = process(&database, folder.path(), &sandbox, "one");
    process.scan(&Silent, CancellationToken::new()).await.unwrap();
    let known = discovery::known(&database, &common::catalogue(), &common::sweeps()).unwrap();
    let hosts: usize = stage().sellers.iter().map(|seller| seller.hosts().count()).sum();
    assert!(known.hosts.len() <= hosts && known.hosts.len() * 10 > hosts * 9);
    let active = stage().active();
    for facts in &known.hosts {
        assert!(
            facts.covered <= facts.asked,
            "{}: what is covered was asked",
            facts.host
        );
        assert!(
            facts.ads == 0 || active.contains(facts.slug.as_str()),
            "{}",
            facts.host
        );
        assert!(facts.asked.is_some() || facts.of_seller > 1, "{}", facts.host);
    }
    let found: std::collections::BTreeSet<&str> = known
        .hosts
        .iter()
        .filter(|host| host.ads > 0)
        .map(|host| host.slug.as_str())
        .collect();
    assert_eq!(found, active);
    assert!(!known.pages.is_empty() && known.pages.iter().all(|page| page.ads > 0));
    let sweep = known.sweeps.first().expect("a sweep was made");
    assert!(sweep.ads > 0 && sweep.at >= model::Timestamp::clamped(BASE));
}

/// Cancels a token when a point is passed for the `at`th time.
struct Canceller {
    point: Point,
    at: usize,
    passed: AtomicUsize,
    token: CancellationToken,
}

impl Observer for Canceller {
    fn event(&self, _event: &Event<'_>) {}
    fn passed(&self, point: Point) {
        if point == self.point && self.passed.fetch_add(1, Ordering::Relaxed) + 1 == self.at {
            self.token.cancel();
        }
    }
}

#[tokio::test(start_paused = true)]
async fn a_stopped_scan_ends_what_it_began_and_the_next_goes_on() {
    let folder = folder();
    let database = stage().database(folder.path());
    let sandbox = Sandbox::new(stage(), ApifySpec::default(), BASE);
    let stop = CancellationToken::new();
    let canceller = Canceller {
        point: Point::Started,
        at: 6,
        passed: AtomicUsize::new(0),
        token: stop.clone(),
    };
    let first = process(&database, folder.path(), &sandbox, "one");
    let summary = first.scan(&canceller, stop).await.unwrap();
    assert_eq!(
        (summary.stopped_by, summary.reserved),
        (StoppedBy::Interrupt, MicroDollars::ZERO)
    );
    assert_eq!(
        summary.runs,
        sandbox.truth().runs.len() as u64,
        "all that was started is over"
    );
    assert!(
        sandbox.truth().runs.iter().all(|run| run.status == "SUCCEEDED"),
        "and nothing was aborted"
    );
    let second = process(&database, folder.path(), &sandbox, "two");
    let summary = second.scan(&Silent, CancellationToken::new()).await.unwrap();
    assert_eq!(summary.stopped_by, StoppedBy::Done);
    check(stage(), &database, &sandbox.apify, second.budget);
}

#[tokio::test(start_paused = true)]
async fn stopping_at_once_aborts_and_still_settles() {
    let folder = folder();
    let database = stage().database(folder.path());
    let sandbox = Sandbox::new(stage(), ApifySpec::default(), BASE);
    let process = process(&database, folder.path(), &sandbox, "one");
    let token = process.settings.abort.clone();
    let canceller = Canceller {
        point: Point::Started,
        at: 5,
        passed: AtomicUsize::new(0),
        token,
    };
    let summary = process.scan(&canceller, CancellationToken::new()).await.unwrap();
    assert_eq!(
        (summary.stopped_by, summary.reserved),
        (StoppedBy::Interrupt, MicroDollars::ZERO)
    );
    assert!(sandbox.truth().runs.iter().any(|run| run.status == "ABORTED"));
    assert!(!summary.partial.is_empty(), "what is there in part only is named");
    check(stage(), &database, &sandbox.apify, process.budget);
}

#[tokio::test(start_paused = true)]
async fn pages_of_any_size_bring_the_same_items() {
    let mut digests = Vec::new();
    for page_items in [1000, 7] {
        let folder = folder();
        let database = stage().database(folder.path());
        let faults = if page_items == 7 {
            "dup-items=0.1,repeat-page=0.1,truncated=0.05"
        } else {
            ""
        };
        let spec = ApifySpec {
            faults: Faults::parse(faults).unwrap(),
            ..ApifySpec::default()
        };
        let sandbox = Sandbox::new(stage(), spec, BASE);
        let mut process = process(&database, folder.path(), &sandbox, "one");
        process.settings.page_items = page_items;
        process.settings.parallel = 1;
        process.scan(&Silent, CancellationToken::new()).await.unwrap();
        check(stage(), &database, &sandbox.apify, process.budget);
        let mut ads = Vec::new();
        database
            .each_judged(&mut |ad| {
                ads.push((ad.id, ad.verdict));
                Ok(std::ops::ControlFlow::Continue(()))
            })
            .unwrap();
        digests.push(ads);
    }
    assert_eq!(digests[0], digests[1]);
}

#[tokio::test(start_paused = true)]
async fn a_run_that_apify_forgot_is_lost_at_its_cap_and_named() {
    let folder = folder();
    let database = stage().database(folder.path());
    let sandbox = Sandbox::new(stage(), ApifySpec::default(), BASE);
    {
        let first = process(&database, folder.path(), &sandbox, "one");
        let crash = CancellationToken::new();
        let canceller = Canceller {
            point: Point::Started,
            at: 1,
            passed: AtomicUsize::new(0),
            token: crash.clone(),
        };
        tokio::select! {
            biased;
            () = crash.cancelled() => {}
            _ = first.scan(&canceller, CancellationToken::new()) => panic!("it was to die"),
        }
    }
    // Others use the account; a month later the run is neither among the ten latest nor young.
    let other = common::folder();
    let others = stage().database(other.path());
    tokio::time::sleep(std::time::Duration::from_hours(40 * 24)).await;
    process(&others, other.path(), &sandbox, "other")
        .scan(&Silent, CancellationToken::new())
        .await
        .unwrap();
    tokio::time::sleep(std::time::Duration::from_hours(24)).await;
    assert!(sandbox.truth().runs.len() > 20);
    let second = process(&database, folder.path(), &sandbox, "two");
    let summary = second.go(&Silent, CancellationToken::new(), false).await.unwrap();
    assert_eq!(summary.reserved, MicroDollars::ZERO);
    assert!(
        summary.runs_failed > 0 && !summary.partial.is_empty(),
        "what is lost is named"
    );
    assert!(!summary.strays.is_empty(), "runs of another ledger are told");
    let ledger = ledger(&database, second.budget);
    for run in ledger.runs.values() {
        match &run.ended {
            Some(Ended::Lost { .. }) => assert_eq!(run.cost, Some(run.cap)),
            ended => panic!("{ended:?}"),
        }
    }
}

#[tokio::test(start_paused = true)]
async fn a_run_that_ended_well_and_empty_answers_nothing_and_counts_with_its_cost() {
    let folder = folder();
    let database = stage().database(folder.path());
    let sandbox = Sandbox::new(stage(), ApifySpec::default(), BASE);
    let process = process(&database, folder.path(), &sandbox, "two");
    // A dead process started a run whose cap lies below the actor's floor, and did not note it.
    let host = model::Host::parse("vervane.example").unwrap();
    let cap = MicroDollars::new(4_000);
    let order = planner::Order {
        purpose: planner::Purpose::Probe,
        questions: vec![planner::Question::Domain { host: host.clone() }],
        items: 5,
        per_question: None,
        cap,
        expected: cap,
        expected_finds_milli: 0,
    };
    let mut json = serde_json::to_value(&order).unwrap();
    json["country"] = "TN".into();
    drop(discovery::Vault::open(folder.path(), "one").unwrap());
    let purse = purse::Purse::open(&database, process.budget, sandbox.now()).unwrap();
    let reservation = purse::Reservation {
        tag: "sellers-ads/scan/one/1".to_owned(),
        owner: "one".to_owned(),
        scan: "scan".to_owned(),
        cap,
        order: json,
    };
    assert_eq!(purse.reserve(sandbox.now(), &[reservation]).unwrap().len(), 1);
    let actor = common::adapter();
    let input = actor.input(&apify::Ask {
        urls: vec![discovery::url::address(&order.questions[0], "TN")],
        items: 10,
        per_url: None,
        tag: "sellers-ads/scan/one/1".to_owned(),
        country: "TN".to_owned(),
    });
    sandbox.door(1).start(actor.id(), &input, cap).await.unwrap();

    let summary = process
        .go(&Silent, CancellationToken::new(), false)
        .await
        .unwrap();
    assert_eq!(
        (summary.runs, summary.runs_failed, summary.spent.micros()),
        (1, 1, 50)
    );
    assert_eq!(summary.partial.len(), 1);
    let coverage = database::Coverage::read(&database).unwrap();
    let asked = coverage.exactly(host.as_str());
    assert_eq!(
        (asked.covered, asked.cost.micros()),
        (None, 50),
        "asked, paid for, and not answered"
    );
    let ended = ledger(&database, process.budget).runs["sellers-ads/scan/one/1"]
        .ended
        .clone();
    assert!(matches!(ended, Some(Ended::Failed { reason }) if reason.contains("delivered nothing")));
}

#[tokio::test(start_paused = true)]
async fn a_run_that_hangs_is_aborted_past_its_time_limit_and_settled() {
    let folder = folder();
    let database = stage().database(folder.path());
    let spec = ApifySpec {
        faults: Faults::parse("stuck=0.5").unwrap(),
        run_timeout: std::time::Duration::ZERO,
        ..ApifySpec::default()
    };
    let sandbox = Sandbox::new(stage(), spec, BASE);
    let process = process(&database, folder.path(), &sandbox, "one");
    let summary = process.scan(&Silent, CancellationToken::new()).await.unwrap();
    let aborted = sandbox
        .truth()
        .runs
        .iter()
        .filter(|run| run.status == "ABORTED")
        .count() as u64;
    assert!(aborted > 0 && summary.runs_failed == aborted);
    check(stage(), &database, &sandbox.apify, process.budget);
}

#[tokio::test(start_paused = true)]
async fn a_token_that_is_not_accepted_ends_the_scan_before_anything_is_spent() {
    let folder = folder();
    let database = stage().database(folder.path());
    let mut sandbox = Sandbox::new(stage(), ApifySpec::default(), BASE);
    sandbox.token = "apify_api_wrong".to_owned();
    let process = process(&database, folder.path(), &sandbox, "one");
    let error = process.scan(&Silent, CancellationToken::new()).await.unwrap_err();
    assert!(
        matches!(&error, discovery::Error::Apify(error) if error.is_fatal()),
        "{error}"
    );
    assert!(!error.to_string().contains("apify_api_wrong"));
    assert!(sandbox.truth().runs.is_empty());
}
