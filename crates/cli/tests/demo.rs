//! The demo runs the whole road on a made-up world, and what it finds is what the world was made of.

use crate::common;

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::ops::ControlFlow;
use std::path::Path;
use std::sync::Arc;

use common::Desk;
use database::{AdQuery, Database, Record, Search, Shelf, Sqlite};
use model::document::Report;
use model::{Class, Timestamp};
use sandbox::world::{SellerTruth, WebRates, WebTruth, World, WorldSpec};
use watch::engine::Firing;
use watch::firings;
use watch::outbox::{Kind, Outbox, State};
use watch::schedule::runs;

const SELLERS: u32 = 1500;
const SEED: u64 = 3;

fn spec() -> WorldSpec {
    WorldSpec {
        sellers: SELLERS,
        seed: SEED,
        ..WorldSpec::default()
    }
}

#[test]
fn the_demo_finds_what_the_world_was_made_of() {
    let desk = Desk::new();
    let overview = desk.json(&["demo", "--sellers", "1500", "--seed", "3", "--no-serve"]);
    let truth: Vec<_> = World::new(spec()).truth().collect();
    let unscannable = truth.iter().filter(|seller| seller.unscannable).count();
    assert_eq!(overview["total_clients"], truth.len());
    assert_eq!(overview["unscannable"], unscannable);
    // Domains that lead nowhere are not asked about; $5 is enough for all others.
    let dead = overview["unresolved"].as_u64().unwrap();
    assert!(
        dead > 5,
        "{dead}: the others were covered in earlier weeks, when they led somewhere"
    );
    assert_eq!(
        overview["covered"].as_u64().unwrap() + dead,
        (truth.len() - unscannable) as u64
    );
    let world = World::new(spec());
    let moved: BTreeSet<String> = world
        .web(WebRates::default())
        .signs()
        .filter(|sign| sign.moved_to.is_some())
        .map(|sign| sign.host.without_www().as_str().to_owned())
        .collect();
    let left = overview["moves"].as_array().unwrap().iter();
    let left: BTreeSet<String> = left
        .map(|one| one["domain"].as_str().unwrap().to_owned())
        .collect();
    assert_eq!(left, moved, "who left Converty since last week, and nobody else");
    // The library is asked for running ads; of those that the world holds, one in fifty has ended.
    let active = truth.iter().filter(|seller| seller.is_active()).count() as u64;
    let found = overview["active"].as_u64().unwrap();
    assert!(
        found <= active && found * 100 >= active * 95,
        "{found} of {active}"
    );
    assert!(
        overview["concurrent_ads"].as_u64().unwrap() > 0,
        "pages tell where else ads lead"
    );
    let money = &overview["money"];
    let amount = |key: &str| model::MicroDollars::parse(money[key].as_str().unwrap()).unwrap();
    assert_eq!(amount("spent_usd") + amount("left_usd"), amount("budget_usd"));
    let folder = desk.path("sellers-ads-data/demo/1500-sellers-seed-3");
    let watched = it_was_watched(&folder);
    let again = desk.json(&["demo", "--sellers", "1500", "--seed", "3", "--no-serve"]);
    assert_eq!(
        again, overview,
        "what was asked is not asked again, and costs nothing"
    );
    assert_eq!(
        it_was_watched(&folder),
        watched,
        "a second run says nothing again"
    );
    it_has_a_past(&folder.join("sellers-ads.db"));
}

/// Everything that the watch left: its records with their revisions, the files that it wrote.
type Watched = (u64, Vec<(Shelf, Record)>, BTreeMap<String, Vec<u8>>);

