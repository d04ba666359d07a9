//! Pages of the list: exact numbers, and places that stay right when rows come and go.

use std::sync::Arc;

use super::matching::Matches;
use super::order::Ordered;
use super::{ClientFilter, ClientList, ClientOrder, Cursor};
use crate::book::Snapshot;
use crate::client::Client;

impl Snapshot {
    /// A page of at most `limit` rows (at least one) after the cursor, or right before it where it goes back.
    pub fn clients(
        &self,
        filter: &ClientFilter,
        order: ClientOrder,
        after: Option<&Cursor>,
        limit: usize,
    ) -> ClientList {
        let limit = limit.max(1);
        let matches = Matches::new(self, filter);
        let ordered = Ordered::new(self.rows(), order);
        let place = after.map_or(0, |cursor| ordered.ranks_before(cursor));
        let before = match &matches {
            Matches::All(_) => place,
            Matches::Some(_) => (0..place)
                .filter(|rank| matches.has(ordered.position(*rank)))
                .count(),
        };
        let row = |rank: usize| {
            let position = ordered.position(rank);
            matches
                .has(position)
                .then(|| self.rows().shared(position).cloned())
                .flatten()
        };
        if after.is_some_and(|cursor| cursor.backwards) {
            let mut rows: Vec<_> = (0..place).rev().filter_map(row).take(limit).collect();
            rows.reverse();
            let skipped = before.saturating_sub(rows.len());
            ClientList::of(rows, matches.count(), skipped, order, ordered.edges())
        } else {
            let rows = (place..self.len()).filter_map(row).take(limit).collect();
            ClientList::of(rows, matches.count(), before, order, ordered.edges())
        }
    }

    /// How many match.
    pub fn count_clients(&self, filter: &ClientFilter) -> usize {
        Matches::new(self, filter).count()
    }

    /// Every match, in order: for exports.
    pub fn all_clients(&self, filter: &ClientFilter, order: ClientOrder) -> Vec<&Client> {
        let matches = Matches::new(self, filter);
        let ordered = Ordered::new(self.rows(), order);
        let positions = (0..self.len()).map(|rank| ordered.position(rank));
        let matching = positions.filter(|position| matches.has(*position));
        matching
            .filter_map(|position| self.rows().get(position))
            .collect()
    }

    /// One seller, to be kept.
    pub fn shared(&self, slug: &str) -> Option<Arc<Client>> {
        let position = self.rows().position(slug)?;
        self.rows().shared(position).cloned()
    }

    /// One seller.
    pub fn client(&self, slug: &str) -> Option<&Client> {
        let position = self.rows().position(slug)?;
        self.rows().get(position)
    }
}

impl ClientList {
    /// A page with the ways on and back. Where no row is left on it, they lead to the first and the last page: `edges`
    /// are the first and the last row of all sellers, whatever the filter; looked at in that case only.
    pub fn of(
        rows: Vec<Arc<Client>>,
        total: usize,
        skipped: usize,
        order: ClientOrder,
        edges: (Option<&Client>, Option<&Client>),
    ) -> Self {
        let (more, some_before) = (skipped + rows.len() < total, skipped > 0);
        let next = match rows.last() {
            Some(last) => Cursor::at(order, last, false),
            None => Cursor::start(order, edges.0),
        };
        let previous = match rows.first() {
            Some(first) => Cursor::at(order, first, true),
            None => Cursor::end(order, edges.1),
        };
        Self {
            rows,
            total,
            skipped,
            next: more.then_some(next),
            previous: some_before.then_some(previous),
        }
    }
}
