//! When something became known: a report counts from when it was made, not from when the sources saw what it tells.

use analytics::{Client, Mark};
use model::Timestamp;

/// From when a mark was known.
pub fn known_at(mark: &Mark) -> Timestamp {
    mark.at.max(mark.analyzed_at)
}

/// From when something that a seller's report dates `at` was known: from when that report was made.
pub fn known_of(client: &Client, at: Timestamp) -> Timestamp {
    let place = client.history.partition_point(|mark| mark.at < at);
    let mark = client.history.get(place).filter(|mark| mark.at == at);
    mark.map_or(at, known_at)
}
