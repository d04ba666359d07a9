//! Why a scan could not go on. Everything that was begun stays in the ledger and the vault: the next scan goes on
//! with it.

use crate::VaultError;

/// A failure that ends a scan at once. What Apify refuses does not: the scan then watches over what is under way
/// and ends with [`StoppedBy::Error`](crate::StoppedBy::Error).
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The database failed.
    #[error(transparent)]
    Database(#[from] database::Error),
    /// The ledger failed, or refused what should be possible.
    #[error(transparent)]
    Purse(#[from] purse::Error),
    /// Storing a run's items failed.
    #[error(transparent)]
    Ingestion(#[from] ingestion::Error),
    /// Raw pages cannot be kept.
    #[error(transparent)]
    Vault(#[from] VaultError),
    /// Apify cannot be asked what the account may spend.
    #[error(transparent)]
    Apify(#[from] apify::Error),
    /// An order cannot be written down.
    #[error("an order cannot be written down: {0}")]
    Order(#[from] serde_json::Error),
}
