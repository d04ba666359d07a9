//! What changed between scans, how likely sellers are to start or leave, and where one stands among its like.

use dashboard::Failure;

use crate::common::{House, house, text};
use crate::{href, listed, page};

fn get(house: &House, address: &str) -> serde_json::Value {
    serde_json::from_str(&text(house.visit(address).unwrap())).unwrap()
}

#[test]
fn what_changed_is_told_between_two_scans() {
    let house = house();
    let scans = house.view.frame().scans().to_vec();
    assert!(scans.len() > 2, "{}", scans.len());
    let told = get(&house, "/api/v1/changes?limit=500");
    let [.., before, last] = scans.as_slice() else {
        panic!()
    };
    let span = analytics::Span::of_scans(house.view.frame(), before, last);
    let all = house.snapshot().changes_within(span);
    assert_eq!(told["after"], before.ended.to_string());
    assert_eq!(told["started"], all.started);
    assert_eq!(told["new_ads"], all.new_ads);
    assert_eq!(told["data"].as_array().unwrap().len(), all.clients.len());

    let html = page(&house, "/time");
    assert!(html.contains("id=\"changes\"") && html.contains("<select name=\"after\">"));
    let whole = format!("/api/v1/changes?after={}&limit=500", scans[0].ended);
    let since_first = get(&house, &whole);
    let rows = since_first["data"].as_array().unwrap();
    assert!(!rows.is_empty(), "something changed since the first scan");
    let address = format!("/time?after={}", scans[0].ended);
    let html = page(&house, &address);
    assert_eq!(listed(&html).len(), rows.len().min(25));
    assert_eq!(listed(&html)[0], rows[0]["slug"].as_str().unwrap());

    let some = get(&house, &format!("{whole}&segment=21%2B"));
    assert!(some["data"].as_array().unwrap().len() < rows.len());
    let odd = house.visit("/api/v1/changes?segment=gone");
    assert!(matches!(odd, Err(Failure::NotFound { what: "segment" })));
    let file = text(
        house
            .visit(&format!("/export/changes/csv?after={}", scans[0].ended))
            .unwrap(),
    );
    assert_eq!(file.lines().count(), rows.len() + 1);
    assert!(page(&house, "/time?after=yesterday").contains("<bdi>after</bdi>"));
}

#[test]
fn the_likeliest_come_first_and_pages_follow_each_other() {
    let house = house();
    let chance = |slug: &String| {
        let client = house.snapshot().client(slug).unwrap().clone();
        house.view.chance(&client).map(|chance| chance.ppm)
    };
    let mut address = "/clients?sort=-potential&rows=100".to_owned();
    let mut seen = Vec::new();
    loop {
        let html = page(&house, &address);
        seen.extend(listed(&html));
        if !html.contains("rel=\"next\"") {
            break;
        }
        address = href(&html, "rel=\"next\"");
    }
    assert_eq!(seen.len(), 300);
    let chances: Vec<_> = seen.iter().map(chance).collect();
    assert!(chances.is_sorted_by(|one, other| one >= other), "{chances:?}");
    assert!(chances.iter().any(Option::is_none) && chances[0].is_some());
    let back = listed(&page(&house, &href(&page(&house, &address), "rel=\"prev\"")));
    assert_eq!(back, seen[100..200]);

    let first = get(&house, "/api/v1/clients?sort=-potential&limit=1");
    let row = &first["data"][0];
    assert_eq!(row["slug"], seen[0].as_str());
    assert_ne!(row["start_chance"].is_null(), row["leave_chance"].is_null());
    let least = listed(&page(&house, "/clients?sort=potential"));
    assert!(chance(&least[0]) <= chance(&seen[0]));
}

#[test]
fn the_likely_are_filtered_kept_as_a_segment_and_left_out() {
    let house = house();
    let all = get(&house, "/api/v1/clients?limit=500");
    let least = |name: &str, percent: f64| {
        let rows = all["data"].as_array().unwrap().iter();
        let likely = rows.filter(|row| row[name].as_f64().is_some_and(|chance| chance >= percent));
        likely
            .map(|row| row["slug"].as_str().unwrap().to_owned())
            .collect::<Vec<_>>()
    };
    let asked = |query: &str| {
        let found = get(&house, &format!("/api/v1/clients?sort=slug&limit=500&{query}"));
        let rows = found["data"].as_array().unwrap().iter();
        let mut slugs: Vec<String> = rows.map(|row| row["slug"].as_str().unwrap().to_owned()).collect();
        slugs.sort();
        slugs
    };
    let sorted = |mut slugs: Vec<String>| {
        slugs.sort();
        slugs
    };
    for (name, chance) in [("start_from", "start_chance"), ("leave_from", "leave_chance")] {
        let have = least(chance, 0.0);
        // A bound between the least and the most likely, so that the filter parts them.
        let bound = (1..=100).find(|percent| least(chance, f64::from(*percent)).len() < have.len());
        let bound = bound.unwrap();
        let likely = least(chance, f64::from(bound));
        assert_eq!(asked(&format!("{name}=0")), sorted(have), "{name}");
        assert_eq!(
            asked(&format!("{name}={bound}")),
            sorted(likely.clone()),
            "{name}"
        );
        let others = asked(&format!("not_{name}={bound}"));
        assert_eq!(others.len() + likely.len(), 300);
        assert!(likely.iter().all(|slug| !others.contains(slug)));
        let file = text(
            house
                .visit(&format!("/export/clients/csv?{name}={bound}"))
                .unwrap(),
        );
        assert_eq!(file.lines().count(), likely.len() + 1);
        let html = page(&house, &format!("/clients?{name}={bound}&rows=200"));
        assert_eq!(listed(&html).len(), likely.len().min(200));
        assert!(
            html.contains(&format!("name=\"{name}\" value=\"{bound}\"")),
            "{name}"
        );
        assert!(
            html.contains(&format!("name=\"address\" value=\"{name}={bound}\"")),
            "kept"
        );
    }
    for query in ["start_from=101", "leave_from=-1", "not_start_from=half"] {
        let name = query.split_once('=').unwrap().0;
        let refused = house.visit(&format!("/api/v1/clients?{query}"));
        assert!(
            matches!(&refused, Err(Failure::Invalid { parameter, .. }) if parameter == name),
            "{query}"
        );
        assert!(page(&house, &format!("/clients?{query}")).contains(&format!("<bdi>{name}</bdi>")));
    }
}

#[test]
fn a_client_shows_its_chance_its_standing_and_its_changes() {
    let house = house();
    let active = listed(&page(&house, "/clients?status=active"));
    let html = page(&house, &format!("/clients/{}", active[0]));
    assert!(
        html.contains("id=\"potential\"") && html.contains("chances qu&#39;il arrête")
            || html.contains("chances qu&#x27;il arrête")
            || html.contains("qu'il arrête")
    );
    assert!(html.contains("Estimation d"), "how far to trust it");
    assert!(html.contains("id=\"benchmark\"") && html.contains("comparés"));
    assert!(html.contains("id=\"changes\""));
    let uncovered = listed(&page(&house, "/clients?status=uncovered"));
    let html = page(&house, &format!("/clients/{}", uncovered[0]));
    assert!(!html.contains("id=\"potential\"") && !html.contains("id=\"benchmark\""));
}
