//! Looks in vain: counted, told, and forgotten once there are facts.

use model::observation::{FactsKind, Undecided, UndecidedReason};

use super::looks::{dns, in_vain, landing, look, place};
use super::{Make, all};
use crate::{Database, Result};

fn notes(database: &dyn Database) -> Result<Vec<Undecided>> {
    all(|visit| database.each_undecided(visit))
}

fn counted(times: u32, note: Undecided) -> Undecided {
    Undecided { times, ..note }
}

/// The last look tells when and why, also where it was noted first; the count never overflows.
pub fn looks_in_vain_are_counted(make: Make<'_>) -> Result<()> {
    let database = make();
    let failed = Undecided {
        reason: UndecidedReason::ServerFailure,
        detail: "SERVFAIL من الخادم".to_owned(),
        ..in_vain("a.tn", FactsKind::Dns, 5)
    };
    database.put_undecided(&[in_vain("a.tn", FactsKind::Dns, 0)])?;
    let version = database.version()?;
    database.put_undecided(std::slice::from_ref(&failed))?;
    assert!(database.version()? > version);
    assert_eq!(notes(&*database)?, [counted(2, failed.clone())]);
    database.put_undecided(&[
        in_vain("a.tn", FactsKind::Dns, 1),
        in_vain("a.tn", FactsKind::Dns, 2),
    ])?;
    assert_eq!(notes(&*database)?, [counted(4, failed.clone())]);
    database.put_undecided(&[counted(u32::MAX, failed.clone())])?;
    assert_eq!(notes(&*database)?, [counted(u32::MAX, failed)]);
    Ok(())
}

/// By its stable name.
pub fn every_reason_comes_back(make: Make<'_>) -> Result<()> {
    let database = make();
    let expected: Vec<_> = UndecidedReason::ALL
        .into_iter()
        .enumerate()
        .map(|(number, reason)| Undecided {
            reason,
            ..in_vain(&format!("{number}.com.tn"), FactsKind::Landing, 0)
        })
        .collect();
    database.put_undecided(&expected)?;
    assert_eq!(notes(&*database)?, expected);
    Ok(())
}

/// Not for others, and not where somebody looked in vain after them. The next count begins anew.
pub fn facts_end_it_for_their_place_and_kind(make: Make<'_>) -> Result<()> {
    let database = make();
    let kinds = [FactsKind::Dns, FactsKind::Landing];
    let all_notes = ["a.tn", "a.tn/x"].map(|name| kinds.map(|kind| in_vain(name, kind, 5)));
    database.put_undecided(&all_notes.concat())?;
    database.put_undecided(&[in_vain("a.tn", FactsKind::Dns, 6)])?;
    database.put_observed(&[look("a.tn", dns("34.155.58.152"), 5)])?;
    assert_eq!(notes(&*database)?.len(), 4, "it was in vain after that");
    database.put_observed(&[look("a.tn", dns("34.155.58.152"), 6)])?;
    let expected = [
        in_vain("a.tn", FactsKind::Landing, 5),
        in_vain("a.tn/x", FactsKind::Dns, 5),
        in_vain("a.tn/x", FactsKind::Landing, 5),
    ];
    assert_eq!(notes(&*database)?, expected);
    database.put_observed(&[look("a.tn", landing("A"), 7)])?;
    assert_eq!(notes(&*database)?.len(), 2);
    database.put_undecided(&[in_vain("a.tn", FactsKind::Dns, 8)])?;
    assert_eq!(
        notes(&*database)?.first(),
        Some(&in_vain("a.tn", FactsKind::Dns, 8))
    );
    Ok(())
}

/// Neither facts nor their `until` nor the digest know of it.
pub fn says_nothing_of_the_place(make: Make<'_>) -> Result<()> {
    let database = make();
    let digest = database.digest()?;
    database.put_undecided(&[in_vain("b.tn", FactsKind::Dns, 0)])?;
    assert_eq!(database.digest()?, digest);
    assert_eq!(database.observations_of(&place("b.tn"))?, []);
    database.put_observed(&[look("a.tn", dns("34.155.58.152"), 0)])?;
    let (digest, before) = (database.digest()?, database.observations_of(&place("a.tn"))?);
    database.put_undecided(&[in_vain("a.tn", FactsKind::Dns, 9)])?;
    assert_eq!(database.digest()?, digest);
    assert_eq!(database.observations_of(&place("a.tn"))?, before);
    assert_eq!(all(|visit| database.each_observation(true, visit))?, before);
    Ok(())
}
