//! Two dashboards over one database on a MongoDB server, one with all sellers in memory and one that asks the database:
//! every address gets the same answer from both, while the base changes.

use crate::addresses;
use crate::common;
use crate::own;

use std::io::{Cursor, Read as _};
use std::sync::Arc;

use analytics::ClientStatus;
use common::made::{BUDGET, host_of, made_in, slug};
use common::{House, Made, bytes, config, now, text};
use dashboard::keeper::Keeper;
use dashboard::reply::XLSX;
use dashboard::scans::Wanted;
use dashboard::view::DecisionKind;
use dashboard::{Config, Failure, Reply, decisions, notes, scans, segments};
use database::Search;
use figures::Choice;
use model::document::{Mapping, Report};
use model::{MicroDollars, Seller, Timestamp};
use own::Base;
use purse::Purse;
use serde_json::{Value, json};

const MINUTE: i64 = 60_000;
const HOUR: i64 = 60 * MINUTE;

/// One dashboard.
struct Desk {
    keeper: Keeper,
    config: Arc<Config>,
}

impl Desk {
    fn open(made: &Made, sellers: Choice) -> Self {
        let config = Arc::new(Config { sellers, ..config() });
        let keeper = Keeper::open(
            Arc::clone(&made.database),
            Arc::clone(&config),
            Arc::clone(&made.catalogue),
            made.now,
        );
        let desk = Self {
            keeper: keeper.unwrap(),
            config,
        };
        assert_eq!(
            desk.keeper.view().figures.held().is_some(),
            sellers == Choice::Memory
        );
        desk
    }

    fn house(&self, made: &Made) -> House {
        House {
            made: made.clone(),
            config: Arc::clone(&self.config),
            view: self.keeper.view(),
        }
    }
}

/// What an answer says, but for the stamp, which also goes by how a dashboard is set up.
fn said(house: &House, address: &str) -> (String, Vec<u8>) {
    let reply: Reply = house.answer("GET", address);
    let head = format!("{} {} {:?}", reply.status, reply.kind, reply.headers);
    assert!(!reply.status.is_server_error(), "{address}: {head}");
    let stamp = house.view.stamp;
    let body = bytes(reply);
    if head.contains(XLSX) {
        return (head, sheets(&body));
    }
    match String::from_utf8(body) {
        Ok(text) => {
            let text = text
                .replace(&format!("data-stamp=\"{stamp}\""), "data-stamp")
                .replace(&format!("\"stamp\":\"{stamp:016x}\""), "\"stamp\"");
            (head, without_potential(&text).into_bytes())
        }
        Err(binary) => (head, binary.into_bytes()),
    }
}

/// What is told only where sellers are in memory: previews of rules, and the recommendations that the model of chances
/// makes beside the others.
fn only_in_memory(address: &str) -> bool {
    let path = address.split('?').next().unwrap_or_default();
    path == "/alerts" || path.contains("/rules/ratio-fell") || path.contains("recommendations")
}

/// A page without what potential orders and filters by: offered only where sellers are in memory.
fn without_potential(text: &str) -> String {
    let mut text = without_potential_order(text);
    for name in ["start_from", "leave_from", "not_start_from", "not_leave_from"] {
        let Some(place) = text.find(&format!("name=\"{name}\"")) else {
            continue;
        };
        let start = text[..place].rfind("<label>").unwrap();
        let end = place + text[place..].find("</label>\n").unwrap() + "</label>\n".len();
        text.replace_range(start..end, "");
    }
    text
}

fn without_potential_order(text: &str) -> String {
    let Some(place) = text.find("sort=-potential") else {
        return text.to_owned();
    };
    let (before, after) = text.split_at(place);
    let start = before.rfind("<a href").unwrap();
    let (_, label) = after.split_once('>').unwrap();
    let (label, rest) = label.split_once("</a>").unwrap();
    format!("{}{label}{rest}", &before[..start])
}

/// What a workbook holds, but for when its writer says that it was made.
fn sheets(xlsx: &[u8]) -> Vec<u8> {
    let mut archive = zip::ZipArchive::new(Cursor::new(xlsx)).unwrap();
    let mut all = Vec::new();
    for index in 0..archive.len() {
        let mut file = archive.by_index(index).unwrap();
        if !file.name().unwrap().ends_with("core.xml") {
            file.read_to_end(&mut all).unwrap();
        }
    }
    all
}

/// Where two answers part.
fn parting(one: &[u8], other: &[u8]) -> String {
    let same = one
        .iter()
        .zip(other)
        .take_while(|(one, other)| one == other)
        .count();
    let around = |bytes: &[u8]| {
        let part = &bytes[same.saturating_sub(60)..bytes.len().min(same + 100)];
        String::from_utf8_lossy(part).into_owned()
    };
    format!("at {same}:\n  {}\n  {}", around(one), around(other))
}

