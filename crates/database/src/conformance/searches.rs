//! Searches by the order in which they were written, for whoever follows what is new.

use std::ops::ControlFlow;

use model::MicroDollars;

use super::samples::{at, import};
use super::{Make, all};
use crate::{Database, ImportBatch, Result, Search};

fn search(domain: &str, minutes: i64, ads: u64, complete: bool) -> Search {
    Search {
        domain: domain.to_owned(),
        at: at(minutes),
        ads,
        complete,
        cost: MicroDollars::new(800),
    }
}

fn write(database: &dyn Database, searches: &[Search]) -> Result<()> {
    let batch = ImportBatch {
        searches: searches.to_vec(),
        ..ImportBatch::default()
    };
    import(database, vec![batch]).map(drop)
}

/// Those written after the number, as `(number, search)`.
fn after(database: &dyn Database, number: u64) -> Result<Vec<(u64, Search)>> {
    all(|visit| database.each_search_after(number, visit))
}

/// Not by domain and not by time; numbers grow, and the last one seen is where to go on.
pub fn come_in_the_order_of_writing(make: Make<'_>) -> Result<()> {
    let database = make();
    assert_eq!(after(&*database, 0)?, []);
    let first = [search("z.tn", 9, 1, true), search("a.tn", 3, 1, true)];
    write(&*database, &first)?;
    let found = after(&*database, 0)?;
    assert_eq!(
        found.iter().map(|(_, search)| search).collect::<Vec<_>>(),
        first.iter().collect::<Vec<_>>()
    );
    assert!(found.is_sorted_by(|a, b| 0 < a.0 && a.0 < b.0), "{found:?}");
    let last = found.last().map_or(0, |(number, _)| *number);
    assert_eq!(after(&*database, last)?, []);
    let second = search("m.tn", 1, 0, false);
    write(&*database, std::slice::from_ref(&second))?;
    let found = after(&*database, last)?;
    assert_eq!(
        found.iter().map(|(_, search)| search).collect::<Vec<_>>(),
        [&second]
    );
    assert_eq!(after(&*database, u64::MAX)?, []);
    Ok(())
}

/// A search that was cut and then whole is told again; one that is told the same again is not.
pub fn told_again_with_more_they_are_new(make: Make<'_>) -> Result<()> {
    let database = make();
    let cut = search("a.tn", 0, 3, false);
    write(&*database, &[cut.clone(), search("b.tn", 0, 1, true)])?;
    let last = after(&*database, 0)?.last().map_or(0, |(number, _)| *number);
    write(&*database, std::slice::from_ref(&cut))?;
    assert_eq!(after(&*database, last)?, [], "nothing new");
    let whole = search("a.tn", 0, 9, true);
    write(&*database, std::slice::from_ref(&whole))?;
    let found = after(&*database, last)?;
    assert_eq!(
        found.iter().map(|(_, search)| search).collect::<Vec<_>>(),
        [&whole]
    );
    assert_eq!(after(&*database, 0)?.len(), 2, "it is still one search");
    Ok(())
}

/// As in every walk.
pub fn visitors_may_stop_or_call_back(make: Make<'_>) -> Result<()> {
    let database = make();
    let searches: Vec<_> = (0..5).map(|minute| search("a.tn", minute, 0, true)).collect();
    write(&*database, &searches)?;
    let mut seen = 0;
    database.each_search_after(0, &mut |(number, _)| {
        seen += 1;
        write(
            &*database,
            &[search("b.tn", i64::try_from(number).unwrap_or(0), 0, true)],
        )?;
        Ok(if seen == 2 {
            ControlFlow::Break(())
        } else {
            ControlFlow::Continue(())
        })
    })?;
    assert_eq!((seen, after(&*database, 0)?.len()), (2, 7));
    Ok(())
}
