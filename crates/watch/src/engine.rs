//! From values and the state of each rule to what fires: cross, re-arm, cool down, digest.
//!
//! What is decided is pure ([`step`]); around it, [`evaluate`] reads and writes one record per rule by compare-and-set:
//! of two processes that evaluate at once the second begins again from what the first left, so each crossing fires
//! once. What fired is part of that very record before it is anywhere else: a crash loses nothing and repeats nothing.
//!
//! How a rule begins, and begins anew when it is edited, is told at [`State`].

mod evaluating;
mod firing;
mod state;
mod step;
mod told;

pub use evaluating::{Error, Evaluation, Silence, evaluate};
pub use firing::{About, Firing, Numbers};
pub use state::{Stand, State};
pub use step::{Said, Stepped, step};

pub(crate) use evaluating::STATE;
pub(crate) use state::Batch;
pub(crate) use told::firing;
