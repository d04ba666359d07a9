//! History: what widens a line, what begins one, what is left out.

use model::Seller;
use model::observation::{
    DnsAnswer, DnsFacts, Facts, FactsKind, LandingFacts, Observation, Observed, PageMark, ShopSign,
};

use super::looks::{HOLDS, closed, dns, in_vain, landing, line, look, page, place, see, with_page};
use super::samples::{at, batch, import, mapping, moment, sample};
use super::{Make, all};
use crate::{Database, Result};

/// Two addresses that tell one state from another.
const CONVERTY: &str = "34.155.58.152";
const SHOPIFY: &str = "23.227.38.65";

fn history(database: &dyn Database) -> Result<Vec<Observation>> {
    all(|visit| database.each_observation(true, visit))
}

/// Every part of every kind of facts, full and empty.
pub fn facts_come_back_whole(make: Make<'_>) -> Result<()> {
    let database = make();
    let full = Facts::Dns(DnsFacts {
        answer: DnsAnswer::Resolves,
        addresses: ["23.227.38.65", "2620:127:f00f:e::"]
            .iter()
            .flat_map(|address| address.parse())
            .collect(),
        aliases: vec!["shops.myshopify.com".into(), "edge.myshopify.com".into()],
        name_servers: vec!["ns1.gandi.net".into(), "ns2.gandi.net".into()],
    });
    let empty = |answer| {
        Facts::Dns(DnsFacts {
            answer,
            addresses: Vec::new(),
            aliases: Vec::new(),
            name_servers: Vec::new(),
        })
    };
    let mark = |weak| PageMark {
        platform: "youcan".into(),
        mark: "html <div id=\"متجر\">".to_owned(),
        weak,
    };
    let shown = |shop, status| {
        Facts::Landing(LandingFacts {
            status,
            chain: vec!["http://a.tn/".to_owned(), "https://www.a.tn/متجر".to_owned()],
            last_host: "www.a.tn".into(),
            target: "https://www.a.tn/متجر?x=\"1\"&y=\\".to_owned(),
            title: "مرحبا \u{1f6d2}\n\u{0}".to_owned(),
            shop,
            products: u16::MAX,
            loads_pixel: true,
            pixels: vec!["1234567890123456".into()],
            marks: vec![mark(false), mark(true)],
            looked_for: u64::MAX,
        })
    };
    let facts = [
        full,
        empty(DnsAnswer::NoAddress),
        empty(DnsAnswer::NoSuchName),
        shown(ShopSign::Open, 200),
        shown(ShopSign::Closed, 503),
        shown(ShopSign::Parked, 200),
        shown(ShopSign::Nothing, 404),
    ];
    for (number, facts) in facts.into_iter().enumerate() {
        let name = format!("{number}.com.tn");
        assert!(see(&*database, look(&name, facts.clone(), 5))?);
        let expected = [line(&name, facts, 5, 5)];
        assert_eq!(database.observations_of(&place(&name))?, expected);
    }
    assert_eq!(history(&*database)?.len(), 7);
    assert_eq!(database.verify()?, Vec::<String>::new());
    Ok(())
}

/// With its latest facts, the earliest and latest time, and the later of both `until`.
pub fn the_same_again_widens_its_line(make: Make<'_>) -> Result<()> {
    let database = make();
    assert!(see(&*database, look("a.tn", landing("Monday"), 0))?);
    assert!(!see(&*database, look("a.tn", landing("Tuesday"), 10))?);
    let widened = [line("a.tn", landing("Tuesday"), 0, 10)];
    assert_eq!(history(&*database)?, widened);
    let shorter = Observed {
        until: moment(21),
        ..look("a.tn", landing("Wednesday"), 20)
    };
    let version = database.version()?;
    assert!(!see(&*database, shorter.clone())?);
    assert!(database.version()? > version, "when it was last seen is kept");
    let expected = [Observation {
        until: moment(10 + HOLDS),
        ..line("a.tn", landing("Wednesday"), 0, 20)
    }];
    assert_eq!(history(&*database)?, expected);
    let version = database.version()?;
    assert!(!see(&*database, shorter)?);
    assert_eq!(database.version()?, version, "the very same look is no news");
    Ok(())
}

