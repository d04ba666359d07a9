//! The dashboard as a whole: opened over a database, served on a socket, kept up to date until it stops.

mod listen;
mod pulse;

use std::collections::BTreeMap;
use std::io;
use std::pin::Pin;
use std::sync::Arc;

use access::Access;
use axum::Router;
use axum::body::Body;
use axum::extract::rejection::RawPathParamsRejection;
use axum::extract::{RawPathParams, Request};
use axum::http::Response;
use axum::routing::any;
use classification::Catalogue;
use database::Database;
use tokio::net::TcpListener;

use crate::config::Config;
use crate::gate::{Clock, Gate};
use crate::keeper::Keeper;
use crate::route::{Route, routes};

/// Brings documents up to date with what was imported; blocks. Its error is for the log.
pub type Freshen = Arc<dyn Fn() -> Result<(), String> + Send + Sync>;

/// What a dashboard is made of.
#[derive(Clone)]
pub struct Dashboard {
    /// How it is set up.
    pub config: Arc<Config>,
    /// What it shows.
    pub database: Arc<dyn Database>,
    /// Names of platforms.
    pub catalogue: Arc<Catalogue>,
    /// Tells the time.
    pub clock: Clock,
    /// Brings documents up to date.
    pub freshen: Freshen,
}

/// Why a dashboard cannot be opened.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// Others would reach it, and nothing is set up that tells who they are.
    #[error("others can reach {listen}, and there is neither a user nor a key: add one first")]
    Unguarded {
        /// Where it would listen.
        listen: std::net::SocketAddr,
    },
    /// The database could not be read.
    #[error(transparent)]
    Database(#[from] database::Error),
    /// Users and keys could not be read.
    #[error(transparent)]
    Access(#[from] access::Error),
}

/// A dashboard that has read its database.
pub struct Open {
    gate: Arc<Gate>,
    freshen: Freshen,
}

impl Dashboard {
    /// Reads everything. Blocks, for about as long as the database needs to read all documents once.
    ///
    /// # Errors
    /// [`OpenError::Unguarded`] where others could reach it and anybody would be let in.
    pub fn open(self) -> Result<Open, OpenError> {
        let access = Access::open(Arc::clone(&self.database))?;
        if !self.config.is_local() && !access.is_configured()? {
            return Err(OpenError::Unguarded {
                listen: self.config.listen,
            });
        }
        let keeper = Keeper::open(
            Arc::clone(&self.database),
            Arc::clone(&self.config),
            Arc::clone(&self.catalogue),
            (self.clock)(),
        )?;
        let gate = Gate::new(
            self.config,
            self.database,
            self.catalogue,
            keeper,
            access,
            self.clock,
        );
        Ok(Open {
            gate: Arc::new(gate),
            freshen: self.freshen,
        })
    }

    /// Its router, for tests: what changes is seen after changes made through it, not by itself.
    pub fn router(self) -> Result<Router, OpenError> {
        self.open().map(|open| open.router())
    }

    /// Opens it and serves until `stop` is done.
    pub async fn serve(self, listener: TcpListener, stop: impl Future<Output = ()> + Send) -> io::Result<()> {
        let opened = tokio::task::spawn_blocking(move || self.open()).await;
        let open = opened.map_err(io::Error::other)?.map_err(io::Error::other)?;
        open.serve(listener, stop).await
    }
}

impl Open {
    /// The router, made from the table of routes and from nothing else.
    pub fn router(&self) -> Router {
        let mut paths: BTreeMap<&'static str, Vec<Route>> = BTreeMap::new();
        for route in routes() {
            paths.entry(route.path).or_default().push(route);
        }
        let mut router = Router::new();
        for (path, routes) in paths {
            router = router.route(path, any(answering(&self.gate, routes)));
        }
        router.fallback(answering(&self.gate, Vec::new()))
    }

    /// Serves until `stop` is done; then no new connection is taken, and those under way get some seconds.
    pub async fn serve(self, listener: TcpListener, stop: impl Future<Output = ()> + Send) -> io::Result<()> {
        let router = self.router();
        let stopping = self.gate.stopping.clone();
        let pulse = tokio::spawn(pulse::beat(Arc::clone(&self.gate), Arc::clone(&self.freshen)));
        let stop = async move {
            stop.await;
            stopping.send_replace(true);
        };
        let served = listen::serve(listener, router, stop).await;
        self.gate.stopping.send_replace(true);
        // What it does at this moment ends by itself; a refresh that is cut off is made again at the next start.
        pulse.abort();
        served
    }
}

/// What the router calls for one path.
type Answering = Pin<Box<dyn Future<Output = Response<Body>> + Send>>;

/// Hands requests for one path to the gate.
fn answering(
    gate: &Arc<Gate>,
    routes: Vec<Route>,
) -> impl Fn(Result<RawPathParams, RawPathParamsRejection>, Request) -> Answering + Clone + Send + Sync + 'static
{
    let (gate, routes): (_, Arc<[Route]>) = (Arc::clone(gate), routes.into());
    move |parts, request| {
        // A part that is not UTF-8 names nothing that there is.
        let (routes, parts) = match parts {
            Ok(parts) => (
                Arc::clone(&routes),
                parts.iter().map(|(_, value)| value.to_owned()).collect(),
            ),
            Err(_) => (Arc::from(Vec::new()), Vec::new()),
        };
        let (head, body) = request.into_parts();
        Box::pin(Arc::clone(&gate).answer(routes, head, parts, body))
    }
}
