//! sellers
