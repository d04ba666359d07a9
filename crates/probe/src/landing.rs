//! What answers behind a place: the redirects, the page, its marks.
//!
//! One guarded client fetches a page per place, a few kilobytes of it. At every hop: the scheme is `http` or
//! `https`; the port is one of the settings'; the host is what `url` parses it to, so that `2130706433`, `0x7f.1`
//! and `[::ffff:127.0.0.1]` are the addresses that they are; a name is asked of [`Names`]; every address passes the
//! [`Guard`], or the name is refused whole; and the connection goes to an address that passed, with no second
//! lookup, so that a name whose answer changes in between wins nothing. Names and passwords in addresses are
//! dropped; no cookie, referrer or credential is ever sent.
//!
//! HTTPS comes first. Plain HTTP is tried only for the place itself, and only where no connection came about or
//! whoever is there does not speak TLS; a certificate for another name, an expired one or an alert is an answer
//! ([`Tls`](model::observation::UndecidedReason::Tls)). `LandingFacts::chain` holds the addresses that answered.

mod dial;
mod fetch;
mod lanes;
mod meter;
mod names;
mod next;
pub mod page;
mod trail;
mod trouble;
mod unpack;
mod walk;

#[cfg(test)]
mod tests;

use std::fmt;
use std::net::IpAddr;
use std::sync::Arc;
use std::time::Duration;

use compact_str::CompactString;
use model::observation::{LandingFacts, LandingPage, Place, ShopSign, UndecidedReason};
use url::Url;

pub use self::names::Names;

use self::dial::Dialer;
use self::lanes::Lanes;
use self::trail::beginning;
use self::trouble::unknown;
use self::walk::{Arrived, Walk};
use crate::{Dns, Error, Guard, LandingSettings, Unknown};

/// Longest last address kept ([`LandingFacts::target`]).
const TARGET_BYTES: usize = 2000;
/// Answers that are about the moment and not about the shop count no longer than this.
const FLEETING: Duration = Duration::from_hours(24);

/// What a look at a place gave.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LandingLook {
    /// The facts; `marks` are empty and `looked_for` is 0 until the catalogue has looked at the page.
    pub facts: LandingFacts,
    /// The page.
    pub page: LandingPage,
    /// How long they count: what the settings say, and at most a day where the answer is about the moment (429 and
    /// 5xx).
    pub counts_for: Duration,
}

/// The one guarded client. Cheap to clone; clones share its limits.
#[derive(Clone)]
pub struct Landing {
    inner: Arc<Inner>,
}

struct Inner {
    settings: LandingSettings,
    names: Arc<dyn Names>,
    guard: Guard,
    dialer: Dialer,
    hosts: Lanes<CompactString>,
    addresses: Lanes<IpAddr>,
}

impl Landing {
    /// A client that asks `dns` for names and `guard` for addresses, at every hop.
    pub fn open(settings: &LandingSettings, dns: Dns, guard: Guard) -> Result<Self, Error> {
        Self::asking(settings, Arc::new(dns), guard)
    }

    /// The same with somebody else who tells the addresses of names.
    pub fn asking(settings: &LandingSettings, names: Arc<dyn Names>, guard: Guard) -> Result<Self, Error> {
        Ok(Self::through(Dialer::new(settings)?, settings, names, guard))
    }

    fn through(dialer: Dialer, settings: &LandingSettings, names: Arc<dyn Names>, guard: Guard) -> Self {
        let inner = Inner {
            settings: settings.clone(),
            names,
            guard,
            dialer,
            hosts: Lanes::new(1),
            addresses: Lanes::new(settings.per_address),
        };
        Self {
            inner: Arc::new(inner),
        }
    }

    /// Places to look at at once.
    pub(crate) fn parallel(&self) -> usize {
        self.inner.settings.parallel
    }

    /// Looks at one place: `https` first, then `http` where nothing speaks TLS there.
    ///
    /// A page that breaks off gives facts where it came as far as `</html>` or the limits; else the look is
    /// undecided, since half a page would seem to have lost its marks.
    pub async fn look(&self, place: &Place) -> Result<LandingLook, Unknown> {
        let first = Url::parse(&format!("https://{place}"))
            .map_err(|error| unknown(UndecidedReason::BadAnswer, format!("no address: {error}")))?;
        let arrived = Walk::new(&self.inner).go(first).await?;
        Ok(self.inner.told(arrived))
    }
}

impl Inner {
    fn told(&self, arrived: Arrived) -> LandingLook {
        let Arrived {
            url,
            answer,
            text,
            trail,
        } = arrived;
        let status = answer.status;
        let last_host = CompactString::from(url.host_str().unwrap_or_default());
        let page::Reading {
            title,
            shop,
            products,
            loads_pixel,
            pixels,
        } = page::read(&text, &last_host);
        let answered = status < 400;
        LandingLook {
            facts: LandingFacts {
                status,
                chain: trail.chain,
                last_host,
                target: beginning(url.as_str(), TARGET_BYTES).to_owned(),
                title,
                shop: if answered { shop } else { ShopSign::Nothing },
                products: if answered { products } else { 0 },
                loads_pixel,
                pixels,
                marks: Vec::new(),
                looked_for: 0,
            },
            page: LandingPage {
                headers: trail.headers,
                cookies: trail.cookies,
                html: beginning(&text, self.settings.page_bytes).to_owned(),
            },
            counts_for: if status == 429 || status >= 500 {
                self.settings.ttl.min(FLEETING)
            } else {
                self.settings.ttl
            },
        }
    }
}

impl fmt::Debug for Landing {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Landing")
            .field("settings", &self.inner.settings)
            .finish_non_exhaustive()
    }
}
