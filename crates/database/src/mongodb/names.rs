//! The names of all collections. The first two are read by other programs; the others are ours, hence the prefix.

/// Sellers, as the live base holds them.
pub const STORES: &str = "stores";
/// Mappings and reports, as other programs read them.
pub const METRICS: &str = "ads_metrics";

/// Ads with their current content and verdict.
pub const ADS: &str = "sa_ads";
/// Raw items: which bytes of which block are whose.
pub const RAW_ITEMS: &str = "sa_raw_items";
/// Raw bytes, compressed.
pub const RAW_BLOCKS: &str = "sa_raw_blocks";
/// Searches that were made.
pub const SEARCHES: &str = "sa_searches";
/// Items that could not be read.
pub const REFUSED: &str = "sa_refused";
/// What was observed about places.
pub const OBSERVATIONS: &str = "sa_observations";
/// Landing pages.
pub const PAGES: &str = "sa_pages";
/// Places that were looked at in vain.
pub const UNDECIDED: &str = "sa_undecided";
/// Settings and marks that outlive the process.
pub const NOTES: &str = "sa_notes";
/// People's own words.
pub const RECORDS: &str = "sa_records";
/// The account of money.
pub const LEDGER: &str = "sa_ledger";
/// Work that processes share.
pub const WORK: &str = "sa_work";
/// Processes that do it.
pub const WORKERS: &str = "sa_workers";
/// The log of changes: what `version` and `each_touched` read.
pub const CHANGES: &str = "sa_changes";
/// Changes that somebody is about to make.
pub const INTENTS: &str = "sa_intents";
/// Numbers that are counted up.
pub const COUNTERS: &str = "sa_counters";
/// Which content of documents that others wrote was noticed already.
pub const NOTICED: &str = "sa_noticed";
/// What the dashboard asks about sellers when a snapshot would not fit.
pub const CLIENTS: &str = "sa_clients";