/// A place that leaves and comes back has three lines.
pub fn other_facts_begin_a_line_and_old_ones_may_come_back(make: Make<'_>) -> Result<()> {
    let database = make();
    for (address, minutes, begins) in [
        (CONVERTY, 0, true),
        (CONVERTY, 10, false),
        (SHOPIFY, 20, true),
        (SHOPIFY, 30, false),
        (CONVERTY, 40, true),
        (CONVERTY, 50, false),
    ] {
        assert_eq!(see(&*database, look("a.tn", dns(address), minutes))?, begins);
    }
    let expected = [
        line("a.tn", dns(CONVERTY), 0, 10),
        line("a.tn", dns(SHOPIFY), 20, 30),
        line("a.tn", dns(CONVERTY), 40, 50),
    ];
    assert_eq!(history(&*database)?, expected);
    assert_eq!(database.observations_of(&place("a.tn"))?, expected);
    let latest = all(|visit| database.each_observation(false, visit))?;
    assert_eq!(latest, [line("a.tn", dns(CONVERTY), 40, 50)]);
    assert_eq!(database.verify()?, Vec::<String>::new());
    Ok(())
}

/// Whatever they say: history is written forwards.
pub fn older_looks_are_left_out(make: Make<'_>) -> Result<()> {
    let database = make();
    let kept = with_page(look("a.tn", landing("Monday"), 10), page("new"));
    database.put_observed(&[look("a.tn", dns(CONVERTY), 10), kept])?;
    let version = database.version()?;
    let late = [
        look("a.tn", dns(SHOPIFY), 9),
        Observed {
            until: moment(1000),
            ..look("a.tn", dns(CONVERTY), 9)
        },
        with_page(look("a.tn", closed("Sunday"), 0), page("old")),
        with_page(look("a.tn", landing("Sunday"), 0), page("old")),
    ];
    assert_eq!(database.put_observed(&late)?, 0);
    assert_eq!(database.version()?, version);
    let expected = [
        line("a.tn", dns(CONVERTY), 10, 10),
        line("a.tn", landing("Monday"), 10, 10),
    ];
    assert_eq!(history(&*database)?, expected);
    assert_eq!(database.page_of(&place("a.tn"))?, Some(page("new")));
    Ok(())
}

/// A line that began at that moment makes way; one that was seen before stays, and both meet in it.
pub fn of_one_moment_the_last_written_holds(make: Make<'_>) -> Result<()> {
    let database = make();
    let put = |address: &str, minutes| see(&*database, look("a.tn", dns(address), minutes));
    put(CONVERTY, 0)?;
    assert!(put(SHOPIFY, 0)?);
    assert_eq!(history(&*database)?, [line("a.tn", dns(SHOPIFY), 0, 0)]);
    put(SHOPIFY, 10)?;
    assert!(put(CONVERTY, 10)?);
    let met = [
        line("a.tn", dns(SHOPIFY), 0, 10),
        line("a.tn", dns(CONVERTY), 10, 10),
    ];
    assert_eq!(history(&*database)?, met);
    assert_eq!(database.verify()?, Vec::<String>::new());
    assert!(!put(SHOPIFY, 10)?, "it says again what the line before says");
    assert_eq!(history(&*database)?, [line("a.tn", dns(SHOPIFY), 0, 10)]);
    Ok(())
}

/// In the order in which its looks stand there.
pub fn one_call_may_hold_a_history(make: Make<'_>) -> Result<()> {
    let database = make();
    let looks = [
        look("a.tn", dns(CONVERTY), 0),
        look("a.tn", dns(CONVERTY), 10),
        look("a.tn", dns(SHOPIFY), 20),
        look("a.tn", dns(CONVERTY), 15),
        look("a.tn", dns(SHOPIFY), 30),
    ];
    assert_eq!(database.put_observed(&looks)?, 2);
    let expected = [
        line("a.tn", dns(CONVERTY), 0, 10),
        line("a.tn", dns(SHOPIFY), 20, 30),
    ];
    assert_eq!(history(&*database)?, expected);
    let other = make();
    for look in looks {
        other.put_observed(&[look])?;
    }
    assert_eq!(other.digest()?, database.digest()?);
    Ok(())
}