/// After each of the nine scans the watch took its turn: it spoke, was silent, sent, and wrote down how it stands.
fn it_was_watched(folder: &Path) -> Watched {
    let database: Arc<dyn Database> = Arc::new(Sqlite::open(&folder.join("sellers-ads.db")).unwrap());
    let base = database.as_ref();
    let (start, end) = (Timestamp::clamped(0), Timestamp::clamped(i64::MAX));
    let fired = firings::between(base, start, end).unwrap();
    let moments: BTreeSet<Timestamp> = fired.iter().map(|one| one.at).collect();
    assert!(moments.len() > 3, "rules spoke of several weeks: {moments:?}");
    let numbers = |one: &Firing| one.numbers.value.is_some() || one.numbers.ads.is_some();
    assert!(fired.iter().any(numbers), "with their numbers");
    let looks = firings::silences(base, start, end).unwrap();
    let first = looks.iter().map(|look| look.at).min().unwrap();
    assert!(
        fired.iter().all(|one| one.at > first),
        "what stood there before anybody watched is not told"
    );
    let evaluations: BTreeSet<Timestamp> = looks.iter().map(|look| look.at).collect();
    assert_eq!(evaluations.len(), 9, "one for each scan");
    assert!(
        looks.iter().any(|look| look.fired == 0 && look.looked_at > 0),
        "silence is recorded"
    );

    let log = Outbox::new(Arc::clone(&database), "test").log(1_000).unwrap();
    let of = |kind| log.iter().filter(move |one| one.message.content.kind == kind);
    assert!(
        log.iter().all(|one| matches!(one.state, State::Sent { .. })),
        "all of it went out"
    );
    assert_eq!(of(Kind::Digest).count(), 9, "one digest a week");
    assert!(of(Kind::Alerts).count() > 0);
    let lines = std::fs::read_to_string(folder.join("messages.jsonl")).unwrap();
    assert_eq!(lines.lines().count(), log.len(), "each once");

    let state = watch::state::read(base).unwrap().unwrap();
    assert!(
        state.at.unwrap() > *moments.first().unwrap() && state.next.len() == 3,
        "{state:?}"
    );
    let pace = state.pace.unwrap();
    assert!(
        pace.spent_micros > 0 && pace.left_micros >= 0,
        "today's money: {pace:?}"
    );
    for name in ["scan", "digest"] {
        let run = runs::last(base, name).unwrap().unwrap();
        assert!(matches!(run.state, runs::State::Done { .. }), "{name}: {run:?}");
    }
    let model = base.note(dashboard::chances::NOTE).unwrap();
    assert!(model.is_some(), "the chances were learned");
    assert_eq!(dashboard::segments::kept(base).unwrap().len(), 2);
    left(base, folder)
}

fn left(base: &dyn Database, folder: &Path) -> Watched {
    let mut records = Vec::new();
    for shelf in [Shelf::Watch, Shelf::Firings, Shelf::Deliveries, Shelf::Segments] {
        base.each_record(shelf, &mut |record| {
            records.push((shelf, record));
            Ok(ControlFlow::Continue(()))
        })
        .unwrap();
    }
    let mut files = BTreeMap::new();
    for entry in std::fs::read_dir(folder.join("digests")).unwrap().flatten() {
        files.insert(
            entry.file_name().into_string().unwrap(),
            std::fs::read(entry.path()).unwrap(),
        );
    }
    assert_eq!(
        files.len(),
        9 * 3,
        "each Monday's, in three languages: {:?}",
        files.keys()
    );
    let journal = std::fs::read(folder.join("messages.jsonl")).unwrap();
    files.insert("messages.jsonl".to_owned(), journal);
    (base.digest().unwrap(), records, files)
}

