//! Many places, looked at once each within limits: what is due, what came, what stays undecided.
//!
//! A campaign makes two rounds: the DNS of all hosts that are due, then the pages of those that lead somewhere (by what
//! was just observed or by what is stored) and of short links. Places stand in the order of their registrable domains,
//! so that what is asked once per domain is needed at one time. What came is written in batches; whatever ends the
//! process loses one batch, and the next campaign goes on with what is still due.

mod book;
mod looks;
mod marks;
mod plan;
mod round;
mod targets;

use std::collections::BTreeMap;

use classification::Catalogue;
use database::Database;
use model::Timestamp;
use model::observation::{Observed, Undecided, UndecidedReason};
use tokio_util::sync::CancellationToken;

use self::book::Book;
use self::looks::{AskDns, FetchPages};
use self::plan::Plan;
use crate::{Dns, Error, Landing};

pub use marks::mark_again;
pub use targets::Targets;

/// Is told what happens, from within the campaign: it must not block.
pub trait Observer {
    /// Something happened that people may want to see.
    fn event(&self, event: &Event<'_>);
}

/// What happens in a campaign.
#[derive(Debug)]
pub enum Event<'e> {
    /// So many looks are due; `fresh` need none. Told again once the DNS has said which places lead nowhere, where no
    /// page is looked for: the first is the most that can be due.
    Planned {
        /// Looks to make in the whole campaign.
        due: u64,
        /// Looks that are not needed yet.
        fresh: u64,
    },
    /// A look gave facts.
    Observed(&'e Observed),
    /// A look gave none.
    Undecided(&'e Undecided),
}

/// What a campaign did.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Outcome {
    /// Places.
    pub places: u64,
    /// Looks whose facts were not due.
    pub fresh: u64,
    /// Looks that gave facts.
    pub answered: u64,
    /// Of these, places that lead nowhere.
    pub nowhere: u64,
    /// Lines of history that were begun: something new.
    pub changed: u64,
    /// Looks that gave none, by reason.
    pub undecided: BTreeMap<UndecidedReason, u64>,
    /// Whether it was stopped before its end.
    pub stopped: bool,
}

/// A pass over places.
pub struct Campaign<'c> {
    /// Where facts go, and where it is known which are due.
    pub database: &'c dyn Database,
    /// Whose marks are looked for on pages.
    pub catalogue: &'c Catalogue,
    /// Asks the DNS.
    pub dns: &'c Dns,
    /// Fetches pages; `None` to ask the DNS only.
    pub landing: Option<&'c Landing>,
    /// Tells the time.
    pub clock: &'c (dyn Fn() -> Timestamp + Sync),
    /// Is told what happens.
    pub observer: &'c (dyn Observer + Sync),
    /// Look even where the facts are not due.
    pub again: bool,
    /// Fetch pages also of hosts under a platform's own suffix. Their name says whose they are, thousands of them stand
    /// on one machine, and a page of each would be asked of it for nothing.
    pub every_page: bool,
}

impl Campaign<'_> {
    /// Looks at all places that are due. Facts are written every few hundred looks, every two seconds and at the end;
    /// after `stop` no look is begun and those under way are given up.
    ///
    /// Writes block the caller's task for some milliseconds each; the looks run as tasks of their own and go on
    /// meanwhile where the runtime has more than one thread.
    pub async fn run(&self, targets: Targets, stop: CancellationToken) -> Result<Outcome, Error> {
        mark_again(self.database, self.catalogue)?;
        let plan = Plan::read(self, &targets.places)?;
        let hosts = plan.hosts_due();
        let mut book = Book::new(self, &targets.places, plan);
        book.announce(hosts.len() + book.plan.most_pages_due(&targets.places));
        let mut asking = AskDns {
            dns: self.dns,
            book: &mut book,
        };
        let mut finished = round::run(&mut asking, &hosts, self.dns.parallel(), &stop).await?;
        book.flush()?;
        if let Some(landing) = self.landing
            && finished
        {
            let pages = book.plan.pages_due(&targets.places);
            book.announce(hosts.len() + pages.len());
            let mut fetching = FetchPages {
                landing,
                book: &mut book,
            };
            finished = round::run(&mut fetching, &pages, landing.parallel(), &stop).await?;
            book.flush()?;
        }
        book.outcome.stopped = !finished;
        Ok(book.outcome)
    }
}
