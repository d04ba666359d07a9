//! The list of sellers: a page is an indexed find in each stretch of the order that it touches, nearly always one.

use std::sync::Arc;

use analytics::{Client, ClientFilter, ClientList, ClientOrder, Cursor};
use database::mongodb::FindAsk;
use database::mongodb::bson::{Document, doc};
use database::{Error, Result};
use model::Timestamp;

use super::Asked;
use crate::filter::{alive, both, matching};
use crate::order::{Side, stretches};

impl Asked {
    /// One seller.
    pub fn client(&self, slug: &str) -> Result<Option<Arc<Client>>> {
        let filter = both(alive(), doc! { "_id": slug });
        Ok(self.find(filter, FindAsk::default().first(1))?.pop())
    }

    /// Covered sellers seen at this moment or later.
    pub fn seen_since(&self, moment: Timestamp) -> Result<u64> {
        self.count(doc! { "st": { "$in": [0, 1] }, "k.seen": { "$gte": moment.as_millis() } })
    }

    /// A page of at most `limit` rows (at least one) after the cursor, or right before it where it goes back.
    pub fn clients(
        &self,
        filter: &ClientFilter,
        order: ClientOrder,
        after: Option<&Cursor>,
        limit: usize,
    ) -> Result<ClientList> {
        let (limit, wanted) = (limit.max(1), matching(filter)?);
        let total = self.total(filter)?;
        let rows = self.rows(&wanted, order, after, limit)?;
        let skipped = match after {
            None => 0,
            Some(place) => self.before(&wanted, order, place)?,
        };
        // Going back the rows themselves stand before the place.
        let own = if after.is_some_and(|place| place.backwards) {
            rows.len()
        } else {
            0
        };
        let skipped = usize::try_from(skipped).unwrap_or(usize::MAX).saturating_sub(own);
        let edges = if rows.is_empty() {
            (self.edge(order, false)?, self.edge(order, true)?)
        } else {
            (None, None)
        };
        let edges = (edges.0.as_deref(), edges.1.as_deref());
        Ok(ClientList::of(rows, total, skipped, order, edges))
    }

    /// Every match, in order, one by one.
    pub fn each_client<E: From<Error>>(
        &self,
        filter: &ClientFilter,
        order: ClientOrder,
        visit: &mut dyn FnMut(&Client) -> std::result::Result<(), E>,
    ) -> std::result::Result<(), E> {
        let wanted = matching(filter)?;
        for stretch in stretches(order) {
            let filter = both(wanted.clone(), stretch.filter());
            let mut failed = None;
            let walked = self.each(filter, FindAsk::sorted(stretch.sort(false)), &mut |client| {
                visit(&client).map_err(|error| {
                    failed = Some(error);
                    Error::Visitor("the reader of a list stopped".to_owned())
                })
            });
            match failed {
                Some(error) => return Err(error),
                None => walked?,
            }
        }
        Ok(())
    }

    /// How many match; counted once for each filter.
    pub(crate) fn total(&self, filter: &ClientFilter) -> Result<usize> {
        let total = if *filter == ClientFilter::default() {
            self.base()?.clients
        } else {
            *self.kept.counts.get(filter, || self.count(matching(filter)?))?
        };
        Ok(usize::try_from(total).unwrap_or(usize::MAX))
    }

    fn rows(
        &self,
        wanted: &Document,
        order: ClientOrder,
        after: Option<&Cursor>,
        limit: usize,
    ) -> Result<Vec<Arc<Client>>> {
        let backwards = after.is_some_and(|place| place.backwards);
        let side = if backwards { Side::Before } else { Side::After };
        let mut stretches = stretches(order);
        if backwards {
            stretches.reverse();
        }
        let mut rows = Vec::new();
        for stretch in stretches {
            let part = match after {
                Some(place) => stretch.side(place, side),
                None => Some(stretch.filter()),
            };
            let (Some(part), left) = (part, limit - rows.len()) else {
                continue;
            };
            let ask = FindAsk::sorted(stretch.sort(backwards));
            let ask = ask.first(u32::try_from(left).unwrap_or(u32::MAX));
            rows.extend(self.find(both(wanted.clone(), part), ask)?);
            if rows.len() >= limit {
                break;
            }
        }
        if backwards {
            rows.reverse();
        }
        Ok(rows)
    }

    /// How many of those that match stand before a place.
    fn before(&self, wanted: &Document, order: ClientOrder, place: &Cursor) -> Result<u64> {
        let mut before = 0;
        for stretch in stretches(order) {
            if let Some(part) = stretch.side(place, Side::Before) {
                before += self.count(both(wanted.clone(), part))?;
            }
        }
        Ok(before)
    }

    /// The first of all sellers in this order, or the last.
    fn edge(&self, order: ClientOrder, last: bool) -> Result<Option<Arc<Client>>> {
        let mut stretches = stretches(order);
        if last {
            stretches.reverse();
        }
        for stretch in stretches {
            let ask = FindAsk::sorted(stretch.sort(last)).first(1);
            let found = self.find(both(alive(), stretch.filter()), ask)?.pop();
            if found.is_some() {
                return Ok(found);
            }
        }
        Ok(None)
    }
}
