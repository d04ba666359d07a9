//! Mappings and reports, as other programs read them.

use std::collections::HashSet;

use super::samples::{mapping, report};
use super::{Make, all};
use crate::Result;

/// The latest wins; only what differs is counted.
pub fn mappings_replace_and_are_counted(make: Make<'_>) -> Result<()> {
    let database = make();
    assert_eq!(
        database.put_mappings(&[mapping("b", 1, 0), mapping("a", 2, 0)])?,
        2
    );
    assert_eq!(
        database.put_mappings(&[mapping("b", 1, 0), mapping("a", 3, 0)])?,
        1
    );
    assert_eq!(
        database.put_mappings(&[mapping("b", 1, 9)])?,
        1,
        "another time is another document"
    );
    assert_eq!(database.mapping("b")?, Some(mapping("b", 1, 9)));
    assert_eq!(database.mapping("c")?, None);
    assert_eq!(
        all(|visit| database.each_mapping(visit))?,
        [mapping("a", 3, 0), mapping("b", 1, 9)]
    );
    Ok(())
}

/// Also where none is left.
pub fn mappings_of_others_go(make: Make<'_>) -> Result<()> {
    let database = make();
    database.put_mappings(&[mapping("a", 1, 0), mapping("b", 1, 0), mapping("c", 1, 0)])?;
    let keep = HashSet::from(["b".to_owned(), "nobody".to_owned()]);
    assert_eq!(database.keep_mappings_of(&keep)?, 2);
    assert_eq!(all(|visit| database.each_mapping(visit))?, [mapping("b", 1, 0)]);
    assert_eq!(database.keep_mappings_of(&keep)?, 0);
    assert_eq!(database.keep_mappings_of(&HashSet::new())?, 1);
    Ok(())
}

/// History grows by news only.
pub fn reports_that_say_nothing_new_are_not_added(make: Make<'_>) -> Result<()> {
    let database = make();
    assert_eq!(database.put_reports(&[report("a", 1, 0)])?, 1);
    assert_eq!(database.put_reports(&[report("a", 1, 5)])?, 0);
    assert_eq!(database.report("a")?, Some(report("a", 1, 0)));
    assert_eq!(
        database.put_reports(&[report("a", 2, 6), report("a", 2, 7), report("a", 1, 8)])?,
        2
    );
    assert_eq!(
        database.reports_of("a")?,
        [report("a", 1, 0), report("a", 2, 6), report("a", 1, 8)]
    );
    Ok(())
}

/// Two analyses of one millisecond cannot both stand in the history.
pub fn reports_of_one_moment_replace_each_other(make: Make<'_>) -> Result<()> {
    let database = make();
    database.put_reports(&[report("a", 1, 0), report("a", 2, 5)])?;
    assert_eq!(database.put_reports(&[report("a", 3, 5)])?, 1);
    assert_eq!(database.reports_of("a")?, [report("a", 1, 0), report("a", 3, 5)]);
    assert_eq!(database.put_reports(&[report("a", 9, 0)])?, 1, "an older one too");
    assert_eq!(database.report("a")?, Some(report("a", 3, 5)));
    Ok(())
}

/// One per seller, the latest by its own time, whatever was written last.
pub fn latest_reports_come_by_slug(make: Make<'_>) -> Result<()> {
    let database = make();
    database.put_reports(&[
        report("b", 1, 5),
        report("a", 1, 1),
        report("b", 2, 3),
        report("a", 2, 2),
    ])?;
    assert_eq!(
        all(|visit| database.each_report(visit))?,
        [report("a", 2, 2), report("b", 1, 5)]
    );
    assert_eq!(database.report("b")?, Some(report("b", 1, 5)));
    assert_eq!(database.report("c")?, None);
    assert_eq!(database.reports_of("c")?, []);
    Ok(())
}
