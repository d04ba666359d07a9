//! Random looks against a model of a few lines: what is history, what is the latest, which page is kept.

use std::collections::BTreeMap;

use database::conformance::all;
use database::conformance::looks::{closed, dns, in_vain, landing, look, page};
use database::{Database, Sqlite};
use model::observation::{FactsKind, LandingPage, Observation, Observed, Undecided};
use proptest::collection::vec;
use proptest::prelude::*;

/// Somebody looked, with or without success.
#[derive(Debug, Clone)]
enum Step {
    Seen(Box<Observed>),
    InVain(Undecided),
}

type Key = (String, FactsKind);

/// Few places, facts and times, so that they meet.
fn steps() -> impl Strategy<Value = Vec<Step>> {
    let seen = (0..2_u8, 0..6_u8, 0..6_i64, 0..3_u8).prop_map(|(place, facts, minutes, html)| {
        let facts = match facts {
            0..3 => dns(&format!("10.0.0.{}", facts / 2)),
            3 | 4 => landing(&format!("title {facts}")),
            _ => closed("closed"),
        };
        let mut look = look(&format!("{place}.com.tn"), facts, minutes);
        look.page = (html > 0).then(|| page(&html.to_string()));
        Step::Seen(Box::new(look))
    });
    let in_vain = (0..2_u8, any::<bool>(), 0..6_i64).prop_map(|(place, is_dns, minutes)| {
        let kind = if is_dns {
            FactsKind::Dns
        } else {
            FactsKind::Landing
        };
        Step::InVain(in_vain(&format!("{place}.com.tn"), kind, minutes))
    });
    vec(prop_oneof![3 => seen, 1 => in_vain], 0..40)
}

#[derive(Default)]
struct Model {
    lines: BTreeMap<Key, Vec<Observation>>,
    pages: BTreeMap<String, LandingPage>,
    notes: BTreeMap<Key, Undecided>,
}

impl Model {
    fn take(&mut self, step: &Step) {
        match step {
            Step::Seen(look) => self.see(look),
            Step::InVain(note) => {
                let key = (note.place.to_string(), note.kind);
                let last = self.notes.remove(&key);
                let times = last.as_ref().map_or(0, |last| last.times) + 1;
                let latest = last
                    .filter(|last| last.at > note.at)
                    .unwrap_or_else(|| note.clone());
                self.notes.insert(key, Undecided { times, ..latest });
            }
        }
    }

    fn see(&mut self, look: &Observed) {
        let key = (look.place.to_string(), look.facts.kind());
        self.notes
            .retain(|known, note| *known != key || note.at > look.at);
        let lines = self.lines.entry(key).or_default();
        if lines.last().is_some_and(|line| line.last_seen > look.at) {
            return;
        }
        let says_else =
            |line: &mut Observation| line.first_seen == look.at && !line.facts.says_the_same_as(&look.facts);
        lines.pop_if(says_else);
        let known = lines.pop_if(|line| line.facts.says_the_same_as(&look.facts));
        lines.push(Observation {
            place: look.place.clone(),
            facts: look.facts.clone(),
            first_seen: known.as_ref().map_or(look.at, |line| line.first_seen),
            last_seen: look.at,
            until: known.map_or(look.until, |line| line.until.max(look.until)),
        });
        if look.facts.kind() == FactsKind::Landing {
            self.pages.remove(look.place.as_str());
            let page = look.page.clone().map(|page| (look.place.to_string(), page));
            self.pages.extend(page);
        }
    }
}

/// Writes the steps one by one.
fn written(steps: &[Step]) -> Sqlite {
    let database = Sqlite::open_in_memory().unwrap();
    for step in steps {
        match step {
            Step::Seen(look) => drop(database.put_observed(std::slice::from_ref(&**look)).unwrap()),
            Step::InVain(note) => database.put_undecided(std::slice::from_ref(note)).unwrap(),
        }
    }
    database
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn history_follows_the_model(steps in steps()) {
        let database = written(&steps);
        let mut model = Model::default();
        for step in &steps {
            model.take(step);
        }
        let history: Vec<_> = model.lines.values().flatten().cloned().collect();
        prop_assert_eq!(all(|visit| database.each_observation(true, visit)).unwrap(), history);
        let latest: Vec<_> = model.lines.values().filter_map(|lines| lines.last()).cloned().collect();
        prop_assert_eq!(all(|visit| database.each_observation(false, visit)).unwrap(), latest);
        let notes: Vec<_> = model.notes.values().cloned().collect();
        prop_assert_eq!(all(|visit| database.each_undecided(visit)).unwrap(), notes);
        for line in model.lines.values().flatten() {
            let page = database.page_of(&line.place).unwrap();
            prop_assert_eq!(page.as_ref(), model.pages.get(line.place.as_str()));
        }
        prop_assert_eq!(database.verify().unwrap(), Vec::<String>::new());
    }

    #[test]
    fn the_order_of_places_does_not_matter_nor_does_cutting_into_calls(steps in steps()) {
        let looks: Vec<_> = steps
            .iter()
            .filter_map(|step| match step {
                Step::Seen(look) => Some((**look).clone()),
                Step::InVain(_) => None,
            })
            .collect();
        let (first, second): (Vec<_>, Vec<_>) =
            looks.iter().cloned().partition(|look| look.place.as_str().starts_with('0'));
        let whole = Sqlite::open_in_memory().unwrap();
        whole.put_observed(&looks).unwrap();
        let parts = Sqlite::open_in_memory().unwrap();
        for look in second.chunks(2).chain(first.chunks(3)) {
            parts.put_observed(look).unwrap();
        }
        prop_assert_eq!(parts.digest().unwrap(), whole.digest().unwrap());
        prop_assert_eq!(written(&steps).digest().unwrap(), whole.digest().unwrap());
    }
}
