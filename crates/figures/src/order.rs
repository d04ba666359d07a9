//! The order of the list as stretches of an index, and places in it as ranges.
//!
//! A seller has the field `k.<sort>` only where its key is not the one that most sellers have. So an order has three
//! stretches: those with a lesser key (by key, then slug), those without the field (by slug), those with a greater
//! one. Each is one indexed find; a page nearly always lies in one of them.

use std::cmp::Ordering;

use analytics::{ClientOrder, Cursor, Sort, apart};
use database::mongodb::bson::{Document, doc};

use crate::filter::both;
use crate::row::absent;

/// Sellers that stand next to each other in an order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Part {
    /// All, by slug.
    Slug,
    /// With the field, and a key that is less than the absent one.
    Less,
    /// Without the field.
    Absent,
    /// With the field, and a key that is greater.
    Greater,
}

/// A stretch of an order.
#[derive(Debug, Clone)]
pub(crate) struct Stretch {
    part: Part,
    order: ClientOrder,
    field: String,
}

/// Which side of a place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Side {
    Before,
    After,
}

/// The stretches of an order, first to last.
pub(crate) fn stretches(order: ClientOrder) -> Vec<Stretch> {
    let last = absent(order.sort) == apart::NONE;
    let parts: &[Part] = match (order.sort, order.descending) {
        (Sort::Slug, _) => &[Part::Slug],
        (_, _) if last => &[Part::Greater, Part::Absent],
        (_, false) => &[Part::Less, Part::Absent, Part::Greater],
        (_, true) => &[Part::Greater, Part::Absent, Part::Less],
    };
    let stretch = |part: &Part| Stretch {
        part: *part,
        order,
        field: format!("k.{}", order.sort.as_str()),
    };
    parts.iter().map(stretch).collect()
}

impl Stretch {
    /// Who stands in it.
    pub(crate) fn filter(&self) -> Document {
        let absent = absent(self.order.sort);
        match self.part {
            Part::Slug => Document::new(),
            Part::Absent => doc! { &self.field: { "$exists": false } },
            Part::Less => doc! { &self.field: { "$lt": absent } },
            // Of keys that are last where they are absent, every key that is there is greater.
            Part::Greater if absent == apart::NONE => doc! { &self.field: { "$exists": true } },
            Part::Greater => doc! { &self.field: { "$gt": absent } },
        }
    }

    /// Its order; the other way round where somebody goes back.
    pub(crate) fn sort(&self, backwards: bool) -> Document {
        let slug_down = self.part == Part::Slug && self.order.descending;
        let sign = |down: bool| if down == backwards { 1 } else { -1 };
        match self.part {
            Part::Slug | Part::Absent => doc! { "_id": sign(slug_down) },
            Part::Less | Part::Greater => {
                doc! { &self.field: sign(self.order.descending), "_id": sign(false) }
            }
        }
    }

    /// Who of it stands on one side of a place; `None` where nobody does. A place that goes on stands right after its
    /// row, one that goes back right before it.
    pub(crate) fn side(&self, place: &Cursor, side: Side) -> Option<Document> {
        // Whether the row of the place itself is on this side.
        let own = (side == Side::Before) != place.backwards;
        let slugs = |down: bool| {
            let less = (side == Side::Before) != down;
            let operator = match (less, own) {
                (true, true) => "$lte",
                (true, false) => "$lt",
                (false, true) => "$gte",
                (false, false) => "$gt",
            };
            doc! { "_id": { operator: place.slug.as_str() } }
        };
        let key = apart::directed(place.key, self.order);
        match self.part {
            Part::Slug => Some(slugs(self.order.descending)),
            Part::Absent => {
                let absent = apart::directed(absent(self.order.sort), self.order);
                match (absent.cmp(&key), side) {
                    (Ordering::Equal, _) => Some(both(self.filter(), slugs(false))),
                    (Ordering::Less, Side::Before) | (Ordering::Greater, Side::After) => Some(self.filter()),
                    _ => None,
                }
            }
            Part::Less | Part::Greater => self.keyed(key, side, slugs(false)),
        }
    }

    /// The same of those with the field. `key` is directed: by it every order ascends.
    fn keyed(&self, key: i64, side: Side, slugs: Document) -> Option<Document> {
        if key == i64::MAX {
            // Behind every key that is there.
            return (side == Side::Before).then(|| self.filter());
        }
        let (key, less) = if self.order.descending {
            (key.saturating_neg(), side == Side::After)
        } else {
            (key, side == Side::Before)
        };
        let operator = if less { "$lt" } else { "$gt" };
        let mut same = doc! { &self.field: key };
        same.extend(slugs);
        let beyond = doc! { &self.field: { operator: key } };
        Some(both(self.filter(), doc! { "$or": [beyond, same] }))
    }
}
