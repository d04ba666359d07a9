//! Filters that leave out, and segments: saved, chosen, renamed, removed.

use dashboard::Failure;

use crate::common::{House, house};
use crate::{href, listed, page};

/// The same dashboard with a view of what was just written.
fn again(house: House) -> House {
    House::over(house.made)
}

fn save(house: House, title: &str, address: &str) -> House {
    let fields = [("title", title), ("address", address)];
    assert_eq!(house.send("POST", "/segments", &fields).unwrap().status, 303);
    again(house)
}

#[test]
fn filters_leave_out_and_say_so() {
    let house = house();
    let all = listed(&page(&house, "/clients?platform=youcan&rows=200"));
    let html = page(&house, "/clients?status=active&not_platform=youcan&rows=200");
    let left = listed(&html);
    assert!(!left.is_empty() && left.iter().all(|slug| !all.contains(slug)));
    assert!(html.contains("pas <bdi>YouCan</bdi>"), "the chip");
    assert!(
        html.contains("href=\"/clients?status=active&#38;rows=200\""),
        "removable"
    );
    let field = html.split("name=\"not_platform\"").nth(1).unwrap();
    let field = field.split("</select>").next().unwrap();
    assert!(field.contains("<option value=\"youcan\" selected>"));
    assert!(html.contains("id=\"more-filters\" open"));
    assert!(html.contains("/export/clients/csv?status=active&#38;not_platform=youcan"));
}

#[test]
fn bands_stand_there_with_their_counts() {
    let house = house();
    let html = page(&house, "/clients");
    let strip = html
        .split("class=\"segments\"")
        .nth(1)
        .unwrap()
        .split("</nav>")
        .next()
        .unwrap();
    assert_eq!(strip.matches("class=\"chip\"").count(), 4);
    let chosen = page(&house, &href(strip, "segment=1-5"));
    let shown = listed(&chosen).len();
    assert!(
        strip.contains(&format!("1 – 5 <b><bdi>{shown}</bdi></b>")),
        "{strip}"
    );
    assert!(chosen.contains("aria-current=\"true\">1 – 5"));
    assert!(!html.contains("id=\"keep\""), "nothing to keep");
}

#[test]
fn a_filter_is_saved_chosen_renamed_and_removed() {
    let house = house();
    let address = "/clients?status=active&not_platform=youcan&rows=200";
    let before = page(&house, address);
    assert!(before.contains("name=\"address\" value=\"status=active&#38;not_platform=youcan\""));
    let house = save(house, "À rappeler", "status=active&not_platform=youcan");

    let html = page(&house, "/clients?segment=a-rappeler&rows=200");
    assert_eq!(listed(&html), listed(&before));
    assert!(html.contains("Segment\u{a0}: <bdi>À rappeler</bdi>"), "the chip");
    let list = page(&house, "/segments");
    assert!(list.contains("<code><bdi>a-rappeler</bdi></code>") && list.contains("pas <bdi>YouCan</bdi>"));

    let revision = list.split("name=\"revision\" value=\"").nth(1).unwrap();
    let revision = revision.split('"').next().unwrap().to_owned();
    let rename = |revision: &str| {
        let fields = [
            ("do", "rename"),
            ("title", "Cette semaine"),
            ("revision", revision),
        ];
        house.send("POST", "/segments/a-rappeler", &fields)
    };
    assert!(matches!(rename("999"), Err(Failure::Conflict)));
    rename(&revision).unwrap();
    let house = again(house);
    let html = page(&house, "/clients?segment=a-rappeler&rows=200");
    assert!(html.contains("<bdi>Cette semaine</bdi>"));
    assert_eq!(listed(&html), listed(&before), "its name stays");

    house
        .send("POST", "/segments/a-rappeler", &[("do", "remove")])
        .unwrap();
    let house = again(house);
    assert!(page(&house, "/segments").contains("Aucun segment"));
    let gone = page(&house, "/clients?segment=a-rappeler");
    assert_eq!(listed(&gone), Vec::<String>::new(), "nobody, not everybody");
    assert!(
        gone.contains("<bdi>segment</bdi>") && gone.contains("<bdi>a-rappeler</bdi>"),
        "told"
    );
}

#[test]
fn a_segment_that_is_not_there_is_an_error_for_programs() {
    let house = save(house(), "VIP", "segment=1-5");
    for address in [
        "/api/v1/clients?segment=gone",
        "/export/clients/csv?not_segment=gone",
    ] {
        let refused = house.visit(address);
        assert!(
            match refused {
                Err(Failure::NotFound { what }) => what == "segment",
                Err(Failure::Invalid { parameter, .. }) => parameter.ends_with("segment"),
                _ => false,
            },
            "{address}"
        );
    }
    let rows = |address: &str| -> usize {
        let reply = house.visit(address).unwrap();
        let text = crate::common::text(reply);
        let value: serde_json::Value = serde_json::from_str(&text).unwrap();
        usize::try_from(value["page"]["total"].as_u64().unwrap()).unwrap()
    };
    let small = rows("/api/v1/clients?segment=1-5");
    assert!(small > 0);
    assert_eq!(rows("/api/v1/clients?segment=vip"), small);
    assert_eq!(rows("/api/v1/clients?not_segment=vip"), 300 - small);
    assert_eq!(rows("/api/v1/clients?segment=vip&not_segment=1-5"), 0);
}

#[test]
fn one_that_is_built_of_another_says_when_that_is_gone() {
    let house = save(house(), "Base", "status=active");
    let house = save(house, "Upon it", "segment=base&not_platform=youcan");
    let refused = house.send("POST", "/segments/base", &[("do", "remove")]);
    assert!(matches!(refused, Err(Failure::Invalid { .. })));
    let shelf = database::Shelf::Segments;
    database::Database::remove_record(&*house.made.database, shelf, "base").unwrap();
    let house = again(house);
    assert!(page(&house, "/segments").contains("il ne désigne aucun client"));
    assert_eq!(
        listed(&page(&house, "/clients?segment=upon-it")),
        Vec::<String>::new()
    );
    let strip = page(&house, "/clients");
    assert!(strip.contains("<bdi>Upon it</bdi> <b>?</b>"));
}

#[test]
fn titles_may_be_anything_and_stay_text() {
    let mut house = house();
    let titles = [
        "<script>alert(1)</script>",
        "\"><img src=x onerror=alert(1)>",
        "=HYPERLINK(\"http://x\")",
        "\u{202e}gnp.exe",
        "'; DROP TABLE segments; --",
    ];
    for title in titles {
        house = save(house, title, "moved=1");
    }
    for address in [
        "/clients",
        "/clients?segment=script-alert-1-script",
        "/segments",
        "/segments?lang=ar",
    ] {
        let html = page(&house, address);
        assert!(
            !html.contains("<script>alert") && !html.contains("<img src=x"),
            "{address}"
        );
        assert!(!html.contains("\u{202e}gnp"), "{address}");
        assert!(html.contains("alert(1)"), "{address}");
    }
    for name in ["..%2F..", "%3Cscript%3E", "a%00b", "21%2B"] {
        let odd = house.send("POST", &format!("/segments/{name}"), &[("do", "remove")]);
        assert!(matches!(odd, Err(Failure::NotFound { .. })), "{name}");
    }
}
