//! Everything of one database brought into another, whatever engines they are: resumable, repeatable, verified.
//!
//! A copy writes by the same calls as everybody else, so the target is whole after each of them and readers of either
//! side go on. It notes in the target how far it came (`mark`); begun again it goes on from there, and what it writes
//! twice changes nothing. At the end the digests of both sides, and their ledgers line by line, are compared. Where the
//! source changed meanwhile a second pass follows what was touched; what still differs is said.
//!
//! Not copied is work that is shared ([`database::work`]): leases and tokens mean something only where they were given.
//! Two ledgers are never merged: the target's must be the beginning of the source's, or the copy is refused.

mod beside;
mod documents;
mod follow;
mod items;
mod ledger;
mod looks;
mod mark;
mod portions;
mod searches;
mod verify;

use std::ops::ControlFlow;

use database::{Database, WorkFilter};
use model::Timestamp;

use self::mark::Mark;
use self::portions::Walk;

/// Why a copy could not go on. What was copied stays, and the same call goes on from there.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// One of the databases failed.
    #[error(transparent)]
    Database(#[from] database::Error),
    /// Both are the same one.
    #[error("both sides are the same database")]
    Same,
    /// The target's ledger is not the beginning of the source's.
    #[error("the target's ledger says something else from line {line} on: two ledgers are never merged")]
    OtherLedger {
        /// The first line that the source has not, or has otherwise.
        line: u64,
    },
    /// An ad of the source is missing, or nobody judged it: a rebuild was cut short.
    #[error(
        "the ad {ad} of the source was never made from its raw item: end the rebuild of the source first"
    )]
    Unmade {
        /// `ad_archive_id`.
        ad: String,
    },
    /// The observer asked to stop.
    #[error("stopped: the same command goes on from here")]
    Stopped,
}

/// What every part of a copy gives.
pub type Result<T> = std::result::Result<T, Error>;

/// What is copied, in this order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stage {
    /// Sellers and their domains.
    Sellers,
    /// Raw items with their ads.
    Items,
    /// Items that were refused.
    Refused,
    /// Searches that were made.
    Searches,
    /// Facts from the network with their history, and pages.
    Observations,
    /// Where somebody looked in vain.
    Undecided,
    /// Mappings.
    Mappings,
    /// Reports, all there ever were.
    Reports,
    /// Whose ad each is, and whether it is gone.
    Attributions,
    /// People's own words.
    Records,
    /// Settings and marks.
    Notes,
    /// Lines of the ledger.
    Ledger,
    /// Both sides are read whole and compared; nothing is written.
    Verify,
}

impl Stage {
    /// All of them, in order.
    pub const ALL: [Self; 13] = [
        Self::Sellers,
        Self::Items,
        Self::Refused,
        Self::Searches,
        Self::Observations,
        Self::Undecided,
        Self::Mappings,
        Self::Reports,
        Self::Attributions,
        Self::Records,
        Self::Notes,
        Self::Ledger,
        Self::Verify,
    ];

    /// A stable name.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Sellers => "sellers",
            Self::Items => "items",
            Self::Refused => "refused",
            Self::Searches => "searches",
            Self::Observations => "observations",
            Self::Undecided => "undecided",
            Self::Mappings => "mappings",
            Self::Reports => "reports",
            Self::Attributions => "attributions",
            Self::Records => "records",
            Self::Notes => "notes",
            Self::Ledger => "ledger",
            Self::Verify => "verify",
        }
    }
}

/// Hears how far a copy is, and may stop it.
pub trait Observer {
    /// So many of the stage were handed over since the last call. `Break` ends the copy with [`Error::Stopped`].
    fn done(&self, stage: Stage, more: u64) -> ControlFlow<()>;
}

/// Hears nothing.
#[derive(Debug, Clone, Copy, Default)]
pub struct Silent;

impl Observer for Silent {
    fn done(&self, _: Stage, _: u64) -> ControlFlow<()> {
        ControlFlow::Continue(())
    }
}

/// What was handed over; what a later pass hands over again counts again.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Counts {
    /// Sellers.
    pub sellers: u64,
    /// Raw items, each with its ad.
    pub items: u64,
    /// Refused items.
    pub refused: u64,
    /// Searches.
    pub searches: u64,
    /// Lines of history of observations.
    pub observations: u64,
    /// Notes of looks in vain.
    pub undecided: u64,
    /// Mappings.
    pub mappings: u64,
    /// Reports.
    pub reports: u64,
    /// Ads with what is noted of whose they are.
    pub attributions: u64,
    /// Records of all shelves.
    pub records: u64,
    /// Notes.
    pub notes: u64,
    /// Lines of the ledger that the target had not.
    pub ledger_lines: u64,
}

