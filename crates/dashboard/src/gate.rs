//! The gate: everything between the router and a handler.
//!
//! In this order: the name by which the dashboard was asked for, the method, who asks and whether they may, whether a
//! change comes from a page of ours, then what is kept, then the handler on a thread that may block. What goes wrong
//! becomes a page or the API's envelope. Nothing else serves anything.

pub mod asked;
mod body;
mod fields;
mod origin;
pub mod packed;
mod send;
mod signing;
mod who;

use std::sync::Arc;
use std::time::Duration;

use access::{Access, Identity, Role, Via};
use axum::body::Body;
use axum::http::request::Parts;
use axum::http::{Response, StatusCode, header};
use classification::Catalogue;
use database::Database;
use model::Timestamp;
use tokio::sync::{Notify, Semaphore, watch};

use crate::cache::{Cache, Kept, Key};
use crate::config::Config;
use crate::failure::Failure;
use crate::keeper::Keeper;
use crate::reply::Reply;
use crate::route::{Handle, Need, Route};
use crate::view::View;
use crate::visit::{Fields, Visit};
use crate::{api, events, shell};
use asked::Asked;
use send::Manner;

/// Handlers at work at once: each may hold a page in memory.
const AT_WORK: usize = 64;
/// An answer that takes longer is not waited for.
const PATIENCE: Duration = Duration::from_secs(30);
/// Characters of an address, at most.
const LONGEST_ADDRESS: usize = 8_192;

/// Tells the time.
pub type Clock = Arc<dyn Fn() -> Timestamp + Send + Sync>;

type Handler = fn(&Visit) -> Result<Reply, Failure>;

/// What all requests share.
pub struct Gate {
    pub(crate) config: Arc<Config>,
    pub(crate) database: Arc<dyn Database>,
    pub(crate) keeper: Keeper,
    pub(crate) access: Access,
    pub(crate) clock: Clock,
    /// What whoever is nobody sees.
    nothing: Arc<View>,
    cache: Cache,
    work: Arc<Semaphore>,
    /// Moves with every new view.
    pub(crate) news: watch::Sender<()>,
    /// Set when the dashboard stops.
    pub(crate) stopping: watch::Sender<bool>,
    /// Somebody wants documents made again at once.
    pub(crate) poke: Notify,
}

impl Gate {
    /// A gate over what was opened.
    pub fn new(
        config: Arc<Config>,
        database: Arc<dyn Database>,
        catalogue: Arc<Catalogue>,
        keeper: Keeper,
        access: Access,
        clock: Clock,
    ) -> Self {
        let nothing = Arc::new(View::of_nothing(&config, catalogue, clock()));
        Self {
            config,
            database,
            keeper,
            access,
            clock,
            nothing,
            cache: Cache::default(),
            work: Arc::new(Semaphore::new(AT_WORK)),
            news: watch::Sender::new(()),
            stopping: watch::Sender::new(false),
            poke: Notify::new(),
        }
    }

    /// Looks at what changed; readers hear of a new view. Blocks.
    pub fn look(&self) -> Result<(), database::Error> {
        let before = self.keeper.view().stamp;
        if self.keeper.renew((self.clock)())? {
            if self.keeper.view().stamp != before {
                self.cache.clear();
            }
            self.news.send_replace(());
        }
        Ok(())
    }

    /// Answers a request for a path that has these routes (none of them: nothing is there).
    pub async fn answer(
        self: Arc<Self>,
        routes: Arc<[Route]>,
        head: Parts,
        parts: Vec<String>,
        body: Body,
    ) -> Response<Body> {
        let asked = Asked::read(&self.config, &head, parts, (self.clock)());
        let mut manner = Manner {
            head: asked.head,
            gzip: packed::takes_gzip(&asked.headers),
            private: true,
            tls: self.config.behind_tls,
        };
        let came = match self.let_in(&routes, &asked).await {
            Ok(came) => came,
            Err(failure) => return self.refuse(&asked, None, &failure, manner),
        };
        manner.private = came.who.as_ref().is_none_or(|who| who.via != Via::Loopback);
        let served = tokio::time::timeout(PATIENCE, self.serve(&asked, &came, body, manner)).await;
        let late = |_| Err(Failure::Unexpected("the answer took too long".to_owned()));
        match served.unwrap_or_else(late) {
            Ok(response) => response,
            Err(failure) => self.refuse(&asked, came.who, &failure, manner),
        }
    }

