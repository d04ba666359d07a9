//! The engine against a naive reference: cross, re-arm, cool-down and digest over random values, gaps, edits and crashes.
//!
//! The engine keeps a state and goes forward. The reference keeps nothing: it looks at the whole timeline, cuts it into
//! runs (from a crossing to where the rule arms again), and lets each run fire once, at its first moment that is beyond
//! the threshold and not within a cool-down.

use std::collections::{BTreeMap, BTreeSet};

use analytics::{AlertKind, Day, Severity};
use model::Timestamp;
use proptest::prelude::*;
use watch::engine::{State, step};
use watch::facts::{Of, Reading, Seen, Sight};
use watch::rules::{Condition, Delivery, Metric, Rule, Scope, Side};

const DAY: i64 = 86_400_000;

/// One evaluation as it is made up.
#[derive(Debug, Clone)]
#[expect(clippy::option_option, reason = "out of scope is another thing than unknown")]
struct Look {
    /// Days since the one before.
    gap: i32,
    /// Of each subject: out of scope, unknown, or a value with the days since it crossed.
    seen: [Option<Option<(i64, i64)>>; 2],
    /// Which terms hold from now on.
    terms: usize,
    /// The process dies before anything is kept.
    crash: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Terms {
    metric: Metric,
    side: Side,
    threshold: i64,
    rearm: i64,
}

fn terms() -> impl Strategy<Value = Terms> {
    let metric = prop_oneof![3 => Just(Metric::Ads), 1 => Just(Metric::NewAds)];
    (metric, any::<bool>(), 3_i64..9, 0_i64..4).prop_map(|(metric, above, threshold, slack)| Terms {
        metric,
        side: if above { Side::Above } else { Side::Below },
        threshold,
        rearm: if above {
            threshold - slack
        } else {
            threshold + slack
        },
    })
}

fn looks() -> impl Strategy<Value = Vec<Look>> {
    let seen = || prop::option::weighted(0.9, prop::option::weighted(0.85, (0_i64..12, 0_i64..15)));
    let look = (
        0_i32..3,
        [seen(), seen()],
        prop_oneof![8 => Just(None), 1 => (0_usize..3).prop_map(Some)],
        prop::bool::weighted(0.1),
    );
    prop::collection::vec(look, 1..40).prop_map(|looks| {
        let mut terms = 0;
        let looks = looks.into_iter().map(|(gap, seen, edit, crash)| {
            terms = edit.unwrap_or(terms);
            Look {
                gap,
                seen,
                terms,
                crash,
            }
        });
        looks.collect()
    })
}

fn rule(terms: Terms, cool_down_days: u16) -> Rule {
    Rule {
        id: "r".to_owned(),
        title: "R".to_owned(),
        enabled: true,
        scope: Scope::default(),
        condition: Condition::Level {
            metric: terms.metric,
            side: terms.side,
            threshold: terms.threshold,
        },
        rearm: Some(terms.rearm),
        cool_down_days,
        delivery: Delivery::Digest,
        channels: Vec::new(),
        severity: Severity::Notice,
    }
}

fn moment(day: i32, number: usize) -> Timestamp {
    Timestamp::clamped(i64::from(day) * DAY + i64::try_from(number).unwrap() * 60_000)
}

/// Everything that the engine says: (evaluation, subject), and how much it held back in all.
fn engine(looks: &[Look], terms: &[Terms], cool_down: u16) -> (BTreeSet<(usize, usize)>, u64) {
    let (mut state, mut day) = (State::default(), 20_000);
    let (mut said, mut held) = (BTreeSet::new(), 0);
    for (number, look) in looks.iter().enumerate() {
        day += look.gap;
        let now = moment(day, number);
        let mut subjects = Vec::new();
        let sights: Vec<_> = (0..2)
            .filter_map(|subject| {
                let value = look.seen[subject]?;
                subjects.push(subject);
                Some(Sight {
                    subject: format!("s{subject}").into(),
                    seen: Seen::Value {
                        reading: value.map_or(Reading::Unknown, |(value, _)| Reading::Known(value)),
                        since: value.map(|(_, age)| Timestamp::clamped(now.as_millis() - age * DAY)),
                    },
                    of: Of::Whole,
                })
            })
            .collect();
        // What is kept is read back as it was written: nothing may live in memory alone.
        let mut next: State = serde_json::from_str(&serde_json::to_string(&state).unwrap()).unwrap();
        let stepped = step(
            &rule(terms[look.terms], cool_down),
            &mut next,
            &sights,
            now,
            Day(day),
        );
        if look.crash {
            continue;
        }
        state = next;
        held += stepped.held_back;
        said.extend(stepped.said.iter().map(|said| (number, subjects[said.place])));
    }
    (said, held)
}

/// The same by looking at the whole timeline of one subject.
fn reference(looks: &[Look], terms: &[Terms], cool_down: u16, subject: usize) -> (BTreeSet<usize>, u64) {
    let mut day = 20_000;
    let mut timeline = Vec::new();
    for (number, look) in looks.iter().enumerate() {
        day += look.gap;
        if !look.crash {
            timeline.push((number, day, terms[look.terms], look.seen[subject]));
        }
    }
    // Runs: the evaluations from a crossing on until it armed again.
    let mut runs: Vec<Vec<usize>> = Vec::new();
    let mut open = false;
    for (place, (_, _, now, seen)) in timeline.iter().enumerate() {
        let before = place.checked_sub(1).map(|before| timeline[before].2);
        if before.is_some_and(|before| (before.metric, before.side) != (now.metric, now.side)) {
            open = false;
        }
        let Some(Some((value, _))) = seen else { continue };
        let edited = before != Some(*now);
        let back = match now.side {
            Side::Above => *value < if edited { now.threshold } else { now.rearm },
            Side::Below => *value > if edited { now.threshold } else { now.rearm },
        };
        let beyond = now.side.is_beyond(*value, now.threshold);
        open = open && !back;
        if beyond && open {
            runs.last_mut().unwrap().push(place);
        } else if beyond {
            runs.push(vec![place]);
            open = true;
        }
    }
    let (mut fired, mut last, mut held) = (BTreeSet::new(), None::<i32>, 0);
    for run in runs {
        let (_, _, now, seen) = timeline[run[0]];
        let edited = run[0] == 0 || timeline[run[0] - 1].2 != now;
        if edited && seen.unwrap().unwrap().1 >= 7 {
            continue;
        }
        let cool = |place: &usize| last.is_none_or(|last| timeline[*place].1 - last >= i32::from(cool_down));
        let told = run.iter().copied().find(|place| cool(place));
        held += u64::from(told != Some(run[0]));
        if let Some(place) = told {
            fired.insert(timeline[place].0);
            last = Some(timeline[place].1);
        }
    }
    (fired, held)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(3_000))]

    #[test]
    fn levels_fire_as_the_whole_timeline_says(
        looks in looks(), terms in [terms(), terms(), terms()], cool_down in 0_u16..8,
    ) {
        let (said, held) = engine(&looks, &terms, cool_down);
        let mut expected = BTreeSet::new();
        let mut expected_held = 0;
        for subject in 0..2 {
            let (fired, held) = reference(&looks, &terms, cool_down, subject);
            expected.extend(fired.into_iter().map(|number| (number, subject)));
            expected_held += held;
        }
        prop_assert_eq!(said, expected);
        prop_assert_eq!(held, expected_held);
    }

    /// Each occasion fires once, when it is first seen and the rule does not cool down, or when it has cooled down and the
    /// occasion is still there; at a first evaluation only where it is fresh.
    #[test]
    fn occasions_fire_once(
        occasions in prop::collection::vec((0_i32..60, 1_i32..40, 0_i64..15, 0_usize..2), 0..8),
        days in prop::collection::btree_set(0_i32..90, 1..30),
        cool_down in 0_u16..20,
    ) {
        let mut rule = rule(Terms { metric: Metric::Ads, side: Side::Above, threshold: 1, rearm: 1 }, cool_down);
        rule.condition = Condition::Occasion { kind: AlertKind::DomainMoved };
        rule.rearm = None;
        let since = |(from, _, late, _): &(i32, i32, i64, usize)| moment(20_000 + from, 0).as_millis() - late * DAY;
        let mut state = State::default();
        let mut said = Vec::new();
        for day in &days {
            let now = moment(20_000 + day, 0);
            let mut there: Vec<usize> = (0..occasions.len())
                .filter(|place| (occasions[*place].0..occasions[*place].0 + occasions[*place].1).contains(day))
                .collect();
            there.sort_by_key(|place| (occasions[*place].3, since(&occasions[*place]), *place));
            let sights: Vec<_> = there.iter().map(|place| Sight {
                subject: format!("s{}", occasions[*place].3).into(),
                seen: Seen::Occasion {
                    occasion: place.to_string(),
                    since: Timestamp::clamped(since(&occasions[*place])),
                },
                of: Of::Whole,
            }).collect();
            let stepped = step(&rule, &mut state, &sights, now, Day(20_000 + day));
            said.extend(stepped.said.iter().map(|said| (*day, there[said.place])));
        }
        // Nothing is said twice.
        let each: BTreeSet<usize> = said.iter().map(|(_, place)| *place).collect();
        prop_assert_eq!(each.len(), said.len());
        // Nothing is said within a cool-down, and nothing waits longer than it must.
        let first = days.iter().next().unwrap();
        let mut last = BTreeMap::new();
        let fired: BTreeMap<usize, i32> = said.iter().map(|(day, place)| (*place, *day)).collect();
        for (day, place) in &said {
            if let Some(before) = last.insert(occasions[*place].3, *day) {
                prop_assert!(day - before >= i32::from(cool_down));
            }
        }
        for (place, occasion) in occasions.iter().enumerate() {
            let visible: Vec<i32> = days.iter().copied().filter(|day| (occasion.0..occasion.0 + occasion.1).contains(day)).collect();
            let stood = visible.first() == Some(first)
                && moment(20_000 + first, 0).as_millis() - since(occasion) >= 7 * DAY;
            if stood {
                prop_assert_eq!(fired.get(&place), None);
                continue;
            }
            for day in visible.iter().take_while(|day| fired.get(&place).is_none_or(|fired| *day < fired)) {
                let cooling = said.iter().any(|(told, other)| {
                    let same = occasions[*other].3 == occasion.3;
                    same && told <= day && day - told < i32::from(cool_down)
                });
                prop_assert!(cooling, "occasion {} waits on day {} for nothing", place, day);
            }
        }
    }
}
