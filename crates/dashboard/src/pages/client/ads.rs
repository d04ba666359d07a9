//! The ads of a seller, page by page: what each is, which rule says so, where it leads, and what that rests on.

use std::collections::BTreeMap;

use database::{AdQuery, SellerAd};
use model::observation::{Facts, Place};
use model::{Class, Host, Rule, Verdict};

use super::{facebook, nothing, outside, sites};
use crate::failure::Failure;
use crate::format::Html;
use crate::parts;
use crate::shell::{Link, Shell};

/// Ads on one page.
const PAGE: usize = 25;
/// Bytes of an ad's id, at most.
const LONGEST_ID: usize = 100;

/// A page of ads.
pub struct AdList {
    pub rows: Vec<AdRow>,
    pub verdicts: Vec<Link>,
    pub presence: Vec<Link>,
    /// Whether a filter is in force.
    pub filtered: bool,
    /// This page without it.
    pub clear: String,
    pub next: String,
    /// Back to the first page, where this is another.
    pub first: String,
}

/// One ad.
pub struct AdRow {
    pub title: Html,
    pub page: Html,
    pub verdict: Html,
    /// The rule in words, and how sure it is.
    pub rule: Html,
    pub destination: Html,
    pub evidence: Vec<Html>,
    pub first_seen: Html,
    pub last_seen: Html,
    pub gone: bool,
}

/// The page of ads that the address asks for: `verdict`, `gone` (1 or 0), `cursor` (the last ad shown).
pub fn of(shell: &mut Shell<'_>, slug: &str) -> Result<AdList, Failure> {
    let ask = &shell.visit.ask;
    let class = ask.parsed("verdict", &mut shell.misread, Class::from_name);
    let gone = ask.parsed("gone", &mut shell.misread, |text| match text {
        "1" => Some(true),
        "0" => Some(false),
        _ => None,
    });
    let after = ask.parsed("cursor", &mut shell.misread, |text| {
        (text.len() <= LONGEST_ID).then(|| text.to_owned())
    });
    let paged = after.is_some();
    let mut ads = shell.visit.database.ads_of(&AdQuery {
        seller: slug.to_owned(),
        class,
        gone,
        after,
        limit: u32::try_from(PAGE + 1).unwrap_or(u32::MAX),
    })?;
    let more = ads.len() > PAGE;
    ads.truncate(PAGE);
    let last = ads.last().filter(|_| more);
    let shell = &*shell;
    let ask = &shell.visit.ask;
    let known = evidence(shell, &ads)?;
    Ok(AdList {
        next: last.map_or_else(String::new, |last| ask.with(&[("cursor", &last.ad.id)])),
        first: if paged {
            ask.with(&[("cursor", "")])
        } else {
            String::new()
        },
        rows: ads.iter().map(|ad| row(shell, ad, &known)).collect(),
        verdicts: verdicts(shell, class),
        presence: presence(shell, gone),
        filtered: class.is_some() || gone.is_some(),
        clear: ask.with(&[("verdict", ""), ("gone", "")]),
    })
}

fn row(shell: &Shell<'_>, one: &SellerAd, known: &BTreeMap<Host, Vec<Html>>) -> AdRow {
    let (w, zone) = (shell.w, &shell.visit.view.frame().zone);
    let ad = &one.ad;
    let date = |at: Option<_>| at.map_or_else(nothing, |at| w.date(zone, at));
    let title = if one.title.trim().is_empty() {
        Html::isolated(&ad.id)
    } else {
        Html::isolated(&one.title.chars().take(120).collect::<String>())
    };
    let destination = match (&one.link, &ad.verdict.host) {
        (link, _) if !link.is_empty() => outside::destination(link),
        (_, Some(host)) => Html::isolated(host.as_str()),
        (_, None) => Html::text(&shell.say("ad-no-link")),
    };
    let found = ad.verdict.host.as_ref().and_then(|host| known.get(host));
    AdRow {
        title: outside::anchor(&outside::library_of_ad(&ad.id), &title),
        page: facebook::name(shell, &ad.page_id, &ad.page_name),
        verdict: parts::verdict_chip(w, ad.verdict.class),
        rule: rule(shell, &ad.verdict),
        destination,
        evidence: found.cloned().unwrap_or_default(),
        first_seen: date(ad.first_seen),
        last_seen: date(ad.last_seen),
        gone: ad.gone,
    }
}