    /// Lets a request in, or says why not.
    async fn let_in(self: &Arc<Self>, routes: &[Route], asked: &Asked) -> Result<Came, Failure> {
        self.check_head(asked)?;
        let found = find(routes, asked);
        if let Ok(route) = &found
            && route.need == Need::Nothing
            && route.handle.is_for_anybody()
        {
            return Ok(Came {
                route: *route,
                who: None,
            });
        }
        let who = self.identify(asked).await?;
        // What is there and what is not is nobody's business who may not come in.
        let need = found.as_ref().map_or(Need::View, |route| route.need);
        who::check(need, who.as_ref())?;
        let route = found?;
        self.check_origin(&route, asked, who.as_ref())?;
        Ok(Came { route, who })
    }

    fn check_head(&self, asked: &Asked) -> Result<(), Failure> {
        let ours = asked
            .authority
            .as_deref()
            .is_some_and(|authority| origin::is_ours(&self.config, authority));
        if !ours {
            return Err(Failure::WrongHost);
        }
        if asked.address.len() > LONGEST_ADDRESS {
            return Err(Failure::invalid("address", "is too long"));
        }
        Ok(())
    }

    async fn identify(self: &Arc<Self>, asked: &Asked) -> Result<Option<Identity>, Failure> {
        let (gate, proof, now) = (Arc::clone(self), asked.proof(&self.config), asked.now);
        self.blocking(move || who::identify(&gate.config, &gate.access, &proof, now))
            .await
    }

    fn check_origin(&self, route: &Route, asked: &Asked, who: Option<&Identity>) -> Result<(), Failure> {
        let by_key = who.is_some_and(|who| who.via == Via::Key);
        let changes = !matches!(route.handle, Handle::Kept(_) | Handle::Fresh(_) | Handle::Events);
        let authority = asked.authority.as_deref().unwrap_or_default();
        if changes && !by_key && !origin::is_same_site(&self.config, &asked.headers, authority) {
            return Err(Failure::CrossSite);
        }
        Ok(())
    }

    async fn serve(
        self: &Arc<Self>,
        asked: &Asked,
        came: &Came,
        body: Body,
        manner: Manner,
    ) -> Result<Response<Body>, Failure> {
        let who = came.who.clone();
        match came.route.handle {
            Handle::Kept(handler) => self.serve_kept(handler, asked, who, manner).await,
            Handle::Fresh(handler) => {
                let visit = self.visit(asked, who, Fields::default());
                Ok(send::reply(self.run(handler, visit).await?, manner))
            }
            Handle::Events => Ok(send::events(events::body(self, asked.ask.language), manner)),
            Handle::Change(handler) => {
                let fields = fields::read(&asked.headers, &body::read(body).await?)?;
                let visit = self.visit(asked, who, fields);
                let reply = self.run(handler, visit).await?;
                self.look_soon().await?;
                Ok(send::reply(reply, manner))
            }
            Handle::Refresh => {
                let fields = fields::read(&asked.headers, &body::read(body).await?)?;
                self.look_soon().await?;
                self.poke.notify_one();
                Ok(send::reply(crate::pages::preferences::back(&fields), manner))
            }
            Handle::Login | Handle::Logout | Handle::Password => {
                let fields = fields::read(&asked.headers, &body::read(body).await?)?;
                let reply = self.sign(came.route.handle, asked, who, fields).await?;
                Ok(send::reply(reply, manner))
            }
        }
    }

    async fn serve_kept(
        self: &Arc<Self>,
        handler: Handler,
        asked: &Asked,
        who: Option<Identity>,
        manner: Manner,
    ) -> Result<Response<Body>, Failure> {
        let visit = self.visit(asked, who, Fields::default());
        let key = Key {
            stamp: visit.view.stamp,
            address: asked.address.clone(),
            manner: format!("{} {:?}", visit.theme.as_str(), visit.who),
        };
        let tag = key.tag();
        if asked
            .header(header::IF_NONE_MATCH)
            .is_some_and(|known| matches_tag(known, &tag))
        {
            return Ok(send::unchanged(&tag, manner));
        }
        let make = async {
            let reply = self.run(handler, visit).await.map_err(Unkept::Failed)?;
            Kept::of(reply)
                .map(Arc::new)
                .map_err(|reply| Unkept::Made(Box::new(reply)))
        };
        match self.cache.get(&key, make).await {
            Ok(kept) => Ok(send::kept(&kept, &tag, manner)),
            Err(Unkept::Made(reply)) => Ok(send::reply(*reply, manner)),
            Err(Unkept::Failed(failure)) => Err(failure),
        }
    }

