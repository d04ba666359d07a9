//! The week that runs itself: schedules with one leader, alert rules, channels, digests, exports that go out.
//!
//! Nothing here reads a clock or chance: whoever drives it (the binary) tells the time. What is decided is pure
//! ([`rules`], [`engine`], [`schedule`]); what goes out is written down before it is sent ([`outbox`]).

pub mod channels;
pub mod digest;
pub mod engine;
pub mod exporting;
pub mod facts;
pub mod firings;
pub mod identity;
pub mod language;
pub mod leader;
pub mod outbox;
pub mod preview;
pub mod rules;
pub mod schedule;
pub mod state;
