//! The ledger: numbered lines that are appended, and never lost, changed or taken twice.

use std::ops::ControlFlow;

use model::{MicroDollars, Timestamp};

use super::samples::{at, batch, sample};
use super::{Make, all};
use crate::{Database, Ended, Error, LedgerLine, Movement, Result};

fn now(minutes: i64) -> Timestamp {
    at(minutes).unwrap_or_else(|| unreachable!("{minutes} minutes after 2025 is a moment"))
}

fn released(tag: &str) -> Movement {
    Movement::Release {
        tag: tag.to_owned(),
        reason: "a test".to_owned(),
    }
}

fn lines(database: &dyn Database, after: u64) -> Result<Vec<LedgerLine>> {
    all(|visit| database.each_ledger_line(after, visit))
}

/// One movement of every kind, with what an encoding could trip over.
fn every_movement() -> Vec<Movement> {
    let tag = || "scan-1/run-\"é\"\n".to_owned();
    let ended = |ended| Movement::Settle {
        tag: tag(),
        cost: MicroDollars::new(7_550),
        ended,
    };
    let reason = || "الجواب ضاع".to_owned();
    vec![
        Movement::Cycle {
            starts: now(0),
            ends: now(43_200),
            limit: MicroDollars::new(5_000_000),
            foreign: MicroDollars::ZERO,
        },
        Movement::Reserve {
            tag: tag(),
            owner: "host:1".to_owned(),
            scan: String::new(),
            cap: MicroDollars::new(i64::MAX),
            order: serde_json::json!({"z": 1, "a": [null, true, "\u{0}", {"items": u64::MAX}]}),
        },
        Movement::Started {
            tag: tag(),
            run_id: "r".to_owned(),
            dataset_id: "d".to_owned(),
        },
        Movement::Unknown {
            tag: tag(),
            reason: reason(),
        },
        Movement::Adopt {
            tag: tag(),
            owner: "host:2".to_owned(),
        },
        ended(Ended::Collected),
        ended(Ended::Failed { reason: reason() }),
        ended(Ended::Lost { reason: reason() }),
        Movement::Correct {
            tag: tag(),
            cost: MicroDollars::new(-1),
        },
        released("x"),
    ]
}

/// Every kind, numbered from 1, with its time.
pub fn lines_come_back_as_they_were(make: Make<'_>) -> Result<()> {
    let database = make();
    assert_eq!(lines(&*database, 0)?, []);
    let movements = every_movement();
    let (first, second) = movements.split_at(3);
    assert!(database.append_to_ledger(0, now(0), first)?);
    assert!(database.append_to_ledger(3, now(-5), second)?);
    let numbers = 1_u64..;
    let expected: Vec<_> = numbers
        .zip(&movements)
        .map(|(number, movement)| LedgerLine {
            number,
            at: if number <= 3 { now(0) } else { now(-5) },
            movement: movement.clone(),
        })
        .collect();
    assert_eq!(lines(&*database, 0)?, expected);
    assert_eq!(lines(&*database, 9)?.as_slice(), expected.split_at(9).1);
    assert_eq!(lines(&*database, 10)?, []);
    assert_eq!(lines(&*database, 99)?, []);
    assert_eq!(database.verify()?, Vec::<String>::new());
    Ok(())
}

/// Whoever believes in an older end writes nothing, not even the lines whose numbers are free.
pub fn a_taken_number_is_refused(make: Make<'_>) -> Result<()> {
    let database = make();
    assert!(database.append_to_ledger(0, now(0), &[released("a"), released("b")])?);
    for after in [0, 1] {
        let late = [released("c"), released("d"), released("e")];
        assert!(!database.append_to_ledger(after, now(1), &late)?, "after {after}");
    }
    assert_eq!(lines(&*database, 0)?.len(), 2);
    assert!(database.append_to_ledger(2, now(1), &[released("c")])?);
    assert_eq!(lines(&*database, 2)?.len(), 1);
    Ok(())
}

/// There are no gaps: to go on from a line that does not exist is an error, and writes nothing.
pub fn a_number_past_the_end_is_an_error(make: Make<'_>) -> Result<()> {
    let database = make();
    assert!(database.append_to_ledger(0, now(0), &[released("a")])?);
    let error = database.append_to_ledger(2, now(0), &[released("b")]);
    assert!(matches!(error, Err(Error::Batch(_))), "{error:?}");
    assert_eq!(lines(&*database, 0)?.len(), 1);
    Ok(())
}

