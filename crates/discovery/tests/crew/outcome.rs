//! What is left when everybody is done, without what differs between two ways there: times, prices, who did it.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::ControlFlow;

use database::{Database, Movement, WorkFilter, WorkState};

/// What a base has learned: which searches were answered whole and with how many ads, and every item's content.
#[derive(Debug, PartialEq, Eq)]
pub struct Outcome {
    pub searches: BTreeMap<String, BTreeSet<u64>>,
    pub items: BTreeSet<(String, u128)>,
}

pub fn outcome(database: &dyn Database) -> Outcome {
    let mut searches: BTreeMap<String, BTreeSet<u64>> = BTreeMap::new();
    database
        .each_search(&mut |search| {
            if search.complete {
                searches.entry(search.domain).or_default().insert(search.ads);
            }
            Ok(ControlFlow::Continue(()))
        })
        .unwrap();
    let mut items = BTreeSet::new();
    database
        .each_raw(&mut |raw| {
            let content = ad_library::content_digest(&raw.raw);
            assert!(items.insert((raw.id, content)), "an item is there once");
            Ok(ControlFlow::Continue(()))
        })
        .unwrap();
    Outcome { searches, items }
}

/// How the items of the queue ended.
#[derive(Debug, Default, Clone, Copy)]
pub struct Ends {
    pub done: u64,
    pub dead: u64,
    pub withdrawn: u64,
    /// Claims of all of them.
    pub claims: u64,
}

/// Every item is over, and a dead one says why.
pub fn ends(database: &dyn Database) -> Ends {
    let mut ends = Ends::default();
    database
        .each_work(&WorkFilter::default(), &mut |item| {
            assert!(item.state.is_over(), "{item:?}");
            match item.state {
                WorkState::Done => ends.done += 1,
                WorkState::Dead => {
                    assert!(item.reason.is_some_and(|reason| !reason.is_empty()));
                    ends.dead += 1;
                }
                _ => ends.withdrawn += 1,
            }
            ends.claims += item.token;
            Ok(ControlFlow::Continue(()))
        })
        .unwrap();
    ends
}

/// Every run has one end in the ledger, said by whoever had it then; gives runs, adoptions, and runs of which nobody
/// knew for a while whether they exist.
pub fn lines(database: &dyn Database) -> [usize; 3] {
    let mut ended = BTreeSet::new();
    let (mut adopted, mut unknown) = (0, BTreeSet::new());
    database
        .each_ledger_line(0, &mut |line| {
            match line.movement {
                Movement::Settle { tag, .. } | Movement::Release { tag, .. } => {
                    assert!(ended.insert(tag.clone()), "{tag} ended twice");
                }
                Movement::Adopt { .. } => adopted += 1,
                Movement::Unknown { tag, .. } => {
                    unknown.insert(tag);
                }
                _ => {}
            }
            Ok(ControlFlow::Continue(()))
        })
        .unwrap();
    [ended.len(), adopted, unknown.len()]
}
