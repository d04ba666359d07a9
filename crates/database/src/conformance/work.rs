//! Work: put once, claimed in order, ended as it is told.

use std::ops::ControlFlow;

use model::Timestamp;

use super::samples::{at, batch, sample};
use super::{Make, all};
use crate::{Claim, Database, Error, NewWork, Result, WorkEnd, WorkFilter, WorkItem, WorkState, WorkerSeen};

/// A moment, in seconds after 2025-12-26.
pub(super) fn second(seconds: i64) -> Timestamp {
    Timestamp::clamped(at(0).map_or(0, Timestamp::as_millis) + seconds * 1000)
}

/// An item of the queue `run` and the group `scan-1`, due at this second.
pub(super) fn item(key: &str, due: i64) -> NewWork {
    NewWork {
        key: key.to_owned(),
        queue: "run".to_owned(),
        group: "scan-1".to_owned(),
        body: format!("{{\"key\":{key:?}}}"),
        not_before: second(due),
    }
}

/// What `worker` gets of the queue `run` by its clock, for three minutes.
pub(super) fn claim(database: &dyn Database, worker: &str, now: i64) -> Result<Option<WorkItem>> {
    claim_of(database, &["run"], worker, now)
}

fn claim_of(database: &dyn Database, queues: &[&str], worker: &str, now: i64) -> Result<Option<WorkItem>> {
    database.claim_work(&Claim {
        queues,
        worker,
        now: second(now),
        until: second(now + 180),
    })
}

/// The token of the claim, which must have given this key.
pub(super) fn token_of(claimed: Option<WorkItem>, key: &str) -> u64 {
    let given = claimed.map(|item| (item.key, item.token));
    assert_eq!(given.as_ref().map(|(given, _)| given.as_str()), Some(key));
    given.map_or(0, |(_, token)| token)
}

/// An end that says it is done.
pub(super) fn done(result: &str) -> WorkEnd {
    WorkEnd::Done {
        result: result.to_owned(),
    }
}

fn again(seconds: i64, reason: &str) -> WorkEnd {
    WorkEnd::Again {
        not_before: second(seconds),
        reason: reason.to_owned(),
    }
}

fn dead(reason: &str) -> WorkEnd {
    WorkEnd::Dead {
        reason: reason.to_owned(),
    }
}

fn keys(database: &dyn Database, filter: &WorkFilter) -> Result<Vec<String>> {
    let items = all(|visit| database.each_work(filter, visit))?;
    Ok(items.into_iter().map(|item| item.key).collect())
}

/// With texts that an encoding could trip over; put again with other words, an item stays as it is.
pub fn items_are_put_once(make: Make<'_>) -> Result<()> {
    let database = make();
    let strange = ["a/ملاحظة \"'", "B", "b", "$set.a"];
    let items: Vec<_> = strange.iter().map(|key| item(key, 0)).collect();
    assert_eq!(database.put_work(&items)?, 4);
    assert_eq!(database.put_work(&[])?, 0);
    let other = NewWork {
        body: "[]".to_owned(),
        ..item("b", 9)
    };
    assert_eq!(
        database.put_work(&[other, item("c", 0), item("c", 5), item("B", 0)])?,
        1
    );
    assert_eq!(
        keys(&*database, &WorkFilter::default())?,
        ["$set.a", "B", "a/ملاحظة \"'", "b", "c"]
    );
    let expected = WorkItem {
        key: "b".to_owned(),
        queue: "run".to_owned(),
        group: "scan-1".to_owned(),
        body: "{\"key\":\"b\"}".to_owned(),
        state: WorkState::Waiting,
        token: 0,
        tries: 0,
        worker: String::new(),
        lease_until: None,
        not_before: second(0),
        result: None,
        reason: None,
    };
    assert_eq!(database.work("b")?, Some(expected));
    assert_eq!(database.work("nobody")?, None);
    let c = database.work("c")?;
    assert_eq!(c.map(|item| item.not_before), Some(second(0)), "the first of two");
    let token = token_of(claim(&*database, "w", 0)?, "$set.a");
    assert!(database.end_work("$set.a", token, &done("1"))?);
    assert_eq!(database.put_work(&items)?, 0, "not even where it is over");
    Ok(())
}

/// By their time, then by key; only of the queues that are asked for; never before their time.
pub fn claims_come_in_order(make: Make<'_>) -> Result<()> {
    let database = make();
    let of = |queue: &str, key, due| NewWork {
        queue: queue.to_owned(),
        ..item(key, due)
    };
    database.put_work(&[
        item("c", 5),
        item("b", 5),
        item("z", 1),
        of("scan", "a", 3),
        item("late", 100),
    ])?;
    assert_eq!(claim(&*database, "w", 0)?, None, "nothing is due");
    assert_eq!(claim_of(&*database, &["other"], "w", 50)?, None);
    assert_eq!(claim_of(&*database, &[], "w", 50)?, None);
    for key in ["z", "a", "b", "c"] {
        let given = claim_of(&*database, &["run", "scan"], "w", 50)?;
        assert_eq!(token_of(given, key), 1);
    }
    assert_eq!(claim(&*database, "w", 99)?, None);
    assert_eq!(token_of(claim(&*database, "v", 100)?, "late"), 1);
    let leased = database.work("late")?;
    let held = leased.map(|item| (item.state, item.tries, item.worker, item.lease_until));
    assert_eq!(
        held,
        Some((WorkState::Leased, 1, "v".to_owned(), Some(second(280))))
    );
    Ok(())
}

