//! The free signs of a world, as a campaign of `probe` would have noted them.

use database::Database;
use model::observation::{DnsAnswer, DnsFacts, Facts, LandingFacts, Observed, Place, ShopSign};
use model::{Host, Timestamp};
use sandbox::world::{WebRates, WebTruth, World};

/// Notes what is true of each host at this moment.
pub fn look(world: &World, database: &dyn Database, now: Timestamp) {
    let web = world.web(WebRates::default());
    let observed = |host: &Host, facts| Observed {
        place: Place::of_host(host),
        facts,
        at: now,
        until: now,
        page: None,
    };
    let mut all = Vec::new();
    for truth in web.signs() {
        // A domain that left Converty for a rival stands elsewhere: its front page answers, its ads are not ours.
        all.push(observed(&truth.host, Facts::Dns(names(&truth))));
        if truth.resolves {
            all.push(observed(&truth.host, Facts::Landing(front(&truth))));
        }
    }
    database.put_observed(&all).unwrap();
}

/// An address that no platform of the catalogue has (TEST-NET-1): the DNS tells whether there is one, not whose.
fn names(truth: &WebTruth) -> DnsFacts {
    let answer = if truth.resolves {
        DnsAnswer::Resolves
    } else {
        DnsAnswer::NoSuchName
    };
    let address = truth.resolves.then(|| "192.0.2.7".parse().unwrap());
    DnsFacts {
        answer,
        addresses: address.into_iter().collect(),
        aliases: Vec::new(),
        name_servers: Vec::new(),
    }
}

/// The front page of a host, as a look at it would have noted it.
pub fn front(truth: &WebTruth) -> LandingFacts {
    LandingFacts {
        status: 200,
        chain: Vec::new(),
        last_host: truth.host.as_str().into(),
        target: format!("https://{}/", truth.host),
        title: String::new(),
        shop: match (truth.parked, truth.shop_open) {
            (true, _) => ShopSign::Parked,
            (false, true) => ShopSign::Open,
            (false, false) => ShopSign::Closed,
        },
        products: 0,
        loads_pixel: truth.pixel,
        pixels: Vec::new(),
        marks: Vec::new(),
        looked_for: 0,
    }
}
