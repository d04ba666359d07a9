//! The orders of the list, each made when it is first asked for and kept as long as the rows.

use std::cmp::Ordering;
use std::sync::OnceLock;

use compact_str::CompactString;

use super::key::{NONE, common, directed, key};
use super::{ClientOrder, Cursor, Sort};
use crate::book::Rows;
use crate::client::Client;

/// Positions in each order that was asked for, but for those by slug, which need none.
#[derive(Debug, Default)]
pub(crate) struct Orders {
    by: [[OnceLock<Box<[u32]>>; 2]; Sort::ALL.len()],
}

impl Orders {
    fn cell(&self, order: ClientOrder) -> Option<&OnceLock<Box<[u32]>>> {
        self.by
            .get(order.sort as usize)?
            .get(usize::from(order.descending))
    }
}

/// Sellers in order: from a rank to a position by slug.
#[derive(Debug, Clone, Copy)]
pub(super) struct Ordered<'r> {
    rows: &'r Rows,
    order: ClientOrder,
    /// `None` where the order is by slug.
    positions: Option<&'r [u32]>,
}

impl<'r> Ordered<'r> {
    pub(super) fn new(rows: &'r Rows, order: ClientOrder) -> Self {
        let positions = match order.sort {
            Sort::Slug => None,
            _ => rows
                .orders
                .cell(order)
                .map(|cell| &**cell.get_or_init(|| sorted(rows, order))),
        };
        Self {
            rows,
            order,
            positions,
        }
    }

    /// The position by slug of the seller with this rank.
    pub(super) fn position(&self, rank: usize) -> usize {
        match self.positions {
            Some(positions) => positions
                .get(rank)
                .map_or(usize::MAX, |position| *position as usize),
            None if self.order.descending => self.rows.len().wrapping_sub(rank + 1),
            None => rank,
        }
    }

    /// How many sellers stand before a place; a cursor that goes on stands right after its row, one that goes back
    /// right before it.
    pub(super) fn ranks_before(&self, cursor: &Cursor) -> usize {
        let stands_before =
            |rank: usize| match self.row(rank).map(|client| compare(client, self.order, cursor)) {
                Some(Ordering::Less) => true,
                Some(Ordering::Equal) => !cursor.backwards,
                Some(Ordering::Greater) | None => false,
            };
        let (mut low, mut high) = (0, self.rows.len());
        while low < high {
            let middle = low.midpoint(high);
            if stands_before(middle) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        low
    }

    /// The first of all, and the last.
    pub(super) fn edges(&self) -> (Option<&'r Client>, Option<&'r Client>) {
        let last = self.rows.len().checked_sub(1);
        (self.row(0), last.and_then(|rank| self.row(rank)))
    }

    fn row(&self, rank: usize) -> Option<&'r Client> {
        self.rows.get(self.position(rank))
    }
}

impl Cursor {
    /// The place right after a row, or right before it going back.
    pub(super) fn at(order: ClientOrder, client: &Client, backwards: bool) -> Self {
        Self {
            backwards,
            key: key(client, order.sort),
            slug: client.slug.clone(),
        }
    }

    /// The place before all rows, going on. `first` is the first row of all.
    pub(super) fn start(order: ClientOrder, first: Option<&Client>) -> Self {
        let by_slug_down = order.sort == Sort::Slug && order.descending;
        Self {
            backwards: false,
            key: match order.sort {
                Sort::Slug => 0,
                _ if order.descending => i64::MAX,
                _ => NONE + 1,
            },
            slug: first
                .filter(|_| by_slug_down)
                .map_or_else(CompactString::default, right_after),
        }
    }

    /// The place behind all rows, going back. `last` is the last row of all.
    pub(super) fn end(order: ClientOrder, last: Option<&Client>) -> Self {
        let by_slug_down = order.sort == Sort::Slug && order.descending;
        Self {
            backwards: true,
            key: last.map_or(0, |last| key(last, order.sort)),
            slug: last
                .filter(|_| !by_slug_down)
                .map_or_else(CompactString::default, right_after),
        }
    }
}

/// The least text that comes after the slug.
fn right_after(client: &Client) -> CompactString {
    let mut slug = client.slug.clone();
    slug.push('\0');
    slug
}

fn compare(client: &Client, order: ClientOrder, cursor: &Cursor) -> Ordering {
    let slugs = client.slug.cmp(&cursor.slug);
    match order.sort {
        Sort::Slug if order.descending => slugs.reverse(),
        Sort::Slug => slugs,
        sort => {
            let keys = directed(key(client, sort), order).cmp(&directed(cursor.key, order));
            keys.then(slugs)
        }
    }
}

/// Most sellers share one key (no ads, nothing spent): those stay by slug, and only the others are sorted.
fn sorted(rows: &Rows, order: ClientOrder) -> Box<[u32]> {
    let common = common(order.sort);
    let mut others: Vec<(i64, u32)> = Vec::new();
    for (start, chunk) in rows.chunks() {
        let mut note = |row: usize, client: &Client| {
            let key = key(client, order.sort);
            if key != common {
                let position = u32::try_from(start + row).unwrap_or(u32::MAX);
                others.push((directed(key, order), position));
            }
        };
        if order.sort.is_of_reports() {
            chunk.advertisers().for_each(|(row, client)| note(row, client));
        } else {
            chunk
                .rows()
                .iter()
                .enumerate()
                .for_each(|(row, client)| note(row, client));
        }
    }
    let mut other = others.iter().map(|(_, position)| *position).peekable();
    let all = (0_u32..).take(rows.len());
    let same: Vec<u32> = all
        .filter(|position| other.next_if_eq(position).is_none())
        .collect();
    // Positions are by slug and each another: ties go by slug.
    others.sort_unstable();
    let before = others.partition_point(|(key, _)| *key < directed(common, order));
    let (before, after) = others.split_at(before);
    let position = |(_, position): &(i64, u32)| *position;
    before
        .iter()
        .map(position)
        .chain(same)
        .chain(after.iter().map(position))
        .collect()
}
