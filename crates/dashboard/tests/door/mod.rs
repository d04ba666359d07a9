//! What the gate's tests share: a dashboard over a small base of its own, asked in the process.
#![allow(dead_code, reason = "each test file uses its part")]

use std::net::IpAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use access::{Access, Role, Scope};
use analytics::{AlertRules, Zone};
use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::{HeaderMap, Request, StatusCode};
use classification::Catalogue;
use dashboard::server::{Dashboard, Open};
use dashboard::{Config, Language};
use database::{Database, Sqlite};
use model::{MicroDollars, Seller, Timestamp};
use secrecy::{ExposeSecret as _, SecretString};
use tower::ServiceExt as _;

/// The password of every user here.
pub const PASSWORD: &str = "correct horse battery";
/// When the tests begin: 2026-11-23T08:30:00Z.
pub const START: i64 = 1_795_422_600_000;

/// A dashboard and what stands behind it.
pub struct Door {
    pub database: Arc<Sqlite>,
    pub clock: Arc<AtomicI64>,
    pub access: Access,
    pub config: Config,
}

/// How a dashboard of this machine alone is set up.
pub fn local() -> Config {
    Config {
        listen: ([127, 0, 0, 1], 0).into(),
        language: Language::Fr,
        zone: Zone::named("Africa/Tunis").unwrap(),
        budget: MicroDollars::new(5_000_000),
        rules: AlertRules::default(),
        hosts: Vec::new(),
        behind_tls: false,
        sellers: figures::Choice::Auto,
        sellers_limit: u64::MAX,
        watching: dashboard::watching::Watching::default(),
        country: "TN".to_owned(),
    }
}

impl Door {
    /// Over three sellers.
    pub fn new(config: Config) -> Self {
        let database = Arc::new(Sqlite::open_in_memory().unwrap());
        let sellers = ["amal-mode", "dar-deco", "zina-bijoux"];
        let sellers = sellers.map(|slug| Seller::new(slug, [format!("{slug}.tn")]));
        database.upsert_sellers(&sellers).unwrap();
        let access = Access::open(Arc::clone(&database) as Arc<dyn Database>).unwrap();
        Self {
            database,
            clock: Arc::new(AtomicI64::new(START)),
            access,
            config,
        }
    }

    pub fn now(&self) -> Timestamp {
        Timestamp::clamped(self.clock.load(Ordering::Relaxed))
    }

    pub fn pass(&self, seconds: i64) {
        self.clock.fetch_add(seconds * 1_000, Ordering::Relaxed);
    }

    pub fn dashboard(&self) -> Dashboard {
        let clock = Arc::clone(&self.clock);
        Dashboard {
            config: Arc::new(self.config.clone()),
            database: Arc::clone(&self.database) as Arc<dyn Database>,
            catalogue: Arc::new(Catalogue::builtin().unwrap()),
            clock: Arc::new(move || Timestamp::clamped(clock.load(Ordering::Relaxed))),
            freshen: Arc::new(|| Ok(())),
        }
    }

    pub fn open(&self) -> Open {
        self.dashboard().open().unwrap()
    }

    pub fn user(&self, name: &str, role: Role) {
        let password = SecretString::from(PASSWORD);
        self.access.add_user(name, role, &password, self.now()).unwrap();
    }

    /// A key's `Authorization`.
    pub fn key(&self, scopes: &[Scope], expires: Option<Timestamp>) -> String {
        let key = self.access.add_key("test", scopes, expires, self.now()).unwrap();
        format!("Bearer {}", key.secret.expose_secret())
    }

    /// A session's `Cookie`.
    pub fn session(&self, name: &str) -> String {
        let peer: IpAddr = [127, 0, 0, 1].into();
        let password = SecretString::from(PASSWORD);
        let session = self.access.log_in(name, &password, peer, self.now()).unwrap();
        let cookie = if self.config.behind_tls {
            "__Host-session"
        } else {
            "session"
        };
        format!("{cookie}={}", session.token.expose_secret())
    }
}

/// An answer, whole.
#[derive(Debug)]
pub struct Answer {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub body: Vec<u8>,
}

impl Answer {
    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().unwrap())
    }

    pub fn text(&self) -> String {
        String::from_utf8(self.body.clone()).unwrap()
    }

    /// The session cookie that it sets, as a `Cookie`.
    pub fn cookie(&self) -> String {
        self.header("set-cookie").split(';').next().unwrap().to_owned()
    }
}

/// A request by the name of this machine; a header given here takes the place of the usual one.
pub fn request(method: &str, address: &str, headers: &[(&str, &str)], body: &str) -> Request<Body> {
    let mut request = Request::builder().method(method).uri(address);
    if !headers.iter().any(|(name, _)| *name == "host") {
        request = request.header("host", "127.0.0.1:8501");
    }
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    if !body.is_empty() && !headers.iter().any(|(name, _)| *name == "content-type") {
        request = request.header("content-type", "application/x-www-form-urlencoded");
    }
    request.body(Body::from(body.to_owned())).unwrap()
}

pub async fn ask(
    router: &Router,
    method: &str,
    address: &str,
    headers: &[(&str, &str)],
    body: &str,
) -> Answer {
    let response = router
        .clone()
        .oneshot(request(method, address, headers, body))
        .await
        .unwrap();
    let (head, body) = response.into_parts();
    let body = to_bytes(body, 32 << 20).await.unwrap().to_vec();
    Answer {
        status: head.status,
        headers: head.headers,
        body,
    }
}

pub async fn get(router: &Router, address: &str, headers: &[(&str, &str)]) -> Answer {
    ask(router, "GET", address, headers, "").await
}

/// A form of one of our own pages.
pub async fn post(router: &Router, address: &str, cookie: &str, body: &str) -> Answer {
    let headers = [("sec-fetch-site", "same-origin"), ("cookie", cookie)];
    ask(router, "POST", address, &headers, body).await
}
