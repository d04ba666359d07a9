//! Small made-up looks at places, for tests of any engine.

use compact_str::CompactString;
use model::observation::{
    DnsAnswer, DnsFacts, Facts, FactsKind, LandingFacts, LandingPage, Observation, Observed, Place, ShopSign,
    Undecided, UndecidedReason,
};

use super::samples::moment;
use crate::{Database, Result};

/// How many minutes facts of [`look`] hold.
pub const HOLDS: i64 = 60;

/// The place of this text.
pub fn place(text: &str) -> Place {
    Place::try_from(CompactString::from(text)).unwrap_or_else(|_| unreachable!("{text} is a place"))
}

/// The DNS names this address.
pub fn dns(address: &str) -> Facts {
    Facts::Dns(DnsFacts {
        answer: DnsAnswer::Resolves,
        addresses: address.parse().into_iter().collect(),
        aliases: Vec::new(),
        name_servers: vec!["ns1.registrar.tn".into()],
    })
}

/// A shop answers under this headline, which is what may change without being news.
pub fn landing(title: &str) -> Facts {
    Facts::Landing(LandingFacts {
        status: 200,
        chain: vec!["https://a.tn/".to_owned()],
        last_host: "a.tn".into(),
        target: "https://a.tn/?from=ad".to_owned(),
        title: title.to_owned(),
        shop: ShopSign::Open,
        products: 3,
        loads_pixel: false,
        pixels: Vec::new(),
        marks: Vec::new(),
        looked_for: 7,
    })
}

/// The same, but nothing is sold any more: news.
pub fn closed(title: &str) -> Facts {
    match landing(title) {
        Facts::Landing(facts) => Facts::Landing(LandingFacts {
            shop: ShopSign::Closed,
            ..facts
        }),
        dns @ Facts::Dns(_) => dns,
    }
}

/// Somebody saw this then; it holds for [`HOLDS`] minutes.
pub fn look(at: &str, facts: Facts, minutes: i64) -> Observed {
    Observed {
        place: place(at),
        facts,
        at: moment(minutes),
        until: moment(minutes + HOLDS),
        page: None,
    }
}

/// The same, with the page.
pub fn with_page(look: Observed, page: LandingPage) -> Observed {
    Observed {
        page: Some(page),
        ..look
    }
}

/// A page with this text.
pub fn page(html: &str) -> LandingPage {
    LandingPage {
        headers: vec![("server".to_owned(), "nginx".to_owned())],
        cookies: vec!["session".to_owned()],
        html: html.to_owned(),
    }
}

/// A line of history from one [`look`] to another.
pub fn line(at: &str, facts: Facts, first: i64, last: i64) -> Observation {
    Observation {
        place: place(at),
        facts,
        first_seen: moment(first),
        last_seen: moment(last),
        until: moment(last + HOLDS),
    }
}

/// Somebody looked then and got no answer in time.
pub fn in_vain(at: &str, kind: FactsKind, minutes: i64) -> Undecided {
    Undecided {
        place: place(at),
        kind,
        at: moment(minutes),
        times: 1,
        reason: UndecidedReason::Timeout,
        detail: "no answer within 2 s".to_owned(),
    }
}

/// Writes one look; gives whether it began a line.
pub fn see(database: &dyn Database, look: Observed) -> Result<bool> {
    Ok(database.put_observed(&[look])? == 1)
}
