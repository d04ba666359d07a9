//! One file per command.

pub mod ads;
pub mod cache;
pub mod check;
pub mod classify;
pub mod copy;
pub mod costs;
pub mod dashboard;
pub mod demo;
pub mod demo_internet;
pub mod demo_past;
pub mod discover;
pub mod explain;
pub mod facts;
pub mod keys;
pub mod money;
pub mod overview;
pub mod plan;
pub mod probe;
pub mod rebuild;
pub mod report;
pub mod sandbox;
pub mod sellers;
pub mod steps;
pub mod users;
pub mod watch;
pub mod worker;
