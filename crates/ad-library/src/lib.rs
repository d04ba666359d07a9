//! Bytes to ads: every shape in which Ad Library items reach us.
//!
//! [`Reader`] reads streams of any length with a bounded buffer, [`read_bytes`] what is in memory, and
//! [`parse_item`] one item; all three share one walk over the bytes, and none copies text that it can
//! borrow. Plain, gzip and zstd data are told apart by their first bytes.
//!
//! ```
//! use ad_library::{Event, read_bytes};
//!
//! let line = br#"{"domain":"a.tn","cached_at":"2025-12-28T13:24:52","ads":[
//!     {"ad_archive_id":"1","snapshot":{"link_url":"https://a.tn/p"}}, {"error":"Ads not found"}]}"#;
//! let mut ads = Vec::new();
//! read_bytes(line, |event| match event {
//!     Event::Ad { ad, context, .. } => ads.push((ad.links[0].text.to_string(), context.domain.unwrap().to_owned())),
//!     Event::NoAds { item, .. } => assert_eq!(item, 2),
//!     Event::Search { domain, ads, .. } => assert_eq!((domain.as_str(), ads), ("a.tn", 1)),
//!     Event::Refused { .. } => unreachable!(),
//! });
//! assert_eq!(ads, [("https://a.tn/p".to_owned(), "a.tn".to_owned())]);
//! ```
//!
//! How a file becomes events, step by step:
//! `source` decompresses, `start` tells JSON from CSV, `json` follows lists and answers to the items,
//! `walk` finds the fields of one item, `build` makes the ad; `resync` goes on after bytes that are no JSON.
//!
//! The reader of JSON is our own because an item has to be found, checked and read in one pass over bytes of
//! which the rest may not have come yet. Parsers that need the whole value make it two passes, and even where
//! the value is whole, a SIMD parser with borrowed strings took half as long again on a recorded scan.

mod build;
mod content;
mod context;
mod cursor;
mod engine;
mod envelope;
mod event;
mod fields;
mod frames;
mod hint;
mod json;
mod markup;
mod names;
mod no_ads;
mod python_list;
mod reader;
mod refusal;
mod resync;
mod scan;
mod skip;
mod source;
mod start;
mod table;
mod text;
mod walk;
mod whole;

pub use content::{content_digest, is_content_digest};
pub use event::{Context, Event, Item};
pub use reader::Reader;
pub use refusal::{ReadError, Refusal};
pub use whole::{parse_item, read_bytes};
