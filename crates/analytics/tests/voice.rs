//! Share of voice over time, and Converty against each rival.

use crate::common;

use analytics::{Beat, Day, Range, Snapshot, Voice, Window};
use common::{at, book, documents, made, search};
use model::document::{Ratio, Status};
use proptest::prelude::*;

const NOW: &str = "2026-11-23T09:00:00Z";

fn window(from: &str, to: &str) -> Window {
    Window {
        from: Day::parse(from).unwrap(),
        to: Day::parse(to).unwrap(),
    }
}

/// Three sellers and two scans: one leaves Converty, one comes back, one leads to both.
fn base() -> Snapshot {
    const ONE: &str = "2026-11-10T10:00:00Z";
    const TWO: &str = "2026-11-18T10:05:00Z";
    let mut book = book();
    book.search(&search("converty.shop", "2026-11-10T10:10:00Z"));
    book.search(&search("converty.shop", "2026-11-18T10:10:00Z"));
    let shop = |ads| [("x.myshopify.com", "shopify", ads)];
    let active = Some(Status::Active);
    book.put(documents(
        "leaves",
        active,
        &[(ONE, 4, 4, 0, &[]), (TWO, 3, 0, 3, &shop(3))],
    ));
    book.put(documents(
        "back",
        active,
        &[(ONE, 2, 0, 2, &shop(2)), (TWO, 5, 5, 0, &[])],
    ));
    // Of its two concurrent ads one leads to a place that is not named.
    book.put(documents(
        "both",
        active,
        &[(ONE, 4, 2, 2, &[("wa.me", "whatsapp", 1)])],
    ));
    book.snapshot(1, at(NOW))
}

fn ads_of(voice: &Voice, platform: &str) -> Vec<u64> {
    voice
        .lines
        .iter()
        .find(|line| line.platform == platform)
        .unwrap()
        .ads
        .clone()
}

#[test]
fn each_scan_is_a_point() {
    let voice = base().voice(window("2026-11-01", "2026-11-23"), Beat::Scan);
    let days: Vec<String> = voice.points.iter().map(|point| point.day.to_string()).collect();
    assert_eq!(days, ["2026-11-10", "2026-11-18"]);
    assert_eq!(voice.points[0].until, Some(at("2026-11-10T10:15:00Z")));
    assert_eq!(voice.points[1].until, None);
    assert_eq!(
        voice.points.iter().map(|point| point.ads).collect::<Vec<_>>(),
        [10, 12]
    );
    assert_eq!(ads_of(&voice, "converty"), [6, 7]);
    assert_eq!(ads_of(&voice, "shopify"), [2, 3]);
    assert_eq!(ads_of(&voice, "whatsapp"), [1, 1]);
    assert_eq!(ads_of(&voice, "unknown"), [1, 1]);
    let order: Vec<&str> = voice.lines.iter().map(|line| line.platform.as_str()).collect();
    assert_eq!(order, ["converty", "shopify", "unknown", "whatsapp"]);
    assert_eq!(voice.lines[0].shares[0].to_string(), "60.00");
}

#[test]
fn a_window_looks_at_its_own_time() {
    let voice = base().voice(window("2026-11-09", "2026-11-16"), Beat::Week);
    assert_eq!(ads_of(&voice, "converty"), [6, 6]);
    let untils: Vec<_> = voice.points.iter().map(|point| point.until).collect();
    assert_eq!(
        untils,
        [Some(at("2026-11-15T23:00:00Z")), Some(at("2026-11-16T23:00:00Z"))]
    );
    let shopify = voice
        .duels
        .iter()
        .find(|duel| duel.platform == "shopify")
        .unwrap();
    assert_eq!((shopify.away, shopify.away_before, shopify.lost), (1, 0, 0));
}

#[test]
fn a_duel_tells_who_was_won_and_lost() {
    let voice = base().voice(window("2026-11-12", "2026-11-23"), Beat::Day);
    assert_eq!(voice.points.len(), 12);
    let shopify = voice
        .duels
        .iter()
        .find(|duel| duel.platform == "shopify")
        .unwrap();
    assert_eq!((shopify.won, shopify.lost), (1, 1));
    assert_eq!((shopify.shared, shopify.shared_before), (0, 0));
    assert_eq!((shopify.away, shopify.away_before), (1, 1));
    let whatsapp = voice
        .duels
        .iter()
        .find(|duel| duel.platform == "whatsapp")
        .unwrap();
    assert_eq!(
        (
            whatsapp.shared,
            whatsapp.shared_before,
            whatsapp.won,
            whatsapp.lost
        ),
        (1, 1, 0, 0)
    );
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, cases: 64, ..ProptestConfig::default() })]

    #[test]
    fn shares_add_up_and_agree_with_the_competition(
        sellers in prop::collection::vec(made::seller(), 0..12),
        searches in prop::collection::vec(made::search(), 0..8),
    ) {
        let mut book = book();
        for seller in sellers {
            book.put(seller);
        }
        for search in &searches {
            book.search(search);
        }
        let snapshot = book.snapshot(1, at("2026-12-02T09:00:00Z"));
        let window = Range::All.window(snapshot.frame.today(), snapshot.frame.earliest);
        for beat in Beat::ALL {
            let voice = snapshot.voice(window, beat);
            for (number, point) in voice.points.iter().enumerate() {
                let ads: u64 = voice.lines.iter().map(|line| line.ads[number]).sum();
                prop_assert_eq!(ads, point.ads);
                let shares: u64 = voice.lines.iter().map(|line| line.shares[number].hundredths()).sum();
                prop_assert_eq!(shares, if ads == 0 { 0 } else { Ratio::of(1, 1).hundredths() });
            }
            let competition = snapshot.competition(window);
            let now = |platform: &str| voice.lines.iter().find(|line| line.platform == platform).and_then(|line| line.ads.last().copied());
            for line in &competition.platforms {
                let shown = now(&line.platform).unwrap_or(0);
                let nameless = line.platform == "unknown";
                prop_assert!(voice.points.is_empty() || shown == line.ads || (nameless && shown >= line.ads));
            }
            if let Some(last) = voice.points.last() {
                prop_assert_eq!(now("converty").unwrap_or(0), snapshot.base().ads.converty);
                prop_assert_eq!(last.ads, snapshot.base().ads.converty + competition.ads);
            }
        }
        let duels = snapshot.voice(window, Beat::Week).duels;
        for line in &snapshot.competition(window).platforms {
            let duel = duels.iter().find(|duel| duel.platform == line.platform);
            prop_assert_eq!(line.clients, duel.map_or(0, |duel| duel.shared + duel.away));
        }
    }
}
