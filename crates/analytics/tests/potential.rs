//! Chances: what is known at a moment, what is learned, and what is proposed.

use crate::common;

use std::sync::Arc;

use analytics::potential::{chance, facts, facts_now, ppm};
use analytics::{
    Book, Client, ClientDocuments, ClientFilter, ClientOrder, ClientStatus, MoneyFacts, Range,
    RecommendationKind, Snapshot,
};
use common::{at, book, documents, made, search};
use model::Timestamp;
use model::document::Status;
use potential::chance::Coins;
use potential::{Model, Question, Row, TestedOn, Trust, Why};
use proptest::prelude::*;

const DAY: i64 = 86_400_000;

fn day(number: i64) -> Timestamp {
    Timestamp::clamped(at("2026-01-05T08:00:00Z").as_millis() + number * DAY)
}

/// A base that was swept every week so often, and these sellers.
fn swept(weeks: i64, sellers: Vec<ClientDocuments>) -> Snapshot {
    let mut book: Book = book();
    for week in 0..weeks {
        book.search(&search("converty.shop", &day(week * 7).to_string()));
    }
    for seller in sellers {
        book.put(seller);
    }
    book.snapshot(1, day((weeks - 1) * 7 + 1))
}

/// A seller that was seen last in the last of so many weeks, with so many ads (all, elsewhere) from these weeks on.
fn seller(slug: &str, weeks: i64, looks: &[(i64, u64, u64)]) -> ClientDocuments {
    let days: Vec<String> = looks.iter().map(|look| day(look.0 * 7).to_string()).collect();
    let reports: Vec<common::Made<'_>> = looks
        .iter()
        .zip(&days)
        .map(|(&(_, total, away), day)| (day.as_str(), total, total - away, away, [].as_slice()))
        .collect();
    let active = looks.last().is_some_and(|look| look.1 > 0);
    let status = if active { Status::Active } else { Status::Inactive };
    let mut made = documents(slug, Some(status), &reports);
    if let Some(mapping) = &mut made.mapping {
        mapping.timestamp = day((weeks - 1) * 7);
    }
    made
}

fn rows_of(weeks: i64, looks: &[(i64, u64, u64)]) -> Vec<(i64, Question, bool)> {
    let snapshot = swept(weeks, vec![seller("one", weeks, looks)]);
    let row = |row: Row| {
        let week = (row.at.as_millis() - day(0).as_millis()) / (7 * DAY);
        (week, row.facts.question(), row.outcome)
    };
    snapshot.potential_rows().into_iter().map(row).collect()
}

#[test]
fn sellers_are_filtered_by_the_model_that_the_snapshot_was_given() {
    let mut snapshot = swept(4, vec![seller("busy", 4, &[(0, 9, 1)]), seller("quiet", 4, &[])]);
    let of = |snapshot: &Snapshot, start_from, leave_from| {
        let filter = ClientFilter {
            start_from,
            leave_from,
            ..ClientFilter::default()
        };
        let found = snapshot.all_clients(&filter, ClientOrder::default());
        found
            .into_iter()
            .map(|client| client.slug.to_string())
            .collect::<Vec<_>>()
    };
    assert_eq!(of(&snapshot, Some(0), None), ["quiet"]);
    assert_eq!(of(&snapshot, None, Some(0)), ["busy"]);
    assert_eq!(of(&snapshot, Some(0), Some(0)), [""; 0]);
    let chance = |snapshot: &Snapshot| {
        let as_of = snapshot.frame.potential_as_of();
        ppm(snapshot.client("quiet").unwrap(), &snapshot.potential, as_of)
    };
    let before = u8::try_from(chance(&snapshot) / 10_000).unwrap();
    assert_eq!(of(&snapshot, Some(before), None), ["quiet"]);
    assert_eq!(of(&snapshot, Some(before + 1), None), [""; 0]);

    let mut kept = serde_json::to_value(Model::prior()).unwrap();
    kept["start"]["calibration"]["shift"] = 3.0.into();
    snapshot.potential = Arc::new(serde_json::from_value(kept).unwrap());
    assert!(chance(&snapshot) / 10_000 > u32::from(before) + 1);
    assert_eq!(of(&snapshot, Some(before + 1), None), ["quiet"]);
}

