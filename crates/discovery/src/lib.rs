//! Phase 1: scans under a budget, resumable from any crash, nothing paid for ever lost.
