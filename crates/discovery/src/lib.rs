//! Phase 1: scans under a budget, resumable at any point, nothing that was paid for ever lost.
//!
//! The way of one run, which is the way to read this crate: the planner gives an order, the purse sets its cap
//! aside (`scan/admit`), it is started once with exactly that cap (`run/start`) and, where the answer is lost,
//! looked for by its tag (`run/look`); it is watched to its end (`run/watch`); two reads agree on its cost
//! (`run/agree`); every page of its dataset is put on disk (`run/collect`, `vault`); its items are attributed to
//! their questions, judged and stored (`run/store`, `attribution`, `answers`); it is settled (`run/finish`).
//! What a dead process left is taken up where the ledger and the vault say that it stood (`scan/recover`). Where
//! workers are heard of, runs are put into a queue for them ([`work`], `scan/remote`).
//!
//! Order of writing, which makes every cut harmless: the ledger before the start; the vault before the database;
//! the database before the ledger's last line.

mod answers;
mod attribution;
mod error;
mod items;
mod job;
pub mod known;
mod observer;
pub mod owners;
mod point;
pub mod replay;
mod run;
mod scan;
mod settings;
mod shares;
mod signs;
mod summary;
pub mod url;
pub mod vault;
pub mod work;

pub use error::Error;
pub use known::known;
pub use observer::{Clock, Event, Observer, Settled, Silent};
pub use point::Point;
pub use scan::{Carriers, Scan, TAG_PREFIX, account_money};
pub use settings::{ScanSettings, WorkSettings};
pub use summary::{Partial, StoppedBy, Stray, Summary};
pub use vault::{Vault, VaultError};
