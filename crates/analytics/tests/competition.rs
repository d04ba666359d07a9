//! Where ads lead away to: sums, shares, what is new, and how it was.

use crate::common;

use analytics::{ClientDocuments, Competition, Day, RivalLine, Snapshot, Window};
use common::{Made, at, book, documents, mapping};
use model::Kind;
use model::document::Status::{Active, Inactive};
use proptest::prelude::*;

const NOW: &str = "2026-01-20T12:00:00Z";

fn snapshot(all: impl IntoIterator<Item = ClientDocuments>) -> Snapshot {
    let mut book = book();
    all.into_iter().for_each(|one| book.put(one));
    book.snapshot(1, at(NOW))
}

fn days(from: &str, to: &str) -> Window {
    Window {
        from: Day::parse(from).unwrap(),
        to: Day::parse(to).unwrap(),
    }
}

fn week(snapshot: &Snapshot) -> Competition {
    snapshot.competition(days("2026-01-14", "2026-01-20"))
}

fn line<'c>(lines: &'c [RivalLine], domain: &str) -> &'c RivalLine {
    lines.iter().find(|line| line.domain == domain).unwrap()
}

/// Three sellers, two scans: the first on 2026-01-05, the second on 2026-01-16.
fn world() -> Snapshot {
    snapshot([
        documents(
            "a",
            Some(Active),
            &[
                (
                    "2026-01-05T10:00:00Z",
                    10,
                    6,
                    4,
                    &[("old.tn", "unknown", 3), ("a.youcan.shop", "youcan", 1)],
                ),
                (
                    "2026-01-16T10:00:00Z",
                    10,
                    4,
                    6,
                    &[
                        ("a.youcan.shop", "youcan", 3),
                        ("b.youcan.shop", "youcan", 2),
                        ("wa.me", "whatsapp", 1),
                    ],
                ),
            ],
        ),
        documents(
            "b",
            Some(Active),
            &[
                ("2026-01-05T10:00:00Z", 4, 2, 2, &[("wa.me", "whatsapp", 2)]),
                (
                    "2026-01-16T10:00:00Z",
                    6,
                    2,
                    4,
                    &[("wa.me", "whatsapp", 2), ("s.tn", "unknown", 2)],
                ),
            ],
        ),
        documents("c", Some(Active), &[("2026-01-05T10:00:00Z", 4, 4, 0, &[])]),
        ClientDocuments {
            mapping: Some(mapping("d", Inactive, 0, at("2026-01-05T10:00:00Z"))),
            ..documents("d", None, &[])
        },
    ])
}

#[test]
fn nobody_has_no_rivals() {
    assert_eq!(week(&snapshot([])), Competition::default());
}

#[test]
fn lines_are_in_order_and_count_ads_sellers_and_hosts() {
    let competition = week(&world());
    assert_eq!(
        (competition.ads, competition.clients, competition.all_ads),
        (10, 2, 20)
    );
    let rivals: Vec<_> = competition
        .rivals
        .iter()
        .map(|line| (line.domain.as_str(), line.ads, line.clients))
        .collect();
    assert_eq!(
        rivals,
        [
            ("a.youcan.shop", 3, 1),
            ("wa.me", 3, 2),
            ("b.youcan.shop", 2, 1),
            ("s.tn", 2, 1),
            ("old.tn", 0, 0)
        ]
    );
    let platforms: Vec<_> = competition
        .platforms
        .iter()
        .map(|line| (line.platform.as_str(), line.ads, line.clients, line.domains))
        .collect();
    assert_eq!(
        platforms,
        [("youcan", 5, 1, 2), ("whatsapp", 3, 2, 1), ("unknown", 2, 1, 1)]
    );
    assert_eq!(competition.platforms[0].share.to_string(), "50.00");
    assert_eq!(competition.rivals[0].share.to_string(), "30.00");
}

#[test]
fn messaging_is_a_kind_of_its_own() {
    let competition = week(&world());
    assert_eq!(line(&competition.rivals, "wa.me").kind, Kind::Messaging);
    assert_eq!(line(&competition.rivals, "s.tn").kind, Kind::Shop);
    assert_eq!(competition.platforms[1].kind, Kind::Messaging);
}

#[test]
fn hosts_to_probe_are_those_of_no_platform_that_ads_lead_to_now() {
    let competition = week(&world());
    let unidentified: Vec<_> = competition
        .unidentified
        .iter()
        .map(|line| line.domain.as_str())
        .collect();
    assert_eq!(unidentified, ["s.tn"], "old.tn gets no ads any more");
}

