//! Ads that a later search should have brought and did not: when they are gone, what that changes, and how they come
//! back.

use std::sync::Arc;

use classification::{Catalogue, Settings};
use database::conformance::samples::{Sample, batch, import, sample};
use database::{AdQuery, Database, ImportBatch, Search, Sqlite, StoredLinks};
use model::document::{Report, Status};
use model::{LinkSource, MicroDollars, Seller, Timestamp};
use reports::views::Overview;
use reports::{OVERVIEW_NOTE, Options, Refreshed, engine_of, refresh};

const AMEL: &str = "https://amel.converty.shop/p";
const BRAHIM: &str = "https://brahim.tn/p";
const CHEDLI: &str = "https://chedli.tn/p";
const WHATSAPP: &str = "https://wa.me/21600000000";

fn hour(hours: i64) -> Timestamp {
    Timestamp::clamped(1_767_600_000_000 + hours * 3_600_000)
}

fn day(days: i64) -> Timestamp {
    hour(days * 24)
}

/// An ad of a page with these links, most trusted first, seen then.
fn ad(id: &str, page: &str, links: &[&str], seen: Option<Timestamp>) -> Sample {
    let mut sample = sample(id, &format!("{page} {links:?}"), seen);
    page.clone_into(&mut sample.ad.page_id);
    sample.ad.links = StoredLinks::new();
    for (place, link) in links.iter().enumerate() {
        let source = if place == 0 {
            LinkSource::LinkUrl
        } else {
            LinkSource::Body
        };
        sample.ad.links.push(source, link);
    }
    sample
}

fn search(text: &str, at: Timestamp, complete: bool) -> Search {
    Search {
        domain: text.to_owned(),
        at: Some(at),
        ads: 0,
        complete,
        cost: MicroDollars::ZERO,
    }
}

/// A base of three sellers, of whom chedli has two domains.
struct Base(Sqlite);

impl Base {
    fn new() -> Self {
        let database = Sqlite::open_in_memory().unwrap();
        let sellers = [
            Seller::new("amel", ["amel.converty.shop"]),
            Seller::new("brahim", ["brahim.tn"]),
            Seller::new("chedli", ["chedli.converty.shop", "chedli.tn"]),
        ];
        database.upsert_sellers(&sellers).unwrap();
        Self(database)
    }

    fn saw(&self, ads: &[Sample]) -> &Self {
        import(&self.0, vec![batch(ads)]).unwrap();
        self
    }

    fn searched(&self, text: &str, at: Timestamp, complete: bool) -> &Self {
        let batch = ImportBatch {
            searches: vec![search(text, at, complete)],
            ..ImportBatch::default()
        };
        import(&self.0, vec![batch]).unwrap();
        self
    }

    fn refresh(&self, now: Timestamp) -> Refreshed {
        let catalogue = Arc::new(Catalogue::builtin().unwrap());
        let engine = engine_of(&self.0, catalogue, Settings::default()).unwrap();
        refresh(&self.0, &engine, &Options::default(), now).unwrap()
    }

    /// Ids of the seller's ads that are gone, after a refresh.
    fn gone(&self, seller: &str) -> Vec<String> {
        self.refresh(day(30));
        self.listed(seller, true)
    }

    fn listed(&self, seller: &str, gone: bool) -> Vec<String> {
        let query = AdQuery {
            seller: seller.to_owned(),
            gone: Some(gone),
            limit: 100,
            ..AdQuery::default()
        };
        let ads = self.0.ads_of(&query).unwrap();
        ads.into_iter().map(|found| found.ad.id).collect()
    }

    fn status(&self, seller: &str) -> Option<Status> {
        self.0.mapping(seller).unwrap().map(|mapping| mapping.status)
    }

    fn report(&self, seller: &str) -> Report {
        self.0.report(seller).unwrap().unwrap()
    }
}

