//! What was observed of sellers' hosts, as the signs that the planner goes by.

use std::collections::HashMap;
use std::ops::ControlFlow;

use classification::{Catalogue, Names, Standing};
use database::Database;
use model::observation::{DnsAnswer, DnsFacts, Facts, LandingFacts, ShopSign};
use model::{Host, Timestamp};
use planner::{HostFacts, Signs};

/// Fills the signs of hosts from what was observed last of them and of their `www.`; those that nobody looked at keep
/// theirs.
pub(crate) fn fill(
    database: &dyn Database,
    catalogue: &Catalogue,
    hosts: &mut [HostFacts],
) -> Result<(), database::Error> {
    let mut looks: HashMap<Host, Looks> = HashMap::new();
    for facts in &*hosts {
        looks.entry(facts.host.clone()).or_default();
    }
    database.each_observation(false, &mut |seen| {
        // A short link says nothing of the host that shortens.
        if let (false, Ok(host)) = (seen.place.is_link(), Host::parse(seen.place.host())) {
            let name = host.without_www();
            if let Some(looks) = looks.get_mut(&name) {
                match &seen.facts {
                    Facts::Dns(dns) => {
                        let look = DnsLook::new(catalogue, dns, seen.last_seen);
                        looks.add_dns(name != host, look);
                    }
                    Facts::Landing(page) => looks.add_page(page),
                }
            }
        }
        Ok(ControlFlow::Continue(()))
    })?;
    for facts in hosts {
        if let Some(looks) = looks.get(&facts.host) {
            facts.signs = looks.signs();
        }
    }
    Ok(())
}

/// What the DNS said of one name, and when.
#[derive(Debug, Clone)]
struct DnsLook {
    answer: DnsAnswer,
    standing: Standing,
    at: Timestamp,
}

impl DnsLook {
    fn new(catalogue: &Catalogue, facts: &DnsFacts, at: Timestamp) -> Self {
        Self {
            answer: facts.answer,
            standing: catalogue.standing(facts),
            at,
        }
    }

    const fn told(&self) -> (DnsAnswer, &Standing) {
        (self.answer, &self.standing)
    }
}

/// What was seen of a host and its `www.`: visitors take them for one.
#[derive(Debug, Clone, Default)]
struct Looks {
    bare: Option<DnsLook>,
    www: Option<DnsLook>,
    shop: Option<bool>,
    pixel: Option<bool>,
}

impl Looks {
    fn add_dns(&mut self, is_www: bool, look: DnsLook) {
        let place = if is_www { &mut self.www } else { &mut self.bare };
        *place = Some(look);
    }

    fn add_page(&mut self, page: &LandingFacts) {
        if !is_told(page.status) {
            return;
        }
        let shop = page.shop == ShopSign::Open;
        self.shop = Some(self.shop.unwrap_or(false) || shop);
        // An error page is not the shop's: what it does not load, the shop may.
        if page.status < 400 {
            let pixel = page.loads_pixel || !page.pixels.is_empty();
            self.pixel = Some(self.pixel.unwrap_or(false) || pixel);
        }
    }

    fn signs(&self) -> Signs {
        let names = self.names();
        Signs {
            resolves: names
                .resolves()
                .and_then(|resolves| Some((resolves, self.asked(resolves)?))),
            parked: names.parked(),
            away: Self::away(names),
            shop: self.shop,
            pixel: self.pixel,
        }
    }

    fn names(&self) -> Names<'_> {
        Names {
            bare: self.bare.as_ref().map(DnsLook::told),
            www: self.www.as_ref().map(DnsLook::told),
        }
    }

    /// When the looks were made that say so: the latest that gave an address, the oldest of those that gave none.
    fn asked(&self, resolves: bool) -> Option<Timestamp> {
        let looks = || [&self.bare, &self.www].into_iter().flatten();
        if resolves {
            let gave = looks().filter(|look| look.answer == DnsAnswer::Resolves);
            return gave.map(|look| look.at).max();
        }
        match &self.bare {
            Some(bare) if bare.answer == DnsAnswer::NoSuchName => Some(bare.at),
            _ => looks().map(|look| look.at).min(),
        }
    }

    /// On Converty if either name is; unknown where all that is known is hidden or waits to be sold.
    fn away(names: Names<'_>) -> Option<bool> {
        let is_away = |standing: &Standing| match standing {
            Standing::Converty => Some(false),
            Standing::Platform { .. } | Standing::Elsewhere => Some(true),
            Standing::Hidden { .. } | Standing::Parked { .. } | Standing::Nowhere => None,
        };
        names
            .standing()
            .filter_map(is_away)
            .reduce(|one, other| one && other)
    }
}

