//! A compact snapshot of all sellers, and what is read from it: metrics, series, competition, alerts.
//!
//! Nothing here reads a database, a clock or chance: a [`Book`] is told what changed and gives an immutable
//! [`Snapshot`]; everything a page shows is a pure function of a snapshot and a question. Equal documents give equal
//! answers, whatever engine kept them.

pub mod alerts;
pub mod apart;
pub mod benchmark;
pub mod book;
pub mod changes;
pub mod client;
pub mod clients;
pub mod cohort;
pub mod competition;
pub mod overview;
pub mod potential;
pub mod recommend;
pub mod time;
pub mod timeline;
pub mod voice;

pub use alerts::{Alert, AlertKind, AlertRules, MoneyFacts, Severity};
pub use benchmark::{Benchmark, Metric};
pub use book::{Book, Calendar, ClientDocuments, Frame, ScanTime, SearchMade, Snapshot, Totals};
pub use changes::{ChangeSet, ClientChanges, PlatformMove, RatioMove, Stood, Turn};
pub use client::{Client, ClientStatus, Mark, MarkChanges, Rival, Tally};
pub use clients::segments::Segments;
pub use clients::{ClientFilter, ClientList, ClientOrder, Cursor, Segment, Sort};
pub use cohort::{Breadth, Cohort};
pub use competition::{Competition, PlatformLine, Platforms, RivalLine};
pub use overview::span::Span;
pub use overview::{Band, Changes, Overview, SellerAds};
pub use recommend::{Recommendation, RecommendationKind};
pub use time::{Day, Quarter, Range, Unit, Window, Zone};
pub use timeline::{Moment, Timeline};
pub use voice::{Beat, Duel, Voice, VoiceLine, VoicePoint};
