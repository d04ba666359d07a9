//! The domains of a seller, and what the network says of each.

use classification::Standing;
use database::Database;
use model::SellerDomain;
use model::document::Mapping;
use model::evidence::Evidence;
use model::observation::{DnsFacts, Facts, LandingFacts, Observation, Place};
use model::{Host, Timestamp};

use super::{nothing, outside};
use crate::failure::Failure;
use crate::format::Html;
use crate::parts;
use crate::shell::Shell;

/// One domain.
pub struct SiteRow {
    /// The host, leading to it; what was given where it is none.
    pub name: Html,
    /// Why it cannot be asked about; "" where it can.
    pub refused: String,
    /// Its ads, as the mapping counts them.
    pub ads: Html,
    /// Where it stands.
    pub standing: Html,
    /// What that is read from.
    pub evidence: Vec<Html>,
    pub seen: Html,
}

/// All of them, in the seller's order.
pub fn of(shell: &Shell<'_>, slug: &str, mapping: Option<&Mapping>) -> Result<Vec<SiteRow>, Failure> {
    let database = shell.visit.database.as_ref();
    let Some(seller) = database.seller(slug)? else {
        return Ok(Vec::new());
    };
    let row = |domain: &SellerDomain| match &domain.host {
        Ok(host) => site(shell, database, host, mapping),
        Err(refusal) => Ok(SiteRow {
            name: Html::isolated(&domain.given),
            refused: shell.say(&format!("refused-{}", refusal.as_str().replace('_', "-"))),
            ads: nothing(),
            standing: Html::default(),
            evidence: Vec::new(),
            seen: Html::default(),
        }),
    };
    seller.domains.iter().map(row).collect()
}

fn site(
    shell: &Shell<'_>,
    database: &dyn Database,
    host: &Host,
    mapping: Option<&Mapping>,
) -> Result<SiteRow, Failure> {
    let (w, zone) = (shell.w, &shell.visit.view.frame().zone);
    let observed = database.observations_of(&Place::of_host(host))?;
    let dns = latest(&observed, |facts| match facts {
        Facts::Dns(dns) => Some(dns),
        Facts::Landing(_) => None,
    });
    let landing = latest(&observed, |facts| match facts {
        Facts::Landing(landing) => Some(landing),
        Facts::Dns(_) => None,
    });
    let ads = mapping.and_then(|mapping| mapping.sites_mapping.get(host.as_str()));
    let seen = dns.map(|(_, at)| at).max(landing.map(|(_, at)| at));
    Ok(SiteRow {
        name: outside::anchor(&format!("https://{host}/"), &Html::isolated(host.as_str())),
        refused: String::new(),
        ads: ads.map_or_else(nothing, |site| w.count(site.total_ads)),
        standing: dns.map_or_else(
            || parts::chip("", &shell.say("standing-unprobed")),
            |(dns, _)| standing(shell, dns),
        ),
        evidence: evidence(shell, dns, landing),
        seen: seen.map_or_else(Html::default, |at| w.date(zone, at)),
    })
}

fn latest<'o, T>(
    observed: &'o [Observation],
    kind: impl Fn(&'o Facts) -> Option<T>,
) -> Option<(T, Timestamp)> {
    let mut latest = observed.iter().rev();
    latest.find_map(|one| Some((kind(&one.facts)?, one.last_seen)))
}

fn standing(shell: &Shell<'_>, dns: &DnsFacts) -> Html {
    let (class, text) = match shell.visit.view.catalogue.standing(dns) {
        Standing::Converty => ("converty", shell.say("standing-converty")),
        Standing::Platform { platform } => ("concurrent", shell.platform(&platform)),
        Standing::Hidden { .. } => ("", shell.say("standing-hidden")),
        Standing::Parked { .. } => ("warning", shell.say("standing-parked")),
        Standing::Elsewhere => ("", shell.say("standing-elsewhere")),
        Standing::Nowhere => ("warning", shell.say("standing-nowhere")),
    };
    parts::chip(class, &text)
}

/// What the catalogue reads from the facts, else the bare answer of the DNS; and what the page answered.
fn evidence(
    shell: &Shell<'_>,
    dns: Option<(&DnsFacts, Timestamp)>,
    landing: Option<(&LandingFacts, Timestamp)>,
) -> Vec<Html> {
    let catalogue = &shell.visit.view.catalogue;
    let mut found: Vec<Evidence> = Vec::new();
    if let Some((dns, at)) = dns {
        found.extend(catalogue.evidence_of_dns(dns, at));
    }
    let silent = found.is_empty();
    if let Some((landing, at)) = landing {
        found.extend(catalogue.evidence_of_landing(landing, at));
    }
    let mut lines: Vec<Html> = found.iter().map(|one| fact(shell, one)).collect();
    let answer = dns.filter(|_| silent).and_then(|(dns, _)| bare(dns));
    if let Some(answer) = answer {
        lines.insert(
            0,
            shell
                .w
                .html("evidence-dns", &[("detail", Html::isolated(&answer))]),
        );
    }
    if let Some((landing, _)) = landing {
        let status = Html::isolated(&landing.status.to_string());
        lines.push(shell.w.html(
            "evidence-answered",
            &[("status", status), ("title", Html::isolated(&landing.title))],
        ));
    }
    lines
}

/// `CNAME : shops.example (Shopify)`.
pub fn fact(shell: &Shell<'_>, one: &Evidence) -> Html {
    let source = match one.source {
        model::evidence::EvidenceSource::Cname => "cname",
        model::evidence::EvidenceSource::Address => "address",
        model::evidence::EvidenceSource::Landing => "landing",
        model::evidence::EvidenceSource::NameServer => "name-server",
    };
    let values = [
        ("detail", Html::isolated(&one.detail)),
        ("platform", shell.platform_html(&one.platform)),
    ];
    shell.w.html(&format!("evidence-{source}"), &values)
}

/// The last alias, else the first address.
fn bare(dns: &DnsFacts) -> Option<String> {
    let alias = dns.aliases.last().map(ToString::to_string);
    alias.or_else(|| dns.addresses.first().map(ToString::to_string))
}
