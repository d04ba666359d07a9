//! The server killed and started again under load, connections cut, answers late, another primary: nothing that was
//! acknowledged is lost, nothing is there twice, and the same handles go on.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::disallowed_methods,
    clippy::let_underscore_must_use,
    missing_docs,
    reason = "a test fails by panicking, and this one is told by the environment where the server's program is"
)]

use crate::failing;

use std::collections::BTreeSet;
use std::sync::Barrier;
use std::time::Duration;

use database::conformance::all;
use database::conformance::samples::{at, batch, sample};
use database::mongodb::Address;
use database::{Database, Error, Mongo, Movement, NewWork, Shelf, Sqlite};
use failing::load::{Load, is_of_the_server, opened};
use failing::proxy::{Deed, Proxy};
use failing::server::Server;
use model::{Seller, Timestamp};

const PATIENCE: Duration = Duration::from_mins(1);

/// `SplitMix64`.
struct Rng(u64);

impl Rng {
    fn below(&mut self, end: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (mixed ^ (mixed >> 31)) % end
    }
}

fn weather_by_network(deed: impl FnMut(&str) -> Deed + Send + 'static, misdeeds: u64) {
    let server = Server::start();
    let proxy = Proxy::to(server.address());
    let open = || opened(&proxy.uri(), PATIENCE);
    Load::weather(&open, || {
        proxy.decide(deed);
        while proxy.misdeeds() < misdeeds {
            std::thread::sleep(Duration::from_millis(20));
        }
        proxy.decide(|_| Deed::Pass);
    });
}

#[test]
#[ignore = "needs MONGODB_TEST_URI"]
fn a_server_killed_and_started_again_loses_and_doubles_nothing() {
    let server = std::sync::Mutex::new(Server::start());
    let uri = format!("mongodb://{}", server.lock().unwrap().address());
    Load::weather(&|| opened(&uri, PATIENCE), || {
        for round in 0..4 {
            std::thread::sleep(Duration::from_millis(700 + 150 * round));
            let mut server = server.lock().unwrap();
            server.kill();
            std::thread::sleep(Duration::from_millis(100 * round));
            server.begin();
        }
        std::thread::sleep(Duration::from_millis(700));
    });
}

#[test]
#[ignore = "needs MONGODB_TEST_URI"]
fn connections_cut_before_and_after_the_server_heard_lose_and_double_nothing() {
    let mut rng = Rng(1);
    let deed = move |_: &str| match rng.below(12) {
        0 => Deed::CutBefore,
        1 | 2 => Deed::CutAfter,
        _ => Deed::Pass,
    };
    weather_by_network(deed, 400);
}

#[test]
#[ignore = "needs MONGODB_TEST_URI"]
fn a_primary_that_changes_and_late_answers_lose_and_double_nothing() {
    let mut rng = Rng(2);
    let deed = move |command: &str| match rng.below(12) {
        0 | 1 if command != "find" => Deed::NotPrimary,
        2 => Deed::CutAfter,
        3 => Deed::Delay(Duration::from_millis(60)),
        _ => Deed::Pass,
    };
    weather_by_network(deed, 400);
}

/// An import of some size, and the digest that an undisturbed one has.
fn import(database: &dyn Database) -> Result<u64, Error> {
    let samples: Vec<_> = (0..200)
        .map(|id| sample(&format!("{id:04}"), &format!("c{}", id % 7), at(id % 3)))
        .collect();
    let mut import = database.start_import()?;
    for part in samples.chunks(50) {
        import.write(batch(part))?;
    }
    import.finish()?;
    database.digest()
}

fn undisturbed() -> u64 {
    import(&Sqlite::open_in_memory().unwrap()).unwrap()
}

#[test]
#[ignore = "needs MONGODB_TEST_URI"]
fn slow_answers_only_take_time() {
    let server = Server::start();
    let proxy = Proxy::to(server.address());
    let base = opened(&proxy.uri(), PATIENCE);
    proxy.decide(|_| Deed::Delay(Duration::from_millis(150)));
    assert_eq!(import(&base).unwrap(), undisturbed());
    assert!(proxy.misdeeds() > 4);
}

#[test]
#[ignore = "needs MONGODB_TEST_URI"]
fn a_write_that_meets_another_primary_goes_through_once_it_is_back() {
    let server = Server::start();
    let proxy = Proxy::to(server.address());
    let base = opened(&proxy.uri(), PATIENCE);
    let mut left = 5;
    proxy.decide(move |command| {
        let is_write = ["insert", "update", "delete", "findAndModify"].contains(&command);
        if is_write && left > 0 {
            left -= 1;
            return Deed::NotPrimary;
        }
        Deed::Pass
    });
    assert_eq!(
        base.put_record(Shelf::Notes, "a", "1", Some(0))
            .unwrap()
            .map(drop),
        Some(())
    );
    assert_eq!(proxy.misdeeds(), 5);
    assert_eq!(base.record(Shelf::Notes, "a").unwrap().unwrap().body, "1");
}

