//! One file per command.

pub mod ads;
pub mod cache;
pub mod check;
pub mod classify;
pub mod costs;
pub mod demo;
pub mod discover;
pub mod explain;
pub mod money;
pub mod overview;
pub mod plan;
pub mod rebuild;
pub mod report;
pub mod sandbox;
pub mod sellers;
pub mod steps;
