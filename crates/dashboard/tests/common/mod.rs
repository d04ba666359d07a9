//! What the dashboard's tests share: a made-up base ([`made`]), and visits to its pages, at the handlers' level
//! ([`House::visit`]).
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    dead_code,
    unused_imports,
    missing_docs,
    reason = "each test uses a part, and may fail by panicking"
)]

pub mod made;
pub mod watched;

use std::sync::Arc;

use access::{Identity, Role, Via};
use analytics::{AlertRules, Zone};
use dashboard::ask::Ask;
use dashboard::keeper::Keeper;
use dashboard::reply::Body;
use dashboard::route::Handle;
use dashboard::visit::{Fields, Theme};
use dashboard::{Config, Failure, Language, Reply, Route, View, Visit, routes};
use database::Database;
use model::Timestamp;

pub use made::{Made, empty, made};

/// The moment of the tests: Monday, 23 November 2026, half past nine in Tunis.
pub fn now() -> Timestamp {
    Timestamp::parse("2026-11-23T08:30:00").unwrap()
}

/// A dashboard over a base.
pub struct House {
    /// The base.
    pub made: Made,
    /// How it is set up.
    pub config: Arc<Config>,
    /// What is to be seen.
    pub view: Arc<View>,
}

/// A dashboard over the made-up base.
pub fn house() -> House {
    House::over(made(now()))
}

/// A dashboard of a loopback address.
pub fn config() -> Config {
    Config {
        listen: ([127, 0, 0, 1], 0).into(),
        language: Language::Fr,
        zone: Zone::named("Africa/Tunis").unwrap(),
        budget: made::BUDGET,
        rules: AlertRules::default(),
        hosts: Vec::new(),
        behind_tls: false,
        sellers: figures::Choice::Auto,
        sellers_limit: u64::MAX,
        watching: dashboard::watching::Watching::default(),
        country: "TN".to_owned(),
    }
}

impl House {
    /// A dashboard over this base.
    pub fn over(made: Made) -> Self {
        let config = Arc::new(config());
        let database = Arc::clone(&made.database) as Arc<dyn Database>;
        let catalogue = Arc::clone(&made.catalogue);
        let view = Keeper::open(database, Arc::clone(&config), catalogue, made.now)
            .unwrap()
            .view();
        Self { made, config, view }
    }

    /// Its sellers.
    pub fn snapshot(&self) -> &analytics::Snapshot {
        self.view.figures.held().unwrap()
    }

    /// What a handler replies to `GET` of this address, asked by an admin on loopback.
    pub fn visit(&self, address: &str) -> Result<Reply, Failure> {
        self.send("GET", address, &[])
    }

    /// The same with a method and fields.
    pub fn send(&self, method: &str, address: &str, fields: &[(&str, &str)]) -> Result<Reply, Failure> {
        let (path, query) = address.split_once('?').unwrap_or((address, ""));
        let (route, parts) = find(method, path).unwrap_or_else(|| panic!("no route for {method} {path}"));
        let visit = self.visitor(path, query, parts, fields);
        match route.handle {
            Handle::Kept(handler) | Handle::Fresh(handler) | Handle::Change(handler) => handler(&visit),
            other => panic!("{method} {path} is answered by the gate: {other:?}"),
        }
    }

    /// The same with a failure told as the gate tells it: by an envelope under `/api`, by a page elsewhere.
    pub fn answer(&self, method: &str, address: &str) -> Reply {
        let failure = match self.send(method, address, &[]) {
            Ok(reply) => return reply,
            Err(failure) => failure,
        };
        if address.starts_with("/api") {
            return dashboard::api::envelope(&failure);
        }
        let (path, query) = address.split_once('?').unwrap_or((address, ""));
        dashboard::shell::failure_page(&self.visitor(path, query, Vec::new(), &[]), &failure)
    }

    /// A visit as the gate makes it.
    pub fn visitor(&self, path: &str, query: &str, parts: Vec<String>, fields: &[(&str, &str)]) -> Visit {
        Visit {
            config: Arc::clone(&self.config),
            view: Arc::clone(&self.view),
            database: Arc::clone(&self.made.database) as Arc<dyn Database>,
            ask: Ask::read(path, query, self.config.language),
            path: parts,
            who: Identity {
                name: "local".to_owned(),
                role: Role::Admin,
                via: Via::Loopback,
            },
            theme: Theme::Auto,
            now: self.made.now,
            fields: Fields(
                fields
                    .iter()
                    .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
                    .collect(),
            ),
        }
    }
}

/// The text of a reply, written out where it is written while it is sent.
pub fn text(reply: Reply) -> String {
    String::from_utf8(bytes(reply)).unwrap()
}

/// Its bytes.
pub fn bytes(reply: Reply) -> Vec<u8> {
    match reply.body {
        Body::Whole(bytes) => bytes,
        Body::Written(writer) => {
            let mut bytes = Vec::new();
            writer(&mut bytes).unwrap();
            bytes
        }
    }
}

/// The route of a path and its parts, decoded. Fixed parts win over those in braces, as in the router.
pub fn find(method: &str, path: &str) -> Option<(Route, Vec<String>)> {
    let matching = |route: &Route| -> Option<Vec<String>> {
        let (have, want): (Vec<_>, Vec<_>) = (path.split('/').collect(), route.path.split('/').collect());
        if route.method.as_str() != method || have.len() != want.len() {
            return None;
        }
        let mut parts = Vec::new();
        for (have, want) in have.into_iter().zip(want) {
            if want.starts_with('{') {
                parts.push(
                    percent_encoding::percent_decode_str(have)
                        .decode_utf8_lossy()
                        .into_owned(),
                );
            } else if have != want {
                return None;
            }
        }
        Some(parts)
    };
    let mut found: Vec<(Route, Vec<String>)> = routes()
        .into_iter()
        .filter_map(|route| Some((route, matching(&route)?)))
        .collect();
    found.sort_by_key(|(_, parts)| parts.len());
    found.into_iter().next()
}