/// Eight weekly scans before today's, for nothing; sellers who started, stopped and turned to rivals meanwhile.
fn it_has_a_past(database: &Path) {
    let database = Sqlite::open(database).unwrap();
    let (mut weeks, mut partial) = (BTreeSet::new(), 0);
    let past = |search: &Search| search.cost == model::MicroDollars::ZERO && search.at.is_some();
    database
        .each_search(&mut |search| {
            if past(&search) {
                weeks.insert(search.at);
                partial += u64::from(!search.complete);
            }
            Ok(ControlFlow::Continue(()))
        })
        .unwrap();
    assert!(weeks.len() >= 8, "{weeks:?}");
    assert!(partial > 0, "some answers were cut short");
    let mut histories: BTreeMap<String, Vec<Report>> = BTreeMap::new();
    database
        .each_report_ever(&mut |report| {
            histories
                .entry(report.client_id.clone())
                .or_default()
                .push(report);
            Ok(ControlFlow::Continue(()))
        })
        .unwrap();
    let count = |holds: &dyn Fn(&Report, &Report) -> bool| {
        let ends = histories
            .values()
            .filter_map(|all| Some((all.first()?, all.last()?)));
        ends.filter(|(first, last)| holds(first, last)).count()
    };
    let long = histories.values().filter(|reports| reports.len() > 3).count();
    let stopped = count(&|first, last| first.metrics.total_ads > 0 && last.metrics.total_ads == 0);
    let turned = count(&|first, last| first.metrics.concurrent_ads < last.metrics.concurrent_ads);
    assert!(
        long > 5 && stopped > 3 && turned > 0,
        "{long} long, {stopped} stopped, {turned} turned"
    );
}

#[test]
fn each_sellers_report_is_what_its_ads_were_made_of() {
    let desk = Desk::new();
    desk.json(&["demo", "--sellers", "1500", "--seed", "3"]);
    let folder = desk.path("sellers-ads-data/demo/1500-sellers-seed-3");
    let database = Sqlite::open(&Path::new(&folder).join("sellers-ads.db")).unwrap();
    let folder = folder.to_str().unwrap();
    // A page of its own and no ads astray: whose ad it is leaves no doubt.
    let plain = |seller: &SellerTruth| {
        seller.own > 0 && seller.pages.len() == 1 && seller.astray + seller.visitors == 0
    };
    let (mut compared, mut same, mut concurrent) = (0_u64, 0, 0);
    let world = World::new(spec());
    let web: HashMap<String, WebTruth> = world
        .web(WebRates::default())
        .signs()
        .map(|sign| (sign.slug.clone(), sign))
        .collect();
    for seller in World::new(spec()).truth().filter(plain) {
        // Where nobody was asked there is no report; where the shop moved, its ads lead to the rival now.
        let moved = match web.get(&seller.slug) {
            Some(sign) if !sign.resolves => continue,
            Some(sign) if sign.moved_to.is_some() => seller.converty,
            _ => 0,
        };
        let report = desk.json(&["--data-dir", folder, "report", "client", &seller.slug]);
        let metrics = &report["metrics"];
        let mut counts =
            ["total_ads", "converty_ads", "concurrent_ads"].map(|name| metrics[name].as_u64().unwrap());
        // The world still holds what Meta calls ended; the report counts it no more where an earlier week saw it run.
        for (count, ended) in counts.iter_mut().zip(ended(&database, &seller.slug)) {
            *count += ended;
        }
        let truth = [seller.total(), seller.converty - moved, seller.concurrent + moved].map(u64::from);
        // Ads of earlier weeks stay where no whole search since then was made for what brought them.
        let more = counts.iter().zip(&truth).all(|(found, made)| found >= made);
        assert!(more, "{}: {counts:?}, made of {truth:?}", seller.slug);
        same += u64::from(counts == truth);
        assert_eq!(
            report["facebook_pages"][0]["page_id"], seller.pages[0],
            "{}",
            seller.slug
        );
        compared += 1;
        concurrent += seller.concurrent;
    }
    assert!(
        compared > 5 && same * 4 >= compared * 3 && concurrent > 0,
        "{compared} sellers, {same} of them exactly, {concurrent} concurrent ads"
    );
}

/// A seller's ads that are gone by Meta's own word: all, those that lead to Converty, those that lead elsewhere.
fn ended(database: &Sqlite, slug: &str) -> [u64; 3] {
    let query = AdQuery {
        seller: slug.to_owned(),
        gone: Some(true),
        limit: 1_000,
        ..AdQuery::default()
    };
    let mut counts = [0; 3];
    for found in database.ads_of(&query).unwrap() {
        if found.ad.active == Some(false) {
            counts[0] += 1;
            counts[1] += u64::from(found.ad.verdict.class == Class::Converty);
            counts[2] += u64::from(found.ad.verdict.class == Class::Concurrent);
        }
    }
    counts
}
