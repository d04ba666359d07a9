//! How likely sellers are to start or to leave: the model that the watch keeps, and the list in the order of its answers.

use std::sync::Arc;

use analytics::{Client, ClientFilter, ClientList, ClientOrder, Cursor, Snapshot, potential as likely};
use database::Database;
use model::Timestamp;
use model::document::Ratio;
use potential::{Chance, Model};

use crate::view::View;

/// The note under which the model is kept, as JSON.
pub const NOTE: &str = "potential-model";

/// The model that is kept; what was believed before any outcome was seen where there is none, or none that can be read.
pub fn kept(database: &dyn Database) -> Result<Model, database::Error> {
    let Some(text) = database.note(NOTE)? else {
        return Ok(Model::prior());
    };
    Ok(serde_json::from_str(&text).unwrap_or_else(|error| {
        tracing::warn!(%error, "the kept model cannot be read");
        Model::prior()
    }))
}

/// A chance in millionths as percent.
pub fn percent(ppm: u32) -> Ratio {
    Ratio::of(ppm.into(), 1_000_000)
}

impl View {
    /// The chance of a seller as of the last scan, for the question that its state asks; `None` where nobody knows
    /// whether it advertises.
    pub fn chance(&self, client: &Client) -> Option<Chance> {
        likely::chance(client, &self.potential, self.frame().potential_as_of())
    }
}

/// The sellers of a snapshot in the order of their chances; those without one come last either way, ties go by slug.
pub struct Likeliest<'s> {
    snapshot: &'s Snapshot,
    /// By key, then slug.
    rows: Vec<(i64, &'s Client)>,
}

impl<'s> Likeliest<'s> {
    /// Of those that match.
    pub fn of(
        snapshot: &'s Snapshot,
        model: &Model,
        as_of: Timestamp,
        filter: &ClientFilter,
        descending: bool,
    ) -> Self {
        let key = |client: &Client| {
            if !client.status.is_covered() {
                return i64::from(u32::MAX);
            }
            let ppm = i64::from(likely::ppm(client, model, as_of));
            if descending { -ppm } else { ppm }
        };
        let all = snapshot.all_clients(filter, ClientOrder::default()).into_iter();
        let mut rows: Vec<(i64, &Client)> = all.map(|client| (key(client), client)).collect();
        // By slug already.
        rows.sort_by_key(|(key, _)| *key);
        Self { snapshot, rows }
    }

    /// Every row, in order.
    pub fn each(&self) -> impl Iterator<Item = &'s Client> {
        self.rows.iter().map(|(_, client)| *client)
    }

    /// A page of at most `limit` rows after the cursor, or right before it where it goes back.
    pub fn page(&self, cursor: Option<&Cursor>, limit: usize) -> ClientList {
        let total = self.rows.len();
        let place = cursor.map_or(0, |cursor| {
            self.rows.partition_point(|(key, client)| {
                let row = (*key, client.slug.as_str()).cmp(&(cursor.key, cursor.slug.as_str()));
                row.is_lt() || (row.is_eq() && !cursor.backwards)
            })
        });
        let (from, to) = if cursor.is_some_and(|cursor| cursor.backwards) {
            (place.saturating_sub(limit), place)
        } else {
            (place, place.saturating_add(limit).min(total))
        };
        let shown = self.rows.get(from..to).unwrap_or_default();
        let at = |row: Option<&(i64, &Client)>, backwards: bool| {
            row.map(|(key, client)| Cursor {
                backwards,
                key: *key,
                slug: client.slug.clone(),
            })
        };
        // Past the end there is no row to begin at: the ways lead to the first page and to the last.
        let next = if shown.is_empty() {
            at(self.rows.first(), true)
        } else {
            at(shown.last(), false)
        };
        let previous = if shown.is_empty() {
            at(self.rows.last(), false)
        } else {
            at(shown.first(), true)
        };
        ClientList {
            rows: shown
                .iter()
                .filter_map(|(_, client)| self.snapshot.shared(&client.slug))
                .collect::<Vec<Arc<Client>>>(),
            total,
            skipped: from,
            next: next.filter(|_| to < total),
            previous: previous.filter(|_| from > 0),
        }
    }
}