/// `domaine du client · confiance élevée · liens divergents`.
fn rule(shell: &Shell<'_>, verdict: &Verdict) -> Html {
    let w = shell.w;
    let mut said = vec![Html::text(
        &shell.say(&format!("rule-{}", verdict.rule.as_str().replace('_', "-"))),
    )];
    if let Some(platform) = verdict
        .platform
        .as_deref()
        .filter(|_| verdict.class == Class::Concurrent)
    {
        said.push(shell.platform_html(platform));
    }
    let confidence = shell.say(&format!("confidence-{}", verdict.confidence));
    said.push(w.html("ad-confidence", &[("confidence", Html::text(&confidence))]));
    if verdict.mixed {
        said.push(Html::text(&shell.say("ad-mixed")));
    }
    if verdict.contested {
        said.push(Html::text(&shell.say("ad-contested")));
    }
    let said: Vec<String> = said.iter().map(ToString::to_string).collect();
    Html::trusted(said.join(" · "))
}

/// What verdicts of the network rest on, each host looked up once.
fn evidence(shell: &Shell<'_>, ads: &[SellerAd]) -> Result<BTreeMap<Host, Vec<Html>>, Failure> {
    let mut known = BTreeMap::new();
    let catalogue = &shell.visit.view.catalogue;
    for ad in ads.iter().filter(|one| rests_on_network(one.ad.verdict.rule)) {
        let Some(host) = &ad.ad.verdict.host else {
            continue;
        };
        if known.contains_key(host) {
            continue;
        }
        let mut lines = Vec::new();
        for one in shell
            .visit
            .database
            .observations_of(&Place::of_host(host))?
            .iter()
            .rev()
            .take(2)
        {
            let found = match &one.facts {
                Facts::Dns(dns) => catalogue.evidence_of_dns(dns, one.last_seen),
                Facts::Landing(landing) => catalogue.evidence_of_landing(landing, one.last_seen),
            };
            lines.extend(found.iter().map(|found| sites::fact(shell, found)));
        }
        known.insert(host.clone(), lines);
    }
    Ok(known)
}

const fn rests_on_network(rule: Rule) -> bool {
    matches!(
        rule,
        Rule::ConvertyDns | Rule::ConvertyLanding | Rule::PlatformDns | Rule::PlatformLanding
    )
}

fn verdicts(shell: &Shell<'_>, chosen: Option<Class>) -> Vec<Link> {
    let link = |value: &str, sentence: String, current: bool| Link {
        href: shell.visit.ask.with(&[("verdict", value)]),
        label: shell.say(&sentence),
        current,
        key: "",
    };
    let of = |class: &Class| {
        let name = class.as_str();
        link(name, format!("verdict-{name}"), chosen == Some(*class))
    };
    let all = link("", "ads-all".to_owned(), chosen.is_none());
    std::iter::once(all).chain(Class::ALL.iter().map(of)).collect()
}

fn presence(shell: &Shell<'_>, chosen: Option<bool>) -> Vec<Link> {
    let link = |value: &str, sentence: &str, state: Option<bool>| Link {
        href: shell.visit.ask.with(&[("gone", value)]),
        label: shell.say(sentence),
        current: chosen == state,
        key: "",
    };
    vec![
        link("", "ads-any", None),
        link("0", "ads-there", Some(false)),
        link("1", "ads-gone", Some(true)),
    ]
}
