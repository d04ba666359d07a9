//! What the dashboard asks about all sellers, answered either way.
//!
//! Where all sellers fit one machine's memory, a [`Snapshot`] holds them and answers at once ([`Figures::Held`]). Where
//! they do not, the collection `sa_clients` of the database holds one document per seller ([`row`]), kept by
//! [`Upkeep`], and every question is an indexed find or an aggregation pipeline over it ([`Figures::Asked`],
//! [`pipelines`]). What must be judged is judged by the same functions of [`analytics::apart`], on the few sellers that
//! indexed fields narrow down to: equal documents, equal answers. `tests/equal.rs` holds this.

pub mod asked;
pub mod documents;
pub mod estimate;
mod filter;
pub mod indexes;
mod kept;
mod order;
pub mod pipelines;
pub mod row;
mod searches;
pub mod upkeep;

use std::sync::Arc;

use analytics::{
    Alert, AlertRules, Beat, Benchmark, ChangeSet, Changes, Client, ClientFilter, ClientList, ClientOrder,
    Competition, Cursor, Frame, MoneyFacts, Overview, Recommendation, Snapshot, Span, Timeline, Voice,
    Window,
};
use database::Result;
use model::Timestamp;

pub use asked::Asked;
pub use estimate::Choice;
pub use kept::Once;
pub use searches::{Read, Told};
pub use upkeep::Upkeep;

/// All sellers at one moment.
#[derive(Debug, Clone)]
pub enum Figures {
    /// In this machine's memory; never fails.
    Held(Snapshot),
    /// In the database.
    Asked(Asked),
}

impl Figures {
    /// What stands around the sellers.
    pub const fn frame(&self) -> &Frame {
        match self {
            Self::Held(snapshot) => &snapshot.frame,
            Self::Asked(asked) => &asked.frame,
        }
    }

    /// The same, to change it: for tests that move the clock.
    pub const fn frame_mut(&mut self) -> &mut Frame {
        match self {
            Self::Held(snapshot) => &mut snapshot.frame,
            Self::Asked(asked) => &mut asked.frame,
        }
    }

    /// The base as it stands, without what changed.
    pub fn base(&self) -> Result<Arc<Overview>> {
        match self {
            Self::Held(snapshot) => Ok(Arc::new(snapshot.base().clone())),
            Self::Asked(asked) => asked.base(),
        }
    }

    /// Sellers.
    pub fn len(&self) -> Result<usize> {
        match self {
            Self::Held(snapshot) => Ok(snapshot.len()),
            Self::Asked(asked) => Ok(usize::try_from(asked.base()?.clients).unwrap_or(usize::MAX)),
        }
    }

    /// Whether there is no seller at all.
    pub fn is_empty(&self) -> Result<bool> {
        Ok(self.len()? == 0)
    }

    /// One seller.
    pub fn client(&self, slug: &str) -> Result<Option<Arc<Client>>> {
        match self {
            Self::Held(snapshot) => Ok(snapshot.shared(slug)),
            Self::Asked(asked) => asked.client(slug),
        }
    }

    /// A page of at most `limit` rows: see [`Snapshot::clients`].
    pub fn clients(
        &self,
        filter: &ClientFilter,
        order: ClientOrder,
        after: Option<&Cursor>,
        limit: usize,
    ) -> Result<ClientList> {
        match self {
            Self::Held(snapshot) => Ok(snapshot.clients(filter, order, after, limit)),
            Self::Asked(asked) => asked.clients(filter, order, after, limit),
        }
    }

    /// How many match.
    pub fn count(&self, filter: &ClientFilter) -> Result<usize> {
        match self {
            Self::Held(snapshot) => Ok(snapshot.count_clients(filter)),
            Self::Asked(asked) => asked.total(filter),
        }
    }

