//! Leases: honoured, taken over, and what whoever slept past one can still do: nothing.

use std::collections::BTreeMap;

use super::Make;
use super::work::{claim, done, item, second, token_of};
use crate::{CLOCK_SKEW, Result, WorkEnd, WorkState};

/// Three minutes, as `claim` takes it.
const LEASE: i64 = 180;
const SKEW: i64 = CLOCK_SKEW.as_secs().cast_signed();

/// To the second: while it holds and a minute longer it is its holder's, then the next one's with a greater token.
pub fn are_taken_over_after_the_skew(make: Make<'_>) -> Result<()> {
    let database = make();
    database.put_work(&[item("a", 0)])?;
    assert_eq!(token_of(claim(&*database, "first", 10)?, "a"), 1);
    let over = 10 + LEASE + SKEW;
    for now in [10, 10 + LEASE, over - 1] {
        assert_eq!(claim(&*database, "second", now)?, None, "{now}");
    }
    let taken = claim(&*database, "second", over)?;
    let held = taken.as_ref().map(|item| (item.tries, item.worker.as_str()));
    assert_eq!(held, Some((2, "second")));
    assert_eq!(token_of(taken, "a"), 2);
    Ok(())
}

/// Neither renew nor end, in whatever words, though the new holder can.
pub fn the_old_holder_is_refused(make: Make<'_>) -> Result<()> {
    let database = make();
    database.put_work(&[item("a", 0)])?;
    let old = token_of(claim(&*database, "w", 0)?, "a");
    // Its own name does not help: a claim is another claim.
    let new = token_of(claim(&*database, "w", LEASE + SKEW)?, "a");
    assert!(new > old);
    let before = database.work("a")?;
    let ends = [
        done("1"),
        WorkEnd::Returned,
        WorkEnd::Dead {
            reason: "x".to_owned(),
        },
        WorkEnd::Again {
            not_before: second(0),
            reason: "x".to_owned(),
        },
    ];
    for end in &ends {
        assert!(!database.end_work("a", old, end)?, "{end:?}");
    }
    assert!(!database.renew_work("a", old, second(9999))?);
    assert_eq!(database.work("a")?, before, "nothing changed");
    assert!(database.renew_work("a", new, second(9999))?);
    assert!(database.end_work("a", new, &done("2"))?);
    assert!(
        !database.end_work("a", old, &done("2"))?,
        "not in the same words either"
    );
    assert_eq!(
        database.work("a")?.and_then(|item| item.result).as_deref(),
        Some("2")
    );
    Ok(())
}

/// A renewed lease holds on; one that ended long ago too, where nobody wanted the item.
pub fn hold_on_when_renewed(make: Make<'_>) -> Result<()> {
    let database = make();
    database.put_work(&[item("a", 0)])?;
    let token = token_of(claim(&*database, "w", 0)?, "a");
    assert!(database.renew_work("a", token, second(400))?);
    assert!(database.renew_work("a", token, second(400))?, "told twice");
    assert_eq!(claim(&*database, "v", 400 + SKEW - 1)?, None);
    assert!(
        database.renew_work("a", token, second(5000))?,
        "nobody claimed it since"
    );
    assert_eq!(claim(&*database, "v", 5000)?, None);
    let held = database.work("a")?.map(|item| (item.token, item.lease_until));
    assert_eq!(held, Some((token, Some(second(5000)))));
    assert!(!database.renew_work("nobody", 1, second(1))?);
    Ok(())
}

/// What was begun and left comes before what nobody began, the lease that ended first before others.
pub fn left_behind_comes_first(make: Make<'_>) -> Result<()> {
    let database = make();
    database.put_work(&[item("a", 50), item("b", 40), item("c", 0)])?;
    for (now, key) in [(45, "c"), (46, "b"), (60, "a")] {
        token_of(claim(&*database, "gone", now)?, key);
    }
    database.put_work(&[item("d", 0), item("e", 0)])?;
    for key in ["c", "b"] {
        assert_eq!(token_of(claim(&*database, "w", 46 + LEASE + SKEW)?, key), 2);
    }
    assert_eq!(token_of(claim(&*database, "w", 46 + LEASE + SKEW)?, "d"), 1);
    assert_eq!(token_of(claim(&*database, "w", 60 + LEASE + SKEW)?, "a"), 2);
    assert_eq!(token_of(claim(&*database, "w", 60 + LEASE + SKEW)?, "e"), 1);
    assert_eq!(claim(&*database, "w", 60 + LEASE + SKEW)?, None);
    Ok(())
}

/// One worker's clock a minute ahead or behind: nothing is taken from whoever renews in time by its own clock.
pub fn a_minute_of_skew_is_harmless(make: Make<'_>) -> Result<()> {
    for apart in [-SKEW, SKEW] {
        let database = make();
        database.put_work(&[item("a", 0)])?;
        let token = token_of(claim(&*database, "w", 1000)?, "a");
        // It renews at the last second of its lease; the other one asks just before by its own clock.
        for round in 1..4 {
            let now = 1000 + round * LEASE;
            assert_eq!(claim(&*database, "v", now - 1 + apart)?, None, "{apart} {round}");
            assert!(database.renew_work("a", token, second(now + LEASE))?);
        }
        assert!(database.end_work("a", token, &done("1"))?);
        database.put_work(&[item("b", 0)])?;
        // A clock that is behind takes over later, never not at all.
        token_of(claim(&*database, "w", 1000)?, "b");
        let true_time = 1000 + LEASE + 2 * SKEW;
        token_of(claim(&*database, "v", true_time + apart.min(0))?, "b");
    }
    Ok(())
}

/// Sixteen threads, a thousand items: each is given once, and none is left.
pub fn of_many_workers_each_item_is_one_s(make: Make<'_>) -> Result<()> {
    const ITEMS: usize = 1000;
    let database = make();
    let items: Vec<_> = (0..ITEMS).map(|n| item(&format!("k{n:04}"), 0)).collect();
    assert_eq!(database.put_work(&items)?, 1000);
    let take_all = |worker: usize| -> Result<Vec<(String, u64)>> {
        let mut taken = Vec::new();
        while let Some(item) = claim(&*database, &format!("w{worker}"), 1)? {
            taken.push((item.key, item.token));
        }
        Ok(taken)
    };
    let taken = std::thread::scope(|scope| {
        let workers: Vec<_> = (0..16)
            .map(|n| {
                scope.spawn({
                    let take_all = &take_all;
                    move || take_all(n)
                })
            })
            .collect();
        let joined = workers.into_iter().map(std::thread::ScopedJoinHandle::join);
        joined.collect::<std::thread::Result<Result<Vec<_>>>>()
    });
    assert!(taken.is_ok(), "a worker panicked");
    let mut claims = BTreeMap::new();
    for (key, token) in taken.unwrap_or_else(|_| Ok(Vec::new()))?.into_iter().flatten() {
        assert_eq!(token, 1, "{key}");
        *claims.entry(key).or_insert(0) += 1;
    }
    assert_eq!(claims.len(), ITEMS);
    assert!(claims.values().all(|times| *times == 1));
    let held = database.work("k0999")?.map(|item| item.state);
    assert_eq!(held, Some(WorkState::Leased));
    Ok(())
}
