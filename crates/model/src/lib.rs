//! The words of the product as types: seller, domain, page, ad, link, destination, verdict, documents.
//!
//! One word per thing, everywhere. Nothing here reads a clock, a file or a socket; times are passed in,
//! money is whole micro-dollars.

pub mod ad;
pub mod changes;
pub mod document;
pub mod evidence;
pub mod host;
pub mod money;
pub mod moves;
pub mod observation;
pub mod seller;
pub mod text;
pub mod time;
pub mod verdict;

pub use ad::{Ad, Link, LinkSource};
pub use host::{Host, HostError};
pub use money::MicroDollars;
pub use seller::{DomainRefusal, Seller, SellerDomain};
pub use time::Timestamp;
pub use verdict::{Class, Confidence, Kind, Rule, Verdict};
