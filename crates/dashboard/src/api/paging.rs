//! Pages of lists in memory, by seeking: a cursor names the row before (or after) the place, so that pages stay right
//! when rows come and go.

use std::cmp::Reverse;

use analytics::Cursor;

use super::types::{Page, PageInfo};
use crate::ask::Ask;

/// Rows of a page where nobody asks for another number.
const USUAL: usize = 50;

/// The most rows that a page may have: `limit`, which `strict` has checked.
pub(super) fn limit(ask: &Ask) -> usize {
    ask.get("limit")
        .and_then(|text| text.parse().ok())
        .unwrap_or(USUAL)
}

/// Where the page begins: `cursor`, which `strict` has checked.
pub(super) fn cursor(ask: &Ask) -> Option<Cursor> {
    ask.get("cursor").and_then(Cursor::parse)
}

/// The page that is asked for, of rows ordered by `key`: greatest number first, then by name.
pub(super) fn page<R, T>(
    ask: &Ask,
    rows: &[R],
    key: impl Fn(&R) -> (i64, &str),
    row: impl FnMut(&R) -> T,
) -> Page<T> {
    let (limit, cursor) = (limit(ask), cursor(ask));
    let rank = |row: &R| {
        let (number, name) = key(row);
        (Reverse(number), name.to_owned())
    };
    let (from, to) = match &cursor {
        None => (0, limit),
        Some(cursor) => {
            let place = (Reverse(cursor.key), cursor.slug.to_string());
            if cursor.backwards {
                let to = rows.partition_point(|row| rank(row) < place);
                (to.saturating_sub(limit), to)
            } else {
                let from = rows.partition_point(|row| rank(row) <= place);
                (from, from.saturating_add(limit))
            }
        }
    };
    let to = to.min(rows.len());
    let shown = rows.get(from..to).unwrap_or_default();
    let beside = |row: &R, backwards| {
        let (key, name) = key(row);
        let slug = name.into();
        Cursor { backwards, key, slug }.to_string()
    };
    // Past the end there is no row to begin before: the last one of all leads back.
    let previous = match shown.first() {
        Some(first) if from > 0 => Some(beside(first, true)),
        None if from > 0 => rows.first().map(|first| beside_start(&key, first)),
        _ => None,
    };
    let next = match shown.last() {
        Some(last) if to < rows.len() => Some(beside(last, false)),
        None if to < rows.len() => rows.first().map(|first| beside_start(&key, first)),
        _ => None,
    };
    Page {
        data: shown.iter().map(row).collect(),
        page: PageInfo {
            total: Some(rows.len() as u64),
            limit: limit as u64,
            next,
            previous,
        },
    }
}

/// The place before the first row, from where the whole list lies ahead.
fn beside_start<R>(key: &impl Fn(&R) -> (i64, &str), first: &R) -> String {
    let cursor = Cursor {
        backwards: false,
        key: key(first).0.saturating_add(1),
        slug: compact_str::CompactString::default(),
    };
    cursor.to_string()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::words::Language;

    const ROWS: [(i64, &str); 5] = [(9, "b"), (9, "c"), (4, "a"), (4, "d"), (-1, "é:")];

    fn at(query: &str) -> (Vec<&'static str>, PageInfo) {
        let ask = Ask::read("/", query, Language::Fr);
        let page = page(&ask, &ROWS, |row| *row, |row| row.1);
        (page.data, page.page)
    }

    #[test]
    fn walking_on_and_back_meets_every_row_once() {
        let (mut seen, mut info) = at("limit=2");
        let mut backs = vec![info.clone()];
        assert_eq!((info.total, info.previous.clone()), (Some(5), None));
        while let Some(next) = info.next {
            let (rows, then) = at(&format!("limit=2&cursor={next}"));
            seen.extend(rows);
            backs.push(then.clone());
            info = then;
        }
        assert_eq!(seen, ["b", "c", "a", "d", "é:"]);
        let back = info.previous.unwrap();
        let (rows, info) = at(&format!("limit=2&cursor={back}"));
        assert_eq!(rows, ["a", "d"]);
        let (rows, info) = at(&format!("limit=2&cursor={}", info.previous.unwrap()));
        assert_eq!((rows, info.previous), (vec!["b", "c"], None));
    }

    #[test]
    fn a_place_beyond_the_rows_leads_back() {
        let (rows, info) = at("limit=2&cursor=a-99.x");
        assert_eq!((rows.len(), info.next), (0, None));
        let (rows, _) = at(&format!("limit=2&cursor={}", info.previous.unwrap()));
        assert_eq!(rows, ["b", "c"]);
        let (rows, info) = at("cursor=b99.x");
        assert_eq!((rows.len(), info.previous), (0, None));
        assert_eq!(at(&format!("cursor={}", info.next.unwrap())).0.len(), 5);
    }

    #[test]
    fn the_cursor_of_a_row_that_went_still_holds() {
        assert_eq!(at("limit=1&cursor=a9.bb").0, ["c"]);
        assert_eq!(at("limit=1&cursor=b4.b").0, ["a"]);
    }
}
