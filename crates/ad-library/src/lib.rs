//! ad-library
