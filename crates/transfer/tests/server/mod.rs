//! The MongoDB server that the environment names, and databases of our own on it.

use std::cell::RefCell;
use std::process;
use std::sync::atomic::{AtomicU32, Ordering};

use database::mongodb::Address;
use database::{Database, Mongo};

/// Databases made so far by this process, whichever test made them.
static MADE: AtomicU32 = AtomicU32::new(0);

/// A server, and the databases that were made on it; they are dropped with it.
pub struct Server {
    address: Address,
    made: RefCell<Vec<String>>,
}

impl Server {
    #[allow(
        clippy::disallowed_methods,
        reason = "tests are told by the environment where the server is"
    )]
    pub fn named_in_the_environment() -> Self {
        let uri = std::env::var("MONGODB_TEST_URI")
            .expect("MONGODB_TEST_URI names no server: scripts/test.sh starts one and sets it");
        Self {
            address: Address::new(&uri),
            made: RefCell::default(),
        }
    }

    /// A new, empty database.
    pub fn make(&self) -> Box<dyn Database> {
        let number = MADE.fetch_add(1, Ordering::Relaxed);
        let name = format!("sa_test_copy_{}_{number}", process::id());
        // A test that was killed may have left one behind.
        self.open(&name).drop_database().unwrap();
        self.made.borrow_mut().push(name.clone());
        Box::new(self.open(&name))
    }

    fn open(&self, name: &str) -> Mongo {
        Mongo::open(&self.address, Some(name)).unwrap()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        for name in self.made.take() {
            self.open(&name).drop_database().unwrap();
        }
    }
}