    /// Every match, in order, one by one: for exports. What `visit` fails with ends the walk.
    pub fn each_client<E: From<database::Error>>(
        &self,
        filter: &ClientFilter,
        order: ClientOrder,
        visit: &mut dyn FnMut(&Client) -> std::result::Result<(), E>,
    ) -> std::result::Result<(), E> {
        match self {
            Self::Held(snapshot) => snapshot
                .all_clients(filter, order)
                .into_iter()
                .try_for_each(visit),
            Self::Asked(asked) => asked.each_client(filter, order, visit),
        }
    }

    /// The base as it stands, and what changed within the window.
    pub fn overview(&self, window: Window) -> Result<Overview> {
        match self {
            Self::Held(snapshot) => Ok(snapshot.overview(window)),
            Self::Asked(asked) => asked.overview(window),
        }
    }

    /// What changed since the scan before the last one.
    pub fn since_last_scan(&self) -> Result<Changes> {
        match self {
            Self::Held(snapshot) => Ok(snapshot.since_last_scan()),
            Self::Asked(asked) => asked.since_last_scan(),
        }
    }

    /// What changed of sellers within the days of a window.
    pub fn changes(&self, window: Window) -> Result<Arc<ChangeSet>> {
        match self {
            Self::Held(snapshot) => Ok(Arc::new(snapshot.changes(window))),
            Self::Asked(asked) => asked.changes(window),
        }
    }

    /// The same within a span: between two scans, or any two moments.
    pub fn changes_within(&self, span: Span) -> Result<Arc<ChangeSet>> {
        match self {
            Self::Held(snapshot) => Ok(Arc::new(snapshot.changes_within(span))),
            Self::Asked(asked) => asked.changes_within(span),
        }
    }

    /// The points of a window: numbers per day are in memory either way.
    pub fn timeline(&self, window: Window) -> Timeline {
        self.frame().timeline(window)
    }

    /// Rivals, with what changed within the window.
    pub fn competition(&self, window: Window) -> Result<Arc<Competition>> {
        match self {
            Self::Held(snapshot) => Ok(Arc::new(snapshot.competition(window))),
            Self::Asked(asked) => asked.competition(window),
        }
    }

    /// A seller against its cohort; `None` where there is no such seller, or it does not advertise.
    pub fn benchmark(&self, slug: &str) -> Result<Option<Benchmark>> {
        match self {
            Self::Held(snapshot) => Ok(snapshot.benchmark(slug)),
            Self::Asked(asked) => asked.benchmark(slug),
        }
    }

    /// Share of voice over a window, and Converty against each rival.
    pub fn voice(&self, window: Window, beat: Beat) -> Result<Arc<Voice>> {
        match self {
            Self::Held(snapshot) => Ok(Arc::new(snapshot.voice(window, beat))),
            Self::Asked(asked) => asked.voice(window, beat),
        }
    }

    /// What somebody should know: see [`Snapshot::alerts`].
    pub fn alerts(&self, window: Window, rules: &AlertRules, money: &MoneyFacts) -> Result<Vec<Alert>> {
        match self {
            Self::Held(snapshot) => Ok(snapshot.alerts(window, rules, money)),
            Self::Asked(asked) => asked.alerts(window, rules, money),
        }
    }

    /// What to do next: see [`Snapshot::recommendations`].
    pub fn recommendations(&self, window: Window, money: &MoneyFacts) -> Result<Vec<Recommendation>> {
        match self {
            Self::Held(snapshot) => Ok(snapshot.recommendations(window, money)),
            Self::Asked(asked) => asked.recommendations(window, money),
        }
    }

    /// The snapshot, where it is in memory.
    pub const fn held(&self) -> Option<&Snapshot> {
        match self {
            Self::Held(snapshot) => Some(snapshot),
            Self::Asked(_) => None,
        }
    }

    /// Covered sellers that were seen at this moment or later.
    pub fn seen_since(&self, moment: Timestamp) -> Result<u64> {
        match self {
            Self::Held(snapshot) => {
                let covered = snapshot.each().filter(|client| client.status.is_covered());
                let seen = covered.filter(|client| client.seen_at.is_some_and(|seen| seen >= moment));
                Ok(seen.count() as u64)
            }
            Self::Asked(asked) => asked.seen_since(moment),
        }
    }
}