#[test]
fn numbers_before_are_those_when_the_window_began() {
    let competition = week(&world());
    let before = |domain| line(&competition.rivals, domain).ads_before;
    assert_eq!(before("old.tn"), Some(3));
    assert_eq!(before("wa.me"), Some(2));
    assert_eq!(before("a.youcan.shop"), Some(1));
    assert_eq!(before("s.tn"), Some(0));
    let platforms: Vec<_> = competition.platforms.iter().map(|line| line.ads_before).collect();
    assert_eq!(platforms, [Some(1), Some(2), Some(3)]);
    let from_the_start = world().competition(days("2026-01-05", "2026-01-20"));
    assert!(from_the_start.rivals.iter().all(|line| line.ads_before.is_none()));
    assert!(
        from_the_start
            .platforms
            .iter()
            .all(|line| line.ads_before.is_none())
    );
}

#[test]
fn what_neither_is_nor_was_nor_came_within_the_window_has_no_line() {
    let later = world().competition(days("2026-01-17", "2026-01-20"));
    assert!(later.rivals.iter().all(|line| line.domain != "old.tn"));
    let world = snapshot([documents(
        "a",
        Some(Active),
        &[
            ("2026-01-05T10:00:00Z", 2, 1, 1, &[("x.tn", "unknown", 1)]),
            (
                "2026-01-15T10:00:00Z",
                2,
                1,
                1,
                &[("short.youcan.shop", "youcan", 1)],
            ),
            ("2026-01-16T10:00:00Z", 2, 2, 0, &[]),
        ],
    )]);
    let short = week(&world);
    assert!(line(&short.rivals, "short.youcan.shop").new, "it came and went");
    assert_eq!(short.platforms.len(), 2);
    assert_eq!(world.competition(days("2026-01-18", "2026-01-20")).rivals, []);
    assert_eq!(world.competition(days("2026-01-18", "2026-01-20")).platforms, []);
}

#[test]
fn new_is_what_was_first_seen_within_the_window_but_never_in_the_first_scan() {
    let new = |competition: &Competition| -> Vec<String> {
        let new = competition.rivals.iter().filter(|line| line.new);
        new.map(|line| line.domain.to_string()).collect()
    };
    assert_eq!(new(&week(&world())), ["b.youcan.shop", "s.tn"]);
    assert_eq!(
        new(&world().competition(days("2026-01-17", "2026-01-20"))),
        [""; 0]
    );
    let all = world().competition(days("2026-01-05", "2026-01-20"));
    assert_eq!(
        new(&all),
        ["b.youcan.shop", "s.tn"],
        "the first scan is never news"
    );
    assert_eq!(
        new(&world().competition(days("2026-01-05", "2026-01-05"))),
        [""; 0]
    );
    assert_eq!(
        line(&all.rivals, "wa.me").first_seen,
        at("2026-01-05T10:00:00Z"),
        "the earliest of all sellers"
    );
}

#[test]
fn a_trend_has_a_number_for_the_end_of_each_point_of_the_timeline() {
    let world = world();
    let trend = &week(&world).platforms[0].trend;
    assert_eq!(trend, &[1, 1, 5, 5, 5, 5, 5], "the 16th is the third day");
    for window in [
        days("2026-01-14", "2026-01-20"),
        days("2025-10-01", "2026-01-20"),
        days("2023-01-01", "2026-01-20"),
    ] {
        let points = world.timeline(window).points.len();
        let competition = world.competition(window);
        assert!(points > 0);
        for platform in competition.platforms {
            assert_eq!(platform.trend.len(), points);
            assert_eq!(u64::from(*platform.trend.last().unwrap()), platform.ads);
        }
    }
}

#[test]
fn midnight_belongs_to_the_day_that_begins() {
    let world = snapshot([documents(
        "a",
        Some(Active),
        &[
            ("2026-01-05T10:00:00Z", 2, 1, 1, &[("a.youcan.shop", "youcan", 1)]),
            ("2026-01-13T23:00:00Z", 9, 1, 8, &[("a.youcan.shop", "youcan", 8)]),
            ("2026-01-14T23:00:00Z", 5, 1, 4, &[("a.youcan.shop", "youcan", 4)]),
        ],
    )]);
    let platform = &week(&world).platforms[0];
    assert_eq!(platform.ads_before, Some(1), "the window begins with that moment");
    assert_eq!(platform.trend[..2], [8, 4]);
}

#[test]
fn what_went_on_the_first_day_of_the_window_has_a_line_still() {
    let world = snapshot([documents(
        "a",
        Some(Active),
        &[
            ("2026-01-05T10:00:00Z", 2, 1, 1, &[("a.youcan.shop", "youcan", 1)]),
            ("2026-01-14T10:00:00Z", 2, 2, 0, &[]),
        ],
    )]);
    let platform = &week(&world).platforms[0];
    assert_eq!(
        (platform.ads_before, platform.ads, platform.domains),
        (Some(1), 0, 0)
    );
    assert_eq!(platform.trend, [0; 7]);
}

