//! How likely a seller is to start advertising, or to leave, within the next 28 days. No I/O, no clock, no chance.
//!
//! Facts of a seller at a moment become features, features and weights a chance, outcomes that were seen weights. Each
//! chance says what it is made of, and each model how far it can be trusted.
#![expect(
    clippy::float_arithmetic,
    reason = "a model of chances; money never comes here"
)]

pub mod calibration;
pub mod chance;
pub mod facts;
pub mod feature;
pub mod fit;
pub mod measure;
mod model;
mod ppm;
pub mod question;
mod rows;
mod train;
pub mod trust;

pub use calibration::Calibration;
pub use facts::{Ads, Facts, Name, Tld};
pub use feature::Feature;
pub use measure::{Interval, Seen};
pub use model::{Chance, Factor, Model, Weight};
pub use ppm::{Ppm, from_ppm, to_ppm};
pub use question::Question;
pub use rows::Row;
pub use trust::{Sentence, Tested, TestedOn, Trust, Why};
