//! The ledger, in a file of its own beside the database.