#[test]
fn a_start_and_a_stop_are_learned_from() {
    use Question::{Leave, Start};
    // Quiet in weeks 0 and 1, active from week 2, without ads from week 7.
    let learned = rows_of(11, &[(2, 5, 0), (7, 0, 0)]);
    let expected = [
        (0, Start, true),
        (1, Start, true),
        (2, Leave, false),
        (3, Leave, true),
        (4, Leave, true),
        (5, Leave, true),
        (6, Leave, true),
    ];
    assert_eq!(learned, expected);
}

#[test]
fn whose_ads_turn_to_a_rival_leaves_though_it_advertises() {
    let learned = rows_of(9, &[(0, 6, 1), (3, 6, 4)]);
    assert_eq!(learned[0], (0, Question::Leave, true));
    // From then on most are away: it could leave only by stopping.
    assert_eq!(learned[3], (3, Question::Leave, false));
}

#[test]
fn what_nobody_looked_at_again_is_not_known() {
    let mut one = seller("one", 9, &[(0, 6, 0)]);
    one.mapping.as_mut().unwrap().timestamp = day(7);
    assert!(swept(9, vec![one.clone()]).potential_rows().is_empty());
    // A later look at a part proves nothing either.
    one.mapping.as_mut().unwrap().timestamp = day(56);
    one.mapping.as_mut().unwrap().partial = true;
    assert!(swept(9, vec![one]).potential_rows().is_empty());
}

#[test]
fn facts_are_what_was_known_then() {
    let snapshot = swept(9, vec![seller("my-shop2", 9, &[(2, 9, 0), (4, 5, 4), (6, 0, 0)])]);
    let client = snapshot.each().next().unwrap();
    let then = facts(client, day(30));
    assert!(then.active && then.name.hyphen && then.name.digit && !then.name.several);
    assert_eq!((then.known_days, then.standing_days, then.turns), (30, 16, 1));
    assert_eq!((then.ads.total, then.ads.concurrent, then.most_ads), (5, 4, 9));
    assert_eq!(then.ads_before.map(|ads| ads.total), Some(0));
    let later = facts(client, day(50));
    assert!(!later.active);
    assert_eq!(
        (later.turns, later.standing_days, later.days_since_ads),
        (2, 8, Some(8))
    );
    assert_eq!(
        (later.ads.total, later.ads_before.map(|ads| ads.total)),
        (0, Some(9))
    );
}

#[test]
fn a_mapping_of_another_program_is_heard_now_alone() {
    let mut one = seller("one", 9, &[(0, 6, 0)]);
    one.mapping.as_mut().unwrap().status = Status::Inactive;
    let snapshot = swept(9, vec![one]);
    let client = snapshot.each().next().unwrap();
    assert!(facts(client, day(56)).active);
    let now = facts_now(client, day(57));
    assert!(!now.active && now.days_since_ads == Some(1) && now.turns == 1);
}

#[test]
fn who_was_never_looked_at_has_no_chance_to_tell() {
    let never = documents("never", None, &[]);
    let unscannable = documents("no-url", Some(Status::Unscannable), &[]);
    let snapshot = swept(2, vec![never, unscannable, seller("quiet", 2, &[])]);
    let model = Model::prior();
    let told: Vec<bool> = snapshot
        .each()
        .map(|client| chance(client, &model, day(8)).is_some())
        .collect();
    assert_eq!(told, [false, false, true]);
    let quiet = snapshot.each().last().unwrap();
    assert_eq!(
        chance(quiet, &model, day(8)).unwrap().ppm,
        ppm(quiet, &model, day(8))
    );
    assert_eq!(ppm(snapshot.each().next().unwrap(), &model, day(8)), 0);
}

#[test]
fn sellers_to_keep_come_by_what_is_at_stake() {
    let sellers = vec![
        seller("falling-much", 9, &[(0, 40, 0), (7, 9, 5)]),
        seller("falling-little", 9, &[(0, 6, 0), (7, 2, 2)]),
        seller("steady", 9, &[(0, 40, 0)]),
        seller("quiet", 9, &[]),
        seller("just-stopped", 9, &[(0, 3, 0), (3, 0, 0), (5, 9, 0), (8, 0, 0)]),
    ];
    let snapshot = swept(9, sellers);
    let (money, window) = (
        MoneyFacts::default(),
        Range::Last(7).window(snapshot.frame.today(), None),
    );
    let all = snapshot.recommendations_with(window, &money, &Model::prior());
    let find = |kind| all.iter().find(|one| one.kind == kind);
    let keep = find(RecommendationKind::Retain).unwrap();
    assert_eq!(keep.first, ["falling-much", "falling-little"]);
    assert!((5..=10).contains(&keep.gain), "{keep:?}");
    assert_eq!(keep.cost, model::MicroDollars::ZERO);
    // Without a model nothing of the kind is proposed, and nothing else changes.
    let plain = snapshot.recommendations(window, &money);
    let rest: Vec<_> = all
        .iter()
        .filter(|one| !matches!(one.kind, RecommendationKind::Retain | RecommendationKind::Invite))
        .cloned()
        .collect();
    assert_eq!(rest, plain);
}

