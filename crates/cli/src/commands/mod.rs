//! One file per command.

pub mod ads;
pub mod cache;
pub mod check;
pub mod classify;
pub mod costs;
pub mod demo;
pub mod demo_internet;
pub mod discover;
pub mod explain;
pub mod facts;
pub mod money;
pub mod overview;
pub mod plan;
pub mod probe;
pub mod rebuild;
pub mod report;
pub mod sandbox;
pub mod sellers;
pub mod steps;
