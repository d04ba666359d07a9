//! What was seen on the network, with its history, and where somebody looked in vain.

use std::collections::BTreeMap;

use model::observation::{FactsKind, LandingPage, Observation, Observed, Undecided};

use crate::portions::Walk;
use crate::{Copy, Result, Stage};

/// Lines that are handed over at once; each may bring a page of up to 64 KiB.
const LINES: usize = 200;

/// Notes of looks in vain that are handed over at once.
const NOTES: usize = 1000;

/// Copies every line of history, oldest first, and of each place the page of its latest landing facts.
pub(crate) fn observations(copy: &mut Copy<'_>) -> Result<()> {
    let source = copy.source;
    let mut waiting: Option<Observation> = None;
    let mut portion = Vec::new();
    Walk::new(|visit| source.each_observation(true, visit)).each(|line| {
        if let Some(before) = waiting.replace(line) {
            let next = waiting.as_ref();
            let is_latest = next.is_none_or(|next| !is_of_the_same(&before, next));
            portion.extend(looks_of(copy, before, is_latest)?);
        }
        if portion.len() >= LINES {
            hand_over(copy, &mut portion)?;
        }
        Ok(())
    })?;
    if let Some(last) = waiting {
        portion.extend(looks_of(copy, last, true)?);
    }
    hand_over(copy, &mut portion)
}

fn is_of_the_same(one: &Observation, other: &Observation) -> bool {
    one.place == other.place && one.facts.kind() == other.facts.kind()
}

/// The two looks that make a line: the one that began it, and the one that widened it last.
fn looks_of(copy: &mut Copy<'_>, line: Observation, is_latest: bool) -> Result<[Observed; 2]> {
    let page: Option<LandingPage> = if is_latest && line.facts.kind() == FactsKind::Landing {
        copy.source.page_of(&line.place)?
    } else {
        None
    };
    copy.counts.observations += 1;
    let last = Observed {
        place: line.place,
        facts: line.facts,
        at: line.last_seen,
        until: line.until,
        page,
    };
    let first = Observed {
        at: line.first_seen,
        ..last.clone()
    };
    Ok([first, last])
}

fn hand_over(copy: &Copy<'_>, portion: &mut Vec<Observed>) -> Result<()> {
    if portion.is_empty() {
        return Ok(());
    }
    copy.target.put_observed(portion)?;
    let lines = portion.len() / 2;
    portion.clear();
    copy.done(Stage::Observations, lines)
}

/// Copies looks in vain. They are counted up by whoever notes them, so only what the target lacks of each count is
/// noted; a count that the target has already stays. Those of the target are held in memory: about 100 bytes for each
/// host that was never reached.
pub(crate) fn undecided(copy: &mut Copy<'_>) -> Result<()> {
    let (source, target) = (copy.source, copy.target);
    let mut known = BTreeMap::new();
    Walk::new(|visit| target.each_undecided(visit)).each(|note| {
        known.insert((note.place, note.kind), note.times);
        Ok(())
    })?;
    Walk::new(|visit| source.each_undecided(visit)).portions(NOTES, |notes: &[Undecided]| {
        let lacking: Vec<_> = notes
            .iter()
            .filter_map(|note| {
                let key = (note.place.clone(), note.kind);
                let times = note.times.saturating_sub(known.get(&key).copied().unwrap_or(0));
                (times > 0).then(|| Undecided {
                    times,
                    ..note.clone()
                })
            })
            .collect();
        if !lacking.is_empty() {
            target.put_undecided(&lacking)?;
        }
        copy.counts.undecided += notes.len() as u64;
        copy.done(Stage::Undecided, notes.len())
    })
}