#[test]
fn a_sweep_that_brings_an_ad_no_more_makes_it_gone() {
    let base = Base::new();
    base.saw(&[
        ad("1", "p", &[AMEL], Some(day(0))),
        ad("2", "p", &[AMEL], Some(day(0))),
        ad("3", "q", &[BRAHIM], Some(day(0))),
    ]);
    base.searched("converty.shop", day(0), true);
    let first = base.refresh(day(1));
    assert_eq!((first.attributed, first.analysis.gone_ads()), (3, 0));
    base.saw(&[ad("2", "p", &[AMEL], Some(day(7)))]);
    base.searched("converty.shop", day(7), true);
    let second = base.refresh(day(8));
    assert_eq!((second.attributed, second.analysis.gone_ads()), (1, 1));
    assert_eq!(
        (base.listed("amel", true), base.listed("amel", false)),
        (vec!["1".into()], vec!["2".into()])
    );
    assert_eq!(
        base.listed("brahim", true),
        Vec::<String>::new(),
        "no sweep is for brahim.tn"
    );
    assert_eq!(second.analysis.all.total, 2, "it counts nowhere else");
    assert_eq!(second.analysis.attributed.total, 2);
    assert_eq!(second.analysis.facts["amel"].linked_ads(), 1);
    assert_eq!(base.report("amel").metrics.total_ads, 1);
}

#[test]
fn partial_searches_prove_nothing() {
    let base = Base::new();
    base.saw(&[
        ad("1", "p", &[AMEL], Some(day(0))),
        ad("3", "q", &[BRAHIM], Some(day(0))),
    ]);
    for text in [
        "converty.shop",
        "amel.converty.shop",
        "brahim.tn",
        "page:p",
        "page:q",
    ] {
        base.searched(text, day(9), false);
    }
    assert_eq!((base.gone("amel"), base.gone("brahim")), (vec![], vec![]));
    base.searched("brahim.tn", day(9), true);
    assert_eq!(
        (base.gone("amel"), base.gone("brahim")),
        (vec![], vec!["3".to_owned()])
    );
}

#[test]
fn a_search_within_a_day_proves_nothing() {
    let base = Base::new();
    base.saw(&[ad("1", "p", &[AMEL], Some(hour(0)))]);
    base.searched("converty.shop", hour(24), true);
    assert_eq!(base.gone("amel"), Vec::<String>::new());
    base.searched(
        "converty.shop",
        Timestamp::clamped(hour(24).as_millis() + 1),
        true,
    );
    assert_eq!(base.gone("amel"), ["1"]);
}

#[test]
fn an_ad_that_no_source_dates_is_never_gone() {
    let base = Base::new();
    base.saw(&[ad("1", "p", &[AMEL], None)]);
    base.searched("converty.shop", day(9), true);
    assert_eq!(base.gone("amel"), Vec::<String>::new());
    assert_eq!(base.status("amel"), Some(Status::Active));
}

#[test]
fn one_that_mentions_a_seller_is_gone_when_all_its_domains_were_searched() {
    let base = Base::new();
    base.saw(&[
        ad("1", "p", &[WHATSAPP, CHEDLI], Some(day(0))),
        ad("2", "p", &[CHEDLI], Some(day(0))),
    ]);
    base.searched("chedli.tn", day(5), true);
    assert_eq!(base.gone("chedli"), ["2"], "the other domain was not searched");
    base.searched("converty.shop", day(6), true);
    assert_eq!(base.gone("chedli"), ["2", "1"]);
}

#[test]
fn one_that_only_its_page_gives_to_a_seller_is_gone_when_the_page_was_searched() {
    let base = Base::new();
    base.saw(&[
        ad("1", "p", &[WHATSAPP], Some(day(0))),
        ad("2", "p", &[AMEL], Some(day(0))),
    ]);
    base.searched("converty.shop", day(5), true);
    assert_eq!(
        base.gone("amel"),
        ["2"],
        "a search for the domain need not bring the other"
    );
    assert_eq!(base.report("amel").metrics.concurrent_ads, 1);
    base.searched("page:q", day(6), true);
    base.searched("page:p", day(6), false);
    assert_eq!(base.gone("amel"), ["2"]);
    base.searched("page:p", day(6), true);
    assert_eq!(base.gone("amel"), ["2", "1"], "the page stays amel's");
    assert_eq!(base.report("amel").metrics.total_ads, 0);
}

#[test]
fn a_search_of_its_page_proves_it_whatever_made_the_ad_the_sellers() {
    let base = Base::new();
    base.saw(&[
        ad("1", "p", &[AMEL], Some(day(0))),
        ad("2", "p", &[WHATSAPP, AMEL], Some(day(0))),
        ad("3", "q", &[AMEL], Some(day(0))),
    ]);
    base.searched("page:p", day(7), false)
        .searched("page:p", hour(24), true);
    assert_eq!(
        base.gone("amel"),
        Vec::<String>::new(),
        "partial, or within a day"
    );
    base.searched("page:p", day(7), true);
    assert_eq!(base.gone("amel"), ["2", "1"]);
    assert_eq!(base.listed("amel", false), ["3"], "another page");
}

