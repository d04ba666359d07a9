//! The account of money: reserve, settle, release, never overdrawn.
//!
//! Nothing is held but the ledger. [`Account`] is what its lines say, folded one by one without I/O;
//! [`Purse`] reads new lines, decides, and appends with the number after which it believes to write. Where
//! another writer was first nothing is written, and the purse reads on and decides again. So the sum that was
//! checked is the sum that holds, across tasks, processes and crashes:
//!
//! `settled + reserved + worst case of unknown <= min(budget, the account's limit - what others spent)`
//!
//! at every grant, in the monthly cycle as Apify reports it. Only what is found out afterwards (a late charge
//! over a cap, a lower budget, money that others spent) can break the sum; then nothing more is granted.
//!
//! Each run has one owner, who alone says what becomes of it ([`Watcher`]). A run changes hands by an adoption, which
//! is a line like any other: what a former owner decided before it read that line is refused at its append.

mod account;
mod balance;
mod cycle;
mod error;
mod estimate;
pub mod journal;
mod purse;
mod run;
mod session;
mod watcher;

pub use account::Account;
pub use balance::{Alerts, Balance, THRESHOLDS, crossed};
pub use cycle::{AccountMoney, Cycle};
pub use error::{Error, Impossible};
pub use estimate::{average, estimate};
pub use journal::{Journal, JournalError};
pub use purse::Purse;
pub use run::{OpenRun, OpenState, Reservation, SettledRun};
pub use session::{Mark, Session};
pub use watcher::Watcher;