/// A base of so many sellers over so many weeks: each week a quiet seller starts by a chance that its name tells, and an
/// active one stops by a chance that the number of its ads tells.
fn lived(sellers: u64, weeks: i64) -> Snapshot {
    let life = |number: u64| {
        let mut coins = Coins::new(number);
        let likely = number.is_multiple_of(4);
        let (mut ads, mut looks) = (0_u64, Vec::new());
        for week in 0..weeks {
            let turns = match (ads, likely) {
                (0, true) => coins.one_in(12),
                (0, false) => coins.one_in(120),
                (1..5, _) => coins.one_in(6),
                _ => coins.one_in(40),
            };
            if turns {
                ads = if ads > 0 {
                    0
                } else {
                    1 + u64::try_from(coins.below(12)).unwrap()
                };
                looks.push((week, ads, 0));
            }
        }
        let slug = if likely {
            format!("s-{number}")
        } else {
            format!("s{number}")
        };
        seller(&slug, weeks, &looks)
    };
    swept(weeks, (0..sellers).map(life).collect())
}

#[test]
fn a_lived_past_teaches_both_questions() {
    let snapshot = lived(3_000, 14);
    let model = snapshot.fit_potential();
    for (question, least) in [(Question::Start, 0.65), (Question::Leave, 0.6)] {
        let Trust::Fitted(tested) = model.trust(question) else {
            panic!("{question:?} {:?}", model.trust(question));
        };
        assert_eq!(tested.on, TestedOn::Later, "{question:?}");
        assert!(
            tested.auc.value > least && tested.auc.low > 0.5,
            "{question:?} {tested:?}"
        );
        assert!(tested.calibration_error.value < 0.12, "{question:?} {tested:?}");
    }
    let hyphen = |model: &Model| {
        let weights = model.weights(Question::Start);
        weights
            .iter()
            .find(|it| it.feature == potential::Feature::Hyphen)
            .unwrap()
            .weight
    };
    assert!(hyphen(&model) > 1.0, "{}", hyphen(&model));
}

#[test]
fn a_short_past_says_so() {
    let trust = |weeks| *lived(300, weeks).fit_potential().trust(Question::Start);
    assert_eq!(trust(3), Trust::Prior { why: Why::NoHistory });
    assert!(
        matches!(
            trust(5),
            Trust::Prior {
                why: Why::FewOutcomes { .. }
            }
        ),
        "{:?}",
        trust(5)
    );
}

/// A seller with any documents.
fn any_client() -> impl Strategy<Value = Client> {
    made::seller().prop_map(|documents| {
        let mut book = book();
        book.put(documents);
        book.snapshot(1, at("2026-12-31")).each().next().unwrap().clone()
    })
}

proptest! {
    /// Whatever came after a moment, facts at that moment are the same: marks, status, ads, mapping, rivals, moves.
    #[test]
    fn nothing_later_is_known_earlier(one in any_client(), other in any_client(), moment in made::moment()) {
        let (mut history, mut altered) = (one.history.to_vec(), other);
        history.retain(|mark| mark.at <= moment);
        history.extend(altered.history.iter().filter(|mark| mark.at > moment));
        altered.slug = one.slug.clone();
        altered.domains = one.domains.clone();
        altered.history = history.into_boxed_slice();
        let known = one.covered_at.filter(|at| *at <= moment);
        altered.covered_at = known.or(altered.covered_at.filter(|at| *at > moment));
        prop_assert_eq!(facts(&one, moment), facts(&altered, moment));
    }

    /// Chances are chances for any documents, and their factors add up.
    #[test]
    fn any_seller_has_a_sane_chance(client in any_client(), moment in made::moment()) {
        let model = Model::prior();
        let told = chance(&client, &model, moment);
        prop_assert_eq!(told.is_some(), matches!(client.status, ClientStatus::Active | ClientStatus::Inactive));
        if let Some(told) = told {
            prop_assert!((500..=980_000).contains(&told.ppm));
            let asked = if client.status == ClientStatus::Active { Question::Leave } else { Question::Start };
            prop_assert_eq!(told.question, asked);
        }
    }
}
