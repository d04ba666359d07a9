//! The account of money: reserve, settle, release, never overdrawn.