/// Appending nothing tells whether the end is where it is believed to be.
pub fn nothing_can_be_appended(make: Make<'_>) -> Result<()> {
    let database = make();
    assert!(database.append_to_ledger(0, now(0), &[])?);
    assert!(database.append_to_ledger(0, now(0), &[released("a")])?);
    assert!(!database.append_to_ledger(0, now(0), &[])?);
    assert!(database.append_to_ledger(1, now(0), &[])?);
    assert_eq!(lines(&*database, 0)?.len(), 1);
    Ok(())
}

/// Money is settled while ads come in, by the very thread that imports.
pub fn appending_never_waits_for_an_import(make: Make<'_>) -> Result<()> {
    let database = make();
    let mut import = database.start_import()?;
    import.write(batch(&[sample("1", "a", at(0))]))?;
    assert!(database.append_to_ledger(0, now(0), &[released("a")])?);
    assert_eq!(lines(&*database, 0)?.len(), 1);
    import.write(batch(&[sample("2", "a", at(0))]))?;
    assert!(database.append_to_ledger(1, now(0), &[released("b")])?);
    drop(import);
    assert_eq!(lines(&*database, 0)?.len(), 2, "whatever became of the import");
    Ok(())
}

/// A visitor may append, and may stop the walk or fail it; many lines come whole.
pub fn walks_may_be_long_stopped_and_called_back_from(make: Make<'_>) -> Result<()> {
    let database = make();
    let many: Vec<_> = (0..2_500).map(|number| released(&number.to_string())).collect();
    assert!(database.append_to_ledger(0, now(0), &many)?);
    assert_eq!(lines(&*database, 0)?.len(), 2_500);
    let mut visited = 0;
    database.each_ledger_line(1_999, &mut |line| {
        assert_eq!(line.number, 2_000);
        assert!(database.append_to_ledger(2_500, now(0), &[released("late")])?);
        visited += 1;
        Ok(ControlFlow::Break(()))
    })?;
    assert_eq!(visited, 1);
    let failed = database.each_ledger_line(0, &mut |_| Err(Error::Visitor("enough".to_owned())));
    assert!(matches!(failed, Err(Error::Visitor(_))), "{failed:?}");
    assert_eq!(lines(&*database, 2_500)?.len(), 1);
    Ok(())
}

/// Of threads that race for every number one wins each, and the losers are told.
pub fn numbers_are_taken_once(make: Make<'_>) -> Result<()> {
    let database = make();
    let won = std::thread::scope(|scope| {
        let racers: Vec<_> = (0..4)
            .map(|racer| {
                let database = &*database;
                scope.spawn(move || -> Result<Vec<(u64, String)>> {
                    let mut won = Vec::new();
                    for after in 0..50 {
                        let tag = format!("{racer} takes {after}");
                        if lines(database, after)?.is_empty()
                            && database.append_to_ledger(after, now(0), &[released(&tag)])?
                        {
                            won.push((after + 1, tag));
                        }
                    }
                    Ok(won)
                })
            })
            .collect();
        let mut won = Vec::new();
        for racer in racers {
            won.extend(
                racer
                    .join()
                    .unwrap_or_else(|panic| std::panic::resume_unwind(panic))?,
            );
        }
        Ok::<_, Error>(won)
    })?;
    let mut won = won;
    won.sort();
    let stored = lines(&*database, 0)?.into_iter().map(|line| match line.movement {
        Movement::Release { tag, .. } => (line.number, tag),
        other => unreachable!("{other:?}"),
    });
    assert_eq!(stored.collect::<Vec<_>>(), won);
    assert_eq!(won.len(), 50);
    Ok(())
}

/// The ledger is not of the content: `rebuild` and `digest` do not see it, clearing ads does not touch it.
pub fn nothing_else_touches_it(make: Make<'_>) -> Result<()> {
    let database = make();
    let (digest, version) = (database.digest()?, database.version()?);
    assert!(database.append_to_ledger(0, now(0), &[released("a")])?);
    assert_eq!((database.digest()?, database.version()?), (digest, version));
    database.clear_ads()?;
    assert_eq!(lines(&*database, 0)?.len(), 1);
    Ok(())
}