    /// What a handler is told. Whoever is nobody sees nothing.
    fn visit(&self, asked: &Asked, who: Option<Identity>, fields: Fields) -> Visit {
        let view = match &who {
            Some(_) => self.keeper.view(),
            None => Arc::clone(&self.nothing),
        };
        Visit {
            config: Arc::clone(&self.config),
            view,
            database: Arc::clone(&self.database),
            ask: asked.ask.clone(),
            path: asked.parts.clone(),
            who: who.unwrap_or_else(nobody),
            theme: asked.theme,
            now: asked.now,
            fields,
        }
    }

    /// Runs a handler where it may block. One that panics fails alone.
    async fn run(&self, handler: Handler, visit: Visit) -> Result<Reply, Failure> {
        self.blocking(move || handler(&visit)).await
    }

    async fn blocking<T: Send + 'static>(
        &self,
        work: impl FnOnce() -> Result<T, Failure> + Send + 'static,
    ) -> Result<T, Failure> {
        let turn = Arc::clone(&self.work).acquire_owned().await;
        let done = tokio::task::spawn_blocking(move || {
            let _turn = turn;
            work()
        });
        done.await
            .unwrap_or_else(|_| Err(Failure::Unexpected("a handler panicked".to_owned())))
    }

    /// Looks at what was just changed, so that whoever changed it sees it.
    async fn look_soon(self: &Arc<Self>) -> Result<(), Failure> {
        let gate = Arc::clone(self);
        self.blocking(move || Ok(gate.look()?)).await
    }

    /// What went wrong, as a page or as the API's envelope; pages that need a login lead there.
    fn refuse(
        &self,
        asked: &Asked,
        who: Option<Identity>,
        failure: &Failure,
        manner: Manner,
    ) -> Response<Body> {
        log(asked, failure);
        let page = asked.wants_page();
        let by_key = asked.headers.contains_key(header::AUTHORIZATION);
        if page
            && !by_key
            && matches!(failure, Failure::Unauthorized)
            && asked.method == axum::http::Method::GET
        {
            return send::reply(Reply::see_other(signing::login_address(asked)), manner);
        }
        let mut reply = if page {
            shell::failure_page(&self.visit(asked, who, Fields::default()), failure)
        } else {
            api::envelope(failure)
        };
        match failure {
            Failure::Unauthorized => reply = reply.with_header("www-authenticate", "Bearer".to_owned()),
            Failure::TooMany { seconds } => reply = reply.with_header("retry-after", seconds.to_string()),
            Failure::Method { allowed } => reply = reply.with_header("allow", allowed.clone()),
            _ => {}
        }
        send::reply(reply, manner)
    }
}

/// A request that was let in.
struct Came {
    route: Route,
    who: Option<Identity>,
}

/// Why a reply is not kept.
enum Unkept {
    /// It is not worth it: a failure's page, a stream.
    Made(Box<Reply>),
    /// There is none.
    Failed(Failure),
}

fn find(routes: &[Route], asked: &Asked) -> Result<Route, Failure> {
    if routes.is_empty() {
        return Err(Failure::NotFound { what: "page" });
    }
    if let Some(route) = routes.iter().find(|route| *route.method == asked.method) {
        return Ok(*route);
    }
    let mut allowed: Vec<&str> = routes.iter().map(|route| route.method.as_str()).collect();
    if allowed.contains(&"GET") {
        allowed.push("HEAD");
    }
    Err(Failure::Method {
        allowed: allowed.join(", "),
    })
}

/// Whoever did not prove to be somebody; pages of nothing are made for it.
fn nobody() -> Identity {
    Identity {
        name: String::new(),
        role: Role::Viewer,
        via: Via::Loopback,
    }
}

/// Whether `If-None-Match` names this tag (RFC 9110, 13.1.2: compared weakly).
fn matches_tag(known: &str, tag: &str) -> bool {
    let bare = |tag: &str| tag.trim().trim_start_matches("W/").to_owned();
    known.trim() == "*" || known.split(',').any(|known| bare(known) == bare(tag))
}

/// What an operator must know; what somebody merely asked wrongly is not.
fn log(asked: &Asked, failure: &Failure) {
    let path = asked.ask.path.as_str();
    match failure {
        Failure::Database(error) => tracing::error!(path, %error, "the database failed"),
        Failure::Unexpected(reason) => tracing::error!(path, reason, "a request failed"),
        _ if failure.status() == StatusCode::NOT_FOUND => {}
        _ => tracing::info!(path, %failure, "refused"),
    }
}
