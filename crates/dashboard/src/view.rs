//! Everything that is to be seen at one moment, made when data arrives.

mod told;

use std::collections::BTreeMap;
use std::sync::Arc;

use analytics::{Alert, Book, Frame, MoneyFacts, Recommendation, Segments, Window};
use classification::Catalogue;
use figures::Figures;
use model::Timestamp;

use crate::config::Config;
pub use told::{Memory, Parted};

/// What readers see. Equal stamps, equal pages (but for how far a scan is).
#[derive(Debug, Clone)]
pub struct View {
    /// Changes with anything that a page shows: the data's version, the ledger, decisions, scans, the day.
    pub stamp: u64,
    /// All sellers.
    pub figures: Figures,
    /// How many there are.
    pub clients: u64,
    /// The purse.
    pub money: MoneyFacts,
    /// What people decided about alerts, by alert id.
    pub decisions: BTreeMap<String, Decision>,
    /// Filters that somebody named, for everybody.
    pub segments: Arc<Segments>,
    /// By which chances are told.
    pub potential: Arc<potential::Model>,
    /// Scans that were asked for from a page, latest first.
    pub scans: Vec<ScanRequest>,
    /// What `report overview --json` says, but for the money; `None` before the first refresh.
    pub overview: Option<serde_json::Value>,
    /// Names of platforms.
    pub catalogue: Arc<Catalogue>,
    /// Whether documents are being made again from new data right now.
    pub refreshing: bool,
    /// Alerts and recommendations that were made of it.
    pub told: Memory,
}

impl View {
    /// A view of nothing, for pages that people see before it is known who they are.
    pub fn of_nothing(config: &Config, catalogue: Arc<Catalogue>, now: Timestamp) -> Self {
        let mut book = Book::new(config.zone.clone(), Arc::new(|_| model::Kind::Shop));
        Self {
            stamp: 0,
            figures: Figures::Held(book.snapshot(0, now)),
            clients: 0,
            money: MoneyFacts::default(),
            decisions: BTreeMap::new(),
            segments: Arc::default(),
            potential: Arc::default(),
            scans: Vec::new(),
            overview: None,
            catalogue,
            refreshing: false,
            told: Memory::default(),
        }
    }

    /// What stands around the sellers: when it is, where days begin, since when anything is known.
    pub const fn frame(&self) -> &Frame {
        self.figures.frame()
    }

    /// Alerts of a window that nobody acknowledged or muted, and those that somebody did.
    pub fn alerts(&self, config: &Config, window: Window) -> Result<Parted, database::Error> {
        let told = self.told.of(window);
        let parted = told.alerts.get(|| {
            let now = self.frame().taken_at;
            let decision = |alert: &Alert| self.decisions.get(&alert.id);
            let all = self.figures.alerts(window, &config.rules, &self.money)?;
            let (decided, open): (Vec<_>, Vec<_>) = all
                .into_iter()
                .partition(|alert| decision(alert).is_some_and(|decision| decision.holds(now)));
            Ok((open.into(), decided.into()))
        })?;
        Ok(Parted::clone(&parted))
    }

    /// What to do next, best first.
    pub fn recommendations(&self, window: Window) -> Result<Vec<Recommendation>, database::Error> {
        let told = self.told.of(window);
        let made = || match self.figures.held() {
            Some(snapshot) => Ok(snapshot.recommendations_with(window, &self.money, &self.potential)),
            None => self.figures.recommendations(window, &self.money),
        };
        Ok(told.recommendations.get(made)?.to_vec())
    }

    /// A platform's name as people write it; its id where nobody knows it.
    pub fn platform_name<'v>(&'v self, id: &'v str) -> &'v str {
        self.catalogue
            .platform(id)
            .map_or(id, |platform| platform.name.as_str())
    }
}

/// What somebody decided about an alert; a record on the shelf `Decisions` under the alert's id.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Decision {
    /// Acknowledged (seen, dealt with) or muted (not before `until`).
    pub kind: DecisionKind,
    /// Who.
    pub by: String,
    /// When.
    pub at: Timestamp,
    /// Until when it holds; for good where `None`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<Timestamp>,
}

/// Kinds of decisions.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DecisionKind {
    /// Seen and dealt with.
    Acknowledged,
    /// Not to be shown until some day.
    Muted,
}

impl Decision {
    /// Whether it still holds.
    pub fn holds(&self, now: Timestamp) -> bool {
        self.until.is_none_or(|until| now < until)
    }
}

/// A scan that somebody asked for; a record on the shelf `Requests` under its id. A worker takes it up.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct ScanRequest {
    /// Its id: sorts by time.
    pub id: String,
    /// Who asked.
    pub by: String,
    /// When.
    pub at: Timestamp,
    /// Only these sellers; all where empty.
    #[serde(default)]
    pub clients: Vec<String>,
    /// The most that it may spend, in micro-dollars; what is left of the month where `None`.
    #[serde(default)]
    pub budget_micros: Option<i64>,
    /// How far it is.
    pub state: ScanState,
    /// What happened so far.
    #[serde(default)]
    pub progress: ScanProgress,
    /// Why it failed, in words for people.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub error: Option<String>,
}

/// How far a scan is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ScanState {
    /// Nobody took it up yet.
    Waiting,
    /// A worker is at it.
    Running,
    /// It ended.
    Done,
    /// It failed.
    Failed,
    /// Somebody called it off.
    Cancelled,
}

/// What a scan has spent and found.
#[derive(Debug, Clone, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct ScanProgress {
    /// Questions asked and answered.
    pub questions: u64,
    /// Questions there are; an estimate.
    pub questions_in_all: u64,
    /// Runs that ended.
    pub runs: u64,
    /// Ads of sellers found.
    pub ads: u64,
    /// Spent by it, in micro-dollars.
    pub spent_micros: i64,
    /// When this was written.
    #[serde(default)]
    pub at: Option<Timestamp>,
}
