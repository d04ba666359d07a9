//! Opening: how the driver is to behave, and which indexes there must be.

use std::sync::Mutex;
use std::time::Duration;

use ::mongodb::Client;
use ::mongodb::options::{ClientOptions, ReadConcern, ReadPreference, WriteConcern};

use super::bridge::Bridge;
use super::{Address, DATABASE, Mongo, failure, indexes};
use crate::{Error, Result};

/// How long a call asks again before it gives up: electing another primary takes some 12 s (MongoDB's manual, "Replica
/// Set Elections"), restarting a server often longer.
const PATIENCE: Duration = Duration::from_secs(30);
/// How long a server is looked for at opening: a wrong address is to be told soon.
const OPENING: Duration = Duration::from_secs(10);

impl Mongo {
    /// Connects, and makes what indexes are missing. The database is the one that `name` or the address names, else
    /// [`DATABASE`].
    pub fn open(address: &Address, name: Option<&str>) -> Result<Self> {
        Self::open_with_patience(address, name, PATIENCE)
    }

    /// The same, with another limit to how long a server is looked for; the address's own counts more
    /// (`serverSelectionTimeoutMS`).
    pub fn open_with_patience(address: &Address, name: Option<&str>, patience: Duration) -> Result<Self> {
        let bridge = Bridge::start()?;
        let uri = address.expose().to_owned();
        let name = name.map(str::to_owned);
        let place = format!("MongoDB, {address}");
        let (database, patience) = bridge.wait(async move {
            // What is not the network's doing is the address's.
            let meaning = |error| match failure::meaning(&error, &place) {
                Error::Engine(reason) => Error::Open {
                    place: place.clone(),
                    reason,
                },
                error => error,
            };
            let mut options = ClientOptions::parse(uri).await.map_err(meaning)?;
            options.app_name.get_or_insert_with(|| "sellers-ads".to_owned());
            let patience = options.server_selection_timeout.unwrap_or(patience);
            options.server_selection_timeout = Some(patience.min(OPENING));
            options.retry_writes.get_or_insert(true);
            options.retry_reads.get_or_insert(true);
            options.write_concern = Some(WriteConcern::majority());
            options.read_concern = Some(ReadConcern::majority());
            // What was just written is read again: only a primary surely has it.
            options.selection_criteria = Some(ReadPreference::Primary.into());
            let name = name.or_else(|| options.default_database.clone());
            let client = Client::with_options(options).map_err(meaning)?;
            let database = client.database(name.as_deref().unwrap_or(DATABASE));
            Ok((database, patience))
        })?;
        let mut mongo = Self {
            bridge,
            database,
            address: address.clone(),
            patience: patience.min(OPENING),
            spellings: Mutex::default(),
        };
        let place = mongo.place();
        let indexes = indexes::ALL
            .iter()
            .chain(indexes::WORK_ITEMS)
            .map(|index| (index.collection, index.document()))
            .collect();
        mongo.make_indexes(indexes).map_err(|error| match error {
            Error::Unreachable { reason, .. } => Error::Open { place, reason },
            error => error,
        })?;
        mongo.patience = patience;
        Ok(mongo)
    }
}
