//! A shared base for tests: the documents of sellers as the database would give them, on a test server.

use std::ops::ControlFlow;
use std::sync::Arc;

use analytics::{ClientDocuments, SearchMade};
use database::mongodb::Address;
use database::{Database, ImportBatch, Mongo, Search};

/// A database of its own on the test server, gone when this is.
pub struct Base {
    mongo: Arc<Mongo>,
}

impl Base {
    pub fn new(name: &str) -> Self {
        let address = address();
        let name = format!("figures_{name}_{}", std::process::id());
        let mongo = Arc::new(Mongo::open(&address, Some(&name)).unwrap());
        Self { mongo }
    }

    pub fn database(&self) -> Arc<dyn Database> {
        Arc::clone(&self.mongo) as Arc<dyn Database>
    }

    /// Writes sellers with their documents, and searches.
    pub fn tell(&self, sellers: &[ClientDocuments], searches: &[SearchMade]) {
        let all: Vec<_> = sellers.iter().map(|documents| documents.seller.clone()).collect();
        self.mongo.upsert_sellers(&all).unwrap();
        let mappings: Vec<_> = sellers
            .iter()
            .filter_map(|documents| documents.mapping.clone())
            .collect();
        self.mongo.put_mappings(&mappings).unwrap();
        for documents in sellers {
            for report in &documents.reports {
                self.mongo.put_reports(std::slice::from_ref(report)).unwrap();
            }
        }
        if !searches.is_empty() {
            let mut import = self.mongo.start_import().unwrap();
            let batch = ImportBatch {
                searches: searches.iter().map(search).collect(),
                ..ImportBatch::default()
            };
            import.write(batch).unwrap();
            import.finish().unwrap();
        }
    }

    pub fn remove(&self, slug: &str) {
        assert!(self.mongo.remove_seller(slug).unwrap());
    }

    /// All documents as they are stored now, and all searches: what a book is to be told.
    pub fn stored(&self) -> (Vec<ClientDocuments>, Vec<SearchMade>) {
        let mut sellers = Vec::new();
        figures::documents::each(&*self.mongo, &mut |documents| {
            sellers.push(documents);
            Ok(())
        })
        .unwrap();
        let mut searches = Vec::new();
        self.mongo
            .each_search(&mut |search| {
                searches.push(SearchMade {
                    text: search.domain,
                    at: search.at,
                    ads: search.ads,
                    complete: search.complete,
                    cost: search.cost,
                });
                Ok(ControlFlow::Continue(()))
            })
            .unwrap();
        (sellers, searches)
    }
}

impl Drop for Base {
    fn drop(&mut self) {
        let _ = self.mongo.drop_database();
    }
}

fn search(search: &SearchMade) -> Search {
    Search {
        domain: search.text.clone(),
        at: search.at,
        ads: search.ads,
        complete: search.complete,
        cost: search.cost,
    }
}

/// The test server.
fn address() -> Address {
    let variable = "MONGODB_TEST_URI";
    #[expect(clippy::disallowed_methods, reason = "where the tests' server is")]
    let uri = std::env::var(variable);
    Address::new(&uri.unwrap_or_else(|_| panic!("{variable} must name a MongoDB server for this test")))
}
