//! The keeper: what it reads step by step is what it would read at once, and the stamp moves only with what is shown.

use crate::door;

use std::sync::Arc;

use classification::Catalogue;
use dashboard::keeper::Keeper;
use dashboard::scans::{self, Wanted};
use dashboard::view::{Decision, DecisionKind, ScanProgress};
use database::{Database, ImportBatch, Search, Shelf};
use door::{Door, local};
use model::document::{Mapping, Report};
use model::{MicroDollars, Seller, Timestamp};
use purse::{Purse, Reservation};
use serde_json::json;

fn keeper(door: &Door) -> Keeper {
    let database = Arc::clone(&door.database) as Arc<dyn Database>;
    let catalogue = Arc::new(Catalogue::builtin().unwrap());
    Keeper::open(database, Arc::new(door.config.clone()), catalogue, door.now()).unwrap()
}

fn mapping(slug: &str, ads: u64, at: &str) -> Mapping {
    serde_json::from_value(json!({
        "client_id": slug, "type": "mapping", "status": if ads > 0 { "active" } else { "inactive" },
        "domain": format!("{slug}.tn"),
        "processing_metadata": {"total_ads": ads, "facebook_pages": ["1"], "scraping_cost": 0.007},
        "sites_mapping": {}, "timestamp": at,
    }))
    .unwrap()
}

fn report(slug: &str, converty: u64, concurrent: u64, at: &str) -> Report {
    serde_json::from_value(json!({
        "client_id": slug, "type": "report", "domain": format!("{slug}.tn"),
        "metrics": {"total_ads": converty + concurrent, "converty_ads": converty, "concurrent_ads": concurrent,
            "unknown_ads": 0, "converty_ratio": 50.0, "concurrent_ratio": 50.0},
        "facebook_pages": [], "competitors": [], "analyzed_at": at,
    }))
    .unwrap()
}

fn search(door: &Door, domain: &str, at: &str, ads: u64) {
    let mut import = door.database.start_import().unwrap();
    let batch = ImportBatch {
        searches: vec![Search {
            domain: domain.to_owned(),
            at: Timestamp::parse(at),
            ads,
            complete: true,
            cost: MicroDollars::new(1_000),
        }],
        ..ImportBatch::default()
    };
    import.write(batch).unwrap();
    import.finish().unwrap();
}

/// What is shown of the sellers and of the days.
fn shown(keeper: &Keeper) -> String {
    let view = keeper.view();
    let window = analytics::Range::All.window(view.frame().today(), view.frame().earliest);
    let clients: Vec<String> = view
        .figures
        .held()
        .unwrap()
        .each()
        .map(|client| format!("{client:?}"))
        .collect();
    format!(
        "{clients:#?} {:?} {:?}",
        view.figures.timeline(window),
        view.frame().scans()
    )
}

#[test]
fn step_by_step_is_as_good_as_at_once() {
    let door = Door::new(local());
    let kept = keeper(&door);
    let same = |step: &str| {
        kept.renew(door.now()).unwrap();
        assert_eq!(shown(&kept), shown(&keeper(&door)), "{step}");
    };
    assert!(!kept.renew(door.now()).unwrap(), "nothing changed");
    door.database
        .put_mappings(&[mapping("dar-deco", 4, "2026-11-20T10:00:00Z")])
        .unwrap();
    door.database
        .put_reports(&[report("dar-deco", 3, 1, "2026-11-20T11:00:00Z")])
        .unwrap();
    same("documents");
    search(&door, "dar-deco.tn", "2026-11-20T09:00:00Z", 4);
    same("a search");
    search(&door, "dar-deco.tn", "2026-11-20T09:00:00Z", 9);
    same("the same search told with more");
    door.database
        .upsert_sellers(&[Seller::new("nour-tech", ["nour-tech.tn"])])
        .unwrap();
    door.database
        .put_reports(&[report("dar-deco", 1, 3, "2026-11-22T11:00:00Z")])
        .unwrap();
    same("a seller and a later report");
    door.database.remove_seller("amal-mode").unwrap();
    same("a seller less");
    door.pass(86_400);
    assert!(kept.renew(door.now()).unwrap(), "another day");
    same("another day");
}