#[test]
fn a_host_has_the_platform_of_most_of_its_ads() {
    let of = |slug: &str, platform, ads| {
        documents(
            slug,
            Some(Active),
            &[("2026-01-05T10:00:00Z", 9, 0, 9, &[("x.tn", platform, ads)])],
        )
    };
    let platform =
        |all: Vec<ClientDocuments>| line(&week(&snapshot(all)).rivals, "x.tn").platform.to_string();
    assert_eq!(
        platform(vec![of("a", "youcan", 1), of("b", "shopify", 2)]),
        "shopify"
    );
    assert_eq!(
        platform(vec![of("a", "unknown", 2), of("b", "youcan", 2)]),
        "youcan"
    );
    assert_eq!(
        platform(vec![of("a", "youcan", 2), of("b", "shopify", 2)]),
        "shopify"
    );
}

/// A report: its day, ads to Converty, and ads by the number of the host.
type Drawn = (u32, u64, Vec<(usize, u64)>);

prop_compose! {
    /// A report of some seller with at most three rivals of six.
    fn made()(day in 1..20_u32, converty in 0..9_u64, rivals in prop::collection::btree_map(0..6_usize, 1..9_u64, 0..4))
        -> Drawn {
        (day, converty, rivals.into_iter().collect())
    }
}

const HOSTS: [(&str, &str); 6] = [
    ("a.youcan.shop", "youcan"),
    ("b.youcan.shop", "youcan"),
    ("wa.me", "whatsapp"),
    ("x.tn", "unknown"),
    ("y.tn", "unknown"),
    ("z.tn", "shopify"),
];

fn seller(number: usize, reports: &[Drawn]) -> ClientDocuments {
    let whens: Vec<_> = reports
        .iter()
        .map(|(day, ..)| format!("2026-01-{day:02}T10:00:00Z"))
        .collect();
    let rivals: Vec<Vec<_>> = reports
        .iter()
        .map(|(_, _, rivals)| {
            let named = rivals
                .iter()
                .map(|(host, ads)| (HOSTS[*host].0, HOSTS[*host].1, *ads));
            named.collect()
        })
        .collect();
    let lines: Vec<Made<'_>> = whens
        .iter()
        .zip(reports)
        .zip(&rivals)
        .map(|((when, (_, converty, _)), rivals)| {
            let concurrent = rivals.iter().map(|rival| rival.2).sum();
            (
                when.as_str(),
                converty + concurrent,
                *converty,
                concurrent,
                rivals.as_slice(),
            )
        })
        .collect();
    documents(&format!("s{number}"), Some(Active), &lines)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn everything_adds_up(
        sellers in prop::collection::vec(prop::collection::vec(made(), 0..4), 0..6),
        from in 1..21_i32,
    ) {
        let world = snapshot(sellers.iter().enumerate().map(|(number, reports)| {
            let mut reports = reports.clone();
            reports.sort();
            seller(number, &reports)
        }));
        let window = Window { from: Day::parse("2026-01-20").unwrap().plus(from - 20), to: world.frame.today() };
        let competition = world.competition(window);
        let overview = world.overview(window);
        prop_assert_eq!(competition.ads, overview.ads.concurrent);
        prop_assert_eq!(competition.clients, overview.concurrent_clients);
        prop_assert_eq!(competition.ads, competition.rivals.iter().map(|line| line.ads).sum::<u64>());
        prop_assert_eq!(competition.ads, competition.platforms.iter().map(|line| line.ads).sum::<u64>());
        for shares in [
            competition.rivals.iter().map(|line| line.share.hundredths()).sum::<u64>(),
            competition.platforms.iter().map(|line| line.share.hundredths()).sum::<u64>(),
        ] {
            // Each of at most six shares is rounded by at most half a hundredth.
            prop_assert!(competition.ads == 0 || shares.abs_diff(10_000) <= 3, "{}", shares);
        }
        let before = |ads: Vec<Option<u64>>| ads.into_iter().map(|ads| ads.unwrap_or(0)).sum::<u64>();
        let then = overview.changes.ads_before.map_or(0, |ads| ads.concurrent);
        prop_assert_eq!(before(competition.rivals.iter().map(|line| line.ads_before).collect()), then);
        prop_assert_eq!(before(competition.platforms.iter().map(|line| line.ads_before).collect()), then);
        let points = world.timeline(window).points;
        for (index, point) in points.iter().enumerate() {
            let ads = competition.platforms.iter().map(|line| u64::from(line.trend[index])).sum::<u64>();
            prop_assert_eq!(ads, point.ads.concurrent);
        }
        let new: Vec<_> = competition.rivals.iter().filter(|line| line.new).map(|line| line.domain.clone()).collect();
        let mut new_by_name = new;
        new_by_name.sort();
        prop_assert_eq!(&new_by_name, &overview.changes.new_rivals);
    }
}