/// Every address, of both; or one of so many. Gives where they differ.
fn parted(one_of: usize, made: &Made, (held, asked): (&Desk, &Desk)) -> Vec<String> {
    let (held, asked) = (held.house(made), asked.house(made));
    let mut faults = Vec::new();
    let mut compare = |address: &str| {
        if only_in_memory(address) {
            return;
        }
        let (one, other) = (said(&held, address), said(&asked, address));
        // All that is asked for is there, but for what some sellers do not have, and a login where nobody needs one.
        let lacking = ["nobody", "client_", "/report", "/mapping", "/login"];
        let lacking = lacking.iter().any(|part| address.contains(part));
        let there = lacking || one.0.starts_with("200");
        if one.0 != other.0 || !there {
            faults.push(format!("{address}: {} or {}", one.0, other.0));
        } else if one.1 != other.1 {
            faults.push(format!("{address} {}", parting(&one.1, &other.1)));
        }
    };
    let addresses = addresses::all(&some_of_each(&held));
    addresses
        .iter()
        .step_by(one_of)
        .for_each(|address| compare(address));
    for list in addresses::LISTS.iter().step_by(one_of) {
        for address in pages_of(&held, list) {
            compare(&address);
        }
    }
    faults
}

fn same(step: &str, one_of: usize, made: &Made, desks: (&Desk, &Desk)) {
    let faults = parted(one_of, made, desks);
    assert!(
        faults.is_empty(),
        "{step}: {} addresses differ:\n{}",
        faults.len(),
        faults[..faults.len().min(25)].join("\n")
    );
}

/// The addresses of a list's pages, forwards, and the one before each.
fn pages_of(house: &House, list: &str) -> Vec<String> {
    let mut pages = vec![list.to_owned()];
    let mut next = Some(list.to_owned());
    while let Some(address) = next {
        let page: Value = serde_json::from_str(&text(house.answer("GET", &address))).unwrap();
        let to = |way: &str| {
            let cursor = page["page"][way].as_str();
            cursor.map(|cursor| format!("{list}&cursor={cursor}"))
        };
        next = to("next");
        pages.extend(next.clone());
        pages.extend(to("previous"));
    }
    pages
}

/// Two sellers of each status, some of whom ads lead away or a domain moved, and nobody.
fn some_of_each(house: &House) -> Vec<String> {
    let mut slugs = vec!["nobody".to_owned()];
    let mut add = |what: &dyn Fn(&analytics::Client) -> bool| {
        let found = house.snapshot().each().filter(|client| what(client)).take(2);
        slugs.extend(found.map(|client| client.slug.to_string()));
    };
    for status in ClientStatus::ALL {
        add(&|client| client.status == status);
    }
    add(&|client| !client.rivals.is_empty());
    add(&|client| !client.moves.is_empty());
    slugs.sort();
    slugs.dedup();
    slugs
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
    let rival = json!({"domain": "neu.myshopify.com", "platform": "shopify", "total_ads": concurrent});
    serde_json::from_value(json!({
        "client_id": slug, "type": "report", "domain": format!("{slug}.tn"),
        "metrics": {"total_ads": converty + concurrent, "converty_ads": converty, "concurrent_ads": concurrent,
            "unknown_ads": 0, "converty_ratio": 50.0, "concurrent_ratio": 50.0},
        "facebook_pages": [], "competitors": [rival], "analyzed_at": at,
    }))
    .unwrap()
}

fn search(domain: &str, at: Timestamp) -> Search {
    Search {
        domain: domain.to_owned(),
        at: Some(at),
        ads: 3,
        complete: true,
        cost: MicroDollars::new(1_500),
    }
}

/// Sellers, documents, searches, and words of people.
fn change(made: &Made, held: &Desk) {
    let base = &*made.database;
    let (new, gone) = ("neu-laden", slug(21));
    base.upsert_sellers(&[
        Seller::new(new, ["neu-laden.tn"]),
        Seller::new(&slug(0), ["elsewhere.tn"]),
    ])
    .unwrap();
    base.put_mappings(&[
        mapping(new, 14, "2026-11-23T08:31:00Z"),
        mapping(&slug(4), 0, "2026-11-23T08:32:00Z"),
    ])
    .unwrap();
    base.put_reports(&[
        report(new, 3, 11, "2026-11-23T08:33:00Z"),
        report(&slug(8), 0, 40, "2026-11-23T08:34:00Z"),
    ])
    .unwrap();
    assert!(base.remove_seller(&gone).unwrap());
    // One that was never asked for is asked for now, one earlier than was known, and a name above many.
    let (never, early) = (host_of(270).unwrap(), host_of(2).unwrap());
    let long_ago = Timestamp::parse("2026-08-01T10:00:00Z").unwrap();
    let searches = vec![
        search(&never, made.now),
        search(&early, long_ago),
        search("neu-laden.tn", made.now),
    ];
    made.store(made.now, &[], searches);
    let alerts = text(held.house(made).visit("/api/v1/alerts?range=all").unwrap());
    let alerts: Value = serde_json::from_str(&alerts).unwrap();
    let id = |index: usize| alerts["data"][index]["id"].as_str().unwrap().to_owned();
    let soon = Some(decisions::in_days(made.now, 7));
    decisions::decide(
        base,
        &id(0),
        Some(DecisionKind::Acknowledged),
        None,
        "amal",
        made.now,
    )
    .unwrap();
    decisions::decide(base, &id(1), Some(DecisionKind::Muted), soon, "amal", made.now).unwrap();
    notes::write(base, &slug(4), "call <b>again</b>", 0, "amal", made.now).unwrap();
    scans::request(base, &Wanted::default(), "amal", made.now).unwrap();
    let purse = Purse::open(base, BUDGET, made.now).unwrap();
    purse
        .watcher("made:1")
        .release(made.now, "open", "never began")
        .unwrap();
}