#[test]
fn silent_pages_are_no_proof_that_their_seller_stopped() {
    let base = Base::new();
    base.saw(&[
        ad("1", "p", &[BRAHIM], Some(day(0))),
        ad("2", "q", &[BRAHIM], Some(day(0))),
        ad("3", "r", &[WHATSAPP, BRAHIM], Some(day(0))),
    ]);
    base.refresh(day(0));
    assert!(base.0.mapping("brahim").unwrap().unwrap().partial);
    base.searched("page:p", day(7), true)
        .searched("page:q", day(7), false)
        .refresh(day(7));
    assert_eq!(
        (base.status("brahim"), base.listed("brahim", true).len()),
        (Some(Status::Active), 1)
    );
    base.searched("page:q", day(8), true).refresh(day(8));
    assert_eq!(base.listed("brahim", true).len(), 2);
    assert_eq!(
        base.status("brahim"),
        Some(Status::Active),
        "a page that nobody knows may run its ads now"
    );
    assert!(base.0.mapping("brahim").unwrap().unwrap().partial);
    base.searched("brahim.tn", day(9), true).refresh(day(9));
    assert_eq!(base.status("brahim"), Some(Status::Inactive));
    let report = base.report("brahim");
    assert_eq!(
        (report.status, report.seen_at),
        (Some(Status::Inactive), Some(day(9)))
    );
}

#[test]
fn partial_searches_never_make_a_seller_inactive() {
    let base = Base::new();
    base.saw(&[
        ad("1", "p", &[BRAHIM], Some(day(0))),
        ad("2", "", &[AMEL], Some(day(0))),
        ad("3", "q", &[AMEL], Some(day(0))),
    ]);
    for week in 1..5 {
        base.searched("brahim.tn", day(7 * week), false)
            .searched("page:p", day(7 * week), false);
        base.searched("page:q", day(7 * week), true)
            .searched("page:", day(7 * week), true);
        base.refresh(day(7 * week));
        assert_eq!(base.status("brahim"), Some(Status::Active));
        assert_eq!(
            base.status("amel"),
            Some(Status::Active),
            "one of its ads is of a page that nobody names"
        );
    }
}

/// Amel's ad as Meta gives it when it is over: another item than that of the running ad.
fn ended(at: Timestamp) -> Sample {
    let running = ad("1", "p", &[AMEL], Some(at));
    let mut ended = sample("1", "is over", Some(at));
    ended.ad.links = running.ad.links;
    ended.ad.page_id = running.ad.page_id;
    ended.ad.active = Some(false);
    ended
}

#[test]
fn an_ad_that_meta_calls_ended_counts_where_nobody_saw_it_before() {
    let base = Base::new();
    base.saw(&[ended(day(0))])
        .searched("converty.shop", day(0), true)
        .refresh(day(0));
    assert_eq!(base.status("amel"), Some(Status::Active));
    base.searched("converty.shop", day(14), true).refresh(day(14));
    assert_eq!(base.status("amel"), Some(Status::Inactive));
}

#[test]
fn an_ad_that_ran_and_that_meta_calls_ended_is_gone() {
    let base = Base::new();
    base.saw(&[ad("1", "p", &[AMEL], Some(day(0)))])
        .searched("converty.shop", day(0), true)
        .refresh(day(0));
    base.saw(&[ended(day(7))])
        .searched("page:p", day(7), true)
        .refresh(day(7));
    assert_eq!(base.listed("amel", true), ["1"]);
    assert_eq!(
        base.status("amel"),
        Some(Status::Active),
        "its domain was not searched since"
    );
    base.searched("converty.shop", day(8), true).refresh(day(8));
    assert_eq!(base.status("amel"), Some(Status::Inactive));
}

#[test]
fn ads_of_strangers_are_never_gone() {
    let base = Base::new();
    base.saw(&[ad("1", "x", &["https://stranger.converty.shop/"], Some(day(0)))]);
    base.searched("converty.shop", day(9), true)
        .searched("page:x", day(9), true);
    let refreshed = base.refresh(day(10));
    assert_eq!((refreshed.attributed, refreshed.analysis.gone_ads()), (0, 0));
    assert_eq!(refreshed.analysis.all.total, 1);
}

