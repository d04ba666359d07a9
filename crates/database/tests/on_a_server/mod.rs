//! Databases of a test's own on the server that `MONGODB_TEST_URI` names, dropped at its end.

use std::cell::Cell;

use database::Mongo;
use database::mongodb::Address;
use database::mongodb::bson::oid::ObjectId;

/// The databases of one test.
pub struct Bases {
    address: Address,
    name: String,
    made: Cell<u32>,
}

impl Bases {
    /// None yet.
    pub fn new() -> Self {
        let uri = std::env::var("MONGODB_TEST_URI")
            .expect("MONGODB_TEST_URI must name a MongoDB server (scripts/test.sh starts one)");
        Self {
            address: Address::new(&uri),
            name: format!("sa_test_{}", ObjectId::new().to_hex()),
            made: Cell::new(0),
        }
    }

    /// A new, empty one.
    pub fn open_new(&self) -> Mongo {
        self.made.set(self.made.get() + 1);
        self.open(self.made.get())
    }

    /// The one made as so many-th, by a handle of its own.
    pub fn open(&self, number: u32) -> Mongo {
        let name = format!("{}_{number}", self.name);
        Mongo::open(&self.address, Some(&name)).unwrap()
    }

    /// How many were made.
    #[allow(dead_code, reason = "not every test asks")]
    pub fn made(&self) -> u32 {
        self.made.get()
    }
}

impl Drop for Bases {
    fn drop(&mut self) {
        for number in 1..=self.made.get() {
            // Nothing to say where the test fails for want of a server.
            drop(self.open(number).drop_database());
        }
    }
}
