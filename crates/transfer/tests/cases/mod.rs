//! What a copy must do, between any two engines.
#![allow(dead_code, reason = "each test file uses its part")]

mod filled;
mod observers;

use database::conformance::all;
use database::conformance::samples::{at, batch, import, moment, report, sample};
use database::{Database, Shelf, WorkFilter};
use model::{Seller, Timestamp};
use transfer::{Copied, Error, Silent, Stage};

pub use filled::fill;
pub use observers::Cut;
use observers::Meanwhile;

/// Makes a new, empty database.
pub type Make<'m> = &'m dyn Fn() -> Box<dyn Database>;

/// A case, given how to make sources and targets.
pub type Case = fn(Make<'_>, Make<'_>);

pub fn now() -> Timestamp {
    moment(100_000)
}

fn copied(source: &dyn Database, target: &dyn Database) -> Copied {
    transfer::copy(source, target, now(), &Silent).unwrap()
}

/// All that is kept of both, by every walk that there is, digests and checks included.
fn assert_same(source: &dyn Database, target: &dyn Database) {
    assert_eq!(target.digest().unwrap(), source.digest().unwrap());
    assert_eq!(
        all(|visit| target.each_ledger_line(0, visit)).unwrap(),
        all(|visit| source.each_ledger_line(0, visit)).unwrap()
    );
    assert_eq!(
        all(|visit| target.each_judged(visit)).unwrap(),
        all(|visit| source.each_judged(visit)).unwrap(),
        "verdicts, and whose ads they are"
    );
    assert_eq!(
        all(|visit| target.each_report_ever(visit)).unwrap(),
        all(|visit| source.each_report_ever(visit)).unwrap()
    );
    assert_eq!(
        all(|visit| target.each_mapping(visit)).unwrap(),
        all(|visit| source.each_mapping(visit)).unwrap()
    );
    assert_eq!(
        all(|visit| target.each_undecided(visit)).unwrap(),
        all(|visit| source.each_undecided(visit)).unwrap()
    );
    assert_eq!(
        all(|visit| target.each_observation(true, visit)).unwrap(),
        all(|visit| source.each_observation(true, visit)).unwrap()
    );
    for shelf in Shelf::ALL {
        let bodies = |database: &dyn Database| {
            let records = all(|visit| database.each_record(shelf, visit)).unwrap();
            records.into_iter().map(|r| (r.key, r.body)).collect::<Vec<_>>()
        };
        assert_eq!(bodies(target), bodies(source));
    }
    let notes = |database: &dyn Database| {
        let mut notes = all(|visit| database.each_note(visit)).unwrap();
        notes.retain(|(key, _)| key != "copy");
        notes
    };
    assert_eq!(notes(target), notes(source));
    assert_eq!(target.verify().unwrap(), Vec::<String>::new());
}

pub fn everything_arrives_and_a_repetition_changes_nothing(source: Make<'_>, target: Make<'_>) {
    let (source, target) = (source(), target());
    fill(&*source);
    let before = source.digest().unwrap();
    let first = copied(&*source, &*target);
    assert!(first.verified.same(), "{first:?}");
    assert_eq!((first.passes, first.resumed), (1, false));
    let counts = first.counts;
    assert_eq!((counts.sellers, counts.searches, counts.refused), (3, 3, 2));
    assert_eq!((counts.items, counts.ledger_lines), (1204, 1505));
    assert_eq!((counts.observations, counts.undecided), (6, 2));
    assert_eq!((counts.mappings, counts.reports), (1, 3));
    assert_eq!((counts.records, counts.notes), (Shelf::ALL.len() as u64 + 1, 2));
    assert_eq!(first.work_left, 1, "work that is not over stays, and is told");
    assert_eq!(
        all(|visit| target.each_work(&WorkFilter::default(), visit)).unwrap(),
        []
    );
    assert_same(&*source, &*target);
    assert_eq!(source.digest().unwrap(), before);

    let version = target.version().unwrap();
    let records = target.records_version().unwrap();
    let again = copied(&*source, &*target);
    assert!(again.verified.same() && again.resumed, "{again:?}");
    assert_eq!(
        (again.passes, again.counts.items, again.counts.searches),
        (1, 0, 0)
    );
    assert_eq!(again.counts.ledger_lines, 0);
    assert_eq!(
        (target.version().unwrap(), target.records_version().unwrap()),
        (version, records)
    );
    assert_same(&*source, &*target);
}

