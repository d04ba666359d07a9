//! A database of a test's own on the MongoDB server that tests are given.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::disallowed_methods,
    reason = "a test fails by panicking, and is told by the environment where the server is"
)]

use std::sync::Arc;

use database::mongodb::Address;
use database::mongodb::bson::oid::ObjectId;
use database::{Database, Mongo};

/// A database of this test's own, gone when this is.
pub struct Base(pub Arc<Mongo>);

impl Base {
    pub fn new() -> Self {
        let uri = std::env::var("MONGODB_TEST_URI")
            .expect("MONGODB_TEST_URI must name a MongoDB server (scripts/test.sh starts one)");
        let name = format!("sa_test_{}", ObjectId::new().to_hex());
        Self(Arc::new(Mongo::open(&Address::new(&uri), Some(&name)).unwrap()))
    }

    pub fn database(&self) -> Arc<dyn Database> {
        Arc::clone(&self.0) as Arc<dyn Database>
    }
}

impl Drop for Base {
    fn drop(&mut self) {
        // Nothing to say where the test fails for want of a server.
        drop(self.0.drop_database());
    }
}
