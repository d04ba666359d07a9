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
    /// A worker's lease is over: another has the run, or nobody.
    #[error("another worker has run {0} now")]
    Lost(String),
}

impl Error {
    /// Whether the database gives no answer now, so that asking again may help.
    pub(crate) fn is_away(&self) -> bool {
        let (Self::Database(error)
        | Self::Purse(purse::Error::Database(error))
        | Self::Ingestion(ingestion::Error::Database(error))) = self
        else {
            return false;
        };
        matches!(error, database::Error::Unreachable { .. } | database::Error::Busy)
    }

    /// Whether it only says that the run is another's by now: whoever hears it stops, and nothing is wrong.
    pub(crate) fn is_lost(&self) -> bool {
        matches!(
            self,
            Self::Lost(_)
                | Self::Purse(purse::Error::Refused(
                    purse::Impossible::NotOwner { .. } | purse::Impossible::Over(_)
                ))
        )
    }
}
