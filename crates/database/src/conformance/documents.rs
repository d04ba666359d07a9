//! Mappings and reports, as other programs read them.

use std::collections::HashSet;

use model::document::{Report, ReportChanges, Status};

use super::samples::{at, mapping, moment, report};
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

/// It is the same news, looked at again: neither history nor digest grow. Another status is news.
pub fn a_report_seen_later_says_nothing_new(make: Make<'_>) -> Result<()> {
    let database = make();
    let seen = |minutes, seen_at| Report {
        seen_at,
        ..report("a", 1, minutes)
    };
    assert_eq!(database.put_reports(&[seen(0, at(0))])?, 1);
    let digest = database.digest()?;
    assert_eq!(database.put_reports(&[seen(5, at(5)), seen(6, None)])?, 0);
    assert_eq!(database.report("a")?, Some(seen(0, at(0))));
    let inactive = Report {
        status: Some(Status::Inactive),
        ..seen(7, at(0))
    };
    assert_eq!(database.put_reports(&[inactive])?, 1);
    assert_ne!(database.digest()?, digest, "the status is content");
    let other = make();
    other.put_reports(&[seen(9, at(9))])?;
    assert_eq!(other.digest()?, digest, "when it was seen is not");
    Ok(())
}

/// What changed is kept with the report; that nothing did, or that a look was cut short, is no news. None of it is content.
pub fn reports_keep_what_changed(make: Make<'_>) -> Result<()> {
    let database = make();
    let told = |minutes, new_ads, partial| Report {
        changes: Some(ReportChanges {
            new_ads,
            lost_pages: vec!["12".to_owned()],
            new_rivals: vec!["rival.tn".to_owned()],
            ..ReportChanges::none_since(moment(0))
        }),
        partial,
        ..report("a", 1, minutes)
    };
    assert_eq!(database.put_reports(&[told(5, 6, true)])?, 1);
    assert_eq!(database.report("a")?, Some(told(5, 6, true)));
    let nothing = |partial| Report {
        changes: Some(ReportChanges::none_since(moment(5))),
        partial,
        ..report("a", 1, 9)
    };
    assert_eq!(database.put_reports(&[nothing(true)])?, 0);
    assert_eq!(
        database.put_reports(&[nothing(false)])?,
        1,
        "a whole look after a partial one"
    );
    assert_eq!(
        database.put_reports(&[Report {
            analyzed_at: moment(11),
            ..nothing(true)
        }])?,
        0
    );
    assert_eq!(database.reports_of("a")?, [told(5, 6, true), nothing(false)]);
    let plain = make();
    plain.put_reports(&[report("a", 1, 0)])?;
    assert_eq!(
        plain.digest()?,
        database.digest()?,
        "it tells of looks, and is no content"
    );
    // One of the same moment without them leaves nothing of them behind.
    database.put_reports(&[report("a", 2, 9)])?;
    assert_eq!(database.report("a")?, Some(report("a", 2, 9)));
    Ok(())
}

/// Of sellers with one, with several and with none.
pub fn every_report_ever_comes_by_slug_and_time(make: Make<'_>) -> Result<()> {
    let database = make();
    database.upsert_sellers(&[model::Seller::new("c", ["c.tn"])])?;
    database.put_reports(&[report("b", 1, 5), report("a", 1, 1), report("b", 2, 3)])?;
    database.put_reports(&[report("b", 4, 9)])?;
    let expected = [
        report("a", 1, 1),
        report("b", 2, 3),
        report("b", 1, 5),
        report("b", 4, 9),
    ];
    assert_eq!(all(|visit| database.each_report_ever(visit))?, expected);
    Ok(())
}