pub fn a_copy_that_is_cut_anywhere_goes_on(source: Make<'_>, target: Make<'_>) {
    let (source, target) = (source(), target());
    fill(&*source);
    // In each stage after what it did first.
    for stage in Stage::ALL {
        let stopped = transfer::copy(&*source, &*target, now(), &Cut::after(stage, 0));
        assert!(matches!(stopped, Err(Error::Stopped)), "{stage:?}: {stopped:?}");
    }
    let last = copied(&*source, &*target);
    assert!(last.resumed && last.verified.same(), "{last:?}");
    assert_eq!(
        (last.passes, last.counts.items),
        (1, 0),
        "what was done was not done again"
    );
    assert_same(&*source, &*target);
}

pub fn another_ledger_is_refused_before_anything_is_written(source: Make<'_>, target: Make<'_>) {
    let (from, to) = (source(), target());
    fill(&*from);
    let line = all(|visit| from.each_ledger_line(0, visit)).unwrap()[0].clone();
    // The same words at another time are another line.
    assert!(
        to.append_to_ledger(0, moment(77), std::slice::from_ref(&line.movement))
            .unwrap()
    );
    let refused = transfer::copy(&*from, &*to, now(), &Silent);
    assert!(
        matches!(refused, Err(Error::OtherLedger { line: 1 })),
        "{refused:?}"
    );
    assert_eq!(to.note("copy").unwrap(), None);
    assert!(all(|visit| to.each_seller(visit)).unwrap().is_empty());
    assert!(all(|visit| to.each_raw(visit)).unwrap().is_empty());
    assert_eq!(all(|visit| to.each_ledger_line(0, visit)).unwrap().len(), 1);

    // A beginning of the source's is gone on from; what goes beyond it is refused.
    let beginning = target();
    assert!(
        beginning
            .append_to_ledger(0, line.at, std::slice::from_ref(&line.movement))
            .unwrap()
    );
    let copied = copied(&*from, &*beginning);
    assert_eq!((copied.verified.same(), copied.counts.ledger_lines), (true, 1504));
    let last = copied.verified.ledger_lines;
    assert!(
        beginning
            .append_to_ledger(last, moment(9), &[line.movement])
            .unwrap()
    );
    let refused = transfer::copy(&*from, &*beginning, now(), &Silent);
    let beyond = last + 1;
    assert!(
        matches!(refused, Err(Error::OtherLedger { line }) if line == beyond),
        "{refused:?}"
    );
}

pub fn what_changes_meanwhile_is_followed(source: Make<'_>, target: Make<'_>) {
    let (source, target) = (source(), target());
    fill(&*source);
    let meanwhile = Meanwhile::at(Stage::Verify, || {
        source.upsert_sellers(&[Seller::new("new", ["new.tn"])])?;
        source.remove_seller("brahim")?;
        source.upsert_sellers(&[Seller::new("brahim", ["other.tn"])])?;
        source.remove_seller("chedli")?;
        source.put_reports(&[report("amel", 9, 50)])?;
        import(&*source, vec![batch(&[sample("late", "late", at(50))])])?;
        filled::spend(&*source, 2)?;
        source.remove_record(Shelf::Users, "amel")?;
        source.put_record(Shelf::Users, "late", "{}", None)?;
        source.set_note("k", "late")
    });
    let copied = transfer::copy(&*source, &*target, now(), &meanwhile).unwrap();
    assert!(meanwhile.happened());
    assert!(copied.passes > 1 && copied.verified.same(), "{copied:?}");
    target.remove_record(Shelf::Users, "amel").unwrap();
    assert_same(&*source, &*target);
}

pub fn a_target_that_holds_more_is_told(source: Make<'_>, target: Make<'_>) {
    let (source, target) = (source(), target());
    fill(&*source);
    target.upsert_sellers(&[Seller::new("own", ["own.tn"])]).unwrap();
    let copied = copied(&*source, &*target);
    assert!(!copied.verified.same());
    assert_ne!(copied.verified.source, copied.verified.target);
    assert!(copied.verified.same_ledger && copied.verified.same_records);
    assert!(
        target.seller("own").unwrap().is_some(),
        "nothing of the target's own is taken away"
    );
}

pub fn a_source_in_the_middle_of_a_rebuild_is_refused(source: Make<'_>, target: Make<'_>) {
    let (source, target) = (source(), target());
    fill(&*source);
    source.clear_ads().unwrap();
    let refused = transfer::copy(&*source, &*target, now(), &Silent);
    assert!(matches!(refused, Err(Error::Unmade { .. })), "{refused:?}");
}