#[test]
fn a_seller_turns_inactive_its_report_says_so_and_it_comes_back() {
    let base = Base::new();
    base.saw(&[ad("1", "p", &[AMEL], Some(day(0)))])
        .searched("converty.shop", day(0), true);
    base.refresh(day(0));
    let report = base.report("amel");
    assert_eq!(
        (base.status("amel"), report.status),
        (Some(Status::Active), Some(Status::Active))
    );
    assert_eq!((report.metrics.total_ads, report.seen_at), (1, Some(day(0))));

    base.searched("converty.shop", day(7), true).refresh(day(7));
    let report = base.report("amel");
    assert_eq!(
        (base.status("amel"), report.status),
        (Some(Status::Inactive), Some(Status::Inactive))
    );
    assert_eq!((report.metrics.total_ads, report.seen_at), (0, Some(day(7))));
    assert_eq!(report.facebook_pages, []);

    base.saw(&[ad("1", "p", &[AMEL], Some(day(14)))])
        .searched("converty.shop", day(14), true);
    let back = base.refresh(day(14));
    assert_eq!((back.attributed, back.analysis.gone_ads()), (1, 0));
    assert_eq!(
        (base.status("amel"), base.listed("amel", false)),
        (Some(Status::Active), vec!["1".into()])
    );
    let statuses: Vec<_> = base
        .0
        .reports_of("amel")
        .unwrap()
        .iter()
        .map(|r| r.status)
        .collect();
    assert_eq!(
        statuses,
        [Some(Status::Active), Some(Status::Inactive), Some(Status::Active)]
    );
}

#[test]
fn a_seller_that_was_only_seen_in_time_past_has_a_report_all_the_same() {
    let step_by_step = Base::new();
    let at_once = Base::new();
    for base in [&step_by_step, &at_once] {
        base.saw(&[ad("1", "p", &[AMEL], Some(day(0)))])
            .searched("converty.shop", day(0), true);
    }
    step_by_step.refresh(day(0));
    for base in [&step_by_step, &at_once] {
        base.searched("converty.shop", day(7), true).refresh(day(8));
        assert_eq!(base.report("amel").status, Some(Status::Inactive));
    }
    assert_eq!(
        step_by_step.0.digest().unwrap(),
        at_once.0.digest().unwrap(),
        "what is found does not depend on when somebody looked"
    );
}

#[test]
fn what_nobody_covered_and_who_is_seen_tell_their_time() {
    let base = Base::new();
    base.saw(&[ad("1", "q", &[BRAHIM], Some(day(3))), ad("2", "p", &[AMEL], None)]);
    base.refresh(day(9));
    assert_eq!(
        (base.report("brahim").status, base.report("brahim").seen_at),
        (Some(Status::Active), Some(day(3)))
    );
    assert_eq!(base.report("amel").seen_at, None, "no source told");
    assert!(base.report("brahim").partial, "nobody asked for it");
    base.searched("brahim.tn", day(4), true).refresh(day(10));
    let whole = base.report("brahim");
    assert!(!whole.partial, "that it is known whole now is told once");
    base.searched("brahim.tn", day(4), true).refresh(day(11));
    assert_eq!(base.report("brahim"), whole, "seen again, and the same: no news");
}

#[test]
fn a_refresh_that_finds_nothing_new_writes_nothing() {
    let base = Base::new();
    base.saw(&[
        ad("1", "p", &[AMEL], Some(day(0))),
        ad("2", "p", &[WHATSAPP], Some(day(0))),
    ]);
    base.searched("converty.shop", day(7), true).refresh(day(8));
    let version = base.0.version().unwrap();
    let again = base.refresh(day(9));
    assert_eq!(
        (again.judged, again.attributed, again.mappings, again.reports),
        (0, 0, 0, 0)
    );
    assert_eq!(base.0.version().unwrap(), version);
}

#[test]
fn the_overview_is_noted_as_it_is_shown_without_the_purse() {
    let base = Base::new();
    base.saw(&[
        ad("1", "p", &[AMEL], Some(day(0))),
        ad("2", "q", &[BRAHIM], Some(day(0))),
    ]);
    base.searched("converty.shop", day(7), true);
    let refreshed = base.refresh(day(8));
    let noted = base.0.note(OVERVIEW_NOTE).unwrap().unwrap();
    let view = Overview::without_money(&refreshed.analysis, 1);
    assert_eq!((view.total_ads, view.gone_ads), (1, 1));
    assert_eq!(noted, serde_json::to_string(&view).unwrap());
    let names: serde_json::Map<String, serde_json::Value> = serde_json::from_str(&noted).unwrap();
    assert_eq!((&names["gone_ads"], names.get("money")), (&1.into(), None));
    assert!(noted.starts_with(r#"{"total_clients":3,"covered":"#), "{noted}");
}
