//! A small library of ads and an actor over it, of which the planner sees only what it paid for.
#![allow(dead_code, reason = "each test uses its part")]

use std::collections::BTreeMap;

use model::{Host, MicroDollars, Timestamp};
use planner::{Answer, Habits, HostFacts, Known, Next, Options, Order, Outcome, Planner, Prices, Question};

pub const PRICES: Prices = Prices {
    item: MicroDollars::new(750),
    start: MicroDollars::new(50),
    minimum_cap: MicroDollars::ZERO,
};

pub const HABITS: Habits = Habits {
    floor: 10,
    page: 30,
    attributes_urls: true,
    urls_per_run: 20,
};

pub fn host(name: &str) -> Host {
    Host::parse(name).unwrap()
}

pub fn now() -> Timestamp {
    Timestamp::parse("2026-01-15").unwrap()
}

pub fn options() -> Options {
    Options {
        sweeps: vec![host("converty.shop")],
        ..Options::new(now())
    }
}

pub fn facts(name: &str) -> HostFacts {
    HostFacts {
        slug: name.to_owned(),
        host: host(name),
        of_seller: 1,
        covered: None,
        asked: None,
        ads: 0,
        last_ad: None,
        signs: planner::Signs::default(),
        chance: None,
    }
}

pub fn known(names: impl IntoIterator<Item = impl AsRef<str>>) -> Known {
    Known {
        hosts: names.into_iter().map(|name| facts(name.as_ref())).collect(),
        ..Known::default()
    }
}

/// So many own domains, then so many under `converty.shop`.
pub fn base(own: usize, platform: usize) -> Known {
    let own = (0..own).map(|i| format!("own{i}.com"));
    known(own.chain((0..platform).map(|i| format!("s{i}.converty.shop"))))
}

pub fn planner(known: &Known, options: Options) -> Planner {
    Planner::new(known, PRICES, HABITS, options)
}

pub fn run(planner: &mut Planner, left: MicroDollars) -> Order {
    match planner.next(left) {
        Next::Run(order) => order,
        other => panic!("no order: {other:?}"),
    }
}

pub const PLENTY: MicroDollars = MicroDollars::new(1_000_000_000);

/// What the library holds.
#[derive(Debug, Clone, Default)]
pub struct Library {
    /// Ads that lead to a host.
    pub own: BTreeMap<Host, u64>,
    /// Ads of strangers that a search for a host brings first.
    pub loose: BTreeMap<Host, u64>,
    /// Ads of strangers that a search for a suffix brings.
    pub strangers: u64,
    /// The library does not tell how many there are.
    pub silent: bool,
    /// A sweep never delivers its last ads, whatever its cap.
    pub short: u64,
}

impl Library {
    /// Own ads and others' for a question.
    fn counts(&self, question: &Question) -> (u64, u64) {
        match question {
            Question::Sweep { suffix } | Question::Domain { host: suffix } => {
                let own = self.own.iter().filter(|(host, _)| host.is_under(suffix.as_str()));
                let strangers = match question {
                    Question::Sweep { .. } => self.strangers,
                    _ => self.loose.get(suffix).copied().unwrap_or(0),
                };
                (own.map(|(_, ads)| ads).sum(), strangers)
            }
            Question::Page { .. } => (0, 7),
        }
    }

    /// Carries an order out as the actor does.
    pub fn answer(&self, order: &Order, habits: Habits) -> Outcome {
        let mut room = u64::from(order.items);
        let mut answers = Vec::new();
        let mut items = 0;
        let single = order.questions.len() == 1;
        for question in &order.questions {
            if room == 0 {
                break;
            }
            let (own, loose) = self.counts(question);
            let total = own + loose;
            let page = u64::from(habits.page);
            let per = order
                .per_question
                .map_or(u64::MAX, |n| u64::from(n).div_ceil(page) * page);
            let short = if matches!(question, Question::Sweep { .. }) {
                self.short
            } else {
                0
            };
            let ads = total.saturating_sub(short).min(per).min(room);
            let brought = ads.max(1);
            room -= brought;
            items += brought;
            answers.push(Answer {
                question: question.clone(),
                items: brought,
                ads,
                own: ads.saturating_sub(loose),
                running: ads.saturating_sub(loose),
                total: (total > 0 && !self.silent).then_some(total),
                complete: ads == total && (room > 0 || total == 0),
            });
        }
        Outcome::Answered {
            answers,
            cost: PRICES.start + PRICES.item.times(items),
            unattributed: !habits.attributes_urls && !single,
        }
    }
}

pub fn cost(outcome: &Outcome) -> MicroDollars {
    match outcome {
        Outcome::Answered { cost, .. } => *cost,
        Outcome::Failed | Outcome::NotStarted => MicroDollars::ZERO,
    }
}

/// Asks and answers to the end; the orders given, and what they cost.
pub fn carry_out(
    planner: &mut Planner,
    library: &Library,
    budget: MicroDollars,
) -> (Vec<Order>, MicroDollars) {
    let (mut orders, mut spent) = (Vec::new(), MicroDollars::ZERO);
    while let Next::Run(order) = planner.next(budget - spent) {
        let outcome = library.answer(&order, HABITS);
        planner.answered(&order, &outcome);
        spent += cost(&outcome);
        orders.push(order);
    }
    (orders, spent)
}

pub fn domains(orders: &[Order]) -> Vec<String> {
    let questions = orders.iter().flat_map(|order| &order.questions);
    questions
        .filter_map(|question| match question {
            Question::Domain { host } => Some(host.to_string()),
            _ => None,
        })
        .collect()
}
