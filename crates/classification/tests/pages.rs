//! The made-up pages of the sandbox against the catalogue: each platform's marks are found on its page, and no
//! page gives another platform.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use classification::{Catalogue, Platform, PlatformKind};
use model::observation::LandingPage;

/// Pages that are no platform's.
const NO_PLATFORM: [&str; 4] = ["closed", "parked", "password", "plain"];

/// The folder of pages, by name.
fn pages() -> BTreeMap<String, LandingPage> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../sandbox/pages");
    std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| {
            let path = entry.unwrap().path();
            let name = path.file_stem().unwrap().to_str().unwrap().to_owned();
            (name, read(&std::fs::read_to_string(path).unwrap()))
        })
        .collect()
}

/// A page as the network would have told it: header lines, an empty line, the HTML.
fn read(text: &str) -> LandingPage {
    let (head, html) = text.split_once("\n\n").unwrap();
    let mut page = LandingPage {
        html: html.to_owned(),
        ..LandingPage::default()
    };
    for (name, value) in head.lines().filter_map(|line| line.split_once(": ")) {
        if name == "set-cookie" {
            page.cookies.push(value.split_once('=').unwrap().0.to_owned());
        } else {
            page.headers.push((name.to_owned(), value.to_owned()));
        }
    }
    page
}

/// The marks of a platform that stand on pages, as they are told.
fn landing_marks(platform: &Platform) -> BTreeSet<String> {
    platform
        .marks
        .iter()
        .filter(|mark| mark.kind.is_landing())
        .map(ToString::to_string)
        .collect()
}

#[test]
fn every_platform_with_landing_marks_has_a_page() {
    let catalogue = Catalogue::builtin().unwrap();
    let pages: BTreeSet<String> = pages().into_keys().collect();
    let wanted: BTreeSet<String> = catalogue
        .platforms()
        .filter(|platform| !landing_marks(platform).is_empty())
        .map(|platform| platform.id.clone())
        .chain(NO_PLATFORM.map(str::to_owned))
        .collect();
    assert_eq!(pages, wanted);
}

#[test]
fn all_marks_of_a_platform_are_on_its_page_and_nobody_elses() {
    let catalogue = Catalogue::builtin().unwrap();
    for (name, page) in pages() {
        let told = catalogue.marks_on(&page);
        let others: Vec<_> = told.iter().filter(|mark| mark.platform != name).collect();
        assert!(others.is_empty(), "{name} gives {others:?}");
        let found: BTreeSet<String> = told.into_iter().map(|mark| mark.mark).collect();
        let wanted = catalogue.platform(&name).map(landing_marks).unwrap_or_default();
        assert_eq!(found, wanted, "{name}");
    }
}

#[test]
fn only_the_parked_page_is_parked() {
    let catalogue = Catalogue::builtin().unwrap();
    for (name, page) in pages() {
        assert_eq!(catalogue.parking_on(&page).is_some(), name == "parked", "{name}");
    }
}

#[test]
fn at_least_sixty_platforms_have_a_mark_that_suffices() {
    let catalogue = Catalogue::builtin().unwrap();
    let told = |platform: &&Platform| platform.marks.iter().any(|mark| !mark.weak);
    let count = catalogue.platforms().filter(told).count();
    assert!(count >= 60, "{count}");
    for mark in catalogue.platforms().flat_map(|platform| &platform.marks) {
        let named = mark.source.starts_with("https://") || mark.source.starts_with("facts: ");
        assert!(named, "{mark}: {}", mark.source);
    }
}

/// The words of a `region` line: `TN, MA` and `global (TN/MA/DZ/FR heavy)` alike.
fn words(region: &str) -> BTreeSet<&str> {
    region.split(|c: char| !c.is_alphanumeric()).collect()
}

#[test]
fn the_documentation_counts_the_platforms_rightly() {
    let catalogue = Catalogue::builtin().unwrap();
    let text = include_str!("../../../docs/catalogue.md");
    let table = text.split("| region | words |").nth(1).unwrap();
    let rows = table.lines().skip(2).take_while(|line| line.starts_with('|'));
    for row in rows {
        let cells: Vec<&str> = row.split('|').map(str::trim).collect();
        let &[_, region, wanted, platforms, with_marks, marks, _] = cells.as_slice() else {
            panic!("{row}");
        };
        let wanted: BTreeSet<&str> = wanted.split(", ").collect();
        let of_it: Vec<&Platform> = catalogue
            .platforms()
            .filter(|platform| platform.kind == PlatformKind::Shop)
            .filter(|platform| region == "all" || !words(&platform.region).is_disjoint(&wanted))
            .collect();
        let told: Vec<usize> = of_it.iter().map(|platform| platform.marks.len()).collect();
        let counted = [
            told.len(),
            told.iter().filter(|marks| **marks > 0).count(),
            told.iter().sum(),
        ];
        assert_eq!(
            [platforms, with_marks, marks].map(|cell| cell.parse::<usize>().unwrap()),
            counted,
            "{region}: platforms, with marks, marks"
        );
    }
}
