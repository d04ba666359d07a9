//! What an address asks of the list of sellers: filter, order, columns, page. The page, the API and the exports all
//! read it here, so that the same parameters always mean the same sellers.

mod columns;
mod order;

use analytics::clients::address::{self, Read};
use analytics::{Cursor, Segments};

use crate::ask::{Ask, Misread};

pub use address::{LONGEST_SEARCH, MOST_SEGMENTS, MOST_SLUGS, PARAMETERS as FILTERS};
pub use columns::{COLUMNS, Column};
pub use order::{NOT_FILTERED, Order, POTENTIAL, is_told, not_kept, order, told};

/// Rows of a page that may be asked for, fewest first; the second one is what nobody has to ask for.
pub const ROWS: [usize; 4] = [25, 50, 100, 200];

/// Which sellers, as [`address`] reads it. What is not understood is noted.
pub fn read(ask: &Ask, segments: &Segments, misread: &mut Vec<Misread>) -> Read {
    let read = address::read(&|name| ask.get(name), segments);
    for name in &read.misread {
        ask.parsed(name, misread, |_| None::<()>);
    }
    read
}

/// The columns: `cols`, a comma list, always shown in the order of [`COLUMNS`]; the slug is always among them.
pub fn columns(ask: &Ask, misread: &mut Vec<Misread>) -> Vec<Column> {
    let read = |text: &str| text.split(',').map(Column::from_name).collect::<Option<Vec<_>>>();
    let asked = ask.parsed("cols", misread, read);
    let shown = |column: &Column| match &asked {
        Some(asked) => *column == Column::Slug || asked.contains(column),
        None => column.is_usual(),
    };
    COLUMNS.into_iter().filter(shown).collect()
}

/// Rows of a page: `rows`, one of [`ROWS`].
pub fn rows(ask: &Ask, misread: &mut Vec<Misread>) -> usize {
    let read = |text: &str| text.parse().ok().filter(|rows| ROWS.contains(rows));
    ask.parsed("rows", misread, read).unwrap_or(ROWS[1])
}

/// Where the page begins: `cursor`.
pub fn cursor(ask: &Ask, misread: &mut Vec<Misread>) -> Option<Cursor> {
    ask.parsed("cursor", misread, Cursor::parse)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::words::Language;

    #[test]
    fn what_is_not_understood_is_told() {
        let mut misread = Vec::new();
        let query = "status=active,dead&ads_from=-1&ads_to=4294967296&confidence=sure&segment=22&moved=yes";
        let ask = Ask::read("/clients", &format!("{query}&platform=shopify"), Language::Fr);
        let read = read(&ask, &Segments::default(), &mut misread);
        let names: Vec<&str> = misread.iter().map(|one| one.parameter.as_str()).collect();
        assert_eq!(
            names,
            ["segment", "status", "ads_from", "ads_to", "confidence", "moved"]
        );
        assert_eq!(misread[1].value, "active,dead");
        assert_eq!(read.filter.platform.as_deref(), Some("shopify"));
    }

    #[test]
    fn order_columns_and_rows_have_their_usual_values() {
        let mut misread = Vec::new();
        let bare = Ask::read("/clients", "", Language::Fr);
        let first = order(&bare, &mut misread);
        assert_eq!((first.name(), first.is_descending()), ("ads", true));
        assert!(columns(&bare, &mut misread).contains(&Column::Status));
        assert_eq!(rows(&bare, &mut misread), 50);
        assert_eq!(misread, []);

        let asked = Ask::read(
            "/clients",
            "sort=slug&cols=cost,ads&rows=200&cursor=a3.b",
            Language::Fr,
        );
        let second = order(&asked, &mut misread);
        assert_eq!((second.name(), second.is_descending()), ("slug", false));
        let likely = Ask::read("/clients", "sort=-potential", Language::Fr);
        assert_eq!(
            order(&likely, &mut misread),
            Order::Potential { descending: true }
        );
        assert_eq!(
            columns(&asked, &mut misread),
            [Column::Slug, Column::Ads, Column::Cost]
        );
        assert_eq!(rows(&asked, &mut misread), 200);
        assert_eq!(cursor(&asked, &mut misread).map(|cursor| cursor.key), Some(3));
        assert_eq!(misread, []);

        let wrong = Ask::read(
            "/clients",
            "sort=--ads&cols=ads,none&rows=1000&cursor=z",
            Language::Fr,
        );
        assert_eq!(order(&wrong, &mut misread), first);
        assert_eq!(columns(&wrong, &mut misread), columns(&bare, &mut Vec::new()));
        assert_eq!(rows(&wrong, &mut misread), 50);
        assert_eq!(cursor(&wrong, &mut misread), None);
        assert_eq!(misread.len(), 4);
    }
}
