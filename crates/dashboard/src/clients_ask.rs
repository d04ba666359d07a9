//! What an address asks of the list of sellers: filter, order, columns, page. The page, the API and the exports all
//! read it here, so that the same parameters always mean the same sellers.

mod columns;

use analytics::{ClientFilter, ClientOrder, ClientStatus, Cursor, Segment, Sort};
use compact_str::CompactString;
use model::Confidence;

use crate::ask::{Ask, Misread};

pub use columns::{COLUMNS, Column};

/// Characters of a search, at most.
pub const LONGEST_SEARCH: usize = 200;
/// Rows of a page that may be asked for, fewest first; the second one is what nobody has to ask for.
pub const ROWS: [usize; 4] = [25, 50, 100, 200];
/// Sellers that an address may name, at most.
pub const MOST_SLUGS: usize = 200;
/// Parameters that choose sellers: what "clear the filters" takes away.
pub const FILTERS: [&str; 10] = [
    "q",
    "status",
    "platform",
    "competitor",
    "ads_from",
    "ads_to",
    "confidence",
    "segment",
    "moved",
    "slugs",
];
/// A host name is at most so long (RFC 1035, section 2.3.4); platform ids and slugs are far shorter.
const LONGEST_NAME: usize = 253;

/// Which sellers: `q`, `status` (comma list), `platform`, `competitor`, `ads_from`, `ads_to`, `confidence`, `segment`,
/// `moved` (1 or 0), `slugs` (comma list). What is not understood is noted and left out of the filter.
pub fn filter(ask: &Ask, misread: &mut Vec<Misread>) -> ClientFilter {
    let number = |text: &str| text.parse::<u32>().ok();
    ClientFilter {
        text: ask.parsed("q", misread, search).unwrap_or_default(),
        statuses: ask.parsed("status", misread, statuses).unwrap_or_default(),
        platform: ask.parsed("platform", misread, name),
        competitor: ask.parsed("competitor", misread, host),
        ads_from: ask.parsed("ads_from", misread, number),
        ads_to: ask.parsed("ads_to", misread, number),
        confidence: ask.parsed("confidence", misread, Confidence::from_name),
        segment: ask.parsed("segment", misread, Segment::from_name),
        moved: ask.parsed("moved", misread, |text| match text {
            "1" => Some(true),
            "0" => Some(false),
            _ => None,
        }),
        slugs: ask.parsed("slugs", misread, slugs).unwrap_or_default(),
    }
}

/// The order: `sort` names a [`Sort`], a `-` before it puts the greatest first. Without it, most ads come first.
pub fn order(ask: &Ask, misread: &mut Vec<Misread>) -> ClientOrder {
    let read = |text: &str| {
        let (descending, sort) = text.strip_prefix('-').map_or((false, text), |rest| (true, rest));
        Sort::from_name(sort).map(|sort| ClientOrder { sort, descending })
    };
    ask.parsed("sort", misread, read).unwrap_or(ClientOrder {
        sort: Sort::Ads,
        descending: true,
    })
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

fn search(text: &str) -> Option<String> {
    (text.chars().count() <= LONGEST_SEARCH).then(|| text.to_owned())
}

fn statuses(text: &str) -> Option<Vec<ClientStatus>> {
    let mut statuses = text
        .split(',')
        .map(ClientStatus::from_name)
        .collect::<Option<Vec<_>>>()?;
    statuses.sort_unstable();
    statuses.dedup();
    Some(statuses)
}

fn name(text: &str) -> Option<CompactString> {
    (text.len() <= LONGEST_NAME).then(|| text.into())
}

/// A rival's host as the snapshot writes it: lower case, without `www.`.
fn host(text: &str) -> Option<CompactString> {
    let host = text.to_ascii_lowercase();
    name(host.strip_prefix("www.").unwrap_or(&host))
}

fn slugs(text: &str) -> Option<Vec<CompactString>> {
    let mut slugs = text
        .split(',')
        .filter(|slug| !slug.is_empty())
        .map(name)
        .collect::<Option<Vec<_>>>()?;
    slugs.sort_unstable();
    slugs.dedup();
    (slugs.len() <= MOST_SLUGS).then_some(slugs)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::words::Language;

    fn read(query: &str) -> (ClientFilter, Vec<String>) {
        let mut misread = Vec::new();
        let filter = filter(&Ask::read("/clients", query, Language::Fr), &mut misread);
        (filter, misread.into_iter().map(|one| one.parameter).collect())
    }

    #[test]
    fn every_filter_is_read() {
        let (filter, misread) = read(
            "q=atlas+deco&status=inactive,active,active&platform=youcan&competitor=WWW.Rival.example&ads_from=3\
             &ads_to=40&confidence=high&segment=21%2B&moved=1&slugs=b,a,,b",
        );
        assert_eq!(misread, Vec::<String>::new());
        let expected = ClientFilter {
            text: "atlas deco".into(),
            statuses: vec![ClientStatus::Active, ClientStatus::Inactive],
            platform: Some("youcan".into()),
            competitor: Some("rival.example".into()),
            ads_from: Some(3),
            ads_to: Some(40),
            confidence: Some(Confidence::High),
            segment: Some(Segment::Huge),
            moved: Some(true),
            slugs: vec!["a".into(), "b".into()],
        };
        assert_eq!(filter, expected);
        assert_eq!(read("moved=0").0.moved, Some(false));
    }

    #[test]
    fn what_is_not_understood_is_left_out_and_told() {
        let (filter, misread) = read(
            "status=active,dead&ads_from=-1&ads_to=4294967296&confidence=sure&segment=22&moved=yes\
             &platform=shopify",
        );
        assert_eq!(
            misread,
            ["status", "ads_from", "ads_to", "confidence", "segment", "moved"]
        );
        assert_eq!(
            filter,
            ClientFilter {
                platform: Some("shopify".into()),
                ..ClientFilter::default()
            }
        );
    }

    #[test]
    fn nothing_may_be_longer_than_it_can_mean_something() {
        let long = |name: &str, length| format!("{name}={}", "é".repeat(length));
        assert_eq!(read(&long("q", LONGEST_SEARCH)).1, Vec::<String>::new());
        assert_eq!(read(&long("q", LONGEST_SEARCH + 1)).1, ["q"]);
        assert_eq!(read(&long("competitor", 127)).1, ["competitor"]);
        let many: Vec<String> = (0..=MOST_SLUGS).map(|n| n.to_string()).collect();
        assert_eq!(read(&format!("slugs={}", many.join(","))).1, ["slugs"]);
    }

    #[test]
    fn order_columns_and_rows_have_their_usual_values() {
        let mut misread = Vec::new();
        let bare = Ask::read("/clients", "", Language::Fr);
        let first = order(&bare, &mut misread);
        assert_eq!((first.sort, first.descending), (Sort::Ads, true));
        assert!(columns(&bare, &mut misread).contains(&Column::Status));
        assert_eq!(rows(&bare, &mut misread), 50);
        assert_eq!(misread, []);

        let asked = Ask::read(
            "/clients",
            "sort=slug&cols=cost,ads&rows=200&cursor=a3.b",
            Language::Fr,
        );
        let second = order(&asked, &mut misread);
        assert_eq!((second.sort, second.descending), (Sort::Slug, false));
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
