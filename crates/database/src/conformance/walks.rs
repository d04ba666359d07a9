//! Walks over observations: their order, and that they may be long, stopped and called back from.

use std::ops::ControlFlow;

use model::observation::{FactsKind, Observed};

use super::looks::{closed, dns, in_vain, landing, look};
use super::{Make, all};
use crate::{Database, Error, Result};

const ADDRESS: &str = "34.155.58.152";

fn places(database: &dyn Database) -> Result<Vec<String>> {
    let lines = all(|visit| database.each_observation(false, visit))?;
    Ok(lines
        .iter()
        .map(|line| format!("{} {}", line.facts.kind().as_str(), line.place))
        .collect())
}

/// Places by their bytes, hosts and links alike; whatever the order of writing, and the same for what is undecided.
pub fn go_by_place_dns_first(make: Make<'_>) -> Result<()> {
    let sorted = [
        "a-b.tn", "a.tn", "a.tn/?q", "a.tn/A", "a.tn/a", "a.tn/a/b", "a.tn/ب", "aa.tn",
    ];
    let looks: Vec<_> = sorted
        .iter()
        .rev()
        .flat_map(|name| [look(name, landing("A"), 0), look(name, dns(ADDRESS), 0)])
        .collect();
    let expected: Vec<_> = sorted
        .iter()
        .flat_map(|name| [format!("dns {name}"), format!("landing {name}")])
        .collect();
    let database = make();
    database.put_observed(&looks)?;
    assert_eq!(places(&*database)?, expected);
    let other = make();
    for look in looks.chunks(2).rev() {
        other.put_observed(look)?;
    }
    assert_eq!(places(&*other)?, expected);
    assert_eq!(other.digest()?, database.digest()?);
    for name in sorted.iter().rev() {
        let notes = [FactsKind::Landing, FactsKind::Dns].map(|kind| in_vain(name, kind, 1));
        database.put_undecided(&notes)?;
    }
    let notes = all(|visit| database.each_undecided(visit))?;
    let notes: Vec<_> = notes
        .iter()
        .map(|note| format!("{} {}", note.kind.as_str(), note.place))
        .collect();
    assert_eq!(notes, expected);
    Ok(())
}

fn numbered(number: u32) -> Observed {
    look(&format!("shop{number:05}.com.tn"), dns(ADDRESS), 0)
}

/// More than any page of any engine holds, in one call and in order.
pub fn thousands_come_back_one_by_one(make: Make<'_>) -> Result<()> {
    let database = make();
    let looks: Vec<_> = (0..6000).map(|number| numbered(number * 7 % 6000)).collect();
    assert_eq!(database.put_observed(&looks)?, 6000);
    assert_eq!(database.put_observed(&looks)?, 0);
    let mut next = 0;
    database.each_observation(false, &mut |line| {
        assert_eq!(line.place, numbered(next).place);
        next += 1;
        Ok(ControlFlow::Continue(()))
    })?;
    assert_eq!(next, 6000);
    Ok(())
}

/// And each call sees the state at which it began.
pub fn visitors_may_stop_fail_and_call_back(make: Make<'_>) -> Result<()> {
    let database = make();
    database.put_observed(&(0..20).map(numbered).collect::<Vec<_>>())?;
    database.put_undecided(&[
        in_vain("a.tn", FactsKind::Dns, 0),
        in_vain("b.tn", FactsKind::Dns, 0),
    ])?;
    let mut seen = 0;
    database.each_observation(true, &mut |_| {
        seen += 1;
        Ok(ControlFlow::Break(()))
    })?;
    database.each_undecided(&mut |_| {
        seen += 1;
        Ok(ControlFlow::Break(()))
    })?;
    assert_eq!(seen, 2);
    let enough = || Error::Visitor("enough".to_owned());
    let failed = database.each_observation(false, &mut |_| Err(enough()));
    assert!(matches!(failed, Err(Error::Visitor(reason)) if reason == "enough"));
    let failed = database.each_undecided(&mut |_| Err(enough()));
    assert!(matches!(failed, Err(Error::Visitor(reason)) if reason == "enough"));
    let mut walked = 0;
    database.each_observation(true, &mut |line| {
        walked += 1;
        let later = look(line.place.as_str(), dns("23.227.38.65"), 1);
        assert_eq!(database.put_observed(&[later])?, 1);
        assert_eq!(database.observations_of(&line.place)?.len(), 2);
        Ok(ControlFlow::Continue(()))
    })?;
    assert_eq!(walked, 20, "what was written meanwhile is not walked");
    assert_eq!(all(|visit| database.each_observation(true, visit))?.len(), 40);
    Ok(())
}

/// Of every place and kind exactly one, whatever lies before it.
pub fn the_latest_are_those_that_history_ends_with(make: Make<'_>) -> Result<()> {
    let database = make();
    for number in 0_i64..60 {
        let name = format!("shop{}.com.tn", number % 7);
        let address = format!("10.0.0.{}", number % 3);
        let facts = match number % 5 {
            0 => landing("A"),
            1 => closed("A"),
            _ => dns(&address),
        };
        database.put_observed(&[look(&name, facts, number)])?;
    }
    let history = all(|visit| database.each_observation(true, visit))?;
    let mut expected = Vec::new();
    for line in &history {
        let key = |line: &model::observation::Observation| (line.place.clone(), line.facts.kind());
        if expected.last().is_some_and(|last| key(last) == key(line)) {
            expected.pop();
        }
        expected.push(line.clone());
    }
    assert_eq!((expected.len(), history.len() > 20), (14, true));
    assert_eq!(all(|visit| database.each_observation(false, visit))?, expected);
    assert_eq!(database.verify()?, Vec::<String>::new());
    Ok(())
}
