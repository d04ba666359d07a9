//! The table of routes: what there is, who may, and what answers. The router is made from it and from nothing else, so
//! that no route can be without an entry here.

use axum::http::Method;

use crate::failure::Failure;
use crate::reply::Reply;
use crate::visit::Visit;

/// Who may.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Need {
    /// Anybody: the login page, assets, the health check.
    Nothing,
    /// Viewers and above; keys with the scope `read`.
    View,
    /// Analysts and above; keys with the scope `write`.
    Act,
    /// Admins; keys with the scope `manage`.
    Manage,
}

/// What answers.
#[derive(Debug, Clone, Copy)]
pub enum Handle {
    /// Depends on the view, the address, the language, the theme and who asks only: kept until the view changes. (How
    /// far a scan is moves without a new view.)
    Kept(fn(&Visit) -> Result<Reply, Failure>),
    /// May also depend on who asks, on the database or on the moment: made each time.
    Fresh(fn(&Visit) -> Result<Reply, Failure>),
    /// Changes something; comes from a page of ours or with an API key.
    Change(fn(&Visit) -> Result<Reply, Failure>),
    /// The stream of events; the gate knows how.
    Events,
    /// Looks at once at what changed, and has documents made again where they are behind.
    Refresh,
    /// Login: the gate's own, as all that sets the session cookie.
    Login,
    /// Logout.
    Logout,
    /// Somebody's own new password.
    Password,
}

impl Handle {
    /// Whether the answer is the same whoever asks, where anybody may: then nobody needs to prove anything first.
    pub const fn is_for_anybody(&self) -> bool {
        matches!(self, Self::Kept(_))
    }
}

/// One route.
#[derive(Debug, Clone, Copy)]
pub struct Route {
    /// `GET` (and `HEAD`), `POST`, `PUT`, `DELETE`.
    pub method: &'static Method,
    /// The path, with parts in braces: `/clients/{slug}`.
    pub path: &'static str,
    /// Who may.
    pub need: Need,
    /// What answers.
    pub handle: Handle,
}

impl Route {
    /// A page or document that is kept until the data changes.
    pub const fn kept(path: &'static str, handler: fn(&Visit) -> Result<Reply, Failure>) -> Self {
        Self {
            method: &Method::GET,
            path,
            need: Need::View,
            handle: Handle::Kept(handler),
        }
    }

    /// One that is made each time.
    pub const fn fresh(path: &'static str, handler: fn(&Visit) -> Result<Reply, Failure>) -> Self {
        Self {
            method: &Method::GET,
            path,
            need: Need::View,
            handle: Handle::Fresh(handler),
        }
    }

    /// A change by a form.
    pub const fn post(path: &'static str, need: Need, handler: fn(&Visit) -> Result<Reply, Failure>) -> Self {
        Self {
            method: &Method::POST,
            path,
            need,
            handle: Handle::Change(handler),
        }
    }

    /// A change that the gate makes itself.
    pub const fn gates(path: &'static str, need: Need, handle: Handle) -> Self {
        Self {
            method: &Method::POST,
            path,
            need,
            handle,
        }
    }

    /// The same with another need.
    #[must_use]
    pub const fn needs(mut self, need: Need) -> Self {
        self.need = need;
        self
    }

    /// The same with another method.
    #[must_use]
    pub const fn by(mut self, method: &'static Method) -> Self {
        self.method = method;
        self
    }
}

/// Every route there is.
pub fn routes() -> Vec<Route> {
    let mut routes = Vec::new();
    routes.extend(crate::pages::routes());
    routes.extend(crate::api::routes());
    routes.extend(crate::export::routes());
    routes.extend(crate::assets::routes());
    routes
}