/// Each end, what it makes of an item, and that saying it twice is saying it once.
pub fn ends_say_what_becomes_of_an_item(make: Make<'_>) -> Result<()> {
    let database = make();
    database.put_work(&[item("a", 0)])?;
    let mut now = 0;
    // The end, and what is to stand then: how far it is, tries, when it is due, result, reason.
    let failed = Some("no answer".to_owned());
    let steps = [
        (WorkEnd::Returned, WorkState::Waiting, 0, 0, None, None),
        (
            again(10, "no answer"),
            WorkState::Waiting,
            1,
            10,
            None,
            failed.clone(),
        ),
        (WorkEnd::Returned, WorkState::Waiting, 1, 10, None, failed.clone()),
        (
            done("{\"ads\":1}"),
            WorkState::Done,
            2,
            10,
            Some("{\"ads\":1}".to_owned()),
            failed,
        ),
    ];
    for (token, (end, state, tries, due, result, reason)) in (1..).zip(steps) {
        now += 20;
        assert_eq!(token_of(claim(&*database, "w", now)?, "a"), token);
        assert!(!database.end_work("a", token - 1, &end)?, "an older claim's");
        assert!(!database.end_work("a", token + 1, &end)?, "nobody's");
        for _ in 0..2 {
            assert!(database.end_work("a", token, &end)?, "{end:?}");
            let item = database.work("a")?;
            let item = item.map(|item| {
                let (left, said) = (item.lease_until, (item.result, item.reason));
                (item.state, item.token, item.tries, item.not_before, left, said)
            });
            let said = (result.clone(), reason.clone());
            assert_eq!(item, Some((state, token, tries, second(due), None, said)));
        }
        for other in [again(10, "other"), dead("no answer"), done("2")] {
            assert!(!database.end_work("a", token, &other)?, "{other:?} after {end:?}");
        }
        assert!(
            !database.renew_work("a", token, second(900))?,
            "it is held no more"
        );
    }
    assert_eq!(claim(&*database, "w", 900)?, None);
    database.put_work(&[item("b", 0)])?;
    let token = token_of(claim(&*database, "w", now)?, "b");
    assert!(database.end_work("b", token, &dead("five times"))?);
    assert!(database.end_work("b", token, &dead("five times"))?);
    assert!(!database.end_work("b", token, &dead("six times"))?);
    let item = database.work("b")?;
    let item = item.map(|item| (item.state, item.result, item.reason));
    assert_eq!(item, Some((WorkState::Dead, None, Some("five times".to_owned()))));
    assert_eq!(claim(&*database, "w", 900)?, None);
    assert!(!database.end_work("nobody", 1, &done("1"))?);
    Ok(())
}

/// And nothing else: what somebody had, even if it was given back, is not.
pub fn what_nobody_began_can_be_withdrawn(make: Make<'_>) -> Result<()> {
    let database = make();
    database.put_work(&[item("a", 0), item("b", 1), item("c", 2)])?;
    let token = token_of(claim(&*database, "w", 9)?, "a");
    assert!(!database.withdraw_work("a")?, "it is leased");
    assert!(database.end_work("a", token, &WorkEnd::Returned)?);
    assert!(!database.withdraw_work("a")?, "it was begun");
    assert!(database.withdraw_work("b")?);
    assert!(!database.withdraw_work("b")?, "it is withdrawn");
    assert!(!database.withdraw_work("nobody")?);
    assert_eq!(
        database.work("b")?.map(|item| item.state),
        Some(WorkState::Withdrawn)
    );
    token_of(claim(&*database, "w", 9)?, "a");
    token_of(claim(&*database, "w", 9)?, "c");
    assert_eq!(claim(&*database, "w", 9)?, None);
    Ok(())
}

