//! A compact snapshot of all sellers, and what is read from it: metrics, series, competition, alerts.
//!
//! Nothing here reads a database, a clock or chance: a [`Book`] is told what changed and gives an immutable
//! [`Snapshot`]; everything a page shows is a pure function of a snapshot and a question. Equal documents give equal
//! answers, whatever engine kept them.

pub mod alerts;
pub mod apart;
pub mod book;
pub mod client;
pub mod clients;
pub mod competition;
pub mod overview;
pub mod recommend;
pub mod time;
pub mod timeline;

pub use alerts::{Alert, AlertKind, AlertRules, MoneyFacts, Severity};
pub use book::{Book, Calendar, ClientDocuments, Frame, ScanTime, SearchMade, Snapshot, Totals};
pub use client::{Client, ClientStatus, Mark, Rival, Tally};
pub use clients::{ClientFilter, ClientList, ClientOrder, Cursor, Segment, Sort};
pub use competition::{Competition, PlatformLine, Platforms, RivalLine};
pub use overview::{Band, Changes, Overview, SellerAds};
pub use recommend::{Recommendation, RecommendationKind};
pub use time::{Day, Quarter, Range, Unit, Window, Zone};
pub use timeline::{Moment, Timeline};
