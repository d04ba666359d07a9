//! Where an answer sends on to: by its head, by a refresh, or by a script that does nothing else.

use hyper::HeaderMap;
use hyper::header::LOCATION;
use model::observation::UndecidedReason;
use url::Url;

use super::fetch::Answer;
use super::page::redirect;
use super::trouble::unknown;
use crate::Unknown;

/// The next address, `None` where the answer is the last.
pub(super) fn of(at: &Url, answer: &Answer, text: &str) -> Result<Option<Url>, Unknown> {
    let told = match answer.status {
        301 | 302 | 303 | 307 | 308 => location(&answer.headers),
        200..=299 => redirect::of(text).filter(|to| joined(at, to).as_ref().ok() != Some(at)),
        _ => None,
    };
    told.map(|to| joined(at, &to)).transpose()
}

/// An empty one is none, as for browsers.
fn location(headers: &HeaderMap) -> Option<String> {
    let value = headers.get(LOCATION)?;
    let text = String::from_utf8_lossy(value.as_bytes());
    let text = text.trim();
    (!text.is_empty()).then(|| text.to_owned())
}

fn joined(at: &Url, to: &str) -> Result<Url, Unknown> {
    let url = at.join(to).map_err(|error| {
        unknown(
            UndecidedReason::BadAnswer,
            format!("redirects to no address: {error}"),
        )
    })?;
    Ok(cleaned(url))
}

/// An address without what is not sent: names and passwords, the fragment, the root's dot.
pub(super) fn cleaned(mut url: Url) -> Url {
    url.set_fragment(None);
    // These fail where the scheme has no host; it is refused before anything is sent.
    let _ = url.set_username("");
    let _ = url.set_password(None);
    if let Some(name) = url.domain().and_then(|name| name.strip_suffix('.')) {
        let name = name.to_owned();
        let _ = url.set_host(Some(&name));
    }
    url
}
