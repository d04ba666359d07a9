//! The list against the plainest possible list, and pages against the list.

mod plain;

use crate::common;

use std::cmp::Ordering;
use std::sync::Arc;

use analytics::Segment::{Huge, Large, Medium, Small};
use analytics::{Book, Client, ClientFilter, ClientOrder, ClientStatus, Cursor, Segment, Snapshot, Sort};
use common::{at, book, documents, made};
use compact_str::CompactString;
use model::Confidence;
use model::document::Status;
use plain::matches;
use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;

fn snapshot(book: &mut Book) -> Snapshot {
    book.snapshot(1, at("2026-11-23T08:00:00Z"))
}

fn order() -> impl Strategy<Value = ClientOrder> {
    (prop::sample::select(Sort::ALL.to_vec()), any::<bool>())
        .prop_map(|(sort, descending)| ClientOrder { sort, descending })
}

/// Each part set now and then, so that most filters let something through.
fn plain_filter() -> impl Strategy<Value = ClientFilter> {
    let texts = vec![
        "a",
        "A",
        "CONVERTY.shop",
        "a own",
        "élan",
        "متجر",
        "\n",
        " ",
        "=1+1",
        "shop a",
    ];
    let text = option::weighted(0.3, prop::sample::select(texts));
    let statuses = vec(prop::sample::select(ClientStatus::ALL.to_vec()), 0..2);
    let platform = option::weighted(0.15, prop::sample::select(vec!["whatsapp", "shopify"]));
    let competitor = option::weighted(0.1, prop::sample::select(vec!["one.tn", "two.tn"]));
    let ads = (
        option::weighted(0.2, 0..15_u32),
        option::weighted(0.2, 10..30_u32),
    );
    let chances = (
        option::weighted(0.15, 0..12_u8),
        option::weighted(0.15, prop::sample::select(vec![0, 3, 10, 30, 100])),
    );
    let confidence = prop::sample::select(vec![Confidence::High, Confidence::Medium, Confidence::Low]);
    let confidence = option::weighted(0.15, confidence);
    let segment = option::weighted(0.15, prop::sample::select(Segment::ALL.to_vec()));
    let slugs = prop_oneof![3 => Just(Vec::new()), 1 => vec(made::slug(), 1..6)];
    let rest = (confidence, segment, option::weighted(0.15, any::<bool>()), slugs);
    (text, statuses, platform, competitor, (ads, chances), rest).prop_map(
        |(
            text,
            statuses,
            platform,
            competitor,
            ((ads_from, ads_to), (start_from, leave_from)),
            (confidence, segment, moved, slugs),
        )| {
            ClientFilter {
                text: text.unwrap_or_default().to_owned(),
                statuses,
                platform: platform.map(CompactString::from),
                competitor: competitor.map(CompactString::from),
                ads_from,
                ads_to,
                start_from,
                leave_from,
                confidence,
                segment,
                moved,
                slugs: slugs.into_iter().map(CompactString::from).collect(),
                not: None,
                within: Vec::new(),
            }
        },
    )
}

/// One that may leave out, and stand within others which may do so themselves.
fn filter() -> impl Strategy<Value = ClientFilter> {
    let of = |inner: BoxedStrategy<ClientFilter>| {
        let not = option::weighted(0.3, inner.clone().prop_map(Box::new));
        let within = prop_oneof![3 => Just(Vec::new()), 1 => vec(inner.prop_map(Arc::new), 1..3)];
        (plain_filter(), not, within)
            .prop_map(|(filter, not, within)| ClientFilter {
                not,
                within,
                ..filter
            })
            .boxed()
    };
    of(of(plain_filter().boxed()))
}

/// What a seller is ordered by; `None` comes last in both directions.
fn key(client: &Client, sort: Sort) -> Option<i64> {
    let percent = |part: u32| {
        let whole = i64::from(client.ads.total);
        (whole > 0).then(|| (i64::from(part) * 20_000 + whole) / (2 * whole))
    };
    match sort {
        Sort::Slug => Some(0),
        Sort::Status => (0..)
            .zip(ClientStatus::ALL)
            .find(|(_, status)| *status == client.status)
            .map(|(at, _)| at),
        Sort::Ads => Some(client.ads.total.into()),
        Sort::Converty => Some(client.ads.converty.into()),
        Sort::Concurrent => Some(client.ads.concurrent.into()),
        Sort::Unknown => Some(client.ads.unknown.into()),
        Sort::ConvertyRatio => percent(client.ads.converty),
        Sort::ConcurrentRatio => percent(client.ads.concurrent),
        Sort::Pages => Some(client.pages.into()),
        Sort::Confidence => client.confidence.map(|confidence| confidence as i64),
        Sort::Cost => Some(client.cost.micros()),
        Sort::Seen => client.seen_at.map(model::Timestamp::as_millis),
    }
}

