//! The two kinds of looks of a campaign, and what becomes of what they give.

use model::Host;
use model::observation::{DnsAnswer, DnsFacts, Facts, FactsKind, Place, UndecidedReason};

use super::book::Book;
use super::plan::Leads;
use super::round::Work;
use crate::{Dns, DnsLook, Error, Landing, LandingLook, Unknown};

/// Asks the DNS of hosts.
pub(super) struct AskDns<'w, 'c> {
    pub dns: &'w Dns,
    pub book: &'w mut Book<'c>,
}

impl Work for AskDns<'_, '_> {
    type Look = Result<DnsLook, Unknown>;

    fn look(&self, place: u32) -> impl Future<Output = Self::Look> + Send + 'static {
        let dns = self.dns.clone();
        let host = self.book.place(place).map(|place| Host::parse(place.host()));
        async move {
            match host {
                Some(Ok(host)) => dns.look(&host).await,
                // A `Place` holds a host: this is for the compiler.
                _ => Err(Unknown::new(UndecidedReason::BadAnswer, "no host".to_owned())),
            }
        }
    }

    fn one_by_one(&self, _: u32, _: u32) -> bool {
        false
    }

    fn enter(&mut self, place: u32, look: Self::Look) -> Result<(), Error> {
        let mut look = match look {
            Ok(look) => look,
            Err(unknown) => return self.book.undecided(place, FactsKind::Dns, unknown),
        };
        if look.missing.any()
            && let Some(before) = self.stored(place)?
        {
            look.missing.fill(&mut look.facts, &before);
        }
        let leads = match look.facts.answer {
            DnsAnswer::Resolves => Leads::Somewhere,
            DnsAnswer::NoAddress | DnsAnswer::NoSuchName => Leads::Nowhere,
        };
        self.book.plan.leads(place, leads);
        if leads == Leads::Nowhere {
            self.book.outcome.nowhere += 1;
        }
        self.book
            .observed(place, Facts::Dns(look.facts), look.counts_for, None)
    }

    fn write(&mut self) -> Result<(), Error> {
        self.book.flush()
    }
}

impl AskDns<'_, '_> {
    /// What is stored of the place, the latest.
    fn stored(&self, place: u32) -> Result<Option<DnsFacts>, Error> {
        let Some(place) = self.book.place(place) else {
            return Ok(None);
        };
        let latest = self.book.campaign.database.latest_of(place, FactsKind::Dns)?;
        Ok(latest.and_then(|observation| match observation.facts {
            Facts::Dns(facts) => Some(facts),
            Facts::Landing(_) => None,
        }))
    }
}

/// Fetches pages, one after the other where they are of one host.
pub(super) struct FetchPages<'w, 'c> {
    pub landing: &'w Landing,
    pub book: &'w mut Book<'c>,
}

impl Work for FetchPages<'_, '_> {
    type Look = Option<Result<LandingLook, Unknown>>;

    fn look(&self, place: u32) -> impl Future<Output = Self::Look> + Send + 'static {
        let landing = self.landing.clone();
        let place = self.book.place(place).cloned();
        async move { Some(landing.look(&place?).await) }
    }

    fn one_by_one(&self, before: u32, after: u32) -> bool {
        let host = |place| self.book.place(place).map(Place::host);
        host(before) == host(after)
    }

    fn enter(&mut self, place: u32, look: Self::Look) -> Result<(), Error> {
        let look = match look {
            Some(Ok(look)) => look,
            Some(Err(unknown)) => return self.book.undecided(place, FactsKind::Landing, unknown),
            None => return Ok(()),
        };
        let catalogue = self.book.campaign.catalogue;
        let mut facts = look.facts;
        facts.marks = catalogue.marks_on(&look.page);
        facts.looked_for = catalogue.marks_digest();
        self.book
            .observed(place, Facts::Landing(facts), look.counts_for, Some(look.page))
    }

    fn write(&mut self) -> Result<(), Error> {
        self.book.flush()
    }
}