fn later(made: &mut Made, by: i64) {
    made.now = Timestamp::clamped(made.now.as_millis() + by);
}

fn renew(made: &Made, desks: [&Desk; 2]) {
    for desk in desks {
        assert!(desk.keeper.renew(made.now).unwrap(), "{:?}", desk.config.sellers);
    }
}

/// No database keeps chances: programs and files are refused, a page does without and says so, and a segment that was
/// saved where sellers were in memory stands for nobody.
#[test]
#[ignore = "needs MONGODB_TEST_URI"]
fn potential_filters_only_what_is_in_memory() {
    let base = Base::new();
    let made = made_in(base.database(), now());
    let kept = segments::Wanted {
        title: "Likely",
        address: "leave_from=1",
        revision: 0,
        chances: true,
    };
    segments::put(made.database.as_ref(), "likely", kept, "leila", made.now).unwrap();
    let (held, asked) = (
        Desk::open(&made, Choice::Memory),
        Desk::open(&made, Choice::Database),
    );
    let (held, asked) = (held.house(&made), asked.house(&made));
    for query in ["start_from=1", "not_leave_from=1"] {
        let name = query.split_once('=').unwrap().0;
        for address in ["/api/v1/clients", "/export/clients/csv"] {
            let address = format!("{address}?{query}");
            assert!(held.visit(&address).is_ok(), "{address}");
            match asked.visit(&address) {
                Err(Failure::Invalid { parameter, reason }) => {
                    assert_eq!(parameter, name);
                    assert!(reason.contains("in memory only"), "{reason}");
                }
                other => panic!("{address}: {:?}", other.map(|reply| reply.status)),
            }
        }
        let page = format!("/clients?{query}");
        let note = "Le potentiel ne filtre que";
        assert!(text(asked.visit(&page).unwrap()).contains(note));
        assert!(!text(held.visit(&page).unwrap()).contains(note));
    }
    assert!(held.visit("/api/v1/clients?segment=likely").is_ok());
    assert!(asked.visit("/api/v1/clients?segment=likely").is_err());
    assert!(asked.view.segments.filter("likely").is_none());
}

#[test]
#[ignore = "needs MONGODB_TEST_URI"]
fn every_address_says_the_same_from_memory_and_from_the_database() {
    let base = Base::new();
    let mut made = made_in(base.database(), now());
    let (held, asked) = (
        Desk::open(&made, Choice::Memory),
        Desk::open(&made, Choice::Database),
    );
    same("as opened", 1, &made, (&held, &asked));

    change(&made, &held);
    later(&mut made, HOUR);
    renew(&made, [&held, &asked]);
    let overview = text(asked.house(&made).visit("/api/v1/clients/neu-laden").unwrap());
    assert!(overview.contains("neu.myshopify.com"), "{overview}");
    same("changed", 1, &made, (&held, &asked));

    // Documents are made again: what was put there by hand goes, and the overview's note with it.
    made.refresh(made.now);
    later(&mut made, HOUR);
    renew(&made, [&held, &asked]);
    same("refreshed", 5, &made, (&held, &asked));

    // Another starts over the collection as it was left, with a change that nobody has read yet.
    made.database
        .put_reports(&[report(&slug(12), 7, 7, "2026-11-23T10:35:00Z")])
        .unwrap();
    made.database
        .upsert_sellers(&[Seller::new("noch-einer", ["noch-einer.tn"])])
        .unwrap();
    later(&mut made, MINUTE);
    let second = Desk::open(&made, Choice::Database);
    assert!(held.keeper.renew(made.now).unwrap());
    same("a second dashboard", 4, &made, (&held, &second));

    // The first one comes after it, on another day. Until it does, the comparison tells.
    later(&mut made, 24 * HOUR);
    assert!(held.keeper.renew(made.now).unwrap());
    assert!(parted(20, &made, (&held, &asked)).len() > 10);
    assert!(asked.keeper.renew(made.now).unwrap());
    same("another day", 3, &made, (&held, &asked));
}
