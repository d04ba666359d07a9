//! Facts about a place as people and scripts see them: one value each, with its time and where it came from.

use classification::{Catalogue, Standing};
use database::Database;
use model::observation::{DnsAnswer, DnsFacts, Facts, FactsKind, LandingFacts, Observation, Place};
use model::{Host, SellerDomain, Timestamp};
use probe::Targets;
use serde::Serialize;

use crate::app::App;
use crate::failure::Failure;

/// One fact.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Fact {
    /// Where it came from: `dns` or `page`.
    pub source: &'static str,
    /// What it is.
    pub name: &'static str,
    /// Its value.
    pub value: String,
    /// When it was last observed.
    pub at: Timestamp,
    /// When this was first observed.
    pub since: Timestamp,
}

/// The place that a host or link given by a person means: a short link itself, else the host.
pub fn place(catalogue: &Catalogue, given: &str) -> Result<Place, Failure> {
    let text = given.trim();
    if let Some(link) = catalogue.short_link(text) {
        return Ok(link);
    }
    let bare = text.split_once("://").map_or(text, |(_, rest)| rest);
    let host = bare.split(['/', '?', '#']).next().unwrap_or(bare);
    // What can be nobody's domain can be looked at all the same: only a text that is no host is refused.
    let host = Host::parse(host).or_else(|reason| SellerDomain::clean(text).host.map_err(|_| reason));
    let host = host.map_err(|reason| {
        let values = vec![("host", given.to_owned()), ("reason", reason.to_string())];
        Failure::usage("error-host", values, "next-host")
    })?;
    Ok(Place::of_host(&host))
}

/// These places; of hosts the apex beside `www.` too.
pub fn targets(places: Vec<Place>) -> Targets {
    let (links, hosts): (Vec<Place>, Vec<Place>) = places.into_iter().partition(Place::is_link);
    let hosts: Vec<Host> = hosts
        .iter()
        .filter_map(|place| Host::parse(place.as_str()).ok())
        .collect();
    Targets::of_hosts(&hosts).and(Targets { places: links })
}

/// The latest facts of a place, DNS before page.
pub fn latest(database: &dyn Database, place: &Place) -> Result<Vec<Observation>, Failure> {
    let mut latest = Vec::new();
    for kind in [FactsKind::Dns, FactsKind::Landing] {
        latest.extend(database.latest_of(place, kind)?);
    }
    Ok(latest)
}

/// An observation, fact by fact.
pub fn facts_of(observation: &Observation) -> Vec<Fact> {
    let (source, values) = match &observation.facts {
        Facts::Dns(facts) => ("dns", of_dns(facts)),
        Facts::Landing(facts) => ("page", of_page(facts)),
    };
    let fact = |(name, value)| Fact {
        source,
        name,
        value,
        at: observation.last_seen,
        since: observation.first_seen,
    };
    values.into_iter().map(fact).collect()
}

fn of_dns(facts: &DnsFacts) -> Vec<(&'static str, String)> {
    let joined = |parts: &mut dyn Iterator<Item = String>| parts.collect::<Vec<_>>().join(", ");
    let answer = match facts.answer {
        DnsAnswer::Resolves => "resolves",
        DnsAnswer::NoAddress => "no_address",
        DnsAnswer::NoSuchName => "no_such_name",
    };
    let mut values = vec![
        ("answer", answer.to_owned()),
        (
            "alias",
            joined(&mut facts.aliases.iter().map(ToString::to_string)),
        ),
        (
            "address",
            joined(&mut facts.addresses.iter().map(ToString::to_string)),
        ),
        (
            "name_server",
            joined(&mut facts.name_servers.iter().map(ToString::to_string)),
        ),
    ];
    values.retain(|(_, value)| !value.is_empty());
    values
}

fn of_page(facts: &LandingFacts) -> Vec<(&'static str, String)> {
    let shop = serde_json::to_value(facts.shop).ok();
    let marks: Vec<String> = facts
        .marks
        .iter()
        .map(|mark| format!("{}: {}", mark.platform, mark.mark))
        .collect();
    let pixels: Vec<&str> = facts.pixels.iter().map(AsRef::as_ref).collect();
    let pixel = match (facts.loads_pixel, pixels.is_empty()) {
        (_, false) => pixels.join(", "),
        (true, true) => "loaded".to_owned(),
        (false, true) => "none".to_owned(),
    };
    let mut values = vec![
        ("status", facts.status.to_string()),
        (
            "chain",
            if facts.chain.len() > 1 {
                facts.chain.join(" → ")
            } else {
                String::new()
            },
        ),
        ("title", facts.title.clone()),
        (
            "shop",
            shop.as_ref()
                .and_then(|name| name.as_str())
                .unwrap_or_default()
                .to_owned(),
        ),
        ("products", facts.products.to_string()),
        ("pixel", pixel),
        ("mark", marks.join("; ")),
    ];
    values.retain(|(_, value)| !value.is_empty());
    values
}

/// What a fact is, in words.
pub fn label(app: &App, fact: &Fact) -> String {
    app.say(&format!("fact-{}", fact.name.replace('_', "-")), &[])
}

/// Where the DNS says that a host stands, in words.
pub fn standing(app: &App, standing: &Standing) -> String {
    let (name, of) = match standing {
        Standing::Converty => ("standing-converty", ""),
        Standing::Platform { platform } => ("standing-platform", platform.as_str()),
        Standing::Hidden { network } => ("standing-hidden", network.as_str()),
        Standing::Parked { network } => ("standing-parked", network.as_str()),
        Standing::Elsewhere => ("standing-elsewhere", ""),
        Standing::Nowhere => ("standing-nowhere", ""),
    };
    app.say(name, &[("of", of.into())])
}
