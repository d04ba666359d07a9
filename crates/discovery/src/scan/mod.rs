//! A scan: orders from the planner become runs, as many at once as money and the account allow.
//!
//! Everything happens on one task: the futures of the runs lie in one set, and whatever one of them tells is taken
//! in by [`Drive`] before the next order is asked for. Where all of it is cut off, the ledger and the vault say
//! where each run stood.

mod admit;
mod drive;
mod late;
mod recover;
mod remote;
mod report;

use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;

use apify::{Actor, Door};
use classification::Engine;
use database::Database;
use planner::Planner;
use purse::Purse;
use tokio_util::sync::CancellationToken;

use crate::error::Error;
use crate::job::Context;
use crate::observer::{Clock, Observer};
use crate::settings::ScanSettings;
use crate::summary::Summary;
use crate::vault::Vault;
pub use admit::account_money;
use drive::Drive;

/// Everything that a scan works with.
pub struct Scan<'a> {
    /// Where sellers are, and ads go.
    pub database: &'a dyn Database,
    /// Judges them.
    pub engine: &'a Engine,
    /// The way to Apify.
    pub door: &'a Door,
    /// What is run there.
    pub actor: &'a dyn Actor,
    /// The money.
    pub purse: &'a Purse<'a>,
    /// Raw pages. Its owner must be `owner`: its lock says that this process lives.
    pub vault: &'a Vault,
    /// Tells the time.
    pub clock: &'a dyn Clock,
    /// Is told what happens.
    pub observer: &'a dyn Observer,
    /// How it is done.
    pub settings: ScanSettings,
    /// Names this process among all that share the ledger.
    pub owner: String,
    /// Names this scan; part of every run's tag.
    pub scan: String,
    /// Who carries its runs.
    pub carriers: Carriers,
}

/// Who carries the runs of a scan.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Carriers {
    /// This process, all of them.
    #[default]
    ThisProcess,
    /// Whoever claims them from the queue of runs; this process too, where nobody else does.
    Queue,
}

/// What our tags begin with: a run with such a tag in the account is ours.
pub const TAG_PREFIX: &str = "sellers-ads";

impl Scan<'_> {
    /// Brings to their end what dead processes left, then asks what the planner says until nothing is worth asking
    /// or affordable, or `stop` is cancelled: then no new run is started, and those under way are watched to their
    /// end. [`ScanSettings::abort`] aborts them too.
    ///
    /// # Errors
    /// Only what makes going on impossible here: the database, the ledger, the disk, or an account that cannot be
    /// read at the start. What Apify refuses later ends the scan with [`StoppedBy::Error`](crate::StoppedBy::Error).
    /// In every case the next scan takes up what was begun.
    pub async fn run(&self, planner: Planner, stop: CancellationToken) -> Result<Summary, Error> {
        self.drive(Some(planner), stop).await
    }

    /// Only brings to their end what dead processes left, and starts nothing.
    ///
    /// # Errors
    /// As [`run`](Self::run).
    pub async fn recover(&self, stop: CancellationToken) -> Result<Summary, Error> {
        self.drive(None, stop).await
    }

    async fn drive(&self, planner: Option<Planner>, stop: CancellationToken) -> Result<Summary, Error> {
        let context = Context {
            scan: self,
            stop,
            stopped_at: Cell::new(None),
            tags: RefCell::new(BTreeMap::new()),
        };
        Drive::new(&context, planner).go().await
    }
}
