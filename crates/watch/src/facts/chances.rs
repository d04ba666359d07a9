//! Chances out of a model: as the program shows them, and as it would have shown them in the past.

use analytics::potential::{chance, facts};
use analytics::{Client, Frame};
use model::Timestamp;
use potential::{Model, Question};

use super::Chances;

/// How likely sellers are to start or leave, as a model has it: for [`super::Facts::chances`].
///
/// Chances are told anew by each scan. At the moment of the snapshot they are those that the pages show; at an earlier one
/// they are told by the history up to the last scan before it alone. A seller that was not covered then has none.
pub fn chances_by<'m>(model: &'m Model, frame: &'m Frame) -> impl Fn(&Client, Timestamp) -> Chances + 'm {
    move |client, moment| {
        let told = if moment >= frame.taken_at {
            chance(client, model, frame.potential_as_of())
        } else {
            let scans = frame.scans();
            let before = scans.partition_point(|scan| scan.ended <= moment);
            let as_of = before
                .checked_sub(1)
                .and_then(|last| scans.get(last))
                .map_or(moment, |scan| scan.ended);
            let covered = client.covered_at.is_some_and(|covered| covered <= as_of);
            covered.then(|| model.chance(&facts(client, as_of)))
        };
        match told {
            Some(told) if told.question == Question::Start => Chances {
                start: Some(told.ppm),
                leave: None,
            },
            Some(told) => Chances {
                start: None,
                leave: Some(told.ppm),
            },
            None => Chances::default(),
        }
    }
}
