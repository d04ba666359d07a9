//! The life of one run: started once, watched to its end, collected, stored, settled.
//!
//! The first part ([`begin`], [`resume`]) ends when the run takes none of the account's room any more; the second
//! ([`finish`]) brings what it delivered home. Each is one future; whatever they do can be cut off at any point and
//! is taken up again from the ledger and the vault.

mod agree;
mod collect;
mod finish;
mod look;
mod start;
mod store;
mod watch;

pub(crate) use finish::{finish, tell};
pub(crate) use look::{known_ids, tag_of};
pub(crate) use start::{begin, resume};
pub(crate) use store::{Asked, store, store_into};
