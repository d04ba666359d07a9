//! A DNS server over loopback: zones from a file, latency, and everything that goes wrong with the DNS.
//!
//! It answers as a recursive resolver does, for one [`Zone`] that stands for the whole DNS. What it is asked is
//! counted, so that a test can say what a client may ask.

mod counts;
mod faults;
mod handler;
mod look;
mod master;
mod name;
mod reply;
mod server;
mod zone;

pub use counts::{Counts, Tally};
pub use faults::DnsFault;
pub use hickory_server::proto::rr::RecordType;
pub use look::{Answer, Look, Negative, Outcome};
pub use server::{DnsServer, DnsSpec};
pub use zone::{Data, Entry, Soa, Zone, ZoneError};
