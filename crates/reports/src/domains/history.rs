//! What the DNS said of names over time, and what the pages behind them say now.

use std::collections::HashMap;
use std::ops::ControlFlow;

use classification::{Catalogue, Standing};
use compact_str::CompactString;
use database::Database;
use model::observation::{DnsAnswer, DnsFacts, Facts, LandingFacts, Observation};
use model::{Host, Timestamp};

/// One name and its past.
#[derive(Debug, Default)]
pub(super) struct Name {
    /// The name: a domain or its `www.`.
    pub host: String,
    /// Oldest first.
    lines: Vec<Line>,
    /// The one platform that its latest page speaks for, and when it was seen.
    page: Option<(CompactString, Timestamp)>,
}

#[derive(Debug)]
struct Line {
    first: Timestamp,
    last: Timestamp,
    answer: DnsAnswer,
    standing: Standing,
    points_to: String,
}

/// How a name left Converty.
#[derive(Debug)]
pub(super) struct Departure<'n> {
    /// Where it stands now.
    pub to: &'n Standing,
    /// What the DNS says of it now.
    pub points_to: &'n str,
    /// When it was last seen on Converty.
    pub last_on: Timestamp,
    /// When it was first seen away.
    pub first_away: Timestamp,
}

impl Name {
    /// Where it stands by the latest answer.
    pub fn now(&self) -> Option<&Standing> {
        self.lines.last().map(|line| &line.standing)
    }

    /// What the DNS answered last, and where that says it stands.
    pub fn told(&self) -> Option<(DnsAnswer, &Standing)> {
        self.lines.last().map(|line| (line.answer, &line.standing))
    }

    /// Since when it stands where it stands.
    pub fn stands_since(&self) -> Option<Timestamp> {
        self.lines.last().map(|line| line.first)
    }

    /// Whether it ever stood on Converty.
    pub fn was_on_converty(&self) -> bool {
        self.lines.iter().any(|line| line.standing == Standing::Converty)
    }

    /// How it left; `None` where it never stood on Converty or still does.
    pub fn departure(&self) -> Option<Departure<'_>> {
        let latest = self
            .lines
            .last()
            .filter(|line| line.standing != Standing::Converty)?;
        let on = self
            .lines
            .iter()
            .rposition(|line| line.standing == Standing::Converty)?;
        Some(Departure {
            to: &latest.standing,
            points_to: &latest.points_to,
            last_on: self.lines.get(on)?.last,
            first_away: self.lines.get(on + 1)?.first,
        })
    }

    /// The platform that its page speaks for, where that was seen since then.
    pub fn page_since(&self, since: Timestamp) -> Option<&str> {
        let (platform, seen) = self.page.as_ref()?;
        (*seen >= since).then_some(platform.as_str())
    }
}

/// The past of many names.
#[derive(Debug, Default)]
pub(super) struct Histories(HashMap<String, Name>);

impl Histories {
    /// Reads the past of these domains and their `www.`.
    pub fn read<'h>(
        database: &dyn Database,
        catalogue: &Catalogue,
        domains: impl Iterator<Item = &'h Host>,
    ) -> database::Result<Self> {
        let mut names: HashMap<String, Name> = HashMap::new();
        for domain in domains {
            for host in [domain.as_str().to_owned(), format!("www.{domain}")] {
                let name = Name {
                    host: host.clone(),
                    ..Name::default()
                };
                names.insert(host, name);
            }
        }
        database.each_observation(true, &mut |observation| {
            if let Some(name) = names.get_mut(observation.place.as_str()) {
                name.add(catalogue, observation);
            }
            Ok(ControlFlow::Continue(()))
        })?;
        names.retain(|_, name| !name.lines.is_empty());
        Ok(Self(names))
    }

    /// What is known of a domain's names, itself first.
    pub fn names_of(&self, domain: &Host) -> Vec<&Name> {
        let www = format!("www.{domain}");
        [domain.as_str(), &www]
            .into_iter()
            .filter_map(|name| self.0.get(name))
            .collect()
    }
}

impl Name {
    fn add(&mut self, catalogue: &Catalogue, observation: Observation) {
        match observation.facts {
            Facts::Dns(facts) => self.lines.push(Line {
                first: observation.first_seen,
                last: observation.last_seen,
                answer: facts.answer,
                standing: catalogue.standing(&facts),
                points_to: points_to(facts),
            }),
            Facts::Landing(facts) => self.page = page_of(catalogue, &facts, observation.last_seen),
        }
    }
}

fn points_to(facts: DnsFacts) -> String {
    let alias = facts.aliases.into_iter().next_back();
    let address = || facts.addresses.first().map(ToString::to_string);
    alias.map(String::from).or_else(address).unwrap_or_default()
}

/// The one platform that a page speaks for.
fn page_of(
    catalogue: &Catalogue,
    facts: &LandingFacts,
    seen: Timestamp,
) -> Option<(CompactString, Timestamp)> {
    let mut evidence = catalogue.evidence_of_landing(facts, seen).into_iter();
    let first = evidence.next()?.platform;
    evidence
        .all(|other| other.platform == first)
        .then_some((first, seen))
}
