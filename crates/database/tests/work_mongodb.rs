//! Work on MongoDB where answers are lost: every call is carried out once, and says so.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::disallowed_methods,
    clippy::let_underscore_must_use,
    dead_code,
    missing_docs,
    reason = "a test fails by panicking, this one is told by the environment where the server's program is, and it \
              uses a part of what tests of failures share"
)]

use crate::failing;

use std::time::Duration;

use database::conformance::all;
use database::mongodb::Address;
use database::{Claim, Database, Mongo, NewWork, WorkEnd, WorkFilter, WorkItem, WorkState};
use failing::proxy::{Deed, Proxy};
use failing::server::Server;
use model::Timestamp;

const PATIENCE: Duration = Duration::from_mins(1);

struct World {
    database: Mongo,
    proxy: Proxy,
    _server: Server,
}

fn second(seconds: i64) -> Timestamp {
    Timestamp::clamped(seconds * 1000)
}

impl World {
    /// A queue of these items, due in this order.
    fn with(keys: &[&str]) -> Self {
        let server = Server::start();
        let proxy = Proxy::to(server.address());
        let address = Address::new(&proxy.uri());
        let database = Mongo::open_with_patience(&address, Some("work"), PATIENCE).unwrap();
        let world = Self {
            database,
            proxy,
            _server: server,
        };
        assert_eq!(world.put(keys), keys.len() as u64);
        world
    }

    fn put(&self, keys: &[&str]) -> u64 {
        let items: Vec<_> = keys
            .iter()
            .zip(0..)
            .map(|(key, due)| NewWork {
                key: (*key).to_owned(),
                queue: "run".to_owned(),
                group: String::new(),
                body: "{}".to_owned(),
                not_before: second(due),
            })
            .collect();
        self.database.put_work(&items).unwrap()
    }

    /// Of the next commands of this name, the answers with these numbers (from 0) are lost.
    fn lose(&self, command: &'static str, answers: &'static [u64]) {
        let mut number = 0;
        self.proxy.decide(move |name| {
            if name != command {
                return Deed::Pass;
            }
            number += 1;
            if answers.contains(&(number - 1)) {
                Deed::CutAfter
            } else {
                Deed::Pass
            }
        });
    }

    fn claim(&self, now: i64) -> Option<WorkItem> {
        let claim = Claim {
            queues: &["run"],
            worker: "w",
            now: second(now),
            until: second(now + 180),
        };
        self.database.claim_work(&claim).unwrap()
    }

    /// How far each item is, and how often it was tried.
    fn states(&self) -> Vec<(WorkState, u32)> {
        let items = all(|visit| self.database.each_work(&WorkFilter::default(), visit)).unwrap();
        items.into_iter().map(|item| (item.state, item.tries)).collect()
    }
}

/// Each number is an answer to `findAndModify` that is lost: the first asks for what was left behind, the next for
/// what waits, unless an answer before was lost and it is the same again.
#[test]
#[ignore = "needs MONGODB_TEST_URI"]
fn a_claim_whose_answer_was_lost_gives_one_item_and_holds_no_other() {
    for answers in [&[0][..], &[1], &[0, 2], &[1, 2], &[0, 2, 3]] {
        let world = World::with(&["a", "b", "c", "d"]);
        world.lose("findAndModify", answers);
        let claimed = world.claim(100).unwrap();
        assert_eq!(world.proxy.misdeeds(), answers.len() as u64, "{answers:?}");
        assert_eq!((claimed.token, claimed.tries), (1, 1));
        let states = world.states();
        let leased = states.iter().filter(|state| state.0 == WorkState::Leased);
        assert_eq!(leased.count(), 1, "{answers:?}: {states:?}");
        assert_eq!(states.iter().map(|state| state.1).sum::<u32>(), 1, "{answers:?}");
        let end = WorkEnd::Done {
            result: "1".to_owned(),
        };
        assert!(world.database.end_work(&claimed.key, 1, &end).unwrap());
        for _ in 0..3 {
            assert!(world.claim(100).is_some());
        }
        assert_eq!(world.claim(100), None, "none is lost and none is given twice");
    }
}

#[test]
#[ignore = "needs MONGODB_TEST_URI"]
fn what_was_left_behind_is_taken_over_once() {
    let world = World::with(&["a", "b"]);
    assert!(world.claim(100).is_some());
    assert!(world.claim(100).is_some());
    world.lose("findAndModify", &[0]);
    let claimed = world.claim(100 + 180 + 60).unwrap();
    assert_eq!((claimed.token, claimed.tries), (2, 2));
    let other = world.claim(100 + 180 + 60).unwrap();
    assert_ne!(claimed.key, other.key);
    assert_eq!(
        other.tries, 2,
        "a claim of it that nobody heard of does not count"
    );
    assert_eq!(world.claim(100 + 180 + 60), None);
}

#[test]
#[ignore = "needs MONGODB_TEST_URI"]
fn what_is_put_is_counted_though_the_answer_was_lost() {
    let world = World::with(&["a"]);
    world.lose("insert", &[0, 1]);
    assert_eq!(world.put(&["a", "b", "c", "c"]), 2);
    assert_eq!(world.proxy.misdeeds(), 2);
    assert_eq!(world.states().len(), 3);
}

#[test]
#[ignore = "needs MONGODB_TEST_URI"]
fn changes_whose_answer_was_lost_are_made_once_and_said_to_be() {
    let world = World::with(&["a", "b"]);
    let token = world.claim(100).unwrap().token;
    world.lose("update", &[0]);
    assert!(world.database.renew_work("a", token, second(900)).unwrap());
    world.lose("update", &[0, 1]);
    assert!(world.database.withdraw_work("b").unwrap());
    assert!(!world.database.withdraw_work("b").unwrap());
    world.lose("update", &[0]);
    assert!(world.database.end_work("a", token, &WorkEnd::Returned).unwrap());
    assert_eq!(
        world.states(),
        [(WorkState::Waiting, 0), (WorkState::Withdrawn, 0)],
        "the try is taken back once"
    );
    assert_eq!(world.proxy.misdeeds(), 4);
}