fn compare(order: ClientOrder, one: &Client, other: &Client) -> Ordering {
    let slugs = one.slug.cmp(&other.slug);
    let turned = |ordering: Ordering| {
        if order.descending {
            ordering.reverse()
        } else {
            ordering
        }
    };
    match (key(one, order.sort), key(other, order.sort)) {
        _ if order.sort == Sort::Slug => turned(slugs),
        (Some(one), Some(other)) => turned(one.cmp(&other)).then(slugs),
        (Some(_), None) => Ordering::Less,
        (None, Some(_)) => Ordering::Greater,
        (None, None) => slugs,
    }
}

fn plain<'s>(snapshot: &'s Snapshot, filter: &ClientFilter, order: ClientOrder) -> Vec<&'s Client> {
    let as_of = snapshot.frame.potential_as_of();
    let mut rows: Vec<_> = snapshot
        .each()
        .filter(|client| matches(filter, client, as_of))
        .collect();
    rows.sort_by(|one, other| compare(order, one, other));
    rows
}

fn shared(rows: &[Arc<Client>]) -> Vec<CompactString> {
    rows.iter().map(|client| client.slug.clone()).collect()
}

fn slugs(rows: &[&Client]) -> Vec<CompactString> {
    rows.iter().map(|client| client.slug.clone()).collect()
}

/// The cursor as it comes back from an address.
fn through_address(cursor: &Cursor) -> Cursor {
    let text = cursor.to_string();
    assert!(
        text.bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || b"-._~".contains(&byte)),
        "{text}"
    );
    let back = Cursor::parse(&text).unwrap();
    assert_eq!(back, *cursor);
    back
}

fn filled(sellers: Vec<analytics::ClientDocuments>) -> Book {
    let mut book = book();
    for documents in sellers {
        book.put(documents);
    }
    book
}