#[test]
#[ignore = "needs MONGODB_TEST_URI"]
fn a_server_that_stays_away_is_told_and_the_same_handle_goes_on_when_it_is_back() {
    let server = Server::start();
    let proxy = Proxy::to(server.address());
    let address = proxy.uri();
    let base = opened(&address, Duration::from_millis(800));
    base.put_record(Shelf::Notes, "a", "1", None).unwrap();
    proxy.is_gone(true);
    let told: Vec<Error> = vec![
        base.put_record(Shelf::Notes, "a", "2", None)
            .map(drop)
            .unwrap_err(),
        base.record(Shelf::Notes, "a").map(drop).unwrap_err(),
        base.append_to_ledger(0, at(0).unwrap(), &[])
            .map(drop)
            .err()
            .unwrap_or(Error::Busy),
        base.put_work(&[work("x")]).map(drop).unwrap_err(),
        import(&base).map(drop).unwrap_err(),
        base.version().map(drop).unwrap_err(),
    ];
    for error in &told {
        is_of_the_server(error);
    }
    let port = proxy.uri().rsplit(':').next().unwrap().to_owned();
    assert!(
        told[0].to_string().contains(&port),
        "says which server: {}",
        told[0]
    );
    let fresh = Mongo::open_with_patience(
        &Address::new(&address),
        Some("failures"),
        Duration::from_millis(800),
    );
    match fresh {
        Err(error @ (Error::Unreachable { .. } | Error::Open { .. })) => {
            assert!(error.to_string().contains(&port));
        }
        other => panic!("{:?}", other.map(drop)),
    }
    proxy.is_gone(false);
    base.put_record(Shelf::Notes, "a", "3", None).unwrap();
    assert_eq!(base.record(Shelf::Notes, "a").unwrap().unwrap().body, "3");
    assert_eq!(import(&base).unwrap(), undisturbed());
}

fn work(key: &str) -> NewWork {
    NewWork {
        key: key.to_owned(),
        queue: "run".to_owned(),
        group: String::new(),
        body: "{}".to_owned(),
        not_before: Timestamp::clamped(0),
    }
}

/// What each writer of one round was told: whether its line came first, whether its record did, how many items it put.
fn all_at_once(handles: &[Mongo], key: &str, round: i64, last: u64) -> Vec<(bool, bool, u64)> {
    let start = Barrier::new(handles.len());
    let write = |writer: usize| {
        let base = &handles[writer];
        start.wait();
        let movement = Movement::Release {
            tag: format!("{round}-{writer}"),
            reason: String::new(),
        };
        let line = base
            .append_to_ledger(last, at(round).unwrap(), &[movement])
            .unwrap();
        let record = base
            .put_record(Shelf::Notes, key, &writer.to_string(), Some(0))
            .unwrap()
            .is_some();
        let put = base.put_work(&[work(key)]).unwrap();
        base.upsert_sellers(&[Seller::new(key, [format!("s{writer}.tn")])])
            .unwrap();
        (line, record, put)
    };
    let write = &write;
    std::thread::scope(|scope| {
        let writers: Vec<_> = (0..handles.len())
            .map(|writer| scope.spawn(move || write(writer)))
            .collect();
        writers.into_iter().map(|writer| writer.join().unwrap()).collect()
    })
}

#[test]
#[ignore = "needs MONGODB_TEST_URI"]
fn of_sixteen_who_write_the_same_at_once_one_is_first() {
    const WRITERS: usize = 16;
    let server = Server::start();
    let proxy = Proxy::to(server.address());
    let mut rng = Rng(3);
    let base = opened(&proxy.uri(), PATIENCE);
    proxy.decide(move |_| {
        if rng.below(10) == 0 {
            Deed::CutAfter
        } else {
            Deed::Pass
        }
    });
    let handles: Vec<Mongo> = (0..WRITERS).map(|_| opened(&proxy.uri(), PATIENCE)).collect();
    for round in 0..3_i64 {
        let key = format!("round {round}");
        let last = all(|visit| base.each_ledger_line(0, visit)).unwrap().len() as u64;
        let firsts = all_at_once(&handles, &key, round, last);
        let winner = |won: &dyn Fn(&(bool, bool, u64)) -> bool| {
            let winners: Vec<usize> = (0..WRITERS).filter(|writer| won(&firsts[*writer])).collect();
            assert_eq!(winners.len(), 1, "round {round}: {firsts:?}");
            winners[0]
        };
        let lines = all(|visit| base.each_ledger_line(last, visit)).unwrap();
        let by = winner(&|(line, ..)| *line);
        assert!(matches!(&lines[..], [line] if matches!(&line.movement,
            Movement::Release { tag, .. } if *tag == format!("{round}-{by}"))));
        let by = winner(&|(_, record, _)| *record);
        assert_eq!(
            base.record(Shelf::Notes, &key).unwrap().unwrap().body,
            by.to_string()
        );
        // Who put an item and lost the answer may count it or not; it is there once.
        assert!(firsts.iter().map(|(.., put)| put).sum::<u64>() <= 1 + proxy.misdeeds());
        assert!(base.work(&key).unwrap().is_some());
        let domains = base.seller(&key).unwrap().unwrap().domains;
        let domains: BTreeSet<String> = domains.into_iter().map(|domain| domain.given).collect();
        assert_eq!(
            domains.len(),
            WRITERS,
            "each added a domain, and none took one away"
        );
    }
}
