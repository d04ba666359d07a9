//! Reading a request: what it means, and whether whoever sends it may ask.

use super::body;
use super::error::Refusal;
use super::http::{Query, Request};
use super::route::Route;

/// One request, read.
pub(super) struct Call {
    pub route: Route,
    pub query: Query,
    pub body: Vec<u8>,
    /// Whether it came with the token.
    pub known: bool,
    pub head: bool,
}

impl Call {
    /// Reads a request for someone who holds `secret`.
    pub fn read(request: &Request, secret: &str) -> Result<Self, Refusal> {
        let (path, query) = request
            .path_and_query
            .split_once('?')
            .unwrap_or((&request.path_and_query, ""));
        let query = Query::parse(query);
        let method = match query.get("method") {
            Some(method) if request.method == "GET" || request.method == "POST" => {
                method.to_ascii_uppercase()
            }
            _ => request.method.clone(),
        };
        let route = Route::read(&method, path)?;
        let header = request.header("authorization");
        let token = header
            .and_then(|value| value.strip_prefix("Bearer "))
            .map(str::trim)
            .or_else(|| query.get("token"));
        let known = match token {
            Some(token) if token == secret => true,
            Some(_) => return Err(Refusal::wrong_token()),
            None if route.is_public() => false,
            None => return Err(Refusal::no_token()),
        };
        Ok(Self {
            route,
            query,
            body: body::decoded(request)?,
            known,
            head: method == "HEAD",
        })
    }
}
