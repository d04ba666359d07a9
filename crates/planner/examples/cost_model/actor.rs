//! The paid actor: an order in, answers, cost and the sellers found out.

use std::collections::BTreeSet;

use model::{Host, MicroDollars};
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use planner::{Answer, Habits, Order, Outcome, Prices, Question};
use sandbox::actor::{ActorSpec, Delivered, Input, What};
use serde_json::json;

use crate::scene::{Owner, Scene};

/// Ads that have ended are asked for too, as the recorded scans did: some had ended between search and reading, and
/// the truth counts their sellers.
const LIBRARY: &str = "https://www.facebook.com/ads/library/?active_status=all&ad_type=all&country=TN\
                       &is_targeted_country=false&media_type=all";

/// What one run brought.
pub struct Brought {
    pub outcome: Outcome,
    pub cost: MicroDollars,
    /// Sellers on whose domain the deciding link of some delivered ad is.
    pub found: BTreeSet<String>,
    pub items: u64,
}

/// The actor's own prices, as its price list says.
pub fn prices() -> Prices {
    let spec = ActorSpec::default();
    Prices {
        item: MicroDollars::new(spec.item_micros.try_into().unwrap()),
        start: MicroDollars::new(spec.start_micros.try_into().unwrap()),
        minimum_cap: MicroDollars::ZERO,
    }
}

pub fn habits() -> Habits {
    let spec = ActorSpec::default();
    Habits {
        floor: spec.floor.try_into().unwrap(),
        page: spec.page.try_into().unwrap(),
        attributes_urls: true,
        urls_per_run: 50,
    }
}

pub fn keyword(text: &str) -> String {
    let text = utf8_percent_encode(text, NON_ALPHANUMERIC);
    format!("{LIBRARY}&q={text}&search_type=keyword_unordered")
}

/// Asks for these URLs, at most `items` in all.
pub fn ask(scene: &Scene, urls: &[String], items: u32, per_url: Option<u32>) -> (Input, Delivered) {
    let mut input = json!({
        "urls": urls.iter().map(|url| json!({ "url": url })).collect::<Vec<_>>(),
        "count": items,
        "scrapeAdDetails": false,
    });
    if let Some(per_url) = per_url {
        input["limitPerSource"] = per_url.into();
    }
    let input = Input::parse(&input).expect("an input that the actor takes");
    let spec = ActorSpec::default();
    let cap = spec.start_micros + spec.item_micros * u64::from(items);
    let delivered = spec.plan(scene.library.as_ref(), &input, Some(spec.items_within(cap)));
    (input, delivered)
}

pub fn cost(delivered: &Delivered) -> MicroDollars {
    let prices = prices();
    prices.start + prices.item.times(delivered.items.len() as u64)
}

pub fn found(scene: &Scene, delivered: &Delivered) -> BTreeSet<String> {
    owners(scene, delivered, None)
        .map(|owner| owner.slug.clone())
        .collect()
}

fn owners<'s>(
    scene: &'s Scene,
    delivered: &'s Delivered,
    url: Option<u32>,
) -> impl Iterator<Item = &'s Owner> {
    let of_url = delivered
        .items
        .iter()
        .filter(move |item| url.is_none_or(|url| item.url == url));
    of_url.filter_map(|item| match item.what {
        What::Ad { ad, .. } => scene.owner(ad),
        What::NotFound => None,
    })
}

/// Carries an order out and reads its answers as the scan engine would.
pub fn run(scene: &Scene, order: &Order) -> Brought {
    let urls: Vec<String> = order.questions.iter().map(url_of).collect();
    let (_, delivered) = ask(scene, &urls, order.items, order.per_question);
    let cost = cost(&delivered);
    assert!(cost <= order.cap, "a run cost more than its cap");
    let reached = delivered.items.last().map(|item| item.url);
    let answers = (0..).zip(&order.questions).filter_map(|(url, question)| {
        let last = reached == Some(url);
        answer(scene, &delivered, url, last, question)
    });
    Brought {
        outcome: Outcome::Answered {
            answers: answers.collect(),
            cost,
            unattributed: false,
        },
        cost,
        found: found(scene, &delivered),
        items: delivered.items.len() as u64,
    }
}

fn url_of(question: &Question) -> String {
    match question {
        Question::Sweep { suffix } => keyword(suffix.as_str()),
        Question::Domain { host } => keyword(host.as_str()),
        Question::Page { id } => format!("{LIBRARY}&search_type=page&view_all_page_id={id}"),
    }
}

fn answer(scene: &Scene, delivered: &Delivered, url: u32, last: bool, question: &Question) -> Option<Answer> {
    let items = delivered.items.iter().filter(|item| item.url == url);
    let (mut count, mut ads, mut total) = (0, 0, None);
    for item in items {
        count += 1;
        if let What::Ad { total: told, .. } = item.what {
            ads += 1;
            total = Some(told);
        }
    }
    let asked: Option<&Host> = match question {
        Question::Sweep { suffix: host } | Question::Domain { host } => Some(host),
        Question::Page { .. } => None,
    };
    let own = owners(scene, delivered, Some(url))
        .filter(|owner| asked.is_some_and(|host| owner.host.is_under(host.as_str())))
        .count() as u64;
    (count > 0).then(|| Answer {
        question: question.clone(),
        items: count,
        ads,
        own,
        running: own,
        total,
        complete: !(last && delivered.hit_cap) && ads == total.unwrap_or(0),
    })
}