/// Neither another kind nor another place is touched, however alike the names.
pub fn kinds_and_places_are_apart(make: Make<'_>) -> Result<()> {
    let database = make();
    let places = ["a.tn", "www.a.tn", "a.tn/x", "a.tn/X", "a.tn/x?y", "xa.tn"];
    for (number, name) in (0..).zip(places) {
        assert!(see(&*database, look(name, dns(CONVERTY), number))?, "{name}");
        assert!(see(&*database, look(name, landing(name), number))?, "{name}");
    }
    see(&*database, look("a.tn/x", dns(SHOPIFY), 20))?;
    for (number, name) in (0..).zip(places) {
        let mut expected = vec![
            line(name, dns(CONVERTY), number, number),
            line(name, landing(name), number, number),
        ];
        if name == "a.tn/x" {
            expected.insert(1, line(name, dns(SHOPIFY), 20, 20));
        }
        assert_eq!(database.observations_of(&place(name))?, expected);
    }
    assert_eq!(database.observations_of(&place("b.tn"))?, []);
    Ok(())
}

/// The latest of the kind alone; a new look makes them hold again.
pub fn facts_fall_due_by_kind(make: Make<'_>) -> Result<()> {
    let database = make();
    database.put_observed(&[
        look("a.tn", dns(CONVERTY), 0),
        look("a.tn", dns(SHOPIFY), 10),
        look("a.tn", landing("A"), 10),
        look("b.tn", dns(CONVERTY), -HOLDS),
        look("c.tn", dns(CONVERTY), 15),
    ])?;
    assert_eq!(database.expire_observations(FactsKind::Dns, moment(20))?, 2);
    let due = |facts, minutes| Observation {
        until: moment(20),
        ..line("a.tn", facts, minutes, minutes)
    };
    let expected = [
        line("a.tn", dns(CONVERTY), 0, 0),
        due(dns(SHOPIFY), 10),
        line("a.tn", landing("A"), 10, 10),
    ];
    assert_eq!(database.observations_of(&place("a.tn"))?, expected);
    let passed = [line("b.tn", dns(CONVERTY), -HOLDS, -HOLDS)];
    assert_eq!(
        database.observations_of(&place("b.tn"))?,
        passed,
        "it was due before"
    );
    let version = database.version()?;
    assert_eq!(database.expire_observations(FactsKind::Dns, moment(20))?, 0);
    assert_eq!(database.version()?, version);
    assert_eq!(database.expire_observations(FactsKind::Landing, moment(20))?, 1);
    see(&*database, look("c.tn", dns(CONVERTY), 25))?;
    let again = [line("c.tn", dns(CONVERTY), 15, 25)];
    assert_eq!(database.observations_of(&place("c.tn"))?, again);
    Ok(())
}

/// What was seen of a place does not depend on who sells there, nor on ads that are read again.
pub fn sellers_and_ads_may_go(make: Make<'_>) -> Result<()> {
    let database = make();
    database.upsert_sellers(&[Seller::new("a", ["a.tn"])])?;
    database.put_mappings(&[mapping("a", 1, 0)])?;
    import(&*database, vec![batch(&[sample("1", "a", at(0))])])?;
    database.put_observed(&[
        look("a.tn", dns(CONVERTY), 0),
        with_page(look("a.tn", landing("A"), 0), page("<html>")),
    ])?;
    database.put_undecided(&[in_vain("www.a.tn", FactsKind::Dns, 0)])?;
    let before = history(&*database)?;
    assert!(database.remove_seller("a")?);
    database.clear_ads()?;
    assert_eq!((before.len(), history(&*database)?), (2, before));
    assert_eq!(database.page_of(&place("a.tn"))?, Some(page("<html>")));
    assert_eq!(all(|visit| database.each_undecided(visit))?.len(), 1);
    Ok(())
}

/// Empty calls, and an empty database.
pub fn nothing_changes_nothing(make: Make<'_>) -> Result<()> {
    let database = make();
    let before = (database.version()?, database.digest()?);
    assert_eq!(database.put_observed(&[])?, 0);
    database.put_undecided(&[])?;
    assert_eq!(database.expire_observations(FactsKind::Dns, moment(0))?, 0);
    assert_eq!(history(&*database)?, []);
    assert_eq!(database.page_of(&place("a.tn"))?, None);
    assert_eq!((database.version()?, database.digest()?), before);
    Ok(())
}
