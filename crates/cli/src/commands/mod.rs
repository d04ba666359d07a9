//! One file per command.

pub mod ads;
pub mod check;
pub mod classify;
pub mod demo;
pub mod explain;
pub mod overview;
pub mod rebuild;
pub mod report;
pub mod sellers;
pub mod steps;
