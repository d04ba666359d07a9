//! Any seller with any documents, for property tests.

use analytics::{ClientDocuments, SearchMade};
use model::document::{Competitor, MappedPage, Mapping, Report, ReportChanges, Status};
use model::moves::{DomainMove, MovedTo};
use model::{MicroDollars, Seller, Timestamp};
use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;

use super::{at, mapping, report};

/// Few slugs, so that sequences meet the same seller again. Among them what addresses, sheets and sorting stumble over.
pub fn slug() -> impl Strategy<Value = String> {
    prop_oneof![
        3 => "[a-d]{1,2}",
        1 => prop::sample::select(vec!["Élan", "=1+1", "متجر", "a b", "A", "~", "x\u{0}y", "very-long-slug-past-inline-text"])
            .prop_map(str::to_owned),
    ]
}

/// Some moment in 40 days, at any time of day.
pub fn moment() -> impl Strategy<Value = Timestamp> {
    let start = at("2026-10-20T00:00:00Z").as_millis();
    (0..40_i64 * 24).prop_map(move |hour| Timestamp::clamped(start + hour * 3_600_000 + 1_800_000))
}

fn status() -> impl Strategy<Value = Status> {
    prop_oneof![
        Just(Status::Active),
        Just(Status::Inactive),
        Just(Status::Unscannable)
    ]
}

fn any_mapping() -> impl Strategy<Value = Mapping> {
    (
        status(),
        0..30_u64,
        moment(),
        any::<bool>(),
        0..3_usize,
        -3..20_i64,
    )
        .prop_map(|(status, linked, seen, partial, pages, cost)| {
            let mut made = mapping("", status, linked, seen);
            made.partial = partial;
            made.pages = (0..pages)
                .map(|_| MappedPage::new("1", "Made up", linked, 30))
                .collect();
            made.processing_metadata.scraping_cost = MicroDollars::new(cost);
            made
        })
}

fn any_report() -> impl Strategy<Value = Report> {
    let rival = (
        prop::sample::select(vec!["one.tn", "two.tn", "wa.me", "x.myshopify.com"]),
        prop::sample::select(vec!["unknown", "whatsapp", "shopify"]),
        0..9_u64,
    );
    let counts = (0..5_u64, 0..5_u64, 0..5_u64);
    let told = (option::of(status()), option::of(moment()), moment());
    let looked = (option::of(any_changes()), any::<bool>());
    (counts, told, vec(rival, 0..3), any::<bool>(), looked).prop_map(
        |((converty, concurrent, unknown), (status, seen, made_at), rivals, moved, (changes, partial))| {
            let total = converty + concurrent + unknown;
            let mut made = report("", &("2026-10-20", total, converty, concurrent, &[]));
            (made.status, made.seen_at, made.analyzed_at) = (status, seen, made_at);
            (made.changes, made.partial) = (changes, partial);
            made.competitors = rivals
                .into_iter()
                .map(|(domain, platform, total_ads)| Competitor {
                    domain: domain.to_owned(),
                    platform: platform.to_owned(),
                    total_ads,
                })
                .collect();
            made.category = (total % 4 > 0)
                .then(|| ["fashion", "home", "beauty"][usize::try_from(total % 3).unwrap()].to_owned());
            made.moves = if moved { vec![any_move()] } else { Vec::new() };
            made
        },
    )
}

fn any_changes() -> impl Strategy<Value = ReportChanges> {
    let pages = || vec("[1-9]{1,2}", 0..3);
    let rivals = prop::sample::subsequence(vec!["one.tn", "two.tn", "wa.me", "x.myshopify.com"], 0..=4);
    (moment(), 0..4_u64, 0..4_u64, pages(), pages(), rivals).prop_map(
        |(since, new_ads, ended_ads, new_pages, lost_pages, rivals)| ReportChanges {
            new_ads,
            ended_ads,
            new_pages,
            lost_pages,
            new_rivals: rivals.into_iter().map(str::to_owned).collect(),
            ..ReportChanges::none_since(since)
        },
    )
}

fn any_move() -> DomainMove {
    DomainMove {
        domain: "one.tn".to_owned(),
        names: vec!["one.tn".to_owned()],
        to: MovedTo::Platform,
        platform: Some("shopify".to_owned()),
        points_to: "192.0.2.1".to_owned(),
        last_on_converty: at("2026-10-20"),
        first_away: at("2026-10-25"),
    }
}

/// A seller with some, all or none of its documents, its reports oldest first.
pub fn seller() -> impl Strategy<Value = ClientDocuments> {
    let domains = vec(
        prop::sample::select(vec![
            "own.tn",
            "WWW.Shop.tn",
            "a.own.tn",
            "silver",
            "b.converty.shop",
        ]),
        0..3,
    );
    (
        slug(),
        domains,
        option::weighted(0.8, any_mapping()),
        vec(any_report(), 0..4),
    )
        .prop_map(|(slug, domains, mapping, mut reports)| {
            reports.sort_by_key(|report| report.analyzed_at);
            ClientDocuments {
                seller: Seller::new(&slug, domains),
                mapping,
                reports,
            }
        })
}

/// A search of a host, a sweep, a page or words; at times without a moment.
pub fn search() -> impl Strategy<Value = SearchMade> {
    let texts = vec![
        "converty.shop",
        "a.converty.shop",
        "own.tn",
        "shop.tn",
        "a.own.tn",
        "page:12",
        "two words",
    ];
    (
        prop::sample::select(texts),
        option::weighted(0.9, moment()),
        any::<bool>(),
        0..9_000_i64,
    )
        .prop_map(|(text, at, complete, cost)| SearchMade {
            text: text.to_owned(),
            at,
            ads: 0,
            complete,
            cost: MicroDollars::new(cost),
        })
}