/// Only of the group, only what is over.
pub fn what_is_over_can_be_forgotten(make: Make<'_>) -> Result<()> {
    let database = make();
    let other = NewWork {
        group: "scan-2".to_owned(),
        ..item("z", 0)
    };
    let items = ["done", "dead", "leased", "waiting", "withdrawn"].map(|key| item(key, 0));
    database.put_work(&items)?;
    database.put_work(&[other])?;
    assert!(database.withdraw_work("withdrawn")?);
    assert!(database.end_work("dead", token_of(claim(&*database, "w", 0)?, "dead"), &dead("x"))?);
    assert!(database.end_work("done", token_of(claim(&*database, "w", 0)?, "done"), &done("1"))?);
    token_of(claim(&*database, "w", 0)?, "leased");
    assert_eq!(database.clear_work("nobody's")?, 0);
    let filter = |group: Option<&str>, state, queue: Option<&str>| WorkFilter {
        queue: queue.map(str::to_owned),
        group: group.map(str::to_owned),
        state,
    };
    let chosen = |asked: &WorkFilter| keys(&*database, asked);
    assert_eq!(chosen(&filter(Some("scan-2"), None, None))?, ["z"]);
    assert_eq!(
        chosen(&filter(None, Some(WorkState::Waiting), None))?,
        ["waiting", "z"]
    );
    assert_eq!(
        chosen(&filter(Some("scan-1"), Some(WorkState::Dead), Some("run")))?,
        ["dead"]
    );
    assert_eq!(chosen(&filter(None, None, Some("scan")))?, Vec::<String>::new());
    assert_eq!(database.clear_work("scan-1")?, 3);
    assert_eq!(database.clear_work("scan-1")?, 0);
    assert_eq!(chosen(&WorkFilter::default())?, ["leased", "waiting", "z"]);
    Ok(())
}

/// A visitor may stop, fail, and work on what it is shown.
pub fn walks_may_be_long_and_write(make: Make<'_>) -> Result<()> {
    let database = make();
    let names: Vec<_> = (0..1203).map(|number| format!("k{number:04}")).collect();
    let items: Vec<_> = names.iter().map(|key| item(key, 0)).collect();
    assert_eq!(database.put_work(&items)?, 1203);
    let mut seen = Vec::new();
    let filter = WorkFilter {
        group: Some("scan-1".to_owned()),
        ..WorkFilter::default()
    };
    database.each_work(&filter, &mut |item| {
        if seen.len() % 100 == 0 {
            assert!(database.withdraw_work(&item.key)?);
        }
        seen.push(item.key);
        Ok(ControlFlow::Continue(()))
    })?;
    assert_eq!(seen, names);
    assert_eq!(database.clear_work("scan-1")?, 13);
    let mut stopped = 0;
    database.each_work(&filter, &mut |_| {
        stopped += 1;
        Ok(ControlFlow::Break(()))
    })?;
    assert_eq!(stopped, 1);
    let failed = database.each_work(&filter, &mut |_| Err(Error::Visitor("enough".to_owned())));
    assert!(matches!(failed, Err(Error::Visitor(_))));
    Ok(())
}

/// Work goes on while an import of minutes is open, by the same thread even; and nothing else sees it.
pub fn never_waits_for_an_import(make: Make<'_>) -> Result<()> {
    let database = make();
    let (digest, version) = (database.digest()?, database.version()?);
    database.put_work(&[item("before", 0)])?;
    assert_eq!((database.digest()?, database.version()?), (digest, version));
    let mut import = database.start_import()?;
    import.write(batch(&[sample("1", "a", at(0))]))?;
    database.put_work(&[item("during", 1), item("withdrawn", 2)])?;
    assert!(database.withdraw_work("withdrawn")?);
    for key in ["before", "during"] {
        let token = token_of(claim(&*database, "w", 5)?, key);
        assert!(database.renew_work(key, token, second(300))?);
        assert!(database.end_work(key, token, &done("1"))?);
    }
    database.note_worker(&heard_of("w", 5))?;
    import.finish().map(drop)?;
    assert_eq!(database.clear_work("scan-1")?, 3);
    assert_eq!(database.verify()?, Vec::<String>::new());
    Ok(())
}

fn heard_of(name: &str, seconds: i64) -> WorkerSeen {
    WorkerSeen {
        name: name.to_owned(),
        seen_at: second(seconds),
        about: format!("{{\"at\":{seconds}}}"),
    }
}

/// Each as it was heard of last, by name, until it says goodbye.
pub fn workers_are_heard_of_and_forgotten(make: Make<'_>) -> Result<()> {
    let database = make();
    let workers = || all(|visit| database.each_worker(visit));
    assert_eq!(workers()?, []);
    for (name, seconds) in [("m2:7", 1), ("m1:9", 2), ("m2:7", 60), ("m2:7", 60), ("z", 3)] {
        database.note_worker(&heard_of(name, seconds))?;
    }
    database.forget_worker("z")?;
    database.forget_worker("z")?;
    assert_eq!(workers()?, [heard_of("m1:9", 2), heard_of("m2:7", 60)]);
    database.each_worker(&mut |worker| {
        database.forget_worker(&worker.name)?;
        Ok(ControlFlow::Continue(()))
    })?;
    assert_eq!(workers()?, []);
    let mut calls = 0;
    database.note_worker(&heard_of("a", 1))?;
    database.note_worker(&heard_of("b", 1))?;
    database.each_worker(&mut |_| {
        calls += 1;
        Ok(ControlFlow::Break(()))
    })?;
    assert_eq!(calls, 1);
    Ok(())
}
