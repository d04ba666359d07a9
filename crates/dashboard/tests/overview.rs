//! The overview, the time page and the charts over the made-up base: what they say agrees with what is known, in every
//! language, with and without anything to show.

use crate::common;

use std::collections::BTreeSet;

use common::{House, empty, house, now, text};
use dashboard::charted::CHARTS;
use dashboard::{Failure, Language, Words};

const PAGES: [&str; 2] = ["/", "/time"];

fn of(house: &House, address: &str) -> String {
    text(house.visit(address).unwrap())
}

/// The values of an attribute, in order.
fn values<'h>(html: &'h str, attribute: &str) -> Vec<&'h str> {
    let start = format!(" {attribute}=\"");
    html.split(&start)
        .skip(1)
        .map(|rest| rest.split('"').next().unwrap())
        .collect()
}

#[test]
fn every_number_agrees_with_the_snapshot_and_says_what_it_is_out_of() {
    let house = house();
    let snapshot = house.snapshot();
    let window = analytics::Range::Last(30).window(snapshot.frame.today(), snapshot.frame.earliest);
    let overview = snapshot.overview(window);
    let w = Words::of(Language::Fr);
    let html = of(&house, "/");
    let count = |number: u64| w.count(number).to_string();
    for number in [overview.covered, overview.active, overview.ads.concurrent] {
        assert!(
            html.contains(&format!("<strong>{}</strong>", count(number))),
            "{number}"
        );
    }
    assert!(html.contains(&format!(
        "<strong>{}</strong>",
        w.percent(overview.ads.converty_ratio())
    )));
    assert!(html.contains(&format!("sur {} · ", count(overview.clients))));
    let coverage = w.fill(
        "coverage-of",
        &[
            ("part", &w.plain_count(overview.covered)),
            ("whole", &w.plain_count(overview.clients)),
        ],
    );
    assert!(html.matches(&coverage).count() >= 2, "{coverage}");
    for band in overview.bands {
        assert!(
            html.contains(&format!(">{}</text>", w.plain_count(band.clients))),
            "{band:?}"
        );
    }
}

#[test]
fn pages_hold_no_style_no_inline_script_and_no_part_twice() {
    let house = house();
    for page in PAGES {
        for query in [
            "",
            "?lang=ar&range=all",
            "?lang=en&range=7&compare=1",
            "?range=custom&from=2026-10-01&to=2026-11-01",
        ] {
            let html = of(&house, &format!("{page}{query}"));
            for banned in [
                " style=",
                "<style",
                " onclick",
                " onload",
                "javascript:",
                "<script>",
            ] {
                assert!(!html.contains(banned), "{page}{query}: {banned}");
            }
            for attribute in ["data-live", "id"] {
                let all = values(&html, attribute);
                let different: BTreeSet<_> = all.iter().collect();
                assert_eq!(all.len(), different.len(), "{page}{query}: {attribute} {all:?}");
            }
            assert_eq!(html.matches("<h1").count(), 1);
            assert!(html.contains("href=\"#main\"") && html.contains("<main id=\"main\""));
            for missing in [
                "home-", "chart-", "series-", "twin-", "kpi-", "time-", "strip-", "empty-",
            ] {
                let said = format!(">{missing}");
                assert!(
                    !html.contains(&said),
                    "{page}{query}: a sentence is missing, {said}"
                );
            }
        }
    }
}

#[test]
fn arabic_pages_are_read_from_right_to_left_and_time_is_not() {
    let html = of(&house(), "/time?lang=ar");
    assert!(html.contains("<html lang=\"ar\" dir=\"rtl\""));
    assert!(html.contains("direction=\"rtl\" text-anchor=\"middle\""));
    assert!(html.contains("<bdi>"));
}

#[test]
fn the_period_before_is_shown_where_it_is_asked_for() {
    let house = house();
    let plain = of(&house, "/time?range=30");
    let compared = of(&house, "/time?range=30&compare=1");
    assert!(!plain.contains("class=\"t-muted\" d=") && compared.contains("class=\"t-muted\" d="));
    assert!(compared.contains("compare=1") && plain.matches("<li><span class=\"t-muted\">").count() == 0);
    // The link takes the comparison away again, and keeps the range.
    assert!(compared.contains("href=\"/time?range=30\" data-key=\"x\""));
}

#[test]
fn an_empty_base_says_so_and_what_to_do() {
    let house = House::over(empty(now()));
    for page in PAGES {
        for language in Language::ALL {
            let html = of(&house, &format!("{page}?lang={}", language.tag()));
            assert!(html.contains("data-empty=\"nothing\""), "{page}");
            assert!(!html.contains("<svg class=\"plot") && !html.contains("NaN"));
        }
    }
}

#[test]
fn every_chart_is_a_file_in_every_language() {
    let house = house();
    let hollow = House::over(empty(now()));
    for chart in CHARTS {
        for language in Language::ALL {
            let address = format!("/charts/{chart}/svg?range=90&compare=1&lang={}", language.tag());
            for house in [&house, &hollow] {
                let svg = of(house, &address);
                assert!(
                    svg.starts_with("<svg xmlns=") && svg.ends_with("</svg>"),
                    "{address}"
                );
                assert!(!svg.contains("var(--"), "{address}: colours of its own");
            }
        }
    }
    for unknown in ["/charts/nothing/svg", "/charts/active/png"] {
        assert!(
            matches!(house.visit(unknown), Err(Failure::NotFound { .. })),
            "{unknown}"
        );
    }
}

#[test]
fn a_failure_is_told_in_the_language_and_keeps_secrets() {
    let house = house();
    let visit = house.visitor("/clients/nobody", "lang=ar", Vec::new(), &[]);
    let reply = dashboard::shell::failure_page(&visit, &Failure::NotFound { what: "client" });
    assert_eq!(reply.status.as_u16(), 404);
    let html = text(reply);
    assert!(html.contains(&Words::of(Language::Ar).say("failure-not_found")));
    let secret = Failure::Unexpected("the password is swordfish".to_owned());
    assert!(!text(dashboard::shell::failure_page(&visit, &secret)).contains("swordfish"));
}

#[test]
fn what_was_not_understood_is_told_and_harmless() {
    let html = of(&house(), "/?range=%3Cscript%3Ealert(1)%3C/script%3E");
    assert!(html.contains("role=\"status\"") && !html.contains("<script>alert"));
}
