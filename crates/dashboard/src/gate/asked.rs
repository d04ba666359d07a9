//! A request as the gate reads it, before it is known who sent it.

use std::net::{IpAddr, Ipv4Addr, SocketAddr};

use axum::http::request::Parts;
use axum::http::{HeaderMap, Method, header};
use model::Timestamp;
use secrecy::SecretString;

use super::origin;
use crate::ask::Ask;
use crate::config::Config;
use crate::visit::Theme;

/// Where a connection comes from; an extension of each request that came over a socket.
#[derive(Debug, Clone, Copy)]
pub struct Peer(pub SocketAddr);

/// What a request proves itself by.
#[derive(Debug)]
pub enum Proof {
    /// Nothing.
    Nothing,
    /// `Authorization: Bearer KEY`.
    Key(SecretString),
    /// The session cookie.
    Session(SecretString),
    /// Another scheme of `Authorization`, or no text.
    Unreadable,
}

/// A request.
#[derive(Debug)]
pub struct Asked {
    /// `HEAD` counts as `GET`.
    pub method: Method,
    /// Whether only the head of the answer is wanted.
    pub head: bool,
    /// The headers.
    pub headers: HeaderMap,
    /// The name by which this was asked for, where there is exactly one.
    pub authority: Option<String>,
    /// What the address asks for.
    pub ask: Ask,
    /// Path and query as they came.
    pub address: String,
    /// The parts of the path that the route names.
    pub parts: Vec<String>,
    /// How the reader wants it.
    pub theme: Theme,
    /// From where.
    pub peer: IpAddr,
    /// When.
    pub now: Timestamp,
}

impl Asked {
    /// Reads the head of a request.
    pub fn read(config: &Config, head: &Parts, parts: Vec<String>, now: Timestamp) -> Self {
        let (path, query) = (head.uri.path(), head.uri.query().unwrap_or_default());
        let address = head.uri.path_and_query().map_or("/", |address| address.as_str());
        Self {
            method: if head.method == Method::HEAD {
                Method::GET
            } else {
                head.method.clone()
            },
            head: head.method == Method::HEAD,
            authority: origin::authority(&head.headers, &head.uri).map(str::to_owned),
            ask: Ask::read(path, query, config.language),
            address: address.to_owned(),
            parts,
            theme: cookie(&head.headers, "theme")
                .and_then(Theme::from_name)
                .unwrap_or_default(),
            peer: peer(config, head),
            now,
            headers: head.headers.clone(),
        }
    }

    /// A header's value, where it is text.
    pub fn header(&self, name: header::HeaderName) -> Option<&str> {
        self.headers.get(name)?.to_str().ok()
    }

    /// What the session cookie holds.
    pub fn session(&self, config: &Config) -> Option<SecretString> {
        cookie(&self.headers, session_cookie(config)).map(SecretString::from)
    }

    /// What it proves itself by.
    pub fn proof(&self, config: &Config) -> Proof {
        let Some(given) = self.headers.get(header::AUTHORIZATION) else {
            return self.session(config).map_or(Proof::Nothing, Proof::Session);
        };
        let parsed = given.to_str().ok().and_then(|text| text.split_once(' '));
        match parsed {
            Some((scheme, key)) if scheme.eq_ignore_ascii_case("bearer") => {
                Proof::Key(SecretString::from(key.trim()))
            }
            _ => Proof::Unreadable,
        }
    }

    /// Whether the answer is to be a page for people: everywhere but under the API, and where only data is asked for.
    pub fn wants_page(&self) -> bool {
        let for_people = self
            .header(header::ACCEPT)
            .is_none_or(|accept| accept.contains("text/") || accept.contains("*/*"));
        !self.ask.path.starts_with("/api/") && for_people
    }
}

/// The name of the session cookie. Behind TLS its prefix makes browsers refuse one that another host or a page without
/// TLS has set (RFC 6265bis, 4.1.3.2).
pub const fn session_cookie(config: &Config) -> &'static str {
    if config.behind_tls {
        "__Host-session"
    } else {
        "session"
    }
}

/// The value of a cookie.
fn cookie<'h>(headers: &'h HeaderMap, name: &str) -> Option<&'h str> {
    let lists = headers.get_all(header::COOKIE);
    let mut pairs = lists
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|list| list.split(';'))
        .filter_map(|pair| pair.trim().split_once('='));
    pairs.find(|(other, _)| *other == name).map(|(_, value)| value)
}

/// Who is at the other end: behind a proxy, whom the proxy names last, since what stands before that anybody can write.
fn peer(config: &Config, head: &Parts) -> IpAddr {
    let named = || {
        let lists = head.headers.get_all("x-forwarded-for");
        let last = lists.iter().next_back()?.to_str().ok()?.rsplit(',').next()?;
        last.trim().parse().ok()
    };
    let socket = || head.extensions.get::<Peer>().map(|peer| peer.0.ip());
    let proxied = config.behind_tls.then(named).flatten();
    proxied.or_else(socket).unwrap_or(IpAddr::V4(Ipv4Addr::LOCALHOST))
}