proptest! {
    #[test]
    fn pages_both_ways_are_the_list(
        sellers in vec(made::seller(), 0..30), filter in filter(), order in order(), limit in 1..8_usize,
    ) {
        let mut book = filled(sellers);
        let snapshot = snapshot(&mut book);
        let expected = slugs(&plain(&snapshot, &filter, order));
        prop_assert_eq!(slugs(&snapshot.all_clients(&filter, order)), expected.clone());

        let mut seen: Vec<CompactString> = Vec::new();
        let mut page = snapshot.clients(&filter, order, None, limit);
        loop {
            prop_assert_eq!((page.total, page.skipped), (expected.len(), seen.len()));
            prop_assert_eq!(page.previous.is_some(), !seen.is_empty());
            prop_assert!(page.rows.len() == limit || page.next.is_none());
            seen.extend(shared(&page.rows));
            let Some(next) = page.next else { break };
            page = snapshot.clients(&filter, order, Some(&through_address(&next)), limit);
        }
        prop_assert_eq!(&seen, &expected);

        let mut back: Vec<CompactString> = shared(&page.rows);
        while let Some(previous) = &page.previous {
            page = snapshot.clients(&filter, order, Some(&through_address(previous)), limit);
            prop_assert_eq!((page.total, page.skipped + page.rows.len()), (expected.len(), expected.len() - back.len()));
            prop_assert!(page.next.is_some());
            back.splice(0..0, shared(&page.rows));
        }
        prop_assert_eq!(&back, &expected);
    }

    #[test]
    fn a_place_stays_right_when_rows_come_and_go(
        sellers in vec(made::seller(), 9..40),
        filter in prop_oneof![3 => Just(ClientFilter::default()), 1 => filter()],
        order in order(),
        limit in 1..4_usize,
        newcomer in made::seller(),
    ) {
        let mut book = filled(sellers);
        let before = snapshot(&mut book);
        let page = before.clients(&filter, order, None, limit);
        prop_assume!(page.next.is_some());
        let last = (*page.rows.last().unwrap()).clone();
        prop_assume!(newcomer.seller.slug != *last.slug);
        book.remove(&last.slug);
        book.put(newcomer);
        let after = snapshot(&mut book);
        let list = plain(&after, &filter, order);
        let place = list.partition_point(|client| compare(order, client, &last) == Ordering::Less);

        let next = after.clients(&filter, order, page.next.as_ref(), limit);
        prop_assert_eq!((next.total, next.skipped), (list.len(), place));
        prop_assert_eq!(shared(&next.rows), slugs(&list[place..list.len().min(place + limit)]));

        let back = Cursor { backwards: true, ..page.next.unwrap() };
        let previous = after.clients(&filter, order, Some(&back), limit);
        prop_assert_eq!(shared(&previous.rows), slugs(&list[place.saturating_sub(limit)..place]));
        prop_assert_eq!(previous.skipped, place.saturating_sub(limit));

        // From a page on which nothing is left there is a way to all that is left.
        if next.rows.is_empty() && !list.is_empty() {
            let end = after.clients(&filter, order, next.previous.as_ref(), list.len());
            prop_assert_eq!(shared(&end.rows), slugs(&list));
        }
        if previous.rows.is_empty() && !list.is_empty() {
            let start = after.clients(&filter, order, previous.next.as_ref(), list.len());
            prop_assert_eq!(shared(&start.rows), slugs(&list));
        }
    }

    #[test]
    fn any_cursor_comes_back_and_no_text_breaks(
        backwards: bool, key: i64, slug: String, text: String, sellers in vec(made::seller(), 0..5), order in order(),
    ) {
        let cursor = Cursor { backwards, key, slug: slug.into() };
        let mut book = filled(sellers);
        let snapshot = snapshot(&mut book);
        let page = snapshot.clients(&ClientFilter::default(), order, Some(&through_address(&cursor)), 3);
        prop_assert!(page.skipped + page.rows.len() <= page.total);
        if let Some(read) = Cursor::parse(&text) {
            through_address(&read);
        }
    }
}

#[test]
fn what_is_no_cursor_is_none() {
    for text in [
        "",
        "a",
        "a1",
        "c1.x",
        "a.x",
        "a1.~",
        "a1.~g0",
        "a1.~ff",
        "a1.b c",
        "a1.é",
        "a99999999999999999999.x",
    ] {
        assert_eq!(Cursor::parse(text), None, "{text}");
    }
    assert_eq!(
        Cursor::parse("b-5.").map(|cursor| (cursor.backwards, cursor.key)),
        Some((true, -5))
    );
}

#[test]
fn words_are_found_across_chunks_and_never_across_texts() {
    let mut book = book();
    for number in 0..3_000 {
        book.put(documents(
            &format!("shop-{number:04}"),
            Some(Status::Inactive),
            &[],
        ));
    }
    let snapshot = snapshot(&mut book);
    let found = |text: &str| {
        let filter = ClientFilter {
            text: text.to_owned(),
            ..ClientFilter::default()
        };
        let page = snapshot.clients(&filter, ClientOrder::default(), None, 2);
        (
            page.total,
            page.rows.first().map(|client| client.slug.to_string()),
        )
    };
    assert_eq!(found("SHOP-2999"), (1, Some("shop-2999".to_owned())));
    assert_eq!(found("converty"), (3_000, Some("shop-0000".to_owned())));
    assert_eq!(found("99 shop-2 shop"), (19, Some("shop-2099".to_owned())));
    assert_eq!(found("shopshop"), (0, None));
}

#[test]
fn names_come_back() {
    assert!(
        Sort::ALL
            .iter()
            .all(|sort| Sort::from_name(sort.as_str()) == Some(*sort))
    );
    assert!(
        Segment::ALL
            .iter()
            .all(|segment| Segment::from_name(segment.as_str()) == Some(*segment))
    );
    let sizes: Vec<_> = [0, 1, 5, 6, 10, 11, 20, 21]
        .into_iter()
        .map(Segment::of)
        .collect();
    let expected = [
        None,
        Some(Small),
        Some(Small),
        Some(Medium),
        Some(Medium),
        Some(Large),
        Some(Large),
        Some(Huge),
    ];
    assert_eq!(sizes, expected);
}