#[test]
fn the_stamp_moves_with_what_is_shown_and_with_nothing_else() {
    let door = Door::new(local());
    let kept = keeper(&door);
    let stamp = || kept.view().stamp;
    let first = stamp();
    door.database
        .put_record(Shelf::Sessions, "x", "{}", None)
        .unwrap();
    assert!(!kept.renew(door.now()).unwrap());
    assert_eq!(stamp(), first, "a session is nobody's business");

    let asked = scans::request(&*door.database, &Wanted::default(), "local", door.now()).unwrap();
    assert!(kept.renew(door.now()).unwrap());
    let second = stamp();
    assert_ne!(second, first);
    let mut claim = scans::claim(&*door.database, door.now()).unwrap().unwrap();
    kept.renew(door.now()).unwrap();
    let third = stamp();
    assert_ne!(third, second, "it runs");
    let progress = ScanProgress {
        ads: 5,
        ..ScanProgress::default()
    };
    assert!(claim.progress(&*door.database, &progress).unwrap());
    assert!(kept.renew(door.now()).unwrap(), "there is a new view");
    assert_eq!(
        (stamp(), kept.view().scans[0].progress.ads),
        (third, 5),
        "of the same stamp"
    );
    assert_eq!(kept.view().scans[0].id, asked.id);
}

#[test]
fn a_mute_that_ends_is_noticed() {
    let door = Door::new(local());
    let kept = keeper(&door);
    let decision = Decision {
        kind: DecisionKind::Muted,
        by: "amal".to_owned(),
        at: door.now(),
        until: Some(Timestamp::clamped(door.now().as_millis() + 60_000)),
    };
    let body = serde_json::to_string(&decision).unwrap();
    door.database
        .put_record(Shelf::Decisions, "budget:80:1", &body, None)
        .unwrap();
    assert!(kept.renew(door.now()).unwrap());
    door.pass(59);
    assert!(!kept.renew(door.now()).unwrap());
    door.pass(2);
    assert!(kept.renew(door.now()).unwrap());
}

#[test]
fn money_comes_from_the_ledger() {
    let door = Door::new(local());
    let kept = keeper(&door);
    assert_eq!(kept.view().money.per_client, None);
    let purse = Purse::open(&*door.database, door.config.budget, door.now()).unwrap();
    let reservation = Reservation {
        tag: "run".to_owned(),
        owner: "test".to_owned(),
        scan: "test".to_owned(),
        cap: MicroDollars::new(900_000),
        order: json!({}),
    };
    purse.reserve(door.now(), &[reservation]).unwrap();
    assert!(kept.renew(door.now()).unwrap());
    let money = kept.view().money;
    assert_eq!(
        (money.reserved.micros(), money.left.micros(), money.percent),
        (900_000, 4_100_000, 18)
    );
    let watcher = purse.watcher("test");
    watcher.started(door.now(), "run", "r", "d").unwrap();
    watcher
        .settle(
            door.now(),
            "run",
            MicroDollars::new(500_001),
            database::Ended::Collected,
        )
        .unwrap();
    door.database
        .put_mappings(&[mapping("dar-deco", 4, "2026-11-20T10:00:00Z")])
        .unwrap();
    door.database
        .put_mappings(&[mapping("amal-mode", 0, "2026-10-20T10:00:00Z")])
        .unwrap();
    assert!(kept.renew(door.now()).unwrap());
    let money = kept.view().money;
    assert_eq!(money.spent.micros(), 500_001);
    assert_eq!(
        money.per_client,
        Some(MicroDollars::new(500_001)),
        "one was covered in this cycle"
    );
}
