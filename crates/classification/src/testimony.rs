//! What a page says of platforms, and how much of it: the more marks, the louder.

use std::collections::BTreeMap;

use model::evidence::{Evidence, EvidenceSource};
use model::observation::{LandingFacts, PageMark};
use model::{Rule, Timestamp};

use crate::Catalogue;
use crate::catalogue::{Listing, WHATSAPP};
use crate::reading::{Address, Reading, read};

/// A mark that tells alone.
const STRONG: u32 = 2;
/// A mark that tells only beside another.
const WEAK: u32 = 1;
/// A host under a platform's own name is certain: no number of marks outweighs it.
const REDIRECT: u32 = 1 << 16;

/// Evidence and its weight.
pub(crate) type Weighed = (Evidence, u32);

/// What a landing says: of its marks, by platform, and of the host that it led to.
pub(crate) fn of_landing(catalogue: &Catalogue, facts: &LandingFacts, at: Timestamp) -> Vec<Weighed> {
    let evidence = |platform: &str, detail: String| Evidence {
        source: EvidenceSource::Landing,
        platform: platform.into(),
        detail,
        observed_at: at,
    };
    let mut found: Vec<Weighed> = speaking(&facts.marks)
        .filter(|(platform, _)| catalogue.platform(platform).is_some())
        .map(|(platform, marks)| {
            let texts: Vec<&str> = marks.keys().copied().collect();
            let weight = marks.values().map(|weak| if *weak { WEAK } else { STRONG }).sum();
            (evidence(platform, texts.join(", ")), weight)
        })
        .collect();
    if let Some(platform) = led_to(catalogue, facts) {
        let detail = format!("redirects to {}", facts.last_host);
        found.push((evidence(platform, detail), REDIRECT));
    }
    found
}

/// Marks of a platform: each once, and whether it is weak.
type MarksOfOne<'m> = BTreeMap<&'m str, bool>;

/// Platforms that have a strong mark, or two different weak ones.
pub(crate) fn speaking(marks: &[PageMark]) -> impl Iterator<Item = (&str, MarksOfOne<'_>)> {
    let mut platforms: BTreeMap<&str, MarksOfOne<'_>> = BTreeMap::new();
    for found in marks {
        let weak = platforms
            .entry(&found.platform)
            .or_default()
            .entry(&found.mark)
            .or_insert(true);
        *weak &= found.weak;
    }
    platforms
        .into_iter()
        .filter(|(_, marks)| marks.len() > 1 || marks.values().any(|weak| !weak))
}

/// The platform under whose own name the landing ended, where it began elsewhere.
fn led_to<'c>(catalogue: &'c Catalogue, facts: &LandingFacts) -> Option<&'c str> {
    let first = address_of(facts.chain.first()?)?;
    let last = address_of(&facts.target)
        .filter(|address| address.host.as_str() == facts.last_host)
        .or_else(|| address_of(&facts.last_host))?;
    if first.host.without_www() == last.host.without_www() {
        return None;
    }
    match catalogue.listing_at(&last.host, last.path())? {
        Listing::Platform(number) => catalogue.platform_at(number).map(|platform| platform.id.as_str()),
        Listing::Destination(Rule::Whatsapp) => Some(WHATSAPP),
        Listing::Destination(_) | Listing::MediaFiles => None,
    }
}

fn address_of(text: &str) -> Option<Address<'_>> {
    match read(text) {
        Reading::Address(address) => Some(address),
        _ => None,
    }
}