/// How both sides compare at the end.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Verified {
    /// The digest of the source.
    pub source: u64,
    /// The digest of the target.
    pub target: u64,
    /// How many lines the source's ledger has.
    pub ledger_lines: u64,
    /// Whether the target's has the same ones, number by number.
    pub same_ledger: bool,
    /// Whether every record of the source is in the target, body by body.
    pub same_records: bool,
}

impl Verified {
    /// Whether nothing differs.
    pub const fn same(&self) -> bool {
        self.source == self.target && self.same_ledger && self.same_records
    }
}

/// What a copy did.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Copied {
    /// What was handed over.
    pub counts: Counts,
    /// How often it went over the source: once, and again where that was not enough.
    pub passes: u32,
    /// Whether it went on where an earlier one was cut short, or had ended.
    pub resumed: bool,
    /// How both sides compare.
    pub verified: Verified,
    /// Items of shared work in the source that are not over; they stay there.
    pub work_left: u64,
}

/// More passes than this are no use: somebody writes to one side all the time.
const PASSES: u32 = 4;

/// The two sides, who hears of the copy, and what it did so far.
struct Copy<'c> {
    source: &'c dyn Database,
    target: &'c dyn Database,
    observer: &'c dyn Observer,
    counts: Counts,
}

/// Copies everything. `begun` is now: it tells this copy's mark from others'.
pub fn copy(
    source: &dyn Database,
    target: &dyn Database,
    begun: Timestamp,
    observer: &dyn Observer,
) -> Result<Copied> {
    let mut copy = Copy {
        source,
        target,
        observer,
        counts: Counts::default(),
    };
    // Before the first write, so that a refused copy changes nothing but the mark.
    ledger::compare(source, target)?;
    let (mut mark, resumed) = Mark::begin(source, target, begun)?;
    let mut version = source.version()?;
    copy.all(&mut mark)?;
    let mut verified = verify::both(&copy)?;
    let mut passes = 1;
    // Whether the latest pass handed everything over anew, while the source stood still.
    let mut whole = !resumed;
    while !verified.same() && passes < PASSES {
        let now = source.version()?;
        let after = if now == version {
            if whole {
                break;
            }
            whole = true;
            mark = mark.begun_anew();
            0
        } else {
            whole = false;
            version
        };
        passes += 1;
        version = now;
        copy.again(&mut mark, after)?;
        verified = verify::both(&copy)?;
    }
    Ok(Copied {
        counts: copy.counts,
        passes,
        resumed,
        verified,
        work_left: work_left(source)?,
    })
}

impl Copy<'_> {
    /// Everything once, from the marks on.
    fn all(&mut self, mark: &mut Mark) -> Result<()> {
        documents::sellers(self)?;
        self.gathered(mark)?;
        documents::mappings(self)?;
        documents::reports(self)?;
        self.beside()
    }

    /// What came since the marks, and what was touched since this version of the source.
    fn again(&mut self, mark: &mut Mark, after: u64) -> Result<()> {
        follow::sellers(self, after)?;
        self.gathered(mark)?;
        self.beside()
    }

    /// What was gathered from outside.
    fn gathered(&mut self, mark: &mut Mark) -> Result<()> {
        items::copy(self, mark)?;
        searches::refused(self)?;
        searches::searches(self, mark)?;
        looks::observations(self)?;
        looks::undecided(self)
    }

    /// What hangs on the rest or stands beside it; the ledger last, so that it is the latest.
    fn beside(&mut self) -> Result<()> {
        items::attributions(self)?;
        beside::records(self)?;
        beside::notes(self)?;
        ledger::copy(self)
    }

    /// Tells the observer, and stops where it says so.
    fn done(&self, stage: Stage, more: usize) -> Result<()> {
        match self.observer.done(stage, more as u64) {
            ControlFlow::Continue(()) => Ok(()),
            ControlFlow::Break(()) => Err(Error::Stopped),
        }
    }
}

/// Items of shared work that somebody will still do, or does.
fn work_left(source: &dyn Database) -> Result<u64> {
    let mut left = 0;
    Walk::new(|visit| source.each_work(&WorkFilter::default(), visit)).each(|item| {
        left += u64::from(!item.state.is_over());
        Ok(())
    })?;
    Ok(left)
}
