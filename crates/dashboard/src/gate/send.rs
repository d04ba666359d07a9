//! Replies to responses: compression, security headers, and bodies that are made while they are sent.

mod streamed;

use axum::body::{Body, Bytes};
use axum::http::{HeaderName, HeaderValue, Response, StatusCode, header};

use super::packed;
use crate::cache::Kept;
use crate::reply::{self, Reply};

/// Nothing but our own style sheet and script, whatever a text may hold.
const POLICY: &str = "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data: blob:; \
    connect-src 'self'; font-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'; object-src 'none'";

/// What every response carries. `same-origin` and not `no-referrer`: with the latter browsers send `Origin: null`
/// with our own forms.
const ALWAYS: [(&str, &str); 7] = [
    ("content-security-policy", POLICY),
    ("x-content-type-options", "nosniff"),
    ("referrer-policy", "same-origin"),
    ("x-frame-options", "DENY"),
    ("cross-origin-opener-policy", "same-origin"),
    ("cross-origin-resource-policy", "same-origin"),
    ("permissions-policy", "camera=(), geolocation=(), microphone=()"),
];

/// How a response is to be sent.
#[derive(Debug, Clone, Copy)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "four answers that depend on nothing of each other"
)]
pub struct Manner {
    /// Without a body.
    pub head: bool,
    /// Whether gzip is taken.
    pub gzip: bool,
    /// Whether nobody may keep it: access is configured.
    pub private: bool,
    /// Whether TLS stands before the dashboard.
    pub tls: bool,
}

/// A reply that was just made.
pub fn reply(reply: Reply, manner: Manner) -> Response<Body> {
    let Reply {
        status,
        kind,
        headers,
        body,
    } = reply;
    let (encoded, body, length) = match body {
        reply::Body::Whole(bytes) => {
            let packed = manner.gzip.then(|| packed::gzip(kind, &bytes)).flatten();
            let (encoded, bytes) =
                packed.map_or_else(|| (false, Bytes::from(bytes)), |packed| (true, packed));
            let length = bytes.len();
            (encoded, whole(bytes, manner), Some(length))
        }
        reply::Body::Written(_) if manner.head => (false, Body::empty(), None),
        reply::Body::Written(writer) => {
            let encoded = manner.gzip && packed::shrinks(kind);
            (encoded, streamed::body(writer, encoded), None)
        }
    };
    let mut response = Response::new(body);
    *response.status_mut() = status;
    dress(&mut response, kind, &headers, manner);
    measure(&mut response, encoded, length);
    response
}

/// A reply that was kept.
pub fn kept(kept: &Kept, tag: &str, manner: Manner) -> Response<Body> {
    let packed = kept.packed.as_ref().filter(|_| manner.gzip);
    let bytes = packed.unwrap_or(&kept.plain).clone();
    let length = bytes.len();
    let mut response = Response::new(whole(bytes, manner));
    dress(&mut response, kept.kind, &kept.headers, manner);
    measure(&mut response, packed.is_some(), Some(length));
    put(&mut response, header::ETAG, tag);
    response
}

/// That what was sent before is still so.
pub fn unchanged(tag: &str, manner: Manner) -> Response<Body> {
    let mut response = Response::new(Body::empty());
    *response.status_mut() = StatusCode::NOT_MODIFIED;
    dress(&mut response, "", &[], manner);
    put(&mut response, header::ETAG, tag);
    response
}

/// A stream of events.
pub fn events(body: Body, manner: Manner) -> Response<Body> {
    let mut response = Response::new(if manner.head { Body::empty() } else { body });
    // Proxies that gather a response before they pass it on would hold events back.
    let unbuffered = [("x-accel-buffering", "no".to_owned())];
    dress(&mut response, "text/event-stream", &unbuffered, manner);
    response
}

fn whole(bytes: Bytes, manner: Manner) -> Body {
    if manner.head {
        Body::empty()
    } else {
        Body::from(bytes)
    }
}

fn dress(response: &mut Response<Body>, kind: &str, own: &[(&'static str, String)], manner: Manner) {
    for (name, value) in ALWAYS {
        put(response, HeaderName::from_static(name), value);
    }
    if manner.tls {
        put(response, header::STRICT_TRANSPORT_SECURITY, "max-age=31536000");
    }
    let keeping = if manner.private { "no-store" } else { "no-cache" };
    put(response, header::CACHE_CONTROL, keeping);
    put(response, header::VARY, "accept-encoding, authorization, cookie");
    if !kind.is_empty() {
        put(response, header::CONTENT_TYPE, kind);
    }
    for (name, value) in own {
        let name = HeaderName::from_static(name);
        if name == header::SET_COOKIE {
            append(response, name, value);
        } else {
            put(response, name, value);
        }
    }
}

fn measure(response: &mut Response<Body>, encoded: bool, length: Option<usize>) {
    if encoded {
        put(response, header::CONTENT_ENCODING, "gzip");
    }
    let bodiless = matches!(
        response.status(),
        StatusCode::NO_CONTENT | StatusCode::NOT_MODIFIED
    );
    if let Some(length) = length.filter(|_| !bodiless) {
        response
            .headers_mut()
            .insert(header::CONTENT_LENGTH, length.into());
    }
}

/// Sets a header; one whose value no header can have is left out (a line break in it would end the header).
fn put(response: &mut Response<Body>, name: HeaderName, value: &str) {
    if let Ok(value) = HeaderValue::from_str(value) {
        response.headers_mut().insert(name, value);
    }
}

fn append(response: &mut Response<Body>, name: HeaderName, value: &str) {
    if let Ok(value) = HeaderValue::from_str(value) {
        response.headers_mut().append(name, value);
    }
}