/// Whether an answer of this status tells anything of the shop: not where the server wants a visitor that is no program
/// (401, 403), or fewer of them (429, 503).
const fn is_told(status: u16) -> bool {
    !matches!(status, 401 | 403 | 429 | 503)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(day: i64) -> Timestamp {
        Timestamp::clamped(day * 86_400_000)
    }

    fn dns(answer: DnsAnswer, standing: Standing, day: i64) -> DnsLook {
        DnsLook {
            answer,
            standing,
            at: at(day),
        }
    }

    fn stands(standing: Standing, day: i64) -> DnsLook {
        dns(DnsAnswer::Resolves, standing, day)
    }

    fn absent(answer: DnsAnswer, day: i64) -> DnsLook {
        dns(answer, Standing::Nowhere, day)
    }

    fn looks(bare: Option<DnsLook>, www: Option<DnsLook>) -> Signs {
        let looks = Looks {
            bare,
            www,
            ..Looks::default()
        };
        looks.signs()
    }

    fn page(status: u16, shop: ShopSign, loads_pixel: bool) -> LandingFacts {
        LandingFacts {
            status,
            chain: Vec::new(),
            last_host: "own.tn".into(),
            target: String::new(),
            title: String::new(),
            shop,
            products: 0,
            loads_pixel,
            pixels: Vec::new(),
            marks: Vec::new(),
            looked_for: 0,
        }
    }

    fn pages(pages: &[LandingFacts]) -> (Option<bool>, Option<bool>) {
        let mut looks = Looks::default();
        for page in pages {
            looks.add_page(page);
        }
        (looks.shop, looks.pixel)
    }

    #[test]
    fn a_host_resolves_if_it_or_its_www_does() {
        let no = DnsAnswer::NoAddress;
        assert_eq!(looks(None, None), Signs::default());
        let www = looks(Some(absent(no, 3)), Some(stands(Standing::Converty, 2)));
        assert_eq!((www.resolves, www.away), (Some((true, at(2))), Some(false)));
        let both = looks(Some(absent(no, 3)), Some(absent(DnsAnswer::NoSuchName, 2)));
        assert_eq!(both.resolves, Some((false, at(2))), "as old as the older look");
        assert_eq!((both.parked, both.away), (None, None));
        assert_eq!(
            looks(Some(absent(no, 3)), None).resolves,
            None,
            "its www may stand"
        );
        assert_eq!(looks(None, Some(absent(no, 3))).resolves, None);
        let gone = looks(Some(absent(DnsAnswer::NoSuchName, 3)), None);
        assert_eq!(
            gone.resolves,
            Some((false, at(3))),
            "nothing is under a name that is not"
        );
    }

    #[test]
    fn where_it_stands_is_where_either_name_does() {
        let shopify = || Standing::Platform {
            platform: "shopify".into(),
        };
        let parked = || Standing::Parked {
            network: "sedo".into(),
        };
        let hidden = || Standing::Hidden {
            network: "cloudflare".into(),
        };
        let both = |bare, www| {
            let signs = looks(Some(stands(bare, 1)), Some(stands(www, 1)));
            (signs.parked, signs.away)
        };
        assert_eq!(both(shopify(), shopify()), (Some(false), Some(true)));
        assert_eq!(
            both(Standing::Elsewhere, Standing::Converty),
            (Some(false), Some(false))
        );
        assert_eq!(both(parked(), parked()), (Some(true), None));
        assert_eq!(both(parked(), shopify()), (Some(false), Some(true)));
        assert_eq!(both(hidden(), hidden()), (Some(false), None));
    }

    #[test]
    fn pages_of_both_names_count_as_one() {
        let (open, nothing) = (ShopSign::Open, ShopSign::Nothing);
        assert_eq!(pages(&[]), (None, None));
        assert_eq!(pages(&[page(200, open, true)]), (Some(true), Some(true)));
        let either = [page(404, nothing, false), page(200, open, false)];
        assert_eq!(pages(&either), (Some(true), Some(false)));
        assert_eq!(pages(&[page(404, nothing, false)]), (Some(false), None));
        assert_eq!(
            pages(&[page(200, ShopSign::Parked, false)]),
            (Some(false), Some(false))
        );
        assert_eq!(
            pages(&[page(403, nothing, false)]),
            (None, None),
            "programs are turned away"
        );
    }
}
